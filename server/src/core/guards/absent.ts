/** Makes the values that a caller without an identity gets from an identity's source. */
import { type Absent } from '../catalogue/entry';
import { type Run } from './run';
import { Bits, type Cause, constant, native, object, type Site, unknown, type Value } from './value';

/** True for arguments that came in the body or the URL, where nobody's browser sends a credential by itself. */
export function isPresented(bits: number): boolean {
  return (bits & Bits.INPUT) !== 0 && (bits & SENT_ALONG) === 0;
}

const SENT_ALONG = Bits.CREDENTIAL | Bits.COOKIE | Bits.HEADER | Bits.IDENTITY;

/** What a caller without an identity gets of a call that needs one; undefined for those who have one. */
export function withoutIdentity(
  run: Run,
  needs: Absent | 'throws',
  cause: Cause,
  site: Site,
  presented = false,
): Value | undefined {
  run.note({ k: 'identity', cause, raw: false, site, presented });
  if (needs !== 'throws') return run.anonymous ? absentValue(run, needs, cause) : undefined;
  const own: Cause = { ...cause, decided: true };
  run.note({ k: 'decision', cause: own });
  if (!run.anonymous) return undefined;
  run.throw(unknown(Bits.IDENTITY, own), own);
  return [];
}

/** What a caller without an identity gets. */
export function absentValue(run: Run, absent: Absent, cause: Cause): Value {
  if (typeof absent === 'object') {
    const props = new Map(
      Object.entries(absent).map(([name, part]) => [name, absentValue(run, part, cause)]),
    );
    return object(props, undefined, Bits.IDENTITY, cause);
  }
  switch (absent) {
    case 'null':
      return constant(null, Bits.IDENTITY, cause);
    case 'undefined':
      return constant(undefined, Bits.IDENTITY, cause);
    case 'false':
      return constant(false, Bits.IDENTITY, cause);
    case 'empty':
      return object(new Map(), undefined, Bits.IDENTITY, cause);
    case 'error':
      return object(new Map(), unknown(), Bits.IDENTITY, cause);
    case 'rejects':
      return native('rejects', (_args, _site, run) => {
        const own: Cause = { ...cause, decided: true };
        run.note({ k: 'decision', cause: own });
        run.throw(unknown(Bits.IDENTITY, own), own);
        return [];
      });
    case 'denies':
      return native('denies', () => constant(false, Bits.IDENTITY, cause));
  }
}
