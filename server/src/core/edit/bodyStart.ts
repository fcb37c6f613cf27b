/** Writes statements at the beginning of a function: behind its directives, at its depth, with an expression made a block. */
import { isBlock, isObjectLiteralExpression, isParenthesizedExpression } from '../syntax/ast';
import { bodyStart } from '../syntax/endpointFunction';
import { type FunctionNode } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { type FileStyle } from '../text/fileStyle';
import { insertion, type TextEdit } from '../text/textEdit';
import { indentAt, indented } from './indentation';

/**
 * The edits that put `statements` (in the file's style, one string each, without indentation) at the beginning of the
 * function's body, followed by a blank line where `apart` is set and code follows; undefined for a function without a body.
 */
export function prependStatements(
  file: ParsedFile,
  node: FunctionNode,
  statements: readonly string[],
  style: FileStyle,
  apart = false,
): readonly TextEdit[] | undefined {
  const start = bodyStart(file, node);
  const body = 'body' in node ? node.body : undefined;
  if (!start || !body) return undefined;
  const { eol, indent } = style;
  const outer = indentAt(file.text, node.getStart(file.tree));
  const inner = outer + indent;
  const lines = statements.map((statement) => indented(statement, inner)).join(`${eol}${inner}`);
  const gap = apart ? `${eol}${eol}` : eol;
  if (!isBlock(body)) {
    const end = style.semicolons ? ';' : '';
    const bare =
      isParenthesizedExpression(body) && isObjectLiteralExpression(body.expression) ? body.expression : body;
    const value = indented(bare.getText(file.tree), indent);
    const text = `{${eol}${inner}${lines}${gap}${inner}return ${value}${end}${eol}${outer}}`;
    // An expression that has a line of its own leaves it to the statements.
    const before = file.text.slice(body.pos, body.getStart(file.tree));
    const from = before.trim() === '' ? body.pos : body.getStart(file.tree);
    const space = from === body.pos ? ' ' : '';
    return [{ range: { start: from, end: body.end }, text: `${space}${text}` }];
  }
  const inside = file.text.slice(start.offset, body.end - 1);
  if (inside.trim() === '') {
    const text = `${eol}${inner}${lines}${eol}${outer}`;
    return [{ range: { start: start.offset, end: body.end - 1 }, text }];
  }
  // A body on one line is broken up: `{ return x; }`.
  const firstBreak = inside.indexOf('\n');
  const first = start.firstStatement;
  if (first !== undefined && (firstBreak < 0 || file.text.indexOf('\n', start.offset) > first)) {
    const edits: TextEdit[] = [
      { range: { start: start.offset, end: first }, text: `${eol}${inner}${lines}${gap}${inner}` },
    ];
    if (firstBreak < 0) {
      const kept = file.text.slice(0, body.end - 1).trimEnd().length;
      edits.push({ range: { start: kept, end: body.end - 1 }, text: `${eol}${outer}` });
    }
    return edits;
  }
  // What follows the brace on its own line is a comment, which stays there.
  const lineEnd = start.offset + firstBreak;
  const at = file.text.charAt(lineEnd - 1) === '\r' ? lineEnd - 1 : lineEnd;
  const blank = apart && !/^\r?\n[ \t]*\r?\n/.test(file.text.slice(at)) ? eol : '';
  return [insertion(at, `${eol}${inner}${lines}${blank}`)];
}
