// Brings node_modules in line with the lockfile; the only part of a script that may run before anything is installed.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { npm, ROOT } from './processes.mjs';

/** The oldest Node that the tools run on, as [major, minor]. */
const OLDEST_NODE = [20, 19];

/**
 * Installs the project's dependencies when they are missing, half installed or older than the lockfile.
 * @param {(line: string) => void} report Progress lines.
 */
export async function ensureDependencies(report) {
  assertNode();
  const state = await dependencyState();
  if (state === 'current') return;
  // `npm ci` deletes node_modules first, which would pull the rug from under an editor: only where there is nothing to delete.
  const command = state === 'missing' ? 'ci' : 'install';
  report(`node_modules is ${state}: npm ${command} …`);
  const { code } = await npm([command, '--no-audit', '--no-fund'], { show: true });
  if (code !== 0) throw new Error(`npm ${command} failed (see above)`);
}

/** @returns {Promise<'current' | 'missing' | 'out of date' | 'without a lockfile'>} */
async function dependencyState() {
  const wanted = await packagesOf(path.join(ROOT, 'package-lock.json'));
  // npm writes this file last, so an interrupted install has none.
  const installed = await packagesOf(path.join(ROOT, 'node_modules', '.package-lock.json'));
  if (wanted === undefined) return 'without a lockfile';
  if (installed === undefined) return 'missing';
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '') continue;
    const found = installed[name];
    if (found === undefined ? !entry.optional && !entry.peer : found.version !== entry.version)
      return 'out of date';
  }
  return (await manifestMatches(wanted[''])) ? 'current' : 'out of date';
}

/**
 * @param {{ dependencies?: object, devDependencies?: object } | undefined} locked The lockfile's copy of the manifest.
 */
async function manifestMatches(locked) {
  const manifest = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  const same = (/** @type {object | undefined} */ a, /** @type {object | undefined} */ b) =>
    JSON.stringify(Object.entries(a ?? {}).sort()) === JSON.stringify(Object.entries(b ?? {}).sort());
  return (
    same(manifest.dependencies, locked?.dependencies) &&
    same(manifest.devDependencies, locked?.devDependencies)
  );
}

/**
 * @typedef {{ version?: string, optional?: boolean, peer?: boolean, dependencies?: object, devDependencies?: object }} LockedPackage
 */

/**
 * @param {string} file A lockfile.
 * @returns {Promise<Record<string, LockedPackage> | undefined>} Its packages by place, or `undefined` when it is missing or damaged.
 */
async function packagesOf(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function assertNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new Error(`Node ${OLDEST_NODE.join('.')} or later is needed, this is ${process.versions.node}.`);
  }
}
