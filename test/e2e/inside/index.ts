/** Runs the inside tests with mocha in VS Code's extension host; the entry that `extensionTestsPath` names. */

import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/** Tells the tests' lines from the workbench's own in the browser VS Code. Keep in step with insideBrowser.mjs. */
const MARK = '\u0001';

/** Called by VS Code; a rejection makes the run fail. */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    for (const line of format(...args).split('\n')) console.log(MARK + line);
  };
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', color: true, timeout: 40_000 });
  for (const name of readdirSync(__dirname))
    if (name.endsWith('.e2e.js')) mocha.addFile(path.join(__dirname, name));
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const passed = runner.stats?.passes ?? 0;
      const counts = process.env['NEXT_SURFACE_TEST_COUNTS'];
      if (counts !== undefined) appendFileSync(counts, `${JSON.stringify({ passed, failed: failures })}\n`);
      if (failures > 0) reject(new Error(`${failures} tests failed`));
      else if (passed === 0) reject(new Error('no test ran'));
      else resolve();
    });
  });
}
