/** Finds, in the text of a configuration file, the object that is exported and the list that one of its functions returns. */
import * as ts from 'typescript';
import { isCast, withoutCasts } from './casts';
import { hasModifier, propertyNameText } from './functions';
import { type ParsedFile } from './parse';
import { referencesIn } from './references';

/** The object literal behind the default export, through names, plug-ins' wrappers, casts and functions; undefined where there is no single one. */
export function configObject({ tree }: ParsedFile): ts.ObjectLiteralExpression | undefined {
  for (const statement of tree.statements) {
    if (ts.isExportAssignment(statement)) return objectBehind(tree, statement.expression, 6);
    if (ts.isFunctionDeclaration(statement) && hasModifier(statement, ts.SyntaxKind.DefaultKeyword))
      return objectBehind(tree, onlyResult(statement), 6);
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
    const { left, right } = statement.expression;
    if (left.getText(tree) === 'module.exports') return objectBehind(tree, right, 6);
  }
  return undefined;
}

function objectBehind(
  tree: ts.SourceFile,
  expression: ts.Expression | undefined,
  depth: number,
): ts.ObjectLiteralExpression | undefined {
  if (!expression || depth === 0) return undefined;
  if (ts.isObjectLiteralExpression(expression)) return expression;
  if (isCast(expression) || ts.isAwaitExpression(expression))
    return objectBehind(tree, expression.expression, depth - 1);
  if (ts.isArrowFunction(expression) || ts.isFunctionExpression(expression))
    return objectBehind(tree, onlyResult(expression), depth - 1);
  if (ts.isIdentifier(expression)) {
    return objectBehind(tree, valueOf(tree, expression.text), depth - 1);
  }
  // A plug-in gets the configuration first: `withMDX(config)`, `withSentryConfig(config, options)`.
  const [first] = ts.isCallExpression(expression) ? expression.arguments : [];
  return objectBehind(tree, first, depth - 1);
}

function valueOf(tree: ts.SourceFile, name: string): ts.Expression | undefined {
  return constantIn(tree.statements, name);
}

function constantIn(statements: readonly ts.Statement[], name: string): ts.Expression | undefined {
  for (const statement of statements) {
    if (!ts.isVariableStatement(statement)) continue;
    // What is assigned later may be another object.
    if (!(statement.declarationList.flags & ts.NodeFlags.Const)) continue;
    for (const declaration of statement.declarationList.declarations)
      if (ts.isIdentifier(declaration.name) && declaration.name.text === name) return declaration.initializer;
  }
  return undefined;
}

/** What a function returns where it has one `return`, as its last statement. */
function onlyResult({ body }: ts.FunctionLikeDeclaration): ts.Expression | undefined {
  if (!body) return undefined;
  if (!ts.isBlock(body)) return body;
  const last = body.statements[body.statements.length - 1];
  const early = body.statements.slice(0, -1).some(hasReturn);
  return !early && last && ts.isReturnStatement(last) ? last.expression : undefined;
}

/**
 * The list that the object's function `name` returns (`headers: async () => […]`), also by the name of a constant that is
 * used for nothing else; `absent` without such a member.
 */
export function returnedList(
  { tree }: ParsedFile,
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.ArrayLiteralExpression | 'absent' | undefined {
  if (object.properties.some(ts.isSpreadAssignment)) return undefined;
  const member = object.properties.find((property) => propertyNameText(property.name) === name);
  if (!member) return 'absent';
  let made: ts.FunctionLikeDeclaration | undefined;
  if (ts.isMethodDeclaration(member)) made = member;
  else if (ts.isPropertyAssignment(member)) {
    const { initializer } = member;
    if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) made = initializer;
  }
  const result = made && onlyResult(made);
  const list = result && withoutCasts(result);
  const behind = list && made && ts.isIdentifier(list) ? constantBehind(tree, made, list) : list;
  return behind && ts.isArrayLiteralExpression(behind) ? behind : undefined;
}

/** The value of the function's own constant, or the file's, where it is returned and nothing else is done with it. */
function constantBehind(
  tree: ts.SourceFile,
  { body }: ts.FunctionLikeDeclaration,
  { text }: ts.Identifier,
): ts.Expression | undefined {
  // Only there: nobody adds to it.
  if (referencesIn(tree).filter(({ name }) => name === text).length !== 1) return undefined;
  const own = body && ts.isBlock(body) ? constantIn(body.statements, text) : undefined;
  const value = own ?? valueOf(tree, text);
  return value && withoutCasts(value);
}

/** Where an item is put behind the last of a list, and what must stand before it. */
export function listEnd(
  { text }: ParsedFile,
  list: { readonly elements: ts.NodeArray<ts.Node> } | { readonly properties: ts.NodeArray<ts.Node> },
  start: number,
): { readonly at: number; readonly comma: boolean; readonly depth: string } {
  const items = 'elements' in list ? list.elements : list.properties;
  const last = items[items.length - 1];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const depth = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  if (!last) return { at: start + 1, comma: false, depth };
  const comma = items.hasTrailingComma;
  return { at: comma ? items.end : last.end, comma: !comma, depth };
}

function hasReturn(node: ts.Node): boolean {
  if (ts.isReturnStatement(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, (child) => hasReturn(child) || undefined) ?? false;
}
