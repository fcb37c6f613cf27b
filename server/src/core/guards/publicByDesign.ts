/** Tells whether an endpoint is open on purpose, by what it does: conservative, and never by its path alone. */
import { handsOutToken } from './openness';
import { isOfPeople } from './records';
import { type RequestRun, type Target } from './request';
import { type LogEntry } from './run';
import { Bits, bitsOf } from './value';
import { isCredentialStep, isSessionCookie, isVisitors } from './cookies';
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
    return guard.kind === 'signature' &&
      target.kind !== 'action' &&
      events.some(({ what }) => what.k === 'signature')
      ? yes('verified webhook signature')
      : NO;
  }
  if (guard.verdict === 'unknown') return { value: 'unknown', reason: null };
  const changes = events.filter(isChange);
  const isStep =
    isCredentialStep(events) ||
    makesAccount(events, changes) ||
    usesToken(events, changes) ||
    (sendsToken(changes) && !handsOut(asked));
  // Who is checked wherever the app is deployed does no step that strangers are to take.
  const isChecked = guard.reason?.kind === 'environment';
  if (isStep && !isChecked) return yes('credential step');
  const returned = asked.any.returned.reduce((bits, atom) => bits | bitsOf([atom]), 0);
  if (target.method === 'OPTIONS' && changes.length === 0) return yes('preflight');
  // What is asked for with the app's own session and nothing else is its user's, and so is what is changed with it.
  if (guard.reason?.kind === 'forwarded' && (changes.length > 0 || (returned & Bits.INPUT) === 0)) return NO;
  if (changes.length === 0) return readOnly(asked, returned);
  if (changes.every(isVisitors) || startsVisit(changes)) return yes("visitor's own data");
  if (returned & (Bits.STORE | Bits.STATE)) return NO;
  if (isContact(changes)) return yes('contact');
  if (changes.every((event) => detailOf(event) === 'checkout')) return yes('nothing worth protecting');
  return NO;
}

/** True for code that calls nothing and asks for nothing but its environment. */
function isConstant({ log, returned }: RequestRun): boolean {
  const isEnvironment = (entry: LogEntry): boolean => 'what' in entry && entry.what.k === 'environment';
  return (
    bitsOf(returned) === 0 &&
    log.every((entry) => 'outcome' in entry && entry.outcome.log.every(isEnvironment))
  );
}

/** A test of the environment that ends the request: a helper that only returns one thing or another (an address) is none. */
function isEnvironmentGate({ what, steps }: Event): boolean {
  return what.k === 'environment' && (what.ends || steps.at(-1)?.own !== false);
}

/** Nothing is changed: what comes back decides. */
function readOnly({ target, guard, any, events }: PublicCase, returned: number): PublicByDesign {
  // What stands behind such a test was meant for some places only, unless nothing is done at all.
  const isGated = guard.reason?.kind === 'environment' || events.some(isEnvironmentGate);
  if (isGated && (target.kind === 'pages-api' || !isConstant(any))) return NO;
  // What only the app can make is handed out: a token, a signature.
  if (returned & Bits.SECRET && !(returned & Bits.ENVIRONMENT)) return NO;
  if (events.some(({ what }) => what.k === 'effect' && what.effect === 'llm')) return NO;
  const stored = returned & (Bits.STORE | Bits.STATE);
  if (stored) return returned & Bits.INPUT || events.some(readsOfPeople) ? NO : yes('public content');
  if (returned & Bits.UPSTREAM) {
    const keyed = events.some(
      ({ what }) => what.k === 'upstream' && what.bits & (Bits.SECRET | Bits.CREDENTIAL | Bits.IDENTITY),
    );
    return keyed ? NO : yes('public content');
  }
  if (returned & Bits.INPUT && events.some(({ what }) => what.k === 'keyed')) return NO;
  return yes('nothing worth protecting');
}

function readsOfPeople({ what }: Event): boolean {
  return what.k === 'read' && isOfPeople(what.label, what.store);
}

/** Messages to whom nobody chooses, and the visitor's own address with what goes with it, such as a copy. */
function isContact(changes: readonly Event[]): boolean {
  const details = changes.map(detailOf);
  const isLeft = details.includes('fixed') || details.includes('account');
  return isLeft && details.every((detail) => detail !== undefined && CONTACT.has(detail));
}

const CONTACT: ReadonlySet<string> = new Set(['fixed', 'account', 'plain', 'ensures', 'copy']);

function detailOf({ what }: Event): string | undefined {
  return what.k === 'effect' ? what.detail : undefined;
}

/**
 * The first visit: something is made from nothing that the caller sent, or a cookie says from then on whose it is.
 */
function startsVisit(changes: readonly Event[]): boolean {
  const cookies = changes.filter(
    (event) => event.what.k === 'effect' && event.what.effect === 'cookie' && !isSessionCookie(event),
  );
  const remembers = cookies.some(
    ({ what }) => what.k === 'effect' && (what.bits & (Bits.STORE | Bits.UPSTREAM)) !== 0,
  );
  return (
    cookies.length > 0 &&
    changes.every(
      (event) =>
        isVisitors(event) ||
        (event.what.k === 'effect' && ((event.what.bits & SENT) === 0 || (remembers && mayMake(event.what)))),
    )
  );
}

/** It makes something, or asks another service to, whose answer is what the cookie remembers. */
function mayMake({ effect, label }: Extract<Event['what'], { k: 'effect' }>): boolean {
  return effect === 'request' || MAKES.test(label);
}

const SENT = Bits.INPUT | Bits.CREDENTIAL | Bits.HEADER;

const MAKES = /create|insert|add|save|upsert|register|sign_?up/i;

/** Signs up: a password is hashed for an account that is made, or kept by the service that makes it. */
function makesAccount(events: readonly Event[], changes: readonly Event[]): boolean {
  const isKept = changes.some(
    (event) => event.what.k === 'effect' && event.what.effect === 'auth' && registers(event),
  );
  return (
    isKept ||
    (events.some(({ what, control }) => what.k === 'hash' && !control?.decided) &&
      changes.some(({ what }) => what.k === 'effect' && what.effect === 'database' && MAKES.test(what.label)))
  );
}

function registers(event: Event): boolean {
  return detailOf(event) === 'registers' && !event.control?.decided;
}

const TOKENS = /token|otp|verification|reset/i;

const GONE = /\bdelete(?:Many|One)?$/;

const LOGS = /\bappendFile(?:Sync)?$/;

/** Begins a confirmation or a reset: a token is stored and sent to its owner, whose account may begin with it, and nothing else happens. */
function sendsToken(changes: readonly Event[]): boolean {
  const isSent = changes.some(
    ({ what }) => what.k === 'effect' && (what.effect === 'mail' || what.effect === 'message'),
  );
  return (
    isSent &&
    changes.some((event) => detailOf(event) === 'issues') &&
    changes.every(
      ({ what }) =>
        what.k === 'effect' &&
        (what.effect === 'mail' ||
          what.effect === 'message' ||
          // What the server itself remembers of it, and what it logs: how often somebody asked.
          what.effect === 'state' ||
          LOGS.test(what.label) ||
          what.detail === 'issues' ||
          what.detail === 'account' ||
          (what.effect === 'database' &&
            (TOKENS.test(`${what.label} ${what.store ?? ''}`) || isFoundAndGone(what)))),
    )
  );
}

/** What was sent before is taken away: rows of whoever was found, not of whom the caller names. */
function isFoundAndGone({ label, bits }: Extract<Event['what'], { k: 'effect' }>): boolean {
  return GONE.test(label) && (bits & Bits.STORE) !== 0;
}

/** What was sent to its owner is told to whoever asked as well. */
function handsOut({ any, events }: PublicCase): boolean {
  return handsOutToken(any.returned) || events.some(({ what }) => what.k === 'handed-out');
}

/** Confirms or resets: what is changed was found by a token that only who was sent it has. */
function usesToken(events: readonly Event[], changes: readonly Event[]): boolean {
  const isAsked = events.some(
    ({ what }) =>
      what.k === 'token' ||
      (what.k === 'read' && what.byToken) ||
      (what.k === 'effect' && what.detail === 'token'),
  );
  // An address that was sent with the token is the one that it stands for, and so is what the stored one was found by.
  const compares = events.some(({ what }) => what.k === 'token');
  const keys = new Set(
    events.flatMap(({ what }) => (what.k === 'read' && (what.byToken || compares) ? (what.keys ?? []) : [])),
  );
  return (
    isAsked &&
    changes.length > 0 &&
    changes.every(({ what }) => {
      if (what.k !== 'effect') return true;
      if (what.effect === 'request') return what.detail === 'token';
      if (what.detail === 'token') return true;
      // What takes nothing from the request is the app's own upkeep.
      const { keys: named = [] } = what;
      const isFound =
        (what.bits & (Bits.STORE | Bits.UPSTREAM)) !== 0 ||
        (what.bits & SENT) === 0 ||
        (named.length > 0 && named.every((key) => keys.has(key)));
      return what.effect !== 'database' || isFound;
    })
  );
}

function yes(reason: string): PublicByDesign {
  return { value: true, reason };
}
