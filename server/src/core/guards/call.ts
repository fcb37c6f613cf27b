/** Calls: closures are run in a frame of their own, and what comes of it is kept so that equal calls need no second run. */
import { type ClassIr } from '../behavior/ir';
import { awaited, evaluate, functionValue } from './evaluate';
import { meet, moduleFrame, newFrame, restore, save, setVar, type Snapshot } from './frames';
import { partOf, readBy, settled, slotsOf } from './memory';
import { conditionsSince, type Members, recall, remember, usesOf } from './outcomes';
import { bind } from './patterns';
import { execute, leave } from './execute';
import { callKey } from './keys';
import { callLibrary } from './libraries';
import { captured, promise } from './promises';
import { isStateless } from './state';
import { addThrown, type Outcome, type Run } from './run';
import {
  type Atom,
  Bits,
  bitsOf,
  type CallStep,
  type Cause,
  causeOf,
  type ClassRef,
  type Closure,
  constant,
  type Frame,
  join,
  mark,
  recause,
  type Site,
  unknown,
  type Value,
} from './value';

/** Calls a value. `self` is what a method was read from. */
export function callValue(
  run: Run,
  callee: Value,
  args: readonly Value[],
  site: Site,
  label: string,
  self?: Value,
): Value {
  if (run.path.dead) return [];
  const callable = callee.some((atom) => atom.k === 'const')
    ? callee.filter((atom) => atom.k !== 'const')
    : callee;
  const [first] = callable;
  if (!first) return constant(undefined, bitsOf(callee) & Bits.IDENTITY, causeOf(callee, 0));
  if (callable.length === 1) return callAtom(run, first, args, site, label, self);
  // One of several functions: each is followed on a path of its own.
  const frame = moduleFrame(site.path);
  const start = save(run, frame);
  const after: Snapshot[] = [];
  let result: Value = [];
  for (const atom of callable) {
    restore(run, frame, start);
    const own = callAtom(run, atom, args, site, label, self);
    const state = save(run, frame);
    after.push(state);
    if (!state.dead) result = join(result, mark(own, 0, undefined, atom.gates));
  }
  meet(run, frame, after);
  return run.path.dead ? [] : result;
}

function callAtom(
  run: Run,
  atom: Atom,
  args: readonly Value[],
  site: Site,
  label: string,
  self: Value | undefined,
): Value {
  if (atom.k !== 'lib') run.awaiting = false;
  switch (atom.k) {
    case 'fn':
      return invoke(run, atom.closure, args, atom.closure.fn.arrow ? undefined : self, site, label);
    case 'native':
      return atom.run(args, site, run, atom);
    case 'lib':
      return callLibrary(run, atom, args, site, label);
    case 'cls':
      return construct(run, [atom], args, site, label);
    default: {
      // Nothing is known of the callee: what it is given it may call, and what it returns has their origins.
      let bits = atom.bits;
      let cause = atom.cause;
      for (const arg of args) {
        bits |= bitsOf(arg);
        if (!cause && bits & Bits.IDENTITY) cause = causeOf(arg);
      }
      const called = callCallbacks(run, args, site, bits & ~Bits.IDENTITY);
      if (run.path.dead) return [];
      if (called) return mark(called, bits & ~Bits.IDENTITY);
      return unknown(bits & Bits.IDENTITY && run.anonymous ? bits & ~Bits.IDENTITY : bits, cause);
    }
  }
}

/** Calls the functions among arguments once; returns what the only one yields. */
export function callCallbacks(run: Run, args: readonly Value[], site: Site, bits = 0): Value | undefined {
  const functions = args.filter((arg) =>
    arg.some((atom) => atom.k === 'fn' || (atom.k === 'native' && atom.name === 'action')),
  );
  let result: Value | undefined;
  for (const fn of functions) {
    const value = callValue(run, fn, [unknown(bits), unknown(bits), unknown(bits)], site, 'callback');
    result = functions.length === 1 ? value : undefined;
    if (run.path.dead) return [];
  }
  return result;
}

/** Members of an options object that a package calls while it does what it was called for. */
const HANDLER = /^(?:on[A-Z]\w*|execute|start)$/;

/** Calls the handlers among options (`streamText({ onFinish })`): what they do counts, where they lead to doesn't. */
export function callHandlers(run: Run, args: readonly Value[], site: Site): void {
  for (const arg of args) {
    const [only] = arg;
    if (arg.length !== 1 || only?.k !== 'obj') continue;
    for (const [name, value] of only.props) {
      if (!HANDLER.test(name) || !value.some((atom) => atom.k === 'fn')) continue;
      captured(run, () => awaited(run, callValue(run, value, [unknown(), unknown()], site, name)));
    }
  }
}

/** Runs a closure and takes what comes of it into the current path. */
export function invoke(
  run: Run,
  closure: Closure,
  args: readonly Value[],
  self: Value | undefined,
  site: Site,
  label: string,
): Value {
  if (run.path.dead) return [];
  const outcome = outcomeOf(run, closure, args, closure.fn.arrow ? closure.self : (closure.self ?? self));
  if (!outcome) {
    run.note({ k: 'opaque', site, label: `${label} calls itself` });
    return unknown(args.reduce((bits, arg) => bits | bitsOf(arg), 0) & ~Bits.IDENTITY);
  }
  const step: CallStep = { site, label, own: run.own.has(closure.id) };
  return absorb(run, outcome, step, closure.fn.async === true);
}

/** Continues behind a call. */
function absorb(run: Run, outcome: Outcome, step: CallStep, isAsync: boolean): Value {
  if (outcome.log.length > 0 || step.own)
    run.log.push({ gates: run.path.gates, control: run.path.control, step, outcome });
  run.reads.answers.push(outcome.reads);
  const { control, gates } = run.path;
  const throws = outcome.throws.map((thrown) => ({
    value: withStep(thrown.value, step),
    cause: run.path.handles || !thrown.cause ? control : stepInto(thrown.cause, step),
    gates: thrown.gates | gates,
  }));
  const value =
    run.path.handles && control && outcome.value.some((atom) => atom.cause)
      ? recause(outcome.value, control)
      : withStep(outcome.value, step);
  if (isAsync) return promise(value, throws, outcome.returns, outcome.gates);
  for (const thrown of throws) addThrown(run.throws, thrown);
  if (!outcome.returns) {
    run.path.dead = true;
    return [];
  }
  run.path.gates |= outcome.gates;
  return value;
}

/** The cause as its caller sees it. */
function stepInto(cause: Cause, step: CallStep): Cause {
  return cause.calls.length > 12 ? cause : { ...cause, calls: [step, ...cause.calls] };
}

function withStep(value: Value, step: CallStep): Value {
  if (!value.some((atom) => atom.cause)) return value;
  return value.map((atom) => (atom.cause ? { ...atom, cause: stepInto(atom.cause, step) } : atom));
}

const MAX_RECURSION = 1;

/** What a call comes to; undefined when the function is being run already and calls itself. */
function outcomeOf(
  run: Run,
  closure: Closure,
  args: readonly Value[],
  self: Value | undefined,
): Outcome | undefined {
  const key = callKey(run.memory, closure, args, self);
  const known = key === undefined ? undefined : recall(run, key);
  if (known) {
    addMembers(self, known.members);
    return known.outcome;
  }
  const activity = activityKey(closure, args);
  const depth = run.active.get(activity) ?? 0;
  if (depth >= MAX_RECURSION || !run.step()) return undefined;
  run.active.set(activity, depth + 1);
  const { bounded } = run;
  const before = usesOf(run);
  const outcome = runFunction(run, closure, args, self);
  run.active.set(activity, depth);
  // What was cut short by recursion or by the budget holds for this run only.
  const isWhole = depth === 0 && run.bounded === bounded && run.steps < 50_000;
  const after = key && isWhole ? callKey(run.memory, closure, args, self) : undefined;
  // Who changes what it was given, or the variables around it, is needed again to change them again.
  if (!key || after?.call !== key.call) return outcome;
  const members = after.self === key.self ? NO_MEMBERS : membersOf(self);
  if (members) remember(run, key, { on: conditionsSince(run, before), outcome, members });
  return outcome;
}

const NO_MEMBERS: Members = new Map<string, Value>();

/** What a call left in the object that it was called on, where another object can have it as well. */
function membersOf(self: Value | undefined): Members | undefined {
  const [only] = self ?? [];
  if (self?.length !== 1 || only?.k !== 'obj') return undefined;
  for (const member of only.props.values()) if (!isStateless(member, 4)) return undefined;
  return new Map(only.props);
}

function addMembers(self: Value | undefined, members: Members): void {
  for (const atom of self ?? [])
    if (atom.k === 'obj') for (const [name, member] of members) atom.props.set(name, member);
}

/** What tells recursion: the same function again, unless it is given other functions to call, or made where others were given. */
function activityKey(closure: Closure, args: readonly Value[]): string {
  let key = closure.id;
  for (const arg of args) key += functionsIn(arg);
  for (const variable of closure.frame?.vars ?? []) if (variable) key += functionsIn(variable);
  return key;
}

function functionsIn(value: Value): string {
  let ids = '';
  for (const atom of value) if (atom.k === 'fn') ids += `:${atom.closure.id}`;
  return ids;
}

function runFunction(run: Run, closure: Closure, args: readonly Value[], self: Value | undefined): Outcome {
  const { fn, path } = closure;
  const frame = newFrame(path, fn.id, slotsOf(run.memory, fn), closure.frame, self, closure.home);
  const outer = run.enter();
  run.reads.parts.push(partOf(run.memory, path, fn.id));
  run.depth++;
  for (const { n, id } of fn.hoisted) setVar(frame, n, functionValue(run, frame, id));
  fn.params.forEach((param, index) => bind(run, frame, param, args[index] ?? constant(undefined)));
  if (fn.rest)
    bind(run, frame, fn.rest, [
      { k: 'arr', items: args.slice(fn.params.length), rest: undefined, bits: 0, gates: 0, cause: undefined },
    ]);
  run.inAsync.push(fn.async === true);
  execute(run, frame, fn.body);
  if (!run.path.dead) leave(run, constant(undefined));
  run.inAsync.pop();
  run.depth--;
  const outcome = outcomeFrom(run);
  run.resume(outer);
  return outcome;
}

function outcomeFrom(run: Run): Outcome {
  let value: Value = [];
  let gates = ~0;
  const several = run.exits.length > 1;
  for (const exit of run.exits) {
    value = join(value, several ? mark(exit.value, 0, undefined, exit.gates) : exit.value);
    gates &= exit.gates;
  }
  const returns = run.exits.length > 0;
  return {
    value,
    returns,
    gates: returns ? gates : 0,
    exits: settled(run.exits),
    throws: settled(run.throws),
    log: settled(run.log),
    reads: readBy(run.memory, run.reads),
  };
}

/** `new C(…)`. With `instance` the constructor is run on an object that is there already. */
export function construct(
  run: Run,
  callee: Value,
  args: readonly Value[],
  site: Site,
  label: string,
  instance?: Value,
): Value {
  if (run.path.dead) return [];
  const [atom] = callee;
  if (atom?.k !== 'cls') {
    if (atom?.k === 'lib') return callLibrary(run, { ...atom, name: `new ${atom.name}` }, args, site, label);
    if (atom?.k === 'native') return atom.run(args, site, run, atom);
    return unknown(args.reduce((bits, arg) => bits | bitsOf(arg), 0) & ~Bits.IDENTITY);
  }
  const { cls } = atom;
  const self: Value = instance ?? [
    { k: 'obj', props: new Map(), rest: undefined, cls, bits: 0, gates: 0, cause: undefined },
  ];
  if (run.inModule > 0) for (const part of self) if (part.k === 'obj') run.memory.kept.add(part.props);
  initialise(run, cls, cls.ir, self, args, site, label);
  return run.path.dead ? [] : self;
}

function initialise(
  run: Run,
  cls: ClassRef,
  ir: ClassIr,
  self: Value,
  args: readonly Value[],
  site: Site,
  label: string,
): void {
  const frame: Frame = { ...(cls.frame ?? moduleFrame(cls.path)), self, home: cls };
  const [instance] = self;
  if (instance?.k !== 'obj') return;
  if (!ir.constructorId && ir.extends) {
    const base = evaluate(run, cls.frame ?? moduleFrame(cls.path), ir.extends);
    if (base[0]?.k === 'cls') construct(run, base, args, site, label, self);
    else if (args[0]) instance.props.set('message', args[0]);
  }
  for (const field of ir.fields) {
    if (!field.static)
      instance.props.set(field.n, field.e ? evaluate(run, frame, field.e) : constant(undefined));
  }
  if (!ir.constructorId) return;
  const [atom] = functionValue(run, frame, ir.constructorId);
  if (atom?.k === 'fn')
    invoke(run, { ...atom.closure, frame: cls.frame, self, home: cls }, args, self, site, label);
}
