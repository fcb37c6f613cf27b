/** Opening a real folder: which files are trusted to be as they were, and what is said of those that can't be read. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../server/src/node/engine';
import { type CachedFile, type FactsCache } from '../../server/src/node/factsCache';
import { openFolder } from '../../server/src/node/openFolder';
import { type OpenedFolder } from '../../server/src/cli/cliIo';

const WRITTEN_AT = Date.UTC(2026, 0, 1);

describe('openFolder', () => {
  let folder = '';
  let saved: {
    stamps: ReadonlyMap<string, string>;
    files: ReadonlyMap<string, CachedFile>;
    reports: string[];
  };
  const cache: FactsCache = {
    stamps: () => saved.stamps,
    files: () => saved.files,
    take: (path) => saved.files.get(path),
    report: (fingerprint) => saved.reports.find((report) => report.startsWith(fingerprint)),
    save: (stamps, files) => {
      saved = { ...saved, stamps, files };
    },
    saveLines: () => undefined,
    saveReport: (fingerprint, report) => void saved.reports.push(`${fingerprint} ${report}`),
  };

  beforeEach(() => {
    saved = { stamps: new Map(), files: new Map(), reports: [] };
    folder = mkdtempSync(join(tmpdir(), 'next-surface-open-'));
    mkdirSync(join(folder, 'app'));
    write('package.json', '{ "dependencies": { "next": "16.0.0" } }');
    write('app/route.ts', 'export function GET() {}\n');
    write('app/actions.ts', "'use server';\nexport async function save() {}\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(path: string, text: string, at = WRITTEN_AT): void {
    writeFileSync(join(folder, path), text);
    utimesSync(join(folder, path), new Date(at), new Date(at));
  }

  function open(secondsLater = 60): OpenedFolder {
    const opened = openFolder(folder, { cacheFor: () => cache, now: WRITTEN_AT + secondsLater * 1000 });
    assert.ok(!('problem' in opened));
    return opened;
  }

  /** Opens, makes a report and remembers it, as a run of the command does. Returns how many files were known. */
  function run(secondsLater?: number): number {
    const opened = open(secondsLater);
    const host = createEngine('0', (detail) => assert.fail(detail));
    host.applyChange({ roots: [opened.root], files: opened.files() });
    opened.remember(host, JSON.stringify(host.snapshot().report(opened.root)));
    return opened.remembered();
  }

  it('knows every source file of an earlier run again, and its report', () => {
    assert.equal(run(), 0);
    const opened = open();
    assert.ok(opened.rememberedReport?.includes('app/route.ts#GET'));
    assert.ok([...opened.files().values()].filter(({ facts }) => facts).length >= 2);
    assert.equal(opened.remembered(), 2);
  });

  it('trusts no time stamp that is younger than a file system may round it', () => {
    run(1);
    assert.deepEqual(saved.reports, []);
    assert.equal(open().rememberedReport, undefined);
    // The contents tell that nothing changed after all.
    assert.equal(run(), 2);
    assert.equal(saved.reports.length, 1);
  });

  it('reads a file again when its time or its size changed', () => {
    run();
    write('app/route.ts', 'export function PUT() {}\n', WRITTEN_AT + 1000);
    assert.equal(open().rememberedReport, undefined);
    assert.equal(run(), 1);
    assert.ok(saved.reports.at(-1)?.includes('app/route.ts#PUT'));
    write('app/route.ts', 'export function DELETE() {}\n', WRITTEN_AT + 1000);
    assert.equal(run(), 1);
    assert.ok(saved.reports.at(-1)?.includes('app/route.ts#DELETE'));
  });

  it('makes no use of the report when only a file without code changed', () => {
    run();
    write('package.json', '{ "dependencies": { "next": "15.0.0" } }', WRITTEN_AT + 1000);
    assert.equal(open().rememberedReport, undefined);
  });

  it('reads files whose facts were lost, though their stamps are known', () => {
    run();
    saved = { ...saved, files: new Map(), reports: [] };
    assert.equal(run(), 0);
    assert.ok(saved.reports.at(-1)?.includes('app/actions.ts#save'));
  });

  it('takes no facts whose stamp is another than the file has', () => {
    run();
    const files = new Map([...saved.files].map(([path, file]) => [path, { ...file, stamp: '1:1' }]));
    saved = { ...saved, files, reports: [] };
    assert.equal(run(), 0);
  });

  it('says why a path is no folder to open', () => {
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'), 'dir');
    const problemOf = (path: string): unknown => openFolder(path, { cacheFor: () => undefined, now: 0 });
    assert.deepEqual(problemOf(join(folder, 'none')), { problem: 'missing' });
    assert.deepEqual(problemOf(join(folder, 'package.json')), { problem: 'not-a-folder' });
    assert.deepEqual(problemOf(join(folder, 'loop')), {
      problem: 'unreadable',
      detail: 'its links lead in a circle',
    });
  });
});
