/** Evaluates expressions on one path: constants are computed, calls are followed, branches part the path. */
import { type ClassIr, type Expr, type Key, type Pattern } from '../behavior/ir';
import { branch, branchOn, missing, testOf } from './branch';
import { difference } from './differences';
import { callValue, construct } from './call';
import { isInertCall } from './inert';
import { getMember, indexMember } from './members';
import { globalValue, isMissing, isOfBrowsers, keptGlobally } from './globals';
import { bindingValue, importedModule } from './modules';
import { partOf } from './memory';
import { getVar, moduleFrame } from './frames';
import { evaluateArray, evaluateObject } from './literals';
import { narrow } from './narrow';
import { binary, concatenate, noteComparison } from './operators';
import { comparesToken } from './openness';
import { bind } from './patterns';
import { settleReading } from './readings';
import { type Run } from './run';
import {
  array,
  Bits,
  bitsOf,
  causeOf,
  type Closure,
  constant,
  type Frame,
  join,
  mark,
  type Site,
  stringOf,
  unknown,
  type Value,
} from './value';

/** No value: the path has ended. */
const NEVER: Value = [];

/** The value of an expression; empty when the path ends in it. */
export function evaluate(run: Run, frame: Frame, e: Expr): Value {
  if (run.path.dead) return NEVER;
  if (!run.step()) return unknown();
  switch (e.k) {
    case 'lit':
      return constant(e.v);
    case 'undef':
      return constant(undefined);
    case 'loc':
      return localValue(frame, e.n, e.up);
    case 'mod':
      return bindingValue(run, frame.path, e.n);
    case 'glob':
      return globalValue(e.n);
    case 'this':
      return frame.self ?? thisAround(frame) ?? unknown();
    case 'super':
      return unknown();
    case 'mem':
      return (
        keptGlobally(run, e) ??
        optional(run, frame, evaluate(run, frame, e.o), e.opt === true, (o) => getMember(run, o, e.n))
      );
    case 'idx':
      return optional(run, frame, evaluate(run, frame, e.o), e.opt === true, (o) => {
        const index = evaluate(run, frame, e.i);
        return run.path.dead ? NEVER : indexMember(run, o, index);
      });
    case 'call':
      return evaluateCall(run, frame, e);
    case 'new': {
      const callee = evaluate(run, frame, e.f);
      const args = evaluateAll(run, frame, e.a);
      return run.path.dead ? NEVER : construct(run, callee, args, siteOf(frame, e.p), labelOf(e.f));
    }
    case 'tag': {
      const callee = evaluate(run, frame, e.f);
      const parts = evaluateAll(run, frame, e.e);
      if (run.path.dead) return NEVER;
      const text = array(e.q.map((part) => constant(part)));
      return callValue(run, callee, [text, ...parts], siteOf(frame, e.p), labelOf(e.f));
    }
    case 'tmpl': {
      const parts = evaluateAll(run, frame, e.e);
      return run.path.dead ? NEVER : concatenate(e.q, parts);
    }
    case 're':
      return [{ k: 're', source: e.s, flags: e.f, bits: 0, gates: 0, cause: undefined }];
    case 'obj':
      return evaluateObject(run, frame, e.m);
    case 'arr':
      return evaluateArray(run, frame, e.i);
    case 'spread':
      return evaluate(run, frame, e.e);
    case 'fn':
      return functionValue(run, frame, e.id);
    case 'cls':
      return classValue(frame, e.c);
    case 'cond':
      return branch(
        run,
        frame,
        testOf(run, evaluate(run, frame, e.c)),
        siteOf(frame, e.p),
        () => (narrow(run, frame, e.c, true), evaluate(run, frame, e.t)),
        () => (narrow(run, frame, e.c, false), evaluate(run, frame, e.f)),
      );
    case 'and': {
      const left = evaluate(run, frame, e.l);
      return branchOn(
        run,
        frame,
        left,
        siteOf(frame, e.p),
        () => (narrow(run, frame, e.l, true), tested(run, frame, e.r)),
        undefined,
      );
    }
    case 'or': {
      const left = evaluateKept(run, frame, e.l);
      return branchOn(
        run,
        frame,
        left,
        siteOf(frame, e.p),
        undefined,
        () => (narrow(run, frame, e.l, false), tested(run, frame, e.r)),
      );
    }
    case 'nn': {
      const left = evaluateKept(run, frame, e.l);
      return branchOn(run, frame, left, siteOf(frame, e.p), undefined, () => evaluate(run, frame, e.r), true);
    }
    case 'not':
      return negate(run, evaluate(run, frame, e.e));
    case 'typeof':
      return typeOf(evaluate(run, frame, e.e));
    case 'un': {
      const value = evaluate(run, frame, e.e);
      return unknown(bitsOf(value), causeOf(value));
    }
    case 'bin': {
      const l = evaluate(run, frame, e.l);
      const r = evaluate(run, frame, e.r);
      if (run.path.dead) return NEVER;
      if (e.p !== undefined && !isLength(e.l) && !isLength(e.r))
        noteComparison(run, l, r, siteOf(frame, e.p));
      if (e.p !== undefined && (comparesToken(e.l, l, r) || comparesToken(e.r, r, l)))
        run.note({ k: 'token', site: siteOf(frame, e.p) });
      return difference(run, e.op, l, r) ?? binary(run, e.op, l, r);
    }
    case 'set':
      return evaluateSet(run, frame, e);
    case 'await':
      return awaited(run, e.e.k === 'call' ? evaluateCall(run, frame, e.e, true) : evaluate(run, frame, e.e));
    case 'import':
      return importedModule(run, frame.path, e.s, e.default);
    case 'seq': {
      let last: Value = NEVER;
      for (const part of e.e) last = evaluate(run, frame, part);
      return last;
    }
    case 'any': {
      let bits = 0;
      for (const part of e.e) bits |= bitsOf(evaluate(run, frame, part));
      return [{ k: 'unknown', bits, gates: 0, cause: undefined }];
    }
  }
}

/** `global.client ?? new Client()`: what may be kept there is no other than what is made where it isn't. */
function evaluateKept(run: Run, frame: Frame, e: Expr): Value {
  return isMissing(run, e) ? constant(undefined) : evaluate(run, frame, e);
}

/** What an async function returns is awaited by whoever called it. */
export function evaluateReturned(run: Run, frame: Frame, e: Expr, isAsync: boolean): Value {
  if (!isAsync || e.k !== 'call') return evaluate(run, frame, e);
  return run.path.dead ? NEVER : run.step() ? evaluateCall(run, frame, e, true) : unknown();
}

/** How long a secret is, is none. */
function isLength(e: Expr): boolean {
  return e.k === 'mem' && (e.n === 'length' || e.n === 'byteLength');
}

/** The right side of `&&` or `||`: how it came out tells of the left side, when the whole is tested. */
function tested(run: Run, frame: Frame, e: Expr): Value {
  const value = evaluate(run, frame, e);
  if (!run.path.dead) run.tests.set(e, testOf(run, value));
  return value;
}

/** Where the code of `frame` says place number `place`. */
export function siteOf(frame: Frame, place: number): Site {
  return { path: frame.path, fn: frame.fn, place };
}

/** A callee as its source reads, for labels: `prisma.user.update`. */
export function labelOf(e: Expr): string {
  switch (e.k) {
    case 'loc':
    case 'mod':
    case 'glob':
      return e.n.replace(/\$\d+$/, '');
    case 'mem':
      return `${labelOf(e.o)}.${e.n}`;
    case 'idx':
      return `${labelOf(e.o)}[]`;
    case 'call':
    case 'new':
      return `${labelOf(e.f)}()`;
    case 'await':
      return labelOf(e.e);
    case 'this':
      return 'this';
    case 'super':
      return 'super';
    default:
      return '…';
  }
}

/** Evaluates arguments or elements in order, spreads as far as they are known. */
function evaluateAll(run: Run, frame: Frame, list: readonly Expr[]): readonly Value[] {
  const values: Value[] = [];
  for (const e of list) {
    const value = evaluate(run, frame, e);
    if (e.k !== 'spread') {
      values.push(value);
      continue;
    }
    const [only] = value;
    if (value.length === 1 && only?.k === 'arr') values.push(...only.items);
    else values.push(unknown(bitsOf(value), causeOf(value)));
  }
  return values;
}

function localValue(frame: Frame, name: string, up: number): Value {
  let at: Frame | undefined = frame;
  for (let n = up; n > 0 && at; n--) at = at.parent;
  return (at && getVar(at, name)) ?? unknown();
}

function thisAround(frame: Frame): Value | undefined {
  for (let at: Frame | undefined = frame; at; at = at.parent) if (at.self) return at.self;
  return undefined;
}

/** `o?.x`: null and undefined stay undefined, with what is known of them. Without `?.` a crash is no decision either. */
function optional(run: Run, frame: Frame, o: Value, _isOptional: boolean, read: (o: Value) => Value): Value {
  void frame;
  if (run.path.dead) return NEVER;
  return read(o);
}

function evaluateCall(
  run: Run,
  frame: Frame,
  e: Extract<Expr, { k: 'call' | 'new' }>,
  awaits = false,
): Value {
  if (e.f.k === 'super') {
    return superCall(run, frame, evaluateAll(run, frame, e.a), siteOf(frame, e.p));
  }
  const isUnused = run.unused === e;
  let self: Value | undefined;
  let callee: Value;
  if (e.f.k === 'mem' || e.f.k === 'idx') {
    const handlesPromise = e.f.k === 'mem' && e.f.o.k === 'call' && (e.f.n === 'catch' || e.f.n === 'then');
    self =
      handlesPromise && e.f.o.k === 'call'
        ? evaluateCall(run, frame, e.f.o, true)
        : evaluate(run, frame, e.f.o);
    if (run.path.dead) return NEVER;
    callee =
      e.f.k === 'mem' ? getMember(run, self, e.f.n) : indexMember(run, self, evaluate(run, frame, e.f.i));
  } else callee = evaluate(run, frame, e.f);
  if (run.path.dead) return NEVER;
  const args = evaluateAll(run, frame, e.a);
  if (run.path.dead) return NEVER;
  if (isUnused && isInertCall(run, callee, args)) return unknown();
  run.awaiting = awaits;
  const result = callValue(run, callee, args, siteOf(frame, e.p), labelOf(e.f), self);
  run.awaiting = false;
  return result;
}

/** `super(…)` runs the parent's constructor on the same object. */
function superCall(run: Run, frame: Frame, args: readonly Value[], site: Site): Value {
  const self = frame.self ?? thisAround(frame);
  let home = frame.home;
  for (let at = frame.parent; !home && at; at = at.parent) home = at.home;
  const base = home?.ir.extends;
  if (!self || !home || !base) return constant(undefined);
  const parent = evaluate(run, home.frame ?? moduleFrame(home.path), base);
  const [only] = parent;
  if (only?.k === 'cls') construct(run, parent, args, site, 'super', self);
  else {
    // A library's class: what it was given stays visible (`class DubError extends Error`).
    const [first] = args;
    const [instance] = self;
    if (instance?.k === 'obj' && first) instance.props.set('message', first);
  }
  return constant(undefined);
}

/** The closure of a function literal. */
export function functionValue(run: Run, frame: Frame, id: string): Value {
  const fn = run.code.behaviorOf(frame.path)?.functions[id];
  const part = partOf(run.memory, frame.path, id);
  run.reads.parts.push(part);
  if (!fn) return unknown();
  const self = fn.arrow ? (frame.self ?? thisAround(frame)) : undefined;
  const closure: Closure = {
    path: frame.path,
    fn,
    id: part.id,
    edition: part.changed,
    frame: frame.fn === '' ? undefined : frame,
    self,
    home: frame.home,
  };
  return [{ k: 'fn', closure, bits: 0, gates: 0, cause: undefined }];
}

/** The value of a class declaration or expression. */
export function classValue(frame: Frame, ir: ClassIr): Value {
  const cls = { path: frame.path, ir, frame: frame.fn === '' ? undefined : frame };
  return [{ k: 'cls', cls, bits: 0, gates: 0, cause: undefined }];
}

/** A property's name, where it is known. */
export function keyOf(run: Run, frame: Frame, key: Key): string | undefined {
  return typeof key === 'string' ? key : stringOf(evaluate(run, frame, key));
}

function negate(run: Run, value: Value): Value {
  if (run.path.dead) return NEVER;
  const test = testOf(run, value);
  const cause = test.cause;
  const bits = test.bits;
  if (test.whenTrue && !test.whenFalse) return constant(false, bits, cause);
  if (test.whenFalse && !test.whenTrue) return constant(true, bits, cause);
  return [
    { k: 'const', v: false, bits, cause, gates: test.whenTrue?.gates ?? 0 },
    { k: 'const', v: true, bits, cause, gates: test.whenFalse?.gates ?? 0 },
  ];
}

function typeOf(value: Value): Value {
  const [only] = value;
  const bits = bitsOf(value);
  const cause = causeOf(value, 0);
  if (value.length === 1 && only) {
    if (only.k === 'const') return constant(only.v === null ? 'object' : typeof only.v, bits, cause);
    if (only.k === 'fn' || only.k === 'native' || only.k === 'cls') return constant('function', 0);
    if (only.k === 'obj' || only.k === 'arr' || only.k === 'promise' || only.k === 'host')
      return constant('object', 0);
    if (only.k === 'lib' && only.spec === 'global:' && isOfBrowsers(only.name)) return constant('undefined');
  }
  return unknown(bits, cause);
}

function evaluateSet(run: Run, frame: Frame, e: Extract<Expr, { k: 'set' }>): Value {
  const site = siteOf(frame, e.p);
  if (e.op === undefined) {
    const value = underControl(run, evaluate(run, frame, e.e));
    assign(run, frame, e.t, value, site);
    return value;
  }
  const before = readTarget(run, frame, e.t);
  if (e.op === 'count') {
    // Without a place: a counter that the module keeps is no store.
    const counted = underControl(run, unknown(bitsOf(before) & ~Bits.IDENTITY));
    bind(run, frame, e.t, counted);
    return counted;
  }
  let value: Value;
  if (e.op === '||') value = branchOn(run, frame, before, site, undefined, () => evaluate(run, frame, e.e));
  else if (e.op === '&&')
    value = branchOn(run, frame, before, site, () => evaluate(run, frame, e.e), undefined);
  else if (e.op === '??')
    value = branchOn(run, frame, before, site, undefined, () => evaluate(run, frame, e.e), true);
  else {
    const added = evaluate(run, frame, e.e);
    const op = e.op === 'other' ? '-' : e.op;
    value = difference(run, op, before, added) ?? binary(run, op, before, added);
  }
  assign(run, frame, e.t, underControl(run, value), site);
  return value;
}

function assign(run: Run, frame: Frame, t: Pattern, value: Value, site: Site): void {
  if (run.path.dead) return;
  run.assigning = site;
  bind(run, frame, t, value);
  run.assigning = undefined;
}

/** What is assigned because an identity is missing tells later tests that it is. */
function underControl(run: Run, value: Value): Value {
  const tested = run.inputTests > 0 ? mark(value, Bits.INPUT) : value;
  return run.path.control ? missing(tested, run.path.control) : tested;
}

function readTarget(run: Run, frame: Frame, t: Pattern): Value {
  if (t.k === 'name') return localValue(frame, t.n, t.up);
  if (t.k === 'global') return bindingValue(run, frame.path, t.n);
  return t.k === 'member' ? evaluateKept(run, frame, t.e) : unknown();
}

/** `await value`: a promise's exceptions come out here. */
export function awaited(run: Run, value: Value): Value {
  if (run.path.dead) return NEVER;
  let result: Value = NEVER;
  let settles = false;
  let passed = ~0;
  for (const atom of value) {
    if (atom.k !== 'promise') {
      result = join(result, atom.k === 'lib' ? settleReading(run, atom) : [atom]);
      settles = true;
      passed = 0;
      continue;
    }
    for (const thrown of atom.throws) {
      run.throw(thrown.value, thrown.cause);
      run.path.dead = false;
    }
    if (atom.settles) {
      for (const part of atom.value) {
        const settled = part.k === 'lib' ? settleReading(run, part) : [part];
        result = join(result, mark(settled, atom.bits, atom.cause, atom.gates));
      }
      settles = true;
      passed &= atom.passed;
    }
  }
  if (settles) run.path.gates |= passed;
  else run.path.dead = true;
  return settles ? result : NEVER;
}
