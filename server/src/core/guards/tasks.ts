/** Functions that a package is given: whether it calls them for this request, one that nothing is known of decides. */
import { callCallbacks, callValue } from './call';
import { awaited } from './evaluate';
import { captured, promise } from './promises';
import { type Run } from './run';
import { type Atom, Gates, object, type Site, type Thrown, unknown, type Value } from './value';

type Library = Extract<Atom, { k: 'lib' }>;

/** Calls the functions among a package's arguments; undefined where there are none, or several whose results are lost. */
export function callGiven(
  run: Run,
  atom: Library,
  args: readonly Value[],
  site: Site,
  bits: number,
  isUnknown: boolean,
  awaits: boolean,
): Value | undefined {
  if (!isUnknown) return callCallbacks(run, args, site, bits);
  const { gates } = run.path;
  run.path.gates |= Gates.HANDED;
  const entries = run.log.length;
  const called = (awaits ? doneAll(run, args, site) : undefined) ?? callCallbacks(run, args, site, bits);
  run.path.gates = (run.path.gates & ~Gates.HANDED) | (gates & Gates.HANDED);
  if (run.log.length > entries) run.note({ k: 'handed', spec: atom.spec });
  return called;
}

/** `all({ user: async () => …, posts: async () => … })`: what they come to, under the same names; undefined for other arguments. */
function doneAll(run: Run, args: readonly Value[], site: Site): Value | undefined {
  const tasks = tasksOf(args[0]);
  if (!tasks) return undefined;
  const results = new Map<string, Value>();
  const throws: Thrown[] = [];
  let settles = true;
  for (const [name, task] of tasks) {
    const [own] = captured(run, () => awaited(run, callValue(run, task, [], site, name)));
    if (own?.k === 'promise') {
      throws.push(...own.throws);
      settles &&= own.settles;
      results.set(name, own.value);
    } else results.set(name, own ? [own] : unknown());
  }
  return promise(object(results), throws, settles);
}

/** An object of nothing but functions without parameters, several of them: one may be anything that is called later. */
function tasksOf(value: Value | undefined): ReadonlyMap<string, Value> | undefined {
  const [only] = value ?? [];
  if (value?.length !== 1 || only?.k !== 'obj' || only.rest || only.cls || only.props.size < 2)
    return undefined;
  for (const [task, ...others] of only.props.values())
    if (others.length > 0 || task?.k !== 'fn' || task.closure.fn.params.length > 0) return undefined;
  return only.props;
}
