/** An engine with every rule and assist over files in memory: what all checks ask. */
import { type AnalysisHost, type FileInput } from '../../server/src/core/analysis';
import { createAnalysisHost } from '../../server/src/core/analysisHost';
import { type FilePath } from '../../server/src/core/text/filePath';
import { allAssists } from '../../server/src/assists/index';
import { allRules } from '../../server/src/rules/index';
import { FIXTURE_ROOT } from './fixture';

/** A file whose text is given. */
export function textInput(text: string): FileInput {
  return { read: () => text };
}

/** A host that holds `files`. A rule that throws fails the test. */
export function engineOver(files: ReadonlyMap<FilePath, string>): AnalysisHost {
  const host = createAnalysisHost(allRules, {
    version: '0.0.0-test',
    onRuleCrash: (rule, path, error) => {
      throw new Error(`${rule} crashed on ${path}`, { cause: error });
    },
    assists: allAssists,
    onAssistCrash: (assist, path, error) => {
      throw new Error(`${assist} crashed on ${path}`, { cause: error });
    },
  });
  host.applyChange({
    roots: [FIXTURE_ROOT],
    files: new Map([...files].map(([path, text]) => [path, textInput(text)])),
  });
  return host;
}
