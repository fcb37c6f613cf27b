/** Finds where another service is asked who is calling: it is sent the caller's credential, and answers whose that is. */
import { sendsCredential } from './forwards';
import { promise } from './promises';
import { type Run } from './run';
import {
  type Atom,
  Bits,
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
