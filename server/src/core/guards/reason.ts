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
  /** There is a decision, but something is reached on a path without one. */
  | { readonly kind: 'open-path'; readonly reached: Reached }
  /** Something is reached before the decision that stands behind it. */
  | { readonly kind: 'effect-first'; readonly reached: Reached; readonly steps: readonly CallStep[] }
  /** Some environments skip the decision. */
  | { readonly kind: 'environment'; readonly reached: Reached }
  /** What decides can be forged: a credential's presence, a token that is decoded and not verified. */
  | { readonly kind: 'unverified'; readonly source: Shown; readonly reached: Reached }
  /** The page decides when it renders, and the action does not when it is called. */
  | { readonly kind: 'page-only'; readonly at: Site | undefined; readonly reached: Reached }
  /** The app's own session is sent on, and nothing is tested here. */
  | { readonly kind: 'forwarded' };

/** One sentence without its end, for the report and the hover. */
export function reasonText(reason: GuardReason): string {
  switch (reason.kind) {
    case 'unused':
      return reason.reached
        ? 'an identity is read, but what is worth protecting does not wait for a decision on it'
        : 'an identity is read, but nothing is decided by it';
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
  decision: Cause,
): boolean {
  const effect = [...steps.map((step) => step.site), site].filter(({ place }) => place >= 0);
  const decided = [...decision.calls.map((step) => step.site), decision.site].filter(
    (at): at is Site => at !== undefined && at.place >= 0,
  );
  const parts = effect.findIndex((at, index) => !sameSite(at, decided[index]));
  const [first, second] = [effect[parts], decided[parts]];
  if (!first || !second || first.path !== second.path || first.fn !== second.fn) return false;
  const fn = code.behaviorOf(first.path)?.functions[first.fn];
  return fn !== undefined && isOrdered(fn, first.place, second.place);
}

function sameSite(a: Site, b: Site | undefined): boolean {
  return a.path === b?.path && a.fn === b.fn && a.place === b.place;
}

function isOrdered(fn: FunctionIr, first: number, second: number): boolean {
  let statements: readonly Stmt[] = fn.body;
  for (;;) {
    const a = statements.findIndex((statement) => holds(statement, first));
    const b = statements.findIndex((statement) => holds(statement, second));
    const one = statements[a];
    if (!one || b < 0) return false;
    if (a !== b) return a < b && !leavesAfter(one, first);
    const inner = innerLists(one).find((list) => list.some((part) => holds(part, first)));
    if (!inner) return false;
    statements = inner;
  }
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
