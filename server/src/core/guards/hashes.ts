/** Hashes that are fed in a statement of its own: `hash.update(text)` changes the hash, whatever becomes of what it returns. */
import { type Run } from './run';
import { type Atom, bitsOf, type Value } from './value';

type Library = Extract<Atom, { k: 'lib' }>;

/** https://nodejs.org/api/crypto.html#hashupdatedata-inputencoding */
const HASH = /^(?:default\.)?create(?:Hash|Hmac)\(\)/;

/** True for what `createHash(…)` made; a method of it has the same arguments with it. */
export function isHash(atom: Library): boolean {
  return (atom.spec === 'node:crypto' || atom.spec === 'crypto') && HASH.test(atom.name);
}

/** Remembers what a hash is fed. */
export function feed(run: Run, atom: Library, args: readonly Value[]): void {
  if (!isHash(atom) || !atom.name.endsWith('().update')) return;
  const { fed } = run.memory;
  fed.set(
    atom.given,
    args.reduce((bits, arg) => bits | bitsOf(arg), fed.get(atom.given) ?? 0),
  );
}

/** The bits of all that a hash was fed so far. */
export function fedBits(run: Run, atom: Library): number {
  return isHash(atom) ? (run.memory.fed.get(atom.given) ?? 0) : 0;
}
