/** Makes an endpoint that asks who is calling decide by the answer: it waits for the check, and turns nobody's callers away. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { indentAt, indented } from '../core/edit/indentation';
import { guardIdioms } from '../core/features/guardIdiom/appIdioms';
import { type GuardIdiom, type GuardPlace } from '../core/features/guardIdiom/guardIdiom';
import { type Endpoint } from '../core/program/program';
import {
  isAwaitExpression,
  isBinaryExpression,
  isBlock,
  isCallExpression,
  isExpressionStatement,
  isPrefixUnaryExpression,
  isVariableDeclaration,
  isVariableStatement,
  type BindingName,
  type CallExpression,
  type Node,
  type Statement,
  SyntaxKind,
} from '../core/syntax/ast';
import { isTryStatement } from '../core/syntax/code';
import { endpointFunctionAt } from '../core/syntax/endpointFunction';
import { dottedName, type FunctionNode, isAsyncFunction, isFunctionNode } from '../core/syntax/functions';
import { boundPaths } from '../core/syntax/boundPaths';
import { renamed } from '../core/syntax/names';
import { parseFile } from '../core/syntax/parse';
import { nodesAt } from '../core/syntax/references';
import { restyle } from '../core/syntax/restyle';
import { type FilePath } from '../core/text/filePath';
import { detectFileStyle } from '../core/text/fileStyle';
import { insertion, type TextEdit } from '../core/text/textEdit';
import { type TextRange } from '../core/text/textRange';
import { actionRejection, guardPlaceOf, returnedIn, routeRejection } from './guard/guardEdits';

const RULE = 'unused-guard-result';

export const assist = defineAssist({
  meta: {
    id: 'reject-absent-caller',
    summary: 'Turns callers away where the session that an endpoint reads is missing.',
    kind: 'quickfix',
    since: '0.1.0',
    examples: [
      {
        before: `//- package.json
{ "dependencies": { "next": "16.0.0", "next-auth": "4.24.0" } }
//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
import { authOptions } from '@/lib/auth';
const prisma = new PrismaClient();

export async function POST(request: Request) {
  const session = await getServer$0Session(authOptions);
  const { title } = await request.json();
  await prisma.post.create({ data: { title, author: session?.user?.email } });
  return Response.json({ ok: true });
}
`,
        after: `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
import { authOptions } from '@/lib/auth';
const prisma = new PrismaClient();

export async function POST(request: Request) {
  const session = await getServerSession(authOptions);
  if (!session?.user) {
    return Response.json({ error: 'Unauthorized' }, { status: 401 });
  }
  const { title } = await request.json();
  await prisma.post.create({ data: { title, author: session?.user?.email } });
  return Response.json({ ok: true });
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const { range } of foundAt(ctx)) {
      const plan = planFor(ctx, range);
      if (plan) yield { target: `${range.start}`, title: plan.title, fixes: [RULE], preferred: true };
    }
  },

  resolve(ctx, target) {
    const found = foundAt(ctx).find(({ range }) => `${range.start}` === target);
    const plan = found && planFor(ctx, found.range);
    return plan && { edits: new Map([[ctx.path, plan.edits]]) };
  },
});

/** The findings at the selection, each place once. */
function foundAt(ctx: AssistContext): readonly { readonly range: TextRange }[] {
  const found = ctx.findings().filter(({ rule }) => rule === RULE);
  return found.filter(
    ({ range }, index) => found.findIndex((other) => other.range.start === range.start) === index,
  );
}

interface Plan {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** The call whose answer is not used, with what is around it. */
interface Place {
  readonly call: CallExpression;
  readonly callee: string;
  readonly awaited: boolean;
  /** What the answer is named or taken apart into; undefined where it is dropped. */
  readonly name: BindingName | undefined;
  readonly statement: Statement;
  readonly owner: FunctionNode;
}

function planFor(ctx: AssistContext, range: TextRange): Plan | undefined {
  const place = placeOf(ctx, range);
  if (!place || !isAsyncFunction(place.owner)) return undefined;
  const { call, callee, awaited, name, statement } = place;
  const file = ctx.syntax();
  const wait = awaited ? [] : [insertion(call.getStart(file.tree), 'await ')];
  if (name === undefined) {
    const waits = !awaited && isOwnAsync(ctx, callee);
    return waits ? { title: `Wait for \`${callee}()\``, edits: wait } : undefined;
  }
  const rejection = rejectionFor(ctx, place);
  if (rejection === undefined) return undefined;
  const style = detectFileStyle(ctx.text);
  const indent = indentAt(ctx.text, statement.getStart(file.tree));
  const code = indented(restyle(ctx.path, `${rejection}\n`, style).trimEnd(), indent);
  return {
    title: `Turn callers away where \`${callee}\` finds nobody`,
    edits: [...wait, insertion(statement.end, `${style.eol}${indent}${code}`)],
  };
}

function placeOf(ctx: AssistContext, range: TextRange): Place | undefined {
  const around = nodesAt(ctx.syntax().tree, range.start);
  const at = around.findIndex(
    (node) =>
      isCallExpression(node) &&
      node.expression.end === range.end &&
      node.expression.getStart(ctx.syntax().tree) === range.start,
  );
  const call = around[at];
  if (!call || !isCallExpression(call)) return undefined;
  const callee = dottedName(call.expression);
  const awaited = isAwaitExpression(around[at - 1] ?? call);
  const outer = around.slice(0, awaited ? at - 1 : at);
  const declaration = outer.at(-1);
  const isNamed =
    declaration !== undefined &&
    isVariableDeclaration(declaration) &&
    declaration.initializer === (awaited ? around[at - 1] : call);
  const statement = isNamed ? outer.at(-3) : declaration;
  const list = statement && outer[outer.indexOf(statement) - 1];
  const owner = outer.filter(isFunctionNode).at(-1);
  if (callee === undefined || !statement || !list || !owner || !isBlock(list)) return undefined;
  if (isNamed) {
    if (!isVariableStatement(statement) || statement.declarationList.declarations.length > 1)
      return undefined;
  } else if (!isExpressionStatement(statement)) return undefined;
  // In a branch, the callers of the others get past it.
  const body = 'body' in owner ? owner.body : undefined;
  const holder = outer[outer.indexOf(list) - 1];
  const isStraight =
    list === body || (holder !== undefined && isTryStatement(holder) && holder.tryBlock === list);
  if (!isStraight) return undefined;
  return { call, callee, awaited, name: isNamed ? declaration.name : undefined, statement, owner };
}

/** A function of the workspace whose promise somebody has to wait for. */
function isOwnAsync(ctx: AssistContext, callee: string): boolean {
  const { project, linkFactsOf } = ctx.program();
  const imported = ctx.file.link.imports.find(({ local }) => local === callee);
  if (!imported) return false;
  const target = project.resolve(ctx.path, imported.specifier);
  const link = target.kind === 'file' ? linkFactsOf(target.path) : undefined;
  const value = link?.exports.find(({ name }) => name === imported.imported)?.value;
  return value?.kind === 'function' && value.async;
}

/** The statement that turns a caller away, in the house's style; undefined where the way to tell one is not known. */
function rejectionFor(ctx: AssistContext, place: Place): string | undefined {
  const endpoint = endpointAround(ctx, place.owner);
  const kind = endpoint ? guardPlaceOf(endpoint) : answersYesOrNo(place.owner) ? 'route' : undefined;
  const app = ctx.program().project.appOf(ctx.path);
  if (!kind || !app || !place.name) return undefined;
  for (const idiom of guardIdioms(ctx.idiomSource(), app, kind)) {
    if (idiom.form !== 'check' || idiom.source === 'placeholder' || idiom.condition === undefined) continue;
    const condition = asks(ctx, idiom, place.callee)
      ? conditionFor(idiom, place.callee, place.name)
      : undefined;
    if (condition === undefined) continue;
    const rejection = endpoint ? rejectionOf(ctx, kind, idiom, place.owner) : 'return false;';
    if (rejection !== undefined) return `if (${condition}) {\n  ${rejection.split('\n').join('\n  ')}\n}`;
  }
  return undefined;
}

function rejectionOf(
  ctx: AssistContext,
  kind: GuardPlace,
  idiom: GuardIdiom,
  owner: FunctionNode,
): string | undefined {
  const file = { path: ctx.path, parsed: ctx.syntax(), style: detectFileStyle(ctx.text), ctx };
  const own = kind === 'action' ? actionRejection(idiom, owner) : routeRejection(file, idiom, owner);
  const rejection = own?.rejection[kind];
  // What the rejection calls must be there: an import is add-auth-guard's business.
  const needed = /^(?:redirect|notFound|unauthorized|forbidden)\b/.exec(rejection ?? '')?.[0];
  return needed !== undefined && !ctx.file.link.imports.some(({ local }) => local === needed)
    ? undefined
    : rejection;
}

/** The endpoint whose own function this is. */
function endpointAround(ctx: AssistContext, owner: FunctionNode): Endpoint | undefined {
  return ctx
    .program()
    .endpointsOf(ctx.path)
    .find(({ fact }) => {
      const start = ctx.file.ranges[fact]?.start;
      return start !== undefined && endpointFunctionAt(ctx.syntax(), start)?.node === owner;
    });
}

/** Every `return` is a comparison, a negation, or the word itself: a helper that says whether the caller may. */
function answersYesOrNo(owner: FunctionNode): boolean {
  const results = returnedIn(owner);
  return results.length > 0 && results.every((value) => value !== undefined && isBoolean(value));
}

function isBoolean(node: Node): boolean {
  if (node.kind === SyntaxKind.TrueKeyword || node.kind === SyntaxKind.FalseKeyword) return true;
  if (isPrefixUnaryExpression(node)) return node.operator === SyntaxKind.ExclamationToken;
  return isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind);
}

const COMPARISONS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.EqualsEqualsToken,
  SyntaxKind.ExclamationEqualsToken,
  SyntaxKind.LessThanToken,
  SyntaxKind.GreaterThanToken,
  SyntaxKind.LessThanEqualsToken,
  SyntaxKind.GreaterThanEqualsToken,
]);

/** The idiom asks by the function that the code calls: by the same name from the same module. */
function asks(ctx: AssistContext, { imports }: GuardIdiom, callee: string): boolean {
  const [root = ''] = callee.split('.');
  const own = ctx.file.link.imports.find(({ local }) => local === root);
  // A client that is made in the function itself: what it is called on tells enough.
  if (!own) return callee.includes('.');
  const target = ctx.program().project.resolve(ctx.path, own.specifier);
  return imports.some(
    ({ imported, specifier, path }) =>
      imported === own.imported &&
      (path === undefined
        ? specifier.replace(/\/.*/, '') === own.specifier.replace(/\/.*/, '')
        : target.kind === 'file' && target.path === path),
  );
}

/** The idiom's condition for the names that the code has; undefined where the code does not keep what it is about. */
function conditionFor(idiom: GuardIdiom, callee: string, name: BindingName): string | undefined {
  // The path only tells the language.
  const { tree } = parseFile('code.ts' as FilePath, idiom.statements.join('\n'));
  const own = boundPaths(name);
  for (const statement of tree.statements) {
    if (!isVariableStatement(statement)) continue;
    const [declaration] = statement.declarationList.declarations;
    const value = declaration?.initializer;
    const call = value && isAwaitExpression(value) ? value.expression : value;
    if (!declaration || !call || !isCallExpression(call)) continue;
    if (tailOf(dottedName(call.expression) ?? '') !== tailOf(callee)) continue;
    let condition = idiom.condition ?? '';
    for (const [local, path] of boundPaths(declaration.name) ?? []) {
      if (!new RegExp(`\\b${local}\\b`).test(condition)) continue;
      const kept = own && nameFor(own, path);
      if (kept === undefined) return undefined;
      condition = renamed(condition, local, kept);
    }
    return condition;
  }
  return undefined;
}

/** `supabase.auth.getUser` is the same on a client of another name. */
function tailOf(callee: string): string {
  return callee.includes('.') ? callee.slice(callee.indexOf('.') + 1) : callee;
}

/** How the code reaches what stands at `path` in the answer. */
function nameFor(own: ReadonlyMap<string, readonly string[]>, path: readonly string[]): string | undefined {
  for (const [local, kept] of own) {
    if (kept.every((key, at) => path[at] === key)) return [local, ...path.slice(kept.length)].join('.');
  }
  return undefined;
}
