/** Keeps what was learned of a workspace's files between runs, in the user's cache folder and never in the workspace. */
import { createHash, hash, randomBytes } from 'node:crypto';
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
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
  /** One of them, and each only once: read when it is taken, so that no step is long, and not kept here for long. */
  take(path: string): CachedFile | undefined;
  /** The report that was saved with the same fingerprint; see `fingerprintOf`. */
  report(fingerprint: string): string | undefined;
  save(stamps: Stamps, files: ReadonlyMap<string, CachedFile>): void;
  /** The same with the files as `fileLine` writes them. */
  saveLines(stamps: Stamps, lines: Iterable<string>): void;
  saveReport(fingerprint: string, report: string): void;
}

/** What a cache is opened with. */
export interface CacheOptions {
  /** The folder of all our caches; see `cacheFolder`. */
  readonly folder: string;
  /** Programs with engines of their own would push each other's caches out of one place. */
  readonly owner: string;
  /** Absolute path of the workspace. */
  readonly workspace: string;
  /** Names the engine that made the facts: another engine's are not used. */
  readonly engine: string;
}

/** Names the layout of the files; part of every header. */
const LAYOUT = 'next-surface-cache 1';
/** Workspaces that are kept; the one used longest ago goes first. */
const MAX_WORKSPACES = 32;
/** A workspace that needs more is not cached. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Characters. */
const WRITTEN_AT_ONCE = 256 * 1024;
/** Characters at the end of every file. */
const CHECKSUM_LENGTH = 64;
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
export function openFactsCache({ folder, owner, workspace, engine }: CacheOptions): FactsCache | undefined {
  const place = relative(workspace, folder);
  if (place.split(sep)[0] !== '..' && !isAbsolute(place)) return undefined;
  const own = join(folder, sha256(`${owner}\n${workspace}`).slice(0, 32));
  const header = `${LAYOUT} ${sha256(`${engine}\n${workspace}`)}`;
  const reportHeader = (fingerprint: string): string => `${header} ${fingerprint}`;
  let lines: Map<string, string> | undefined;
  const saveLines = (stamps: Stamps, body: Iterable<string>): void => {
    writePart(folder, own, 'facts', header, body);
    writePart(folder, own, 'stamps', header, stampLines(stamps));
  };
  return {
    stamps: () => readable(() => parseStamps(readPart(own, 'stamps', header))),
    files: () => readable(() => parseFiles(readPart(own, 'facts', header))),
    report: (fingerprint) => readPart(own, 'report', reportHeader(fingerprint)),
    take(path) {
      lines ??= linesByPath(readPart(own, 'facts', header));
      const line = lines.get(path);
      lines.delete(path);
      return line === undefined ? undefined : readable(() => parseFiles(line)).get(path);
    },
    save: (stamps, files) => saveLines(stamps, fileLines(files)),
    saveLines,
    saveReport: (fingerprint, report) => {
      writePart(folder, own, 'report', reportHeader(fingerprint), [report]);
    },
  };
}

/** Equal for equal files with equal stamps; undefined where a stamp can't be trusted. */
export function fingerprintOf(stamps: Stamps): string | undefined {
  return [...stamps.values()].includes('') ? undefined : sha256(stampLines(stamps).join(''));
}

/** The body of a part whose header is the expected one and whose checksum is right. */
function readPart(own: string, name: string, header: string): string | undefined {
  try {
    const file = join(own, name);
    if (!isOurs(own) || !isOurs(file) || statSync(file).size > MAX_BYTES) return undefined;
    const text = readFileSync(file, 'utf8');
    const start = text.indexOf('\n') + 1;
    const end = text.length - CHECKSUM_LENGTH;
    if (text.slice(0, start) !== `${header}\n` || text.slice(end) !== sha256(text.slice(0, end)))
      return undefined;
    return text.slice(start, end);
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

function writePart(folder: string, own: string, name: string, header: string, body: Iterable<string>): void {
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
    if (!isOurs(folder)) return;
    mkdirSync(own, { recursive: true, mode: PRIVATE_FOLDER });
    if (!isOurs(own)) return;
    writeWhole(join(own, name), withHeader(header, body));
    const now = new Date();
    utimesSync(own, now, now);
    removeOldest(folder);
  } catch {
    // A full or read-only disk, or too much to keep: the next run starts without.
  }
}

function* withHeader(header: string, body: Iterable<string>): Iterable<string> {
  yield `${header}\n`;
  yield* body;
}

/** Readers see the old file or the new one, never half of one. */
function writeWhole(path: string, chunks: Iterable<string>): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeChunks(temporary, chunks);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Writes the chunks, some at a time so that the whole is never in memory at once, and their checksum behind them. */
function writeChunks(path: string, chunks: Iterable<string>): void {
  const file = openSync(path, 'wx', PRIVATE_FILE);
  try {
    const checksum = createHash('sha256');
    let written = 0;
    let pending = '';
    const flush = (): void => {
      checksum.update(pending);
      writeFileSync(file, pending);
      written += pending.length;
      pending = '';
      if (written > MAX_BYTES) throw new RangeError('too large for a cache');
    };
    for (const chunk of chunks) {
      pending += chunk;
      if (pending.length > WRITTEN_AT_ONCE) flush();
    }
    flush();
    writeFileSync(file, checksum.digest('hex'));
  } finally {
    closeSync(file);
  }
}

function removeOldest(folder: string): void {
  const workspaces = readdirSync(folder)
    .filter((name) => /^[0-9a-f]{32}$/.test(name))
    .map((name) => ({ path: join(folder, name), usedAt: lstatSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { path } of workspaces.slice(MAX_WORKSPACES)) rmSync(path, { recursive: true, force: true });
}

/** What the engine may be told of a cached file. */
export function knowledgeOf({ stamp: _stamp, hash: _hash, ...knowledge }: CachedFile): FileKnowledge {
  return knowledge;
}

/** Some file systems know times only to two seconds (FAT): a file this young (milliseconds) may change again without a trace. */
const YOUNG_MS = 2000;

/** The stamp, or '' where the file is too young for it. `now` in milliseconds since the epoch. */
export function trustedStamp(stamp: string, now: number): string {
  return Number.parseFloat(stamp) > now - YOUNG_MS ? '' : stamp;
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

/** One line for each file, sorted by stamp. A file's name may hold a line end, hence JSON. */
function stampLines(stamps: Stamps): readonly string[] {
  return [...stamps].map(([path, stamp]) => `${stamp} ${JSON.stringify(path)}\n`).sort();
}

function* fileLines(files: ReadonlyMap<string, CachedFile>): Iterable<string> {
  for (const [path, file] of files) yield fileLine(path, file);
}

/** One file of the cache, as text. */
export function fileLine(path: string, file: CachedFile): string {
  return `${JSON.stringify([path, file])}\n`;
}

function linesByPath(body = ''): Map<string, string> {
  const lines = new Map<string, string>();
  for (const line of body.split('\n')) {
    const [, quoted] = /^\[("(?:[^"\\]|\\.)*"),/.exec(line) ?? [];
    if (quoted !== undefined) lines.set(String(JSON.parse(quoted)), line);
  }
  return lines;
}

function parseStamps(body = ''): Stamps {
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

function parseFiles(body = ''): ReadonlyMap<string, CachedFile> {
  const files = new Map<string, CachedFile>();
  for (const line of body.split('\n')) {
    if (line === '') continue;
    const entry: unknown = JSON.parse(line);
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
  return (
    facts === undefined ||
    (isRecord(facts) &&
      isRecord(facts['link']) &&
      isRecord(facts['ranges']) &&
      Array.isArray(facts['mistakes']) &&
      Array.isArray(facts['suppressions']))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
