/** Finds the app's own requests to a route, and whether a call could take each one's place. */
import { type AssistContext } from '../../core/assist/assist';
import { type Endpoint } from '../../core/program/program';
import { isTestFile } from '../../core/program/testFiles';
import {
  type Expression,
  isAwaitExpression,
  isCallExpression,
  isExpressionStatement,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isStringLiteral,
  isVariableDeclaration,
  type Node,
} from '../../core/syntax/ast';
import { isTemplateExpression } from '../../core/syntax/code';
import { isFunctionNode, propertyNameText } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { walk } from '../../core/syntax/walk';
import { importsOf } from '../../core/syntax/topLevelNames';
import { isWithin } from '../../core/text/filePath';

/** One `fetch` of the route by client code. */
export interface RouteCall {
  readonly file: ParsedFile;
  /** The `fetch(…)`. */
  readonly call: Node;
  /** Code of the values in the URL's dynamic segments. */
  readonly segments: readonly string[];
  /** Code of the value that is sent: what `JSON.stringify` is given, or the form data. */
  readonly body: string | undefined;
  /** The variable that holds the response, and every place where its `ok` is read; undefined where nothing is. */
  readonly response: { readonly name: string; readonly oks: readonly Node[] } | undefined;
}

/** The calls; a message where something else names the URL, or nothing does. */
export function routeCalls(
  ctx: AssistContext,
  endpoint: Endpoint,
  method: string,
): readonly RouteCall[] | string {
  const { app, url } = endpoint;
  if (!app || url === undefined) return 'It has no URL';
  const full = `${app.basePath}${url}`;
  const fixed = full.slice(0, (full.indexOf('[') + 1 || full.length + 1) - 1).replace(/\/$/, '');
  const calls: RouteCall[] = [];
  for (const path of ctx.program().paths()) {
    if (path === endpoint.path || !isWithin(path, app.root) || isTestFile(path)) continue;
    const text = ctx.textOf(path);
    if (!text?.includes(fixed)) continue;
    const file = ctx.syntaxOf(path);
    if (!file) continue;
    const found = callsIn(ctx, file, { full, fixed, method });
    if (typeof found === 'string') return `${found}: ${path.slice(app.root.length + 1)}`;
    calls.push(...found);
  }
  return calls.length === 0 ? 'Nothing of the app sends it a request' : calls;
}

interface Wanted {
  readonly full: string;
  readonly fixed: string;
  readonly method: string;
}

function callsIn(
  ctx: AssistContext,
  file: ParsedFile,
  { full, fixed, method }: Wanted,
): readonly RouteCall[] | string {
  const calls: RouteCall[] = [];
  let problem: string | undefined;
  walk(file.tree, ({ node, around }) => {
    if (!isUrl(node)) return;
    const text = urlText(node);
    if (!isAtOrBelow(text, fixed) || problem !== undefined) return;
    const segments = matched(file, node, full);
    // A longer URL is another route's.
    if (segments === undefined) {
      if (!full.includes('[') && text !== fixed && !/^\?/.test(text.slice(fixed.length))) return;
      if (full.includes('[') && text === fixed) return;
      problem = 'Its URL is written in a way that is not understood';
      return;
    }
    const [call, ...outer] = around;
    const isFetch =
      call &&
      isCallExpression(call) &&
      isIdentifier(call.expression) &&
      call.expression.text === 'fetch' &&
      call.arguments[0] === node;
    if (!isFetch) {
      problem = 'Something else than `fetch` has its URL';
      return;
    }
    const options = optionsOf(file, call.arguments[1]);
    if (typeof options === 'string') problem = options;
    else if (options.method === method) {
      const response = responseOf(outer);
      if (typeof response === 'string') problem = response;
      else calls.push({ file, call, segments, body: options.body, response: response.value });
    }
  });
  if (problem === undefined && calls.length > 0 && !isClientFile(ctx, file))
    problem = 'The server sends it requests';
  return problem ?? calls;
}

function isUrl(node: Node): node is Expression {
  return isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node) || isTemplateExpression(node);
}

/** The text with `[]` for what is put in. */
function urlText(node: Node): string {
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!isTemplateExpression(node)) return '';
  return node.head.text + node.templateSpans.map(({ literal }) => `[]${literal.text}`).join('');
}

function isAtOrBelow(text: string, fixed: string): boolean {
  return text === fixed || (text.startsWith(fixed) && /^[/?[]/.test(text.slice(fixed.length)));
}

/** The code of the dynamic segments, where the URL is this route's. */
function matched(file: ParsedFile, node: Node, full: string): readonly string[] | undefined {
  const shape = full.replace(/\[\w+\]/g, '[]');
  if (shape.includes('[.') || shape.includes('[[') || urlText(node) !== shape) return undefined;
  if (!isTemplateExpression(node)) return [];
  return node.templateSpans.map(({ expression }) => {
    const encoded =
      isCallExpression(expression) &&
      isIdentifier(expression.expression) &&
      expression.expression.text === 'encodeURIComponent'
        ? expression.arguments[0]
        : undefined;
    return (encoded ?? expression).getText(file.tree);
  });
}

/** Options that say nothing to a function. */
const SILENT: ReadonlySet<string> = new Set(['headers', 'credentials', 'cache', 'mode', 'redirect']);

function optionsOf(
  file: ParsedFile,
  options: Expression | undefined,
): { readonly method: string; readonly body: string | undefined } | string {
  if (!options) return { method: 'GET', body: undefined };
  if (!isObjectLiteralExpression(options)) return 'Its options are not written out';
  let method = 'GET';
  let body: string | undefined;
  for (const property of options.properties) {
    const name = propertyNameText(property.name);
    if (name === 'body' && property.name && isIdentifier(property.name) && !isPropertyAssignment(property)) {
      body = 'body';
      continue;
    }
    if (!isPropertyAssignment(property) || name === undefined) return 'Its options are not written out';
    const value = property.initializer;
    if (name === 'method') {
      if (!isStringLiteral(value)) return 'Its method is not written out';
      method = value.text.toUpperCase();
    } else if (name === 'body') {
      const json =
        isCallExpression(value) &&
        value.expression.getText(file.tree) === 'JSON.stringify' &&
        value.arguments.length === 1;
      body = json ? value.arguments[0]?.getText(file.tree) : value.getText(file.tree);
    } else if (name === 'headers') {
      if (!isObjectLiteralExpression(value)) return 'Its headers are not written out';
      const own = value.properties.find(
        (header) => !/^(?:content-type|accept)$/i.test(propertyNameText(header.name) ?? ''),
      );
      if (own) return 'It sends headers of its own';
    } else if (!SILENT.has(name)) return `It passes \`${name}\``;
  }
  return { method, body };
}

/** What becomes of the response: nothing, or its `ok` is read. */
function responseOf(around: readonly Node[]): { readonly value: RouteCall['response'] } | string {
  const other = 'More of the answer than `ok` is read';
  const [awaited, holder] = around;
  if (!awaited || !isAwaitExpression(awaited) || !holder) return other;
  if (isExpressionStatement(holder)) return { value: undefined };
  if (!isVariableDeclaration(holder) || !isIdentifier(holder.name) || holder.initializer !== awaited)
    return other;
  const { text } = holder.name;
  const scope = around.find((node) => isFunctionNode(node)) ?? around.at(-1);
  const body = scope && isFunctionNode(scope) ? scope.body : scope;
  if (!body) return other;
  const oks: Node[] = [];
  let isOnlyOk = true;
  walk(body, ({ node, around: outer }) => {
    if (!isIdentifier(node) || node.text !== text || node === holder.name) return;
    const [access] = outer;
    const isProperty = access !== undefined && isPropertyAccessExpression(access) && access.name === node;
    if (isProperty) return;
    if (access && isPropertyAccessExpression(access) && access.name.text === 'ok') oks.push(access);
    else isOnlyOk = false;
  });
  return isOnlyOk ? { value: { name: text, oks } } : other;
}

function isClientFile(ctx: AssistContext, file: ParsedFile): boolean {
  if (ctx.program().linkFactsOf(file.path)?.directive === 'use client') return true;
  return importsOf(file).some(
    ({ specifier, imported }) => specifier === 'react' && /^use[A-Z]/.test(imported),
  );
}
