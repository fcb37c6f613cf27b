/** The disk of the language server, which recalls what it learned of the files when it ran before. */
import { type AnalysisHost, type FileInput, type FileKnowledge } from '../core/analysis';
import { type FilePath } from '../core/text/filePath';
import { type Files, type ListedFile, type Log } from '../lsp/environment';
import { type CachedFile, type FactsCache, fileLine, knowledgeOf, sha256, trustedStamp } from './factsCache';
import { stampOf } from './fileStamp';
import { createNodeFiles, type NodeFiles } from './nodeFiles';

/** What the files are made with. */
export interface CachedFilesOptions {
  readonly log: Pick<Log, 'debug' | 'warn'>;
  /** Opens the cache of a workspace folder; undefined where nothing is remembered. */
  readonly cacheFor: (workspace: string) => FactsCache | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Files that can be remembered. */
export interface CachedFiles extends Files {
  /** Keeps what the host knows of the files, as far as the disk still has them so; in steps of one file. */
  remember(host: AnalysisHost): Generator<undefined, void, void>;
}

/** One workspace folder. */
interface Disk {
  readonly files: Pick<NodeFiles, 'list' | 'wants'>;
  readonly cache: FactsCache | undefined;
  readonly sources: ReadonlyMap<FilePath, Source>;
}

/** A source file as it was read. */
interface Source {
  readonly input: FileInput;
  /** Its modification time and size. */
  readonly stamp: string;
  /** What the cache had of it. */
  readonly recalled: CachedFile | undefined;
  readonly hash: string;
}

/** Makes the files. A folder's cache is opened when the folder is first looked at. */
export function createCachedFiles(options: CachedFilesOptions): CachedFiles {
  const disks = new Map<FilePath, Disk>();
  const diskOf = (root: FilePath): Disk => {
    const disk = disks.get(root) ?? openDisk(options.cacheFor(root), options.log);
    disks.set(root, disk);
    return disk;
  };
  return {
    list: (root, at) => diskOf(root).files.list(root, at),
    wants: (root, path) => diskOf(root).files.wants(root, path),
    *remember(host) {
      for (const disk of disks.values()) yield* keep(disk, host, options.now);
    },
  };
}

function openDisk(cache: FactsCache | undefined, log: CachedFilesOptions['log']): Disk {
  if (!cache) return { files: createNodeFiles({ log }), cache, sources: new Map() };
  const stamps = cache.stamps();
  const sources = new Map<FilePath, Source>();
  const recalled = new Map<FilePath, CachedFile>();
  const hashes = new Map<FilePath, string>();
  const files = createNodeFiles({
    log,
    recall(path, stamp) {
      const known = stamps.get(path) === stamp ? cache.take(path) : undefined;
      if (known?.stamp !== stamp) return undefined;
      recalled.set(path, known);
      hashes.set(path, known.hash);
      return knowledgeOf(known);
    },
    recallContent(path, content) {
      const hash = sha256(content);
      hashes.set(path, hash);
      const known = stamps.has(path) ? cache.take(path) : undefined;
      if (known?.hash !== hash) return undefined;
      recalled.set(path, known);
      return knowledgeOf(known);
    },
  });
  function* list(root: FilePath, at?: FilePath): Generator<ListedFile | undefined, void, void> {
    for (const file of files.list(root, at)) {
      const hash = file && hashes.get(file.path);
      if (file?.stamp !== undefined && hash !== undefined) {
        const { path, input, stamp } = file;
        sources.set(path, { input, stamp, hash, recalled: recalled.get(path) });
        recalled.delete(path);
        hashes.delete(path);
      }
      yield file;
    }
  }
  return { files: { list, wants: (root, path) => files.wants(root, path) }, cache, sources };
}

function* keep(
  { cache, sources }: Disk,
  host: AnalysisHost,
  now: () => number,
): Generator<undefined, void, void> {
  if (!cache) return;
  const stamps = new Map<FilePath, string>();
  const lines: string[] = [];
  let learned = 0;
  // What stands in an editor's buffer, or was written while it was analyzed, is nothing to remember of the disk.
  for (const [path, knowledge, input] of host.cacheable()) {
    const source = sources.get(path);
    if (source?.input !== input) continue;
    yield;
    if (stampOf(path) !== source.stamp) continue;
    const stamp = trustedStamp(source.stamp, now());
    stamps.set(path, stamp);
    lines.push(fileLine(path, { ...knowledge, stamp, hash: source.hash }));
    if (!isSame(source.recalled, stamp, knowledge)) learned++;
  }
  if (learned > 0 || stamps.size !== cache.stamps().size) cache.saveLines(stamps, lines);
}

function isSame(
  known: CachedFile | undefined,
  stamp: string,
  { facts, usages, behavior }: FileKnowledge,
): boolean {
  if (known?.stamp !== stamp) return false;
  return known.facts === facts && known.usages === usages && known.behavior === behavior;
}
