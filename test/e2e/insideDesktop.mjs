// Runs the inside tests in a desktop VS Code, started by @vscode/test-electron.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onInterrupt, run } from '../../scripts/processes.mjs';
import { makeTestExtension } from './insideTests.mjs';
import { copyExample } from './workspace.mjs';

/**
 * @param {string} executable
 * @param {string} vsix
 * @returns {Promise<boolean>} Whether all tests passed.
 */
export async function runInsideDesktopVscode(executable, vsix) {
  const { resolveCliArgsFromVSCodeExecutablePath, runTests } = await import('@vscode/test-electron');
  // Short, because VS Code makes sockets in it, whose paths have a limit.
  const profile = await mkdtemp(path.join(os.tmpdir(), 'ns-'));
  const remove = () => rm(profile, { recursive: true, force: true, maxRetries: 5 });
  onInterrupt.add(remove);
  const tests = await makeTestExtension();
  const workspace = await copyExample();
  try {
    const extensions = path.join(profile, 'extensions');
    const folders = [`--extensions-dir=${extensions}`, `--user-data-dir=${path.join(profile, 'data')}`];
    const [command = executable] = resolveCliArgsFromVSCodeExecutablePath(executable);
    const installed = await run(command, [...folders, ...rootFlags(), '--install-extension', vsix]);
    if (installed.code !== 0)
      throw new Error(`VS Code could not install ${vsix}\n${installed.output.trimEnd()}`);
    const code = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: tests.folder,
      extensionTestsPath: tests.entry,
      extensionTestsEnv: {
        NEXT_SURFACE_EXTENSIONS: extensions,
        NEXT_SURFACE_TEST_COUNTS: process.env.NEXT_SURFACE_TEST_COUNTS,
      },
      launchArgs: [
        workspace.folder,
        ...folders,
        ...rootFlags(),
        '--disable-workspace-trust',
        '--skip-welcome',
      ],
    });
    return code === 0;
  } catch (error) {
    console.error(`The inside tests failed: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    await workspace.remove();
    await tests.remove();
    await remove();
    onInterrupt.delete(remove);
  }
}

/** Electron refuses to run as root without this. */
function rootFlags() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
