/** Copies of real apps among installed packages, for tests that build and run what assists made of them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allAssists } from '../../server/src/assists/index';
import { type AnalysisHost, type FileInput } from '../../server/src/core/analysis';
import { createAnalysisHost } from '../../server/src/core/analysisHost';
import { type FilePath, filePath } from '../../server/src/core/text/filePath';
import { createNodeFiles } from '../../server/src/node/nodeFiles';
import { allRules } from '../../server/src/rules/index';
import { nextEnvironment } from '../oracle/builds';

const REPOSITORY = join(__dirname, '../..');
const CACHE = join(REPOSITORY, '.cache/applied');

/** The script of the installed Next.js. */
export const NEXT = join(CACHE, 'node_modules/next/dist/bin/next');

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

/** Installs the packages where that has not been done. */
export function installPackages(): void {
  mkdirSync(CACHE, { recursive: true });
  if (existsSync(join(CACHE, 'node_modules/next'))) return;
  writeFileSync(
    join(CACHE, 'package.json'),
    JSON.stringify({ private: true, workspaces: [], dependencies: PACKAGES }, undefined, 2),
  );
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'], CACHE);
}

/** An app's copy: its folder, its files, and an engine that holds them. */
export interface AppCopy {
  readonly root: FilePath;
  readonly host: AnalysisHost;
  readonly files: Map<FilePath, FileInput>;
}

/** Writes what a change leaves to the copy: texts by path, null for deleted files. */
export function writeChange({ files, host }: AppCopy, after: ReadonlyMap<FilePath, string | null>): void {
  for (const [path, text] of after) {
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

/** A fresh copy of an app among the installed packages, with the types that Next.js makes of its routes. */
export function copyOf(name: string, from: string): AppCopy {
  const target = join(CACHE, name);
  rmSync(target, { recursive: true, force: true });
  const source = join(REPOSITORY, from);
  const isOwn = (path: string): boolean =>
    !/\/(?:node_modules|\.next|package-lock\.json)(?:\/|$)/.test(path.slice(source.length));
  cpSync(source, target, { recursive: true, filter: isOwn });
  return opened(target);
}

/** A fresh app of these texts by path, among the installed packages. */
export function writtenApp(name: string, texts: Readonly<Record<string, string>>): AppCopy {
  const target = join(CACHE, name);
  rmSync(target, { recursive: true, force: true });
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
  return opened(target);
}

function opened(target: string): AppCopy {
  widenRoot(join(target, 'next.config.ts'));
  run(process.execPath, [NEXT, 'typegen'], target);
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

/** An app that names its own folder as the root finds no packages above it, where the copies' packages are. */
function widenRoot(config: string): void {
  if (!existsSync(config)) return;
  const text = readFileSync(config, 'utf8');
  writeFileSync(config, text.replace('root: import.meta.dirname', 'root: `${import.meta.dirname}/..`'));
}

/** Runs a command to its end; fails the test with its output where it fails. */
export function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: nextEnvironment(),
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${command} ${args.join(' ')} in ${cwd}:\n${stdout}\n${stderr}`);
}
