/** Calls of packages: the catalogue says what they do; where it says nothing, they only pass on what they are given. */
import { type Behavior, type IdentityKind, type When } from '../catalogue/entry';
import { absentValue, isPresented, withoutIdentity } from './absent';
import { asserted } from './assertions';
import { builderFunction, builderOf } from './builders';
import { builtin, fetched } from './builtins';
import { callCallbacks, callHandlers, callValue } from './call';
import { writtenText } from './ensures';
import { awaited } from './evaluate';
import { maybe } from './lists';
import { forwardedTo } from './forwards';
import { fedBits, feed, isCollection, isHash } from './fed';
import { askedPackage } from './introspection';
import { getMember } from './members';
import { extended } from './memory';
import { sentKeys } from './openness';
import { captured } from './promises';
import { createdBy, keepsGiven, storeOf } from './records';
import { queried, settleReading } from './readings';
import {
  argumentAt,
  addToNote,
  compared,
  detailOf,
  injected,
  insertDetail,
  sessionOf,
  validated,
  wrapped,
} from './roles';
import { type Run } from './run';
import { COLLECTION_WRITE, givenBits, isCache, isInFlight, noteStateChange } from './state';
import { callGiven } from './tasks';
import { asksAccount, isWrite } from './writes';
import {
  type Atom,
  Bits,
  bitsOf,
  type Cause,
  causeOf,
  constant,
  constantOf,
  Gates,
  join,
  host,
  mark,
  type Site,
  unknown,
  type Value,
} from './value';

type Library = Extract<Atom, { k: 'lib' }>;

const MAX_NAME = 160;

/** A member of something of a package. */
export function libraryMember(run: Run, atom: Library, name: string): Value {
  if (PROMISE_METHODS.has(name) && atom.name.includes('()')) {
    const settled = captured(run, () => settleReading(run, atom));
    return getMember(run, settled, name);
  }
  const path = atom.name === '' ? name : extended(run.memory, atom.name, name, '.');
  if (path.length > MAX_NAME) return unknown(atom.bits, atom.cause);
  const rules = run.code.catalogue.find(atom.spec, path);
  const exported = rules.find(({ rule }) => rule.behavior.role === 'environment');
  if (exported) return host('environment', Bits.ENVIRONMENT | Bits.PARSED);
  const brings = rules.find(({ rule }) => rule.behavior.role === 'delegates')?.rule.behavior;
  if (brings?.role === 'delegates')
    return [
      {
        ...atom,
        name: path,
        given: [],
        delegates: { note: brings.note, isPublic: brings.publicByDesign === true },
      },
    ];
  const given = isCollection(atom) || isHash(atom) || keepsGiven(atom, name) ? atom.given : [];
  return [{ ...atom, name: path, given, bits: atom.bits | fedBits(run, atom) }];
}

/** The path of what a call of it returns. */
function called(run: Run, { name }: Library): string {
  return extended(run.memory, name, '()');
}

const PROMISE_METHODS = new Set(['then', 'catch', 'finally']);

/** Calls something of a package. */
export function callLibrary(
  run: Run,
  atom: Library,
  args: readonly Value[],
  site: Site,
  label: string,
): Value {
  const awaits = run.awaiting;
  run.awaiting = false;
  const known = builtin(run, atom, args, site);
  if (known) return known;
  if (atom.noted) addToNote(atom.noted, label, args);
  feed(run, atom, args);
  if (atom.bits & Bits.STATE && COLLECTION_WRITE.test(atom.name) && !isInFlight(run, atom, args)) {
    // Of a map's pair the value tells: a key may be anything that something is remembered by.
    const [, value = constant(true)] = args;
    const isFlag = value.every((part) => part.k === 'const');
    noteStateChange(
      run,
      atom.bits | givenBits(isFlag ? args : [value]),
      site,
      label,
      atom.name.endsWith('.delete'),
    );
  }
  for (const { rule } of run.code.catalogue.find(atom.spec, atom.name)) {
    if (!(rule.when ?? []).every((when) => holds(when, args))) continue;
    const isPromise = rule.async === true || awaits;
    return isPromise
      ? captured(run, () => behave(run, rule.behavior, atom, args, site, label))
      : behave(run, rule.behavior, atom, args, site, label);
  }
  if (atom.delegates) {
    if (run.inModule === 0 && !run.inDefinition) run.note({ k: 'delegate', ...atom.delegates, site });
    return unknown();
  }
  if (awaits && isWrite(run, atom, args)) {
    const bits = args.reduce((all, arg) => all | bitsOf(arg), atom.bits);
    run.note({ k: 'effect', effect: 'request', label, site, bits, ...insertDetail(label, args) });
    return mark(passOn(run, atom, args, site, label), Bits.UPSTREAM);
  }
  const answer = passOn(run, atom, args, site, label, awaits);
  if (!awaits || !asksAccount(atom, args)) return answer;
  run.note({ k: 'upstream', site, bits: Bits.SECRET });
  return mark(answer, Bits.UPSTREAM);
}

function holds(when: When, args: readonly Value[]): boolean {
  let value: Value | undefined = args[when.argument];
  for (const name of when.property?.split('.') ?? []) {
    const [only] = value ?? [];
    value = only?.k === 'obj' ? only.props.get(name) : undefined;
  }
  if (when.matches !== undefined) {
    const text = value && writtenText(value);
    return text !== undefined && new RegExp(when.matches, 'i').test(text);
  }
  const found = value && constantOf(value);
  const missing = value === undefined || (found !== undefined && found.v === undefined);
  if (when.missing === true && missing) return true;
  if (when.missing === false) return !missing;
  return found !== undefined && found.v !== undefined && (when.equals?.includes(found.v) ?? false);
}

/** What a package does that nothing is known of: it may call what it is given, and returns something made of it. */
function passOn(
  run: Run,
  atom: Library,
  args: readonly Value[],
  site: Site,
  label: string,
  awaits = false,
): Value {
  let bits = atom.bits;
  let cause = atom.cause;
  let sawRequest = false;
  for (const arg of args) {
    const own = bitsOf(arg);
    bits |= own;
    if (own & Bits.IDENTITY) cause ??= causeOf(arg);
    if (
      own & Bits.CREDENTIAL ||
      arg.some((part) => part.k === 'host' && ['request', 'headers', 'cookies'].includes(part.host))
    )
      sawRequest = true;
  }
  const inRequest = run.inModule === 0 && !run.inDefinition;
  const isUnknown = !run.code.catalogue.knows(atom.spec) && atom.spec !== 'global:';
  const handlers = atom.given.filter((arg) => arg.some((part) => part.k === 'fn' || part.k === 'native'));
  if (inRequest && atom.name.endsWith('()') && handlers.length > 0)
    return wrappedUnknown(run, atom, handlers, args, site);
  if (inRequest) {
    const called = callGiven(run, atom, args, site, bits & ~Bits.IDENTITY, isUnknown, awaits);
    if (run.path.dead) return [];
    if (called) return mark(called, bits & PASSED_ON);
    callHandlers(run, args, site);
    // Who is sent a credential answers by it.
    if (forwardedTo(run, args, site)) bits |= Bits.UPSTREAM;
    else if (isUnknown && sawRequest && !atom.reading) {
      const asked = askedPackage(run, atom.name, args, site);
      if (asked) return asked;
      run.note({ k: 'opaque', site, label, spec: atom.spec });
      bits |= Bits.OPAQUE;
    } else if (isUnknown && awaits && (bits & TOLD) === 0) bits |= Bits.LOST;
    if (isUnknown && awaits && atom.keyed && args.some((arg) => bitsOf(arg) & Bits.INPUT))
      run.note({ k: 'keyed', site });
  }
  // A map of the module holds what requests left in it.
  if (run.inModule > 0 && atom.spec === 'global:' && /^new (?:Map|Set|WeakMap)$/.test(atom.name))
    bits |= Bits.STATE;
  const name = atom.name.length > MAX_NAME ? atom.name : called(run, atom);
  // A client that was made with a secret doesn't hand it out.
  const isClient =
    atom.spec !== 'global:' &&
    !HASHES.test(`${atom.spec}#${atom.name}`) &&
    (atom.name.startsWith('new ') || run.code.catalogue.knows(atom.spec));
  const keyed = isClient && (bits & Bits.SECRET) !== 0;
  if (isClient) bits &= ~(Bits.SECRET | Bits.ENVIRONMENT | Bits.SERVICE);
  return [{ ...atom, name, given: args, bits, cause, ...(keyed && { keyed }) }];
}

/** What a request, or what was found by one, brought. */
const TOLD =
  Bits.INPUT | Bits.CREDENTIAL | Bits.HEADER | Bits.VISITOR | Bits.IDENTITY | Bits.STORE | Bits.UPSTREAM;

/** What is hashed can be told from the hash: whoever knows the one knows the other. */
const HASHES =
  /^(?:(?:node:)?crypto#(?:default\.)?(?:createHash|hash)\b|(?:(?:spark-|js-|blueimp-)?md5|js-sha\d+|hash-wasm|object-hash|ohash)#)/;

/** Origins that what a callback makes of a value keeps. */
const PASSED_ON =
  Bits.INPUT | Bits.CREDENTIAL | Bits.COOKIE | Bits.STORE | Bits.SECRET | Bits.VISITOR | Bits.UPSTREAM;

/** A handler that a package wraps in a way that nobody knows: whether it is called, the package decides. */
function wrappedUnknown(
  run: Run,
  atom: Library,
  handlers: readonly Value[],
  args: readonly Value[],
  site: Site,
): Value {
  run.note({ k: 'opaque', site, label: atom.name });
  const { gates } = run.path;
  run.path.gates |= Gates.OPAQUE;
  let result: Value = [];
  for (const handler of handlers) {
    result = join(
      result,
      maybe(run, () => awaited(run, callValue(run, handler, args, site, 'handler'))),
    );
    run.path.gates = gates | Gates.OPAQUE;
  }
  run.path.gates = gates;
  return mark(result, 0, undefined, Gates.OPAQUE);
}

function behave(
  run: Run,
  behavior: Behavior,
  atom: Library,
  args: readonly Value[],
  site: Site,
  label: string,
): Value {
  const given = args.reduce((bits, arg) => bits | bitsOf(arg), atom.bits);
  const because = (kind: IdentityKind): Cause => ({
    kind,
    site,
    calls: [],
    label: `calls ${label}()`,
    decided: false,
  });
  const decided = (kind: IdentityKind): Cause => ({ ...because(kind), decided: true });
  const result = (extra = 0): Value => [
    { ...atom, name: called(run, atom), given: args, bits: given | extra },
  ];
  switch (behavior.role) {
    case 'identity': {
      const cause = because(behavior.kind);
      run.note({ k: 'identity', cause, raw: behavior.raw === true, site, presented: isPresented(given) });
      if (behavior.kind === 'signature' && !behavior.raw) run.note({ k: 'signature', site, bits: given });
      if (behavior.raw) return unknown(Bits.CREDENTIAL | (behavior.kind === 'session' ? Bits.COOKIE : 0));
      if (behavior.steps) return sessionOf(run, behavior.steps, behavior.absent, cause);
      return run.anonymous ? absentValue(run, behavior.absent, cause) : unknown(Bits.IDENTITY, cause);
    }
    case 'asserts': {
      const cause = decided(behavior.kind);
      if (behavior.kind === 'signature') run.note({ k: 'signature', site, bits: given });
      const told = behavior.reports === true ? args.at(-1) : undefined;
      if (told?.some((part) => part.k === 'fn')) return report(run, told, cause, site);
      return withoutIdentity(run, 'throws', cause, site, isPresented(given)) ?? unknown(Bits.IDENTITY, cause);
    }
    case 'predicate': {
      const cause = because(behavior.kind);
      run.note({ k: 'identity', cause, raw: false, site });
      if (behavior.kind === 'signature') run.note({ k: 'signature', site, bits: given });
      return run.anonymous ? constant(false, Bits.IDENTITY, cause) : unknown(Bits.IDENTITY, cause);
    }
    case 'wraps':
      return wrapped(behavior.kind, argumentAt(args, behavior.handler), decided(behavior.kind));
    case 'injects':
      return injected(behavior, args, because(behavior.kind));
    case 'builder':
      return builderOf(atom, behavior.methods);
    case 'builds':
      return builderFunction(argumentAt(args, behavior.middleware), behavior.asked);
    case 'delegates': {
      const delegates = { note: behavior.note, isPublic: behavior.publicByDesign === true };
      if (run.inModule === 0 && !run.inDefinition) run.note({ k: 'delegate', ...delegates, site });
      return [{ ...atom, name: called(run, atom), given: args, bits: 0, delegates }];
    }
    case 'neutral': {
      const value = argumentAt(args, behavior.argument) ?? constant(undefined);
      if (behavior.lends) return callValue(run, value, [receiverOf(atom), unknown()], site, label);
      return behavior.calls ? callValue(run, value, [unknown(), unknown()], site, label) : value;
    }
    case 'effect': {
      const { asks } = behavior;
      const effect = behavior.effect === 'database' && isCache(atom.spec, site) ? 'cache' : behavior.effect;
      const asked = asks === undefined ? undefined : argumentAt(args, asks);
      if (asked) awaited(run, callValue(run, asked, [unknown(Bits.INPUT), unknown(Bits.INPUT)], site, label));
      if (run.path.dead) return [];
      const refused = behavior.needs && withoutIdentity(run, behavior.needs, because('session'), site);
      if (refused) return refused;
      const created = createdBy(atom, args);
      const noted = {
        k: 'effect' as const,
        effect,
        label,
        site,
        bits: given,
        ...(created ? detailOf(behavior, 'create', created) : detailOf(behavior, label, args)),
        ...(effect === 'database' && { keys: sentKeys(args, atom.given), ...storeOf(atom, args) }),
        ...(behavior.byKey && !atom.keyed && { asCaller: true }),
      };
      run.note(noted);
      if (effect !== 'llm') callCallbacks(run, args, site);
      callHandlers(run, args, site);
      // A test of what came of it is no test of the input.
      return run.path.dead
        ? []
        : result(Bits.UPSTREAM).map((part) => (part.k === 'lib' ? { ...part, noted } : part));
    }
    case 'read':
      return queried(run, behavior, atom, args, site, label);
    case 'forwards':
      return fetched(run, args, site, true);
    case 'validates':
      return validated(run, behavior, args, site, label);
    case 'rate-limit':
      return unknown(Bits.LIMITED);
    case 'credential':
      if (behavior.hashes) {
        if (given & Bits.INPUT) run.note({ k: 'hash', site });
        return unknown(given & ~Bits.IDENTITY);
      }
      run.note({ k: 'credential', label, site, bits: given });
      if (behavior.effect !== false) run.note({ k: 'effect', effect: 'auth', label, site, bits: given });
      return unknown(given & ~Bits.IDENTITY);
    case 'tests':
      return asserted(run, behavior.operator, args, site);
    case 'exit':
      run.note({ k: 'redirect', site });
      run.throw(unknown(), run.path.control);
      return [];
    case 'environment':
      return host('environment', Bits.ENVIRONMENT | Bits.PARSED);
    case 'secret':
      return unknown((given & ~Bits.IDENTITY & ~Bits.ENVIRONMENT) | Bits.SECRET);
    case 'compares':
      return compared(run, args, site, label);
    case 'opaque':
      run.note({ k: 'opaque', site, label });
      return unknown(Bits.OPAQUE);
  }
}

/** Tells a callback of an identity, or of the error that there is none. */
function report(run: Run, callback: Value, cause: Cause, site: Site): Value {
  const presented = unknown(Bits.IDENTITY, cause);
  const told = run.anonymous
    ? [absentValue(run, 'error', cause), absentValue(run, 'undefined', cause)]
    : [presented, presented];
  run.note({ k: 'identity', cause, raw: false, site });
  return callValue(run, callback, told, site, 'callback');
}

/** What a method was read from: `db` of `db.transaction`. A function's transaction is named like it. */
function receiverOf(atom: Library): Value {
  const dot = atom.name.lastIndexOf('.');
  return [{ ...atom, name: dot < 0 ? atom.name : atom.name.slice(0, dot), given: [] }];
}
