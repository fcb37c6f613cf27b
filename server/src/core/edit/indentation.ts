/** Moves code to another depth without touching what its lines say. */

/** The blanks that begin the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, Math.max(start, offset)))?.[0] ?? '';
}

/**
 * Puts `indent` before each line but the first, empty lines excepted. For code that is inserted behind an indentation that
 * stands there already. Lines inside template literals must not be given to it.
 */
export function indented(code: string, indent: string): string {
  return code.replace(/\n(?=[^\r\n])/g, `\n${indent}`);
}

/** Takes the common indentation of all lines but the first away. */
export function dedented(code: string): string {
  const depths = [...code.matchAll(/\n([ \t]*)(?=\S)/g)].map(([, blanks = '']) => blanks);
  const [first] = depths;
  if (first === undefined) return code;
  const common = depths.reduce((a, b) => (a.length <= b.length ? a : b), first);
  return code.replaceAll(`\n${common}`, '\n');
}

/** Takes `blanks` away from the beginning of each line that begins with them. */
export function outdented(code: string, blanks: string): string {
  return blanks === ''
    ? code
    : code.replace(/^[ \t]+/gm, (own) => (own.startsWith(blanks) ? own.slice(blanks.length) : own));
}
