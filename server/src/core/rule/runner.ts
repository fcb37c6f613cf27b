/** Runs the rules over one file: sorts what they find, applies severities, and keeps a crash to the rule that had it. */
import { type MissingGuard, missingGuards } from './missingGuard';
import {
  type Finding,
  type OwnContext,
  type Rule,
  type RuleContext,
  type Severity,
  type Spoken,
} from './rule';
import { type FilePath } from '../text/filePath';

/** A finding with its rule's id and the severity that the settings give it. */
export interface RatedFinding extends Finding {
  readonly rule: string;
  readonly severity: Severity;
}

/** Thrown by a context at a rule that asks for what is not known yet. */
export const NOT_YET = new Error('not known yet');

/** What the runner is told beside the rules. */
export interface RunOptions {
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  readonly onCrash?: ((rule: string, path: FilePath, error: unknown) => void) | undefined;
  /** Told of each rule that asked for what is not known yet. */
  readonly onWaiting?: (rule: string) => void;
}

/** All findings of one file, in source order. */
export function runRules(
  rules: readonly Rule[],
  own: OwnContext,
  options: RunOptions,
): readonly RatedFinding[] {
  let missing: readonly MissingGuard[] | undefined;
  let isWhole = true;
  const assessmentOf: OwnContext['assessmentOf'] = (endpoint) => {
    const assessment = own.assessmentOf(endpoint);
    if (assessment.guard.verdict === 'unknown' || assessment.mutates === 'unknown') isWhole = false;
    return assessment;
  };
  const watched: OwnContext = { ...own, assessmentOf };
  const ctx: RuleContext = { ...watched, missingGuards: () => (missing ??= missingGuards(watched)) };
  const found: RatedFinding[] = [];
  const spoken = new Map<string, boolean>();
  let isWaiting = false;
  const ask = ({ meta }: Rule, answer: () => Iterable<Finding>): void => {
    const wanted = options.severities[meta.id];
    spoken.set(meta.id, false);
    if (wanted === 'off') return;
    try {
      // Collected first: a rule that throws half-way keeps nothing.
      const own = [...answer()];
      for (const finding of own) {
        found.push({ ...finding, rule: meta.id, severity: wanted ?? finding.severity ?? meta.severity });
      }
      spoken.set(meta.id, true);
    } catch (error) {
      if (error === NOT_YET) {
        isWaiting = true;
        options.onWaiting?.(meta.id);
      } else options.onCrash?.(meta.id, ctx.path, error);
    }
  };
  for (const rule of rules) ask(rule, () => rule.check(ctx));
  const others: Spoken = { findings: [...found], rules: new Map(spoken), isWhole };
  for (const rule of rules) {
    const { review } = rule;
    if (!review) continue;
    ask(rule, () => {
      if (isWaiting) throw NOT_YET;
      return review(ctx, others);
    });
  }
  return found.sort(bySource);
}

/** Orders findings by their place, and by rule at one place. */
export function bySource(a: RatedFinding, b: RatedFinding): number {
  return a.range.start - b.range.start || a.range.end - b.range.end || (a.rule < b.rule ? -1 : 1);
}
