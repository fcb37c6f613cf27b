/** Works out the whole conversion of a server action: the route, the request function, the callers, and what is left to say. */
import { type AssistContext } from '../../core/assist/assist';
import { configMember } from '../../core/project/configFacts';
import { type App } from '../../core/project/project';
import { freeNames } from '../../core/syntax/references';
import { parseFile } from '../../core/syntax/parse';
import { type FilePath, folderOf, joinPath } from '../../core/text/filePath';
import { detectFileStyle } from '../../core/text/fileStyle';
import { type SourceChange, type TextEdit } from '../../core/text/textEdit';
import { type ActionUser, clientEdits, formEdits } from './actionCalls';
import { planParameters, type PlannedParameters } from './actionParameters';
import { type ActionSource, nameOf } from './actionSource';
import { answerStyle } from './answerStyle';
import { handlerBody, type HandlerBody } from './handlerBody';
import { planInlineMove } from './inlineSource';
import { planMove } from './movedCode';
import { requestFunction, type RequestFunction } from './requestFunction';
import { wrappedBody } from './wrappedAction';
import { captureNotes, routeNotes } from './routeNotes';
import { moduleText, splitTypes, styledFunction } from './routeModule';
import { BODY_METHODS, routeFileFor, segmentsOf, urlProblem } from './routeUrl';
import { type RouteWishes, type Convertible } from './convertible';
import { withResponse, handlerText } from './handlerText';

/** A problem with one of the answers. */
export interface WishProblem {
  readonly problem: string;
  readonly question?: 'method' | 'url';
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
