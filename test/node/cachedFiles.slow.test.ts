/** The language server's memory of a workspace: what it recalls at the next start, and what it does not trust. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnalysisHost, type FileInput } from '../../server/src/core/analysis';
import { type FilePath } from '../../server/src/core/text/filePath';
import { finish } from '../../server/src/core/text/steps';
import { createCachedFiles } from '../../server/src/node/cachedFiles';
import { createEngine } from '../../server/src/node/engine';
import { openFactsCache } from '../../server/src/node/factsCache';
import { toFilePath } from '../../server/src/node/openFolder';
import { textInput } from '../support/engine';

const WRITTEN_AT = Date.UTC(2026, 0, 1);
const ROUTE = 'export async function GET() { return new Response(); }\n';

describe('the files of the language server', () => {
  let folder = '';
  let root: FilePath;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'next-surface-cached-'));
    root = toFilePath(join(folder, 'shop'));
    mkdirSync(join(root, 'app'), { recursive: true });
    write('package.json', '{ "dependencies": { "next": "16.0.0" } }');
    write('app/route.ts', ROUTE);
    write('app/actions.ts', "'use server';\nexport async function save() {}\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(path: string, text: string, at = WRITTEN_AT): void {
    writeFileSync(join(root, path), text);
    utimesSync(join(root, path), new Date(at), new Date(at));
  }

  /** Starts a server's files and engine, and does all work. Returns what was recalled, by file name. */
  function start({
    engine = 'e',
    between = (_host: AnalysisHost): void => undefined,
  } = {}): readonly string[] {
    const files = createCachedFiles({
      log: { debug: () => undefined, warn: assert.fail },
      cacheFor: (workspace) =>
        openFactsCache({ folder: join(folder, 'cache'), owner: 'test', workspace, engine }),
      now: () => WRITTEN_AT + 60_000,
    });
    const inputs = new Map<FilePath, FileInput>();
    // This disk has its files at once.
    for (const file of files.list(root) as Iterable<{ path: FilePath; input: FileInput } | undefined>) {
      if (file) inputs.set(file.path, file.input);
    }
    const host = createEngine('0', assert.fail);
    host.applyChange({ roots: [root], files: inputs });
    finish(host.work());
    assert.equal(host.snapshot().report(root).endpoints.length, 2);
    between(host);
    finish(files.remember(host));
    return [...inputs].filter(([, { facts }]) => facts).map(([path]) => path.slice(root.length + 1));
  }

  it('are recalled with all that was learned of them, by the next start and not before', () => {
    assert.deepEqual(start(), []);
    assert.deepEqual(start(), ['app/actions.ts', 'app/route.ts']);
  });

  it('are not written down again when nothing new was learned', () => {
    start();
    const [own = ''] = readdirSync(join(folder, 'cache'));
    const facts = join(folder, 'cache', own, 'facts');
    utimesSync(facts, new Date(WRITTEN_AT), new Date(WRITTEN_AT));
    start();
    assert.equal(statSync(facts).mtimeMs, WRITTEN_AT);
    write('app/route.ts', `${ROUTE}// more\n`, WRITTEN_AT + 1000);
    start();
    assert.notEqual(statSync(facts).mtimeMs, WRITTEN_AT);
  });

  it('are read again when they were written to, and known again by their content when only their time changed', () => {
    start();
    write('app/route.ts', `${ROUTE}// more\n`, WRITTEN_AT + 1000);
    write('app/actions.ts', "'use server';\nexport async function save() {}\n", WRITTEN_AT + 1000);
    assert.deepEqual(start(), ['app/actions.ts']);
  });

  it('are not recalled from another engine, nor from a file that was tampered with', () => {
    start();
    assert.deepEqual(start({ engine: 'other' }), []);
    const [own = ''] = readdirSync(join(folder, 'cache'));
    writeFileSync(join(folder, 'cache', own, 'facts'), 'next-surface-cache 1 nonsense\n["');
    assert.deepEqual(start({ engine: 'other' }), []);
  });

  it('are remembered as the disk has them, whatever an editor holds, and not at all when written meanwhile', () => {
    const path = toFilePath(join(root, 'app/route.ts'));
    start({
      between(host) {
        const files = new Map([[path, textInput('export const PUT = 1;\n')]]);
        host.applyChange({ files });
        finish(host.work());
        write('app/actions.ts', "'use server';\n", WRITTEN_AT + 1000);
      },
    });
    write('app/actions.ts', "'use server';\nexport async function save() {}\n");
    assert.deepEqual(start(), []);
  });
});
