/** Works out the conversion of a route handler to a server action, for the app's own client code that sends it requests. */
import { type AssistContext } from '../../core/assist/assist';
import { indentAt, indented } from '../../core/edit/indentation';
import { planImports } from '../../core/edit/imports';
import { statementText } from '../../core/edit/removal';
import { specifierFor } from '../../core/edit/specifier';
import { type Endpoint } from '../../core/program/program';
import {
  forEachChild,
  isAwaitExpression,
  isBlock,
  isCallExpression,
  isIdentifier,
  isObjectLiteralExpression,
  isReturnStatement,
  type Expression,
  type Node,
} from '../../core/syntax/ast';
import { freeNames, usesOf } from '../../core/syntax/references';
import { propertyNameText } from '../../core/syntax/functions';
import { parseFile } from '../../core/syntax/parse';
import { walk } from '../../core/syntax/walk';
import { baseName, type FilePath, folderOf, joinPath } from '../../core/text/filePath';
import { detectFileStyle } from '../../core/text/fileStyle';
import { applyEdits, type ChangeNote, type SourceChange, type TextEdit } from '../../core/text/textEdit';
import { resultType } from './actionAnswers';
import { lineRemoval } from './bodyText';
import { handlerSource, type HandlerSource } from './handlerSource';
import { planMove } from './movedCode';
import { type RouteCall, routeCalls } from './routeCallers';
import { moduleText } from './routeModule';
import { kebabCase } from './routeUrl';
import { styledStatements } from './styledCode';

/** A handler with the requests that a call can take the place of. */
export interface ConvertibleRoute {
  readonly source: HandlerSource;
  readonly calls: readonly RouteCall[];
  readonly method: string;
  /** What the action may be called. */
  readonly proposal: string;
}

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'replace',
  PATCH: 'update',
  DELETE: 'delete',
};

/** Reads a handler and its callers; a message where an action can't stand for it, or beside it where it `stays`. */
export function convertibleRoute(
  ctx: AssistContext,
  endpoint: Endpoint,
  stays = false,
): ConvertibleRoute | string {
  const { method, url, app } = endpoint;
  // What GET answers may be cached, linked to and fetched ahead.
  if (endpoint.kind !== 'route' || endpoint.framework || !method || !(method in VERBS))
    return 'It answers no form';
  if (!app || url === undefined) return 'It has no URL';
  const link = ctx.file.link;
  if (
    link.exports.every(({ name }) => name === method || name in link.segmentConfig) &&
    Object.keys(link.segmentConfig).length > 0
  )
    return 'Its file is configured';
  const { guard, publicByDesign } = ctx.assessmentOf(endpoint);
  // Keys, secrets and signatures come with requests that no page sends.
  if (guard.kind === 'api-key' || guard.kind === 'secret' || guard.kind === 'signature')
    return 'Its callers are programs';
  if (guard.verdict === 'delegated' || publicByDesign.reason === 'verified webhook signature')
    return 'It is a package that answers';
  const source = handlerSource(ctx, endpoint);
  if (typeof source === 'string') return source;
  const found = routeCalls(ctx, endpoint, method);
  if (typeof found === 'string' && !stays) return found;
  // A handler that stays goes on answering those that no call can take the place of.
  const calls = typeof found === 'string' ? [] : found;
  if (calls.some(({ body }) => (body === undefined) !== (source.body === undefined)))
    return 'What is sent is not what is read';
  const parts = url.split('/').filter((part) => part !== '' && !part.startsWith('['));
  const thing = (parts.at(-1) ?? 'item').replace(/[^A-Za-z0-9]+(\w?)/g, (_match, letter: string) =>
    letter.toUpperCase(),
  );
  const single = thing.replace(/(?<![su])s$/, '');
  return {
    source,
    calls,
    method,
    proposal: `${VERBS[method] ?? ''}${single.charAt(0).toUpperCase()}${single.slice(1)}`,
  };
}

/** The change; a message where it can't be made with certainty, or not under this name. */
export function convertToAction(
  ctx: AssistContext,
  { source, calls, method }: ConvertibleRoute,
  name: string,
): SourceChange | { readonly problem: string; readonly question?: string } {
  if (!/^[A-Za-z_$][\w$]*$/.test(name))
    return { problem: 'An action is called like a function', question: 'name' };
  const { file, endpoint } = source;
  const typescript = /\.[cm]?tsx?$/.test(file.path);
  const parameter = bodyParameter(source, typescript);
  if (parameter && 'problem' in parameter) return parameter;
  const callers = [...new Set(calls.map((call) => call.file))];
  for (const caller of callers) {
    if (hasName(caller.tree, name))
      return { problem: `${baseName(caller.path)} has something called \`${name}\``, question: 'name' };
  }
  const reportsOk = saysWhetherOk(source, calls);
  const code = actionCode(source, { name, parameter, reportsOk, typescript });
  if (typeof code !== 'string') return code;
  const path = actionPath(file, calls, name);
  if (ctx.textOf(path) !== undefined)
    return { problem: `${baseName(path)} is there already`, question: 'name' };
  const move = planMove(
    file,
    source.statement,
    source.local,
    freeNames(parseFile(path, code).tree.statements).keys(),
  );
  if (typeof move === 'string') return { problem: move };
  const module = moduleText(ctx, {
    path,
    from: file,
    code,
    moved: move.moved,
    exportsMoved: false,
    kept: move.imported,
    origins: new Map(),
    sibling: undefined,
  });
  if (typeof module === 'string') return { problem: module };
  const edits = new Map<FilePath, readonly TextEdit[]>();
  for (const caller of callers) {
    const own = calls.filter((call) => call.file === caller);
    edits.set(caller.path, callerEdits(ctx, caller, own, { name, path, typed: parameter?.typed === true }));
  }
  const gone = move.isEmpty && move.imported.size === 0 && !ctx.program().importers().has(ctx.path);
  if (!gone) edits.set(ctx.path, move.edits);
  return {
    edits,
    newFiles: new Map([[path, withDirective(file, module.text)]]),
    ...(gone && { deletedFiles: [ctx.path] }),
    notes: notesOf(ctx, endpoint, method),
  };
}

/** Where the action is written: beside the one file that calls it, else beside its route. */
export function actionPath(
  { path }: HandlerSource['file'],
  calls: ConvertibleRoute['calls'],
  name: string,
): FilePath {
  const [only, ...more] = new Set(calls.map((call) => call.file.path));
  const folder = folderOf(only !== undefined && more.length === 0 ? only : path);
  return joinPath(folder, `${kebabCase(name)}.${/\.[cm]?tsx?$/.test(path) ? 'ts' : 'js'}`);
}

/** The action's result says whether it succeeded: where a failure is answered, or somebody asks. */
export function saysWhetherOk({ answers }: HandlerSource, calls: ConvertibleRoute['calls']): boolean {
  return answers.some(({ status }) => status >= 400) || calls.some(({ response }) => response !== undefined);
}

/** The text of a module of actions, in the style of the file. */
export function withDirective(file: HandlerSource['file'], text: string): string {
  const { quote, semicolons, eol } = detectFileStyle(file.text);
  return `${quote}use server${quote}${semicolons ? ';' : ''}${eol}${eol}${text}`;
}

/** The parameter that stands for the request's body. */
export interface BodyParameter {
  readonly name: string;
  readonly type: string | undefined;
  /** The type says what may be passed, which nobody checked before. */
  readonly typed: boolean;
}

/** The parameter that stands for the body; undefined where none is read, a problem where nobody knows what it is. */
export function bodyParameter(
  { body, node }: HandlerSource,
  typescript: boolean,
): BodyParameter | undefined | { readonly problem: string } {
  if (!body) return undefined;
  const declared = body.declaration;
  if (body.kind === 'form') return { name: declared?.name ?? 'formData', type: 'FormData', typed: false };
  const name = declared?.name ?? 'input';
  const type = declared ? declared.type : body.type;
  if (!declared && node.body && usesOf([node.body], name).length > 0)
    return { problem: `\`${name}\` is something else` };
  if (!typescript) return { name, type: undefined, typed: false };
  if (type !== undefined) return { name, type, typed: type !== 'unknown' };
  if (declared ? !isOnlyPassedOn(node, name) : !body.isParsed)
    return { problem: 'Nobody knows the type of what is sent' };
  return { name, type: 'unknown', typed: false };
}

/** Each use hands it to a function, as to a schema's `parse`: whatever it is. */
function isOnlyPassedOn(node: Node, name: string): boolean {
  if (!/^[\w$]+$/.test(name)) return false;
  let only = true;
  const uses = new Set<Node>(usesOf('body' in node && node.body ? [node.body as Node] : [], name));
  walk(node, ({ node: inner, around }) => {
    if (uses.has(inner) && !isParseCall(around[0])) only = false;
  });
  return only;
}

function isParseCall(node: Node | undefined): boolean {
  if (!node || !isCallExpression(node)) return false;
  const { expression } = node;
  return (
    'name' in expression && /^(?:safeP|p)arse(?:Async)?$/.test((expression.name as { text: string }).text)
  );
}

/** What the action is written with. */
export interface ActionShape {
  readonly name: string;
  readonly parameter: BodyParameter | undefined;
  readonly reportsOk: boolean;
  readonly typescript: boolean;
  /** What stands in the place of statements that another function does. */
  readonly shared?: { readonly range: TextEdit['range']; readonly lines: readonly string[] };
}

/** The action's code, in the style of the handler's file; a problem where an answer can't be left out. */
export function actionCode(
  source: HandlerSource,
  { name, parameter, reportsOk, typescript, shared }: ActionShape,
): string | { readonly problem: string } {
  const { file, node, statement, body, segmentStatements, segments, answers } = source;
  const { text, tree } = file;
  if (!node.body || !isBlock(node.body)) return { problem: 'It has no body' };
  const style = detectFileStyle(text);
  const edits: TextEdit[] = [];
  const isShared = (node: Node): boolean =>
    shared !== undefined && shared.range.start <= node.getStart(tree) && node.end <= shared.range.end;
  if (shared)
    edits.push({
      range: shared.range,
      text: indented(
        styledStatements(file.path, shared.lines.join('\n'), style),
        indentAt(text, shared.range.start),
      ),
    });
  const removed = [...segmentStatements, ...(body?.declaration ? [body.declaration.statement] : [])];
  for (const gone of removed) edits.push(lineRemoval(text, gone.getStart(tree), gone.end));
  if (body && !body.declaration && parameter && !isShared(body.expression))
    edits.push({
      range: { start: body.expression.getStart(tree), end: body.expression.end },
      text: parameter.name,
    });
  const last = node.body.statements.at(-1);
  for (const { statement: exit, value, status } of answers) {
    if (isShared(exit)) continue;
    const failed = status >= 400;
    const start = exit.getStart(tree);
    const work = value && !failed ? sideEffect(value) : undefined;
    if (work === false) return { problem: 'Its answer does something while it is made' };
    const lines = work ? [`${isAwaitExpression(work) ? '' : 'await '}${work.getText(tree)};`] : [];
    if (reportsOk) lines.push(`return ${failed ? failure(source, value) : '{ ok: true }'};`);
    else if (exit !== last) lines.push('return;');
    if (lines.length === 0) {
      edits.push(lineRemoval(text, start, exit.end));
      continue;
    }
    const code =
      lines.length > 1 && !isInBlock(node.body, exit) ? `{\n  ${lines.join('\n  ')}\n}` : lines.join('\n');
    edits.push({
      range: { start, end: exit.end },
      text: indented(styledStatements(file.path, code, style), indentAt(text, start)),
    });
  }
  const from = node.body.getStart(tree) + 1;
  const inner = applyEdits(
    text.slice(from, node.body.end - 1),
    edits.map((edit) => ({ ...edit, range: { start: edit.range.start - from, end: edit.range.end - from } })),
  );
  const lines = inner.replace(/^(?:[ \t]*\r?\n)+/, '').replace(/\s*$/, style.eol);
  const whole = statementText(file, statement);
  const comment = whole.slice(0, whole.length - statement.getText(tree).length);
  const written = [
    ...segments.map((segment) => (typescript ? `${segment}: string` : segment)),
    ...(parameter
      ? [parameter.type === undefined ? parameter.name : `${parameter.name}: ${parameter.type}`]
      : []),
  ].join(', ');
  return `${comment}export async function ${name}(${written}) {${style.eol}${lines.trim() === '' ? '' : lines}}`;
}

/** What a failed answer says, with what it said before where that can be sent by an action. */
function failure({ file }: HandlerSource, value: Expression | undefined): string {
  const says = value && isObjectLiteralExpression(value) && resultType(file, [value]) !== undefined;
  if (!says || value.properties.some(({ name }) => propertyNameText(name) === 'ok')) return '{ ok: false }';
  const inner = value
    .getText(file.tree)
    .replace(/^\{\s*/, '')
    .replace(/,?\s*\}$/, '');
  return inner === '' ? '{ ok: false }' : `{ ok: false, ${inner} }`;
}

/** The call that makes the value: it must go on being made. False where there are several, or not on their own. */
function sideEffect(value: Expression): Expression | undefined | false {
  if (isAwaitExpression(value) && isCallExpression(value.expression)) return value;
  if (isCallExpression(value)) return value;
  let calls = false;
  const visit = (node: Node): void => {
    if (isCallExpression(node) || isAwaitExpression(node)) calls = true;
    forEachChild(node, visit);
  };
  visit(value);
  return calls ? false : undefined;
}

function isInBlock(body: Node, statement: Node): boolean {
  let inBlock = false;
  walk(body, ({ node, around }) => {
    if (node === statement) inBlock = around[0] !== undefined && isBlock(around[0]);
  });
  return (
    inBlock ||
    ('statements' in body &&
      (body.statements as readonly Node[]).includes(statement) &&
      isReturnStatement(statement))
  );
}

/** Anything is called so anywhere in the file: an inner name would hide the import. */
function hasName(tree: Node, name: string): boolean {
  let found = false;
  walk(tree, ({ node }) => {
    if (isIdentifier(node) && node.text === name) found = true;
  });
  return found;
}

function callerEdits(
  ctx: AssistContext,
  caller: RouteCall['file'],
  calls: readonly RouteCall[],
  { name, path, typed }: { readonly name: string; readonly path: FilePath; readonly typed: boolean },
): readonly TextEdit[] {
  const style = detectFileStyle(caller.text);
  const existing = caller.tree.statements.flatMap((statement) =>
    'moduleSpecifier' in statement && statement.moduleSpecifier
      ? [(statement.moduleSpecifier as { readonly text?: string }).text ?? '']
      : [],
  );
  const specifier = specifierFor(ctx.program().project, caller.path, path, existing);
  const plan = planImports(caller, [{ specifier, name }], style);
  const edits = calls.map(({ call, segments, body }): TextEdit => {
    const args = [...segments, ...(body === undefined ? [] : [body])];
    return {
      range: { start: call.getStart(caller.tree), end: call.end },
      text: `${name}(${args.join(', ')})`,
      uncertain: typed
        ? 'What is sent is type-checked now, and an error of the server is thrown here'
        : 'An error of the server is thrown here now',
    };
  });
  return [...plan.edits, ...edits];
}

function notesOf(ctx: AssistContext, endpoint: Endpoint, method: string): readonly ChangeNote[] {
  const { guard } = ctx.assessmentOf(endpoint);
  return [
    { message: `Callers outside of the app lose \`${method} ${endpoint.url ?? ''}\`` },
    ...(guard.verdict === 'unguarded'
      ? [{ message: 'The action checks nobody, and whoever has its id can call it: add a guard' }]
      : []),
  ];
}
