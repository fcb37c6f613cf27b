// Runs the inside tests in the browser VS Code: its page is opened headless, and says how the tests ended.

import { openChromium } from '../../scripts/chromium.mjs';
import { startServer } from '../../scripts/vscodeServer.mjs';
import { TEST_SETTINGS, keepLog } from './profile.mjs';
import { makeTestExtension } from './insideTests.mjs';
import { copyExample } from './workspace.mjs';

/** Milliseconds for loading the workbench and running all tests; a hung test is ended earlier, by mocha. */
const LIMIT = 180_000;

/** Starts the lines that the tests print, among the workbench's own. Keep in step with inside/index.ts. */
const MARK = '\u0001';

/**
 * @param {{ vscode: import('../../scripts/browserVscode.mjs').BrowserVscode, chromium: string }} browserVscode
 * @param {string} vsix
 * @returns {Promise<boolean>} Whether all tests passed.
 */
export async function runInsideBrowserVscode({ vscode, chromium }, vsix) {
  const tests = await makeTestExtension();
  const workspace = await copyExample();
  const server = await startServer({ vscode, vsix, trusted: true, testable: true, settings: TEST_SETTINGS });
  const browser = await openChromium(chromium);
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const log = [];
    await page.exposeFunction(
      'codeAutomationLog',
      (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
        const line = args.join(' ');
        if (line.startsWith(MARK)) console.log(line.slice(MARK.length));
        else log.push(line);
      },
    );
    const exit = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
    const remote = (/** @type {string} */ file) => `vscode-remote://${server.authority}${file}`;
    const environment = {
      NEXT_SURFACE_EXTENSIONS: server.extensions,
      NEXT_SURFACE_TEST_COUNTS: process.env.NEXT_SURFACE_TEST_COUNTS,
    };
    await page.goto(
      server.address(workspace.folder, [
        ['extensionDevelopmentPath', remote(tests.folder)],
        ['extensionTestsPath', remote(tests.entry)],
        ['extensionEnvironment', JSON.stringify(environment)],
        ['skipWelcome', 'true'],
      ]),
    );
    const code = await Promise.race([exit, limit()]);
    if (code === 0) return true;
    const reason =
      code === undefined ? `did not end within ${LIMIT / 1000} s` : `ended with exit code ${code}`;
    const file = await keepLog('inside', [...log, server.output()]);
    console.error(`The inside tests ${reason}; what VS Code has logged is in ${file}`);
    return false;
  } finally {
    await browser.close();
    await server.stop();
    await workspace.remove();
    await tests.remove();
  }
}

/** @returns {Promise<undefined>} */
function limit() {
  return new Promise((resolve) => setTimeout(resolve, LIMIT, undefined).unref());
}
