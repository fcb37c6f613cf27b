/** Text for terminals and tables: how wide it is, how it is shortened, and how names of files are kept harmless. */
import { eastAsianWidth } from 'get-east-asian-width';

/** Colors by meaning; the codes are those that every terminal has. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
};

/** Puts a style around a text, or leaves it as it is where there are no colors. */
export type Paint = (style: Style, text: string) => string;

/** A painter for a terminal with or without colors. */
export function painter(colors: boolean): Paint {
  if (!colors) return (_, text) => text;
  return (style, text) => {
    const [open, close] = CODES[style];
    return text === '' ? text : `\u001b[${open}m${text}\u001b[${close}m`;
  };
}

// Control characters, line separators and the marks that reverse the direction of text: in a file's name they could
// move the cursor, forge lines or hide what follows.
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The text on one line, with everything that a terminal would act on written as an escape (`\u{1b}`). */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Columns that the text takes in a terminal, by the Unicode tables; emoji that are joined of several count as several. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    // Accents and invisible marks stand on the character before them.
    if (!/^[\p{M}\p{Cf}]$/u.test(character)) width += eastAsianWidth(character.codePointAt(0) ?? 0);
  }
  return width;
}

/** The text with blanks up to `width` columns; longer texts stay as they are. */
export function padTo(width: number, text: string): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** The end of the text behind `…`, where it is wider than `width` columns: the end of a path tells most. */
export function keepEnd(width: number, text: string): string {
  if (widthOf(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && widthOf(characters.join('')) > width - 1) characters.shift();
  return `…${characters.join('')}`;
}
