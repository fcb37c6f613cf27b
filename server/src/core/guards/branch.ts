/** Parts the path at a test: what its outcome depends on decides whether that is a decision on the caller's identity. */
import { meet, restore, save } from './frames';
import { type LogEntry, type Run, type Side, type Test } from './run';
import {
  type Atom,
  Bits,
  bitsOf,
  type Cause,
  causeOf,
  type Frame,
  Gates,
  join,
  mark,
  type Site,
  type Value,
} from './value';

/** Tests a value: its truth, or with `nullish` whether it is anything but null and undefined. */
export function testOf(run: Run, value: Value, nullish = false): Test {
  const [only] = value;
  if (only && value.length === 1) return testOfOne(run, value, only, nullish);
  const yes: Atom[] = [];
  const no: Atom[] = [];
  let bits = 0;
  for (const atom of value) {
    bits |= atom.bits;
    const truth = truthOf(run, atom, nullish);
    if (truth !== false) yes.push(atom);
    if (truth !== true) no.push(atom);
  }
  return {
    whenTrue: side(yes),
    whenFalse: side(no),
    bits,
    cause: bits & Bits.IDENTITY ? causeOf(value, 0) : undefined,
  };
}

function testOfOne(run: Run, value: Value, atom: Atom, nullish: boolean): Test {
  const truth = truthOf(run, atom, nullish);
  const both: Side = { value, gates: atom.gates };
  return {
    whenTrue: truth === false ? undefined : both,
    whenFalse: truth === true ? undefined : both,
    bits: atom.bits,
    cause: atom.bits & Bits.IDENTITY ? atom.cause : undefined,
  };
}

function side(value: Value): Side | undefined {
  if (value.length === 0) return undefined;
  let gates = ~0;
  for (const atom of value) gates &= atom.gates;
  return { value, gates };
}

function truthOf(run: Run, atom: Atom, nullish: boolean): boolean | undefined {
  switch (atom.k) {
    case 'const':
      return nullish ? atom.v !== undefined && atom.v !== null : Boolean(atom.v);
    case 'unknown':
      if (atom.truthy) return true;
      return (atom.bits & Bits.IDENTITY) !== 0 && run.anonymous ? false : undefined;
    case 'lib':
      // What an instance's or a package's function returned may be anything.
      return atom.name.replace(/^new [^(]*\(\)/, '').includes('()') ? undefined : true;
    default:
      return true;
  }
}

/** Where it is remembered how often an address came that requests come from. */
const REMEMBERED = Bits.STATE | Bits.STORE | Bits.UPSTREAM;

const SENT = Bits.INPUT | Bits.HEADER | Bits.VISITOR | Bits.CREDENTIAL | Bits.COOKIE;

/** The gates that a test puts on its sides, by what it depends on. */
function gatesOf(bits: number): number {
  let gates = 0;
  if (bits & Bits.OPAQUE) gates |= Gates.OPAQUE;
  if (bits & Bits.ENVIRONMENT) gates |= Gates.ENVIRONMENT;
  if (bits & Bits.CREDENTIAL) gates |= Gates.RAW;
  if (bits & Bits.LIMITED || (bits & Bits.ADDRESS && bits & REMEMBERED)) gates |= Gates.LIMITED;
  if (bits & Bits.LOST && (bits & Bits.INPUT) === 0) gates |= Gates.LOST;
  return gates;
}

/** Follows both possible sides of a test, and joins what they come to. */
export function branch(
  run: Run,
  frame: Frame,
  test: Test,
  site: Site,
  onTrue: () => Value,
  onFalse: () => Value,
): Value {
  if (run.path.dead) return [];
  const { whenTrue, whenFalse, bits } = test;
  const outer = run.path.control;
  if (whenTrue && whenFalse) {
    const gates = gatesOf(bits);
    const start = save(run, frame);
    const thrown = run.throws.length;
    const left = run.exits.length;
    const testsInput = (bits & Bits.INPUT) !== 0 && (bits & FOUND) === 0;
    if (testsInput) run.inputTests++;
    restore(run, frame, start);
    run.path.gates |= gates | whenTrue.gates;
    const a = decidedBy(run, whenTrue, site, onTrue);
    const afterTrue = save(run, frame);
    restore(run, frame, start);
    run.path.gates |= gates | whenFalse.gates;
    const b = decidedBy(run, whenFalse, site, onFalse);
    const afterFalse = save(run, frame);
    if (testsInput) run.inputTests--;
    if (testsInput && afterTrue.dead !== afterFalse.dead) noteCheck(run, start.gates, site, bits);
    // Who asks whether a secret or a service's address is there asks whether the app is set up.
    if (bits & Bits.ENVIRONMENT && afterTrue.dead !== afterFalse.dead) {
      const ends = run.throws.length > thrown || run.exits.slice(left).some(({ value }) => isResponse(value));
      const k = bits & (Bits.SECRET | Bits.SERVICE) ? 'setup' : 'environment';
      run.log.push({ gates: start.gates, control: run.path.control, what: { k, site, ends } });
    }
    if ((gates & Gates.RAW || bits & Bits.HEADER) && afterTrue.dead !== afterFalse.dead)
      run.log.push({
        gates: start.gates,
        control: run.path.control,
        what: { k: 'presence', site, raw: (gates & Gates.RAW) !== 0 },
      });
    if (afterTrue.dead !== afterFalse.dead) {
      const { control } = run.path;
      if (bits & Bits.COMPARED_ADDRESS)
        run.log.push({ gates: start.gates, control, what: { k: 'address', site } });
      if ((gates | whenTrue.gates | whenFalse.gates) & Gates.LIMITED)
        run.log.push({ gates: start.gates, control, what: { k: 'limited', site } });
      if (bits & Bits.STORE && (bits & SENT) === 0 && !run.log.some(isStored))
        run.log.push({ gates: start.gates, control, what: { k: 'stored', site } });
      if (gates & Gates.LOST) run.log.push({ gates: start.gates, control, what: { k: 'lost', site } });
    }
    meet(run, frame, [afterTrue, afterFalse]);
    if (run.path.dead) return [];
    const isThrown = run.throws.length > thrown && run.exits.length === left;
    if (gates & Gates.RAW && isThrown && afterTrue.dead !== afterFalse.dead) run.path.gates |= Gates.PRESENT;
    return afterTrue.dead ? b : afterFalse.dead ? a : join(a, b);
  }
  const only = whenTrue ?? whenFalse;
  if (!only) return [];
  run.path.gates |= only.gates;
  const isDecision = (bits & Bits.IDENTITY) !== 0;
  if (isDecision && !run.path.handles) {
    const from = test.cause;
    const cause: Cause = {
      kind: from?.kind ?? 'session',
      site,
      calls: [],
      label: from?.label ?? '',
      decided: true,
    };
    run.path.control = cause;
    run.note({ k: 'decision', cause });
    if (from?.sender) run.note({ k: 'signature', site, bits: 0 });
  }
  const result = whenTrue ? onTrue() : onFalse();
  if (isDecision) run.path.control = outer;
  // What came of a decision tells whoever tests it later.
  return isDecision && !run.path.dead ? missing(result, test.cause) : result;
}

/** What stands in for an identity that is missing; a visitor's own, such as a guest's cart, is there all the same. */
export function missing(value: Value, cause: Cause | undefined): Value {
  const isAll = value.every((atom) => (bitsOf([atom]) & Bits.VISITOR) === 0);
  if (isAll) return mark(value, Bits.IDENTITY, cause);
  return value.flatMap((atom) =>
    bitsOf([atom]) & Bits.VISITOR ? [atom] : mark([atom], Bits.IDENTITY, cause),
  );
}

function isResponse(value: Value): boolean {
  return value.some((atom) => atom.k === 'host' && atom.host === 'response');
}

/** The first such test tells enough. */
function isStored(entry: LogEntry): boolean {
  return 'what' in entry && entry.what.k === 'stored';
}

/** Follows a side of a test; where all that leads there is a missing identity, that is what decided. */
function decidedBy(run: Run, side: Side, site: Site, code: () => Value): Value {
  const cause = side.value.find((atom) => atom.cause)?.cause;
  const isDecision = cause && side.value.every((atom) => atom.bits & Bits.IDENTITY) && run.anonymous;
  if (!isDecision || run.path.handles) return code();
  const outer = run.path.control;
  const own: Cause = { kind: cause.kind, site, calls: [], label: cause.label, decided: true };
  run.path.control = own;
  run.note({ k: 'decision', cause: own });
  if (cause.sender) run.note({ k: 'signature', site, bits: 0 });
  const result = code();
  run.path.control = outer;
  return mark(result, Bits.IDENTITY, own);
}

/** What was found by the input is not the input, and what a schema passed needs no second look. */
const FOUND = Bits.PARSED | Bits.STORE | Bits.UPSTREAM | Bits.CREDENTIAL | Bits.IDENTITY;

function noteCheck(run: Run, gates: number, site: Site, bits: number): void {
  run.log.push({ gates, control: run.path.control, what: { k: 'check', site, bits } });
}

/** `a && b`, `a || b`, `a ?? b`: a side without code yields the value's own alternatives. */
export function branchOn(
  run: Run,
  frame: Frame,
  left: Value,
  site: Site,
  onTrue: (() => Value) | undefined,
  onFalse: (() => Value) | undefined,
  nullish = false,
): Value {
  if (run.path.dead) return [];
  const test = testOf(run, left, nullish);
  const keep = (found: Side | undefined): Value => found?.value ?? [];
  // What `a && b` is when `a` is unknown and false is false.
  const falsy = (): Value =>
    keep(test.whenFalse).map((atom): Atom => {
      if (nullish || (atom.k !== 'unknown' && atom.k !== 'lib')) return atom;
      return { k: 'const', v: false, bits: atom.bits, gates: atom.gates, cause: atom.cause };
    });
  const truthy = (): Value =>
    keep(test.whenTrue).map((atom): Atom =>
      nullish || atom.k !== 'unknown' ? atom : { ...atom, truthy: true },
    );
  return branch(run, frame, test, site, onTrue ?? truthy, onFalse ?? falsy);
}
