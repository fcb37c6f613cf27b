/** Loops that count: what their condition counts by changes with every round, so that they end some time. */
import { type Expr } from '../behavior/ir';
import { getVar, setVar } from './frames';
import { bitsOf, type Frame, unknown, type Value } from './value';

/** Variables with what they were before a round. */
export type Counters = ReadonlyMap<string, Value | undefined>;

export const NO_COUNTERS: Counters = new Map();

const ORDER: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/** The function's own variables that a condition compares by order. */
export function countersOf(condition: Expr, frame: Frame): Counters {
  if (condition.k === 'and')
    return new Map([...countersOf(condition.l, frame), ...countersOf(condition.r, frame)]);
  if (condition.k !== 'bin' || !ORDER.has(condition.op)) return NO_COUNTERS;
  const found = new Map<string, Value | undefined>();
  for (const side of [condition.l, condition.r])
    if (side.k === 'loc' && side.up === 0) found.set(side.n, getVar(frame, side.n));
  return found;
}

/** After a round: how many more there were is not known. */
export function countOn(frame: Frame, before: Counters): void {
  for (const [name, value] of before) {
    const counted = getVar(frame, name);
    if (counted && counted !== value) setVar(frame, name, unknown(bitsOf(counted)));
  }
}
