/** What equal calls came to: an outcome is used again wherever what it rests on is the same. */
import { type CallKey, flat } from './keys';
import { holds, type Memory } from './memory';
import { type Value } from './value';
import { environmentIn, type Environment, isAnonymous, type Outcome, type Run, type Uses } from './run';

/** What an answer was made for; undefined where it was made without a look at that, so that it holds for all. */
export interface Conditions {
  readonly request: string | undefined;
  readonly anonymous: boolean | undefined;
  /** `unknown`: it looked, and nothing is known of the environment. */
  readonly environment: Exclude<Environment, undefined> | 'unknown' | undefined;
}

/** An outcome, and what it holds for. */
export interface KnownOutcome {
  readonly on: Conditions;
  readonly outcome: Outcome;
  /** What the call left in the object that it was called on, as constructors do. */
  readonly members: Members;
}

/** Members of an object. */
export type Members = ReadonlyMap<string, Value>;

/** What an equal call came to under the conditions of this run. */
export function recall(run: Run, key: CallKey): KnownOutcome | undefined {
  return recallAmong(run, textOf(key)) ?? recallAmong(run, textOf(key, run.requestName));
}

function recallAmong(run: Run, key: string): KnownOutcome | undefined {
  const known = knownUnder(run.memory, key);
  if (!known) return undefined;
  for (const each of known) {
    if (!meets(run, each.on) || !holds(run.memory, each.outcome.reads)) continue;
    noteUse(run, each.on);
    return each;
  }
  return undefined;
}

/** Keeps an outcome for equal calls. */
export function remember(run: Run, callKey: CallKey, known: KnownOutcome): void {
  const { memory } = run;
  const key = textOf(callKey, known.on.request);
  const others = knownUnder(memory, key)?.filter(({ outcome }) => holds(memory, outcome.reads));
  keep(memory, others ? key : flat(key), others ? [...others, known] : [known]);
}

/**
 * Most outcomes are never asked for again, nearly all others while the same endpoint is analyzed or the next ones. So many
 * are kept that what a few hundred endpoints share is found, and whatever an edit left behind goes with time.
 */
const MAX_OUTCOMES = 16_000;
/** Texts are short, and what is numbered anew is found no more. */
const MAX_TEXTS = 400_000;

/** Whatever is used is moved to the newer ones. */
function knownUnder(memory: Memory, key: string): readonly KnownOutcome[] | undefined {
  const newer = memory.outcomes.get(key);
  if (newer) return newer;
  const older = memory.olderOutcomes.get(key);
  if (older) keep(memory, key, older);
  return older;
}

function keep(memory: Memory, key: string, known: readonly KnownOutcome[]): void {
  memory.outcomes.set(key, known);
  if (memory.outcomes.size < MAX_OUTCOMES) return;
  memory.olderOutcomes = memory.outcomes;
  memory.outcomes = new Map();
  if (memory.texts.size > MAX_TEXTS) memory.texts.clear();
}

/** With a request the key of a call whose outcome holds for that one only. */
function textOf({ call, self }: CallKey, request?: string): string {
  const key = self === undefined ? call : `${call}.${self}`;
  return request === undefined ? key : `${key} ${request}`;
}

/** How often a run has looked at what so far. */
export function usesOf({ uses }: Run): Uses {
  return { ...uses };
}

/** The conditions of what was made since `before`. */
export function conditionsSince(run: Run, before: Uses): Conditions {
  const { uses } = run;
  const request = uses.request === before.request ? undefined : run.requestName;
  if (uses.caller === before.caller && uses.environment === before.environment)
    return request === undefined ? ALWAYS : { ...ALWAYS, request };
  return {
    request,
    anonymous: uses.caller === before.caller ? undefined : isAnonymous(run.world),
    environment: uses.environment === before.environment ? undefined : environmentOf(run),
  };
}

/** The conditions of an answer that is this world's alone. */
export function inWorld(run: Run): Conditions {
  return { request: undefined, anonymous: isAnonymous(run.world), environment: environmentOf(run) };
}

const ALWAYS: Conditions = { request: undefined, anonymous: undefined, environment: undefined };

/** True when an answer of these conditions, the request aside, holds in the run. */
export function meets(run: Run, { anonymous, environment }: Conditions): boolean {
  return (
    (anonymous === undefined || anonymous === isAnonymous(run.world)) &&
    (environment === undefined || environment === environmentOf(run))
  );
}

/** Whoever uses an answer has looked at what was looked at for it. */
export function noteUse({ uses }: Run, { request, anonymous, environment }: Conditions): void {
  if (request !== undefined) uses.request++;
  if (anonymous !== undefined) uses.caller++;
  if (environment !== undefined) uses.environment++;
}

function environmentOf({ world }: Run): 'set' | 'unset' | 'unknown' {
  return environmentIn(world) ?? 'unknown';
}
