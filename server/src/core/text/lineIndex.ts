/** Translates offsets to lines and columns; the only place that knows what ends a line. */

/** A 0-based line and a 0-based UTF-16 column. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** The line starts of one text. Lines end as in LSP: `\n`, `\r\n` or `\r`. */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    this.#starts = lineStarts(text);
    this.#length = text.length;
  }

  /** The position of a 0-based UTF-16 offset; offsets outside the text are clamped to it. */
  positionAt(offset: number): LineColumn {
    const clamped = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: clamped - (this.#starts[low] ?? 0) };
  }

  /** The offset of a position; positions outside the text are clamped to it. */
  offsetAt(position: LineColumn): number {
    if (position.line >= this.#starts.length) return this.#length;
    const start = this.#starts[Math.max(0, position.line)] ?? 0;
    const next = this.#starts[position.line + 1] ?? this.#length;
    return Math.max(start, Math.min(start + position.column, next));
  }
}

/** Searches natively, as a report needs the lines of every file with endpoints. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  if (text.includes('\r')) {
    for (const { 0: end, index } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  } else {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  }
  return starts;
}
