/** What is weak about a guard that there is: a secret that may be missing, a signature over the wrong text, a comparison that leaks. */
import { isOpenIn, type Event, type Guard } from './verdict';
import { type RequestRun, type Target } from './request';
import { Bits, type Site } from './value';

/** A weakness, with the place that has it. */
export interface Weakness {
  /**
   * `unset-secret`: without the secret in the environment the check lets everybody in. `parsed-body`: a signature is
   * verified over a body that was parsed and printed again. `plain-compare`: a signature is compared with an operator,
   * which takes longer the more of it is right.
   */
  readonly kind: 'unset-secret' | 'parsed-body' | 'plain-compare';
  readonly site: Site;
}

/** The weaknesses of a guarded endpoint. `runIn` runs it without an identity in a known environment. */
export function weaknessesOf(
  target: Target,
  guard: Guard,
  events: readonly Event[],
  runIn: (world: 'set' | 'unset') => RequestRun,
): readonly Weakness[] {
  // Left out where the app is developed, a check is there for everybody else.
  const isDeployed = guard.reason?.kind === 'environment' && !guard.reason.inProduction;
  if (isDeployed) return unsetSecret(guard, events, runIn);
  if (guard.verdict !== 'guarded') return [];
  // Beside a session a signature is the proof of one more token, and no sender's.
  const signed = guard.kind === 'session' ? [] : [...parsedBody(target, events), ...plainCompare(events)];
  return [...unsetSecret(guard, events, runIn), ...signed];
}

function unsetSecret(
  guard: Guard,
  events: readonly Event[],
  runIn: (world: 'set' | 'unset') => RequestRun,
): readonly Weakness[] {
  if (guard.kind !== 'secret') return [];
  const compared = events.flatMap(({ what }) =>
    what.k === 'compare' && what.kind === 'secret' ? [what.site] : [],
  );
  const site = compared[0] ?? guard.at;
  return site && isOpenIn(runIn('unset')) ? [{ kind: 'unset-secret', site }] : [];
}

/** A signature that comes in a header, over what comes in the body. */
function isWebhook(bits: number): boolean {
  return (bits & Bits.INPUT) !== 0 && (bits & (Bits.HEADER | Bits.CREDENTIAL)) !== 0;
}

const RAW_READS: ReadonlySet<string> = new Set(['text', 'arrayBuffer', 'bytes', 'blob', 'body', 'formData']);

/** Only `json()` was called, and what was signed has the caller's input in it. */
function parsedBody(target: Target, events: readonly Event[]): readonly Weakness[] {
  if (target.kind !== 'route') return [];
  const reads = new Set(events.flatMap(({ what }) => (what.k === 'input' ? [what.what] : [])));
  if (!reads.has('json') || [...RAW_READS].some((read) => reads.has(read))) return [];
  for (const { what } of events)
    if (
      (what.k === 'signature' || (what.k === 'compare' && what.kind === 'signature')) &&
      isWebhook(what.bits)
    )
      return [{ kind: 'parsed-body', site: what.site }];
  return [];
}

function plainCompare(events: readonly Event[]): readonly Weakness[] {
  const found = events.find(
    ({ what }) => what.k === 'compare' && what.kind === 'signature' && isWebhook(what.bits),
  );
  return found?.what.k === 'compare' ? [{ kind: 'plain-compare', site: found.what.site }] : [];
}
