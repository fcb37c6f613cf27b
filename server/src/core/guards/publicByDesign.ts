/** Tells whether an endpoint is open on purpose, by what it does: conservative, and never by its path alone. */
import { type RequestRun, type Target } from './request';
import { Bits, bitsOf } from './value';
import { type Event, type Guard, isChange } from './verdict';

/** The answer, with one of the reasons of the glossary. */
export interface PublicByDesign {
  readonly value: boolean | 'unknown';
  readonly reason: string | null;
}

/** What the answer is made from. */
export interface PublicCase {
  readonly target: Target;
  readonly guard: Guard;
  readonly anonymous: RequestRun;
  readonly any: RequestRun;
  readonly events: readonly Event[];
}

const NO: PublicByDesign = { value: false, reason: null };

/** Judges whether it is meant to be open. */
export function publicByDesign(asked: PublicCase): PublicByDesign {
  const { target, guard, events } = asked;
  if (target.framework) return yes('metadata');
  if (guard.verdict === 'delegated') {
    const isPublic = events.some(({ what }) => what.k === 'delegate' && what.isPublic);
    return isPublic || target.method === 'OPTIONS' ? yes('framework-owned') : NO;
  }
  if (guard.verdict === 'guarded') {
    return guard.kind === 'signature' && events.some(({ what }) => what.k === 'signature')
      ? yes('verified webhook signature')
      : NO;
  }
  if (guard.verdict === 'unknown') return { value: 'unknown', reason: null };
  const credential = events.find(({ what }) => what.k === 'credential');
  if (credential) return yes('credential step');
  const changes = events.filter(isChange);
  const readsStore = asked.any.returned.some((atom) => bitsOf([atom]) & (Bits.STORE | Bits.STATE));
  if (target.method === 'OPTIONS' && changes.length === 0) return yes('preflight');
  if (changes.length === 0 && !readsStore) {
    const upstream = asked.any.returned.some((atom) => bitsOf([atom]) & Bits.UPSTREAM);
    return upstream ? NO : yes('nothing worth protecting');
  }
  if (changes.length === 0) {
    const byInput = events.some(({ what }) => what.k === 'read' && what.bits & Bits.INPUT);
    return byInput ? NO : yes('public content');
  }
  return NO;
}

function yes(reason: string): PublicByDesign {
  return { value: true, reason };
}
