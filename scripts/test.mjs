// `npm test`: everything that can be checked, from a clone where nothing but Node is installed, closed by one line of counts.

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureDependencies } from './dependencies.mjs';
import { endChildrenOnInterrupt, npm, onInterrupt, ROOT } from './processes.mjs';

/** Milliseconds that one step may take before it counts as hung: the real builds take most of it on two slow cores. */
const STEP_LIMIT = 13 * 60_000;

endChildrenOnInterrupt();
const folder = await mkdtemp(path.join(os.tmpdir(), 'next-surface-test-'));
const remove = () => rm(folder, { recursive: true, force: true });
onInterrupt.add(remove);
const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const summary = [];
try {
  await ensureDependencies((line) => console.log(`next-surface: ${line}`));
  for (const script of await scriptsToRun()) await runStep(script);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total.failed++;
}
await remove();
console.log(`\n${summary.join('\n')}`);
if (total.passed === 0) console.error('No test ran.');
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
console.log(`\n${total.passed} passed, ${total.failed} failed`);

/**
 * The parts of `npm run check` one by one, so that a lint error does not hide a failing test; then what `check` leaves out.
 * @returns {Promise<readonly string[]>} Names of package scripts.
 */
async function scriptsToRun() {
  const { scripts } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  const parts = scripts.check.split('&&').map((/** @type {string} */ part) => part.trim());
  const names = parts.map((/** @type {string} */ part) => /^npm run ([\w:-]+)$/.exec(part)?.[1]);
  if (names.includes(undefined))
    throw new Error('The script `check` is no longer a chain of `npm run …`: adapt scripts/test.mjs.');
  return [...names, 'test:slow', 'test:e2e'];
}

/** @param {string} script */
async function runStep(script) {
  console.log(`\n── npm run ${script}`);
  const counts = path.join(folder, `${script.replaceAll(':', '-')}.jsonl`);
  const reporter = path.join(ROOT, 'scripts', 'countReporter.mjs').replaceAll('\\', '/');
  const env = {
    NEXT_SURFACE_TEST_COUNTS: counts,
    MOCHA_OPTIONS: `--reporter="${reporter}"`,
  };
  const started = performance.now();
  const { code } = await npm(['run', script], { env, show: true, limit: STEP_LIMIT });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { passed, failed } = await readCounts(counts);
  // A step that fails without a failing test (a type error, a crash, a hang) is one failure.
  const failures = code !== 0 && failed === 0 ? 1 : failed;
  total.passed += passed;
  total.failed += failures;
  const tests = passed + failed > 0 ? `, ${passed} passed, ${failed} failed` : '';
  summary.push(`${failures === 0 ? '✓' : '✗'} ${script.padEnd(16)} ${seconds.padStart(6)} s${tests}`);
}

/** @param {string} file */
async function readCounts(file) {
  const counts = { passed: 0, failed: 0 };
  if (!existsSync(file)) return counts;
  for (const line of (await readFile(file, 'utf8')).split('\n').filter(Boolean)) {
    const { passed, failed } = JSON.parse(line);
    counts.passed += passed;
    counts.failed += failed;
  }
  return counts;
}
