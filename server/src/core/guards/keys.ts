/** Keys for calls: two calls with equal keys come to the same outcome. */
import { idOf, type Memory } from './memory';
import { type Atom, type Cause, type Closure, type Frame, type Site, type Value } from './value';

/** A key of a larger call is not worth its making. */
const MAX_PARTS = 200;
const MAX_DEPTH = 4;

/** A text that stands for a call: the function with its arguments, and what it is called on. */
export interface CallKey {
  readonly call: string;
  readonly self: number | undefined;
}

/** The key of a call, or undefined where it holds something that can't be compared by its text. */
export function callKey(
  memory: Memory,
  closure: Closure,
  args: readonly Value[],
  self: Value | undefined,
): CallKey | undefined {
  const maker = new KeyMaker(memory);
  let call = `${maker.textId(closure.id)}${maker.frames(closure.frame)}(`;
  for (const arg of args) {
    const own = maker.valueId(arg, MAX_DEPTH);
    if (own === undefined) return undefined;
    call += `${own};`;
  }
  const own = self && maker.valueId(self, MAX_DEPTH);
  return self && own === undefined ? undefined : { call, self: own };
}

/**
 * Gives values numbers. What a value is made of has numbers of its own, so that all texts are short: they are looked up
 * more often than anything else.
 */
class KeyMaker {
  readonly #memory: Memory;
  #parts = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** A number for a text. */
  textId(text: string): number {
    const { texts } = this.#memory;
    let id = texts.get(text);
    if (id === undefined) texts.set(flat(text), (id = this.#memory.nextId++));
    return id;
  }

  /** The variables around a function: which frames, and in which state. */
  frames(frame: Frame | undefined): string {
    let key = '';
    for (let at = frame; at; at = at.parent) key += `@${idOf(this.#memory, at)}.${at.version}`;
    return key;
  }

  /** A number for a value, or undefined where it can't be compared. */
  valueId(value: Value, depth: number): number | undefined {
    if (++this.#parts > MAX_PARTS) return undefined;
    let key = '';
    for (const atom of value) {
      const detail = this.#detail(atom, depth);
      if (detail === undefined) return undefined;
      key += `/${atom.k}${atom.bits},${atom.gates}`;
      if (atom.cause) key += `?${this.#causeId(atom.cause)}`;
      key += `:${detail}`;
    }
    return this.textId(key);
  }

  #detail(atom: Atom, depth: number): string | number | undefined {
    switch (atom.k) {
      case 'const':
        return `${typeof atom.v}${String(atom.v)}`;
      case 'unknown':
        return `${atom.truthy ? '!' : ''}${atom.text === undefined ? '' : `"${atom.text}"`}`;
      case 'lib':
        return this.#library(atom, depth);
      case 'module':
        return atom.path;
      case 'fn':
        return this.#closure(atom.closure, depth);
      case 'cls':
        return `${idOf(this.#memory, atom.cls.ir)}${this.frames(atom.cls.frame)}`;
      case 'obj':
      case 'host':
        return this.#members(atom, depth);
      case 'arr':
        return this.#list(atom.rest ? [...atom.items, atom.rest] : atom.items, depth);
      case 'promise':
        return this.#promise(atom, depth);
      case 're':
        return atom.source;
      case 'native':
      case 'builder':
        return idOf(this.#memory, atom);
    }
  }

  #closure(closure: Closure, depth: number): string | undefined {
    const key = `${this.textId(closure.id)}~${closure.edition}${this.frames(closure.frame)}`;
    if (!closure.self) return key;
    const self = depth === 0 ? undefined : this.valueId(closure.self, depth - 1);
    return self === undefined ? undefined : `${key}!${self}`;
  }

  /** Objects can change: what they hold now belongs to the key. */
  #members(atom: Extract<Atom, { k: 'obj' | 'host' }>, depth: number): string | undefined {
    if (depth === 0) return undefined;
    let key = atom.k === 'host' ? atom.host : atom.cls ? `c${idOf(this.#memory, atom.cls.ir)}` : '';
    for (const name of atom.props.keys()) {
      const own = this.valueId(atom.props.get(name) ?? [], depth - 1);
      if (own === undefined) return undefined;
      key += `,${name}:${own}`;
    }
    if (atom.k === 'host' || !atom.rest) return key;
    const rest = this.valueId(atom.rest, depth - 1);
    return rest === undefined ? undefined : `${key}*${rest}`;
  }

  #list(values: readonly Value[], depth: number): string | undefined {
    if (depth === 0) return undefined;
    let key = '';
    for (const value of values) {
      const own = this.valueId(value, depth - 1);
      if (own === undefined) return undefined;
      key += `,${own}`;
    }
    return key;
  }

  /** What can't be compared among what a package was given is compared by its identity. */
  #library(atom: Extract<Atom, { k: 'lib' }>, depth: number): string {
    const { spec, name, given, reading, records, noted, readAt } = atom;
    let key = `${spec}.${name}`;
    if (given.length > 0) key += `#${this.#list(given, depth) ?? `=${idOf(this.#memory, given)}`}`;
    const fed = spec === 'global:' ? this.#memory.fed.get(given) : undefined;
    if (fed !== undefined) key += `+${fed}`;
    if (reading) key += `!${reading}${records ? 'r' : ''}`;
    if (noted) key += `@${idOf(this.#memory, noted)}`;
    if (readAt) key += siteText(readAt);
    return key;
  }

  #promise(atom: Extract<Atom, { k: 'promise' }>, depth: number): string | undefined {
    const own = depth === 0 ? undefined : this.valueId(atom.value, depth - 1);
    if (own === undefined) return undefined;
    let key = `${atom.settles ? '' : '-'}${own}${atom.passed === 0 ? '' : `/${atom.passed}`}`;
    for (const { value, cause, gates, statement } of atom.throws) {
      const thrown = this.valueId(value, depth - 1);
      if (thrown === undefined) return undefined;
      key += `^${thrown},${gates}${cause ? `?${this.#causeId(cause)}` : ''}${statement ? siteText(statement) : ''}`;
    }
    return key;
  }

  /** A number for what a cause says: each call on its way makes a new one, which says the same as the last time. */
  #causeId(cause: Cause): number {
    const { ids } = this.#memory;
    const known = ids.get(cause);
    if (known !== undefined) return known;
    const { kind, site, calls, label, decided, soft, sender } = cause;
    let text = `${kind}${decided ? 'd' : ''}${soft ? 's' : ''}${sender ? 'f' : ''}${site ? siteText(site) : ''}"${label}"`;
    for (const step of calls) text += `${step.own ? '!' : ''}${siteText(step.site)}"${step.label}"`;
    const id = this.textId(text);
    ids.set(cause, id);
    return id;
  }
}

/** The same text without the pieces that it was put together from: to read one character, the engine copies them into one. */
export function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

function siteText({ path, fn, place }: Site): string {
  return `@${path}#${fn}:${place}`;
}
