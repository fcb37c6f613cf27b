/** Rewrites a file in several steps, each of which sees what the one before made of it, and says in the end what changed. */
import { parseFile, type ParsedFile } from '../syntax/parse';
import { applyEdits, type TextEdit } from '../text/textEdit';

/** The file after the edits, parsed anew. */
export function edited(file: ParsedFile, edits: readonly TextEdit[]): ParsedFile {
  return edits.length === 0 ? file : parseFile(file.path, applyEdits(file.text, edits));
}

/** Beyond this many pairs of lines the lines between the first and the last change are one edit. */
const MAX_PAIRS = 4_000_000;

/** Edits of whole lines that turn `before` into `after`, in source order; none where the two are equal. */
export function changesBetween(before: string, after: string): readonly TextEdit[] {
  const old = linesOf(before);
  const fresh = linesOf(after);
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < fresh.length - head &&
    old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]
  ) {
    tail++;
  }
  const removed = old.slice(head, old.length - tail);
  const added = fresh.slice(head, fresh.length - tail);
  const edits: TextEdit[] = [];
  let offset = old.slice(0, head).join('').length;
  for (const { gone, come, kept } of hunks(removed, added)) {
    const end = offset + gone.length;
    if (gone !== '' || come !== '') edits.push({ range: { start: offset, end }, text: come });
    offset = end + kept.length;
  }
  return edits;
}

/** The lines of a text with their ends; the last one may have none. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

interface Hunk {
  readonly gone: string;
  readonly come: string;
  /** What follows unchanged. */
  readonly kept: string;
}

/** By the longest common subsequence of the lines. */
function hunks(old: readonly string[], fresh: readonly string[]): readonly Hunk[] {
  if (old.length * fresh.length > MAX_PAIRS) return [{ gone: old.join(''), come: fresh.join(''), kept: '' }];
  const width = fresh.length + 1;
  const common = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      common[i * width + j] =
        old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: { gone: string; come: string; kept: string }[] = [{ gone: '', come: '', kept: '' }];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    const last = found.at(-1) ?? { gone: '', come: '', kept: '' };
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      last.kept += old[i] ?? '';
      i++;
      j++;
      continue;
    }
    const hunk = last.kept === '' ? last : { gone: '', come: '', kept: '' };
    if (hunk !== last) found.push(hunk);
    if (j >= fresh.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) hunk.gone += old[i++] ?? '';
    else hunk.come += fresh[j++] ?? '';
  }
  return found;
}
