/** Works out the whole conversion of a server action: the route, the request function, the callers, and what is left to say. */
import { withoutTags } from './bodyText';
import { type AssistContext } from '../../core/assist/assist';
import { configMember } from '../../core/project/configFacts';
import { type App } from '../../core/project/project';
import { type Endpoint } from '../../core/program/program';
import { nextMajor } from '../../core/program/nextMajor';
import { indentAt, outdented } from '../../core/edit/indentation';
import { statementText } from '../../core/edit/removal';
import { isExportDeclaration } from '../../core/syntax/ast';
import { freeNames } from '../../core/syntax/references';
import { parseFile } from '../../core/syntax/parse';
import { type FilePath, folderOf, joinPath } from '../../core/text/filePath';
import { detectFileStyle } from '../../core/text/fileStyle';
import { type SourceChange, type TextEdit } from '../../core/text/textEdit';
import { type ActionUser, actionUser, clientEdits, formEdits } from './actionCalls';
import { planParameters, type PlannedParameters } from './actionParameters';
import { actionReferences } from './actionImports';
import { type ActionSource, actionSource, nameOf } from './actionSource';
import { type AnswerStyle } from './answerStyle';
import { handlerBody, type HandlerBody } from './handlerBody';
import { inlineSource, planInlineMove } from './inlineSource';
import { planMove } from './movedCode';
import { readsIdentity } from './readsIdentity';
import { requestFunction, type RequestFunction } from './requestFunction';
import { standIn, type WrappedAction, wrappedAction, wrappedBody } from './wrappedAction';
import { captureNotes, routeNotes } from './routeNotes';
import { moduleText, splitTypes, styledFunction } from './routeModule';
import { BODY_METHODS, freeUrl, pageWithForms, routeFileFor, segmentsOf, urlProblem } from './routeUrl';

/** What the user may decide. */
export interface RouteWishes {
  readonly method: string;
  /** Next.js notation, without basePath. */
  readonly url: string;
}

/** A problem with one of the answers. */
export interface WishProblem {
  readonly problem: string;
  readonly question?: 'method' | 'url';
}

/** Everything about an action that the wishes do not change. */
export interface Convertible {
  readonly action: ActionSource;
  readonly app: App;
  readonly appDir: FilePath;
  readonly users: readonly ActionUser[];
  readonly tests: readonly FilePath[];
  readonly importers: ReadonlySet<FilePath>;
  readonly proposal: RouteWishes;
  /** What a title says of an action without a name. */
  readonly described?: string;
  /** The wrapped action, and the plain function that its handler is written from. */
  readonly wrapped?: { readonly source: ActionSource; readonly as: WrappedAction };
}

/** An action, and the app that a route of its own would be in. */
export type Hosted = Pick<Convertible, 'action' | 'app' | 'appDir'>;

/** The action; a message where no route could take its work. */
export function hostedAction(ctx: AssistContext, endpoint: Endpoint): Hosted | string {
  const host = hostOf(endpoint);
  if (typeof host === 'string') return host;
  const action = actionSource(ctx, endpoint);
  return action ? { action, ...host } : 'It is not one plain function';
}

/** The app that a route of the action would be in; a message where there can be none. */
export function hostOf(endpoint: Endpoint): Omit<Hosted, 'action'> | string {
  const { app } = endpoint;
  if (!app || app.appDir === undefined || endpoint.apps.length > 1) return 'It belongs to no single app';
  const output = configMember(app.config, 'output');
  // https://nextjs.org/docs/app/guides/static-exports#unsupported-features
  if (output?.kind === 'literal' && output.value === 'export') return 'The app is exported as files';
  return { app, appDir: app.appDir };
}

/** Reads an action, inline or exported, and its callers; a message where it is none that can be converted. */
export function convertible(ctx: AssistContext, endpoint: Endpoint): Convertible | string {
  return endpoint.kind === 'inline-action'
    ? inlineConvertible(ctx, endpoint)
    : exportedConvertible(ctx, endpoint);
}

function inlineConvertible(ctx: AssistContext, endpoint: Endpoint): Convertible | string {
  const host = hostOf(endpoint);
  if (typeof host === 'string') return host;
  const found = inlineSource(ctx, endpoint);
  if (typeof found === 'string') return found;
  return withProposal(ctx, {
    ...host,
    action: found.action,
    users: [found.user],
    tests: [],
    importers: new Set(),
    described: found.described,
  });
}

function exportedConvertible(ctx: AssistContext, endpoint: Endpoint): Convertible | string {
  const plain = hostedAction(ctx, endpoint);
  const as = typeof plain === 'string' ? wrappedAction(ctx, endpoint) : undefined;
  if (typeof as === 'string') return as;
  const host = hostOf(endpoint);
  if (typeof host === 'string') return host;
  const hosted = as ? { ...host, action: as.action } : plain;
  if (typeof hosted === 'string') return hosted;
  const { action, app } = hosted;
  if (isUsedBeside(action)) return 'Its own file uses it as well';
  const references = actionReferences(ctx, ctx.path, endpoint.name, ctx.callersOf(endpoint));
  if (typeof references === 'string') return references;
  const users: ActionUser[] = [];
  for (const reference of references.imports) {
    const user = actionUser(ctx, reference);
    if (typeof user === 'string') return user;
    if (user.uses.length > 0 && nextMajor(app) < 13) return 'Its Next.js is too old';
    users.push(user);
  }
  const { importers, tests } = references;
  const found = { ...hosted, users, tests, importers };
  if (!as) return withProposal(ctx, found);
  const source = standIn(
    ctx,
    as,
    users.some(({ readsResult }) => readsResult),
  );
  return typeof source === 'string' ? source : withProposal(ctx, { ...found, wrapped: { source, as } });
}

/** With the URL that it is to have; a message where it is better to have none. */
function withProposal(ctx: AssistContext, found: Omit<Convertible, 'proposal'>): Convertible | string {
  const { action, app, users, wrapped } = found;
  // What nobody uses is not asked to become an address that everybody can use, unless it checks who does.
  const isUsed = users.some(({ uses }) => uses.length > 0);
  if (!isUsed && ctx.assessmentOf(action.endpoint).guard.verdict !== 'guarded')
    return 'Nobody uses it, and it checks nobody';
  const name = nameOf(action);
  const segments = boundSegments(
    ctx,
    wrapped?.source ?? action,
    users.some(({ hasState }) => hasState),
  );
  const url = freeUrl(ctx.program(), app, name, segments);
  return { ...found, proposal: { method: 'POST', url } };
}

/** Its file calls it elsewhere, or hands it on under another name. */
function isUsedBeside({ file, statement, local }: ActionSource): boolean {
  const others = file.tree.statements.filter((other) => other !== statement && !isExportDeclaration(other));
  return local !== undefined && freeNames(others).has(local);
}

/** Parameters before the form's data: what `.bind` gave it has no place in the form, so it goes into the URL. */
export function boundSegments(
  ctx: AssistContext,
  action: ActionSource,
  hasState: boolean,
): readonly string[] {
  const names: string[] = [];
  for (;;) {
    const planned = planParameters(ctx, action, { hasState, segments: names });
    if (typeof planned !== 'string' && planned.body !== 'form') return names;
    const parameters = action.node.parameters.map(({ name }) => name.getText(action.file.tree));
    const next =
      typeof planned === 'string'
        ? parameters.find((name) => planned === `\`${name}\` has no place in a form` && !names.includes(name))
        : planned.parameters.find(({ carrier }) => carrier === 'field')?.name;
    if (next === undefined) return names;
    names.push(next);
  }
}

/** The change; a problem where these wishes can't be had, or the action can't be converted with certainty. */
export function convert(
  ctx: AssistContext,
  { action, app, appDir, users, tests, importers, wrapped }: Convertible,
  wishes: RouteWishes,
): SourceChange | WishProblem {
  const url = wishes.url.trim();
  const wrongUrl = urlProblem(ctx.program(), app, url);
  if (wrongUrl !== undefined) return { problem: wrongUrl, question: 'url' };
  if (!BODY_METHODS.includes(wishes.method))
    return { problem: `${wishes.method} carries no body`, question: 'method' };
  const forms = users.filter(({ kind, uses }) => kind === 'form' && uses.length > 0);
  const clients = users.filter(({ kind, uses }) => kind === 'client' && uses.length > 0);
  if (forms.length > 0 && clients.length > 0)
    return { problem: 'Forms and client code use it in different ways' };
  if (forms.length > 0 && wishes.method !== 'POST')
    return { problem: 'A form that posts by itself can only POST', question: 'method' };
  const hasState = users.some((user) => user.hasState);
  const segments = segmentsOf(url);
  const source = wrapped?.source ?? action;
  const parameters = planParameters(ctx, source, { hasState, segments });
  if (typeof parameters === 'string')
    return { problem: parameters, ...(segments.length > 0 && { question: 'url' as const }) };
  if (parameters.body === 'form' && parameters.parameters.some(({ carrier }) => carrier === 'field'))
    return { problem: 'What is bound to the action needs a segment of the URL', question: 'url' };
  if (forms.length > 0 && (parameters.body === 'json' || segments.length > 0))
    return { problem: 'A form can not send its arguments' };

  const style = answerStyle(ctx, action, app, { forms, clients });
  const written = handlerBody(ctx, source, parameters, style);
  if (typeof written === 'string') return { problem: written };
  const body = wrapped ? wrappedBody(ctx, wrapped.as, written) : written;
  if (forms.length > 0 && body.answers.values.length > 0)
    return { problem: 'A form has no use for its result' };
  const place = { method: wishes.method, url };
  const own = handlerText(source, app, parameters, body, wishes.method);
  const { eol } = detectFileStyle(action.file.text);
  const handler = wrapped ? `${wrapped.as.code}${eol}${eol}${own}` : own;
  const request =
    clients.length > 0
      ? clientFunction(ctx, source, nameOf(action), parameters, body, clients, { ...place, app })
      : undefined;
  if (typeof request === 'string') return { problem: request };

  const typescript = /\.[cm]?tsx?$/.test(action.file.path);
  const routePath = routeFileFor(app, appDir, url, typescript);
  const clientPath = joinPath(folderOf(routePath), `client.${typescript ? 'ts' : 'js'}`);
  if (ctx.textOf(routePath) !== undefined || (request && ctx.textOf(clientPath) !== undefined))
    return { problem: 'A file is there already', question: 'url' };
  const clientCode = request && styledFunction(clientPath, request.code, action.file);
  const handlerNames = freeNames(parseFile(routePath, handler).tree.statements);
  const clientNames =
    clientCode === undefined
      ? new Map<string, 'value' | 'type'>()
      : freeNames(parseFile(clientPath, clientCode).tree.statements);
  const names = [
    ...[...handlerNames.keys()].filter((name) => !body.origins.has(name) && name !== wrapped?.as.name),
    ...clientNames.keys(),
  ];
  const move =
    action.endpoint.kind === 'inline-action'
      ? planInlineMove(action, names)
      : planMove(action.file, action.statement, action.local, names);
  if (typeof move === 'string') return { problem: move };
  const { types, others } = splitTypes(move.moved, clientNames.keys());
  const typeNames = new Set(
    types.flatMap((statement) =>
      'name' in statement && statement.name ? [(statement.name as { text: string }).text] : [],
    ),
  );
  const shared = { from: action.file, kept: move.imported };
  const route = moduleText(ctx, {
    ...shared,
    path: routePath,
    code: handler,
    moved: others,
    exportsMoved: false,
    origins: withResponse(action, body, style),
    sibling: types.length > 0 ? { path: clientPath, names: typeNames } : undefined,
  });
  if (typeof route === 'string') return { problem: route };
  const newFiles = new Map([[routePath, route.text]]);
  if (request && clientCode !== undefined) {
    const router = new Map([
      ['useRouter', { file: action.file, specifier: 'next/navigation', imported: 'useRouter' }],
    ]);
    const origins = request.isHook ? router : new Map<string, never>();
    const client = moduleText(ctx, {
      ...shared,
      path: clientPath,
      code: clientCode,
      moved: types,
      exportsMoved: true,
      origins,
      sibling: undefined,
    });
    if (typeof client === 'string') return { problem: client };
    newFiles.set(clientPath, client.text);
  }
  const edits = new Map<FilePath, readonly TextEdit[]>();
  for (const user of users) {
    const edited =
      user.kind === 'form'
        ? formEdits(user, {
            url: withSlash(app, `${app.basePath}${url}`),
            hidden: action.captures ?? [],
            hasFiles: /\bFile\b|\bBlob\b/.test(action.node.getText(action.file.tree)),
          })
        : clientEdits(ctx, user, {
            path: clientPath,
            exported: request?.exported ?? '',
            isHook: request?.isHook ?? false,
          });
    if (typeof edited === 'string') return { problem: edited };
    edits.set(user.path, [...(edits.get(user.path) ?? []), ...edited]);
  }
  const gone =
    move.isEmpty &&
    move.imported.size === 0 &&
    [...importers].every((path) => users.some((user) => user.path === path));
  // The forms of an inline action stand in its own file.
  if (!gone) edits.set(ctx.path, [...(edits.get(ctx.path) ?? []), ...move.edits]);
  return {
    edits,
    newFiles,
    ...(gone && { deletedFiles: [ctx.path] }),
    notes: [
      ...routeNotes(ctx, action.endpoint, app, { ...place, style, body, tests }),
      ...captureNotes(action.captures ?? []),
    ],
  };
}

/** Where an app's URLs end with a slash, a request without it costs a redirect. */
function withSlash(app: App, url: string): string {
  const setting = configMember(app.config, 'trailingSlash');
  return setting?.kind === 'literal' && setting.value === true ? `${url}/` : url;
}

/** How a handler of the app answers in the action's place, to these callers. */
export function answerStyle(
  ctx: AssistContext,
  action: ActionSource,
  app: App,
  { forms, clients }: { readonly forms: readonly ActionUser[]; readonly clients: readonly ActionUser[] },
): AnswerStyle {
  return {
    response: prefersNextResponse(ctx, app) ? 'NextResponse' : 'Response',
    backTo: forms.length > 0 ? pageWithForms(app, forms) : undefined,
    redirects: clients.length > 0 ? 'json' : 'see-other',
    basePath: app.basePath,
    checksOrigin: usesCookies(ctx, action),
  };
}

/** A browser says by itself who is calling, whatever page it shows. */
export function usesCookies(
  ctx: AssistContext,
  { endpoint, file, statement }: Pick<ActionSource, 'endpoint' | 'file' | 'statement'>,
): boolean {
  const { guard, effects } = ctx.assessmentOf(endpoint);
  return (
    (guard.kind !== null &&
      guard.kind !== 'api-key' &&
      guard.kind !== 'secret' &&
      guard.kind !== 'signature') ||
    effects.some(({ kind }) => kind === 'cookie' || kind === 'auth') ||
    readsIdentity(ctx, file, [statement])
  );
}

/** Most of the app's route files use `NextResponse`. */
export function prefersNextResponse(ctx: AssistContext, app: App): boolean {
  const program = ctx.program();
  const files = new Set(
    program.endpoints
      .filter((other) => other.kind === 'route' && !other.framework && other.app === app)
      .map(({ path }) => path),
  );
  const using = [...files].filter((path) =>
    program.linkFactsOf(path)?.imports.some(({ imported }) => imported === 'NextResponse'),
  );
  return using.length * 2 > files.size;
}

/** What a handler's body needs, and the app's own `NextResponse`. */
export function withResponse(
  action: ActionSource,
  body: HandlerBody,
  { response }: AnswerStyle,
): HandlerBody['origins'] {
  if (response !== 'NextResponse') return body.origins;
  return new Map([
    ...body.origins,
    [response, { file: action.file, specifier: 'next/server', imported: response }],
  ]);
}

/** The handler with its comment, in the style of the action's file. */
export function handlerText(
  { file, statement }: ActionSource,
  app: App,
  { parameters }: PlannedParameters,
  { code, reads }: HandlerBody,
  method: string,
): string {
  const style = detectFileStyle(file.text);
  const whole = statementText(file, statement);
  const above = whole.slice(0, whole.length - statement.getText(file.tree).length);
  const comment = withoutTags(outdented(above, indentAt(file.text, statement.getStart(file.tree))));
  const typescript = /\.[cm]?tsx?$/.test(file.path);
  const request = /\brequest\b/.test(code) || reads.request;
  const isAsync = nextMajor(app) >= 15;
  const segments = parameters.filter(
    ({ carrier, name }) => carrier === 'segment' && new RegExp(`\\b${name}\\b`).test(code),
  );
  const members = segments.map(({ name }) => `${name}: string`).join('; ');
  const params = isAsync ? `Promise<{ ${members} }>` : `{ ${members} }`;
  const args: string[] = [];
  if (request || reads.params)
    args.push(`${request ? 'request' : '_request'}${typescript ? ': Request' : ''}`);
  if (reads.params) args.push(typescript ? `{ params }: { params: ${params} }` : '{ params }');
  return `${comment}export async function ${method}(${args.join(', ')}) {${style.eol}${code}}`;
}

function clientFunction(
  ctx: AssistContext,
  action: ActionSource,
  name: string,
  parameters: PlannedParameters,
  { answers }: HandlerBody,
  clients: readonly ActionUser[],
  { method, url, app }: RouteWishes & { readonly app: App },
): RequestFunction | string {
  return requestFunction(ctx, {
    action,
    parameters,
    answers,
    method,
    url: withSlash(app, `${app.basePath}${url}`),
    name,
    readsResult: clients.some((user) => user.readsResult),
  });
}
