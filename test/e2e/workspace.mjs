// Copies of the example app to test on, so that tests may edit files and never touch the repository's.

import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onInterrupt, ROOT } from '../../scripts/processes.mjs';

const EXAMPLE = path.join(ROOT, 'examples', 'shop');
const LEFT_OUT = new Set(['node_modules', '.next']);

/**
 * @returns {Promise<{ folder: string, remove: () => Promise<void> }>} A fresh copy, named like the original.
 */
export async function copyExample() {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'next-surface-shop-'));
  const remove = async () => {
    onInterrupt.delete(remove);
    await rm(parent, { recursive: true, force: true, maxRetries: 5 });
  };
  onInterrupt.add(remove);
  const folder = path.join(parent, 'shop');
  await cp(EXAMPLE, folder, { recursive: true, filter: (file) => !LEFT_OUT.has(path.basename(file)) });
  return { folder, remove };
}
