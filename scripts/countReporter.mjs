// Mocha's spec reporter that also notes how many tests passed and failed, so that `npm test` can add up its suites.

import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Names the file to append `{"passed":…,"failed":…}` lines to. */
export const COUNTS_VARIABLE = 'NEXT_SURFACE_TEST_COUNTS';

/** Loaded by mocha through its `--reporter` option, which wants a default export. */
export default class CountReporter extends Mocha.reporters.Spec {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    const file = process.env[COUNTS_VARIABLE];
    if (file === undefined) return;
    runner.once('end', () => {
      const counts = { passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 0 };
      appendFileSync(file, `${JSON.stringify(counts)}\n`);
    });
  }
}
