/** The cache on a real disk: what comes back, what is refused, and what is left behind. */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CachedFile,
  type FactsCache,
  fingerprintOf,
  openFactsCache,
  type Stamps,
} from '../../server/src/node/factsCache';

const STAMPS = new Map([
  ['/w/app/a.ts', '1:2'],
  ['/w/app/b\n"\\.ts', '3:4'],
]);
const FILES = new Map<string, CachedFile>([
  [
    '/w/app/a.ts',
    {
      stamp: '1:2',
      hash: 'h',
      scan: { mentionsUseServer: true, directive: 'server', imports: [] },
      facts: {
        link: {
          directive: 'use server',
          imports: [],
          exports: [],
          starExports: [],
          inlineActions: [],
          segmentConfig: {},
        },
        ranges: { directive: { start: 0, end: 12 } },
        mistakes: [],
        suppressions: [],
      },
    },
  ],
]);

function printOf(stamps: Stamps): string {
  const fingerprint = fingerprintOf(stamps);
  assert.ok(fingerprint !== undefined);
  return fingerprint;
}

describe('the cache on disk', () => {
  let folder = '';
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'next-surface-cache-')), 'next-surface');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  function open(options: { readonly workspace?: string; readonly engine?: string } = {}): FactsCache {
    const cache = openFactsCache({ owner: 'test', folder, workspace: '/w', engine: 'e', ...options });
    assert.ok(cache);
    return cache;
  }

  function saveAll(): void {
    open().save(STAMPS, FILES);
    open().saveReport(printOf(STAMPS), '{"é": 1}\n');
  }

  /** The folder of the one workspace. */
  function own(): string {
    const [name, ...more] = readdirSync(folder);
    assert.ok(name !== undefined && more.length === 0);
    return join(folder, name);
  }

  function checkEmpty(cache: FactsCache): void {
    assert.deepEqual(
      [cache.stamps().size, cache.files().size, cache.report(printOf(STAMPS))],
      [0, 0, undefined],
    );
  }

  it('gives back what was saved', () => {
    saveAll();
    assert.deepEqual(open().stamps(), STAMPS);
    assert.deepEqual(open().files(), FILES);
    assert.equal(open().report(printOf(STAMPS)), '{"é": 1}\n');
  });

  it('is empty before anything was saved, and writes nothing by being opened', () => {
    checkEmpty(open());
    assert.throws(() => readdirSync(folder), { code: 'ENOENT' });
  });

  it('gives the report only for the very same files', () => {
    saveAll();
    assert.equal(open().report(printOf(new Map([...STAMPS, ['/w/app/c.ts', '5:6']]))), undefined);
    assert.equal(open().report(printOf(new Map([...STAMPS, ['/w/app/a.ts', '1:3']]))), undefined);
    assert.equal(open().report(printOf(new Map([...STAMPS].slice(1)))), undefined);
  });

  it('has no fingerprint for files that are too young to trust', () => {
    assert.equal(fingerprintOf(new Map([...STAMPS, ['/w/app/c.ts', '']])), undefined);
  });

  it('gives nothing to another engine or another workspace', () => {
    saveAll();
    checkEmpty(open({ engine: 'f' }));
    checkEmpty(open({ workspace: '/v' }));
  });

  it('is readable for its user alone, and leaves no temporary files', () => {
    saveAll();
    assert.deepEqual(readdirSync(own()), ['facts', 'report', 'stamps']);
    const modes = [folder, own(), join(own(), 'facts')].map((path) => statSync(path).mode & 0o777);
    const expected = process.platform === 'win32' ? modes : [0o700, 0o700, 0o600];
    assert.deepEqual(modes, expected);
  });

  it('ignores parts that were cut, changed or made longer', () => {
    const damages: readonly ((file: string) => void)[] = [
      (file) => writeFileSync(file, ''),
      (file) => writeFileSync(file, readFileSync(file).subarray(0, -5)),
      (file) => writeFileSync(file, readFileSync(file, 'utf8').replace(/\n[\s\S]/, '\n?')),
      (file) => appendFileSync(file, ' '),
      (file) => writeFileSync(file, Buffer.from([0, 255, 10, 254])),
    ];
    for (const damage of damages) {
      saveAll();
      for (const name of ['facts', 'report', 'stamps']) damage(join(own(), name));
      checkEmpty(open());
    }
  });

  it('ignores links, and files and folders that others may write to', function () {
    saveAll();
    const real = join(own(), '..', '..', 'elsewhere');
    renameSync(own(), real);
    symlinkSync(real, join(folder, 'x'), 'dir');
    renameSync(join(folder, 'x'), join(folder, nameOfOwn()));
    checkEmpty(open());
    rmSync(join(folder, nameOfOwn()));
    renameSync(real, join(folder, nameOfOwn()));
    assert.equal(open().files().size, 1);
    if (process.platform !== 'win32') {
      chmodSync(own(), 0o770);
      checkEmpty(open());
    }
  });

  /** The name under which the workspace of these tests is kept. */
  function nameOfOwn(): string {
    const other = join(folder, '..', 'other');
    const cache = openFactsCache({ owner: 'test', folder: other, workspace: '/w', engine: 'e' });
    cache?.save(STAMPS, FILES);
    const [name = ''] = readdirSync(other);
    rmSync(other, { recursive: true });
    return name;
  }

  it('drops entries of another shape though header and checksum are right', () => {
    const good = [...FILES][0];
    // Written through the front door, so that header and checksum are right.
    const forged = [
      null,
      7,
      ['/w/x.ts'],
      ['/w/y.ts', { stamp: 1 }],
      ['/w/z.ts', { ...good?.[1], facts: 5 }],
      good,
    ];
    open().saveLines(
      STAMPS,
      forged.map((entry) => `${JSON.stringify(entry)}\n`),
    );
    assert.deepEqual([...open().files().keys()], ['/w/app/a.ts']);
  });

  it('keeps the workspaces that were used last, and leaves what is not its own', () => {
    for (let index = 0; index < 40; index++) {
      open({ workspace: `/w${index}` }).save(STAMPS, FILES);
      // Every workspace is used a minute after the one before.
      const times = new Date(Date.UTC(2026, 0, 1, 0, index));
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        if (statSync(path).mtime.getUTCFullYear() > 2026 || statSync(path).mtimeMs > times.getTime())
          utimesSync(path, times, times);
      }
    }
    writeFileSync(join(folder, 'README'), 'not ours');
    open({ workspace: '/last' }).save(STAMPS, FILES);
    assert.equal(readdirSync(folder).length, 33);
    assert.equal(open({ workspace: '/w0' }).files().size, 0);
    assert.equal(open({ workspace: '/w39' }).files().size, 1);
    assert.equal(open({ workspace: '/last' }).files().size, 1);
  });

  it('does without when the disk refuses', () => {
    writeFileSync(join(folder), 'a file where the folder should be');
    open().save(STAMPS, FILES);
    open().saveReport(printOf(STAMPS), '{}');
    checkEmpty(open());
  });
});
