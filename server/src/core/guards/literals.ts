/** Evaluates object and array literals, spreads included. */
import { type Expr, type Member } from '../behavior/ir';
import { evaluate, functionValue, keyOf } from './evaluate';
import { filled } from './fed';
import { type Run } from './run';
import {
  array,
  Bits,
  bitsOf,
  type Closure,
  constant,
  type Frame,
  join,
  mark,
  unknown,
  type Value,
} from './value';

const NEVER: Value = [];

/** The value of an object literal. */
export function evaluateObject(run: Run, frame: Frame, members: readonly Member[]): Value {
  const props = new Map<string, Value>();
  let rest: Value | undefined;
  let getters: Map<string, Closure> | undefined;
  for (const member of members) {
    if ('spread' in member) {
      const value = evaluate(run, frame, member.spread);
      if (run.path.dead) return NEVER;
      rest = spreadInto(value, props, rest);
    } else if ('get' in member) {
      const [getter] = functionValue(run, frame, member.id);
      if (getter?.k === 'fn') (getters ??= new Map()).set(member.get, getter.closure);
    } else {
      const key = keyOf(run, frame, member.n);
      const value = evaluate(run, frame, member.e);
      if (run.path.dead) return NEVER;
      if (key === undefined) rest = rest ? join(rest, value) : join(value, constant(undefined));
      else props.set(key, value);
    }
  }
  if (run.inModule > 0) run.memory.kept.add(props);
  return [
    {
      k: 'obj',
      props,
      rest,
      cls: undefined,
      bits: 0,
      gates: 0,
      cause: undefined,
      ...(getters && { getters }),
    },
  ];
}

/** Copies what a spread value has into `props`; returns what its other members may be. */
export function spreadInto(
  value: Value,
  props: Map<string, Value>,
  rest: Value | undefined,
): Value | undefined {
  const [only] = value;
  if (value.length === 1 && only?.k === 'obj') {
    for (const [name, part] of only.props) props.set(name, mark(part, only.bits, only.cause));
    return only.rest ? (rest ? join(rest, only.rest) : only.rest) : rest;
  }
  if (value.length === 1 && only?.k === 'const') {
    return only.bits & Bits.IDENTITY ? join(rest ?? NEVER, [{ ...only, k: 'const', v: undefined }]) : rest;
  }
  let merged = rest;
  for (const atom of value) {
    if (atom.k === 'obj') {
      for (const [name, part] of atom.props) {
        const known = props.get(name);
        props.set(name, known ? join(known, part) : part);
      }
      if (atom.rest) merged = merged ? join(merged, atom.rest) : atom.rest;
    } else if (atom.k !== 'const') {
      const part = unknown(bitsOf([atom]), atom.cause);
      merged = merged ? join(merged, part) : part;
    }
  }
  return merged;
}

/** The value of an array literal. */
export function evaluateArray(run: Run, frame: Frame, items: readonly Expr[]): Value {
  const values: Value[] = [];
  let rest: Value | undefined;
  for (const item of items) {
    const value = evaluate(run, frame, item);
    if (run.path.dead) return NEVER;
    if (item.k !== 'spread') {
      if (rest) rest = join(rest, value);
      else values.push(value);
      continue;
    }
    const [only] = value;
    if (!rest && value.length === 1 && only?.k === 'arr') {
      values.push(...only.items);
      rest = only.rest;
    } else {
      const part = unknown(bitsOf(filled(run, value)));
      rest = rest ? join(rest, part) : part;
    }
  }
  if (run.inModule > 0) {
    run.memory.kept.add(values);
    // What a module makes empty is there to be filled, by requests that came before.
    if (values.length === 0) rest ??= unknown();
  }
  return array(values, rest);
}
