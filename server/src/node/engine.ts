/** The engine with all rules, as a module of its own: the command line loads it only when there is something to analyze. */
import { type AnalysisHost } from '../core/analysis';
import { createAnalysisHost } from '../core/analysisHost';
import { allRules } from '../rules/index';

/** Makes an engine; without `guards` every verdict is `unknown`. A rule that throws is reported to `onRuleCrash`; the others go on. */
export function createEngine(
  version: string,
  onRuleCrash: (message: string) => void,
  { guards }: { readonly guards: boolean } = { guards: true },
): AnalysisHost {
  return createAnalysisHost(allRules, {
    version,
    guards,
    onRuleCrash: (rule, path, error) => onRuleCrash(`the rule ${rule} failed on ${path}: ${String(error)}`),
  });
}
