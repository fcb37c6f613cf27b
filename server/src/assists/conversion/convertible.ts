/** Tells which actions a route handler can replace: the action, its app, its callers and the URL that it is to have. */
import { type AssistContext } from '../../core/assist/assist';
import { configMember } from '../../core/project/configFacts';
import { type App } from '../../core/project/project';
import { type Endpoint } from '../../core/program/program';
import { nextMajor } from '../../core/program/nextMajor';
import { isExportDeclaration } from '../../core/syntax/ast';
import { freeNames } from '../../core/syntax/references';
import { type FilePath } from '../../core/text/filePath';
import { type ActionUser, actionUser } from './actionCalls';
import { planParameters } from './actionParameters';
import { actionReferences } from './actionImports';
import { type ActionSource, actionSource, nameOf } from './actionSource';
import { inlineSource } from './inlineSource';
import { standIn, type WrappedAction, wrappedAction } from './wrappedAction';
import { freeUrl } from './routeUrl';

/** What the user may decide. */
export interface RouteWishes {
  readonly method: string;
  /** Next.js notation, without basePath. */
  readonly url: string;
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
  const host = hostOf(endpoint);
  if (typeof host === 'string') return host;
  const plain = actionSource(ctx, endpoint);
  const as = plain ? undefined : wrappedAction(ctx, endpoint);
  if (typeof as === 'string') return as;
  const action = plain ?? as?.action;
  if (!action) return 'It is not one plain function';
  if (isUsedBeside(action)) return 'Its own file uses it as well';
  const references = actionReferences(ctx, ctx.path, endpoint.name, ctx.callersOf(endpoint));
  if (typeof references === 'string') return references;
  const users: ActionUser[] = [];
  for (const reference of references.imports) {
    const user = actionUser(ctx, reference);
    if (typeof user === 'string') return user;
    if (user.uses.length > 0 && nextMajor(host.app) < 13) return 'Its Next.js is too old';
    users.push(user);
  }
  const { importers, tests } = references;
  const found = { ...host, action, users, tests, importers };
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
