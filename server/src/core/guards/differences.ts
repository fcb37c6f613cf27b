/** Comparisons that are written out: each character is compared by its bits, and what differs is gathered (`d |= a ^ b`). */
import { type Expr, type Stmt } from '../behavior/ir';
import { secretComparison } from './operators';
import { type Run } from './run';
import { type Atom, Bits, bitsOf, type Cause, type Value } from './value';

/** What `l ^ r` is of what the caller sent and of what no caller knows, and `l | r` of such; undefined where it tells nothing. */
export function difference(run: Run, op: string, l: Value, r: Value): Value | undefined {
  const cause = op === '^' ? comparisonOf(l, r) : op === '|' ? gatheredIn(run, l, r) : undefined;
  if (!cause) return undefined;
  const bits = bitsOf(l) | bitsOf(r) | Bits.IDENTITY;
  // Who doesn't know the secret differs from it somewhere: it is never zero.
  return [{ k: 'unknown', bits, gates: 0, cause, ...(run.anonymous && { truthy: true as const }) }];
}

function comparisonOf(l: Value, r: Value): Cause | undefined {
  for (const a of l)
    for (const b of r) {
      const cause = isPart(a) && isPart(b) ? secretComparison(a, b) : undefined;
      if (cause) return cause;
    }
  return undefined;
}

/** A character of a text, and not how long it is. */
function isPart(atom: Atom): boolean {
  return atom.k !== 'lib' || !atom.name.endsWith('.length');
}

function gatheredIn(run: Run, l: Value, r: Value): Cause | undefined {
  const isDifference = (atom: Atom): boolean =>
    atom.k === 'unknown' && (atom.bits & Bits.IDENTITY) !== 0 && (atom.truthy === true || !run.anonymous);
  return [...l, ...r].find(isDifference)?.cause;
}

/** True for a loop that does nothing but gather differences: what is compared by it has characters. */
export function gathers(body: readonly Stmt[]): boolean {
  const [only] = body;
  if (body.length !== 1 || !only) return false;
  if (only.k === 'block') return gathers(only.b);
  return only.k === 'do' && only.e.k === 'set' && (only.e.op === '|' || isUnion(only.e.e));
}

/** `d = d | (a ^ b)` */
function isUnion(e: Expr): boolean {
  return e.k === 'bin' && e.op === '|' && [e.l, e.r].some((side) => side.k === 'bin' && side.op === '^');
}
