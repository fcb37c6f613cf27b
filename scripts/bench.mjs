// `npm run bench -- PATH [--runs N]`: what a report and a keystroke cost on a real workspace, beside ripgrep and oxlint.
//
// Fails (exit code 1) on ratios to oxlint alone, never on milliseconds: those depend on the machine and what else it does.

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureTyping } from './benchTyping.mjs';
import { ROOT } from './processes.mjs';

/** Bars: `surface` is the cold report without guards. Times as multiples of oxlint's, memory in MB, keystrokes in ms; by the number of files that the tool lists. */
const BARS = [
  { name: 'large', files: 10_000, surface: 2.5, cold: 3.5, warm: 0.6, memory: 300, keystroke: 5 },
  { name: 'medium', files: 3_000, surface: 5, cold: 7, warm: 1, memory: 180, keystroke: 5 },
];

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: { runs: { type: 'string', default: '7' } },
  allowPositionals: true,
});
const [given, ...more] = positionals;
const runs = Number(values.runs);
if (given === undefined || more.length > 0 || !Number.isInteger(runs) || runs < 1) {
  console.error('Usage: npm run bench -- PATH [--runs N]   (the median of N runs is shown; 7 when left out)');
  process.exit(2);
}
// npm runs scripts in the package's folder; a relative path means the folder that it was started from.
const workspace = path.resolve(process.env.INIT_CWD ?? '.', given);
if (!existsSync(workspace) || !statSync(workspace).isDirectory()) {
  console.error(`${workspace} is not a folder.`);
  process.exit(2);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'next-surface-bench-'));
try {
  process.exitCode = await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns {Promise<number>} The exit code. */
async function bench() {
  // Copies, so that a build in the meantime changes nothing.
  const cli = copyOf('cli.js');
  const server = copyOf('server.js');
  if (cli === undefined || server === undefined) {
    console.error('dist/ is not complete: run npm run build first.');
    return 2;
  }
  const subjects = {
    rg: installed('rg') ? () => time('rg', ['-l', 'use server', workspace], {}, [0, 1]) : undefined,
    oxlint: installed('oxlint')
      ? () => time('oxlint', ['--nextjs-plugin', workspace], {}, [0, 1])
      : undefined,
    node: () => time(process.execPath, ['-e', '0'], {}, [0]),
    surface: (/** @type {number} */ round) =>
      report(cli, path.join(folder, `surface-${round}`), ['--no-guards']),
    cold: (/** @type {number} */ round) => report(cli, path.join(folder, `cold-${round}`)),
    warm: () => report(cli, path.join(folder, 'warm')),
  };
  /** @type {Record<string, Sample[]>} */
  const samples = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  // Round 0 fills the file cache and the warm report's cache, and is not counted.
  for (let round = 0; round <= runs; round++) {
    for (const [name, measure] of Object.entries(subjects)) {
      const sample = measure?.(round);
      if (sample && round > 0) samples[name]?.push(sample);
    }
    for (const name of ['surface', 'cold'])
      rmSync(path.join(folder, `${name}-${round}`), { recursive: true, force: true });
  }
  const typing = await measureTyping(server, workspace, environment({}));
  return show(samples, typing);
}

/**
 * @typedef {object} Sample
 * @property {number} seconds Wall time of the whole process.
 * @property {number} [memory] Peak, in MB.
 * @property {number} [files] Files that were listed.
 */

/** @param {string} name */
function copyOf(name) {
  const source = path.join(ROOT, 'dist', name);
  if (!existsSync(source)) return undefined;
  const copy = path.join(folder, name);
  copyFileSync(source, copy);
  return copy;
}

/** @param {string} command */
function installed(command) {
  return (
    spawnSync(command, ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0
  );
}

/** @param {Readonly<Record<string, string>>} added */
function environment(added) {
  const env = { ...process.env, ...added };
  // Reading a bundle of certificates at every start is no part of anybody's work, and costs Node dozens of milliseconds.
  delete env.NODE_EXTRA_CA_CERTS;
  delete env.NEXT_SURFACE_NO_CACHE;
  return env;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} env
 * @param {readonly number[]} codes Exit codes that mean success.
 * @returns {Sample & { err: string }}
 */
function time(command, args, env, codes) {
  const started = performance.now();
  const child = spawnSync(command, args, {
    env: environment(env),
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32' && command !== process.execPath,
  });
  const seconds = (performance.now() - started) / 1000;
  if (child.error) throw child.error;
  if (child.status === null || !codes.includes(child.status)) {
    throw new Error(
      `${command} ${args.join(' ')} exited with ${child.status ?? child.signal}\n${child.stderr}`,
    );
  }
  return { seconds, err: child.stderr };
}

/**
 * @param {string} cli
 * @param {string} cache Where this run's cache is.
 * @param {readonly string[]} options
 * @returns {Sample}
 */
function report(cli, cache, options = []) {
  const env = { XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: cache };
  const { seconds, err } = time(
    process.execPath,
    [cli, 'report', workspace, '--format', 'json', '--verbose', ...options],
    env,
    [0],
  );
  const [, files] = /(\d+) files?,/.exec(err) ?? [];
  const [, memory] = /(\d+) MB at most/.exec(err) ?? [];
  return { seconds, memory: Number(memory), files: Number(files) };
}

/**
 * @param {Readonly<Record<string, readonly Sample[]>>} samples
 * @param {import('./benchTyping.mjs').Typing} typing
 * @returns {number} The exit code.
 */
function show(samples, { keystrokes, imports, linked, reports }) {
  const files = samples.cold?.[0]?.files ?? 0;
  const bar = BARS.find((candidate) => files >= candidate.files);
  let failed = false;
  const ratio = (/** @type {readonly Sample[]} */ list, /** @type {number | undefined} */ limit) => {
    const byOxlint = ratioOf(list, samples.oxlint);
    const cells = [
      `${secondsOf(list).toFixed(2)} s`,
      range(list),
      shown(ratioOf(list, samples.rg)),
      shown(byOxlint),
    ];
    if (limit === undefined) return [...cells, '–'];
    if (byOxlint === undefined) return [...cells, `≤ ${limit} × oxlint: not judged`];
    failed ||= byOxlint > limit;
    return [...cells, `≤ ${limit} × oxlint: ${byOxlint <= limit ? 'met' : 'MISSED'}`];
  };
  const told = (
    /** @type {number} */ value,
    /** @type {number | undefined} */ limit,
    /** @type {string} */ unit,
  ) => (limit === undefined ? '–' : `≤ ${limit} ${unit}: ${value <= limit ? 'met' : 'above'} (not judged)`);
  const memory = median((samples.cold ?? []).map((sample) => sample.memory ?? 0));
  const rows = [['', 'median', 'range', '× rg', '× oxlint', 'bar']];
  for (const [name, label] of [
    ['node', 'Node, empty script'],
    ['rg', "rg -l 'use server'"],
    ['oxlint', 'oxlint --nextjs-plugin'],
  ]) {
    const list = samples[name ?? ''] ?? [];
    rows.push(
      list.length === 0
        ? [label ?? '', 'not installed', '', '', '', '']
        : [label ?? '', ...ratio(list, undefined)],
    );
  }
  rows.push(['cold report without guards', ...ratio(samples.surface ?? [], bar?.surface)]);
  rows.push(['cold report', ...ratio(samples.cold ?? [], bar?.cold)]);
  rows.push(['warm report', ...ratio(samples.warm ?? [], bar?.warm)]);
  rows.push(['memory, cold', `${memory.toFixed(0)} MB`, '', '', '', told(memory, bar?.memory, 'MB')]);
  rows.push([
    'memory, warm',
    `${median((samples.warm ?? []).map((sample) => sample.memory ?? 0)).toFixed(0)} MB`,
    '',
    '',
    '',
    '–',
  ]);
  if (keystrokes.length === 0) rows.push(['keystroke to diagnostics', 'no route file', '', '', '', '']);
  else {
    const sorted = [...keystrokes].sort((a, b) => a - b);
    const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
    const span = milliseconds(keystrokes);
    rows.push([`keystroke to diagnostics, median of ${sorted.length}`, ...span, '', '', '–']);
    rows.push([
      'keystroke to diagnostics, 95 %',
      `${p95.toFixed(1)} ms`,
      '',
      '',
      '',
      told(p95, bar?.keystroke, 'ms'),
    ]);
    rows.push(['edit of an import to diagnostics', ...milliseconds(imports), '', '', '–']);
    rows.push(['whole report after it', ...milliseconds(linked), '', '', '–']);
    rows.push(['whole report again, nothing edited', ...milliseconds(reports), '', '', '–']);
  }
  console.log(
    `${workspace}: ${files} files, medians of ${runs} interleaved runs, ${os.cpus().length} cores, load ${os.loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}\n`,
  );
  console.log(aligned(rows));
  if (bar === undefined) console.log(`\nBars are for workspaces of ${BARS.at(-1)?.files} files and more.`);
  if (!samples.oxlint?.length) console.log('\noxlint is not installed, so no ratio could be judged.');
  if (failed) console.log('\nA bar was missed.');
  return failed ? 1 : 0;
}

/** The median and the range of milliseconds. @param {readonly number[]} list */
function milliseconds(list) {
  const range = `${Math.min(...list).toFixed(1)}–${Math.max(...list).toFixed(1)}`;
  return [`${median(list).toFixed(1)} ms`, range];
}

/** @param {readonly Sample[]} list */
function secondsOf(list) {
  return median(list.map((sample) => sample.seconds));
}

/** @param {readonly Sample[]} list */
function range(list) {
  const seconds = list.map((sample) => sample.seconds);
  return `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}`;
}

/**
 * How many times as long as the other it took: the median over the rounds, in each of which both ran side by side, so that
 * a machine that is busy for a while slows down both.
 * @param {readonly Sample[]} list
 * @param {readonly Sample[] | undefined} other
 */
function ratioOf(list, other) {
  if (!other || other.length === 0) return undefined;
  return median(list.map((sample, round) => sample.seconds / (other[round]?.seconds ?? NaN)));
}

/** @param {number | undefined} ratio */
function shown(ratio) {
  return ratio === undefined ? '–' : ratio.toFixed(1);
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** A Markdown table with aligned columns. @param {readonly (readonly string[])[]} rows */
function aligned(rows) {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  lines.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return lines.join('\n');
}
