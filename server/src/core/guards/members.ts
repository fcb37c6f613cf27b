/** Members of values: what is known of `o.name` and `o[i]`, and what an assignment to them leaves known. */
import { invoke } from './call';
import { builderMember } from './builders';
import { hostMember } from './hosts';
import { libraryMember } from './libraries';
import { listMember } from './lists';
import { idOf } from './memory';
import { exportValue } from './modules';
import { promise, promiseMember } from './promises';
import { secretComparison } from './operators';
import { proxyMember } from './proxies';
import { settleReading } from './readings';
import { type Run } from './run';
import { givenBits, isKept, noteStateChange } from './state';
import { textMember } from './texts';
import {
  array,
  type Atom,
  Bits,
  bitsOf,
  causeOf,
  type ClassRef,
  constant,
  constantOf,
  join,
  mark,
  native,
  unknown,
  type Value,
} from './value';
import { evaluate, functionValue } from './evaluate';
import { moduleFrame } from './frames';

/** The value of `o.name`. */
export function getMember(run: Run, o: Value, name: string): Value {
  if (run.path.dead) return [];
  if (name === 'includes' && o.length > 1) {
    // A list of secrets, or what stands in for one that isn't set.
    const secrets = o.find((atom) => atom.k === 'unknown' && atom.bits & Bits.SECRET);
    if (secrets) return memberOf(run, secrets, name);
  }
  if (o.length === 1) {
    const [only] = o;
    return only ? memberOf(run, only, name) : [];
  }
  let result: Value = [];
  for (const atom of o) result = join(result, mark(memberOf(run, atom, name), 0, undefined, atom.gates));
  return result;
}

/** Methods of a function that a builder made, which yield a function that does the same. */
const YIELDS_ITSELF = new Set(['bind', 'actionable', 'callable']);

function memberOf(run: Run, atom: Atom, name: string): Value {
  if (name === 'catch' && (atom.k === 'unknown' || atom.k === 'host'))
    return promiseMember(maybeLost(atom), name);
  switch (atom.k) {
    case 'const':
      if (typeof atom.v === 'string') return textMember(atom, name);
      // Of nothing there is nothing: crashing on it is no decision, so the path goes on.
      return atom.v === undefined || atom.v === null || atom.bits & Bits.IDENTITY
        ? [{ ...atom, k: 'const', v: undefined }]
        : unknown(atom.bits, atom.cause);
    case 'obj':
      return objectMember(run, atom, name);
    case 'arr':
      return listMember(atom, name);
    case 'lib':
      return proxyMember(run, atom, name) ?? libraryMember(run, atom, name);
    case 'host':
      return hostMember(run, atom, name);
    case 'module':
      return exportValue(run, atom.path, name) ?? constant(undefined);
    case 'builder':
      return builderMember(atom, name);
    case 'promise':
      return promiseMember(atom, name);
    case 'cls':
      return staticMember(run, atom.cls, name);
    case 'fn':
      return functionMember(atom, name);
    case 'native':
      return atom.name === 'delegate' || atom.name === 'action'
        ? YIELDS_ITSELF.has(name)
          ? native(atom.name, () => [atom])
          : [atom]
        : unknown(atom.bits);
    case 're':
      return textMember(atom, name);
    case 'unknown':
      return unknownMember(atom, name);
  }
}

/** The promise of a value that may as well be rejected: `request.json().catch(() => null)`. */
function maybeLost(atom: Atom): Extract<Atom, { k: 'promise' }> {
  const throws = [{ value: unknown(), cause: undefined, gates: 0 }];
  return {
    k: 'promise',
    value: [atom],
    throws,
    settles: true,
    passed: 0,
    bits: 0,
    gates: 0,
    cause: undefined,
  };
}

/** Nothing is known but where it came from; what it is called on goes into what it returns. */
function unknownMember(atom: Extract<Atom, { k: 'unknown' }>, name: string): Value {
  if (atom.bits & Bits.RECORD && RECORD_WRITES.has(name))
    return native(name, (args, site, run) => {
      const bits = args.reduce((all, arg) => all | bitsOf(arg), atom.bits);
      run.note({ k: 'effect', effect: 'database', label: name, site, bits });
      return promise(unknown(Bits.UPSTREAM), [], true);
    });
  if (name === 'includes' || name === 'indexOf')
    return native(name, ([item], _site, run) => searched(run, atom, name, item));
  if (atom.text !== undefined && SAME_TEXT.has(name)) return native(name, () => [atom]);
  if (name === 'split' && atom.bits & Bits.CREDENTIAL && !(atom.bits & (Bits.SECRET | Bits.ENVIRONMENT)))
    return native(name, () => splitCredential(atom));
  if (LIST_METHODS.has(name))
    return listMember({ ...atom, k: 'arr', items: [], rest: unknown(atom.bits, atom.cause) }, name);
  // Of what may be null there may be nothing; and a text that is known is not the member's.
  const bits = atom.bits & ~Bits.NULLABLE;
  if (bits === atom.bits && atom.gates === 0 && !atom.truthy) return [atom];
  return unknown(bits, atom.cause);
}

/** What they return is written as what they are called on. */
const SAME_TEXT: ReadonlySet<string> = new Set([
  'trim',
  'trimStart',
  'trimEnd',
  'toString',
  'valueOf',
  'normalize',
]);

/** Whether something is in a list or text of which nothing is known. */
function searched(
  run: Run,
  atom: Extract<Atom, { k: 'unknown' }>,
  name: 'includes' | 'indexOf',
  item: Value = [],
): Value {
  const bits = bitsOf(item);
  const known = constantOf(item);
  // What stands in for an identity that isn't there (`user?.email ?? ''`) is in no list, while every text has the empty one.
  const isInAll = known?.v === '' && atom.text !== undefined;
  if (run.anonymous && known && bits & Bits.IDENTITY && !isInAll)
    return constant(name === 'includes' ? false : -1, bits, causeOf(item));
  return name === 'includes' && atom.bits & Bits.SECRET
    ? amongSecrets(run, atom, bits)
    : unknown(
        (atom.bits | bits) & (run.anonymous ? ~Bits.IDENTITY : ~0),
        atom.cause ?? (bits & Bits.IDENTITY ? causeOf(item) : undefined),
      );
}

/** Whether the credential that the caller sent is among secrets. */
function amongSecrets(run: Run, atom: Extract<Atom, { k: 'unknown' }>, bits: number): Value {
  const sent: Atom = { k: 'unknown', bits, gates: 0, cause: undefined };
  const secret = sent.bits & Bits.CREDENTIAL ? secretComparison(sent, atom) : undefined;
  if (!secret) return unknown((atom.bits | sent.bits) & ~Bits.IDENTITY);
  return run.anonymous ? constant(false, Bits.IDENTITY, secret) : unknown(Bits.IDENTITY, secret);
}

/** The parts of a credential, of which the first is always there: `user` of `user:password`. */
function splitCredential({ bits, cause }: Extract<Atom, { k: 'unknown' }>): Value {
  return array([unknown(bits | Bits.NULLABLE, cause)], unknown(bits & ~Bits.NULLABLE, cause));
}

/** Methods by which a record writes itself. */
const RECORD_WRITES = new Set(
  'save deleteOne updateOne replaceOne remove destroy update increment decrement'.split(' '),
);

const LIST_METHODS = new Set(['map', 'forEach', 'flatMap', 'reduce', 'filter', 'some', 'every', 'find']);

function objectMember(run: Run, atom: Extract<Atom, { k: 'obj' }>, name: string): Value {
  const own = atom.props.get(name);
  if (own) return inherit(own, atom);
  const getter = atom.getters?.get(name);
  if (getter) return invoke(run, getter, [], [atom], { path: getter.path, fn: getter.fn.id, place: 0 }, name);
  if (atom.cls) {
    const method = classMember(run, atom.cls, name, [atom]);
    if (method) return inherit(method, atom);
  }
  const any = atom.props.get(ANY_KEY);
  if (any) return join(inherit(any, atom), constant(undefined));
  if (atom.rest) return inherit(atom.rest, atom);
  return OBJECT_METHODS.has(name)
    ? unknown(bitsOf([atom]))
    : constant(undefined, atom.bits & Bits.IDENTITY, atom.cause);
}

/** The member under which values are kept whose key isn't known. */
const ANY_KEY = '*';

const OBJECT_METHODS = new Set(['toString', 'toJSON', 'hasOwnProperty', 'valueOf']);

/** A part of something that is there (or not) because of an identity says so too. */
function inherit(part: Value, whole: Atom): Value {
  return whole.bits || whole.cause ? mark(part, whole.bits, whole.cause) : part;
}

/** A method, getter or inherited member of an instance; undefined when no class of the chain has it. */
function classMember(run: Run, cls: ClassRef, name: string, self: Value): Value | undefined {
  const found = cls.ir.methods.find((method) => method.n === name && !method.static);
  const frame = cls.frame ?? moduleFrame(cls.path);
  if (found) {
    const [atom] = functionValue(run, frame, found.id);
    if (atom?.k !== 'fn') return unknown();
    const closure = { ...atom.closure, self, home: cls };
    if (found.get) return invoke(run, closure, [], self, { path: cls.path, fn: found.id, place: 0 }, name);
    return [{ ...atom, closure }];
  }
  if (!cls.ir.extends) return undefined;
  const [base] = evaluate(run, frame, cls.ir.extends);
  if (base?.k === 'cls') return classMember(run, base.cls, name, self);
  // A library's class: `class Db extends PrismaClient` has the members of an instance of it.
  if (base?.k === 'lib') return libraryMember(run, { ...base, name: `new ${base.name}()` }, name);
  return base ? unknown(base.bits) : undefined;
}

function staticMember(run: Run, cls: ClassRef, name: string): Value {
  const frame = cls.frame ?? moduleFrame(cls.path);
  const method = cls.ir.methods.find((each) => each.n === name && each.static);
  if (method) {
    const [atom] = functionValue(run, frame, method.id);
    const self: Value = [{ k: 'cls', cls, bits: 0, gates: 0, cause: undefined }];
    return atom?.k === 'fn' ? [{ ...atom, closure: { ...atom.closure, self, home: cls } }] : unknown();
  }
  const assigned = run.globals.size > 0 ? run.globals.get(staticKey(run, cls, name)) : undefined;
  if (assigned) return assigned;
  const field = cls.ir.fields.find((each) => each.n === name && each.static);
  if (field) return field.e ? evaluate(run, frame, field.e) : constant(undefined);
  if (!cls.ir.extends) return constant(undefined);
  return getMember(run, evaluate(run, frame, cls.ir.extends), name);
}

/** Names a static member among what the code assigned for this request. */
function staticKey(run: Run, { path, ir }: ClassRef, name: string): string {
  return `${path}#class${idOf(run.memory, ir)}.${name}`;
}

/** `f.call(…)`, `f.apply(…)`, `f.bind(…)`. */
function functionMember(atom: Extract<Atom, { k: 'fn' }>, name: string): Value {
  const { closure } = atom;
  if (name === 'call')
    return native('call', ([, ...args], site, run) =>
      invoke(run, closure, args, undefined, site, closure.fn.name ?? ''),
    );
  if (name === 'apply') {
    return native('apply', ([, list], site, run) => {
      const [only] = list ?? [];
      return invoke(
        run,
        closure,
        only?.k === 'arr' ? only.items : [unknown()],
        undefined,
        site,
        closure.fn.name ?? '',
      );
    });
  }
  if (name === 'bind') {
    return native('bind', ([, ...first]) =>
      native('bound', (args, site, run) =>
        invoke(run, closure, [...first, ...args], undefined, site, closure.fn.name ?? ''),
      ),
    );
  }
  return constant(undefined);
}

/** The value of `o[index]`. */
export function indexMember(run: Run, o: Value, index: Value): Value {
  const found = constantOf(index);
  const key = found?.v;
  if (typeof key === 'string') return getMember(run, o, key);
  // What is looked up by an identity that isn't there: `LEVELS[user?.role]`.
  if (found && (key === undefined || key === null) && run.anonymous && bitsOf(index) & Bits.IDENTITY)
    return mark(getMember(run, o, String(key)), Bits.IDENTITY, causeOf(index));
  let result: Value = [];
  for (const atom of o) {
    let part: Value;
    if (atom.k === 'lib' && atom.reading) part = indexMember(run, settleReading(run, atom), index);
    else if (atom.k === 'arr') {
      if (typeof key === 'number')
        part = atom.items[key] ?? atom.rest ?? constant(undefined, atom.bits & Bits.IDENTITY, atom.cause);
      else part = atom.items.reduce(join, atom.rest ?? []);
      if (part.length === 0) part = constant(undefined, atom.bits & Bits.IDENTITY, atom.cause);
      part = mark(part, atom.bits, atom.cause);
    } else if (atom.k === 'obj') {
      part = [...atom.props.values()].reduce(join, atom.rest ?? []);
      part =
        part.length === 0
          ? constant(undefined, atom.bits & Bits.IDENTITY, atom.cause)
          : mark(part, atom.bits, atom.cause);
    } else if (atom.k === 'const') part = memberOf(run, atom, '');
    else
      part = unknown(
        atom.bits | (bitsOf(index) & ~Bits.IDENTITY),
        atom.cause ?? causeOf(atom.k === 'promise' ? atom.value : []),
      );
    result = join(result, mark(part, 0, undefined, atom.gates));
  }
  return result;
}

/** `o.name = value`. What the object may be elsewhere stays possible only when it already had the member. */
export function setMember(
  run: Run,
  o: Value,
  name: string | undefined,
  value: Value,
  label = name ?? '',
): void {
  if (run.path.dead) return;
  const sole = o.length === 1;
  for (const atom of o) {
    // What a map holds is kept with it.
    const keeps = atom.k === 'obj' ? isKept(run, atom.props) : atom.k === 'lib' && atom.bits & Bits.STATE;
    if (keeps) noteStateChange(run, atom.bits | givenBits([value]), run.assigning, label);
    // The one instance of a class is there once the first request made it.
    if (atom.k === 'cls' && name !== undefined) run.assignGlobal(staticKey(run, atom.cls, name), value);
    if (atom.k !== 'obj' && atom.k !== 'host') continue;
    if (name === undefined) {
      atom.props.set(ANY_KEY, join(atom.props.get(ANY_KEY) ?? [], value));
      continue;
    }
    const before = atom.props.get(name);
    atom.props.set(name, before && !sole ? join(before, value) : value);
  }
}
