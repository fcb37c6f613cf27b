/** The files of a host without a disk: the client lists and reads them. Texts are read ahead, since the engine can't wait. */
import { type Connection } from 'vscode-languageserver';
import { scanModule } from '../core/facts/moduleScan';
import { isMetadataName, isSourceName, isWantedName, isWantedPath } from '../core/project/fileKinds';
import { baseName, type FilePath, isWithin } from '../core/text/filePath';
import { describeError, type Files, type ListedFile } from '../lsp/environment';
import { pathOf } from '../lsp/fromProto';
import { toUri } from '../lsp/toProto';
import { FIND_FILES_REQUEST, READ_FILE_REQUEST } from '../protocol';

/** So many files are asked for at a time: the client reads them one by one anyway, and may be far from them. */
const AT_ONCE = 16;

/** Makes the client's files. */
export function createClientFiles(connection: Connection): Files {
  async function find(folder: FilePath): Promise<readonly FilePath[]> {
    try {
      const uris = await connection.sendRequest<readonly string[] | null>(FIND_FILES_REQUEST);
      const paths = (uris ?? []).map(pathOf).filter((path) => path !== undefined);
      return [...new Set(paths)].filter((path) => isWithin(path, folder)).sort();
    } catch (error) {
      connection.console.error(`The client could not list its files: ${describeError(error)}`);
      return [];
    }
  }

  async function read(path: FilePath): Promise<ListedFile | undefined> {
    if (isMetadataName(baseName(path))) return { path, input: { read: () => undefined } };
    try {
      const text = await connection.sendRequest<string | null>(READ_FILE_REQUEST, { uri: toUri(path) });
      if (text === null) return undefined;
      const scan = isSourceName(baseName(path)) ? { scan: scanModule(text) } : {};
      return { path, input: { ...scan, read: () => text } };
    } catch (error) {
      connection.console.debug(`not readable: ${path}: ${describeError(error)}`);
      return undefined;
    }
  }

  async function* list(
    root: FilePath,
    at: FilePath = root,
  ): AsyncGenerator<ListedFile | undefined, void, void> {
    const name = baseName(at);
    if (at !== root && isWantedName(name)) {
      if (isWantedPath(root, at)) yield await read(at);
      return;
    }
    // A name with an extension is that of a file that nobody wants, hardly ever that of a folder.
    if (at !== root && /\.[a-z0-9]+$/i.test(name)) return;
    const paths = (await find(at)).filter((path) => isWantedPath(root, path));
    for (let start = 0; start < paths.length; start += AT_ONCE) {
      yield* await Promise.all(paths.slice(start, start + AT_ONCE).map(read));
    }
  }

  return { list, wants: isWantedPath };
}
