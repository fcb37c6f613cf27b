/** What the platform has under global names, and what code leaves on the global object. */
import { type Expr } from '../behavior/ir';
import { type Run } from './run';
import { Bits, host, library, object, unknown, type Value } from './value';

const PLATFORM: readonly string[] =
  'crypto fetch console URL URLSearchParams Buffer Response Request Headers performance structuredClone setTimeout setInterval atob btoa TextEncoder TextDecoder AbortController queueMicrotask JSON Math Date Object Promise Array String Number Boolean Symbol Error'.split(
    ' ',
  );

/** No server has them: code that runs in both asks for them to learn where it is. */
const OF_BROWSERS: ReadonlySet<string> = new Set([
  'window',
  'document',
  'localStorage',
  'sessionStorage',
  'indexedDB',
]);

/** A global: everything that isn't computed here is looked up in the catalogue under `global:`. */
export function globalValue(name: string): Value {
  if (name === 'process') return host('process');
  if (name === 'NaN' || name === 'Infinity') return unknown();
  if (name === 'globalThis' || name === 'global') return globalObject();
  return library('global:', name);
}

/** True for a global that is there in a browser only; such a name can be given to `typeof` all the same. */
export function isOfBrowsers(name: string): boolean {
  return OF_BROWSERS.has(name);
}

/** The platform's own members are there; what a module keeps there between reloads is made anew by the first request. */
function globalObject(): Value {
  return object(new Map([...PLATFORM, 'process'].map((name) => [name, globalValue(name)])), undefined);
}

/** Names a member of the global object among what the code assigned for this request; undefined for any other expression. */
export function globalMember(e: Expr): string | undefined {
  const isGlobal = e.k === 'mem' && e.o.k === 'glob' && (e.o.n === 'globalThis' || e.o.n === 'global');
  return isGlobal ? `globalThis.${e.n}` : undefined;
}

/** What the global object has under that name: in a request, something that an earlier one may have left there. */
export function keptGlobally(run: Run, e: Expr): Value | undefined {
  const name = globalMember(e);
  if (name === undefined) return undefined;
  const kept = run.globals.get(name);
  return kept ?? (run.inModule > 0 || isPlatform(e) ? undefined : unknown(Bits.STATE));
}

/** True for a member of the global object that nothing is known to be kept under. */
export function isMissing(run: Run, e: Expr): boolean {
  const name = globalMember(e);
  return name !== undefined && !run.globals.has(name) && !isPlatform(e);
}

function isPlatform(e: Expr): boolean {
  return e.k === 'mem' && (e.n === 'process' || PLATFORM.includes(e.n) || isOfBrowsers(e.n));
}

/**
 * A member of `process`. Its versions tell Node.js from the Edge runtime, which an endpoint has to ask for:
 * https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config#runtime
 */
export function processMember(name: string): Value {
  if (name === 'env') return host('environment', Bits.ENVIRONMENT);
  if (name === 'versions') return object(new Map([['node', PRESENT]]), undefined);
  return unknown();
}

const PRESENT: Value = [{ k: 'unknown', bits: 0, gates: 0, cause: undefined, truthy: true }];
