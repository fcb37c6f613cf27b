/** Compares long outputs with files that are read in review; `UPDATE_GOLDEN=1` writes them anew. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `actual` must be the content of the golden file at `path`, which is relative to the test folder. */
export function checkGolden(path: string, actual: string): void {
  const file = join(__dirname, '..', path);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  assert.ok(
    existsSync(file),
    `${path} does not exist: run the test with UPDATE_GOLDEN=1 and read what it writes`,
  );
  assert.equal(
    actual,
    readFileSync(file, 'utf8'),
    `differs from ${path}: if it should, run with UPDATE_GOLDEN=1`,
  );
}
