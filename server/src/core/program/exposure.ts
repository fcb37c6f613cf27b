/** What is true of an action, whatever was meant: which builds register it, and whether a browser is given its id. */
import { type FilePath } from '../text/filePath';
import { type Caller } from './actionCallers';
import { type AppReach } from './moduleGraph';
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
 * In one app. Measured with `next build` of 16: in the server graph every action of a reached module is registered; one
 * that only client modules reach is registered by Turbopack when it is used, by webpack always.
 * https://nextjs.org/docs/app/guides/data-security
 */
function exposureIn(
  endpoint: Endpoint,
  callers: readonly Caller[],
  reach: AppReach,
): Pick<Exposure, 'exposure' | 'registered'> {
  const { path } = endpoint;
  const usedByClient = callers.some((caller) => reach.client.has(caller.path));
  if (reach.server.has(path)) {
    return { exposure: exposureOnServer(endpoint, callers, reach, usedByClient), registered: true };
  }
  if (reach.clientActions.has(path)) {
    if (usedByClient) return { exposure: 'post', registered: true };
    if (reach.app.bundler === 'turbopack') return { exposure: 'unused', registered: false };
    return reach.app.bundler === 'webpack'
      ? { exposure: 'server-only', registered: true }
      : { exposure: 'unknown', registered: 'unknown' };
  }
  // Built for a route handler, which never dispatches actions.
  if (reach.handlers.has(path)) return { exposure: 'unused', registered: true };
  return { exposure: 'unused', registered: false };
}

function exposureOnServer(
  endpoint: Endpoint,
  callers: readonly Caller[],
  reach: AppReach,
  usedByClient: boolean,
): Exposure['exposure'] {
  // A function that is written as a JSX prop's value is given to that prop.
  if (usedByClient || (endpoint.kind === 'inline-action' && endpoint.name.startsWith('jsx:'))) return 'post';
  if (endpoint.kind === 'inline-action' && endpoint.name === 'anonymous' && callers.length === 0)
    return 'unknown';
  const onServer = callers.filter(({ path }) => reach.server.has(path));
  if (onServer.some(({ kind }) => kind === 'form' || kind === 'prop' || kind === 'event' || kind === 'hook'))
    return 'post';
  return onServer.some(({ kind }) => kind === 'escape') ? 'unknown' : 'server-only';
}
