/** Builds the oracle apps with the real Next.js: installs each version once, and keeps every build for as long as its app stays the same. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** One app built by one version with one bundler. */
export interface OracleBuild {
  /** The folder in `test/oracle/apps`. */
  readonly app: string;
  readonly next: string;
  readonly bundler: 'turbopack' | 'webpack';
  /** The flags of `next build` that choose the bundler. */
  readonly flags: readonly string[];
  /** The folder of the Next.js app inside the built folder, '' for the folder itself. */
  readonly folder: string;
}

/** The builds that the tool must agree with. */
export const ORACLE_BUILDS: readonly OracleBuild[] = [
  { app: 'large', next: '16.4.6', bundler: 'turbopack', flags: [], folder: '' },
  { app: 'large', next: '16.4.6', bundler: 'webpack', flags: ['--webpack'], folder: '' },
  { app: 'previous', next: '15.5.29', bundler: 'webpack', flags: [], folder: '' },
  { app: 'previous', next: '15.5.29', bundler: 'turbopack', flags: ['--turbopack'], folder: '' },
  { app: 'monorepo', next: '16.4.6', bundler: 'turbopack', flags: [], folder: 'apps/web' },
];

const REPOSITORY = join(__dirname, '../..');
const CACHE = join(REPOSITORY, '.cache/oracle');

/** The packages beside Next.js, pinned, so that the same apps give the same builds. */
const PACKAGES: Readonly<Record<string, string>> = {
  react: '19.2.0',
  'react-dom': '19.2.0',
  typescript: '5.9.3',
  '@types/node': '20.19.43',
  '@types/react': '19.2.0',
  '@types/react-dom': '19.2.0',
};

/** What a run of `next` needs: no telemetry, and nothing of the environment that would change a build. */
export function nextEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, TURBOPACK: __, NODE_ENV: ___, ...env } = process.env;
  return { ...env, NEXT_TELEMETRY_DISABLED: '1', CI: '1' };
}

/** The script of a version's command line. */
export function nextBin(version: string): string {
  return join(versionFolder(version), 'node_modules/next/dist/bin/next');
}

/** The folder that holds a version and all that it builds: packages are found from there upward. */
function versionFolder(version: string): string {
  return join(CACHE, `next-${version}`);
}

/** Installs a version where that has not been done. */
export function installNext(version: string): void {
  const folder = versionFolder(version);
  if (existsSync(nextBin(version))) return;
  mkdirSync(folder, { recursive: true });
  // `workspaces` makes the folder the root beyond which Next.js does not look.
  const manifest = { private: true, workspaces: [], dependencies: { next: version, ...PACKAGES } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2));
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  run('npm', args, folder);
}

/** The folder of a finished build, which holds a copy of the app. Minutes the first time, then nothing. */
export function buildOracle(build: OracleBuild): string {
  installNext(build.next);
  const { app, bundler, flags, folder } = build;
  const target = join(versionFolder(build.next), `${app}-${bundler}-${hashOf(build)}`);
  // A build names its own folder in its manifests, so it can't be moved when it is done.
  const finished = join(target, '.finished');
  if (existsSync(finished)) return join(target, folder);
  rmSync(target, { recursive: true, force: true });
  copyApp(app, target);
  const manifest = join(target, folder, 'package.json');
  writeFileSync(
    manifest,
    readFileSync(manifest, 'utf8').replace('next build', ['next build', ...flags].join(' ')),
  );
  run(process.execPath, [nextBin(build.next), 'build', ...flags], join(target, folder));
  rmSync(join(target, folder, '.next/cache'), { recursive: true, force: true });
  writeFileSync(finished, '');
  return join(target, folder);
}

/** What a build prints that must fail, of an app given by its files' paths and texts. */
export function rejectedBuild(version: string, files: ReadonlyMap<string, string>): string {
  const target = folderFor(version, 'rejected', files);
  const printed = join(target, '.printed');
  if (existsSync(printed)) return readFileSync(printed, 'utf8');
  const { status, output } = built(version, target, files);
  assert.notEqual(status, 0, `the build passes:\n${output}`);
  writeFileSync(printed, output);
  return output;
}

/** The folder of a build that must pass, of an app given likewise. */
export function acceptedBuild(version: string, files: ReadonlyMap<string, string>): string {
  const target = folderFor(version, 'accepted', files);
  const finished = join(target, '.finished');
  if (existsSync(finished)) return target;
  const { status, output } = built(version, target, files);
  assert.equal(status, 0, `the build fails:\n${output}`);
  writeFileSync(finished, '');
  return target;
}

function folderFor(version: string, name: string, files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([...files]))
    .digest('hex')
    .slice(0, 12);
  return join(versionFolder(version), `${name}-${hash}`);
}

function built(
  version: string,
  target: string,
  files: ReadonlyMap<string, string>,
): { readonly status: number | null; readonly output: string } {
  installNext(version);
  rmSync(target, { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [nextBin(version), 'build'], {
    cwd: target,
    env: { ...nextEnvironment(), NO_COLOR: '1' },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

/** What `next typegen` writes of an app, without a build. */
export function typegenOf(build: OracleBuild): string {
  installNext(build.next);
  const target = join(versionFolder(build.next), `${build.app}-typegen-${hashOf(build)}`);
  const types = join(target, build.folder, '.next/types/routes.d.ts');
  if (!existsSync(types)) {
    rmSync(target, { recursive: true, force: true });
    copyApp(build.app, target);
    run(process.execPath, [nextBin(build.next), 'typegen'], join(target, build.folder));
  }
  return readFileSync(types, 'utf8');
}

/** Copies an app, and links the packages of its workspace as a package manager does. */
function copyApp(app: string, target: string): void {
  cpSync(join(__dirname, 'apps', app), target, { recursive: true });
  const packages = join(target, 'packages');
  if (!existsSync(packages)) return;
  for (const name of readdirSync(packages)) {
    const scope = join(target, 'node_modules/@acme');
    mkdirSync(scope, { recursive: true });
    symlinkSync(join('../../packages', name), join(scope, name), 'junction');
  }
}

function hashOf({ app, next, flags }: OracleBuild): string {
  const hash = createHash('sha256').update(JSON.stringify([next, flags, PACKAGES]));
  const folder = join(__dirname, 'apps', app);
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(file.slice(folder.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: nextEnvironment(),
    encoding: 'utf8',
    shell: process.platform === 'win32' && command === 'npm',
  });
  assert.equal(status, 0, `${command} ${args.join(' ')} in ${cwd}\n${stdout}\n${stderr}`);
}
