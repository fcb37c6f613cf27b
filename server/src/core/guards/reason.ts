/** Why an endpoint is not wholly guarded, as data that rules tell apart, with the places that show it. */
import { type FunctionIr, type Stmt } from '../behavior/ir';
import { type CodeBase } from './run';
import { type CallStep, type Cause, type Site } from './value';

/** What is worth protecting and was reached without a decision. */
export interface Reached {
  readonly site: Site | undefined;
  readonly label: string;
  readonly kind: 'change' | 'data';
}

/** A place with the calls that lead to it from the endpoint, outermost first. */
export interface Shown {
  readonly site: Site | undefined;
  readonly label: string;
  readonly steps: readonly CallStep[];
}

/** What is missing. */
export type GuardReason =
  /** An identity is read and nothing is decided by it. */
  | { readonly kind: 'unused'; readonly source: Shown; readonly reached: Reached | undefined }
  /** An identity makes a difference, but nobody is turned away for having none. */
  | { readonly kind: 'optional'; readonly source: Shown; readonly reached: Reached | undefined }
  /** There is a decision, but something is reached on a path without one; `forks` where a branch in plain sight parts them. */
  | { readonly kind: 'open-path'; readonly reached: Reached; readonly forks: boolean }
  /** Something is reached before the decision that stands behind it. */
  | { readonly kind: 'effect-first'; readonly reached: Reached; readonly steps: readonly CallStep[] }
  /** Some environments skip the decision, by the test at `switch`; `inProduction` where some that are deployed to do. */
  | {
      readonly kind: 'environment';
      readonly reached: Reached;
      readonly inProduction: boolean;
      readonly switch: Site | undefined;
    }
  /** What decides can be forged: a credential's presence, a token that is decoded and not verified. */
  | { readonly kind: 'unverified'; readonly source: Shown; readonly reached: Reached }
  /** The page decides when it renders, and the action does not when it is called. */
  | { readonly kind: 'page-only'; readonly at: Site | undefined; readonly reached: Reached }
  /** The app's own session is sent on, and nothing is tested here. */
  | { readonly kind: 'forwarded' }
  /** What the caller sends is tested, which says nothing of who is calling. */
  | { readonly kind: 'tested'; readonly tests: readonly Shown[] };

/** One sentence without its end, for the report and the hover. */
export function reasonText(reason: GuardReason): string {
  switch (reason.kind) {
    case 'unused':
      return reason.reached
        ? 'an identity is read, but what is worth protecting does not wait for a decision on it'
        : 'an identity is read, but nothing is decided by it';
    case 'optional':
      return 'an identity is read, but nobody is turned away for having none';
    case 'open-path':
      return `not every path decides: ${reachedText(reason.reached)} is reached without`;
    case 'effect-first':
      return `it decides too late: ${reachedText(reason.reached)} comes before`;
    case 'environment':
      return 'some environments skip the check';
    case 'unverified':
      return 'only the presence of a credential is tested, which anybody can send';
    case 'page-only':
      return 'it relies on what the page checked when it rendered, and decides nothing itself';
    case 'forwarded':
      return 'the session is sent on to another service, which decides; nothing is tested here';
    case 'tested':
      return 'only what the caller sends is tested';
  }
}

function reachedText({ kind, label }: Reached): string {
  return kind === 'change' ? `\`${label}\`` : label === '' ? 'something' : `what \`${label}\` returns`;
}

/** True when what is reached at `site` certainly runs before the decision, on the way to it and not beside it. */
export function comesBefore(
  code: CodeBase,
  site: Site,
  steps: readonly CallStep[],
  decision: Pick<Cause, 'site' | 'calls'>,
): boolean {
  const meeting = meetingOf(code, site, steps, decision);
  return meeting !== undefined && orderOf(meeting.fn, meeting.first, meeting.second) === 'before';
}

/** True when the decision stands in a branch, and what is reached at `site` beside that branch or behind it. */
export function standsBeside(
  code: CodeBase,
  site: Site,
  steps: readonly CallStep[],
  decision: Pick<Cause, 'site' | 'calls'>,
): boolean {
  const meeting = meetingOf(code, site, steps, decision);
  return meeting !== undefined && orderOf(meeting.fn, meeting.first, meeting.second) === 'beside';
}

/** The function in which the ways to both places part, with the places in it. */
function meetingOf(
  code: CodeBase,
  site: Site,
  steps: readonly CallStep[],
  decision: Pick<Cause, 'site' | 'calls'>,
): { readonly fn: FunctionIr; readonly first: number; readonly second: number } | undefined {
  const effect = [...steps.map((step) => step.site), site].filter(({ place }) => place >= 0);
  const decided = [...decision.calls.map((step) => step.site), decision.site].filter(
    (at): at is Site => at !== undefined && at.place >= 0,
  );
  const parts = effect.findIndex((at, index) => !sameSite(at, decided[index]));
  const [first, second] = [effect[parts], decided[parts]];
  if (!first || !second || first.path !== second.path || first.fn !== second.fn) return undefined;
  const fn = code.behaviorOf(first.path)?.functions[first.fn];
  return fn && { fn, first: first.place, second: second.place };
}

function sameSite(a: Site, b: Site | undefined): boolean {
  return a.path === b?.path && a.fn === b.fn && a.place === b.place;
}

/** How the first place stands to the second one, as far as the statements tell. */
function orderOf(fn: FunctionIr, first: number, second: number): 'before' | 'beside' | undefined {
  let statements: readonly Stmt[] = fn.body;
  for (;;) {
    const a = statements.findIndex((statement) => holds(statement, first));
    const b = statements.findIndex((statement) => holds(statement, second));
    const one = statements[a];
    const other = statements[b];
    if (!one || !other) return undefined;
    if (a < b) return leavesAfter(one, first) ? 'beside' : 'before';
    if (a > b) return isBranch(other, second) ? 'beside' : undefined;
    const lists = innerLists(one);
    const inner = lists.find((list) => list.some((part) => holds(part, first)));
    if (!inner) return undefined;
    if (!inner.some((part) => holds(part, second)))
      return one.k === 'if' && lists.some((list) => list.some((part) => holds(part, second)))
        ? 'beside'
        : undefined;
    statements = inner;
  }
}

/** True when the place stands in a branch of an `if`, and not in what is tested. */
function isBranch(statement: Stmt, place: number): boolean {
  const list = innerLists(statement).find((inner) => inner.some((part) => holds(part, place)));
  if (!list) return false;
  return statement.k === 'if' || list.some((part) => isBranch(part, place));
}

/** The statements that follow one another inside a statement; a loop's body may run again, so it tells nothing. */
function innerLists(statement: Stmt): readonly (readonly Stmt[])[] {
  switch (statement.k) {
    case 'block':
    case 'label':
      return [statement.b];
    case 'try':
      return [statement.b, ...(statement.catch ? [statement.catch.b] : []), statement.finally ?? []];
    case 'if':
      return [statement.t, statement.f ?? []];
    case 'switch':
      return statement.c.map((each) => each.b);
    default:
      return [];
  }
}

/** True when the branch in which the place stands may leave the function: then it is a path of its own. */
function leavesAfter(statement: Stmt, place: number): boolean {
  if (statement.k === 'return' || statement.k === 'throw') return true;
  const list = innerLists(statement).find((inner) => inner.some((part) => holds(part, place)));
  return list?.some((part) => part.k === 'return' || part.k === 'throw' || leavesAfter(part, place)) ?? false;
}

/** True when the place is one of this code's; functions within it have places of their own. */
function holds(code: unknown, place: number): boolean {
  if (Array.isArray(code)) return code.some((part) => holds(part, place));
  if (typeof code !== 'object' || code === null) return false;
  return ('p' in code && code.p === place) || Object.values(code).some((part) => holds(part, place));
}
