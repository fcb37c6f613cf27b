/**
 * Applies every code action, the fixes of the rules (`fix:RULE`) among them, to whole workspaces, in memory, and prints what came of it:
 * `node --import=tsx scripts/applyAssists.mts [--assist ID] [--limit N] [--diff DIR] FOLDER…`. `--limit` takes at most N
 * offers of an assist per folder, evenly spread; `--diff` writes each change as two folders to compare.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { allAssists } from '../server/src/assists/index';
import { type FileInput } from '../server/src/core/analysis';
import { createAnalysisHost } from '../server/src/core/analysisHost';
import { type FilePath, filePath, relativePath } from '../server/src/core/text/filePath';
import { createNodeFiles } from '../server/src/node/nodeFiles';
import { allRules } from '../server/src/rules/index';
import { applyEverywhere, type AppliedOffer, offersIn } from '../test/support/applyEverywhere';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { assist: { type: 'string' }, limit: { type: 'string' }, diff: { type: 'string' } },
});
const limit = Number(values.limit ?? Infinity);
const totals = new Map<string, { offered: number; applied: number; failed: number }>();

for (const folder of positionals) {
  const root = filePath(resolve(folder));
  const disk = createNodeFiles();
  const files = new Map<FilePath, FileInput>();
  for (const listed of disk.list(root)) {
    if (listed) files.set(listed.path, { read: () => disk.read(listed.path) });
  }
  const host = createAnalysisHost(allRules, {
    version: '0.0.0',
    assists: allAssists,
    onAssistCrash: (assist, path, error) =>
      console.log(`CRASH ${assist} ${path} ${String((error as Error).stack)}`),
  });
  host.applyChange({ roots: [root], files });
  const perAssist = countOffers(host.snapshot(), files);
  const seen = new Map<string, number>();
  const selection = {
    assist: (id: string) => values.assist === undefined || values.assist.split(',').includes(id),
    offer: (_path: FilePath, { assist }: { assist: string }) => {
      const index = seen.get(assist) ?? 0;
      seen.set(assist, index + 1);
      const total = perAssist.get(assist) ?? 0;
      tally(assist).offered++;
      return (
        total <= limit || Math.floor((index * limit) / total) !== Math.floor(((index - 1) * limit) / total)
      );
    },
  };
  let number = 0;
  for (const applied of applyEverywhere(host, files, root, selection)) {
    const total = tally(applied.offer.assist);
    total.applied++;
    if (applied.failures.length > 0) {
      total.failed++;
      const place = `${basename(root)}/${relativePath(root, applied.path)}`;
      console.log(
        `${applied.offer.assist} | ${place} | ${applied.offer.target} | ${applied.offer.title} | ${applied.failures.join('; ')}`,
      );
    }
    if (values.diff !== undefined) writeDiff(values.diff, root, applied, number++);
  }
}
console.table(Object.fromEntries([...totals].sort()));

function tally(assist: string): { offered: number; applied: number; failed: number } {
  const total = totals.get(assist) ?? { offered: 0, applied: 0, failed: 0 };
  totals.set(assist, total);
  return total;
}

function countOffers(
  analysis: ReturnType<ReturnType<typeof createAnalysisHost>['snapshot']>,
  files: ReadonlyMap<FilePath, FileInput>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (limit === Infinity) return counts;
  for (const path of files.keys()) {
    const text = analysis.isSource(path) ? analysis.text(path) : undefined;
    if (text === undefined) continue;
    for (const { assist } of offersIn(analysis, path, text))
      counts.set(assist, (counts.get(assist) ?? 0) + 1);
  }
  return counts;
}

function writeDiff(
  folder: string,
  root: FilePath,
  { offer, before, after }: AppliedOffer,
  number: number,
): void {
  const name = `${basename(root)}-${number}-${offer.assist}`;
  const put = (side: string, path: FilePath, text: string): void => {
    const file = join(folder, name, side, relativePath(root, path));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const [path, text] of before) put('a', path, text);
  for (const [path, text] of after ?? []) if (text !== null) put('b', path, text);
}
