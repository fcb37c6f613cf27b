// Starts and stops one throw-away browser VS Code: own settings, own extensions, own sockets, nothing left behind.

import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { URLSearchParams } from 'node:url';
import { endGroup, onInterrupt, ROOT, run } from './processes.mjs';

/** Settings that keep VS Code from showing what has nothing to do with the extension. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  // This VS Code comes without TypeScript's server and shows an error about it; the project has one.
  'typescript.tsdk': path.join(ROOT, 'node_modules', 'typescript', 'lib'),
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Milliseconds in which the server has to listen. */
const START_LIMIT = 60_000;

/**
 * @typedef {object} ServerOptions
 * @property {import('./browserVscode.mjs').BrowserVscode} vscode
 * @property {string} vsix Absolute path of the packaged extension to install.
 * @property {boolean} trusted Whether every workspace is trusted; otherwise it opens in Restricted Mode.
 * @property {boolean} [testable] Whether a development extension and its tests are accepted (VS Code's smoke test driver, which changes behavior).
 * @property {Readonly<Record<string, unknown>>} [settings] User settings, over the quiet defaults.
 *
 * @typedef {object} Server
 * @property {string} authority `host:port`, also the authority of its remote files.
 * @property {string} extensions Absolute path of the folder of installed extensions.
 * @property {(folder: string, payload?: readonly (readonly [string, string])[]) => string} address The page's URL for a folder.
 * @property {Promise<unknown>} ended Settles when it ends, for whatever reason.
 * @property {() => string} output What the server has printed.
 * @property {() => Promise<void>} stop Ends it and removes its files.
 */

/**
 * Installs the extension into a fresh server and starts it on a free port of 127.0.0.1, behind a random token.
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startServer(options) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'next-surface-'));
  const remove = () => rm(directory, { recursive: true, force: true, maxRetries: 5 });
  onInterrupt.add(remove);
  try {
    const extensions = path.join(directory, 'extensions');
    const common = ['--accept-server-license-terms', '--server-data-dir', path.join(directory, 'data')];
    common.push('--extensions-dir', extensions);
    await writeSettings(path.join(directory, 'data', 'data', 'User'), { ...QUIET, ...options.settings });
    // The server puts its sockets into these folders and forgets them there.
    const env = { TMPDIR: directory, XDG_RUNTIME_DIR: directory };
    await installExtension(options, common, env);

    const token = randomBytes(16).toString('hex');
    const args = [
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--connection-token',
      token,
      '--telemetry-level',
      'off',
    ];
    if (options.trusted) args.push('--disable-workspace-trust');
    if (options.testable) args.push('--enable-smoke-test-driver');
    const running = await listen(options.vscode, [...args, ...common], env);
    const stop = async () => {
      onInterrupt.delete(stop);
      await running.end();
      await remove();
    };
    onInterrupt.delete(remove);
    onInterrupt.add(stop);
    const authority = `127.0.0.1:${running.port}`;
    return {
      authority,
      extensions,
      ended: running.exited,
      output: running.output,
      stop,
      address: (folder, payload = []) => {
        const query = new URLSearchParams({ tkn: token, folder });
        if (payload.length > 0) query.set('payload', JSON.stringify(payload));
        // VS Code takes the folder's percent encoding apart, but not a plus sign.
        return `http://${authority}/?${query.toString().replaceAll('+', '%20')}`;
      },
    };
  } catch (error) {
    onInterrupt.delete(remove);
    await remove();
    throw error;
  }
}

/**
 * @param {string} folder
 * @param {Readonly<Record<string, unknown>>} settings
 */
async function writeSettings(folder, settings) {
  await mkdir(folder, { recursive: true });
  // User settings rewritten while VS Code runs are not picked up, so they are written first.
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

/**
 * @param {ServerOptions} options
 * @param {readonly string[]} common
 * @param {Readonly<Record<string, string>>} env
 */
async function installExtension({ vscode, vsix }, common, env) {
  const args = [vscode.serverMain, ...common, '--install-extension', vsix];
  const { code, output } = await run(vscode.node, args, { env, limit: START_LIMIT });
  if (code !== 0)
    throw new Error(`VS Code could not install ${vsix} (exit code ${code})\n${output.trimEnd()}`);
}

/**
 * @param {import('./browserVscode.mjs').BrowserVscode} vscode
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{ port: number, output: () => string, exited: Promise<unknown>, end: () => Promise<void> }>}
 */
async function listen(vscode, args, env) {
  const child = spawn(vscode.node, [vscode.serverMain, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl+C in the terminal reaches this script first, and a hung server can be killed whole.
    detached: true,
  });
  let printed = '';
  const exited = new Promise((resolve) => child.on('exit', resolve));
  const end = () => endGroup(child, exited);
  const port = await new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ reason) => {
      clearTimeout(timer);
      void end();
      reject(new Error(`VS Code's server ${reason}\n${printed.trimEnd()}`));
    };
    const timer = setTimeout(() => fail(`did not listen within ${START_LIMIT / 1000} s`), START_LIMIT);
    const read = (/** @type {Buffer} */ chunk) => {
      printed += chunk;
      const match = /available at http:\/\/[^:]+:(\d+)/.exec(printed);
      if (match === null) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', (error) => fail(`did not start: ${error.message}`));
    child.on('exit', (code) => fail(`ended with exit code ${code}`));
  });
  return { port, output: () => printed, exited, end };
}
