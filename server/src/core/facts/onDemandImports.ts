/** Reads `import()` and `require()`: which module they bring, and under which names its exports are used. */
import {
  type ArrowFunction,
  type BindingName,
  type FunctionExpression,
  isArrowFunction,
  isAwaitExpression,
  isCallExpression,
  isFunctionExpression,
  isIdentifier,
  isObjectBindingPattern,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isStringLiteral,
  type Node,
  SyntaxKind,
} from '../syntax/ast';
import { propertyNameText } from '../syntax/functions';

/** The module of `import('x')`, `await import('x')` and `require('x')`; undefined for anything else. */
export function specifierOf(node: Node): string | undefined {
  if (isParenthesizedExpression(node) || isAwaitExpression(node)) return specifierOf(node.expression);
  if (!isCallExpression(node)) return undefined;
  const { expression, arguments: args } = node;
  const brings =
    expression.kind === SyntaxKind.ImportKeyword ||
    (isIdentifier(expression) && expression.text === 'require');
  const [first] = args;
  return brings && first && isStringLiteral(first) ? first.text : undefined;
}

/** `import('x').then(callback)`. */
export function thenOf(
  node: Node,
): { readonly specifier: string; readonly callback: ArrowFunction | FunctionExpression } | undefined {
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return undefined;
  const specifier =
    node.expression.name.text === 'then' ? specifierOf(node.expression.expression) : undefined;
  const [callback] = node.arguments;
  if (specifier === undefined || !callback) return undefined;
  return isArrowFunction(callback) || isFunctionExpression(callback) ? { specifier, callback } : undefined;
}

/**
 * What a module is bound to: local names with the export that each stands for (undefined for the module itself). `whole`
 * where bundlers keep every export, since they only follow destructuring.
 */
export function moduleNames(name: BindingName): {
  readonly members: readonly (readonly [local: string, member: string | undefined])[];
  readonly whole: boolean;
} {
  if (isIdentifier(name)) return { members: [[name.text, undefined]], whole: true };
  if (!isObjectBindingPattern(name)) return { members: [], whole: true };
  const members: (readonly [string, string])[] = [];
  let whole = false;
  for (const element of name.elements) {
    const member = element.propertyName
      ? propertyNameText(element.propertyName)
      : isIdentifier(element.name)
        ? element.name.text
        : undefined;
    if (element.dotDotDotToken || member === undefined || !isIdentifier(element.name)) whole = true;
    else members.push([element.name.text, member]);
  }
  return { members, whole };
}
