// `npm run test:e2e [-- --vsix FILE]`: runs the packaged extension in a real VS Code, from inside and from outside.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ensureBrowserVscode } from '../../scripts/browserVscode.mjs';
import { ensureChromium } from '../../scripts/chromium.mjs';
import { ensureDesktopVscode } from '../../scripts/desktopVscode.mjs';
import { packageExtension } from '../../scripts/extensionPackage.mjs';
import { CACHE, endChildrenOnInterrupt } from '../../scripts/processes.mjs';
import { runInsideBrowserVscode } from './insideBrowser.mjs';
import { runInsideDesktopVscode } from './insideDesktop.mjs';
import { runOutside } from './outside.mjs';

const report = (/** @type {string} */ line) => console.log(`next-surface: ${line}`);

endChildrenOnInterrupt();
try {
  process.exitCode = (await runAll()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** @returns {Promise<boolean>} Whether everything passed. */
async function runAll() {
  await mkdir(CACHE, { recursive: true });
  const vsix = await packageToTest();
  const desktop = await ensureDesktopVscode(CACHE, report);
  if (desktop !== undefined) report(`inside tests: desktop VS Code, ${desktop}`);
  // Its workbench is a web page, which is what the outside tests hold on to, even where the inside tests have a desktop.
  const browser = desktop !== undefined && process.platform !== 'linux' ? undefined : await browserVscode();
  if (desktop === undefined) report(`inside tests: browser VS Code, ${browser?.vscode.version}`);

  const inside =
    desktop !== undefined
      ? await runInsideDesktopVscode(desktop, vsix)
      : browser !== undefined && (await runInsideBrowserVscode(browser, vsix));
  if (browser === undefined) {
    report(`outside tests: not run, there is no browser VS Code for ${process.platform}`);
    return inside;
  }
  report(`outside tests: browser VS Code, ${browser.vscode.version}`);
  return (await runOutside(browser, vsix)) && inside;
}

async function browserVscode() {
  return { vscode: await ensureBrowserVscode(report), chromium: await ensureChromium(report) };
}

/** @returns {Promise<string>} Absolute path of the .vsix. */
async function packageToTest() {
  const [option, file] = process.argv.slice(2);
  return option === '--vsix' && file !== undefined ? path.resolve(file) : packageExtension(report);
}
