/** The values that tracing a handler computes with: constants, closures and objects where they are known, else who they come from. */
import { type ClassIr, type FunctionId, type PlaceNumber } from '../behavior/ir';
import { type FilePath } from '../text/filePath';

/** A place in code by fact: `at:<fn>:<place>` of the file's behavior. */
export interface Site {
  readonly path: FilePath;
  readonly fn: FunctionId;
  readonly place: PlaceNumber;
}

/** The variables of one call, and those around it. */
export interface Scope {
  readonly vars: Map<string, Value>;
  readonly parent: Scope | undefined;
  readonly path: FilePath;
  readonly fn: FunctionId;
  /** What `this` is. */
  readonly self: Value;
}

export type Constant = string | number | boolean | null | undefined;

export type Atom =
  | { readonly k: 'lit'; readonly v: Constant }
  /** The request that Next.js hands to the handler, or a clone of it. */
  | { readonly k: 'request' }
  /** Its `nextUrl`. */
  | { readonly k: 'url' }
  /** `clone` of one of them. */
  | { readonly k: 'clone'; readonly of: Value }
  | { readonly k: 'fn'; readonly path: FilePath; readonly id: FunctionId; readonly scope: Scope | undefined }
  | { readonly k: 'class'; readonly path: FilePath; readonly c: ClassIr; readonly scope: Scope | undefined }
  | { readonly k: 'obj'; readonly props: Map<string, Value>; readonly made: Class | undefined }
  | { readonly k: 'arr'; readonly items: readonly Value[] }
  | { readonly k: 'response'; readonly status: number | undefined }
  | { readonly k: 'module'; readonly path: FilePath }
  /** Something of a package or a global: `name` is a dotted path in which `()` stands for a call, `given` what it was called with. */
  | { readonly k: 'lib'; readonly spec: string; readonly name: string; readonly given: readonly Value[] }
  /** An export of a file that is not worth reading for the question at hand. */
  | { readonly k: 'far'; readonly path: FilePath; readonly name: string }
  | { readonly k: 'unknown' }
  /** Nothing is known but that it was made of the request. */
  | { readonly k: 'opaque' };

/** The class that made an object. */
export type Class = Extract<Atom, { k: 'class' }>;

/** What an expression may be: one of these. */
export type Value = readonly Atom[];

/** The package of what is not imported at all. */
export const GLOBAL = 'global:';

export const UNKNOWN: Value = [{ k: 'unknown' }];
export const OPAQUE: Value = [{ k: 'opaque' }];
export const REQUEST: Value = [{ k: 'request' }];
export const NEXT_URL: Value = [{ k: 'url' }];

/** A constant. */
export function literal(v: Constant): Value {
  return [{ k: 'lit', v }];
}

const MAX_ATOMS = 8;

/** What is one or the other. */
export function join(a: Value, b: Value): Value {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const joined = [...a];
  for (const atom of b) {
    if (joined.includes(atom) || joined.some((known) => sameAtom(known, atom))) continue;
    if (joined.length >= MAX_ATOMS) return [...joined.slice(0, MAX_ATOMS - 1), { k: 'unknown' }];
    joined.push(atom);
  }
  return joined;
}

function sameAtom(a: Atom, b: Atom): boolean {
  if (a.k !== b.k) return false;
  if (a.k === 'lit') return b.k === 'lit' && a.v === b.v;
  return a.k === 'unknown' || a.k === 'opaque' || a.k === 'request' || a.k === 'url';
}

/** The constant that a value certainly is. */
export function constantOf(value: Value): { readonly v: Constant } | undefined {
  const [only] = value;
  return value.length === 1 && only?.k === 'lit' ? only : undefined;
}

/** The text that a value certainly is. */
export function textOf(value: Value | undefined): string | undefined {
  const constant = value && constantOf(value);
  return typeof constant?.v === 'string' ? constant.v : undefined;
}

/** Whether a value is certainly true or certainly false as a condition. */
export function truthOf(value: Value): boolean | undefined {
  let truth: boolean | undefined;
  for (const atom of value) {
    // What a package or a global holds (`process.env.X` too) only a run can tell.
    if (atom.k === 'unknown' || atom.k === 'opaque' || atom.k === 'lib' || atom.k === 'far') return undefined;
    const own = atom.k === 'lit' ? Boolean(atom.v) : true;
    if (truth !== undefined && truth !== own) return undefined;
    truth = own;
  }
  return truth;
}

/** True when whoever gets the value can read the request. */
export function holdsRequest(value: Value, depth = 3): boolean {
  return value.some((atom) => {
    switch (atom.k) {
      case 'request':
      case 'url':
      case 'opaque':
      case 'clone':
        return true;
      case 'obj':
        return depth > 0 && [...atom.props.values()].some((part) => holdsRequest(part, depth - 1));
      case 'arr':
        return depth > 0 && atom.items.some((part) => holdsRequest(part, depth - 1));
      default:
        return false;
    }
  });
}
