/** What comes of a query: nothing is found by an identity, or a credential, that isn't there. */
import { type Run } from './run';
import { array, type Atom, Bits, type Cause, constant, unknown, type Value } from './value';

/** Queries that tell how many there are. */
const COUNTS = /(?:^|\.)\$?count(?:Documents)?\(\)$/;

/** What a store answers once its query is sent: nothing to a look-up by an identity or a credential that isn't there. */
export function settleReading(run: Run, atom: Extract<Atom, { k: 'lib' }>): Value {
  if (!atom.reading) return [atom];
  const bits = atom.bits | Bits.STORE | (atom.records === true ? Bits.RECORD : 0);
  const cause = atom.cause;
  if (atom.bits & (Bits.IDENTITY | Bits.CREDENTIAL) && run.anonymous) {
    const absent = Bits.STORE | Bits.IDENTITY;
    const from: Cause = cause ?? {
      // What comes in a cookie is the app's own session.
      kind: atom.bits & Bits.COOKIE ? 'session' : 'token',
      site: atom.readAt,
      calls: [],
      label: 'looks up the credential',
      decided: false,
    };
    if (atom.reading === 'throws') {
      run.throw(unknown(Bits.IDENTITY, from), { ...from, site: from.site, decided: true });
      return [];
    }
    if (COUNTS.test(atom.name)) return constant(0, absent, from);
    return atom.reading === 'one' ? constant(null, absent, from) : array([], undefined, absent, from);
  }
  return unknown(bits, cause);
}
