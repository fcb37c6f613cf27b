/** The values that the analysis computes with: constants, closures and objects where they are known, else only where they come from. */
import { type BuilderMethod, type IdentityKind } from '../catalogue/entry';
import { type ClassIr, type FunctionId, type FunctionIr, type PlaceNumber } from '../behavior/ir';
import { type FilePath } from '../text/filePath';
import { type HostKind } from './hosts';
import { type Run } from './run';

/** A place in code, by fact: it outlives edits elsewhere in the file. */
export interface Site {
  readonly path: FilePath;
  readonly fn: FunctionId;
  readonly place: PlaceNumber;
}

/** The fact id of a site among its file's behavior: its range is looked up when it is read. */
export function siteFact({ fn, place }: Site): string {
  return `at:${fn}:${place}`;
}

/** One call on the way from an endpoint to a place. */
export interface CallStep {
  readonly site: Site;
  readonly label: string;
  /** The code behind the call is the endpoint's own (a handler given to a wrapper): the step doesn't count as a hop. */
  readonly own: boolean;
}

/** Why something depends on who is calling. */
export interface Cause {
  readonly kind: IdentityKind;
  /** The test that decided, or the call that yields the identity. */
  readonly site: Site | undefined;
  /** Calls from the code that holds the value to `site`, outermost first. */
  readonly calls: readonly CallStep[];
  readonly label: string;
  /** A test (or a call that rejects) stands at `site`, not just the identity's source. */
  readonly decided: boolean;
  /** Code behind a branch that somebody with an identity never leaves: `if (session) return …; …`. */
  readonly soft?: boolean;
  /** A signature over what the caller sent, which came in a header: that of a request's sender. */
  readonly sender?: boolean;
}

/** Where a value comes from; values made of others have the bits of all of them. */
export const Bits = {
  /** Sent by the caller: body, query, URL parameters, an action's arguments. */
  INPUT: 1,
  /** A credential as sent, not verified: the authorization header, a session cookie. */
  CREDENTIAL: 2,
  /** Read from a store. */
  STORE: 4,
  /** Depends on a verified identity. */
  IDENTITY: 8,
  /** A caller can't know or compute it. */
  SECRET: 16,
  /** An environment variable. */
  ENVIRONMENT: 32,
  /** The result of a call that can't be resolved and that saw the request. */
  OPAQUE: 64,
  /** Kept in the module between requests. */
  STATE: 128,
  /** Went through a schema. */
  PARSED: 256,
  /** Answered by another service. */
  UPSTREAM: 512,
  /** A cookie that says which visitor, not who: a cart, a locale. */
  VISITOR: 1024,
  /** Depends on how often the caller came. */
  LIMITED: 2048,
  /** Sent in a cookie: the app's own, and the browser's to send. */
  COOKIE: 4096,
  /** A record of a library whose records write themselves. */
  RECORD: 16384,
  /** A header that is no credential: what the browser, or a proxy, says of itself. */
  HEADER: 8192,
  /** Null where the caller sent nothing, and never undefined. */
  NULLABLE: 32768,
  /** The address that the request comes from, as the platform or a proxy in front tells it. */
  ADDRESS: 65536,
  /** Such an address was compared with others. */
  COMPARED_ADDRESS: 131072,
  /** A package that nothing is known of answered it, without being told of the request: it may know who is calling. */
  LOST: 262144,
  /** The address of another service, from the environment: without it an app is not set up, wherever it runs. */
  SERVICE: 524288,
} as const;

/** What a path has passed: conditions that hold on it but that are no decision on a verified identity. */
export const Gates = {
  /** A credential's presence was tested. */
  RAW: 1,
  /** Depends on the environment. */
  ENVIRONMENT: 2,
  /** Depends on a call that can't be resolved. */
  OPAQUE: 4,
  /** Only within the rate limit. */
  LIMITED: 8,
  /** Once in a process: something that is made late and kept. */
  ONCE: 16,
  /** In a function that a package was given, and calls when it thinks fit. */
  HANDED: 32,
  /** Depends on what a package answered that nothing is known of, and that was told nothing of the request. */
  LOST: 64,
  /** For each of many: in a loop, or in a function that a list's method calls. */
  EACH: 128,
  /** Without a credential it had thrown: whoever goes on after the call has passed the test as well. */
  PRESENT: 256,
} as const;

interface Base {
  readonly bits: number;
  /** Gates of the path on which the value was made, where it is one of several. */
  readonly gates: number;
  readonly cause: Cause | undefined;
}

export type Constant = string | number | boolean | null | undefined;

/** A function with the variables around it. */
export interface Closure {
  readonly path: FilePath;
  readonly fn: FunctionIr;
  /** The function's name among all code, and the edition that it is of. */
  readonly id: string;
  readonly edition: number;
  readonly frame: Frame | undefined;
  readonly self: Value | undefined;
  readonly home: ClassRef | undefined;
}

/** A class with the scope it stands in. */
export interface ClassRef {
  readonly path: FilePath;
  readonly ir: ClassIr;
  readonly frame: Frame | undefined;
}

/** The variables of a function by number, in the order in which they are first assigned. */
export type Slots = Map<string, number>;

/** The variables' values; undefined where nothing was assigned yet. */
export type Variables = readonly (Value | undefined)[];

/** The variables of one call, see `frames.ts`. */
export interface Frame {
  /** Where in `vars` each variable is. */
  slots: Slots | undefined;
  vars: Variables;
  /** `vars` is this frame's alone: nothing that was kept of an earlier state sees it change. */
  owned: boolean;
  /** Of one frame, equal versions have equal variables. */
  version: number;
  /** Counts versions. */
  versions: number;
  readonly parent: Frame | undefined;
  readonly path: FilePath;
  readonly fn: FunctionId;
  readonly self: Value | undefined;
  readonly home: ClassRef | undefined;
}

export interface BuilderStep {
  readonly method: BuilderMethod;
  readonly given: readonly Value[];
  readonly site: Site;
}

export type Atom =
  | (Base & { readonly k: 'const'; readonly v: Constant })
  | (Base & {
      readonly k: 'obj';
      /** Shared by all copies of the object. */
      readonly props: Map<string, Value>;
      /** What members that aren't listed are: absent means undefined. */
      readonly rest: Value | undefined;
      readonly cls: ClassRef | undefined;
      readonly getters?: ReadonlyMap<string, Closure>;
    })
  | (Base & {
      readonly k: 'arr';
      readonly items: readonly Value[];
      /** Grows where something is pushed. */ rest: Value | undefined;
    })
  | (Base & { readonly k: 'fn'; readonly closure: Closure })
  | (Base & { readonly k: 'cls'; readonly cls: ClassRef })
  /** Something of a package: an export, a member of it, a result; `path` as in the catalogue. */
  | (Base & {
      readonly k: 'lib';
      readonly spec: string;
      readonly name: string;
      readonly given: readonly Value[];
      readonly reading?: 'one' | 'many' | 'throws';
      readonly records?: true;
      /** What was noted of the call that began this chain: later calls of the chain tell more of it. */
      readonly noted?: ChainNote;
      readonly delegates?: Delegation;
      /** The client was made with a secret. */
      readonly keyed?: boolean;
      readonly readAt?: Site;
    })
  | (Base & { readonly k: 'host'; readonly host: HostKind; readonly props: Map<string, Value> })
  | (Base & { readonly k: 'native'; readonly name: string; readonly run: Native })
  | (Base & { readonly k: 'module'; readonly path: FilePath })
  | (Base & {
      readonly k: 'builder';
      readonly spec: string;
      readonly name: string;
      readonly methods: Readonly<Record<string, BuilderMethod>>;
      readonly steps: readonly BuilderStep[];
    })
  | (Base & {
      readonly k: 'promise';
      readonly value: Value;
      readonly throws: readonly Thrown[];
      readonly settles: boolean;
      /** Gates that hold for whoever awaits it, where it was fulfilled. */
      readonly passed: number;
    })
  | (Base & { readonly k: 're'; readonly source: string; readonly flags: string })
  /** `text`: the written parts of a template; `truthy`: a test of it came out true. */
  | (Base & { readonly k: 'unknown'; readonly text?: string; readonly truthy?: true });

/** A value on the paths that lead here: one of these. Never empty where code is reachable. */
export type Value = readonly Atom[];

/** What is called judges its callers itself. */
export interface Delegation {
  readonly note: string;
  readonly isPublic: boolean;
}

/** A way out by an exception. */
export interface Thrown {
  readonly value: Value;
  readonly cause: Cause | undefined;
  readonly gates: number;
  /** The call that threw it, where a statement is nothing but that call. */
  readonly statement?: Site;
}

/** What later calls of a chain add to what was noted of its beginning: `db.update(t).set(v).where(c)`. */
export interface ChainNote {
  bits: number;
  detail?: string;
  readonly store?: string;
  byToken?: boolean;
}

/** A function of the analysis itself. Returns the result; may end the path. `callee` is what is known of it where it is called. */
export type Native = (args: readonly Value[], site: Site, run: Run, callee: Base) => Value;

const MAX_ALTERNATIVES = 6;

/** A value of which only the origin is known. */
export function unknown(bits = 0, cause?: Cause): Value {
  return bits === 0 && !cause ? UNKNOWN : [{ k: 'unknown', bits, gates: 0, cause }];
}

const UNKNOWN: Value = [{ k: 'unknown', bits: 0, gates: 0, cause: undefined }];

export function constant(v: Constant, bits = 0, cause?: Cause): Value {
  if (bits === 0 && !cause) {
    if (v === undefined) return UNDEFINED;
    if (v === true) return TRUE;
    if (v === false) return FALSE;
    if (v === null) return NULL;
  }
  return [{ k: 'const', v, bits, gates: 0, cause }];
}

const UNDEFINED: Value = [{ k: 'const', v: undefined, bits: 0, gates: 0, cause: undefined }];
const NULL: Value = [{ k: 'const', v: null, bits: 0, gates: 0, cause: undefined }];
const TRUE: Value = [{ k: 'const', v: true, bits: 0, gates: 0, cause: undefined }];
const FALSE: Value = [{ k: 'const', v: false, bits: 0, gates: 0, cause: undefined }];

export function object(props: Map<string, Value>, rest?: Value, bits = 0, cause?: Cause): Value {
  return [{ k: 'obj', props, rest, cls: undefined, bits, gates: 0, cause }];
}

export function array(items: readonly Value[], rest?: Value, bits = 0, cause?: Cause): Value {
  return [{ k: 'arr', items, rest, bits, gates: 0, cause }];
}

export function host(kind: HostKind, bits = 0): Value {
  return [{ k: 'host', host: kind, props: new Map(), bits, gates: 0, cause: undefined }];
}

export function native(name: string, run: Native): Value {
  return [{ k: 'native', name, run, bits: 0, gates: 0, cause: undefined }];
}

export function library(spec: string, name: string, given: readonly Value[] = [], bits = 0): Value {
  return [{ k: 'lib', spec, name, given, bits, gates: 0, cause: undefined }];
}

const SENT_BY_CALLER: ReadonlySet<HostKind> = new Set<HostKind>([
  'request',
  'headers',
  'cookies',
  'url',
  'query',
  'params',
  'form',
]);

/** The bits of everything that a value is made of, two levels deep into objects and lists. */
export function bitsOf(value: Value, depth = 6): number {
  let bits = 0;
  for (const atom of value) {
    bits |= atom.bits;
    if (depth === 0) continue;
    if (atom.k === 'obj') {
      for (const part of atom.props.values()) bits |= bitsOf(part, depth - 1);
      if (atom.rest) bits |= bitsOf(atom.rest, depth - 1);
    } else if (atom.k === 'arr') {
      for (const part of atom.items) bits |= bitsOf(part, depth - 1);
      if (atom.rest) bits |= bitsOf(atom.rest, depth - 1);
    } else if (atom.k === 'promise') bits |= bitsOf(atom.value, depth - 1);
    else if (atom.k === 'host' && SENT_BY_CALLER.has(atom.host)) bits |= Bits.INPUT;
  }
  return bits;
}

/** The first cause among a value's alternatives and parts. */
export function causeOf(value: Value, depth = 3): Cause | undefined {
  for (const atom of value) if (atom.cause) return atom.cause;
  if (depth === 0) return undefined;
  for (const atom of value) {
    const parts =
      atom.k === 'obj'
        ? atom.props.values()
        : atom.k === 'arr'
          ? atom.items
          : atom.k === 'promise'
            ? [atom.value]
            : [];
    for (const part of parts) {
      const cause = causeOf(part, depth - 1);
      if (cause) return cause;
    }
  }
  return undefined;
}

/** Adds origins to every alternative. */
export function mark(value: Value, bits: number, cause?: Cause, gates = 0): Value {
  if (bits === 0 && gates === 0 && !cause) return value;
  return value.map((atom) =>
    (atom.bits | bits) === atom.bits && (atom.gates | gates) === atom.gates && (atom.cause || !cause)
      ? atom
      : { ...atom, bits: atom.bits | bits, gates: atom.gates | gates, cause: atom.cause ?? cause },
  );
}

/** Says of every alternative that this decision led to it. */
export function recause(value: Value, cause: Cause): Value {
  return value.map((atom) => ({ ...atom, bits: atom.bits | Bits.IDENTITY, cause }));
}

/** The union of two values; too many alternatives become one unknown. */
export function join(a: Value, b: Value): Value {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  if (a.length === 1 && b.length === 1 && isSame(a[0], b[0])) return a;
  const all = [...a];
  for (const atom of b) {
    const index = all.findIndex((other) => sameAtom(other, atom));
    const known = all[index];
    if (!known) all.push(atom);
    else if (known.gates !== atom.gates || known.bits !== atom.bits) {
      all[index] = {
        ...known,
        bits: known.bits | atom.bits,
        gates: known.gates & atom.gates,
        cause: known.cause ?? atom.cause,
      };
    }
  }
  return all.length <= MAX_ALTERNATIVES ? all : summarized(all);
}

/** Nothing is added by the other one. */
function isSame(a: Atom | undefined, b: Atom | undefined): boolean {
  return a === b || (a && b ? a.gates === b.gates && a.bits === b.bits && sameAtom(a, b) : false);
}

const MAX_DECISIONS = 3;

/** Many alternatives as few: each decision that led to some of them, what the caller sent, and one unknown for the rest. */
function summarized(all: readonly Atom[]): Value {
  const kept: Atom[] = [];
  let bits = 0;
  let gates = ~0;
  for (const atom of all) {
    if (atom.cause?.decided) {
      if (
        kept.length < MAX_DECISIONS &&
        !kept.some((other) => samePlace(other.cause?.site, atom.cause?.site))
      )
        kept.push(atom);
      continue;
    }
    // A middleware that answers in many ways hands on the request in one: what is read of it there is the caller's.
    if (atom.k === 'host' && SENT_BY_CALLER.has(atom.host)) {
      kept.push(atom);
      continue;
    }
    bits |= atom.bits;
    gates &= atom.gates;
  }
  if (gates === ~0) return kept;
  // Losing the alternatives, an absent identity among them may no longer pass for one that is certainly absent.
  return [...kept, { k: 'unknown', bits: bits & ~Bits.IDENTITY, gates, cause: undefined }];
}

function samePlace(a: Site | undefined, b: Site | undefined): boolean {
  return a?.path === b?.path && a?.fn === b?.fn && a?.place === b?.place;
}

function sameAtom(a: Atom, b: Atom): boolean {
  if (a === b) return true;
  if (a.k !== b.k) return false;
  switch (a.k) {
    case 'const':
      return b.k === 'const' && a.v === b.v && (a.bits & Bits.IDENTITY) === (b.bits & Bits.IDENTITY);
    case 'unknown':
      return (
        b.k === 'unknown' && a.truthy === b.truthy && (a.bits & Bits.IDENTITY) === (b.bits & Bits.IDENTITY)
      );
    case 'obj':
      return b.k === 'obj' && a.props === b.props;
    case 'arr':
      return b.k === 'arr' && a.items === b.items;
    case 'fn':
      return b.k === 'fn' && a.closure.fn === b.closure.fn && a.closure.frame === b.closure.frame;
    case 'host':
      return b.k === 'host' && a.props === b.props;
    case 'lib':
      return b.k === 'lib' && a.spec === b.spec && a.name === b.name;
    default:
      return false;
  }
}

/** The single constant that a value is, as a one-element list; undefined when it isn't one. */
export function constantOf(value: Value): { readonly v: Constant } | undefined {
  const [only] = value;
  return value.length === 1 && only?.k === 'const' ? only : undefined;
}

/** The single string that a value is. */
export function stringOf(value: Value | undefined): string | undefined {
  const found = value && constantOf(value);
  return typeof found?.v === 'string' ? found.v : undefined;
}
