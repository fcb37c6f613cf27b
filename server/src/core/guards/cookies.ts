/** What changes of cookies, and by cookies, say: a session begins, a visitor goes on. */
import { Bits } from './value';
import { type Event } from './verdict';

/** Where a session's value may come from. */
const MADE =
  Bits.INPUT |
  Bits.HEADER |
  Bits.VISITOR |
  Bits.CREDENTIAL |
  Bits.COOKIE |
  Bits.UPSTREAM |
  Bits.SECRET |
  Bits.STORE;

const TAKES = /delete|remove|clear|destroy/i;

const SESSION_COOKIE = /auth|token|session|jwt|sid\b|login/i;

/** Whose name says that nobody signed in for it. */
const GUEST_COOKIE = /anon|guest|visitor|cart|basket|csrf|xsrf/i;

/** True for the cookie that a session lives in. */
export function isSessionCookie({ what }: Event): boolean {
  return (
    what.k === 'effect' &&
    what.effect === 'cookie' &&
    what.detail !== undefined &&
    SESSION_COOKIE.test(what.detail) &&
    !GUEST_COOKIE.test(what.detail)
  );
}

/** Signs in, up or out: by a library's call, by setting the cookie that a session lives in, or by taking it away alone. */
export function isCredentialStep(events: readonly Event[]): boolean {
  const steps = events.filter(
    (event) => !event.control?.decided && (event.what.k === 'credential' || isSessionCookie(event)),
  );
  return steps.length > 0 && (!steps.every(takesSession) || !events.some(changesNamed));
}

const NO_CHANGE: ReadonlySet<string> = new Set(['cookie', 'cache', 'llm', 'state']);

/** A change of what the caller names, who need not be the one whose session ends. */
function changesNamed({ what }: Event): boolean {
  return what.k === 'effect' && !NO_CHANGE.has(what.effect) && (what.bits & Bits.INPUT) !== 0;
}

/** The cookie that a session lives in is taken away. */
function takesSession(event: Event): boolean {
  return isSessionCookie(event) && event.what.k === 'effect' && TAKES.test(event.what.label);
}

/** What a session's cookie is set to comes from somewhere: it is not just taken away. */
export function setsSession(events: readonly Event[]): boolean {
  return events.some(
    (event) => isSessionCookie(event) && event.what.k === 'effect' && event.what.bits & MADE,
  );
}

/** Somebody is given a session, or asks for the end of one, without a decision on who that is. */
export function beginsSession(events: readonly Event[]): boolean {
  return events.some(
    (event) => !event.control?.decided && (event.what.k === 'credential' || setsSession([event])),
  );
}

/** Something of the visitor alone: its cookies, and what is found by one that says which visitor, not who. */
export function isVisitors(event: Event): boolean {
  if (event.what.k !== 'effect') return true;
  return event.what.effect === 'cookie' || (event.what.bits & Bits.VISITOR) !== 0;
}

/** Whoever is not signed in has something of its own instead: a guest's cart. */
export function isForVisitors(events: readonly Event[], reached: readonly Event[]): boolean {
  const isOwn = ({ what }: Event): boolean =>
    (what.k === 'effect' || what.k === 'read') && (what.bits & Bits.VISITOR) !== 0;
  return reached.every(isOwn) && events.some(({ what }) => what.k === 'decision');
}
