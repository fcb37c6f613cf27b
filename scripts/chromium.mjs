// Finds the Chromium that shows the browser VS Code, and gets one from Debian where nobody has installed it.

import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** What a headless Chromium needs to start anywhere, also as root in a container, without calling home. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * @param {(line: string) => void} report Progress lines.
 * @returns {Promise<string>} The executable's path.
 */
export async function ensureChromium(report) {
  const found = await findChromium();
  if (found !== undefined) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && findOnPath('apt-get') !== undefined) {
    report('no Chromium found: apt-get install chromium …');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const update = await run('apt-get', ['update', '-qq'], { env });
    const args = ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'];
    const install = await run('apt-get', args, { env });
    const installed = await findChromium();
    if (installed !== undefined) return installed;
    report(`${update.output}\n${install.output}`.trim());
  }
  throw new Error(
    'No Chromium was found. Install one (Debian: `apt-get install chromium` as root), or set CHROME_PATH to a Chromium or Chrome.',
  );
}

/** @returns {Promise<string | undefined>} */
async function findChromium() {
  const own = process.env.CHROME_PATH;
  if (own) {
    if (await starts(own)) return own;
    throw new Error(`CHROME_PATH is ${own}, but that does not run.`);
  }
  for (const candidate of [...NAMES.map(findOnPath), ...PLACES]) {
    if (candidate !== undefined && (await starts(candidate))) return candidate;
  }
  return undefined;
}

/**
 * Some distributions put a script there that only asks for a package to be installed, so existence is not enough.
 * @param {string} executable
 */
async function starts(executable) {
  return (await run(executable, ['--version', '--no-sandbox'], { limit: 20_000 })).code === 0;
}

/**
 * @param {string} name A command.
 * @returns {string | undefined} Its absolute path.
 */
export function findOnPath(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        continue;
      }
    }
  }
  return undefined;
}

/**
 * Opens a headless Chromium. The caller closes it.
 * @param {string} executablePath
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function openChromium(executablePath) {
  // Imported late: this module also serves scripts that run before anything is installed.
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}
