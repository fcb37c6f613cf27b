/** Reads a server action as its file writes it, for assists that turn it into something else. */
import { type AssistContext } from '../../core/assist/assist';
import {
  isArrowFunction,
  isExportAssignment,
  isFunctionDeclaration,
  isFunctionExpression,
  isVariableStatement,
  type ArrowFunction,
  type FunctionDeclaration,
  type FunctionExpression,
  type Node,
  type Statement,
  SyntaxKind,
} from '../../core/syntax/ast';
import { endpointFunctionAt } from '../../core/syntax/endpointFunction';
import { isAsyncFunction, isGenerator } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { walk } from '../../core/syntax/walk';
import { type Endpoint } from '../../core/program/program';

/** A function that can be written as another kind of endpoint. */
export type PlainFunction = FunctionDeclaration | FunctionExpression | ArrowFunction;

/** An endpoint that is one plain function. */
export interface ActionSource {
  readonly endpoint: Endpoint;
  readonly file: ParsedFile;
  readonly node: PlainFunction;
  /** The statement that declares it, and nothing else: of the module, or of a component where it is an inline action. In a prop it is the function itself. */
  readonly statement: Statement | PlainFunction;
  /** What its file calls it; undefined for a default export without a name, and in a prop. */
  readonly local: string | undefined;
  /** What the URL calls it where nothing else does: in a prop. */
  readonly called?: string;
  /** Strings of its component that it reads, and that its forms can send; none in a file of actions. */
  readonly captures?: readonly string[];
}

/** The action, where it is a plain async function of its own statement. */
export function actionSource(ctx: AssistContext, endpoint: Endpoint): ActionSource | undefined {
  return endpoint.kind === 'action' ? plainFunction(ctx, endpoint) : undefined;
}

/** The endpoint's function, where it is a plain async one of its own statement. */
export function plainFunction(ctx: AssistContext, endpoint: Endpoint): ActionSource | undefined {
  const link = ctx.file.link;
  const fact = link.exports.find(({ name }) => name === endpoint.name);
  const range = ctx.file.ranges[endpoint.fact];
  if (!fact || !range || fact.value.kind !== 'function' || fact.form === 'commonjs') return undefined;
  const file = ctx.syntax();
  const found = endpointFunctionAt(file, range.start);
  if (!found || found.wrappers.length > 0 || !isPlain(found.node)) return undefined;
  const { node } = found;
  if (!isMovable(node)) return undefined;
  const statement = file.tree.statements.find(({ pos, end }) => pos <= node.pos && node.end <= end);
  if (!statement || !declaresOnly(statement, node)) return undefined;
  const local = fact.local ?? (fact.form === 'declaration' ? fact.name : ownName(node));
  const others = link.exports.filter((other) => other !== fact && (other.local ?? other.name) === local);
  return others.length > 0 ? undefined : { endpoint, file, node, statement, local };
}

/** It is a statement of its own, and no function in an expression. */
export function isDeclared(node: ActionSource['statement']): node is Statement {
  return !isArrowFunction(node) && !isFunctionExpression(node);
}

/** An async function that does the same wherever it stands. */
export function isMovable(node: PlainFunction): boolean {
  if (!isAsyncFunction(node) || isGenerator(node) || !node.body) return false;
  return (node.typeParameters?.length ?? 0) === 0 && !readsThis(node);
}

/** What the action, its URL and its request function are called. */
export function nameOf({ endpoint, local, file, called }: ActionSource): string {
  if (called !== undefined) return called;
  if (endpoint.name !== 'default') return endpoint.name;
  if (local !== undefined) return local;
  const base = /([^/]+?)(?:\.\w+)+$/.exec(file.path)?.[1] ?? 'action';
  return base.replace(/[-_.\s]+(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

/** What the behavior of its file calls the function. */
export function functionId(ctx: AssistContext, { endpoint, local }: ActionSource): string {
  const [, inline] = /^inline:(\d+)$/.exec(endpoint.fact) ?? [];
  const id =
    inline === undefined ? local : ctx.idiomSource().behaviorOf(endpoint.path)?.inlineActions[Number(inline)];
  return id ?? 'default';
}

/** True for the functions that can be written as another kind of endpoint. */
export function isPlain(node: Node): node is PlainFunction {
  return isFunctionDeclaration(node) || isFunctionExpression(node) || isArrowFunction(node);
}

function ownName(node: PlainFunction): string | undefined {
  return isFunctionDeclaration(node) ? node.name?.text : undefined;
}

function declaresOnly(statement: Statement, node: PlainFunction): boolean {
  if (statement === node) return true;
  if (isExportAssignment(statement)) return true;
  return isVariableStatement(statement) && statement.declarationList.declarations.length === 1;
}

function readsThis(node: PlainFunction): boolean {
  let found = false;
  walk(node, ({ node: inner }) => {
    if (inner.kind === SyntaxKind.ThisKeyword || inner.kind === SyntaxKind.SuperKeyword) found = true;
    if (inner.kind === SyntaxKind.Identifier && (inner as { text?: string }).text === 'arguments')
      found = true;
  });
  return found;
}
