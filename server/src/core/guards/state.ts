/** Changes of what a module keeps between requests: a store that lives in memory is a store. */
import { type Run } from './run';
import { type Atom, Bits, bitsOf, type Site, type Value } from './value';

/** A copy of what is kept elsewhere is a cache. */
const COPIED = Bits.STORE | Bits.UPSTREAM | Bits.LIMITED;

/** What the code itself calls a cache can be forgotten at any time. */
const CACHE = /cache|memo/i;

/**
 * Notes a change of the module's state by what the caller sent: `given` has the origins of what is kept. Counters, caches
 * and clients are none.
 */
export function noteStateChange(
  run: Run,
  given: number,
  site: Site | undefined,
  label: string,
  removes = false,
): void {
  if (run.inModule > 0 || run.inDefinition || !site || CACHE.test(label)) return;
  if ((given & Bits.INPUT) === 0 || given & COPIED) return;
  // What is only taken away may have been a cache's: it counts where nothing else is changed.
  if (removes) run.note({ k: 'effect', effect: 'cache', label, site, bits: given, detail: 'removes' });
  else run.note({ k: 'effect', effect: 'state', label, site, bits: given });
}

/** True for an object or list that a module made when it was loaded. */
export function isKept(run: Run, part: object): boolean {
  return run.memory.kept.has(part);
}

/** The origins of what is put into a list, map or object; a client, a function or a promise is no data. */
export function givenBits(values: readonly Value[]): number {
  let bits = 0;
  for (const value of values) {
    for (const atom of value) {
      if (atom.k === 'fn' || atom.k === 'promise' || atom.k === 'native' || atom.k === 'cls') return 0;
      if (atom.k === 'lib' ? atom.spec !== 'global:' : atom.k === 'obj' && atom.cls) return 0;
    }
    bits |= bitsOf(value);
  }
  return bits;
}

/** Nothing in it that code leaves things in: several may have it as if each had its own. */
export function isStateless(value: Value, depth: number): boolean {
  return value.every((atom) => {
    switch (atom.k) {
      case 'obj':
      case 'arr': {
        if (depth === 0 || (atom.k === 'obj' && atom.cls)) return false;
        const parts = atom.k === 'obj' ? [...atom.props.values()] : atom.items;
        return (
          parts.every((part) => isStateless(part, depth - 1)) &&
          (!atom.rest || isStateless(atom.rest, depth - 1))
        );
      }
      case 'fn':
        return !atom.closure.frame && !atom.closure.self;
      case 'cls':
        return !atom.cls.frame;
      case 'native':
      case 'builder':
      case 'promise':
      case 'host':
        return false;
      default:
        return true;
    }
  });
}

/** A map of promises tells what is under way, and keeps nothing. */
export function isInFlight(run: Run, atom: Extract<Atom, { k: 'lib' }>, args: readonly Value[]): boolean {
  const isPromise = args[1]?.some((part) => part.k === 'promise') ?? false;
  if (isPromise) run.memory.transient.add(atom.given);
  return run.memory.transient.has(atom.given);
}

/** A change of a map or set. */
export const COLLECTION_WRITE = /^new (?:Map|Set|WeakMap)\(\)\.(?:set|add|delete)$/;

/** Stores of keys and values, in which caches are kept as well. */
const KEY_VALUE = /redis|\bkv$/;

/** True for a store of keys and values in code that calls itself a cache. */
export function isCache(spec: string, { path }: Site): boolean {
  return KEY_VALUE.test(spec) && CACHE.test(path);
}
