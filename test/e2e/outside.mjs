// Runs the outside tests: mocha here, the workbench as users have it in a Chromium, one server per color theme.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { CHROMIUM_FLAGS } from '../../scripts/chromium.mjs';
import { ROOT, run } from '../../scripts/processes.mjs';
import { startServer } from '../../scripts/vscodeServer.mjs';
import { TEST_SETTINGS, keepLog } from './profile.mjs';
import { copyExample } from './workspace.mjs';

/** Milliseconds for all outside tests. */
const LIMIT = 600_000;

/**
 * @param {{ vscode: import('../../scripts/browserVscode.mjs').BrowserVscode, chromium: string }} browserVscode
 * @param {string} vsix
 * @returns {Promise<boolean>} Whether all tests passed.
 */
export async function runOutside({ vscode, chromium }, vsix) {
  const screenshots = path.join(ROOT, '.screenshots');
  await mkdir(screenshots, { recursive: true });
  const trusted = await copyExample();
  const restricted = await copyExample();
  const theme = (/** @type {string} */ name) => ({
    ...TEST_SETTINGS,
    'workbench.colorTheme': `Default ${name} Modern`,
  });
  const dark = await startServer({ vscode, vsix, trusted: true, settings: theme('Dark') });
  const light = await startServer({ vscode, vsix, trusted: false, settings: theme('Light') });
  try {
    const environment = {
      chromium: { executablePath: chromium, args: CHROMIUM_FLAGS },
      screenshots,
      trusted: { folder: trusted.folder, address: dark.address(trusted.folder) },
      restricted: { folder: restricted.folder, address: light.address(restricted.folder) },
    };
    const mocha = path.join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
    const { code } = await run(process.execPath, [mocha, '--import=tsx', 'test/e2e/outside/*.e2e.ts'], {
      env: { NEXT_SURFACE_OUTSIDE: JSON.stringify(environment) },
      show: true,
      limit: LIMIT,
    });
    if (code !== 0) {
      const file = await keepLog('outside', [dark.output(), light.output()]);
      console.error(`What VS Code has logged is in ${file}, pictures are in ${screenshots}`);
    }
    return code === 0;
  } finally {
    await dark.stop();
    await light.stop();
    await trusted.remove();
    await restricted.remove();
  }
}
