/** The edit that makes a comparison with a secret reject where the environment has no such secret. */
import { type TextEdit } from '../text/textEdit';
import { type TextRange } from '../text/textRange';
import {
  type Expression,
  forEachChild,
  isArrowFunction,
  isBinaryExpression,
  isIdentifier,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isReturnStatement,
  isVariableDeclaration,
  type Node,
  SyntaxKind,
} from './ast';
import { type BinaryExpression, isIfStatement } from './code';
import { type ParsedFile } from './parse';

/** The secret's own expression in the comparison at `range` (`process.env.X`, or a constant that holds it). Offsets are UTF-16. */
export function secretIn(file: ParsedFile, range: TextRange): string | undefined {
  const [comparison] = comparisonAt(file, range);
  return comparison && isBinaryExpression(comparison) ? secretOf(file, comparison) : undefined;
}

/**
 * `a !== S` becomes `!S || a !== S`, and `a === S` becomes `S && a === S`. Undefined unless the comparison is the condition
 * of an `if`, or a part of it that this can be put before, or the value of a variable or a `return`, where
 * `Boolean(S) && a === S` keeps it a boolean.
 */
export function secretTestEdit(file: ParsedFile, range: TextRange): TextEdit | undefined {
  const [comparison, ...around] = comparisonAt(file, range);
  if (!comparison || !isBinaryExpression(comparison)) return undefined;
  const secret = secretOf(file, comparison);
  if (secret === undefined) return undefined;
  const operator = comparison.operatorToken.kind;
  const differs =
    operator === SyntaxKind.ExclamationEqualsEqualsToken || operator === SyntaxKind.ExclamationEqualsToken;
  const joint = differs ? SyntaxKind.BarBarToken : SyntaxKind.AmpersandAmpersandToken;
  let outer: Node = comparison;
  const holder = around.find((node) => {
    if (isParenthesizedExpression(node) || (isBinaryExpression(node) && node.operatorToken.kind === joint)) {
      outer = node;
      return false;
    }
    return true;
  });
  if (!holder) return undefined;
  const isCondition = isIfStatement(holder) && holder.expression === outer;
  const isValue =
    ((isVariableDeclaration(holder) && holder.initializer === outer) ||
      (isArrowFunction(holder) && holder.body === outer) ||
      isReturnStatement(holder)) &&
    !hasBrackets(around, outer);
  if (!isCondition && !isValue) return undefined;
  const same = isValue ? `Boolean(${secret}) && ` : `${secret} && `;
  return { range: { start: range.start, end: range.start }, text: differs ? `!${secret} || ` : same };
}

/** A value in brackets is often made into another one. */
function hasBrackets(around: readonly Node[], outer: Node): boolean {
  return around.slice(0, around.indexOf(outer) + 1).some(isParenthesizedExpression);
}

/** The comparison, and the nodes around it from the inside out. */
function comparisonAt({ tree }: ParsedFile, range: TextRange): readonly Node[] {
  const around: Node[] = [];
  const find = (node: Node): true | undefined => {
    if (range.start < node.pos || node.end < range.end) return undefined;
    const isIt = isBinaryExpression(node) && node.getStart(tree) === range.start && node.end === range.end;
    if (!isIt && !forEachChild(node, find)) return undefined;
    around.push(node);
    return true;
  };
  find(tree);
  return around;
}

function secretOf({ tree }: ParsedFile, { left, right }: BinaryExpression): string | undefined {
  const names: string[] = [];
  let found: string | undefined;
  const visit = (node: Node): void => {
    if (isVariable(node)) found ??= node.getText(tree);
    else if (isIdentifier(node)) names.push(node.text);
    else forEachChild(node, visit);
  };
  visit(right);
  visit(left);
  if (found !== undefined) return found;
  let held: string | undefined;
  const declared = (node: Node): void => {
    if (
      isVariableDeclaration(node) &&
      isIdentifier(node.name) &&
      node.initializer &&
      isVariable(node.initializer) &&
      names.includes(node.name.text)
    )
      held ??= node.name.text;
    forEachChild(node, declared);
  };
  declared(tree);
  return held;
}

/** `process.env.NAME`. */
function isVariable(node: Node): boolean {
  return isPropertyAccessExpression(node) && isProcessEnv(node.expression);
}

function isProcessEnv(node: Expression): boolean {
  return (
    isPropertyAccessExpression(node) &&
    node.name.text === 'env' &&
    isIdentifier(node.expression) &&
    node.expression.text === 'process'
  );
}
