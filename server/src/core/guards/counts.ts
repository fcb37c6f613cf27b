/** Tells a rate limit's own bookkeeping from what an endpoint changes. */
import { type EffectKind } from '../catalogue/entry';
import { Bits } from './value';

const NAMED = Bits.INPUT | Bits.CREDENTIAL | Bits.COOKIE | Bits.VISITOR | Bits.STORE | Bits.IDENTITY;

/** What is kept of the address that a request comes from, and of nothing else of it, is how often it came. */
export function isCount(effect: EffectKind, bits: number): boolean {
  return effect === 'database' && (bits & Bits.ADDRESS) !== 0 && (bits & NAMED) === 0;
}
