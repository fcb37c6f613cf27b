/** Ranges in a text, in the unit that JavaScript strings, TypeScript and LSP's default share. */

/** A half-open range of 0-based UTF-16 offsets. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** True when the two half-open ranges share an offset, or touch. */
export function rangesTouch(a: TextRange, b: TextRange): boolean {
  return a.start <= b.end && b.start <= a.end;
}
