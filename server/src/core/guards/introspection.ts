/** Finds where another service is asked who is calling: it is sent the caller's credential, and answers whose that is. */
import { sendsCredential } from './forwards';
import { promise } from './promises';
import { type Run } from './run';
import {
  type Atom,
  Bits,
  bitsOf,
  type Cause,
  constant,
  native,
  object,
  type Site,
  unknown,
  type Value,
} from './value';

/** Addresses by which services tell whose a credential is; an unknown part of the text reads ` ? `. */
const WHO =
  /\/(?:[\w-]*(?:session|whoami|user-?info|introspect|verify|validate)|me|user|viewer|(?:get-)?(?:current-?user|active-member))\/?\s?(?:\?.*)?$/i;

/** The answer of such a service, as a promise; undefined where something else is asked for. */
export function askedWho(
  run: Run,
  url: Value | undefined,
  init: Value | undefined,
  site: Site,
): Value | undefined {
  const sent = sendsCredential(init);
  if (!sent || !isWho(url)) return undefined;
  const cause: Cause = { kind: sent, site, calls: [], label: 'asks whose credential it is', decided: false };
  run.note({ k: 'identity', cause, raw: false, site, service: true });
  if (!run.anonymous) return promise(unknown(Bits.IDENTITY | Bits.UPSTREAM, cause), [], true);
  return promise(refusal(cause), [], true);
}

/** Calls by which a package that nothing is known of is asked the same: what checks a credential may throw, so those are none. */
const WHO_CALL =
  /(?:^|\.)(?:who_?am_?i|me|(?:get|fetch|load|find|retrieve|resolve)(?:Current|Active|Logged_?In)?(?:Session|User|Viewer|Account|Me))$/i;

const MADE = Bits.OPAQUE | Bits.UPSTREAM | Bits.STORE;

/** The answer of a package that is sent the caller's credential and asked whose it is; undefined where it is asked for something else. */
export function askedPackage(run: Run, name: string, args: readonly Value[], site: Site): Value | undefined {
  if (!WHO_CALL.test(name)) return undefined;
  const sent = args.reduce((bits, arg) => bits | bitsOf(arg), 0);
  // What another call made of the credential is a new one: that of a session which is just begun, say.
  if ((sent & (Bits.CREDENTIAL | MADE)) !== Bits.CREDENTIAL) return undefined;
  const kind = sent & Bits.COOKIE ? 'session' : 'token';
  const cause: Cause = { kind, site, calls: [], label: 'asks whose credential it is', decided: false };
  run.note({ k: 'identity', cause, raw: false, site, service: true });
  return run.anonymous ? constant(null, Bits.IDENTITY, cause) : unknown(Bits.IDENTITY | Bits.UPSTREAM, cause);
}

function isWho(url: Value | undefined): boolean {
  const isAt = (atom: Atom): boolean => {
    if (atom.k === 'const') return typeof atom.v === 'string' && WHO.test(atom.v);
    return atom.k === 'unknown' && atom.text !== undefined && WHO.test(atom.text);
  };
  return url !== undefined && url.length > 0 && url.every(isAt);
}

/** To nobody it answers that there is nobody, by its status or by what it says. */
function refusal(cause: Cause): Value {
  const bits = Bits.IDENTITY;
  const nothing = native('json', () => promise(constant(null, bits, cause), [], true));
  return object(
    new Map([
      ['ok', constant(false, bits, cause)],
      ['status', constant(401, bits, cause)],
      ['json', nothing],
      ['text', native('text', () => promise(constant('', bits, cause), [], true))],
      ['body', constant(null, bits, cause)],
    ]),
    unknown(Bits.UPSTREAM),
  );
}
