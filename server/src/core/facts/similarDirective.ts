/** Tells the directive that a misspelt one is meant to be, by the compiler's own measure. */

/** What the compiler guesses; every misspelling of `use client` passes it in silence. */
const GUESSED: readonly string[] = ['use server', 'use cache'];

/**
 * The directive that Next.js's compiler takes the string for: of the same length with at most two other characters, or
 * with one character more or less. Undefined for directives themselves, and for everything else.
 */
export function similarDirective(text: string): string | undefined {
  if (text === 'use action') return 'use server';
  if (GUESSED.includes(text)) return undefined;
  return GUESSED.find((word) => isNear(text, word));
}

function isNear(text: string, word: string): boolean {
  if (text.length === word.length)
    return [...text].filter((char, at) => char !== word.charAt(at)).length <= 2;
  if (text.length === word.length + 1) return hasOneMore(text, word);
  return text.length === word.length - 1 && hasOneMore(word, text);
}

/** True when `long` without one of its characters is `short`. */
function hasOneMore(long: string, short: string): boolean {
  const at = [...short].findIndex((char, index) => char !== long.charAt(index));
  return at < 0 || long.slice(at + 1) === short.slice(at);
}
