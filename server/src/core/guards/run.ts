/** The state of one interpretation: the path being followed, what was seen on it, and the budget. */
import { type Catalogue } from '../catalogue/catalogue';
import { type EffectKind, type IdentityKind } from '../catalogue/entry';
import { type Expr, type ModuleBehavior } from '../behavior/ir';
import { type Resolution } from '../project/project';
import { type FilePath } from '../text/filePath';
import { type Snapshot } from './frames';
import { type Memory, type Reading, type Reads, startReading } from './memory';
import {
  type Atom,
  type CallStep,
  type Cause,
  Gates,
  join,
  type Site,
  type Thrown,
  type Value,
} from './value';

/** What a test can come to; a side that is undefined is impossible. */
export interface Test {
  readonly whenTrue: Side | undefined;
  readonly whenFalse: Side | undefined;
  readonly bits: number;
  readonly cause: Cause | undefined;
}

/** One side of a test: the value's alternatives that lead there. */
export interface Side {
  readonly value: Value;
  readonly gates: number;
}

/**
 * In the anonymous world every verified identity is absent: what is still reached is open to everybody. In the other
 * one any caller may come, so it shows what the endpoint can do at all. Two variants of the anonymous world have a known
 * environment, that of a deployment in production: every variable is `set`, as on Vercel; or it stands on a server of its
 * own, and every secret is missing (`unset`).
 */
export type World = 'anonymous' | 'any' | 'set' | 'unset';

/** True where nobody has an identity. */
export function isAnonymous(world: World): boolean {
  return world !== 'any';
}

/** What is known of the environment in a world. */
export function environmentIn(world: World): Environment {
  return world === 'set' || world === 'unset' ? world : undefined;
}

/** What is known of the environment: every variable is set, or secrets are missing; undefined: nothing. */
export type Environment = 'set' | 'unset' | undefined;

/** Something that happened on a path, in the code that is being interpreted itself. */
export type Happening =
  | {
      readonly k: 'effect';
      readonly effect: EffectKind;
      readonly label: string;
      readonly site: Site;
      readonly bits: number;
      readonly detail?: string;
      /** The name of the table or collection. */
      readonly store?: string;
      /** What the caller sent that says which record. */
      readonly keys?: readonly Atom[];
      /** The service allows no more of it than it would allow the caller itself. */
      readonly asCaller?: boolean;
    }
  /** `byToken`: by something that only who was sent it knows. */
  | {
      readonly k: 'read';
      readonly label: string;
      readonly site: Site;
      readonly bits: number;
      readonly byToken?: boolean;
      /** The name of the table or collection. */
      readonly store?: string;
      /** What the caller sent that says which record. */
      readonly keys?: readonly Atom[];
      readonly secretId?: boolean;
    }
  /** A password that the caller sent is made ready to be stored. */
  | { readonly k: 'hash'; readonly site: Site }
  /** An identity was asked for. */
  | {
      readonly k: 'identity';
      readonly cause: Cause;
      readonly raw: boolean;
      readonly site: Site;
      /** Of another service, which was sent the caller's own credential. */
      readonly service?: boolean;
      /** By something that came in the body or the URL, as what signs in does. */
      readonly presented?: boolean;
    }
  /** A branch on an identity; `rejects` when its side ended the function that it stands in. */
  | { readonly k: 'decision'; readonly cause: Cause }
  | { readonly k: 'schema'; readonly site: Site; readonly bits: number }
  /** A branch on what the caller sent, of which one side leaves. */
  | { readonly k: 'check'; readonly site: Site; readonly bits: number }
  /** A credential is sent on: the caller's own header, or a cookie of the app's session. */
  | { readonly k: 'forward'; readonly site: Site; readonly bits: number; readonly own: boolean }
  | {
      readonly k: 'delegate';
      readonly note: string;
      readonly site: Site | undefined;
      readonly isPublic: boolean;
    }
  | { readonly k: 'credential'; readonly label: string; readonly site: Site; readonly bits: number }
  /** The caller's input was read. */
  | { readonly k: 'input'; readonly what: string }
  | { readonly k: 'upstream'; readonly site: Site; readonly bits: number }
  /** A client of an unknown package, made with a secret of the app, was asked for what the caller said. */
  | { readonly k: 'keyed'; readonly site: Site }
  /** A test of the environment of which one side leaves; `ends`: by an exception, or with a response. */
  | { readonly k: 'environment'; readonly site: Site; readonly ends: boolean }
  /** The same of a secret or of a service's address: it asks whether the app is set up. */
  | { readonly k: 'setup'; readonly site: Site; readonly ends: boolean }
  /** A test of a credential or header as sent, of which one side leaves. */
  | { readonly k: 'presence'; readonly site: Site; readonly raw: boolean }
  /** A test for something absent that could come out in one way only, and ended the path. */
  | { readonly k: 'end'; readonly site: Site }
  /** A comparison of the address that the request comes from, of which one side leaves. */
  | { readonly k: 'address'; readonly site: Site }
  /** A test of a rate limit, of which one side leaves. */
  | { readonly k: 'limited'; readonly site: Site }
  /** A test of what is stored, found without anything that the caller sent, of which one side leaves. */
  | { readonly k: 'stored'; readonly site: Site }
  /** A test of what a package answered that nothing is known of, of which one side leaves. */
  | { readonly k: 'lost'; readonly site: Site }
  /** A guard that rejects was called, and nobody waits for it or heeds it. */
  | { readonly k: 'dropped'; readonly cause: Cause; readonly site: Site }
  | { readonly k: 'redirect'; readonly site: Site }
  /** `spec`: the package that saw the request; `asksForCaller`: a schema that may ask for what a credential leads to. */
  | {
      readonly k: 'opaque';
      readonly site: Site | undefined;
      readonly label: string;
      readonly spec?: string;
      readonly asksForCaller?: true;
    }
  /** A one-time token that the code made is in an answer. */
  | { readonly k: 'handed-out'; readonly site: Site }
  /** What the caller sent is compared with a stored one-time token. */
  | { readonly k: 'token'; readonly site: Site }
  /** A package that nothing is known of was given a function that does something. */
  | { readonly k: 'handed'; readonly spec: string }
  /** An answer that scripts of any site may read. */
  | { readonly k: 'any-origin'; readonly site: Site }
  | { readonly k: 'signature'; readonly site: Site; readonly bits: number }
  /** What the caller sent is compared with a secret or a signature, by an operator. */
  | { readonly k: 'compare'; readonly site: Site; readonly kind: IdentityKind; readonly bits: number };

/** A happening with the gates of its path, or a call with everything that happened in it. */
export type LogEntry =
  | { readonly gates: number; readonly control: Cause | undefined; readonly what: Happening }
  | {
      readonly gates: number;
      readonly control: Cause | undefined;
      readonly step: CallStep;
      readonly outcome: Outcome;
    };

/** A return of a function. */
export interface Exit {
  readonly value: Value;
  readonly gates: number;
  /** The decision under which it was reached. */
  readonly cause: Cause | undefined;
}

/** What a call comes to, relative to the called function: it can be used again for another call. */
export interface Outcome {
  readonly value: Value;
  /** False when it never returns normally. */
  readonly returns: boolean;
  readonly gates: number;
  readonly exits: readonly Exit[];
  readonly throws: readonly Thrown[];
  readonly log: readonly LogEntry[];
  readonly reads: Reads;
}

/** Where the path being followed stands. */
export interface Path {
  dead: boolean;
  gates: number;
  control: Cause | undefined;
  /** The path is an exception's handler: what it tests of the exception is no decision of its own. */
  handles: boolean;
}

/** Counts what was looked at. What an answer was made without looking at, it holds for whatever that is. */
export interface Uses {
  request: number;
  caller: number;
  environment: number;
}

/** What the interpreter may ask of the workspace. */
export interface CodeBase {
  readonly catalogue: Catalogue;
  behaviorOf(path: FilePath): ModuleBehavior | undefined;
  resolve(from: FilePath, specifier: string): Resolution;
  /** Files that the catalogue speaks for, so that they are not followed. */
  readonly projectModules: ReadonlySet<FilePath>;
}

const MAX_STEPS = 60_000;
const MAX_DEPTH = 48;

/** One interpretation in one world. Outcomes and module values are kept by the caller and shared between runs. */
export class Run {
  /** Code that is interpreted asks by `anonymous` and `environment`, which count. */
  readonly world: World;
  readonly code: CodeBase;
  readonly memory: Memory;
  path: Path = { dead: false, gates: 0, control: undefined, handles: false };
  /** Where exceptions of the current block go. */
  throws: Thrown[] = [];
  log: LogEntry[] = [];
  exits: Exit[] = [];
  reads: Reading = startReading();
  /** The functions being interpreted, to notice recursion. */
  readonly active = new Map<unknown, number>();
  depth = 0;
  steps = 0;
  /** The request of this run. What looks at it is remembered for this request only. */
  #method: string | undefined;
  #url: string | undefined;
  #segments: ReadonlySet<string> = new Set();
  /** How often the run looked at its request, at whether its caller is anonymous, and at its environment. */
  readonly uses: Uses = { request: 0, caller: 0, environment: 0 };
  /** Tells requests apart. */
  requestName = '';

  /** Sets the request: its method, its URL, and the names of the URL's dynamic parts. */
  setRequest(method: string | undefined, url: string | undefined, segments: ReadonlySet<string>): void {
    this.#method = method;
    this.#url = url;
    this.#segments = segments;
    this.requestName = `${method ?? ''} ${url ?? ''}`;
  }

  get method(): string | undefined {
    this.uses.request++;
    return this.#method;
  }

  get url(): string | undefined {
    this.uses.request++;
    return this.#url;
  }

  get segments(): ReadonlySet<string> {
    this.uses.request++;
    return this.#segments;
  }

  /** Functions whose code is the endpoint's own, by their closures' ids. */
  readonly own = new Set<string>();
  /** Rendering code is run for its variables only: ways out of it are passed over. */
  lenient = false;
  jumps: Jump[] = [];
  /** How many module bindings are being evaluated: their code runs once, not for a request. */
  inModule = 0;
  /** What the module's variables were assigned by code that ran for this request. */
  readonly globals = new Map<string, Value>();
  /** How the right sides of `&&` and `||` came out last. */
  readonly tests = new Map<unknown, Test>();
  /** The call that is a statement by itself: nobody uses what it returns. */
  unused: Expr | undefined;
  /** The call being evaluated is awaited, or its promise is handled. */
  awaiting = false;
  /** A function's definition is being evaluated to find the value of an endpoint, not a request. */
  inDefinition = false;
  /** Of each function being run, whether it is async. */
  readonly inAsync: boolean[] = [];
  /** The budget was used up: what follows was not seen. */
  bounded = false;
  /** How many tests of the input stand around the code of the function being run: what it assigns tells their outcome. */
  inputTests = 0;
  /** The assignment being made. */
  assigning: Site | undefined;

  constructor(world: World, code: CodeBase, memory: Memory) {
    this.world = world;
    this.code = code;
    this.memory = memory;
  }

  /** Calls a function value; set once by whoever makes the run, so that this file needs no interpreter. */
  call: (callee: Value, args: readonly Value[], site: Site) => Value = () => [];

  get anonymous(): boolean {
    this.uses.caller++;
    return isAnonymous(this.world);
  }

  get environment(): Environment {
    this.uses.environment++;
    return environmentIn(this.world);
  }

  note(what: Happening): void {
    if (this.path.dead || this.log.length > 400) return;
    this.log.push({ gates: this.path.gates, control: this.path.control, what });
  }

  /** Keeps what a module's variable is assigned. On another path it may have been assigned something else, which stays possible. */
  assignGlobal(key: string, value: Value): void {
    const isThere = (atom: Value[number]): boolean =>
      atom.k !== 'const' || (atom.v !== null && atom.v !== undefined);
    const known = this.globals.get(key)?.filter(isThere);
    this.globals.set(key, known ? join(known, value) : value);
  }

  /** Counts a step; false when the budget is used up. */
  step(): boolean {
    if (++this.steps <= MAX_STEPS && this.depth <= MAX_DEPTH) return true;
    this.bounded = true;
    return false;
  }

  /** Puts the state of the function being run aside; another one starts without any. */
  enter(): Activation {
    const { path, throws, log, exits, reads, jumps, lenient, inputTests } = this;
    this.path = { dead: false, gates: 0, control: undefined, handles: false };
    this.throws = [];
    this.log = [];
    this.exits = [];
    this.reads = startReading();
    this.jumps = [];
    this.lenient = false;
    this.inputTests = 0;
    return { path, throws, log, exits, reads, jumps, lenient, inputTests };
  }

  /** Goes on where another function was entered. */
  resume(outer: Activation): void {
    this.path = outer.path;
    this.throws = outer.throws;
    this.log = outer.log;
    this.exits = outer.exits;
    this.reads = outer.reads;
    this.jumps = outer.jumps;
    this.lenient = outer.lenient;
    this.inputTests = outer.inputTests;
  }

  /** Ends the path with an exception. */
  throw(value: Value, cause: Cause | undefined): void {
    if (this.path.dead) return;
    addThrown(this.throws, {
      value,
      cause: cause ?? this.path.control,
      gates: this.path.gates & ~Gates.PRESENT,
    });
    this.path.dead = true;
  }
}

type Activation = Pick<
  Run,
  'path' | 'throws' | 'log' | 'exits' | 'reads' | 'jumps' | 'lenient' | 'inputTests'
>;

/** A `break` or `continue` with the state it left. */
export interface Jump {
  readonly kind: 'break' | 'continue';
  readonly label: string | undefined;
  readonly state: Snapshot;
}

/** Runs code that may run for each of many; what comes behind it happens once. */
export function forEach<T>({ path }: Run, code: () => T): T {
  const outer = path.gates & Gates.EACH;
  path.gates |= Gates.EACH;
  const result = code();
  path.gates = (path.gates & ~Gates.EACH) | outer;
  return result;
}

const MAX_THROWN = 8;

/** Keeps exceptions apart by their cause. */
export function addThrown(list: Thrown[], thrown: Thrown): void {
  const index = list.findIndex(
    (other) => sameCause(other.cause, thrown.cause) && other.gates === thrown.gates,
  );
  const known = list[index];
  if (known) list[index] = { ...known, value: join(known.value, thrown.value) };
  else if (list.length < MAX_THROWN) list.push(thrown);
}

/** True when two causes are the same decision. */
export function sameCause(a: Cause | undefined, b: Cause | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  const [x, y] = [a.site, b.site];
  return a.kind === b.kind && x?.path === y?.path && x?.fn === y?.fn && x?.place === y?.place;
}
