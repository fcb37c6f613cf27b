/** What a query's filter holds back: a condition that is undefined is left out by some libraries, and everything matches. */
import { type Atom, Bits, bitsOf, type Value } from './value';

const WHO = Bits.IDENTITY | Bits.CREDENTIAL;

/**
 * The origins of what a query is asked with. `bits` has those of all its arguments; where only conditions that are left out
 * depend on who is calling, the query doesn't.
 */
export function filterBits(args: readonly Value[], bits: number): number {
  const [first] = args[0] ?? [];
  const where = first?.k === 'obj' ? first.props.get('where') : undefined;
  if (!where || (bits & WHO) === 0) return bits;
  return (conditionBits(where) & WHO) === 0 && where.some(leavesOut) ? bits & ~WHO : bits;
}

function conditionBits(value: Value): number {
  return value.reduce((bits, atom) => bits | (isLeftOut(atom) ? 0 : atom.bits | partBits(atom)), 0);
}

function partBits(atom: Atom): number {
  const parts = partsOf(atom);
  if (parts.length === 0) return bitsOf([atom]);
  return parts.reduce((bits, part) => bits | conditionBits(part), 0);
}

function leavesOut(atom: Atom): boolean {
  return partsOf(atom).some((part) => part.some((each) => isLeftOut(each) || leavesOut(each)));
}

function isLeftOut(atom: Atom): boolean {
  return atom.k === 'const' && atom.v === undefined;
}

function partsOf(atom: Atom): readonly Value[] {
  if (atom.k === 'obj') return [...atom.props.values(), ...(atom.rest ? [atom.rest] : [])];
  return atom.k === 'arr' ? [...atom.items, ...(atom.rest ? [atom.rest] : [])] : [];
}
