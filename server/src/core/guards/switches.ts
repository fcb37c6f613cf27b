/** Finds the test of the environment that leaves a check of the caller out: often one helper's, for all who call it. */
import { type CallStep, type Cause, type Site } from './value';
import { type Event } from './verdict';

/** A place where the caller is asked for or turned away, and the calls to it. */
interface Check {
  readonly site: Site | undefined;
  readonly steps: readonly CallStep[];
}

/**
 * Where the environment decides whether the caller is checked: a test before `decision`, or before who is calling is read, in
 * the very function that does so or calls who does. The endpoint's own comes first; undefined where there is none in sight.
 */
export function switchOf(events: readonly Event[], decision: Cause): Site | undefined {
  const checks: Check[] = [{ site: decision.site, steps: decision.calls }];
  for (const { what, steps } of events)
    if (what.k === 'identity' && !what.raw) checks.push({ site: what.site, steps });
  let found: Site | undefined;
  for (const { what, steps } of events) {
    if (what.k !== 'environment' && what.k !== 'setup') continue;
    if (!checks.some((check) => stands(what.site, steps, check))) continue;
    if (steps.every((step) => step.own || step.site.place < 0)) return what.site;
    found ??= what.site;
  }
  return found;
}

/** True when the way to the check goes through the function of the test, and comes by the test. */
function stands(test: Site, steps: readonly CallStep[], check: Check): boolean {
  if (steps.length > check.steps.length) return false;
  if (!steps.every((step, index) => isSame(step.site, check.steps[index]?.site))) return false;
  const next = check.steps[steps.length]?.site ?? check.site;
  return next !== undefined && next.path === test.path && next.fn === test.fn && test.place <= next.place;
}

function isSame(a: Site, b: Site | undefined): boolean {
  return a.path === b?.path && a.fn === b.fn && a.place === b.place;
}
