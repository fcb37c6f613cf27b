/** `try`, `catch` and `finally`: known exceptions lead to the handler with what caused them. */
import { type Stmt } from '../behavior/ir';
import { execute } from './execute';
import { addState, meet, restore, save, type Snapshot } from './frames';
import { bind } from './patterns';
import { type Run } from './run';
import { type Atom, Bits, type Frame, join, mark, type Thrown, unknown } from './value';

/** Runs the block, its handler, and what runs on every way out. */
export function executeTry(run: Run, frame: Frame, s: Extract<Stmt, { k: 'try' }>): void {
  const outerThrows = run.throws;
  const exitsBefore = run.exits.length;
  const start = save(run, frame);
  restore(run, frame, start);
  run.throws = [];
  execute(run, frame, s.b);
  const thrown = run.throws;
  run.throws = outerThrows;
  if (s.catch) {
    const after = save(run, frame);
    executeCatch(run, frame, s.catch, start, after, thrown);
  } else for (const each of thrown) outerThrows.push(each);
  if (s.finally) {
    if (!run.path.dead) execute(run, frame, s.finally);
    else if (run.exits.length > exitsBefore || thrown.length > 0) {
      // Code that runs on every way out: what it does counts, where it leads to doesn't.
      run.path.dead = false;
      execute(run, frame, s.finally);
      run.path.dead = true;
    }
  }
}

/** Known exceptions lead to the handler with what caused them; any call may also fail for reasons of its own. */
function executeCatch(
  run: Run,
  frame: Frame,
  handler: NonNullable<Extract<Stmt, { k: 'try' }>['catch']>,
  start: Snapshot,
  after: Snapshot,
  thrown: readonly Thrown[],
): void {
  const states: Snapshot[] = [after];
  const known = groups(thrown);
  // Where the block can only fail because of what is known, nothing else needs a look.
  if (!after.dead || known.length === 0)
    known.push({ value: unknown(), cause: undefined, gates: start.gates });
  const outer = run.path.control;
  const { handles } = run.path;
  for (const each of known) {
    restore(run, frame, { ...start, dead: false, gates: each.gates });
    addState(frame, after);
    if (each.cause) {
      run.path.control = each.cause;
      run.path.handles = true;
      if (handler.t) bind(run, frame, handler.t, mark(each.value, Bits.IDENTITY, each.cause));
      run.note({ k: 'decision', cause: each.cause });
    } else if (handler.t) bind(run, frame, handler.t, each.value);
    const exits = run.exits.length;
    execute(run, frame, handler.b);
    if (!each.cause && run.anonymous) markNobodys(run, exits);
    run.path.control = outer;
    run.path.handles = handles;
    if (each.cause && each.statement) run.note({ k: 'dropped', cause: each.cause, site: each.statement });
    states.push(save(run, frame));
  }
  meet(run, frame, states);
}

/** What a handler returns instead of an identity that could not be asked for is nobody's, as where it was asked for in vain. */
function markNobodys(run: Run, from: number): void {
  const isNobody = (atom: Atom): boolean => atom.k === 'const' && (atom.v === null || atom.v === undefined);
  const before = run.exits.slice(0, from).flatMap(({ value }) => value);
  const found = before.find((atom) => isNobody(atom) && atom.bits & Bits.IDENTITY && atom.cause);
  if (!found) return;
  for (let index = from; index < run.exits.length; index++) {
    const exit = run.exits[index];
    if (exit?.value.every(isNobody))
      run.exits[index] = { ...exit, value: mark(exit.value, Bits.IDENTITY, found.cause) };
  }
}

/** One group for each cause, and one for everything else. */
function groups(thrown: readonly Thrown[]): Thrown[] {
  const found: Thrown[] = [];
  let rest: Thrown | undefined;
  for (const each of thrown) {
    if (each.cause && found.length < 4) found.push(each);
    else if (rest)
      rest = { value: join(rest.value, each.value), cause: undefined, gates: rest.gates & each.gates };
    else rest = each;
  }
  if (rest) found.push(rest);
  return found;
}
