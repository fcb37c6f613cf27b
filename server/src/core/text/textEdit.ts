/** Edits as data, and how they are applied. */
import { type FilePath } from './filePath';
import { type TextRange } from './textRange';

/** Replaces `range` (offsets in the text before the change) with `text`. */
export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
  /** Parts of `text` (offsets in it) that the user should look at or replace: stops of the cursor, where the client has them. */
  readonly placeholders?: readonly TextRange[];
  /** Why it may be wrong, in a few words: the client asks before it applies this edit. */
  readonly uncertain?: string;
}

/** Edits per file, and files to create, move and delete. Edits of one file do not overlap. */
export interface SourceChange {
  readonly edits: ReadonlyMap<FilePath, readonly TextEdit[]>;
  readonly newFiles?: ReadonlyMap<FilePath, string>;
  /** Old path to new path; edits of such a file name the old one. */
  readonly movedFiles?: ReadonlyMap<FilePath, FilePath>;
  readonly deletedFiles?: readonly FilePath[];
  /** What the user must know or do beside the change: a sentence, with the places that it is about. */
  readonly notes?: readonly ChangeNote[];
}

/** Something that the change leaves to the user. */
export interface ChangeNote {
  readonly message: string;
  readonly path?: FilePath;
  readonly range?: TextRange;
}

/** Applies edits that do not overlap to `text`, in any order; throws when two of them do overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  // A stable sort: insertions at one offset keep the order in which they were given.
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

/** The insertion of `text` at an offset. */
export function insertion(offset: number, text: string): TextEdit {
  return { range: { start: offset, end: offset }, text };
}
