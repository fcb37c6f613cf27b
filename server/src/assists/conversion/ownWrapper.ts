/** Reads a function of the app that wraps actions, `withUser(async (user, input) => …)`: what the wrapped action takes, gives back and throws. */
import { type AssistContext } from '../../core/assist/assist';
import {
  type CallExpression,
  type Expression,
  isArrowFunction,
  isAwaitExpression,
  isBlock,
  isCallExpression,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isReturnStatement,
  type Node,
} from '../../core/syntax/ast';
import { withoutCasts } from '../../core/syntax/casts';
import { isThrowStatement } from '../../core/syntax/code';
import { boundNames, type FunctionNode } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { freeNames, referencesIn } from '../../core/syntax/references';
import { walk } from '../../core/syntax/walk';
import { type Exit, findExits } from './actionExits';
import { errorMessage, wordsStatus } from './failureStatus';
import { isPlain, type PlainFunction } from './actionSource';
import { isInTry, redirectingWords } from './bodyText';
import { functionOf, redirectingCall } from './guardInline';
import { resolveName } from './moduleNames';

/** The wrapper, as far as a caller of what it makes has to know it. */
export interface OwnWrapper {
  readonly name: string;
  readonly file: ParsedFile;
  /** The function that it returns: what callers of the action call. */
  readonly outer: PlainFunction;
  /** The wrapper's type parameters. */
  readonly generics: readonly string[];
  /** The calls of the wrapped function in it. */
  readonly calls: readonly CallExpression[];
  /** What it returns besides the results of these calls. */
  readonly results: readonly Exit[];
  /** A result of the wrapped function is a result of the action. */
  readonly passesResult: boolean;
  /** Statuses by the message of an error. */
  readonly refusals: ReadonlyMap<string, number>;
  /** It throws something else, which says nothing of a status. */
  readonly throwsMore: boolean;
}

/** The wrapper of the call, which is given the wrapped function; a message where nobody knows what it makes of it. */
export function ownWrapper(
  ctx: AssistContext,
  file: ParsedFile,
  call: CallExpression,
  inner: Node,
): OwnWrapper | string {
  const unknown = 'Nobody knows what its wrapper does';
  if (!isIdentifier(call.expression)) return unknown;
  const declared = resolveName(ctx, file, call.expression.text);
  const wrapper = declared && functionOf(declared);
  if (!declared || !wrapper || !isPlain(wrapper)) return unknown;
  const index = call.arguments.findIndex((argument) => withoutCasts(argument) === inner);
  const parameter = wrapper.parameters[index]?.name;
  const outer = returned(wrapper);
  if (!parameter || !isIdentifier(parameter) || !outer || !isPlain(outer)) return unknown;
  const calls = callsOf(outer, parameter.text);
  if (!calls) return 'Its wrapper hands it on';
  const found = findExits(declared.file, outer);
  if (typeof found === 'string') return found;
  const { exits } = found;
  if (exits.some(({ kind }) => kind === 'redirect')) return 'Its wrapper redirects';
  const words = redirectingWords(wrapper.getText(declared.file.tree));
  const problem = words ?? redirectingCall(ctx, declared.file, outer, new Set());
  if (problem !== undefined) return problem;
  const isPassed = (value: Expression | undefined): boolean =>
    value !== undefined && calls.some((each) => each === unawaited(value));
  const passesByArrow = outer.body !== undefined && !isBlock(outer.body) && isPassed(outer.body);
  if (outer.body && !isBlock(outer.body) && !passesByArrow) return unknown;
  const returns = exits.filter(({ kind, value }) => kind === 'return' && value);
  const thrown = thrownBy(ctx, declared.file, outer);
  return {
    name: call.expression.text,
    file: declared.file,
    outer,
    generics: (wrapper.typeParameters ?? []).map(({ name }) => name.text),
    calls,
    results: returns.filter(({ value }) => !isPassed(value)),
    passesResult: passesByArrow || returns.some(({ value }) => isPassed(value)),
    refusals: thrown.refusals,
    throwsMore: thrown.more,
  };
}

/** The function that is all a function returns. */
function returned(wrapper: PlainFunction): FunctionNode | undefined {
  const { body } = wrapper;
  if (!body) return undefined;
  if (!isBlock(body)) return functionIn(body);
  const returns: (Expression | undefined)[] = [];
  walk(body, ({ node }, nested) => {
    if (!nested && isReturnStatement(node)) returns.push(node.expression);
  });
  const [only, ...more] = returns;
  if (!only || more.length > 0) return undefined;
  const value = withoutCasts(only);
  return isIdentifier(value)
    ? body.statements.filter(isFunctionDeclaration).find(({ name }) => name?.text === value.text)
    : functionIn(value);
}

function functionIn(expression: Expression): FunctionNode | undefined {
  const value = withoutCasts(expression);
  return isArrowFunction(value) || isFunctionExpression(value) ? value : undefined;
}

/** The calls of the name in the function; undefined where something else is done with it. */
function callsOf(outer: PlainFunction, name: string): readonly CallExpression[] | undefined {
  const calls: CallExpression[] = [];
  for (const { name: mentioned, scope, inType, node, ancestors } of referencesIn(outer)) {
    if (mentioned !== name || scope || inType) continue;
    const call = ancestors.at(-1);
    if (!call || !isCallExpression(call) || call.expression !== node) return undefined;
    calls.push(call);
  }
  return calls;
}

function unawaited(value: Expression): Expression {
  const inner = withoutCasts(value);
  return isAwaitExpression(inner) ? unawaited(inner.expression) : inner;
}

/** What the function throws, and the workspace's functions that it calls: words with their statuses, and whether there is more. */
export function thrownBy(
  ctx: AssistContext,
  file: ParsedFile,
  node: FunctionNode,
  depth = 0,
): { readonly refusals: ReadonlyMap<string, number>; readonly more: boolean } {
  const refusals = new Map<string, number>();
  let more = false;
  walk(node, ({ node: inner, around }) => {
    if (!isThrowStatement(inner) || isInTry({ statement: inner, around })) return;
    const message = errorMessage(inner.expression);
    const status = message === undefined ? undefined : wordsStatus(message);
    if (message === undefined || status === undefined) more = true;
    else refusals.set(message, status);
  });
  if (depth >= MAX_DEPTH) return { refusals, more };
  for (const [name, use] of freeNames([node])) {
    const declared = use === 'value' ? resolveName(ctx, file, name) : undefined;
    const callee = declared && functionOf(declared);
    if (!declared || !callee) continue;
    const inner = thrownBy(ctx, declared.file, callee, depth + 1);
    for (const [message, status] of inner.refusals) refusals.set(message, status);
    more ||= inner.more;
  }
  return { refusals, more };
}

/** A wrapper asks a guard, which asks for the session. */
const MAX_DEPTH = 2;

/** The names that a parameter of the function binds are used in its body. */
export function isUsed(node: PlainFunction, index: number): boolean {
  const name = node.parameters[index]?.name;
  const used = freeNames(node.body ? [node.body] : []);
  return name !== undefined && boundNames(name).some(({ text }) => used.has(text));
}
