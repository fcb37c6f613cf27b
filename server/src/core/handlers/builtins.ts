/** The few built-in functions whose results matter: those that carry headers from constants to responses. */
import { anyPart } from './evaluate';
import { callCallbacks, callFunction } from './calls';
import { type Trace } from './trace';
import { type Atom, constantOf, GLOBAL, join, literal, textOf, UNKNOWN, type Value } from './values';

/** `Object.entries` and its kin, `Promise.all`: what keeps hold of its arguments. Undefined for everything else. */
export function objectFunction(
  trace: Trace,
  atom: Extract<Atom, { k: 'lib' }>,
  args: readonly Value[],
): Value | undefined {
  if (atom.spec !== GLOBAL) return undefined;
  const [first = UNKNOWN] = args;
  switch (atom.name) {
    case 'Object.entries': {
      const items: Value[] = [];
      for (const each of first) {
        if (each.k !== 'obj') continue;
        for (const [name, value] of each.props) items.push([{ k: 'arr', items: [literal(name), value] }]);
      }
      return [{ k: 'arr', items }];
    }
    case 'Object.assign': {
      for (const source of args.slice(1)) {
        for (const from of source) {
          if (from.k !== 'obj') continue;
          for (const to of first)
            if (to.k === 'obj') for (const [name, value] of from.props) to.props.set(name, value);
        }
      }
      return first;
    }
    case 'Object.freeze':
    case 'Promise.resolve':
      return first;
    case 'Promise.all':
    case 'Promise.allSettled':
    case 'Promise.race':
      callCallbacks(trace, []);
      return first;
    default:
      return undefined;
  }
}

const EACH: ReadonlySet<string> = new Set([
  'forEach',
  'map',
  'flatMap',
  'filter',
  'some',
  'every',
  'find',
  'then',
  'finally',
]);

/** Methods of known arrays and strings, and of promises, which are their own values here. */
export function arrayMethod(
  trace: Trace,
  self: Value,
  name: string,
  args: readonly Value[],
): Value | undefined {
  const [only] = self;
  if (self.length !== 1 || !only) return undefined;
  if (only.k === 'lit') return stringMethod(only.v, name, args);
  if (only.k !== 'arr' && !(name === 'then' && (only.k === 'obj' || only.k === 'response'))) return undefined;
  if (!EACH.has(name)) return name === 'includes' || name === 'join' ? UNKNOWN : undefined;
  const items = only.k === 'arr' ? only.items : [self];
  let results: Value = [];
  for (const callback of args[0] ?? []) {
    if (callback.k !== 'fn') continue;
    for (const item of items.slice(0, 12))
      results = join(results, callFunction(trace, callback, [item], UNKNOWN));
  }
  if (name === 'then') return results;
  return name === 'map' ? [{ k: 'arr', items: [results] }] : name === 'filter' ? self : anyPart(self);
}

function stringMethod(text: unknown, name: string, args: readonly Value[]): Value | undefined {
  const [first] = args;
  const given = first && textOf(first);
  if (typeof text !== 'string') return undefined;
  if (name === 'toLowerCase') return literal(text.toLowerCase());
  if (name === 'toUpperCase') return literal(text.toUpperCase());
  if (given === undefined || (args[1] && !constantOf(args[1]))) return undefined;
  if (name === 'startsWith') return literal(text.startsWith(given));
  if (name === 'endsWith') return literal(text.endsWith(given));
  return name === 'includes' ? literal(text.includes(given)) : undefined;
}
