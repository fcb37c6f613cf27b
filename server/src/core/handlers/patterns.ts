/** Gives values to names: parameters, declarations and assignments, destructured or not. */
import { type Pattern } from '../behavior/ir';
import { evaluate } from './evaluate';
import { keyText, readMember } from './members';
import { exportedValue } from './names';
import { type Trace } from './trace';
import { join, literal, OPAQUE, holdsRequest, type Scope, UNKNOWN, type Value } from './values';

/** Binds what a pattern names. An assignment under a condition leaves the old value possible. */
export function bind(trace: Trace, scope: Scope, pattern: Pattern, value: Value, assigns = false): void {
  switch (pattern.k) {
    case 'name': {
      const target = scopeUp(scope, pattern.up);
      const old = assigns ? target?.vars.get(pattern.n) : undefined;
      target?.vars.set(pattern.n, old ? join(old, value) : value);
      return;
    }
    case 'global':
      return;
    case 'props':
      for (const { n, p } of pattern.m) {
        const key = keyText(trace, scope, n);
        bind(trace, scope, p, key === undefined ? UNKNOWN : readMember(trace, value, key), assigns);
      }
      if (pattern.rest) bind(trace, scope, pattern.rest, holdsRequest(value) ? OPAQUE : value, assigns);
      return;
    case 'items': {
      const [only] = value;
      const items = value.length === 1 && only?.k === 'arr' ? only.items : undefined;
      pattern.i.forEach((item, index) => {
        if (item) bind(trace, scope, item, items ? (items[index] ?? literal(undefined)) : UNKNOWN, assigns);
      });
      if (pattern.rest) bind(trace, scope, pattern.rest, UNKNOWN, assigns);
      return;
    }
    case 'default': {
      const missing = value.some(
        (atom) => atom.k === 'unknown' || (atom.k === 'lit' && atom.v === undefined),
      );
      const given = value.filter((atom) => !(atom.k === 'lit' && atom.v === undefined));
      const fallback = missing ? trace.perhaps(() => evaluate(trace, scope, pattern.d)) : [];
      bind(trace, scope, pattern.p, join(given, fallback), assigns);
      return;
    }
    case 'member':
      assignMember(trace, scope, pattern, value);
  }
}

function assignMember(
  trace: Trace,
  scope: Scope,
  { e }: { readonly e: Parameters<typeof evaluate>[2] },
  value: Value,
): void {
  if (e.k !== 'mem' && e.k !== 'idx') {
    evaluate(trace, scope, e);
    return;
  }
  const owner = evaluate(trace, scope, e.o);
  const key = e.k === 'mem' ? e.n : keyText(trace, scope, e.i);
  if (key === undefined) return;
  noteHeader(trace, key, value);
  for (const atom of owner) {
    if (atom.k !== 'obj') continue;
    const old = atom.props.get(key);
    atom.props.set(key, old && trace.branches > 0 ? join(old, value) : value);
  }
}

/** https://developer.mozilla.org/docs/Web/HTTP/Headers/Access-Control-Allow-Origin: header names have no case. */
export function noteHeader(trace: Trace, name: string | undefined, value: Value): void {
  if (name?.toLowerCase() !== 'access-control-allow-origin') return;
  const near = value.flatMap((atom) =>
    atom.k === 'far' ? exportedValue(trace, atom.path, atom.name) : [atom],
  );
  trace.note({ k: 'allow-origin', value: near });
}

/** The scope `up` functions further out. */
export function scopeUp(scope: Scope, up: number): Scope | undefined {
  let found: Scope | undefined = scope;
  for (let i = 0; i < up; i++) found = found?.parent;
  return found;
}
