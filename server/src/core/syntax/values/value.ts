/** Values while they are being read: those that are reported, and functions and imports, which only lead to others. */
import type * as ts from 'typescript';
import { type StaticValue } from '../staticValue';
import { type Scope } from './scope';

/** A function whose body can be read. */
export type ReadableFunction =
  ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

/** An object; `origin` is what it may be instead: the result of calling something from another module. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly entries: ReadonlyMap<string, Value>;
  readonly open: boolean;
  readonly origin?: ForeignValue;
}

/** A value that stands for itself. */
export interface LiteralValue {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null | undefined;
}

/** Something of another module, or what came of calling it. */
export interface ForeignValue {
  readonly kind: 'foreign';
  readonly module: string;
  /** It is the result of a call. */
  readonly called: boolean;
}

/** A value on its way to a `StaticValue`. */
export type Value =
  | LiteralValue
  | { readonly kind: 'array'; readonly items: readonly Value[] }
  | ObjectValue
  | { readonly kind: 'function'; readonly node: ReadableFunction; readonly scope: Scope }
  | ForeignValue
  | { readonly kind: 'unknown' };

export const UNKNOWN: { readonly kind: 'unknown' } = { kind: 'unknown' };
export const UNDEFINED: LiteralValue = { kind: 'literal', value: undefined };
export const EMPTY_OBJECT: ObjectValue = { kind: 'object', entries: new Map(), open: false };

/** Values nest at most this deep in a result, and are compared at most this deep. */
const MAX_NESTING = 40;
const MAX_COMPARED = 8;
/** A result has at most this many parts. Shared parts count each time, since a result is a tree. */
const MAX_PARTS = 50_000;

/** Whether a value counts as true, where that is certain. */
export function truthOf(value: Value): boolean | undefined {
  if (value.kind === 'unknown' || value.kind === 'foreign') return undefined;
  return value.kind === 'literal' ? Boolean(value.value) : true;
}

/** What is certain when it may be either value. */
export function either(a: Value, b: Value, depth = 0): Value {
  if (a === b) return a;
  if (depth > MAX_COMPARED) return UNKNOWN;
  if (a.kind === 'literal' && b.kind === 'literal') return Object.is(a.value, b.value) ? a : UNKNOWN;
  if (a.kind === 'array' && b.kind === 'array' && a.items.length === b.items.length) {
    return { kind: 'array', items: a.items.map((item, i) => either(item, b.items[i] ?? UNKNOWN, depth + 1)) };
  }
  if (a.kind === 'object' && b.kind === 'object') {
    const entries = new Map<string, Value>();
    for (const key of new Set([...a.entries.keys(), ...b.entries.keys()])) {
      const left = a.entries.get(key);
      const right = b.entries.get(key);
      entries.set(key, left && right ? either(left, right, depth + 1) : UNKNOWN);
    }
    return { kind: 'object', entries, open: a.open || b.open };
  }
  return a.kind === 'function' && b.kind === 'function' && a.node === b.node && a.scope === b.scope
    ? a
    : UNKNOWN;
}

/** The value of a property, as reading it would give. */
export function propertyOf(value: Value, key: string): Value {
  if (value.kind === 'foreign') return value;
  if (value.kind === 'object') {
    const entry = value.entries.get(key);
    if (entry !== undefined) return entry;
    return value.open || key in Object.prototype ? UNKNOWN : UNDEFINED;
  }
  if (value.kind === 'array' && !value.items.some((item) => item.kind === 'unknown')) {
    if (key === 'length') return { kind: 'literal', value: value.items.length };
    if (/^\d+$/.test(key)) return value.items[Number(key)] ?? UNDEFINED;
  }
  return UNKNOWN;
}

/** The object with all entries of `added` over its own, as a spread or `Object.assign` does it. */
export function merge(target: ObjectValue, added: Value): ObjectValue {
  if (added.kind === 'literal' && typeof added.value !== 'string') return target;
  if (added.kind === 'function') return target;
  if (added.kind !== 'object') return obscured(target);
  // What is open may bring any key, so nothing that it does not name is certain any more.
  const base = added.open ? obscured(target) : target;
  return {
    kind: 'object',
    entries: new Map([...base.entries, ...added.entries]),
    open: target.open || added.open,
  };
}

/** The object after unknown keys were set: whatever it had may have changed. */
export function obscured(object: ObjectValue): ObjectValue {
  return {
    kind: 'object',
    entries: new Map([...object.entries.keys()].map((key) => [key, UNKNOWN])),
    open: true,
  };
}

/** The value with `change` applied to what lies at `path`; an undefined step is a key that could not be read. */
export function changedAt(
  value: Value,
  path: readonly (string | undefined)[],
  change: (value: Value) => Value,
): Value {
  if (path.length === 0) return change(value);
  if (value.kind !== 'object') return UNKNOWN;
  const [key, ...rest] = path;
  if (key === undefined) return obscured(value);
  return {
    kind: 'object',
    entries: new Map([...value.entries, [key, changedAt(propertyOf(value, key), rest, change)]]),
    open: value.open,
  };
}

/** The value as it is reported. */
export function toStaticValue(value: Value): StaticValue {
  let parts = 0;
  const convert = (part: Value, depth: number): StaticValue => {
    parts++;
    if (depth > MAX_NESTING || parts > MAX_PARTS) return UNKNOWN;
    switch (part.kind) {
      case 'literal':
        return part;
      case 'array':
        return { kind: 'array', items: part.items.map((item) => convert(item, depth + 1)) };
      case 'object': {
        const entries = [...part.entries].map(([key, entry]) => [key, convert(entry, depth + 1)] as const);
        return { kind: 'object', entries: Object.fromEntries(entries), open: part.open };
      }
      default:
        return UNKNOWN;
    }
  };
  return convert(value, 0);
}
