/** Guesses which of a few known words a mistyped one was meant to be. */

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

/** How many characters must be inserted, removed or replaced to make `b` of `a` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
