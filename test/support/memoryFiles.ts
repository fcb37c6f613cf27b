/** A disk in memory, so that the server's tests need none. */
import { isWantedName, isWantedPath } from '../../server/src/core/project/fileKinds';
import { baseName, type FilePath, filePath, isWithin } from '../../server/src/core/text/filePath';
import { type Files, type ListedFile } from '../../server/src/lsp/environment';

/** Files by absolute path. Tests write to it as somebody else would to the disk. */
export interface MemoryFiles extends Files {
  readonly texts: Map<string, string>;
  /** Paths of which `list` was asked, in order. */
  readonly listed: string[];
  /** While true, the listing of a workspace folder goes on without finding anything, as on a slow disk. */
  slow: boolean;
}

/** Makes a disk that holds the given texts. */
export function createMemoryFiles(texts: Readonly<Record<string, string>>): MemoryFiles {
  const disk = new Map(Object.entries(texts));
  const listed: string[] = [];
  async function* list(
    root: FilePath,
    at: FilePath = root,
  ): AsyncGenerator<ListedFile | undefined, void, void> {
    listed.push(at);
    while (at === root && files.slow) yield undefined;
    for (const name of [...disk.keys()]) {
      const path = filePath(name);
      if (!isWithin(path, at) || !isWantedPath(root, path)) continue;
      const text = disk.get(name);
      if (text !== undefined) yield { path, input: { read: () => text } };
    }
  }
  const files: MemoryFiles = {
    texts: disk,
    listed,
    slow: false,
    list,
    wants: (root, path) => isWantedName(baseName(path)) && isWantedPath(root, path),
  };
  return files;
}
