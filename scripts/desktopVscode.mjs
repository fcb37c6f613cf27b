// Finds a desktop VS Code, which is preferred over the browser one wherever a window can be opened.

import path from 'node:path';
import { existsSync } from 'node:fs';
import { findOnPath } from './chromium.mjs';

/** Whether this machine can show a window. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/**
 * @returns {string | undefined} The command line launcher of an installed VS Code, for `npm start`.
 */
export function findCodeCommand() {
  const own = process.env.VSCODE_PATH;
  if (own) {
    if (!existsSync(own)) throw new Error(`VSCODE_PATH is ${own}, but there is nothing.`);
    return own;
  }
  if (!hasDisplay()) return undefined;
  const places = [
    findOnPath('code'),
    '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code',
    path.join(process.env.LOCALAPPDATA ?? '/nowhere', 'Programs', 'Microsoft VS Code', 'bin', 'code.cmd'),
  ];
  return places.find((place) => place !== undefined && existsSync(place));
}

/**
 * The desktop VS Code for tests: the one `VSCODE_PATH` names, else a downloaded one.
 * @param {string} cache Folder that keeps downloads.
 * @param {(line: string) => void} report Progress lines.
 * @returns {Promise<string | undefined>} Its executable; `undefined` where none can be had and the browser VS Code can do.
 */
export async function ensureDesktopVscode(cache, report) {
  const own = process.env.VSCODE_PATH;
  if (own) {
    if (!existsSync(own)) throw new Error(`VSCODE_PATH is ${own}, but there is nothing.`);
    return own;
  }
  if (!hasDisplay()) return undefined;
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath: cache });
  } catch (error) {
    if (process.platform !== 'linux') throw error;
    report(
      `a desktop VS Code could not be downloaded (${error instanceof Error ? error.message : String(error)})`,
    );
    return undefined;
  }
}
