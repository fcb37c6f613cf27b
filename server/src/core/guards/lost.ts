/** Tells where code was not understood, by what no request can be: one that gets no answer, or not to the endpoint. */
import { type LogEntry } from './run';
import { type RequestRun } from './request';
import { type Event } from './verdict';

/** True when some call led into the endpoint's own code. */
function entersOwn(log: readonly LogEntry[], seen: Set<unknown>): boolean {
  return log.some((entry) => {
    if ('what' in entry) return false;
    if (entry.step.own) return true;
    if (seen.has(entry.outcome)) return false;
    seen.add(entry.outcome);
    return entersOwn(entry.outcome.log, seen);
  });
}

/** Why: the code around it was not understood. */
export const LOST_BODY = 'what is around its handler cannot be followed to it';

/** True when nobody at all gets to the endpoint's own code. */
export function isBodyLost(any: RequestRun): boolean {
  return any.hasBody && !any.entersBody && !entersOwn(any.log, new Set());
}

/** Why no request seems to get an answer, which can't be: somewhere the code was not understood. */
export function lostIn(any: RequestRun, events: readonly Event[]): string | undefined {
  if (isBodyLost(any)) return LOST_BODY;
  if (any.returned.length > 0) return undefined;
  const ends = events.some(
    ({ what }) =>
      what.k === 'redirect' || what.k === 'delegate' || what.k === 'effect' || what.k === 'credential',
  );
  const throwsItself = any.throws.length > 0 && any.entersBody && any.log.every(isItsOwnThrow);
  return ends || throwsItself ? undefined : 'what it answers cannot be followed';
}

/** The endpoint's code throws: nothing that it calls does. */
function isItsOwnThrow(entry: LogEntry): boolean {
  return (
    'outcome' in entry &&
    entry.step.site.place < 0 &&
    entry.outcome.log.every((call) => 'outcome' in call && call.outcome.throws.length === 0)
  );
}
