/** Reads what an app's own constants and functions say of other origins, for code that is about to use one of them. */
import * as ts from 'typescript';
import { withoutCasts } from './casts';
import { isAsyncFunction, isFunctionNode, propertyNameText } from './functions';
import { alwaysReturnsValue, functionOf, handlerForm } from './handlerForms';
import { type ParsedFile } from './parse';
import { walk } from './walk';

/**
 * How the headers are had: a `value`, what a function returns for nothing, for the request or for its `Origin` header, or a
 * function that sets them on a response that it is given.
 */
export type HeaderUse =
  'value' | 'call' | 'of-request' | 'of-origin' | 'set' | 'set-for-request' | 'set-for-origin';

/** An exported constant or function of a module that stands for CORS headers. */
export interface HeaderSource {
  readonly name: string;
  readonly use: HeaderUse;
  /** A function of a response also returns it. */
  readonly returns: boolean;
  /** What its parameters are called in types, `NextRequest` rather than `Request`; undefined where it has no such type. */
  readonly request: string | undefined;
  readonly response: string | undefined;
  /** An object whose members can be spread into others. */
  readonly spreads: boolean;
  /** Compares the origin with something before it allows it. */
  readonly checks: boolean;
  /** By lower-case name, every value that is set; undefined for what is computed. */
  readonly values: HeaderValues;
}

/** Values by lower-case header name. */
export type HeaderValues = ReadonlyMap<string, readonly (string | undefined)[]>;

/** What the module exports under `name`; undefined where that is something else or its parameters are not understood. */
export function headerSource(file: ParsedFile, name: string): HeaderSource | undefined {
  const form = handlerForm(file, name);
  if (!form) return undefined;
  const fn = functionOf(form);
  const value = form.kind === 'variable' ? withoutCasts(form.initializer) : undefined;
  const root = fn ?? value;
  if (!root) return undefined;
  const values = headerValues(file, root);
  if (!values.has('access-control-allow-origin')) return undefined;
  const checks = /\.(?:includes|has|test|some|find)\(|===/.test(root.getText(file.tree));
  if (!fn) {
    if (!value) return undefined;
    const spreads = ts.isObjectLiteralExpression(value);
    return spreads || isHeaders(value)
      ? {
          name,
          use: 'value',
          returns: true,
          request: undefined,
          response: undefined,
          spreads,
          checks,
          values,
        }
      : undefined;
  }
  const use = useOf(file, fn);
  if (!use || isAsyncFunction(fn)) return undefined;
  const results = returned(fn);
  const typeOf = (pattern: RegExp): string | undefined =>
    fn.parameters.map(({ type }) => type?.getText(file.tree) ?? '').find((type) => pattern.test(type));
  const types = { request: typeOf(REQUEST), response: typeOf(RESPONSE) };
  if (use.startsWith('set')) {
    const returns = results.length > 0;
    if (returns && !(alwaysReturnsValue(fn) && results.every((each) => isFirstParameter(fn, each))))
      return undefined;
    return { name, use, returns, ...types, spreads: false, checks, values };
  }
  if (!alwaysReturnsValue(fn)) return undefined;
  const made = results.map((result) => valueOf(fn, withoutCasts(result)));
  const spreads = made.every(ts.isObjectLiteralExpression);
  if (!made.every((each) => ts.isObjectLiteralExpression(each) || isHeaders(each))) return undefined;
  return { name, use, returns: true, ...types, spreads, checks, values };
}

/** All CORS headers that the code below `root` names: members of objects, and arguments of `set` and `append`. */
export function headerValues({ tree }: ParsedFile, root: ts.Node): HeaderValues {
  const values = new Map<string, (string | undefined)[]>();
  const note = (name: string | undefined, value: ts.Expression): void => {
    const key = name?.toLowerCase() ?? '';
    if (!key.startsWith('access-control-') && key !== 'vary') return;
    const known = values.get(key) ?? [];
    known.push(textOf(tree, value, 4));
    values.set(key, known);
  };
  const see = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node)) note(propertyNameText(node.name), node.initializer);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const { left } = node;
      if (ts.isElementAccessExpression(left)) note(textOf(tree, left.argumentExpression, 4), node.right);
    }
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const [name, value] = node.arguments;
    if (/^(?:set|append)$/.test(node.expression.name.text) && name && value)
      note(textOf(tree, name, 4), value);
  };
  see(root);
  walk(root, ({ node }) => see(node));
  return values;
}

/** The text of a constant expression: literals, names of top-level constants, and lists that are joined. */
function textOf(tree: ts.SourceFile, expression: ts.Expression, depth: number): string | undefined {
  const node = withoutCasts(expression);
  if (depth === 0) return undefined;
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text;
  if (ts.isIdentifier(node)) {
    const value = constantOf(tree, node.text);
    return value && textOf(tree, value, depth - 1);
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  if (node.expression.name.text !== 'join') return undefined;
  const list = withoutCasts(node.expression.expression);
  const items = ts.isIdentifier(list) ? constantOf(tree, list.text) : list;
  const bare = items && withoutCasts(items);
  if (!bare || !ts.isArrayLiteralExpression(bare)) return undefined;
  const texts = bare.elements.map((each) => textOf(tree, each, depth - 1));
  return texts.includes(undefined) ? undefined : texts.join(', ');
}

function constantOf(tree: ts.SourceFile, name: string): ts.Expression | undefined {
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const))
      continue;
    for (const declared of statement.declarationList.declarations)
      if (ts.isIdentifier(declared.name) && declared.name.text === name) return declared.initializer;
  }
  return undefined;
}

function isHeaders(node: ts.Expression): boolean {
  return ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Headers';
}

/** What a name of the function's own body stands for. */
function valueOf(fn: ts.FunctionLikeDeclaration, node: ts.Expression): ts.Expression {
  if (!ts.isIdentifier(node) || !fn.body) return node;
  let found: ts.Expression = node;
  walk(fn.body, ({ node: each }) => {
    if (!ts.isVariableDeclaration(each) || !ts.isIdentifier(each.name) || !each.initializer) return;
    if (each.name.text === node.text) found = withoutCasts(each.initializer);
  });
  return found;
}

/** What a function returns, itself and not in functions within. */
export function returned({ body }: ts.FunctionLikeDeclaration): readonly ts.Expression[] {
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  walk(body, ({ node, around }, nested) => {
    if (!nested && !around.some(isFunctionNode) && ts.isReturnStatement(node) && node.expression)
      found.push(node.expression);
  });
  return found;
}

function isFirstParameter({ parameters }: ts.FunctionLikeDeclaration, result: ts.Expression): boolean {
  const first = parameters[0]?.name;
  const node = withoutCasts(result);
  return first !== undefined && ts.isIdentifier(first) && ts.isIdentifier(node) && node.text === first.text;
}

/** By what the parameters are called and typed; undefined for what would have to be guessed. */
function useOf({ tree }: ParsedFile, { parameters }: ts.FunctionLikeDeclaration): HeaderUse | undefined {
  const kinds = parameters.map((parameter) => parameterKind(tree, parameter)).join(' ');
  return USES.get(kinds);
}

const USES: ReadonlyMap<string, HeaderUse> = new Map([
  ['', 'call'],
  ['request', 'of-request'],
  ['origin', 'of-origin'],
  ['response', 'set'],
  ['response request', 'set-for-request'],
  ['response origin', 'set-for-origin'],
]);

const REQUEST = /^(?:Next)?Request$/;
const RESPONSE = /^(?:Next)?Response$/;

function parameterKind(
  tree: ts.SourceFile,
  { name, type, dotDotDotToken }: ts.ParameterDeclaration,
): 'request' | 'origin' | 'response' | 'other' {
  if (dotDotDotToken || !ts.isIdentifier(name)) return 'other';
  const typed = type?.getText(tree) ?? '';
  if (REQUEST.test(typed)) return 'request';
  if (RESPONSE.test(typed)) return 'response';
  if (typed === '' && /^req(?:uest)?$/.test(name.text)) return 'request';
  if (typed === '' && /^res(?:ponse)?$/.test(name.text)) return 'response';
  // `headers.get()` gives null where there is none.
  return /^(?:request)?origin$/i.test(name.text) && (typed === '' || /\bnull\b/.test(typed))
    ? 'origin'
    : 'other';
}
