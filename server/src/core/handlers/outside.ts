/** Traces calls that leave the workspace: Next.js, the platform, Node.js and packages, by what is known of them. */
import { callCallbacks, callFunction } from './calls';
import {
  CHANGING_CALLS,
  HARMLESS_GLOBALS,
  HARMLESS_PACKAGES,
  nodeModuleName,
  REQUEST_CALLS,
  SESSION_CALLS,
  SESSION_FACTORIES,
  STORE_PACKAGES,
  TIMERS,
  UNSTABLE_CALLS,
  WAITING_GLOBALS,
  WAITING_MODULES,
} from './requestApis';
import { type Happening, type Trace } from './trace';
import {
  type Atom,
  constantOf,
  GLOBAL,
  holdsRequest,
  literal,
  OPAQUE,
  textOf,
  UNKNOWN,
  type Value,
} from './values';

type Library = Extract<Atom, { k: 'lib' }>;

const MAX_NAME = 120;

/** Calls something of a package or a global. */
export function callLibrary(
  trace: Trace,
  atom: Library,
  args: readonly Value[],
  label: string,
  constructs: boolean,
): Value {
  const spec = nodeModuleName(atom.spec);
  const key = `${spec} ${atom.name}`;
  if (REQUEST_CALLS.has(key) || SESSION_CALLS.has(key)) trace.note({ k: 'request', label: `${label}()` });
  else if (CHANGING_CALLS.has(key)) trace.note({ k: 'change', label: `${label}()` });
  else if (isSessionOfFactory(atom)) trace.note({ k: 'request', label: `${label}()` });
  else if (UNSTABLE_CALLS.has(key) && !(constructs && args.length > 0))
    trace.note({ k: 'io', label: `${label}()` });
  else if (spec === GLOBAL) return callGlobal(trace, atom, args, label);
  const special = callOfNext(trace, spec, atom, args);
  if (special) return special;
  if (!atom.name.includes('(')) noteCors(trace, spec, args);
  return callPackage(trace, atom, args, label);
}

function isSessionOfFactory({ spec, name }: Library): boolean {
  return SESSION_FACTORIES.has(spec) && /\(\)\.auth$/.test(name);
}

function callGlobal(trace: Trace, atom: Library, args: readonly Value[], label: string): Value {
  const { name } = atom;
  if (name === 'fetch') {
    const mode = noteFetch(trace, args);
    const result = callPackage(trace, { ...atom, given: [] }, args, label);
    return mode === 'cached' ? UNKNOWN : result;
  }
  if (TIMERS.has(name)) trace.timers++;
  if (name === 'Promise') {
    const { timers } = trace;
    callCallbacks(trace, args);
    return trace.timers > timers ? [{ ...atom, name: 'Promise() with a timer', given: [] }] : UNKNOWN;
  }
  if (RESPONSE.test(name)) return responseOf(trace, name, args);
  if (HARMLESS_GLOBALS.test(name)) {
    callCallbacks(trace, args);
    return UNKNOWN;
  }
  return callPackage(trace, atom, args, label);
}

/** `Response.json`, `NextResponse.json` and their constructors. */
const RESPONSE = /^(?:Next)?Response(?:\.(?:json|error|redirect))?$/;

function responseOf(trace: Trace, name: string, args: readonly Value[]): Value {
  noteUrlRead(trace, args);
  callCallbacks(trace, args);
  if (name.endsWith('.redirect')) return [{ k: 'response', status: 307 }];
  const [only] = args[1] ?? [];
  if (args[1] === undefined) return [{ k: 'response', status: 200 }];
  if (args[1].length !== 1 || only?.k !== 'obj') return [{ k: 'response', status: undefined }];
  const given = only.props.get('status');
  const status = given ? constantOf(given)?.v : 200;
  return [{ k: 'response', status: typeof status === 'number' ? status : undefined }];
}

/** A URL that is given away is read as text: `NextResponse.redirect(request.nextUrl)`. */
function noteUrlRead(trace: Trace, args: readonly Value[]): void {
  if (args.some((arg) => arg.some(({ k }) => k === 'url')))
    trace.note({ k: 'request', label: 'nextUrl.toString' });
}

/** What of Next.js and React has a meaning of its own. */
function callOfNext(trace: Trace, spec: string, atom: Library, args: readonly Value[]): Value | undefined {
  if (spec === 'next/server' || spec.startsWith('next/dist/')) {
    if (RESPONSE.test(atom.name)) return responseOf(trace, atom.name, args);
    if (atom.name === 'userAgent' || atom.name === 'NextRequest') {
      if (args.some((arg) => holdsRequest(arg))) trace.note({ k: 'request', label: `${atom.name}()` });
      return atom.name === 'NextRequest' ? OPAQUE : UNKNOWN;
    }
    // What runs after the response changes nothing about it: https://nextjs.org/docs/app/api-reference/functions/after
    if (atom.name === 'after' || atom.name === 'unstable_after') return UNKNOWN;
  }
  if (spec === 'next/cache') {
    if (atom.name === 'unstable_noStore') trace.note({ k: 'no-store', label: 'unstable_noStore()' });
    if (atom.name === 'io') trace.note({ k: 'io', label: 'io()' });
    if (/^(?:unstable_)?cacheLife$/.test(atom.name)) noteCacheLife(trace, args[0]);
  }
  // A cached function's body runs apart from the request: https://nextjs.org/docs/app/api-reference/functions/unstable_cache
  if (spec === 'next/cache' && atom.name === 'unstable_cache')
    return [{ ...atom, spec: 'react', name: 'cached', given: [] }];
  // https://nextjs.org/docs/app/api-reference/functions/redirect: thrown, and answered with a status of its own.
  if (spec === 'next/navigation' && /^(?:permanentR|r)edirect$/.test(atom.name)) return literal(undefined);
  if (spec === 'react' && atom.name === 'cache') return args[0] ?? UNKNOWN;
  return undefined;
}

/** Five minutes: what expires sooner is left out of a prerender. https://nextjs.org/docs/app/api-reference/functions/cacheLife */
const SHORTEST_EXPIRE = 300;
/** Measured with a `stale` of one second; half a minute is the least that Next.js 16 prefetches. */
const SHORTEST_STALE = 30;
const PROFILES: ReadonlySet<string> = new Set(['default', 'minutes', 'hours', 'days', 'weeks', 'max']);

function noteCacheLife(trace: Trace, profile: Value | undefined): void {
  const name = textOf(profile);
  const note = (label: string, short: boolean | 'unknown'): void =>
    trace.note({ k: 'cache-life', label, short });
  if (name !== undefined) {
    const short = name === 'seconds' || (PROFILES.has(name) ? false : 'unknown');
    return note(`cacheLife('${name}')`, short);
  }
  const options = profile?.find((atom) => atom.k === 'obj');
  const secondsOf = (key: string): number | undefined => {
    const value = options?.props.get(key);
    const found = value && constantOf(value)?.v;
    return typeof found === 'number' ? found : undefined;
  };
  if (!options) return note('cacheLife()', 'unknown');
  const expire = secondsOf('expire');
  const stale = secondsOf('stale');
  const isShort =
    secondsOf('revalidate') === 0 ||
    (expire !== undefined && expire < SHORTEST_EXPIRE) ||
    (stale !== undefined && stale < SHORTEST_STALE);
  note('cacheLife()', isShort);
}

function callPackage(trace: Trace, atom: Library, args: readonly Value[], label: string): Value {
  noteUrlRead(trace, args);
  const given = args.some((arg) => holdsRequest(arg));
  const harmless = HARMLESS_PACKAGES.has(atom.spec);
  if (given && !harmless) trace.note({ k: 'hands-over', label: `${label}()` });
  const handlers = args.filter((arg) => arg.some(({ k }) => k === 'fn'));
  // What a package made of a handler gets what the handler would get.
  for (const handler of atom.given)
    for (const fn of handler) if (fn.k === 'fn') callFunction(trace, fn, args, UNKNOWN);
  // A wrapper keeps what it is given for later; anything else calls it now.
  if (trace.loading === 0) callCallbacks(trace, args);
  const name = `${atom.name}()`;
  if (name.length > MAX_NAME) return given ? OPAQUE : UNKNOWN;
  const kept = trace.loading > 0 ? handlers : [];
  const result: Value = [{ k: 'lib', spec: atom.spec, name, given: kept }];
  return given ? [...result, ...OPAQUE] : result;
}

type FetchMode = Extract<Happening, { k: 'fetch' }>['mode'];

/** https://nextjs.org/docs/app/api-reference/functions/fetch: its options say whether the answer may be kept. */
function noteFetch(trace: Trace, args: readonly Value[]): FetchMode {
  const note = (mode: FetchMode, more = ''): FetchMode => {
    trace.note({ k: 'fetch', label: more === '' ? 'fetch()' : `fetch() with ${more}`, mode });
    return mode;
  };
  const [options] = args[1] ?? [];
  if (options?.k !== 'obj')
    return note(args[1] === undefined || options?.k === 'lit' ? 'default' : 'unknown');
  const cache = options.props.get('cache');
  const mode = textOf(cache);
  if (mode === 'no-store' || mode === 'no-cache') return note('no-store', `cache: '${mode}'`);
  const next = options.props.get('next')?.find((atom) => atom.k === 'obj');
  const seconds = next?.props.get('revalidate');
  const revalidate = seconds && constantOf(seconds);
  if (revalidate?.v === 0) return note('no-store', 'revalidate: 0');
  if (mode === 'force-cache' || revalidate !== undefined) return note('cached');
  return note(cache !== undefined || seconds !== undefined ? 'unknown' : 'default');
}

/** `cors` and its kin, for handlers of the Pages Router: https://nextjs.org/docs/pages/building-your-application/routing/api-routes */
const CORS_PACKAGE = /^(?:cors|nextjs-cors|micro-cors)$/;

function noteCors(trace: Trace, spec: string, args: readonly Value[]): void {
  if (!CORS_PACKAGE.test(spec)) return;
  const options = args.flat().find((atom) => atom.k === 'obj' && atom.props.has('origin'));
  const origin = options?.k === 'obj' ? options.props.get('origin') : undefined;
  trace.note({ k: 'allow-origin', value: origin ?? literal('*') });
}

/** Waiting for a package's promise may be waiting for the world; for a store's it certainly is. */
export function noteAwaited(trace: Trace, value: Value): void {
  for (const atom of value) {
    if (atom.k === 'arr') for (const item of atom.items) noteAwaited(trace, item);
    if (atom.k !== 'lib') continue;
    if (atom.spec === GLOBAL) {
      if (WAITING_GLOBALS.test(atom.name)) trace.note({ k: 'io', label: `await ${atom.name}` });
      continue;
    }
    if (!atom.name.endsWith('()')) continue;
    if (atom.spec.startsWith('next/') || HARMLESS_PACKAGES.has(atom.spec)) continue;
    const spec = nodeModuleName(atom.spec);
    const label = `await of ${spec}`;
    if (WAITING_MODULES.has(spec) || STORE_PACKAGES.test(spec)) trace.note({ k: 'io', label });
    else trace.note({ k: 'awaits', label });
  }
}
