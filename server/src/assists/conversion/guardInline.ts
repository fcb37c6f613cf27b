/**
 * Writes a guard that redirects or throws as the statements that it is made of, so that a route handler can answer with a
 * status: a redirect would send the request on to the sign-in page, an error would be answered with 500.
 */
import { type AssistContext } from '../../core/assist/assist';
import {
  type Expression,
  forEachChild,
  isAwaitExpression,
  isBlock,
  isCallExpression,
  isExpressionStatement,
  isFunctionDeclaration,
  isIdentifier,
  isReturnStatement,
  isVariableStatement,
  type Node,
  type Statement,
} from '../../core/syntax/ast';
import { isIfStatement, isThrowStatement } from '../../core/syntax/code';
import { freeNames } from '../../core/syntax/references';
import { type FunctionNode, isFunctionNode } from '../../core/syntax/functions';
import { dedented } from '../../core/edit/indentation';
import { type ParsedFile } from '../../core/syntax/parse';
import { declaredNames } from '../../core/syntax/topLevelNames';
import { walk } from '../../core/syntax/walk';
import { applyEdits, type TextEdit } from '../../core/text/textEdit';
import { errorMessage } from './failureStatus';
import { type Declared, importOf, resolveName } from './moduleNames';
import { initializerOf } from './jsonTypes';

/** Where a name comes from, seen from a file that imports it. */
export interface NameOrigin {
  /** The file that says `specifier`; the exporting module itself where there is none. */
  readonly file: ParsedFile;
  readonly specifier: string | undefined;
  readonly imported: string;
}

/** A guard's own statements. */
export interface InlinedGuard {
  /** Statements with `\n` between them, in the style of the guard's file, without indentation. */
  readonly code: string;
  /** What the guard's caller was given, as an expression over the statements' names. */
  readonly result: string | undefined;
  /** Names that the statements declare. */
  readonly declares: ReadonlySet<string>;
  readonly origins: ReadonlyMap<string, NameOrigin>;
  /** How many rejections there are: the first turns visitors away, the others users who may not. */
  readonly rejections: number;
}

/** Writes the answer that rejects. */
export type Reject = (status: 401 | 403, message: string | undefined) => string;

const MAX_DEPTH = 3;

/** The function's value, through React's `cache`. */
export function functionOf({ statement, name }: Declared): FunctionNode | undefined {
  if (isFunctionDeclaration(statement)) return statement.body ? statement : undefined;
  const value = initializerOf(statement, name);
  if (!value) return undefined;
  if (isFunctionNode(value)) return value;
  if (!isCallExpression(value) || !isIdentifier(value.expression) || value.expression.text !== 'cache')
    return undefined;
  const [only, ...more] = value.arguments;
  return only && more.length === 0 && isFunctionNode(only) ? only : undefined;
}

/** True when the function, or one that it calls, redirects or throws, as far as the workspace's code tells. */
export function leavesByThrowing(
  ctx: AssistContext,
  declared: Declared,
  kinds: 'redirect' | 'any',
  depth = 0,
): boolean {
  const node = functionOf(declared);
  if (!node || depth > MAX_DEPTH) return false;
  let found = false;
  const visit = (inner: Node): void => {
    if (found) return;
    if (kinds === 'any' && isThrowStatement(inner)) {
      found = true;
      return;
    }
    if (isCallExpression(inner) && isIdentifier(inner.expression)) {
      const { text } = inner.expression;
      if (isRedirect(declared.file, text)) {
        found = true;
        return;
      }
      const callee = resolveName(ctx, declared.file, text);
      if (callee && leavesByThrowing(ctx, callee, kinds, depth + 1)) found = true;
    }
    forEachChild(inner, visit);
  };
  visit(node);
  return found;
}

/** What is wrong with a call in the node that may redirect, or of which nobody knows; `skipped` nodes are left out. */
export function redirectingCall(
  ctx: AssistContext,
  file: ParsedFile,
  node: Node,
  skipped: ReadonlySet<Node>,
): string | undefined {
  let problem: string | undefined;
  walk(node, ({ node: inner, around }) => {
    if (problem !== undefined || !isCallExpression(inner) || !isIdentifier(inner.expression)) return;
    if ([inner, ...around].some((outer) => skipped.has(outer))) return;
    const { text } = inner.expression;
    const declared = resolveName(ctx, file, text);
    const source = declared ? undefined : importOf(file, text);
    if (source && ctx.program().project.resolve(file.path, source.specifier).kind === 'unknown')
      problem = `Nobody knows what \`${text}\` does`;
    if (declared && leavesByThrowing(ctx, declared, 'redirect'))
      problem = `\`${text}\` may redirect, which a handler answers with 307: the request would be sent on`;
  });
  return problem;
}

/** The name is Next.js's `redirect`. */
function isRedirect(file: ParsedFile, name: string): boolean {
  const found = importOf(file, name);
  return (
    found?.specifier === 'next/navigation' &&
    (found.imported === 'redirect' || found.imported === 'permanentRedirect')
  );
}

/** The name of the function that a statement does nothing but await: `await f()`, `const user = await f()`. */
export function guardCall(
  statement: Statement,
): { readonly name: string; readonly binding: Node | undefined } | undefined {
  const declaration = isVariableStatement(statement) ? statement.declarationList.declarations : undefined;
  if (declaration && declaration.length !== 1) return undefined;
  const value = declaration
    ? declaration[0]?.initializer
    : isExpressionStatement(statement)
      ? statement.expression
      : undefined;
  if (!value || !isAwaitExpression(value) || !isCallExpression(value.expression)) return undefined;
  const { expression, arguments: args } = value.expression;
  if (!isIdentifier(expression) || args.length > 0) return undefined;
  return { name: expression.text, binding: declaration?.[0]?.name };
}

/** The statements of a guard that is made of declarations, tests that reject, and one result; undefined for all others. */
export function inlineGuard(
  ctx: AssistContext,
  declared: Declared,
  reject: Reject,
  rejectionsBefore = 0,
  depth = 0,
): InlinedGuard | undefined {
  const node = functionOf(declared);
  if (!node || depth > MAX_DEPTH || node.parameters.length > 0 || !node.body || !isBlock(node.body))
    return undefined;
  const { file } = declared;
  const { text, tree } = file;
  const origins = new Map<string, NameOrigin>();
  const declares = new Set<string>();
  const lines: string[] = [];
  let rejections = rejectionsBefore;
  let result: string | undefined;
  for (const [index, statement] of node.body.statements.entries()) {
    const isLast = index === node.body.statements.length - 1;
    if (isReturnStatement(statement)) {
      if (!isLast) return undefined;
      result = statement.expression && resultText(file, statement.expression);
      if (statement.expression && !addOrigins(ctx, file, [statement.expression], declares, origins))
        return undefined;
      continue;
    }
    const call = guardCall(statement);
    const callee = call && resolveName(ctx, file, call.name);
    if (call && callee && leavesByThrowing(ctx, callee, 'any')) {
      const inner = inlineGuard(ctx, callee, reject, rejections, depth + 1);
      const mayRedirect = inner === undefined && leavesByThrowing(ctx, callee, 'redirect');
      if (mayRedirect || (inner && !merge(origins, inner.origins))) return undefined;
      if (inner === undefined) {
        if (!addOrigins(ctx, file, [statement], declares, origins)) return undefined;
        for (const name of declaredNames(statement)) declares.add(name);
        lines.push(sourceOf(file, statement, []));
        continue;
      }
      const bound = bindResult(
        inner,
        call.binding && text.slice(call.binding.getStart(tree), call.binding.end),
      );
      if (bound === undefined) return undefined;
      lines.push(bound);
      for (const name of [...inner.declares, ...declaredNames(statement)]) declares.add(name);
      rejections = inner.rejections;
      continue;
    }
    if (isVariableStatement(statement)) {
      if (!addOrigins(ctx, file, [statement], declares, origins)) return undefined;
      for (const name of declaredNames(statement)) declares.add(name);
      lines.push(sourceOf(file, statement, []));
      continue;
    }
    if (!isIfStatement(statement) || statement.elseStatement) return undefined;
    const exit = onlyStatement(statement.thenStatement);
    if (!exit) return undefined;
    if (!addOrigins(ctx, file, [statement.expression], declares, origins)) return undefined;
    const message = isThrowStatement(exit) ? errorMessage(exit.expression) : undefined;
    const redirects =
      isExpressionStatement(exit) &&
      isCallExpression(unawaited(exit.expression)) &&
      isRedirectCall(file, exit.expression);
    if (isThrowStatement(exit) || redirects) {
      const answer = reject(rejections === 0 ? 401 : 403, message);
      lines.push(
        sourceOf(file, statement, [{ range: { start: exit.getStart(tree), end: exit.end }, text: answer }]),
      );
    } else {
      if (!isInterrupt(file, exit) || !addOrigins(ctx, file, [exit], declares, origins)) return undefined;
      lines.push(sourceOf(file, statement, []));
    }
    rejections++;
  }
  if (rejections === rejectionsBefore) return undefined;
  return { code: lines.filter((line) => line !== '').join('\n'), result, declares, origins, rejections };
}

/** The guard's code with what its caller called the result; undefined where the names get in each other's way. */
export function bindResult(guard: InlinedGuard, binding: string | undefined): string | undefined {
  const { code, result, declares } = guard;
  if (binding === undefined || binding === result) return code;
  if (result === undefined) return undefined;
  const shorthand = (text: string): string => text.replace(/\s+/g, ' ').replace(/,? }$/, ' }').trim();
  if (/^\{[\w\s,]*\}$/.test(binding) && shorthand(binding) === shorthand(result)) return code;
  if (/^[\w$]+$/.test(binding) && declares.has(binding)) return undefined;
  return `${code}\nconst ${binding} = ${result};`;
}

/** Takes `more` in; false where a name would stand for two things. */
export function merge(origins: Map<string, NameOrigin>, more: ReadonlyMap<string, NameOrigin>): boolean {
  for (const [name, origin] of more) {
    const known = origins.get(name);
    if (
      known &&
      (known.file !== origin.file ||
        known.specifier !== origin.specifier ||
        known.imported !== origin.imported)
    ) {
      // The same package from two files is one thing.
      const same =
        known.specifier === origin.specifier &&
        known.specifier !== undefined &&
        !known.specifier.startsWith('.');
      if (!same || known.imported !== origin.imported) return false;
    }
    origins.set(name, origin);
  }
  return true;
}

function addOrigins(
  ctx: AssistContext,
  file: ParsedFile,
  nodes: readonly Node[],
  declares: ReadonlySet<string>,
  origins: Map<string, NameOrigin>,
): boolean {
  for (const name of freeNames(nodes).keys()) {
    if (declares.has(name)) continue;
    const own = isVariableOfNodes(nodes, name);
    if (own) continue;
    const found = importOf(file, name);
    if (found) {
      if (!merge(origins, new Map([[name, { file, specifier: found.specifier, imported: found.imported }]])))
        return false;
      continue;
    }
    const declared = resolveName(ctx, file, name);
    if (!declared) continue;
    if (!declared.exported) return false;
    if (!merge(origins, new Map([[name, { file, specifier: undefined, imported: name }]]))) return false;
  }
  return true;
}

/** A variable statement names what it declares itself. */
function isVariableOfNodes(nodes: readonly Node[], name: string): boolean {
  return nodes.some((node) => isVariableStatement(node) && declaredNames(node).includes(name));
}

function onlyStatement(statement: Statement): Statement | undefined {
  if (!isBlock(statement)) return statement;
  const [only, ...more] = statement.statements;
  return more.length === 0 ? only : undefined;
}

/** `notFound()`, `unauthorized()` and `forbidden()` answer with their status in a handler too. */
function isInterrupt(file: ParsedFile, statement: Statement): boolean {
  if (!isExpressionStatement(statement)) return false;
  const call = unawaited(statement.expression);
  if (!isCallExpression(call) || !isIdentifier(call.expression)) return false;
  const found = importOf(file, call.expression.text);
  return (
    found?.specifier === 'next/navigation' && /^(?:notFound|unauthorized|forbidden)$/.test(found.imported)
  );
}

function isRedirectCall(file: ParsedFile, expression: Expression): boolean {
  const call = unawaited(expression);
  return isCallExpression(call) && isIdentifier(call.expression) && isRedirect(file, call.expression.text);
}

function unawaited(value: Expression): Expression {
  return isAwaitExpression(value) ? unawaited(value.expression) : value;
}

function resultText({ tree }: ParsedFile, value: Expression): string {
  return value.getText(tree);
}

function sourceOf({ text, tree }: ParsedFile, statement: Statement, edits: readonly TextEdit[]): string {
  const start = statement.getStart(tree);
  const shifted = edits.map(({ range, text: inserted }) => ({
    range: { start: range.start - start, end: range.end - start },
    text: inserted,
  }));
  return dedented(applyEdits(text.slice(start, statement.end), shifted));
}
