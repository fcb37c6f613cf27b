// `npm start [-- PATH]`: opens a real VS Code with this extension, from a clone where nothing but Node is installed.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ensureDependencies } from './dependencies.mjs';
import { ensureBrowserVscode } from './browserVscode.mjs';
import { findCodeCommand } from './desktopVscode.mjs';
import { packageExtension } from './extensionPackage.mjs';
import { endChildrenOnInterrupt, npm, onInterrupt, ROOT } from './processes.mjs';
import { startServer } from './vscodeServer.mjs';

const EXAMPLE = path.join(ROOT, 'examples', 'shop');

const report = (/** @type {string} */ line) => console.log(`next-surface: ${line}`);

endChildrenOnInterrupt();
try {
  const folder = await folderToOpen(process.argv.slice(2));
  await ensureDependencies(report);
  const code = findCodeCommand();
  await (code === undefined ? openInBrowser(folder) : openOnDesktop(code, folder));
} catch (error) {
  console.error(`next-surface: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<string>} Absolute path of the folder to open.
 */
async function folderToOpen(args) {
  const [given, ...more] = args;
  if (more.length > 0 || given?.startsWith('-')) throw new Error('usage: npm start [-- PATH]');
  // npm runs scripts in the package's folder; INIT_CWD is where the user typed the command.
  const folder = given === undefined ? EXAMPLE : path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) throw new Error(`${folder} does not exist.`);
  if (!found.isDirectory())
    throw new Error(`${folder} is not a folder. Give the folder of a Next.js project.`);
  return folder;
}

/**
 * @param {string} code
 * @param {string} folder
 */
async function openOnDesktop(code, folder) {
  report('building …');
  const built = await npm(['run', 'build']);
  if (built.code !== 0) throw new Error(`the build failed\n${built.output.trimEnd()}`);
  report(`opening ${folder} with ${code}`);
  const args = ['--new-window', `--extensionDevelopmentPath=${ROOT}`, folder];
  // VS Code's Windows launcher is a batch file, which only a shell can run.
  const child = code.endsWith('.cmd')
    ? spawn('cmd.exe', ['/d', '/s', '/c', code, ...args], { stdio: 'inherit' })
    : spawn(code, args, { stdio: 'inherit' });
  const exitCode = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (exitCode !== 0) throw new Error(`${code} failed (exit code ${exitCode})`);
}

/** @param {string} folder */
async function openInBrowser(folder) {
  report('no desktop VS Code was found, so this opens one in the browser');
  const vscode = await ensureBrowserVscode(report);
  const vsix = await packageExtension(report);
  // The example is ours; what somebody else's folder may run stays VS Code's question.
  // Without installed packages TypeScript would cover every import in red.
  const settings = { 'typescript.validate.enable': existsSync(path.join(folder, 'node_modules')) };
  const server = await startServer({ vscode, vsix, trusted: folder === EXAMPLE, settings });
  report(`VS Code shows ${folder} at\n\n  ${server.address(folder)}\n`);
  report('Ctrl+C ends it.');
  // A signal ends this process, and stops the server on its way out; getting past this line is an accident.
  await server.ended;
  if (onInterrupt.has(server.stop))
    throw new Error(`VS Code's server ended by itself\n${server.output().trimEnd()}`);
}
