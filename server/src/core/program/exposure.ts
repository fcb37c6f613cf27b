/** What is true of an action, whatever was meant: which builds register it, and whether a browser is given its id. */
import { type App } from '../project/project';
import { type FilePath } from '../text/filePath';
import { type Caller } from './actionCallers';
import { type AppReach } from './moduleGraph';
import { nextMajor } from './nextMajor';
import { type Endpoint } from './program';

/** The exposure of one action. */
export interface Exposure {
  readonly exposure: 'post' | 'server-only' | 'unused' | 'unknown';
  readonly registered: boolean | 'unknown';
  /** Roots of the apps that reach it. */
  readonly apps: readonly FilePath[];
}

/** The strongest first: one app that gives the id away is enough. */
const ORDER: readonly Exposure['exposure'][] = ['post', 'unknown', 'server-only', 'unused'];

/** Judges an action over all apps. */
export function exposureOf(
  endpoint: Endpoint,
  callers: readonly Caller[],
  reaches: readonly AppReach[],
): Exposure {
  const perApp = reaches.map((reach) => ({ root: reach.app.root, ...exposureIn(endpoint, callers, reach) }));
  const reached = perApp.filter(({ registered }) => registered !== false);
  if (reached.length === 0) {
    const incomplete = reaches.length === 0 || reaches.some(({ complete }) => !complete);
    return incomplete
      ? { exposure: 'unknown', registered: 'unknown', apps: ownApp(endpoint) }
      : { exposure: 'unused', registered: false, apps: ownApp(endpoint) };
  }
  const exposure = ORDER.find((candidate) => reached.some((r) => r.exposure === candidate)) ?? 'unknown';
  const registered = reached.some((r) => r.registered === true) ? true : 'unknown';
  return { exposure, registered, apps: reached.map(({ root }) => root) };
}

function ownApp(endpoint: Endpoint): readonly FilePath[] {
  return endpoint.app ? [endpoint.app.root] : [];
}

/**
 * In one app. Measured with `next build` of 16.4.6: in the server graph every action of a reached module is registered; of
 * one that only client modules reach, Turbopack registers what they use, webpack all of it. A browser is given what client
 * code that something renders uses. https://nextjs.org/docs/app/guides/data-security
 */
function exposureIn(
  endpoint: Endpoint,
  callers: readonly Caller[],
  reach: AppReach,
): Pick<Exposure, 'exposure' | 'registered'> {
  const { path } = endpoint;
  const onClient = callers.filter((caller) => reach.client.has(caller.path) && isKept(caller, reach.app));
  const isLive = ({ path: from, owners }: Caller): boolean => !owners || reach.imports(from, owners);
  const usedByClient = onClient.some(isLive);
  if (reach.server.has(path)) {
    const isInClient = usedByClient || (reach.clientActions.has(path) && isWholeInClient(reach.app));
    return { exposure: isInClient ? 'post' : exposureOnServer(endpoint, callers, reach), registered: true };
  }
  if (reach.clientActions.has(path)) {
    if (usedByClient || isWholeInClient(reach.app)) return { exposure: 'post', registered: true };
    if (reach.app.bundler === 'webpack') return { exposure: 'server-only', registered: true };
    if (reach.app.bundler === 'unknown') return { exposure: 'unknown', registered: 'unknown' };
    // The server's copy of a client component keeps the exports that nothing renders.
    return onClient.some((caller) => reach.boundaries.has(caller.path))
      ? { exposure: 'server-only', registered: true }
      : { exposure: 'unused', registered: false };
  }
  // Built for a route, which never dispatches actions: Turbopack since 16 does so, webpack since 15 and only for handlers.
  const registered =
    reach.app.bundler === 'webpack'
      ? reach.handlers.has(path) && nextMajor(reach.app) >= 15
      : !isOldTurbopack(reach.app) && (reach.handlers.has(path) || reach.metadata.has(path));
  return { exposure: 'unused', registered };
}

/** Whether the bundler keeps what an import on demand does not name: measured with 15.5.29 and 16.4.6. */
function isKept({ kind, picks }: Caller, app: App): boolean {
  if (kind !== 'whole' || picks === undefined || app.bundler === 'unknown') return true;
  if (app.bundler === 'webpack') return picks === 'member';
  return isOldTurbopack(app);
}

/** Before 15 the client's references to a module were one for all of its actions, used or not. */
function isWholeInClient(app: App): boolean {
  return app.bundler === 'webpack' && nextMajor(app) < 15;
}

function isOldTurbopack(app: App): boolean {
  return app.bundler === 'turbopack' && nextMajor(app) < 16;
}

function exposureOnServer(
  endpoint: Endpoint,
  callers: readonly Caller[],
  reach: AppReach,
): Exposure['exposure'] {
  if (endpoint.passed) return 'post';
  if (endpoint.kind === 'inline-action' && endpoint.name === 'anonymous' && callers.length === 0) {
    return 'unknown';
  }
  const onServer = callers.filter(({ path }) => reach.server.has(path));
  if (
    onServer.some(({ kind }) => kind === 'form' || kind === 'prop' || kind === 'event' || kind === 'hook')
  ) {
    return 'post';
  }
  return onServer.some(({ kind }) => kind === 'escape') ? 'unknown' : 'server-only';
}
