/** Frames: the variables of one call, which are shared between the paths of it until one of them assigns. */
import { type FunctionId } from '../behavior/ir';
import { type FilePath } from '../text/filePath';
import { type Run } from './run';
import { type ClassRef, type Frame, join, type Value } from './value';

/** A frame without variables. */
export function newFrame(
  path: FilePath,
  fn: FunctionId,
  parent?: Frame,
  self?: Value,
  home?: ClassRef,
): Frame {
  return { vars: new Map(), owned: true, version: 0, versions: 0, parent, path, fn, self, home };
}

/** A frame for code of the module itself. */
export function moduleFrame(path: FilePath): Frame {
  return newFrame(path, '');
}

/** Assigns to a variable of the frame. */
export function setVar(frame: Frame, name: string, value: Value): void {
  // `owned` says that the map was made here and is nobody else's.
  const vars = frame.owned ? (frame.vars as Map<string, Value>) : new Map(frame.vars);
  vars.set(name, value);
  setVars(frame, vars);
}

function setVars(frame: Frame, vars: Map<string, Value>): void {
  frame.vars = vars;
  frame.owned = true;
  frame.version = ++frame.versions;
}

/** The state that a branch starts from and that joins after it. */
export interface Snapshot {
  readonly vars: ReadonlyMap<string, Value>;
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
  let vars: Map<string, Value> | undefined;
  let gates = 0;
  for (const state of states) {
    if (state.dead) continue;
    if (!first) {
      first = state;
      gates = state.gates;
      continue;
    }
    gates &= state.gates;
    if (state.vars === first.vars) continue;
    for (const [name, value] of state.vars) {
      const known = (vars ?? first.vars).get(name);
      if (known !== value) (vars ??= new Map(first.vars)).set(name, known ? join(known, value) : value);
    }
  }
  if (!first) {
    run.path.dead = true;
    return;
  }
  run.path.dead = false;
  run.path.gates = gates;
  resume(frame, first);
  if (vars) setVars(frame, vars);
}
