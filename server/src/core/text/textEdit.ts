/** Changes to texts as data: what a fix or an assist wants, before any adapter applies it. */
import { type FilePath } from './filePath';
import { type TextRange } from './textRange';

/** Replaces `range` (offsets in the text before the change) with `text`. */
export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

/** Edits per file, and files to create. Edits of one file do not overlap. */
export interface SourceChange {
  readonly edits: ReadonlyMap<FilePath, readonly TextEdit[]>;
  readonly newFiles?: ReadonlyMap<FilePath, string>;
}

/** Applies edits that do not overlap to `text`, in any order; throws when two of them do overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  let result = '';
  let position = 0;
  for (const edit of sorted) {
    if (edit.range.start < position) throw new Error(`edits overlap at offset ${edit.range.start}`);
    result += text.slice(position, edit.range.start) + edit.text;
    position = edit.range.end;
  }
  return result + text.slice(position);
}
