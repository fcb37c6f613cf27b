/** Executes statements: every path is followed until it leaves the function, and paths that go on together are joined. */
import { type Expr, type Stmt } from '../behavior/ir';
import { branch, testOf } from './branch';
import { gathers } from './differences';
import { narrow } from './narrow';
import { executeTry } from './catching';
import { awaited, classValue, evaluate, evaluateReturned, siteOf } from './evaluate';
import { bind } from './patterns';
import { meet, restore, save, setVar, type Snapshot } from './frames';
import { ANY_HEADER } from './hosts';
import { forEach, type Jump, type Run } from './run';
import {
  Bits,
  bitsOf,
  causeOf,
  constant,
  type Frame,
  Gates,
  join,
  mark,
  recause,
  unknown,
  type Value,
} from './value';
import { fedBits, filled, isCollection } from './fed';
import { countersOf, countOn, NO_COUNTERS } from './loops';
import { isNothing, makesOnce, returnsKept } from './once';
import { binary } from './operators';

const NOTHING: Value = constant(undefined);

/** `!user`, `user == null`, one of several. */
function asksForAbsence(test: Expr): boolean {
  if (test.k === 'or') return asksForAbsence(test.l) || asksForAbsence(test.r);
  if (test.k === 'bin') return test.op.startsWith('==') && isNothing(test.r);
  return test.k === 'not' && (test.e.k === 'loc' || test.e.k === 'mem');
}

/** Executes statements in order, as far as the path goes. */
export function execute(run: Run, frame: Frame, statements: readonly Stmt[]): void {
  for (let index = 0; index < statements.length && !run.path.dead; index++) {
    const statement = statements[index];
    if (!statement || (statement.k === 'if' && returnsKept(statement, statements, index))) continue;
    if (!run.lenient) {
      executeOne(run, frame, statement);
      continue;
    }
    // Rendering code: only its variables matter, so a way out of it is passed over.
    const before = save(run, frame);
    executeOne(run, frame, statement);
    if (run.path.dead) {
      run.path.dead = false;
      run.path.gates = before.gates;
    }
  }
}

function executeOne(run: Run, frame: Frame, s: Stmt): void {
  switch (s.k) {
    case 'do':
      executeExpression(run, frame, s.e);
      return;
    case 'let': {
      const value = s.e ? evaluate(run, frame, s.e) : NOTHING;
      if (!run.path.dead)
        bind(run, frame, s.t, run.path.control && s.e ? mark(value, 0, run.path.control) : value);
      return;
    }
    case 'return':
      leave(run, s.e ? evaluateReturned(run, frame, s.e, run.inAsync.at(-1) === true) : NOTHING);
      return;
    case 'throw': {
      const value = evaluate(run, frame, s.e);
      run.throw(value, run.path.control ?? (bitsOf(value) & Bits.IDENTITY ? causeOf(value) : undefined));
      return;
    }
    case 'if':
      executeIf(run, frame, s);
      return;
    case 'block':
      execute(run, frame, s.b);
      return;
    case 'label':
      catchJumps(
        run,
        frame,
        () => execute(run, frame, s.b),
        (jump) => jump.label === s.label,
      );
      return;
    case 'break':
    case 'continue':
      run.jumps.push({ kind: s.k, label: s.label, state: save(run, frame) });
      run.path.dead = true;
      return;
    case 'class':
      setVar(frame, s.n, classValue(frame, s.c));
      return;
    case 'try':
      executeTry(run, frame, s);
      return;
    case 'switch':
      executeSwitch(run, frame, s);
      return;
    case 'of':
      executeEach(run, frame, s);
      return;
    case 'loop':
      executeLoop(run, frame, s);
  }
}

/** A call whose result nobody looks at: it can be meant as a guard, which it is only if its exception gets out. */
function executeExpression(run: Run, frame: Frame, e: Expr): void {
  const before = run.throws.length;
  const call = e.k === 'await' ? e.e : e;
  run.unused = call;
  const value = evaluate(run, frame, e);
  run.unused = undefined;
  if (call.k !== 'call') return;
  const statement = siteOf(frame, call.p);
  for (let index = before; index < run.throws.length; index++) {
    const thrown = run.throws[index];
    if (thrown?.cause?.decided) run.throws[index] = { ...thrown, statement };
  }
  for (const atom of value) {
    const [cause] = atom.k === 'promise' ? atom.throws.flatMap((thrown) => thrown.cause ?? []) : [];
    if (cause?.decided) run.note({ k: 'dropped', cause, site: statement });
  }
}

function executeIf(run: Run, frame: Frame, s: Extract<Stmt, { k: 'if' }>): void {
  const test = testOf(run, evaluate(run, frame, s.c));
  const site = siteOf(frame, s.p);
  const { gates } = run.path;
  const isOnce = makesOnce(s);
  const { control } = run.path;
  const entries = run.log.length;
  branch(
    run,
    frame,
    test,
    site,
    () => {
      if (isOnce) run.path.gates |= Gates.ONCE;
      narrow(run, frame, s.c, true);
      execute(run, frame, s.t);
      return NOTHING;
    },
    () => (narrow(run, frame, s.c, false), s.f && execute(run, frame, s.f), NOTHING),
  );
  const isOnly = !(test.whenTrue && test.whenFalse) && (test.bits & Bits.IDENTITY) === 0;
  if (run.path.dead && isOnly && asksForAbsence(s.c))
    run.log.splice(entries, 0, { gates: run.path.gates, control, what: { k: 'end', site } });
  // What follows runs every time, even where only one side was possible.
  if (isOnce) run.path.gates = (run.path.gates & ~Gates.ONCE) | (gates & Gates.ONCE);
  if (run.path.dead || run.path.control || run.lenient || (test.bits & Bits.IDENTITY) === 0) return;
  const skipped = test.whenTrue && !test.whenFalse ? s.f : test.whenFalse && !test.whenTrue ? s.t : undefined;
  // Who has an identity has left: what follows is for those who have none.
  if (skipped && leaves(skipped)) {
    run.path.control = {
      kind: test.cause?.kind ?? 'session',
      site,
      calls: [],
      label: test.cause?.label ?? '',
      decided: true,
      soft: true,
    };
  }
}

/** True when the statements always leave the function, by their look. */
function leaves(statements: readonly Stmt[]): boolean {
  const last = statements.at(-1);
  if (last?.k === 'return' || last?.k === 'throw') return true;
  if (last?.k === 'block') return leaves(last.b);
  if (last?.k === 'try') return leaves(last.b);
  return last?.k === 'if' && last.f !== undefined && leaves(last.t) && leaves(last.f);
}

/** Leaves the function with a value. */
export function leave(run: Run, returned: Value): void {
  if (run.path.dead) return;
  const value = run.inAsync.at(-1) ? awaited(run, returned) : returned;
  // The value of a rejected promise never comes out.
  if (run.path.dead) return;
  const { control, gates } = run.path;
  const marked = control ? recause(value, control) : value;
  if (run.exits.length < 24) run.exits.push({ value: marked, gates, cause: control });
  else {
    const last = run.exits.length - 1;
    const known = run.exits[last];
    if (known)
      run.exits[last] = { value: join(known.value, marked), gates: known.gates & gates, cause: known.cause };
  }
  run.path.dead = true;
}

/** Runs code whose jumps of a kind end here, and joins the paths that jumped. */
function catchJumps(run: Run, frame: Frame, code: () => void, ends: (jump: Jump) => boolean): void {
  const outer = run.jumps;
  run.jumps = [];
  code();
  const states: Snapshot[] = [save(run, frame)];
  const passed: Jump[] = [];
  for (const jump of run.jumps) {
    if (ends(jump)) states.push(jump.state);
    else passed.push(jump);
  }
  run.jumps = [...outer, ...passed];
  meet(run, frame, states);
}

function executeSwitch(run: Run, frame: Frame, s: Extract<Stmt, { k: 'switch' }>): void {
  const subject = evaluate(run, frame, s.e);
  if (run.path.dead) return;
  catchJumps(
    run,
    frame,
    () => {
      const states: Snapshot[] = [];
      let fallen: Snapshot | undefined;
      let open: Snapshot | undefined = save(run, frame);
      const byDefault = s.c.findIndex((each) => !each.test);
      let defaultEntry: Snapshot | undefined;
      s.c.forEach((each, index) => {
        if (!each.test) {
          if (index === byDefault) defaultEntry = fallen;
          return;
        }
        const entries: Snapshot[] = fallen ? [fallen] : [];
        if (open) {
          restore(run, frame, open);
          const test = testOf(run, matches(run, frame, subject, each.test));
          let taken: Snapshot | undefined;
          let passed: Snapshot | undefined;
          branch(
            run,
            frame,
            test,
            siteOf(frame, s.p),
            () => ((taken = save(run, frame)), NOTHING),
            () => ((passed = save(run, frame)), NOTHING),
          );
          if (taken) entries.push(taken);
          open = passed;
        }
        fallen = runCase(run, frame, entries, each.b);
      });
      const end = s.c[byDefault];
      if (end) {
        const entries = [defaultEntry, open].filter((state): state is Snapshot => state !== undefined);
        const after = runCase(run, frame, entries, end.b);
        if (after) states.push(after);
        if (byDefault !== s.c.length - 1 && fallen) states.push(fallen);
        else if (byDefault === s.c.length - 1) fallen = undefined;
      } else {
        if (open) states.push(open);
        if (fallen) states.push(fallen);
      }
      meet(run, frame, states);
    },
    (jump) => jump.kind === 'break' && jump.label === undefined,
  );
}

function matches(run: Run, frame: Frame, subject: Value, test: Expr): Value {
  return binary(run, '===', subject, evaluate(run, frame, test));
}

function runCase(
  run: Run,
  frame: Frame,
  entries: readonly Snapshot[],
  body: readonly Stmt[],
): Snapshot | undefined {
  if (entries.length === 0) return undefined;
  meet(run, frame, entries);
  execute(run, frame, body);
  return run.path.dead ? undefined : save(run, frame);
}

const MAX_ITEMS = 12;

function executeEach(run: Run, frame: Frame, s: Extract<Stmt, { k: 'of' }>): void {
  const list = iterated(run, awaited(run, evaluate(run, frame, s.e)));
  if (run.path.dead) return;
  const [only] = list;
  const isBreak = (jump: Jump): boolean => jump.kind === 'break' && jump.label === undefined;
  const isContinue = (jump: Jump): boolean => jump.kind === 'continue' && jump.label === undefined;
  const once = (item: Value): void =>
    catchJumps(run, frame, () => (bind(run, frame, s.t, item), execute(run, frame, s.b)), isContinue);
  if (!s.keys && list.length === 1 && only?.k === 'arr' && !only.rest && only.items.length <= MAX_ITEMS) {
    catchJumps(
      run,
      frame,
      () => {
        for (const item of only.items) if (!run.path.dead) once(item);
      },
      isBreak,
    );
    return;
  }
  const bits = bitsOf(list);
  const item =
    only?.k === 'arr' && list.length === 1
      ? [...only.items, only.rest ?? []].reduce(join, [] as Value)
      : unknown(bits, causeOf(list));
  // Nobody's list is empty: without an identity there is nothing to go over.
  if (bits & Bits.IDENTITY && (only?.k === 'const' || only?.k === 'unknown') && run.anonymous) return;
  const start = save(run, frame);
  const exits = run.exits.length;
  const throws = run.throws.length;
  restore(run, frame, start);
  forEach(run, () => catchJumps(run, frame, () => once(item.length > 0 ? item : unknown(bits)), isBreak));
  const after = save(run, frame);
  const ends = [...run.exits.slice(exits), ...run.throws.slice(throws)];
  // Where each item that the caller sends is turned away, a list without items has nothing to be done for.
  const isRefused =
    after.dead && bits & Bits.INPUT && ends.length > 0 && ends.every((end) => end.cause?.decided === true);
  meet(run, frame, isRefused ? [after] : [start, after]);
}

/** A map or set is gone through as what it was made of, and filled with; headers are pairs of names and values. */
function iterated(run: Run, list: Value): Value {
  const [only] = list;
  if (list.length === 1 && only?.k === 'host' && only.host === 'headers') return unknown(ANY_HEADER);
  if (list.length !== 1 || only?.k !== 'lib' || !isCollection(only)) return list;
  return only.given[0] ? mark(only.given[0], fedBits(run, only)) : filled(run, list);
}

function executeLoop(run: Run, frame: Frame, s: Extract<Stmt, { k: 'loop' }>): void {
  const isBreak = (jump: Jump): boolean => jump.kind === 'break' && jump.label === undefined;
  const isContinue = (jump: Jump): boolean => jump.kind === 'continue' && jump.label === undefined;
  const body = (): Value => {
    const before = s.c ? countersOf(s.c, frame) : NO_COUNTERS;
    catchJumps(run, frame, () => execute(run, frame, s.b), isContinue);
    if (s.u && !run.path.dead) evaluate(run, frame, s.u);
    countOn(frame, before);
    return NOTHING;
  };
  const site = siteOf(frame, s.p);
  const loop = (): void => {
    if (s.once) {
      body();
      return;
    }
    const test = s.c ? testOf(run, evaluate(run, frame, s.c)) : undefined;
    // Without a condition, or with one that stays true whatever is done, only a jump leads on.
    if (!test || (test.whenTrue && !test.whenFalse)) {
      body();
      const after = s.c && !run.path.dead ? testOf(run, evaluate(run, frame, s.c)) : undefined;
      run.path.dead ||= !after?.whenFalse;
    } else if (gathers(s.b)) {
      body();
    } else branch(run, frame, test, site, body, () => NOTHING);
  };
  const all = (): void => catchJumps(run, frame, loop, isBreak);
  if (s.once) all();
  else forEach(run, all);
}
