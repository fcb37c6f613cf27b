/** What calls come to by the single roles of the catalogue. */
import { type Absent, type ArgumentPlace, type Behavior, type IdentityKind } from '../catalogue/entry';
import { absentValue } from './absent';
import { callValue } from './call';
import { ensures, ensuresFolder, insertsOrNothing, isTemporary, keepsOwnRecord } from './ensures';
import { secretComparison } from './operators';
import {
  isByToken,
  isFixedRecipient,
  isForAnybody,
  isOwnAddress,
  isRelay,
  isToSent,
  issuesToken,
  isUnconfirmed,
  namesOther,
  registers,
} from './openness';
import { promise } from './promises';
import { type Run } from './run';
import {
  type Atom,
  Bits,
  bitsOf,
  type Cause,
  type ChainNote,
  constant,
  Gates,
  mark,
  native,
  object,
  type Site,
  unknown,
  type Value,
} from './value';

/** The argument that a rule names. */
export function argumentAt(args: readonly Value[], place: ArgumentPlace): Value | undefined {
  if (typeof place === 'number') return args.at(place);
  const [only] = args[place.argument] ?? [];
  return only?.k === 'obj' ? only.props.get(place.property) : undefined;
}

const INSERTS = /\b(?:create\w*|upsert[A-Z]\w*|insert|insertOne|values|add|addDoc)(?:\(\))?$/;

/** What is inserted holds the visitor's own address, or refers at least to nothing that the visitor named. */
export function insertDetail(label: string, args: readonly Value[]): { readonly detail?: string } {
  return INSERTS.test(label) ? insertedDetail(args) : {};
}

function insertedDetail(args: readonly Value[]): { readonly detail?: string } {
  if (namesOther(args)) return registers(args) ? { detail: 'registers' } : {};
  if (!isOwnAddress(args)) return { detail: 'plain' };
  return { detail: isUnconfirmed(args) ? 'account' : 'fixed' };
}

/** What a change of a row is: found by a token that the caller sent, or with a token that is handed out. */
function rowDetail(label: string, args: readonly Value[], store = ''): { readonly detail?: string } {
  if (!INSERTS.test(label) && isByToken(args, `${label} ${store}`)) return { detail: 'token' };
  return issuesToken(args, label, store) ? { detail: 'issues' } : insertDetail(label, args);
}

const SENT = Bits.INPUT | Bits.HEADER | Bits.VISITOR | Bits.CREDENTIAL | Bits.COOKIE;

/** Adds what a later call of a chain is given. */
export function addToNote(noted: ChainNote, label: string, args: readonly Value[]): void {
  for (const arg of args) noted.bits |= bitsOf(arg);
  if (noted.byToken === false) noted.byToken = isByToken(args, label);
  if (noted.byToken !== undefined) return;
  if (label.endsWith('.onConflictDoNothing') && (noted.bits & SENT) === 0) {
    noted.detail = 'ensures';
    return;
  }
  const { detail } = rowDetail(label, args, noted.store);
  // `insert(table)` has named nothing yet: what is stored comes with `values(…)`.
  if (noted.detail === 'plain' && INSERTS.test(label)) delete noted.detail;
  if (detail !== undefined && (noted.detail === undefined || noted.detail === 'plain')) noted.detail = detail;
}

/** Calls of services that keep accounts, which make one. */
const MAKES_USER = /createUser$/;

/** What an effect's arguments tell of whom it concerns. */
export function detailOf(
  behavior: Extract<Behavior, { role: 'effect' }>,
  label: string,
  args: readonly Value[],
): { readonly detail?: string } {
  if (behavior.removes) return { detail: 'removes' };
  switch (behavior.effect) {
    case 'mail':
    case 'message':
      if (isFixedRecipient(args)) return { detail: 'fixed' };
      if (isRelay(args)) return { detail: 'relay' };
      return isToSent(args) ? { detail: 'copy' } : {};
    case 'payment':
      return /checkout|paymentIntents\.create/i.test(label) && isForAnybody(args)
        ? { detail: 'checkout' }
        : {};
    case 'file':
      if (ensuresFolder(label, args)) return { detail: 'ensures' };
      return isTemporary(args[0] ?? []) ? { detail: 'temporary' } : {};
    case 'database':
      if (ensures(args)) return { detail: 'ensures' };
      if (insertsOrNothing(label, args)) return insertedDetail(args);
      return keepsOwnRecord(label, args) ? { detail: 'own-record' } : rowDetail(label, args);
    case 'auth':
      return MAKES_USER.test(label) && registers(args) ? { detail: 'registers' } : {};
    default:
      return {};
  }
}

/** A session that is there for everybody, with methods that sign in or out. */
export function sessionOf(run: Run, steps: readonly string[], absent: Absent, cause: Cause): Value {
  const methods = steps.map((name): [string, Value] => [
    name,
    native(name, (args, site, run) => {
      const bits = args.reduce((all, arg) => all | bitsOf(arg), 0);
      run.note({ k: 'credential', label: name, site, bits });
      run.note({ k: 'effect', effect: 'auth', label: name, site, bits });
      return promise(constant(undefined), [], true);
    }),
  ]);
  if (!run.anonymous) return object(new Map(methods), unknown(Bits.IDENTITY, cause), 0, cause);
  const value = absentValue(run, absent, cause);
  for (const atom of value)
    if (atom.k === 'obj') for (const [name, method] of methods) atom.props.set(name, method);
  return value;
}

export function wrapped(kind: IdentityKind, handler: Value | undefined, cause: Cause): Value {
  return native('action', (args, site, run) => {
    run.note({ k: 'identity', cause, raw: false, site: cause.site ?? site });
    if (kind === 'signature') run.note({ k: 'signature', site: cause.site ?? site, bits: 0 });
    run.note({ k: 'decision', cause });
    if (run.anonymous || !handler) {
      run.throw(unknown(Bits.IDENTITY, cause), cause);
      return [];
    }
    return callValue(run, handler, args, site, 'handler');
  });
}

export function injected(
  behavior: Extract<Behavior, { role: 'injects' }>,
  given: readonly Value[],
  cause: Cause,
): Value {
  const handler = argumentAt(given, behavior.handler);
  return native('action', (args, site, run) => {
    run.note({ k: 'identity', cause, raw: false, site: cause.site ?? site });
    const passed = [...args];
    for (const { argument, member, absent } of behavior.inject) {
      const value = run.anonymous ? absentValue(run, absent, cause) : unknown(Bits.IDENTITY, cause);
      if (member === undefined) passed[argument] = value;
      else
        for (const part of passed[argument] ?? [])
          if (part.k === 'host' || part.k === 'obj') part.props.set(member, value);
    }
    return handler ? callValue(run, handler, passed, site, 'handler') : unknown();
  });
}

/** The bits of a value, where what was found by the caller's input is not that input: an answer's shape is no check of it. */
function sentBits(value: Value, depth = 4): number {
  let bits = 0;
  for (const atom of value) {
    const own = atom.bits & (Bits.STORE | Bits.UPSTREAM) ? atom.bits & ~Bits.INPUT : atom.bits;
    bits |= own;
    const parts =
      atom.k === 'obj'
        ? [...atom.props.values(), atom.rest ?? []]
        : atom.k === 'arr'
          ? [...atom.items, atom.rest ?? []]
          : atom.k === 'promise'
            ? [atom.value]
            : undefined;
    if (!parts) bits |= atom.k === 'host' ? bitsOf([atom]) : 0;
    else if (depth > 0) for (const part of parts) bits |= sentBits(part, depth - 1);
  }
  return bits;
}

export function validated(
  run: Run,
  behavior: Extract<Behavior, { role: 'validates' }>,
  args: readonly Value[],
  site: Site,
  label: string,
): Value {
  const input = args[behavior.input ?? 0] ?? args.at(-1) ?? unknown();
  run.note({ k: 'schema', site, bits: sentBits(input) });
  const [only] = input;
  const parsed =
    input.length === 1 && only?.k === 'host'
      ? only.host === 'environment' || only.host === 'process'
        ? mark(input, Bits.PARSED)
        : unknown(Bits.INPUT | Bits.PARSED)
      : mark(input, Bits.PARSED);
  if (!run.anonymous && input.some(mayLackCaller))
    run.note({ k: 'opaque', site, label, asksForCaller: true });
  const isSound = (bitsOf(input) & (Bits.INPUT | Bits.CREDENTIAL | Bits.VISITOR | Bits.UPSTREAM)) === 0;
  if (behavior.mode === 'throws') return parsed;
  if (behavior.mode === 'boolean') return unknown(Bits.PARSED | (bitsOf(input) & ~Bits.IDENTITY));
  const answer = unknown(Bits.PARSED | (isSound ? 0 : Bits.INPUT));
  return object(
    new Map<string, Value>([
      ['success', answer],
      ['data', parsed],
      ['output', parsed],
      ['value', parsed],
      ['error', answer],
      ['issues', answer],
    ]),
    answer,
  );
}

/** True for an object with a part that is there only with a credential: a schema may ask for it. */
function mayLackCaller(atom: Atom): boolean {
  if (atom.k !== 'obj') return false;
  return [...atom.props.values()].some((value) => {
    const told = value.filter(({ gates }) => (gates & Gates.RAW) !== 0);
    return told.some(isNothing) && told.some((part) => part.k === 'obj');
  });
}

function isNothing(atom: Atom): boolean {
  return atom.k === 'const' && (atom.v === null || atom.v === undefined);
}

/** A comparison that takes the same time whatever it compares. */
export function compared(run: Run, args: readonly Value[], site: Site, label: string): Value {
  let bits = 0;
  let cause: Cause | undefined;
  const atoms = args.map((arg): Atom => ({ k: 'unknown', bits: bitsOf(arg), gates: 0, cause: undefined }));
  for (const [index, a] of atoms.entries()) {
    bits |= a.bits;
    for (const b of atoms.slice(index + 1)) cause ??= secretComparison(a, b) ?? undefined;
  }
  if (cause) {
    const own: Cause = { ...cause, label: `calls ${label}()` };
    if (own.sender) run.note({ k: 'signature', site, bits });
    run.note({ k: 'identity', cause: { ...own, site }, raw: false, site });
    return run.anonymous ? constant(false, Bits.IDENTITY, own) : unknown(Bits.IDENTITY, own);
  }
  // A credential against the stored one is verified like any other secret.
  if (bits & Bits.STORE && bits & Bits.CREDENTIAL) {
    const own: Cause = { kind: 'api-key', site, calls: [], label: `calls ${label}()`, decided: false };
    run.note({ k: 'identity', cause: own, raw: false, site });
    return run.anonymous ? constant(false, Bits.IDENTITY, own) : unknown(Bits.IDENTITY, own);
  }
  // A password against the stored one: how a caller gets an identity.
  if (bits & Bits.STORE && bits & Bits.INPUT) run.note({ k: 'credential', label, site, bits });
  return unknown(bits & ~Bits.IDENTITY);
}
