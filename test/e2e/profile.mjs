// What every tested VS Code has in common: its settings, and where its log is kept when tests fail.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CACHE } from '../../scripts/processes.mjs';

/** User settings that tests rely on. */
export const TEST_SETTINGS = {
  // The browser VS Code saves by itself after a second, unlike the desktop one.
  'files.autoSave': 'off',
  // The example's packages are not installed, which TypeScript would report beside what is tested.
  'typescript.validate.enable': false,
};

/**
 * Keeps what VS Code has printed; hundreds of lines that would bury the failing test.
 * @param {string} name
 * @param {readonly string[]} lines
 * @returns {Promise<string>} The file's absolute path.
 */
export async function keepLog(name, lines) {
  const file = path.join(CACHE, `${name}.log`);
  await writeFile(file, lines.join('\n'));
  return file;
}
