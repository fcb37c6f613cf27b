/** Guesses which of a few known words a mistyped one was meant to be. */
import { editDistance } from '../core/text/editDistance';

/** The known word that `given` is closest to, or is a part of; undefined when none is close enough to be what was meant. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const word of known) {
    const distance = isPart(bare(given), bare(word)) ? 1 : editDistance(given, word);
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return bestDistance <= Math.max(2, given.length / 3) ? best : undefined;
}

/** An option's word without its dashes. */
function bare(word: string): string {
  return word.replace(/^-+/, '');
}

function isPart(part: string, word: string): boolean {
  return part !== '' && (word.startsWith(part) || word.endsWith(`-${part}`));
}
