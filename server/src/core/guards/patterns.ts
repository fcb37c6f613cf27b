/** Binds names: the parts of a value go to the variables and members that a pattern names. */
import { type Pattern } from '../behavior/ir';
import { testOf } from './branch';
import { evaluate, keyOf, labelOf } from './evaluate';
import { getVar, setVar } from './frames';
import { getMember, indexMember, setMember } from './members';
import { globalMember } from './globals';
import { type Run } from './run';
import { givenBits, noteStateChange } from './state';
import {
  Bits,
  bitsOf,
  causeOf,
  constant,
  type Frame,
  join,
  mark,
  object,
  stringOf,
  unknown,
  type Value,
} from './value';

/** Binds a pattern's names to the parts of a value. */
export function bind(run: Run, frame: Frame, t: Pattern, value: Value): void {
  if (run.path.dead) return;
  switch (t.k) {
    case 'name': {
      if (t.up === 0) {
        setVar(frame, t.n, value);
        return;
      }
      let at: Frame | undefined = frame;
      for (let n = t.up; n > 0 && at; n--) at = at.parent;
      // A variable around the function: the call may or may not happen, so the old value stays possible.
      const known = at && getVar(at, t.n);
      if (at) setVar(at, t.n, known && !isUndefined(known) ? join(known, value) : value);
      return;
    }
    case 'global':
      noteStateChange(run, givenBits([value]), run.assigning, t.n);
      // A client that is made by the first request: from here on it is there.
      run.assignGlobal(`${frame.path}#=${t.n}`, value);
      return;
    case 'default': {
      const missing = testOf(run, value, true);
      if (!missing.whenFalse) return bind(run, frame, t.p, value);
      const fallback = evaluate(run, frame, t.d);
      if (run.path.dead) return;
      bind(
        run,
        frame,
        t.p,
        missing.whenTrue
          ? join(missing.whenTrue.value, fallback)
          : mark(fallback, missing.bits & Bits.IDENTITY, missing.cause),
      );
      return;
    }
    case 'props': {
      const taken = new Set<string>();
      for (const { n, p } of t.m) {
        const key = keyOf(run, frame, n);
        if (key !== undefined) taken.add(key);
        bind(
          run,
          frame,
          p,
          key === undefined ? unknown(bitsOf(value), causeOf(value)) : getMember(run, value, key),
        );
      }
      if (t.rest) bind(run, frame, t.rest, withoutMembers(value, taken));
      return;
    }
    case 'items':
      t.i.forEach((item, index) => {
        if (item) bind(run, frame, item, indexMember(run, value, constant(index)));
      });
      if (t.rest) bind(run, frame, t.rest, unknown(bitsOf(value), causeOf(value)));
      return;
    case 'member': {
      // A client that the first request leaves there: from here on it is there.
      const kept = globalMember(t.e);
      if (kept !== undefined) {
        noteStateChange(run, givenBits([value]), run.assigning, kept);
        run.assignGlobal(kept, value);
      } else if (t.e.k === 'mem') setMember(run, evaluate(run, frame, t.e.o), t.e.n, value, labelOf(t.e));
      else if (t.e.k === 'idx') {
        const target = evaluate(run, frame, t.e.o);
        const key = stringOf(evaluate(run, frame, t.e.i));
        setMember(run, target, key, value, labelOf(t.e));
      }
    }
  }
}

function isUndefined(value: Value): boolean {
  const [only] = value;
  return value.length === 1 && only?.k === 'const' && only.v === undefined && only.bits === 0;
}

function withoutMembers(value: Value, taken: ReadonlySet<string>): Value {
  const [only] = value;
  if (value.length !== 1 || only?.k !== 'obj') return value;
  const props = new Map([...only.props].filter(([name]) => !taken.has(name)));
  return object(props, only.rest, only.bits, only.cause);
}
