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
  if (isCredentialStep(events)) return yes('credential step');
  const changes = events.filter(isChange);
  const returned = asked.any.returned.reduce((bits, atom) => bits | bitsOf([atom]), 0);
  if (target.method === 'OPTIONS' && changes.length === 0) return yes('preflight');
  if (events.some(({ what }) => what.k === 'environment')) return NO;
  if (changes.every(isVisitors)) {
    if (changes.length > 0) return yes("visitor's own data");
    return readOnly(events, returned);
  }
  return NO;
}

/** Nothing is changed: what comes back decides. */
function readOnly(events: readonly Event[], returned: number): PublicByDesign {
  if (events.some(({ what }) => what.k === 'effect' && what.effect === 'llm')) return NO;
  const stored = returned & (Bits.STORE | Bits.STATE);
  if (stored) return returned & Bits.INPUT ? NO : yes('public content');
  if (returned & Bits.UPSTREAM) {
    const keyed = events.some(
      ({ what }) => what.k === 'upstream' && what.bits & (Bits.SECRET | Bits.CREDENTIAL),
    );
    return keyed ? NO : yes('public content');
  }
  return yes('nothing worth protecting');
}

/** Something of the visitor alone: its cookies, and what is found by one that says which visitor, not who. */
function isVisitors(event: Event): boolean {
  if (event.what.k !== 'effect') return true;
  return event.what.effect === 'cookie' || (event.what.bits & Bits.VISITOR) !== 0;
}

const SESSION_COOKIE = /auth|token|session|jwt|sid\b|login/i;

/** Signs in, up or out: by a library's call, or by setting the cookie that a session lives in. */
function isCredentialStep(events: readonly Event[]): boolean {
  return events.some(
    ({ what, control }) =>
      !control?.decided &&
      (what.k === 'credential' ||
        (what.k === 'effect' &&
          what.effect === 'cookie' &&
          what.detail !== undefined &&
          SESSION_COOKIE.test(what.detail))),
  );
}

function yes(reason: string): PublicByDesign {
  return { value: true, reason };
}
