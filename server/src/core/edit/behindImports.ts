/** Finds the place behind a file's imports, for helpers that the rest of the file uses. */
import { isImportDeclaration } from '../syntax/ast';
import { directivePrologue } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { type FileStyle } from '../text/fileStyle';
import { insertion, type TextEdit } from '../text/textEdit';
import { type TextRange } from '../text/textRange';

/**
 * Puts whole statements (which end with a line end) behind the last import, a blank line around them; without imports,
 * behind the directives, or at the top. `placeholders` are ranges in `code`; `importEdits` are the edits of `planImports`, which
 * may insert at the same place and must be applied before.
 */
export function placeBehindImports(
  file: ParsedFile,
  code: string,
  { eol }: FileStyle,
  placeholders: readonly TextRange[] = [],
  importEdits: readonly TextEdit[] = [],
): TextEdit {
  const { text, tree } = file;
  const last = tree.statements.filter(isImportDeclaration).at(-1);
  const directives = directivePrologue(tree.statements);
  const anchor = last?.end ?? directives.at(-1)?.end;
  const place = anchor === undefined ? topOf(text) : lineEndOf(text, anchor);
  // New imports behind a directive bring their own blank line.
  const isApart = importEdits.some(
    ({ range, text: added }) => range.start === place && added.endsWith(eol + eol),
  );
  const opens = anchor !== undefined && !isApart;
  const blankFollows = /^[ \t]*(?:\r?\n|$)/.test(text.slice(place));
  const before = opens ? (place > 0 && text.charAt(place - 1) !== '\n' ? eol + eol : eol) : '';
  const written = `${before}${code}${blankFollows ? '' : eol}`;
  const shift = before.length;
  return {
    ...insertion(place, written),
    ...(placeholders.length > 0 && {
      placeholders: placeholders.map(({ start, end }) => ({ start: start + shift, end: end + shift })),
    }),
  };
}

/** The beginning of the line after the one that `end` is on; the end of the text where there is none. */
function lineEndOf(text: string, end: number): number {
  const next = text.indexOf('\n', end);
  return next < 0 ? text.length : next + 1;
}

function topOf(text: string): number {
  return /^(?:\ufeff)?(?:#!.*\r?\n)?/.exec(text)?.[0].length ?? 0;
}
