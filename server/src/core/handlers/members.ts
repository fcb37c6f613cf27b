/** Reads members of values; reading some members of a request is what makes a handler dynamic. */
import { type Key } from '../behavior/ir';
import { callFunction } from './calls';
import { evaluate } from './evaluate';
import { exportedValue } from './names';
import { REQUEST_MEMBERS, URL_MEMBERS } from './requestApis';
import { type Trace } from './trace';
import {
  type Atom,
  type Class,
  join,
  literal,
  NEXT_URL,
  OPAQUE,
  type Scope,
  textOf,
  UNKNOWN,
  type Value,
} from './values';

const MAX_NAME = 120;

/** A property's name, where it is certain. */
export function keyText(trace: Trace, scope: Scope, key: Key): string | undefined {
  if (typeof key === 'string') return key;
  const value = evaluate(trace, scope, key);
  const [only] = value;
  if (value.length === 1 && only?.k === 'lit' && typeof only.v === 'number') return String(only.v);
  return textOf(value);
}

/** `value.name`. */
export function readMember(trace: Trace, value: Value, name: string): Value {
  let found: Value = [];
  for (const atom of value) found = join(found, memberOf(trace, atom, name));
  return found.length > 0 ? found : UNKNOWN;
}

function memberOf(trace: Trace, atom: Atom, name: string): Value {
  switch (atom.k) {
    case 'request':
      return requestMember(trace, atom, name);
    case 'url':
      if (URL_MEMBERS.has(name)) trace.note({ k: 'request', label: `nextUrl.${name}` });
      if (name === 'clone') return [{ k: 'clone', of: NEXT_URL }];
      return name === 'pathname' && trace.request.pathname !== undefined
        ? literal(trace.request.pathname)
        : UNKNOWN;
    case 'obj':
      return propertyOf(trace, atom, name);
    case 'arr':
      return /^\d+$/.test(name) ? (atom.items[Number(name)] ?? literal(undefined)) : UNKNOWN;
    case 'module':
      return exportedValue(trace, atom.path, name);
    case 'class':
      return staticMember(trace, atom, name);
    case 'lib': {
      const path = atom.name === '' ? name : `${atom.name}.${name}`;
      // The build that decides about caching is a production build.
      if (path === 'process.env.NODE_ENV') return literal('production');
      return path.length > MAX_NAME
        ? UNKNOWN
        : [{ k: 'lib', spec: atom.spec, name: path, given: atom.given }];
    }
    case 'opaque':
      return OPAQUE;
    default:
      return UNKNOWN;
  }
}

function requestMember(trace: Trace, atom: Atom, name: string): Value {
  if (REQUEST_MEMBERS.has(name)) trace.note({ k: 'request', label: `request.${name}` });
  if (name === 'nextUrl') return NEXT_URL;
  if (name === 'clone') return [{ k: 'clone', of: [atom] }];
  return name === 'method' && trace.request.method !== undefined ? literal(trace.request.method) : UNKNOWN;
}

function propertyOf(trace: Trace, atom: Extract<Atom, { k: 'obj' }>, name: string): Value {
  const own = atom.props.get(name);
  if (own) return own;
  for (let from = atom.made, i = 0; from && i < 8; from = baseOf(trace, from), i++) {
    const { path, scope } = from;
    const method = from.c.methods.find((each) => each.n === name && !each.static);
    if (!method) continue;
    const fn: Atom = { k: 'fn', path, id: method.id, scope };
    return method.get ? callFunction(trace, fn, [], [atom]) : [fn];
  }
  return UNKNOWN;
}

function staticMember(trace: Trace, atom: Class, name: string): Value {
  const method = atom.c.methods.find((each) => each.n === name && each.static);
  if (method) return [{ k: 'fn', path: atom.path, id: method.id, scope: atom.scope }];
  const field = atom.c.fields.find((each) => each.n === name && each.static);
  const scope = { vars: new Map(), parent: atom.scope, path: atom.path, fn: '', self: UNKNOWN };
  return field?.e ? evaluate(trace, scope, field.e) : UNKNOWN;
}

/** The class that another one extends, where it is one of the workspace. */
export function baseOf(trace: Trace, { path, c, scope }: Class): Class | undefined {
  if (!c.extends) return undefined;
  const value = evaluate(
    trace,
    scope ?? { vars: new Map(), parent: undefined, path, fn: '', self: UNKNOWN },
    c.extends,
  );
  return value.find((atom) => atom.k === 'class');
}
