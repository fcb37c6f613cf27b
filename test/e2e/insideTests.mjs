// Makes the tiny extension that carries the inside tests into VS Code's extension host, beside the installed one.

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { EXTENSION_ID } from '../../scripts/extensionPackage.mjs';
import { CACHE, onInterrupt, ROOT } from '../../scripts/processes.mjs';

const SOURCES = path.join(ROOT, 'test', 'e2e', 'inside');

/**
 * @returns {Promise<{ folder: string, entry: string, remove: () => Promise<void> }>} The extension's folder and its tests' entry file.
 */
export async function makeTestExtension() {
  // Below the repository, so that the compiled tests find its mocha.
  const folder = await mkdtemp(path.join(CACHE, 'inside-tests-'));
  const remove = async () => {
    onInterrupt.delete(remove);
    await rm(folder, { recursive: true, force: true });
  };
  onInterrupt.add(remove);
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({
      name: 'inside-tests',
      publisher: 'next-surface-tests',
      version: '0.0.0',
      engines: { vscode: '^1.91.0' },
      // VS Code then activates the installed extension for us, and a missing one fails the run.
      extensionDependencies: [EXTENSION_ID],
    }),
  );
  const files = (await readdir(SOURCES)).filter((name) => name === 'index.ts' || name.endsWith('.e2e.ts'));
  await build({
    entryPoints: files.map((name) => path.join(SOURCES, name)),
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return { folder, entry: path.join(folder, 'index.js'), remove };
}
