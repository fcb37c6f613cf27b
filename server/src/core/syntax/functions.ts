/** Matchers for functions: what counts as one, its body's directives, its modifiers and parameters. */
import * as ts from 'typescript';

/** Every node that has a body of its own and can be called. */
export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration
  | ts.ConstructorDeclaration;

/** True for function declarations and expressions, arrows, methods, accessors and constructors. */
export function isFunctionNode(node: ts.Node): node is FunctionNode {
  switch (node.kind) {
    case ts.SyntaxKind.FunctionDeclaration:
    case ts.SyntaxKind.FunctionExpression:
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.MethodDeclaration:
    case ts.SyntaxKind.GetAccessor:
    case ts.SyntaxKind.SetAccessor:
    case ts.SyntaxKind.Constructor:
      return true;
    default:
      return false;
  }
}

/** True when the node carries the modifier (`async`, `export`, `declare`, `static` …). */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((m) => m.kind === kind) ?? false);
}

/**
 * The string statements that open a list of statements, in order. Only unparenthesized string literals count, by their
 * cooked value: https://nextjs.org/docs/app/api-reference/directives/use-server
 */
export function directivePrologue(statements: readonly ts.Statement[]): readonly ts.StringLiteral[] {
  const prologue: ts.StringLiteral[] = [];
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) break;
    prologue.push(statement.expression);
  }
  return prologue;
}

/** The directives of a function's own body; empty for arrows without a block. */
export function bodyDirectives(node: FunctionNode): readonly ts.StringLiteral[] {
  return node.body && ts.isBlock(node.body) ? directivePrologue(node.body.statements) : [];
}

/** True for `async function`, `async () =>` and `async method()`. */
export function isAsyncFunction(node: FunctionNode): boolean {
  return hasModifier(node, ts.SyntaxKind.AsyncKeyword);
}

/** True for `function*` and `*method()`. */
export function isGenerator(node: FunctionNode): boolean {
  return 'asteriskToken' in node && node.asteriskToken !== undefined;
}

/** The declared parameters, a TypeScript `this` parameter left out; `rest` tells whether the last one collects the others. */
export function parametersOf(node: FunctionNode): { readonly count: number; readonly rest: boolean } {
  const declared = node.parameters.filter((p) => !(ts.isIdentifier(p.name) && p.name.text === 'this'));
  const rest = declared.some((p) => p.dotDotDotToken !== undefined);
  return { count: rest ? declared.length - 1 : declared.length, rest };
}

/** The name of a property when it is written out: an identifier, string, number or private name. */
export function propertyNameText(name: ts.PropertyName | undefined): string | undefined {
  if (!name) return undefined;
  if (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)) return name.text;
  return ts.isPrivateIdentifier(name) ? name.text : undefined;
}

/** Every identifier that a binding pattern binds, in source order. */
export function boundNames(name: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  const names: ts.Identifier[] = [];
  for (const element of name.elements) {
    if (ts.isBindingElement(element)) names.push(...boundNames(element.name));
  }
  return names;
}

/** `a`, `a.b.c` as source text for plain member chains; undefined for anything else. */
export function dottedName(expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  if (expression.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  if (ts.isPropertyAccessExpression(expression)) {
    const left = dottedName(expression.expression);
    return left === undefined ? undefined : `${left}.${expression.name.text}`;
  }
  return undefined;
}
