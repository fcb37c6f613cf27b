// Makes the .vsix that a user would install, for the scripts that show or test exactly that.

import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { npm, ROOT } from './processes.mjs';

/** Where `npm run package` leaves the extension. */
const VSIX = path.join(ROOT, 'dist', 'next-surface.vsix');

/** The extension's identifier, `publisher.name`. */
export const EXTENSION_ID = 'next-surface.next-surface';

/**
 * Builds and packages the extension.
 * @param {(line: string) => void} report Progress lines.
 * @returns {Promise<string>} Absolute path of the .vsix.
 */
export async function packageExtension(report) {
  report('packaging the extension …');
  const { scripts } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  const started = Date.now();
  const { code, output } = await npm(
    scripts.package
      ? ['run', 'package']
      : ['exec', '--no', '--', 'vsce', 'package', '--no-dependencies', '-o', VSIX],
  );
  if (code !== 0)
    throw new Error(`the extension could not be packaged (exit code ${code})\n${output.trimEnd()}`);
  if (!existsSync(VSIX) || (await stat(VSIX)).mtimeMs < started - 2_000) {
    throw new Error(`npm run package succeeded, but has not written ${VSIX}\n${output.trimEnd()}`);
  }
  return VSIX;
}
