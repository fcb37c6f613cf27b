/** Looks through what stands around an expression for types and precedence alone. */
import * as ts from 'typescript';

/** `(x)`, `x as T`, `x satisfies T`, `x!`: at run time they are `x`. */
export type Cast =
  ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression;

/** True for parentheses, `as`, `satisfies` and `!`. */
export function isCast(node: ts.Node): node is Cast {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

/** The expression inside all of them. */
export function withoutCasts(expression: ts.Expression): ts.Expression {
  return isCast(expression) ? withoutCasts(expression.expression) : expression;
}
