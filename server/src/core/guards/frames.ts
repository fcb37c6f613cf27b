/** Frames: the variables of one call, which are shared between the paths of it until one of them assigns. */
import { type FunctionId } from '../behavior/ir';
import { type FilePath } from '../text/filePath';
import { type Run } from './run';
import { type ClassRef, type Frame, join, type Slots, type Value, type Variables } from './value';

/** A frame without variables. `slots` is shared by all frames of a function. */
export function newFrame(
  path: FilePath,
  fn: FunctionId,
  slots: Slots | undefined,
  parent?: Frame,
  self?: Value,
  home?: ClassRef,
): Frame {
  return { slots, vars: [], owned: true, version: 0, versions: 0, parent, path, fn, self, home };
}

/** A frame for code of the module itself. */
export function moduleFrame(path: FilePath): Frame {
  return newFrame(path, '', undefined);
}

/** The value of a variable of the frame; undefined when nothing was assigned to it yet. */
export function getVar({ slots, vars }: Frame, name: string): Value | undefined {
  const slot = slots?.get(name);
  return slot === undefined ? undefined : vars[slot];
}

/** Assigns to a variable of the frame. */
export function setVar(frame: Frame, name: string, value: Value): void {
  const slots = (frame.slots ??= new Map<string, number>());
  let slot = slots.get(name);
  if (slot === undefined) slots.set(name, (slot = slots.size));
  // `owned` says that the list was made here and is nobody else's.
  const vars = frame.owned ? (frame.vars as (Value | undefined)[]) : [...frame.vars];
  while (vars.length < slot) vars.push(undefined);
  vars[slot] = value;
  setVars(frame, vars);
}

function setVars(frame: Frame, vars: Variables): void {
  frame.vars = vars;
  frame.owned = true;
  frame.version = ++frame.versions;
}

/** The state that a branch starts from and that joins after it. */
export interface Snapshot {
  readonly vars: Variables;
  readonly version: number;
  readonly dead: boolean;
  readonly gates: number;
}

/** Keeps the state: whoever assigns to a variable from now on does so on a copy. */
export function save(run: Run, frame: Frame): Snapshot {
  frame.owned = false;
  return { vars: frame.vars, version: frame.version, dead: run.path.dead, gates: run.path.gates };
}

/** Goes back to a state. */
export function restore(run: Run, frame: Frame, state: Snapshot): void {
  resume(frame, state);
  run.path.dead = state.dead;
  run.path.gates = state.gates;
}

function resume(frame: Frame, { vars, version }: Snapshot): void {
  frame.vars = vars;
  frame.version = version;
  frame.owned = false;
}

/** Continues where several states meet. */
export function meet(run: Run, frame: Frame, states: readonly Snapshot[]): void {
  let first: Snapshot | undefined;
  let vars: Variables | undefined;
  let gates = 0;
  for (const state of states) {
    if (state.dead) continue;
    if (!first) {
      first = state;
      gates = state.gates;
      continue;
    }
    gates &= state.gates;
    vars = joined(vars ?? first.vars, state.vars);
  }
  if (!first) {
    run.path.dead = true;
    return;
  }
  run.path.dead = false;
  run.path.gates = gates;
  resume(frame, first);
  if (vars && vars !== first.vars) setVars(frame, vars);
}

/** Adds what the variables may be in another state of the frame. */
export function addState(frame: Frame, { vars }: Snapshot): void {
  const all = joined(frame.vars, vars);
  if (all !== frame.vars) setVars(frame, all);
}

/** Each variable is what it is in one or the other; the first list itself where the second adds nothing. */
function joined(a: Variables, b: Variables): Variables {
  if (a === b) return a;
  let all: (Value | undefined)[] | undefined;
  for (let slot = 0; slot < b.length; slot++) {
    const own = a[slot];
    const other = b[slot];
    if (other === undefined || own === other) continue;
    const value = own ? join(own, other) : other;
    if (value === own) continue;
    all ??= [...a];
    while (all.length < slot) all.push(undefined);
    all[slot] = value;
  }
  return all ?? a;
}
