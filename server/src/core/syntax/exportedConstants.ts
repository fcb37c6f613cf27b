/** Finds the statement of an exported constant, for code that is about to take it away. */
import * as ts from 'typescript';
import { hasModifier } from './functions';
import { type ParsedFile } from './parse';
import { type TextRange } from '../text/textRange';

/**
 * The lines of `export const NAME = …` for each of the names that the file has, with the comment above; where a blank line
 * stands before and behind, that goes too. Undefined where a name's statement is of another form or declares more.
 */
export function exportedConstantLines(
  file: ParsedFile,
  names: readonly string[],
): readonly TextRange[] | undefined {
  const { text } = file;
  const found = names.map((name) => linesOf(file, name));
  const merged: { start: number; end: number }[] = [];
  for (const range of found.sort((a, b) => (a?.start ?? 0) - (b?.start ?? 0))) {
    if (!range) return undefined;
    const last = merged.at(-1);
    if (last?.end === range.start) last.end = range.end;
    else merged.push({ ...range });
  }
  return merged.map(({ start, end }) => {
    const blank = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
    const blankBefore = start === 0 || /\n[ \t]*\r?\n$/.test(text.slice(0, start));
    return { start, end: blankBefore ? end + blank : end };
  });
}

function linesOf({ tree, text }: ParsedFile, name: string): TextRange | undefined {
  const statement = tree.statements.find(
    (each): each is ts.VariableStatement =>
      ts.isVariableStatement(each) &&
      hasModifier(each, ts.SyntaxKind.ExportKeyword) &&
      each.declarationList.declarations.some(
        (declared) => ts.isIdentifier(declared.name) && declared.name.text === name,
      ),
  );
  if (statement?.declarationList.declarations.length !== 1) return undefined;
  let start = statement.getStart(tree);
  const comments = ts.getLeadingCommentRanges(text, statement.pos) ?? [];
  // Only comments that stand right above it are about it.
  for (const { pos, end } of [...comments].reverse()) {
    if (/\n[^\S\n]*\r?\n/.test(text.slice(end, start)) || !/(?:^|\n)[ \t]*$/.test(text.slice(0, pos))) break;
    start = pos;
  }
  const rest = /^[^\n]*(?:\n|$)/.exec(text.slice(statement.end))?.[0] ?? '';
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: statement.end + rest.length };
}
