/** Finds the test that a caller without any credential fails first, where a helper turns away forged ones by itself. */
import { type Event } from './verdict';
import { type CallStep, type Cause, type Site } from './value';

/**
 * The decision that who sends no credential at all meets first: the caller's test of what a helper found, where only a
 * forged one is turned away inside it.
 */
export function firstMet(cause: Cause, events: readonly Event[]): Cause {
  const inside = events.findIndex(({ what }) => what.k === 'decision' && isAt(what.cause.site, cause.site));
  const met = events
    .slice(inside + 1)
    .find(({ what, steps }) => what.k === 'end' && leadsTo(steps, cause.calls));
  return inside >= 0 && met?.what.k === 'end' ? { ...cause, site: met.what.site, calls: met.steps } : cause;
}

/** True when the calls go on where `steps` end. */
function leadsTo(steps: readonly CallStep[], calls: readonly CallStep[]): boolean {
  return steps.length < calls.length && steps.every(({ site }, index) => isAt(site, calls[index]?.site));
}

function isAt(a: Site | undefined, b: Site | undefined): boolean {
  return a?.path === b?.path && a?.fn === b?.fn && a?.place === b?.place;
}

/** A signature that is asked for where there was no session is a user's proof of a token, and not a sender's of what was sent. */
export function amongOthers(cause: Cause, events: readonly Event[]): Cause {
  if (cause.kind !== 'signature') return cause;
  const [first] = events.flatMap(({ what }) => {
    const asks = (what.k === 'identity' && !what.raw) || what.k === 'decision';
    return asks && /^(?:session|signature)$/.test(what.cause.kind) ? [what.cause.kind] : [];
  });
  return first === 'session' ? { ...cause, kind: 'session' } : cause;
}
