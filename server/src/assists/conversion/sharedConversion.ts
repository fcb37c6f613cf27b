/** Gives an action's work a route handler beside the action: the work becomes a function of its own, and both check their callers. */
import { type AssistContext } from '../../core/assist/assist';
import { changesBetween, edited } from '../../core/edit/draft';
import { planImports } from '../../core/edit/imports';
import { indentAt, indented } from '../../core/edit/indentation';
import { unusedImportRemovals, unusedImports } from '../../core/edit/removal';
import { specifierFor } from '../../core/edit/specifier';
import { dependenciesOf } from '../../core/features/guardIdiom/idiomSource';
import { type Endpoint } from '../../core/program/program';
import { type Node } from '../../core/syntax/ast';
import { endpointFunctionAt } from '../../core/syntax/endpointFunction';
import { parseFile, type ParsedFile } from '../../core/syntax/parse';
import { allIdentifiers, freeNames } from '../../core/syntax/references';
import { importsOf } from '../../core/syntax/topLevelNames';
import { type FilePath, folderOf, joinPath } from '../../core/text/filePath';
import { detectFileStyle } from '../../core/text/fileStyle';
import { type SourceChange, type TextEdit } from '../../core/text/textEdit';
import { findExits } from './actionExits';
import { planParameters } from './actionParameters';
import { type ActionSource, nameOf } from './actionSource';
import { type AnswerStyle } from './answerStyle';
import { type BodySplit, splitBody } from './bodySplit';
import { isInTry, leadingStart, redirectingWords } from './bodyText';
import { redirectingCall } from './guardInline';
import { handlerBody } from './handlerBody';
import { declarationOf, isTypeStatement } from './moduleNames';
import { planMove } from './movedCode';
import { handlerText, withResponse } from './handlerText';
import { answerStyle } from './answerStyle';
import { boundSegments, type Hosted, hostedAction, type RouteWishes } from './convertible';
import { routeNotes } from './routeNotes';
import { moduleText } from './routeModule';
import { BODY_METHODS, freeUrl, kebabCase, routeFileFor, segmentsOf, urlProblem } from './routeUrl';
import { type WorkResult, workResult } from './sharedResult';

/** What the user may decide. */
export interface SharedWishes extends RouteWishes {
  /** What the shared function is called. */
  readonly name: string;
}

/** A problem with one of the answers. */
export interface SharedProblem {
  readonly problem: string;
  readonly question?: keyof SharedWishes;
}

/** Everything about an action that the wishes do not change. */
export interface Shareable extends Hosted {
  readonly hasState: boolean;
  readonly split: BodySplit;
  /** What the work gives back; undefined for nothing. */
  readonly result: WorkResult | undefined;
  readonly proposal: SharedWishes;
}

/** Reads an action whose work can be shared; a message where it can't. */
export function shareable(ctx: AssistContext, endpoint: Endpoint): Shareable | string {
  const hosted = hostedAction(ctx, endpoint);
  if (typeof hosted === 'string') return hosted;
  const { action, app } = hosted;
  const callers = ctx.callersOf(endpoint);
  if (callers.length === 0 && ctx.assessmentOf(endpoint).guard.verdict !== 'guarded')
    return 'Nobody uses it, and it checks nobody';
  const split = splitBody(ctx, action);
  if (typeof split === 'string') return split;
  const result = resultOf(ctx, action, split);
  if (typeof result === 'string') return result;
  const hasState = callers.some(
    ({ kind, label }) => kind === 'hook' && /^use(?:Action|Form)State$/.test(label),
  );
  const name = nameOf(action);
  const url = freeUrl(ctx.program(), app, name, boundSegments(ctx, action, hasState));
  const proposal = { method: 'POST', url, name: proposedName(action, name) };
  return { ...hosted, hasState, split, result, proposal };
}

/** `saveNote` for `saveNoteAction`, else `performSaveNote`. */
function proposedName({ file }: ActionSource, name: string): string {
  const bare = name.replace(/(?:Server)?Action$/, '');
  return bare !== name && bare !== '' && !allIdentifiers(file.tree).has(bare)
    ? bare
    : `perform${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** How the work's result is answered; a message where its ways out mean something else in a handler. */
function resultOf(
  ctx: AssistContext,
  action: ActionSource,
  { work }: BodySplit,
): WorkResult | undefined | string {
  const { file, node } = action;
  const found = findExits(file, node);
  if (typeof found === 'string') return found;
  const isWork = (each: Node): boolean => work.some(({ pos, end }) => pos <= each.pos && each.end <= end);
  const exits = found.exits.filter(({ statement }) => isWork(statement));
  if (exits.some(({ kind }) => kind === 'redirect')) return 'Its work redirects';
  const cache = found.cacheCalls.find(
    ({ name, call }) => (name === 'refresh' || name === 'updateTag') && isWork(call),
  );
  if (cache) return `\`${cache.name}\` is for actions only`;
  for (const statement of work) {
    const words = redirectingWords(statement.getText(file.tree));
    const problem = redirectingCall(ctx, file, statement, new Set());
    if (words !== undefined) return `\`${words}\` redirects`;
    if (problem !== undefined) return problem;
  }
  if (exits.some((exit) => exit.kind === 'throw' && !isInTry(exit)))
    return 'It throws, which a route answers with 500';
  return workResult(ctx, action, work, exits);
}

/** Where most break a line. */
const LONG_LINE = 100;

/** Files that mean something to Next.js in an app's folder. */
const SPECIAL = /^(?:page|layout|template|loading|error|default|route|not-found|middleware|proxy|test)$/;

/** The change; a problem where these wishes can't be had. */
export function share(
  ctx: AssistContext,
  { action, app, appDir, hasState, split, result, proposal }: Shareable,
  wishes: SharedWishes,
): SourceChange | SharedProblem {
  const { file } = action;
  const program = ctx.program();
  const url = wishes.url.trim();
  const name = wishes.name.trim();
  const wrongUrl = urlProblem(program, app, url);
  if (wrongUrl !== undefined) return { problem: wrongUrl, question: 'url' };
  if (!BODY_METHODS.includes(wishes.method))
    return { problem: `${wishes.method} carries no body`, question: 'method' };
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return { problem: `\`${name}\` is no name`, question: 'name' };
  if (name !== proposal.name && allIdentifiers(file.tree).has(name))
    return { problem: `\`${name}\` is taken`, question: 'name' };
  const typescript = /\.[cm]?tsx?$/.test(file.path);
  const base = kebabCase(name);
  const sharedFile = `${SPECIAL.test(base) ? `${base}-work` : base}.${typescript ? 'ts' : 'js'}`;
  const sharedPath = joinPath(folderOf(file.path), sharedFile);
  const routePath = routeFileFor(app, appDir, url, typescript);
  if (ctx.textOf(sharedPath) !== undefined)
    return { problem: `${sharedFile} is there already`, question: 'name' };
  if (ctx.textOf(routePath) !== undefined) return { problem: 'A file is there already', question: 'url' };

  const call = `${name}(${split.inputs.map(({ argument }) => argument).join(', ')})`;
  const kept = withCall(action, split, result ? [`return ${call};`] : [`await ${call};`]);
  const routed = withCall(
    action,
    split,
    result ? [`const result = await ${call};`, 'return result;'] : [`await ${call};`],
  );
  if (!kept || !routed) return { problem: 'It can not be taken apart' };
  if (result && allIdentifiers(action.node).has('result')) {
    const inGuard = split.guard.some((statement) => allIdentifiers(statement).has('result'));
    if (inGuard) return { problem: 'Its guard has a `result` of its own' };
  }
  const segments = segmentsOf(url);
  const parameters = planParameters(ctx, action, { hasState, segments });
  if (typeof parameters === 'string')
    return { problem: parameters, ...(segments.length > 0 && { question: 'url' as const }) };
  if (parameters.body === 'form' && parameters.parameters.some(({ carrier }) => carrier === 'field'))
    return { problem: 'What is bound to the action needs a segment of the URL', question: 'url' };
  const style: AnswerStyle = {
    ...answerStyle(ctx, action, app, { forms: [], clients: [] }),
    ...(result && { result }),
  };
  const body = handlerBody(ctx, routed, parameters, style);
  if (typeof body === 'string') return { problem: body };
  const handler = handlerText({ ...routed, file: routed.file }, app, parameters, body, wishes.method);

  const work = workFunction(action, split, name);
  const workNames = freeNames(parseFile(sharedPath, work).tree.statements);
  const handlerNames = freeNames(parseFile(routePath, handler).tree.statements);
  if (action.local !== undefined && workNames.has(action.local)) return { problem: 'It calls itself' };
  const names = [...workNames.keys(), ...handlerNames.keys()].filter(
    (each) => each !== name && !body.origins.has(each),
  );
  const move = planMove(kept.file, undefined, undefined, names);
  if (typeof move === 'string') return { problem: move };
  const shared = [...move.imported].find((each) => {
    const declared = declarationOf(file, each);
    return declared && !isTypeStatement(declared.statement);
  });
  if (shared !== undefined) return { problem: `\`${shared}\` is an action that its work needs` };
  const parts = { kept: move.imported, exportsMoved: false, sibling: undefined };
  const module = moduleText(ctx, {
    ...parts,
    path: sharedPath,
    from: file,
    code: work,
    moved: move.moved,
    origins: new Map(),
  });
  if (typeof module === 'string') return { problem: module };
  const origin = { file: parseFile(sharedPath, module.text), specifier: undefined, imported: name };
  const route = moduleText(ctx, {
    ...parts,
    path: routePath,
    from: file,
    code: handler,
    moved: [],
    origins: new Map([...withResponse(action, body, style), [name, origin]]),
  });
  if (typeof route === 'string') return { problem: route };
  const own = callingFile(ctx, action, edited(kept.file, move.edits), sharedPath, name);
  if (own === undefined) return { problem: `\`${name}\` is taken`, question: 'name' };
  return {
    edits: new Map<FilePath, readonly TextEdit[]>([[ctx.path, changesBetween(file.text, own)]]),
    newFiles: new Map([
      [sharedPath, withServerOnly(ctx, action, app, module.text)],
      [routePath, route.text],
    ]),
    notes: routeNotes(ctx, action.endpoint, app, {
      method: wishes.method,
      url,
      style,
      body,
      tests: [],
    }),
  };
}

/** The action with statements in the place of its work, parsed anew. */
function withCall(
  action: ActionSource,
  { work }: BodySplit,
  lines: readonly string[],
): ActionSource | undefined {
  const { file, node } = action;
  const range = workRange(action, work);
  const style = detectFileStyle(file.text);
  const indent = indentAt(file.text, work[0]?.getStart(file.tree) ?? 0);
  const code = lines.map((line) => (style.semicolons ? line : line.replace(/;$/, '')));
  const draft = edited(file, [{ range, text: code.join(`${style.eol}${indent}`) }]);
  const offset = nameOffset(action);
  const found = endpointFunctionAt(draft, offset)?.node;
  const statement = draft.tree.statements.find(({ pos, end }) => pos <= node.pos && node.pos < end);
  if (!found || found.kind !== node.kind || !statement) return undefined;
  // It is the same function with another body.
  return { ...action, file: draft, node: found as ActionSource['node'], statement };
}

/** Where the function's name, or what is named otherwise, begins. */
function nameOffset({ file, node, statement, local }: ActionSource): number {
  const own = 'name' in node && node.name ? node.name.getStart(file.tree) : undefined;
  if (own !== undefined) return own;
  const text = file.text.slice(statement.getStart(file.tree), node.getStart(file.tree));
  const at = local === undefined ? -1 : text.search(new RegExp(`\\b${local.replaceAll('$', '\\$')}\\b`));
  return at < 0 ? node.getStart(file.tree) : statement.getStart(file.tree) + at;
}

/** From the comments above the first statement to the end of the last. */
export function workRange({ file }: Pick<ActionSource, 'file'>, work: BodySplit['work']): TextEdit['range'] {
  const first = work[0];
  const start = first ? leadingStart(file.text, first.pos, first.getStart(file.tree)) : 0;
  return { start, end: work.at(-1)?.end ?? start };
}

/** The shared function, in the style of the file that its work comes from. */
export function workFunction(
  { file, node }: { readonly file: ParsedFile; readonly node: Pick<ActionSource['node'], 'type'> },
  { work, inputs, renames }: BodySplit,
  name: string,
): string {
  const { indent, eol, trailingCommas } = detectFileStyle(file.text);
  const { start, end } = workRange({ file }, work);
  const shifted = renames.map((edit) => ({
    ...edit,
    range: { start: edit.range.start - start, end: edit.range.end - start },
  }));
  const text = edited(parseFile(file.path, file.text.slice(start, end)), shifted).text;
  const promised = node.type ? `: ${node.type.getText(file.tree)}` : '';
  const blanks = indentAt(file.text, work[0]?.getStart(file.tree) ?? 0);
  const lines = blanks === indent ? text : text.replaceAll(`\n${blanks}`, `\n${indent}`);
  const all = inputs.map(({ parameter }) => parameter);
  const head = `export async function ${name}(${all.join(', ')})${promised} {`;
  const comma = trailingCommas === 'all' ? ',' : '';
  const broken = `${all.map((each) => `${indent}${indented(each, indent)}`).join(`,${eol}`)}${comma}${eol}`;
  // A pattern of several lines has its brackets beside the function's.
  const hugs = all.length === 1 && /^\{\r?\n/.test(all.join());
  const opening =
    all.length === 0 || hugs || head.length <= LONG_LINE
      ? head
      : `export async function ${name}(${eol}${broken})${promised} {`;
  return `${opening}${eol}${indent}${lines}${eol}}`;
}

/** The endpoint's file with the import of the shared function, and without what only the work used. */
export function callingFile(
  ctx: AssistContext,
  { file }: Pick<ActionSource, 'file'>,
  draft: ActionSource['file'],
  sharedPath: FilePath,
  name: string,
): string | undefined {
  const style = detectFileStyle(file.text);
  const existing = importsOf(draft).map(({ specifier }) => specifier);
  const specifier = specifierFor(ctx.program().project, file.path, sharedPath, existing);
  const { edits, locals } = planImports(draft, [{ specifier, name }], style);
  if (locals[0] !== name) return undefined;
  const calling = edited(draft, edits);
  const needless = unusedImports(file);
  const before = new Set(importsOf(file).flatMap(({ local }) => (needless.has(local) ? [] : [local])));
  return edited(calling, unusedImportRemovals(calling, before)).text;
}

/** Keeps the work out of browsers where the app has the package for that. */
export function withServerOnly(
  ctx: AssistContext,
  { file }: Pick<ActionSource, 'file'>,
  app: Hosted['app'],
  text: string,
): string {
  if (!dependenciesOf(ctx.idiomSource(), app).has('server-only')) return text;
  const { quote, semicolons, eol } = detectFileStyle(file.text);
  const gap = text.startsWith('import ') ? eol : `${eol}${eol}`;
  return `import ${quote}server-only${quote}${semicolons ? ';' : ''}${gap}${text}`;
}
