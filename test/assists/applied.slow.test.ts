/** Applies every offer of every assist at every place of real apps: the result parses, type-checks, keeps its promise, and builds. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allAssists } from '../../server/src/assists/index';
import { type AnalysisHost, type FileInput } from '../../server/src/core/analysis';
import { createAnalysisHost } from '../../server/src/core/analysisHost';
import { type FilePath, filePath, relativePath } from '../../server/src/core/text/filePath';
import { createNodeFiles } from '../../server/src/node/nodeFiles';
import { allRules } from '../../server/src/rules/index';
import { nextEnvironment } from '../oracle/builds';
import { applyEverywhere } from '../support/applyEverywhere';
import { typeCheckOf } from '../support/typeCheck';

const REPOSITORY = join(__dirname, '../..');
const CACHE = join(REPOSITORY, '.cache/applied');

/** What the apps import, pinned. */
const PACKAGES: Readonly<Record<string, string>> = {
  next: '16.4.6',
  react: '19.2.0',
  'react-dom': '19.2.0',
  'server-only': '0.0.1',
  zod: '4.1.12',
  typescript: '5.9.3',
  '@types/node': '20.19.43',
  '@types/react': '19.2.0',
  '@types/react-dom': '19.2.0',
};

/** Each app with the folder in it that is type-checked. */
const APPS = [
  { name: 'shop', from: 'examples/shop', folder: '' },
  { name: 'large', from: 'test/oracle/apps/large', folder: '' },
] as const;

describe('every offered code action, applied', function () {
  this.timeout(900_000);

  before(() => {
    mkdirSync(CACHE, { recursive: true });
    if (!existsSync(join(CACHE, 'node_modules/next'))) {
      writeFileSync(
        join(CACHE, 'package.json'),
        JSON.stringify({ private: true, workspaces: [], dependencies: PACKAGES }, undefined, 2),
      );
      run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'], CACHE);
    }
  });

  for (const app of APPS) {
    it(`in ${app.name} parses, type-checks, keeps its promise and is done once`, () => {
      const { root, host, files } = copyOf(app.name, app.from);
      const compiler = typeCheckOf(join(root, app.folder));
      const failures: string[] = [];
      const counts = new Map<string, number>();
      for (const { path, offer, after, failures: own } of applyEverywhere(host, files, root)) {
        counts.set(offer.assist, (counts.get(offer.assist) ?? 0) + 1);
        const types = after ? compiler.newErrors(after) : [];
        for (const problem of [...own, ...types])
          failures.push(`${offer.assist} | ${relativePath(root, path)} | ${offer.title} | ${problem}`);
      }
      assert.notEqual(counts.size, 0, 'nothing is offered');
      assert.deepEqual(failures, []);
    });
  }

  it('one of each kind, one after the other in the shop, leaves an app that next build accepts', () => {
    const { root, host, files } = copyOf('shop-built', 'examples/shop');
    const applied: string[] = [];
    for (const { meta } of allAssists) {
      // The first offer of each: later ones of the same kind are applied above, without a build.
      const [first] = applyEverywhere(host, files, root, { assist: (id) => id === meta.id });
      if (!first?.after) continue;
      applied.push(meta.id);
      for (const [path, text] of first.after) {
        if (text === null) rmSync(path);
        else {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, text);
        }
        const input: FileInput | null = text === null ? null : { read: () => text };
        if (input) files.set(path, input);
        else files.delete(path);
        host.applyChange({ files: new Map([[path, input]]) });
      }
    }
    assert.ok(applied.length >= 3, `only ${applied.join(', ')}`);
    run(process.execPath, [join(CACHE, 'node_modules/next/dist/bin/next'), 'build'], root);
  });
});

/** A fresh copy of an app among the installed packages, with the types that Next.js makes of its routes. */
function copyOf(
  name: string,
  from: string,
): { readonly root: FilePath; readonly host: AnalysisHost; readonly files: Map<FilePath, FileInput> } {
  const target = join(CACHE, name);
  rmSync(target, { recursive: true, force: true });
  const source = join(REPOSITORY, from);
  const isOwn = (path: string): boolean =>
    !/\/(?:node_modules|\.next|package-lock\.json)(?:\/|$)/.test(path.slice(source.length));
  cpSync(source, target, { recursive: true, filter: isOwn });
  run(process.execPath, [join(CACHE, 'node_modules/next/dist/bin/next'), 'typegen'], target);
  const root = filePath(target);
  const disk = createNodeFiles();
  const files = new Map<FilePath, FileInput>();
  for (const listed of disk.list(root)) {
    if (!listed) continue;
    const text = disk.read(listed.path);
    files.set(listed.path, { read: () => text });
  }
  const host = createAnalysisHost(allRules, {
    version: '0.0.0-test',
    assists: allAssists,
    onAssistCrash: (assist, path, error) => {
      throw new Error(`${assist} crashed on ${path}`, { cause: error });
    },
  });
  host.applyChange({ roots: [root], files });
  return { root, host, files };
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: nextEnvironment(),
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${command} ${args.join(' ')} in ${cwd}:\n${stdout}\n${stderr}`);
}
