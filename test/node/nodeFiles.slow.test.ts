/** The disk's files, over a real folder: what is listed, what is read, and what goes wrong without a throw. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type FilePath, filePath } from '../../server/src/core/text/filePath';
import { createNodeFiles, type NodeFiles } from '../../server/src/node/nodeFiles';

describe('files of the disk', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'next-surface-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
  }

  function at(name = ''): FilePath {
    return filePath(join(folder, name).replaceAll('\\', '/'));
  }

  function listed(files: NodeFiles = createNodeFiles(), root = '', below?: string): readonly string[] {
    const names: string[] = [];
    for (const file of files.list(at(root), below === undefined ? undefined : at(below))) {
      if (file) names.push(relative(folder, file.path).replaceAll('\\', '/'));
    }
    return names.sort();
  }

  it('are code and its configuration, wherever they lie', () => {
    write({
      'package.json': '{}',
      'next.config.mjs': '',
      'pnpm-lock.yaml': '',
      'tooling/base.json': '{}',
      'app/api/route.ts': '',
      'lib/old.cjs': '',
      'lib/types.d.ts': '',
      'public/logo.png': '',
      'README.md': '',
    });
    assert.deepEqual(listed(), [
      'app/api/route.ts',
      'lib/old.cjs',
      'lib/types.d.ts',
      'next.config.mjs',
      'package.json',
      'pnpm-lock.yaml',
      'tooling/base.json',
    ]);
  });

  it('are metadata files of app folders too, by their names alone', () => {
    write({
      'package.json': '{}',
      'app/favicon.ico': '',
      'app/blog/opengraph-image.png': '',
      'app/blog/photo.png': '',
      'lib/icon.png': '',
      'public/robots.txt': '',
    });
    assert.deepEqual(listed(), ['app/blog/opengraph-image.png', 'app/favicon.ico', 'package.json']);
  });

  it('are not those of node_modules and dot folders, except where a dot folder is a route', () => {
    write({
      'package.json': '{}',
      'node_modules/x/index.js': '',
      '.next/server/app.js': '',
      '.storybook/main.ts': '',
      'app/.well-known/jwks/route.ts': '',
      'app/.next/x.ts': '',
      'src/app/.well-known/x/route.ts': '',
      'lib/app/.hidden/x.ts': '',
    });
    assert.deepEqual(listed(), [
      'app/.well-known/jwks/route.ts',
      'package.json',
      'src/app/.well-known/x/route.ts',
    ]);
  });

  it('hold the installed Next.js, also where it is a link', () => {
    write({
      'package.json': '{}',
      'node_modules/next/package.json': '{ "version": "16.0.0" }',
      'apps/web/package.json': '{}',
      'apps/web/node_modules/.pnpm/next/package.json': '{ "version": "15.0.0" }',
      'apps/docs/package.json': '{}',
    });
    symlinkSync('.pnpm/next', join(folder, 'apps/web/node_modules/next'));
    assert.deepEqual(
      listed().filter((name) => name.includes('node_modules')),
      ['apps/web/node_modules/next/package.json', 'node_modules/next/package.json'],
    );
    assert.deepEqual(listed(createNodeFiles(), '', 'apps/web/node_modules/next/package.json'), [
      'apps/web/node_modules/next/package.json',
    ]);
    assert.deepEqual(listed(createNodeFiles(), '', 'apps/docs/node_modules/next/package.json'), []);
  });

  it('are not those that .gitignore rules out, at any depth, unless a deeper one takes them back', () => {
    write({
      '.gitignore': 'dist/\n/generated.ts\n*.gen.ts\n',
      'dist/index.js': '',
      'packages/ui/dist/index.js': '',
      'generated.ts': '',
      'lib/generated.ts': '',
      'lib/a.gen.ts': '',
      'keep/.gitignore': '!a.gen.ts\nmine.ts\n',
      'keep/a.gen.ts': '',
      'keep/mine.ts': '',
      'keep/deep/mine.ts': '',
    });
    assert.deepEqual(listed(), ['keep/a.gen.ts', 'lib/generated.ts']);
  });

  it('are all of a folder of routes: Next.js serves what git ignores', () => {
    write({
      '.gitignore': 'build/\n*.local.ts\nlogs\n',
      'package.json': '{}',
      'app/api/build/route.ts': '',
      'app/x.local.ts': '',
      'src/app/logs/route.ts': '',
      'lib/build/x.ts': '',
      'lib/app/build/x.ts': '',
    });
    assert.deepEqual(listed(), [
      'app/api/build/route.ts',
      'app/x.local.ts',
      'package.json',
      'src/app/logs/route.ts',
    ]);
  });

  it('obey the .gitignore files above the root, in a git checkout, unless they rule the root itself out', () => {
    write({
      '.git/HEAD': '',
      '.gitignore': 'scratch/\n*.gen.ts\n',
      'apps/web/x.gen.ts': '',
      'apps/web/y.ts': '',
      'scratch/app/route.ts': '',
    });
    assert.deepEqual(listed(createNodeFiles(), 'apps/web'), ['apps/web/y.ts']);
    assert.deepEqual(listed(createNodeFiles(), 'scratch'), ['scratch/app/route.ts']);
  });

  it('are not found behind symbolic links, so that a loop ends', () => {
    write({ 'lib/x.ts': '' });
    symlinkSync(folder, join(folder, 'lib/loop'));
    symlinkSync(join(folder, 'lib/x.ts'), join(folder, 'lib/link.ts'));
    assert.deepEqual(listed(), ['lib/x.ts']);
  });

  it('are listed one by one as they are in the walk', () => {
    write({
      '.gitignore': 'dist/\n',
      'package.json': '{}',
      'dist/x.ts': '',
      'app/dist/route.ts': '',
      'app/deep/er/route.ts': '',
      '.hidden/x.ts': '',
      'image.png': '',
    });
    const files = createNodeFiles();
    assert.deepEqual(listed(files, '', 'app/deep/er/route.ts'), ['app/deep/er/route.ts']);
    assert.deepEqual(listed(files, '', 'app/dist/route.ts'), ['app/dist/route.ts']);
    assert.deepEqual(listed(files, '', 'app'), ['app/deep/er/route.ts', 'app/dist/route.ts']);
    for (const name of [
      'dist/x.ts',
      'dist',
      '.hidden',
      '.hidden/x.ts',
      'image.png',
      'gone.ts',
      'gone/x.ts',
    ]) {
      assert.deepEqual(listed(files, '', name), [], name);
    }
  });

  it('are wanted, before they exist, exactly where the walk would find them', () => {
    write({ '.gitignore': 'dist/\n', 'package.json': '{}', 'app/page.tsx': '' });
    const { wants } = createNodeFiles();
    const root = at();
    for (const name of ['app/new.ts', 'new.ts', 'package.json'])
      assert.equal(wants(root, at(name)), true, name);
    for (const name of ['dist/new.ts', 'new.md', 'node_modules/x/y.ts', '.cache/x.ts']) {
      assert.equal(wants(root, at(name)), false, name);
    }
  });

  it('tell their directive and imports without being decoded', () => {
    write({ 'a.ts': "'use client';\nimport x from './größe';\n" });
    const [file] = [...createNodeFiles().list(at())].filter((entry) => entry !== undefined);
    assert.equal(file?.input.scan?.directive, 'client');
    assert.deepEqual(
      file.input.scan.imports.map(({ specifier }) => specifier),
      ['./größe'],
    );
  });

  it('are read as UTF-8 with or without a mark, and as UTF-16', () => {
    const text = 'export const ü = "🚀";\n';
    const bigEndian = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    write({
      'plain.ts': text,
      'marked.ts': `\ufeff${text}`,
      'le.ts': Buffer.from(`\ufeff'use server';${text}`, 'utf16le'),
      'be.ts': bigEndian,
      'broken.ts': Buffer.from([0x61, 0xff, 0x62]),
    });
    const files = createNodeFiles();
    assert.equal(files.read(at('plain.ts')), text);
    assert.equal(files.read(at('marked.ts')), text);
    assert.equal(files.read(at('be.ts')), text);
    assert.equal(files.read(at('broken.ts')), 'a\ufffdb');
    const le = [...files.list(at(), at('le.ts'))][0];
    assert.equal(le?.input.scan?.directive, 'server');
    assert.equal(le.input.read(), `'use server';${text}`);
  });

  it('are listed but not read when they are binary or larger than 5 MB, with a line in the log', () => {
    write({
      'binary.ts': Buffer.from([0x76, 0x00, 0x61]),
      'large.ts': Buffer.alloc(5 * 1024 * 1024 + 1, 0x20),
      'just.ts': Buffer.alloc(5 * 1024 * 1024, 0x20),
    });
    const lines: string[] = [];
    const log = {
      debug: (line: string) => void lines.push(line),
      warn: (line: string) => void lines.push(line),
    };
    const files = createNodeFiles({ log });
    assert.deepEqual(listed(files), ['binary.ts', 'just.ts', 'large.ts']);
    assert.equal(files.read(at('binary.ts')), undefined);
    assert.equal(files.read(at('large.ts')), undefined);
    assert.equal(files.read(at('just.ts'))?.length, 5 * 1024 * 1024);
    assert.ok(lines.includes(`not read, binary: ${at('binary.ts')}`));
    assert.ok(lines.includes(`not read, ${5 * 1024 * 1024 + 1} bytes: ${at('large.ts')}`));
  });

  it('that vanish between listing and reading are undefined', () => {
    write({ 'a.ts': 'x', 'b.ts': 'y' });
    const files = createNodeFiles();
    const found = [...files.list(at())].filter((file) => file !== undefined);
    rmSync(join(folder, 'a.ts'));
    assert.deepEqual(
      found.map((file) => file.input.read()),
      [undefined, 'y'],
    );
    assert.equal(files.read(at()), undefined);
    assert.deepEqual(listed(files, 'no/such/folder'), []);
  });

  it('that vanish during the walk are left out', () => {
    write({ 'a.ts': 'x', 'b.ts': 'y', 'c/d.ts': 'z' });
    const names: string[] = [];
    for (const file of createNodeFiles().list(at())) {
      if (!file) continue;
      names.push(relative(folder, file.path));
      rmSync(join(folder, 'b.ts'), { force: true });
      rmSync(join(folder, 'c'), { recursive: true, force: true });
    }
    assert.deepEqual(names, ['a.ts']);
  });

  it('that may not be read are listed without a text, and folders left out, with a warning', function () {
    write({ 'secret.ts': 'x', 'closed/x.ts': 'y', 'open.ts': 'z' });
    chmodSync(join(folder, 'secret.ts'), 0);
    chmodSync(join(folder, 'closed'), 0);
    // The superuser may read everything: there, the same files are listed with their texts.
    const mayRead = process.getuid?.() === 0;
    const warnings: string[] = [];
    const files = createNodeFiles({
      log: { debug: () => undefined, warn: (line) => void warnings.push(line) },
    });
    assert.deepEqual(
      listed(files),
      mayRead ? ['closed/x.ts', 'open.ts', 'secret.ts'] : ['open.ts', 'secret.ts'],
    );
    assert.equal(files.read(at('secret.ts')), mayRead ? 'x' : undefined);
    assert.equal(warnings.length, mayRead ? 0 : 1);
    chmodSync(join(folder, 'closed'), 0o700);
  });

  it('carry a stamp that changes when they are written to', () => {
    write({ 'a.ts': 'one', 'b.ts': 'two' });
    const stamps = () =>
      [...createNodeFiles().list(at())].filter((file) => file !== undefined).map((file) => file.stamp);
    const before = stamps();
    utimesSync(join(folder, 'b.ts'), 1, 1);
    const after = stamps();
    assert.equal(after[0], before[0]);
    assert.notEqual(after[1], before[1]);
  });

  it('that a cache recalls are not read until somebody asks for their text', () => {
    write({ 'a.ts': "import './x';" });
    const scan = { mentionsUseServer: true, directive: undefined, imports: [] };
    const asked: string[] = [];
    const recall = (path: FilePath, stamp: string) => {
      asked.push(`${relative(folder, path)} ${stamp}`);
      return { scan };
    };
    const [file] = [...createNodeFiles({ recall }).list(at())].filter((entry) => entry !== undefined);
    assert.equal(file?.input.scan, scan);
    assert.deepEqual(asked, [`a.ts ${file.stamp}`]);
    assert.equal(file.input.read(), "import './x';");
  });
});
