/** What outlives a run: outcomes of calls and values of names, each with the code that it rests on. */
import { type FunctionIr, type ModuleBehavior } from '../behavior/ir';
import { type FilePath } from '../text/filePath';
import { type Conditions, type KnownOutcome } from './outcomes';
import { type Slots, type Value } from './value';

/** A piece of code that an edit may change: a function, a binding, an export. */
export interface CodePart {
  readonly path: FilePath;
  /** `path#function`, `path#=binding`, `path#:export`. */
  readonly id: string;
  /** The edition that changed it last; 0 for none. */
  changed: number;
}

/** What an answer rests on: pieces of code, and the answers that it was made of. */
export interface Reads {
  readonly parts: readonly CodePart[];
  readonly answers: readonly Reads[];
  /** The edition in which it was last seen to hold; -1 once it does not. */
  checked: number;
}

/** What is being read for an answer that is being made. */
export interface Reading {
  readonly parts: CodePart[];
  readonly answers: Reads[];
}

/** Nothing read so far. */
export function startReading(): Reading {
  return { parts: [], answers: [] };
}

/** What was read, once the answer is made. */
export function readBy(memory: Memory, { parts, answers }: Reading): Reads {
  return {
    parts: settled(parts.length > 1 ? [...new Set(parts)] : parts),
    answers: settled(answers.length > 1 ? [...new Set(answers)] : answers),
    checked: memory.edition,
  };
}

/**
 * What answers rest on, without the answers themselves: whoever keeps it for long keeps nothing of how it was found, which
 * is many times as much.
 */
export function codeBehind(memory: Memory, answers: readonly Reads[]): Reads {
  const parts = new Set<CodePart>();
  const seen = new Set(answers);
  for (const answer of seen) {
    for (const part of answer.parts) parts.add(part);
    for (const inner of answer.answers) seen.add(inner);
  }
  return { parts: [...parts], answers: NOTHING, checked: memory.edition };
}

/** A list that is kept and grows no more: one that grew has room to grow, which is most of what lists of one would take. */
export function settled<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NOTHING : list.slice();
}

const NOTHING: readonly never[] = [];

/** A value of a module's name, and what it holds for. */
export interface KnownValue {
  readonly on: Conditions;
  readonly value: Value;
  readonly reads: Reads;
}

/** The place where a module's name is bound. */
export interface Definition {
  readonly path: FilePath;
  readonly name: string;
  readonly part: CodePart;
  values: readonly KnownValue[];
}

/** What a name of a module leads to, through imports and re-exports. */
export interface Link {
  /** A binding of the workspace, or the value itself; undefined where nothing of that name is there. */
  readonly to: Definition | Value | undefined;
  readonly reads: Reads;
}

/** What is known of a module's names. */
export interface ModuleLinks {
  readonly bindings: Map<string, Link>;
  readonly exports: Map<string, Link>;
  readonly definitions: Map<string, Definition>;
}

/** See the file's own comment. */
export interface Memory {
  /** What calls came to, in the order of their use; and what was not used for so long that it goes next. */
  outcomes: Map<string, readonly KnownOutcome[]>;
  olderOutcomes: Map<string, readonly KnownOutcome[]>;
  readonly links: Map<FilePath, ModuleLinks>;
  readonly parts: Map<FilePath, Map<string, CodePart>>;
  /** A number for each object whose identity matters to what a call comes to. */
  readonly ids: WeakMap<object, number>;
  /** A number for each text that says what a value is. */
  readonly texts: Map<string, number>;
  /** By function: nothing comes of calling it, its result aside. */
  readonly inert: Map<string, { readonly isInert: boolean; readonly reads: Reads }>;
  /** Paths into packages by what they begin with: they are made, and looked up in the catalogue, at every step. */
  readonly paths: Map<string, Map<string, string>>;
  /** Of each function, where its variables are in its frames. */
  readonly slots: WeakMap<FunctionIr, Slots>;
  nextId: number;
  /** Members of objects and items of lists that a module made when it was loaded. */
  readonly kept: WeakSet<object>;
  /** Maps of the module that hold promises. */
  readonly transient: WeakSet<object>;
  /** What hashes and collections were fed, by the arguments that they were made with. */
  readonly fed: WeakMap<object, number>;
  /** Counts edits. */
  edition: number;
}

/** An empty memory. */
export function createMemory(): Memory {
  return {
    outcomes: new Map(),
    olderOutcomes: new Map(),
    links: new Map(),
    parts: new Map(),
    ids: new WeakMap(),
    texts: new Map(),
    inert: new Map(),
    paths: new Map(),
    slots: new WeakMap(),
    nextId: 1,
    kept: new WeakSet(),
    transient: new WeakSet(),
    fed: new WeakMap(),
    edition: 0,
  };
}

/** The number of an object. */
export function idOf(memory: Memory, object: object): number {
  let id = memory.ids.get(object);
  if (id === undefined) memory.ids.set(object, (id = memory.nextId++));
  return id;
}

/** `path`, `separator` and `end` in one: always the same text, which is put together once. */
export function extended({ paths }: Memory, path: string, end: string, separator = ''): string {
  let longer = paths.get(path);
  if (!longer) paths.set(path, (longer = new Map<string, string>()));
  let whole = longer.get(end);
  if (whole === undefined) longer.set(end, (whole = path + separator + end));
  return whole;
}

/** Where the variables of a function are in its frames. */
export function slotsOf({ slots }: Memory, fn: FunctionIr): Slots {
  let own = slots.get(fn);
  if (!own) slots.set(fn, (own = new Map<string, number>()));
  return own;
}

/** What is known of the names of a module. */
export function linksOf(memory: Memory, path: FilePath): ModuleLinks {
  let links = memory.links.get(path);
  if (!links)
    memory.links.set(path, (links = { bindings: new Map(), exports: new Map(), definitions: new Map() }));
  return links;
}

/** A piece of a file's code: a function's id, `=binding` or `:export`. */
export function partOf(memory: Memory, path: FilePath, name: string): CodePart {
  let parts = memory.parts.get(path);
  if (!parts) memory.parts.set(path, (parts = new Map<string, CodePart>()));
  let part = parts.get(name);
  if (!part) parts.set(name, (part = { path, id: `${path}#${name}`, changed: 0 }));
  return part;
}

/** True when nothing that an answer rests on was edited since it was made. */
export function holds(memory: Memory, reads: Reads): boolean {
  if (reads.checked === memory.edition) return true;
  if (reads.checked < 0) return false;
  const since = reads.checked;
  const same =
    reads.parts.every((part) => part.changed <= since) &&
    reads.answers.every((answer) => holds(memory, answer));
  reads.checked = same ? memory.edition : -1;
  return same;
}

/** True when an answer rests on code of one of the files. */
export function restsOn(
  reads: Reads,
  files: ReadonlyMap<FilePath, unknown>,
  seen = new Set<Reads>(),
): boolean {
  if (seen.has(reads)) return false;
  seen.add(reads);
  return (
    reads.parts.some(({ path }) => files.has(path)) ||
    reads.answers.some((answer) => restsOn(answer, files, seen))
  );
}

/** Takes an edit of a file in. Without its behavior from before, or after, nothing of it is as it was. */
export function noteEdit(
  memory: Memory,
  path: FilePath,
  before: ModuleBehavior | undefined,
  after: ModuleBehavior | undefined,
): void {
  const parts = memory.parts.get(path);
  memory.edition++;
  if (!parts) return;
  const isOther =
    before && after && shapeOf(before) === shapeOf(after) ? differing(before, after) : () => true;
  for (const [name, part] of parts) if (isOther(name)) part.changed = memory.edition;
}

function shapeOf({ inits, exports, stars, inlineActions, declaredPublic }: ModuleBehavior): string {
  return JSON.stringify([inits, exports, stars, inlineActions, declaredPublic]);
}

function differing(before: ModuleBehavior, after: ModuleBehavior): (part: string) => boolean {
  const isOther = (a: object, b: object, name: string): boolean =>
    JSON.stringify(Object.getOwnPropertyDescriptor(a, name)) !==
    JSON.stringify(Object.getOwnPropertyDescriptor(b, name));
  return (part) =>
    part.startsWith('=')
      ? isOther(before.bindings, after.bindings, part.slice(1))
      : !part.startsWith(':') && isOther(before.functions, after.functions, part);
}
