/** Finds the test of the environment that leaves a check of the caller out: often one helper's, for all who call it. */
import { type Site } from './value';
import { type Event } from './verdict';

/**
 * Where the environment decides whether the caller is checked: a test in the very function that asks for the caller, or calls
 * who does. The endpoint's own comes first; undefined where there is none in sight.
 */
export function switchOf(events: readonly Event[]): Site | undefined {
  const checks = events.filter(({ what }) => what.k === 'decision' || (what.k === 'identity' && !what.raw));
  let found: Site | undefined;
  for (const { what, steps } of events) {
    if (what.k !== 'environment' && what.k !== 'setup') continue;
    if (!checks.some((check) => standsWith(what.site, steps, check))) continue;
    if (steps.every((step) => step.own || step.site.place < 0)) return what.site;
    found ??= what.site;
  }
  return found;
}

/** True when the way to the check goes through the function of the test. */
function standsWith(test: Site, steps: Event['steps'], check: Event): boolean {
  if (steps.length > check.steps.length) return false;
  if (!steps.every((step, index) => isSame(step.site, check.steps[index]?.site))) return false;
  const next = check.steps[steps.length]?.site ?? siteOf(check);
  return next !== undefined && next.path === test.path && next.fn === test.fn;
}

function siteOf({ what }: Event): Site | undefined {
  if (what.k === 'decision') return what.cause.site;
  return what.k === 'identity' ? what.site : undefined;
}

function isSame(a: Site, b: Site | undefined): boolean {
  return a.path === b?.path && a.fn === b.fn && a.place === b.place;
}
