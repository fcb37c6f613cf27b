// Installs a VS Code that runs in a browser, from npm packages only, for machines without a desktop VS Code.

import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CACHE, npmOrThrow } from './processes.mjs';

const CODE_SERVER = '4.139.1';
/** The Node that this VS Code is built for; the one running this script plays no part. */
const NODE_MAJOR = '24';

/**
 * @typedef {object} BrowserVscode
 * @property {string} node The Node executable to run it with.
 * @property {string} serverMain VS Code's server entry.
 * @property {string} version The version to name in messages.
 */

/**
 * Installs it unless it is there. An interrupted install leaves only a temporary folder, and two at once do not disturb each other.
 * @param {(line: string) => void} report Progress lines.
 * @returns {Promise<BrowserVscode>}
 */
export async function ensureBrowserVscode(report) {
  const nodePackage = `node-${process.platform}-${process.arch}`;
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new Error(
      `The browser VS Code runs on Linux (x64, arm64), not on ${process.platform} ${process.arch}. Install VS Code, or set VSCODE_PATH to one.`,
    );
  }
  const target = path.join(CACHE, `code-server-${CODE_SERVER}-node-${NODE_MAJOR}-${process.arch}`);
  if (!existsSync(target)) {
    await mkdir(CACHE, { recursive: true });
    await removeAbandoned();
    report(`installing VS Code for the browser (code-server ${CODE_SERVER}, about a minute, 800 MB) …`);
    const folder = await mkdtemp(path.join(CACHE, `installing-${process.pid}-`));
    try {
      await install(folder, nodePackage);
      await rename(folder, target);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      // Somebody else's install may have come first; that one is as good.
      if (!existsSync(target)) throw error;
    }
  }
  const modules = path.join(target, 'node_modules');
  return {
    node: path.join(modules, nodePackage, 'bin', 'node'),
    serverMain: path.join(modules, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
    version: `code-server ${CODE_SERVER}`,
  };
}

/**
 * @param {string} folder
 * @param {string} nodePackage
 */
async function install(folder, nodePackage) {
  const dependencies = { [nodePackage]: NODE_MAJOR, 'code-server': CODE_SERVER };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  // Scripts would compile native modules that only silence log lines (spdlog, watchdog).
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund'];
  await npmOrThrow(['install', ...flags], { cwd: folder });
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await npmOrThrow(['install', '--omit=dev', ...flags], { cwd: vscode });
}

/** Removes what killed installs have left. */
async function removeAbandoned() {
  for (const name of await readdir(CACHE)) {
    const pid = /^installing-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(path.join(CACHE, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
