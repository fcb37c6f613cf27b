/** Of a place in code the part that tells what it is: of a call its callee, of an `if` its condition. */
import { type TextRange } from '../text/textRange';
import { isAwaitExpression, isCallExpression, type Node, forEachChild } from './ast';
import { isIfStatement, isNewExpression } from './code';
import { type ParsedFile } from './parse';

/** The telling part of the node that is exactly at `range`; the range itself where there is none. Offsets are UTF-16. */
export function tellingRange({ tree }: ParsedFile, range: TextRange): TextRange {
  // Nodes can share a range: the innermost is what was meant.
  const find = (node: Node): Node | undefined => {
    if (range.start < node.pos || node.end < range.end) return undefined;
    const isIt = node.getStart(tree) === range.start && node.end === range.end;
    return forEachChild(node, find) ?? (isIt ? node : undefined);
  };
  let node = find(tree);
  if (node && isIfStatement(node)) return rangeOf(node.expression);
  while (node && isAwaitExpression(node)) node = node.expression;
  return node && (isCallExpression(node) || isNewExpression(node)) ? rangeOf(node.expression) : range;

  function rangeOf(part: Node): TextRange {
    return { start: part.getStart(tree), end: part.end };
  }
}
