/** What is filled in statements of its own: `hash.update(text)` and `map.set(key, value)` change what they are called on. */
import { type Run } from './run';
import { type Atom, Bits, bitsOf, mark, type Value } from './value';

type Library = Extract<Atom, { k: 'lib' }>;

/** https://nodejs.org/api/crypto.html#hashupdatedata-inputencoding */
const HASH = /^(?:default\.)?create(?:Hash|Hmac)\(\)/;

/** True for what `createHash(…)` made; a method of it has the same arguments with it. */
export function isHash(atom: Library): boolean {
  return (atom.spec === 'node:crypto' || atom.spec === 'crypto') && HASH.test(atom.name);
}

/** `new Map(…)` and `new Set(…)`: what they were made of is what they hold. */
export function isCollection(atom: Library): boolean {
  return atom.spec === 'global:' && /^new (?:Map|Set)\(\)/.test(atom.name);
}

/** Where a collection's parts were found, and by what: who is calling is no part of that. */
const FOUND = Bits.STORE | Bits.STATE | Bits.UPSTREAM;
const HELD = FOUND | Bits.INPUT;

/** What a collection that was made for this request may hold besides: the headers, by their names. */
const SENT = Bits.HEADER | Bits.CREDENTIAL;

/** Remembers what a hash is fed, and what is put into a collection. */
export function feed(run: Run, atom: Library, args: readonly Value[]): void {
  const isFed = atom.name.endsWith('().update') && isHash(atom);
  if (!isFed && !(/\(\)\.(?:set|add)$/.test(atom.name) && isCollection(atom))) return;
  const holds = atom.bits & Bits.STATE ? HELD : HELD | SENT;
  const bits = args.reduce((all, arg) => all | bitsOf(arg), 0) & (isFed ? ~0 : holds);
  const { fed } = run.memory;
  if (isFed || bits & (FOUND | SENT)) fed.set(atom.given, bits | (fed.get(atom.given) ?? 0));
}

/** The bits of all that it was fed so far. */
export function fedBits(run: Run, atom: Library): number {
  return isHash(atom) || isCollection(atom) ? (run.memory.fed.get(atom.given) ?? 0) : 0;
}

/** A collection with the origins of what it was filled with; any other value as it is. */
export function filled(run: Run, value: Value): Value {
  const [only] = value;
  return value.length === 1 && only?.k === 'lib' ? mark(value, fedBits(run, only)) : value;
}
