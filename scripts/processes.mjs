// Starts child processes the same way for every script, so that a failing or hanging one is always reported with its output.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Folder of what the scripts install and leave behind; git-ignored. */
export const CACHE = path.join(ROOT, '.vscode-test');

/** Milliseconds that a process has to end by itself once it is asked to. */
const END_LIMIT = 5_000;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] Working folder; the repository when absent.
 * @property {Readonly<Record<string, string>>} [env] Added to the environment of this process.
 * @property {boolean} [show] Whether output goes to the terminal instead of being collected.
 * @property {number} [limit] Milliseconds after which it is ended together with what it started; it gets a process group for that.
 */

/**
 * Runs a command to its end, without stdin.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} The exit code (1 when it could not start or was killed) and the collected output.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const windows = process.platform === 'win32';
    const child = spawn(command, args, {
      cwd: options.cwd ?? ROOT,
      env: childEnvironment(options.env),
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
      // A group of its own lets a time limit reach grandchildren too; a terminal's Ctrl+C must still reach shown ones.
      detached: options.limit !== undefined && !windows,
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const limit = options.limit;
    const onLimit = () => {
      const reason = `${command} ${args.join(' ')} was ended after ${Math.round((limit ?? 0) / 1000)} s`;
      output += `\n${reason}`;
      console.error(reason);
      void end();
    };
    const timer = limit === undefined ? undefined : setTimeout(onLimit, limit);
    const closed = new Promise((done) => child.once('close', done));
    const end = () => endGroup(child, closed);
    if (limit !== undefined) onInterrupt.add(end);
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer);
      onInterrupt.delete(end);
      resolve({ code, output });
    };
    child.on('error', (error) => {
      output += error.message;
      if (options.show) console.error(error.message);
      finish(1);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs npm with the Node that runs this script.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function npm(args, options = {}) {
  const own = process.env.npm_execpath;
  if (own !== undefined && /npm-cli\.c?js$/.test(own)) return run(process.execPath, [own, ...args], options);
  // On Windows npm is a batch file, which only a shell can run.
  return process.platform === 'win32'
    ? run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], options)
    : run('npm', args, options);
}

/**
 * Like `npm`, but throws with the collected output when the command fails.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function npmOrThrow(args, options = {}) {
  const { code, output } = await npm(args, options);
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed (exit code ${code})\n${output.trimEnd()}`);
}

/**
 * Ends a child started `detached` together with everything it started: asks first, so that it can clean up, then kills.
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<unknown>} closed Settles when the child has ended.
 */
export async function endGroup(child, closed) {
  if (child.pid === undefined) return;
  signalGroup(child.pid, 'SIGTERM');
  let timer;
  const waited = new Promise((resolve) => (timer = setTimeout(resolve, END_LIMIT)));
  await Promise.race([closed, waited]);
  clearTimeout(timer);
  signalGroup(child.pid, 'SIGKILL');
}

/**
 * @param {number} pid The group's leader.
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // The group has already gone.
  }
}

/** Things to end when the user presses Ctrl+C or the machine stops this process. @type {Set<() => unknown>} */
export const onInterrupt = new Set();

/** Makes Ctrl+C, SIGTERM and a closed terminal end what `onInterrupt` holds before this process exits with code 130. */
export function endChildrenOnInterrupt() {
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await Promise.allSettled([...onInterrupt].map(async (stop) => stop()));
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end());
}

/** @param {Readonly<Record<string, string>> | undefined} added */
function childEnvironment(added) {
  const env = { ...process.env, ...added };
  // `npm test --silent` must not hide what a nested `npm ci` has to say when it fails.
  delete env.npm_config_loglevel;
  return env;
}
