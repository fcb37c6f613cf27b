/** Keeps what was learned of a workspace's files between runs, in the user's cache folder and never in the workspace. */
import { hash, randomBytes } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { type FileKnowledge } from '../core/analysis';

/** What is kept of one file. */
export interface CachedFile extends FileKnowledge {
  /** See `Stamps`; also here, since two runs at once may leave parts of different ages. */
  readonly stamp: string;
  /** Hash of the content, for when only the stamp differs: a checkout in CI resets all times. */
  readonly hash: string;
}

/** Stamps by path: equal as long as a file was not written to; '' for one that was too young to trust its time. */
export type Stamps = ReadonlyMap<string, string>;

/**
 * The cache of one workspace, in three parts, so that a run over unchanged files reads only the two small ones. No method
 * throws: a part that can't be read, or not be trusted, is as good as none.
 */
export interface FactsCache {
  stamps(): Stamps;
  files(): ReadonlyMap<string, CachedFile>;
  /** The report that was saved with these very stamps. */
  report(stamps: Stamps): string | undefined;
  save(stamps: Stamps, files: ReadonlyMap<string, CachedFile>): void;
  saveReport(stamps: Stamps, report: string): void;
}

/** What a cache is opened with. */
export interface CacheOptions {
  /** The folder of all our caches; see `cacheFolder`. */
  readonly folder: string;
  /** Absolute path of the workspace. */
  readonly workspace: string;
  /** Names the engine that made the facts: another engine's are not used. */
  readonly engine: string;
}

/** Names the layout of the files; part of every header. */
const LAYOUT = 'next-surface-cache 1';
/** Workspaces that are kept; the one used longest ago goes first. */
const MAX_WORKSPACES = 32;
/** Characters; a workspace that needs more is not cached. */
const MAX_SIZE = 128 * 1024 * 1024;
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const WRITABLE_BY_OTHERS = 0o022;

/** Where the system wants caches to be; undefined where it doesn't tell, or tells a relative path. */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string | undefined,
): string | undefined {
  const base = systemCacheFolder(env, platform, home);
  return base !== undefined && isAbsolute(base) ? join(base, 'next-surface') : undefined;
}

function systemCacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string | undefined,
): string | undefined {
  if (platform === 'win32') return env['LOCALAPPDATA'];
  if (platform === 'darwin') return home && join(home, 'Library', 'Caches');
  // A relative path must be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
  if (isAbsolute(env['XDG_CACHE_HOME'] ?? '')) return env['XDG_CACHE_HOME'];
  return home && join(home, '.cache');
}

/** Opens the cache of a workspace; undefined where it would lie in the workspace. Nothing is written before it is saved. */
export function openFactsCache({ folder, workspace, engine }: CacheOptions): FactsCache | undefined {
  const place = relative(workspace, folder);
  if (place.split(sep)[0] !== '..' && !isAbsolute(place)) return undefined;
  const own = join(folder, sha256(workspace).slice(0, 32));
  const header = `${LAYOUT} ${sha256(`${engine}\n${workspace}`)}`;
  const reportHeader = (stamps: Stamps): string => `${header} ${sha256(stampLines(stamps))}`;
  return {
    stamps: () => readable(() => parseStamps(readPart(own, 'stamps', header) ?? '')),
    files: () => readable(() => parseFiles(readPart(own, 'facts', header) ?? '[]')),
    report: (stamps) => readPart(own, 'report', reportHeader(stamps)),
    save(stamps, files) {
      writeParts(folder, own, [
        ['facts', header, JSON.stringify([...files])],
        ['stamps', header, stampLines(stamps)],
      ]);
    },
    saveReport: (stamps, report) => writeParts(folder, own, [['report', reportHeader(stamps), report]]),
  };
}

/** The body of a part whose header is the expected one and whose checksum is right. */
function readPart(own: string, name: string, header: string): string | undefined {
  try {
    const file = join(own, name);
    if (!isOurs(own) || !isOurs(file) || statSync(file).size > MAX_SIZE * 2) return undefined;
    const text = readFileSync(file, 'utf8');
    const start = text.indexOf('\n') + 1;
    const body = text.slice(start);
    return text.slice(0, start) === headerLine(header, body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** True for a file or folder, not a link, that no other user can have written. */
function isOurs(path: string): boolean {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return false;
  // Windows has neither such ids nor such modes; there the folder lies in the user's own profile.
  if (process.getuid === undefined) return true;
  return stats.uid === process.getuid() && (stats.mode & WRITABLE_BY_OTHERS) === 0;
}

type Part = readonly [name: string, header: string, body: string];

function writeParts(folder: string, own: string, parts: readonly Part[]): void {
  if (parts.some(([, , body]) => body.length > MAX_SIZE)) return;
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
    if (!isOurs(folder)) return;
    mkdirSync(own, { recursive: true, mode: PRIVATE_FOLDER });
    if (!isOurs(own)) return;
    for (const [name, header, body] of parts) writeWhole(own, name, headerLine(header, body) + body);
    const now = new Date();
    utimesSync(own, now, now);
    removeOldest(folder);
  } catch {
    // A full or read-only disk: the next run starts without.
  }
}

/** Readers see the old file or the new one, never half of one. */
function writeWhole(own: string, name: string, text: string): void {
  const temporary = join(own, `${name}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(temporary, text, { mode: PRIVATE_FILE, flag: 'wx' });
    renameSync(temporary, join(own, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function removeOldest(folder: string): void {
  const workspaces = readdirSync(folder)
    .filter((name) => /^[0-9a-f]{32}$/.test(name))
    .map((name) => ({ path: join(folder, name), usedAt: lstatSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { path } of workspaces.slice(MAX_WORKSPACES)) rmSync(path, { recursive: true, force: true });
}

function headerLine(header: string, body: string): string {
  return `${header} ${sha256(body)}\n`;
}

/** A short hash, for names and equality. */
export function sha256(content: string | Buffer): string {
  return hash('sha256', content, 'hex');
}

/** What was read, or nothing where it was no cache of ours after all. */
function readable<T>(parse: () => ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  try {
    return parse();
  } catch {
    return new Map();
  }
}

/** One line for each file, sorted by path. A file's name may hold a line end, hence JSON. */
function stampLines(stamps: Stamps): string {
  return [...stamps]
    .map(([path, stamp]) => `${stamp} ${JSON.stringify(path)}\n`)
    .sort()
    .join('');
}

function parseStamps(body: string): Stamps {
  const stamps = new Map<string, string>();
  for (const line of body.split('\n')) {
    const blank = line.indexOf(' ');
    if (blank < 0) continue;
    const quoted = line.slice(blank + 1);
    const path = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
    stamps.set(path, line.slice(0, blank));
  }
  return stamps;
}

function parseFiles(body: string): ReadonlyMap<string, CachedFile> {
  const entries: unknown = JSON.parse(body);
  const files = new Map<string, CachedFile>();
  if (!Array.isArray(entries)) return files;
  for (const entry of entries) {
    const [path, file]: unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof path === 'string' && isCachedFile(file)) files.set(path, file);
  }
  return files;
}

/** Looks no deeper than this: header and checksum say that the same engine wrote it, owner and mode say for whom. */
function isCachedFile(value: unknown): value is CachedFile {
  if (!isRecord(value)) return false;
  const { stamp, hash: contentHash, scan, facts, usages } = value;
  if (typeof stamp !== 'string' || typeof contentHash !== 'string') return false;
  if (!isRecord(scan) || !Array.isArray(scan['imports'])) return false;
  if (usages !== undefined && !(isRecord(usages) && Array.isArray(usages['usages']))) return false;
  return facts === undefined || (isRecord(facts) && isRecord(facts['link']) && isRecord(facts['ranges']));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
