/** Opens a folder for the command line: lists its files, and spares reading and parsing what an earlier run has learned. */
import { readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type IoProblem, type OpenedFolder } from '../cli/cliIo';
import { type AnalysisHost, type FileInput, type FileKnowledge } from '../core/analysis';
import { type FilePath, filePath } from '../core/text/filePath';
import {
  type CachedFile,
  type FactsCache,
  fingerprintOf,
  knowledgeOf,
  sha256,
  trustedStamp,
} from './factsCache';
import { createNodeFiles } from './nodeFiles';

/** What a folder is opened with. */
export interface OpenOptions {
  /** Opens the cache of the workspace at an absolute path; undefined where nothing is remembered. */
  readonly cacheFor: (workspace: string) => FactsCache | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Stands for what is known of a file, as long as nobody needs it. */
const NOT_LOADED: FileKnowledge = { scan: { mentionsUseServer: false, directive: undefined, imports: [] } };

/** Opens the folder at `path`, which is relative to the working folder. */
export function openFolder(path: string, { cacheFor, now }: OpenOptions): OpenedFolder | IoProblem {
  const absolute = resolve(path);
  const problem = folderProblem(absolute);
  if (problem) return problem;
  const root = toFilePath(absolute);
  const cache = cacheFor(absolute);
  const known = cache?.stamps() ?? new Map<string, string>();
  const hashes = new Map<FilePath, string>();
  const unreadable: string[] = [];
  let remembered = 0;
  let facts: ReadonlyMap<string, CachedFile> | undefined;
  const cached = (file: FilePath): CachedFile | undefined => (facts ??= cache?.files())?.get(file);

  const disk = createNodeFiles({
    log: { debug: () => undefined, warn: (message) => unreadable.push(message) },
    ...(known.size > 0 && {
      recall: (file: FilePath, stamp: string) => (known.get(file) === stamp ? NOT_LOADED : undefined),
    }),
    ...(cache && {
      recallContent(file: FilePath, content: Buffer) {
        const contentHash = sha256(content);
        hashes.set(file, contentHash);
        const earlier = known.has(file) ? cached(file) : undefined;
        if (earlier?.hash !== contentHash) return undefined;
        remembered++;
        return knowledgeOf(earlier);
      },
    }),
  });
  const inputs = new Map<FilePath, FileInput>();
  const stamps = new Map<string, string>();
  for (const file of disk.list(root)) {
    if (!file) continue;
    inputs.set(file.path, file.input);
    if (file.stamp === '') unreadable.push(file.path);
    if (cache) stamps.set(file.path, trustedStamp(file.stamp ?? stampOf(file.path), now));
  }
  // A file that may change without a trace, or that could not be read, is no ground to stand on.
  const fingerprint = cache && unreadable.length === 0 ? fingerprintOf(stamps) : undefined;

  function files(): ReadonlyMap<FilePath, FileInput> {
    for (const [file, input] of inputs) {
      if (input.scan !== NOT_LOADED.scan) continue;
      const earlier = cached(file);
      const valid = earlier !== undefined && earlier.stamp === stamps.get(file);
      if (valid) remembered++;
      const { read } = input;
      inputs.set(file, valid ? { ...knowledgeOf(earlier), read } : { read });
    }
    return inputs;
  }

  function remember(host: AnalysisHost, report: string | undefined): void {
    if (!cache) return;
    const learned = new Map<string, CachedFile>();
    for (const [file, knowledge] of host.cacheable()) {
      const stamp = stamps.get(file);
      const contentHash = hashes.get(file) ?? cached(file)?.hash;
      if (stamp === undefined || contentHash === undefined) continue;
      learned.set(file, { stamp, hash: contentHash, ...knowledge });
    }
    cache.save(stamps, learned);
    if (fingerprint !== undefined && report !== undefined) cache.saveReport(fingerprint, report);
  }

  return {
    root,
    fileCount: inputs.size,
    unreadable,
    rememberedReport: fingerprint === undefined ? undefined : cache?.report(fingerprint),
    files,
    remembered: () => remembered,
    remember,
  };
}

function folderProblem(absolute: string): IoProblem | undefined {
  try {
    if (!statSync(absolute).isDirectory()) return { problem: 'not-a-folder' };
    readdirSync(absolute);
    return undefined;
  } catch (error) {
    return ioProblem(error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  EMFILE: 'too many files are open',
};

/** An error of the file system in the command line's words. */
export function ioProblem(error: unknown): IoProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return { problem: 'missing' };
  if (code === 'ENOTDIR') return { problem: 'not-a-folder' };
  return { problem: 'unreadable', detail: REASONS[code] ?? (code === '' ? String(error) : code) };
}

/** An absolute path of this machine as the engine writes paths: '/' only, drive letters in lower case. */
export function toFilePath(absolute: string): FilePath {
  const slashes = process.platform === 'win32' ? absolute.replaceAll('\\', '/') : absolute;
  const path = slashes.replace(/^[A-Z](?=:)/, (drive) => drive.toLowerCase());
  return filePath(path.length > 1 ? path.replace(/\/$/, '') : path);
}

function stampOf(path: FilePath): string {
  try {
    const stat = statSync(path);
    return `${stat.mtimeMs}:${stat.size}`;
  } catch {
    return '';
  }
}
