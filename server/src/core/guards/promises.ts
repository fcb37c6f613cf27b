/** Promises: what they were rejected with comes out where they are awaited or handled, and nowhere else. */
import { callValue } from './call';
import { awaited } from './evaluate';
import { maybe } from './lists';
import { type Run } from './run';
import {
  type Atom,
  Bits,
  causeOf,
  constant,
  Gates,
  join,
  mark,
  native,
  type Thrown,
  unknown,
  type Value,
} from './value';

/** A member of a promise: `then`, `catch`, `finally`. Others are those of a value that was not awaited. */
export function promiseMember(atom: Extract<Atom, { k: 'promise' }>, name: string): Value {
  switch (name) {
    case 'then':
      return native('then', ([onValue, onError], site, run) =>
        captured(run, () => {
          const value = onError
            ? handled(run, atom, (thrown) => callValue(run, onError, [thrown], site, 'callback'))
            : awaited(run, [atom]);
          return onValue && !run.path.dead
            ? awaited(run, callValue(run, onValue, [value], site, 'callback'))
            : value;
        }),
      );
    case 'catch':
      return native('catch', ([onError], site, run) =>
        captured(run, () =>
          handled(run, atom, (thrown) =>
            onError ? callValue(run, onError, [thrown], site, 'callback') : unknown(),
          ),
        ),
      );
    case 'finally':
      return native('finally', ([last], site, run) => {
        if (last) maybe(run, () => callValue(run, last, [], site, 'callback'));
        return [atom];
      });
    default:
      // A member of a promise that nobody awaited is undefined, whoever is calling.
      return constant(undefined);
  }
}

function handled(run: Run, atom: Extract<Atom, { k: 'promise' }>, handle: (thrown: Value) => Value): Value {
  let result: Value = atom.settles ? atom.value : [];
  for (const thrown of atom.throws) {
    const outer = run.path.control;
    const { handles } = run.path;
    if (thrown.cause) {
      run.path.control = thrown.cause;
      run.path.handles = true;
    }
    const answer = maybe(run, () =>
      awaited(run, handle(mark(thrown.value, thrown.cause ? Bits.IDENTITY : 0, thrown.cause))),
    );
    run.path.control = outer;
    run.path.handles = handles;
    result = join(result, mark(answer, thrown.cause ? Bits.IDENTITY : 0, thrown.cause, thrown.gates));
  }
  return result.length > 0 ? result : unknown();
}

/** Runs code as the body of a promise: its exceptions are the promise's. */
export function captured(run: Run, code: () => Value): Value {
  const outer = run.throws;
  const { gates, control } = run.path;
  const own: Thrown[] = [];
  run.throws = own;
  const value = code();
  run.throws = outer;
  const settles = !run.path.dead;
  const passed = run.path.gates;
  run.path.dead = false;
  run.path.gates = gates;
  run.path.control = control;
  return promise(value, own, settles, settles ? passed : 0);
}

/** A promise of a value; `gates` are those of the paths on which it is fulfilled. */
export function promise(value: Value, throws: readonly Thrown[], settles: boolean, gates = 0): Value {
  // What else a helper asked is its own matter: it may have returned one thing or another for it.
  const passed = gates & Gates.PRESENT ? Gates.PRESENT | Gates.RAW : 0;
  const [only] = value;
  if (settles && throws.length === 0 && value.length === 1 && only?.k === 'promise')
    return only.passed === passed ? value : [{ ...only, passed: only.passed | passed }];
  const cause = settles ? undefined : causeOf(value);
  return [{ k: 'promise', value, throws, settles, passed, bits: 0, gates: 0, cause }];
}
