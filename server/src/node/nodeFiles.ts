/** The disk as the server and the command line see it: walks folders, reads texts; never writes, runs or throws. */
import { type Dirent } from 'node:fs';
import {
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from 'node:fs';
import ignore, { type Ignore } from 'ignore';
import { type FileKnowledge } from '../core/analysis';
import { type ModuleScan, scanModule } from '../core/facts/moduleScan';
import {
  isInstalledNext,
  isMetadataName,
  isRouteFolderName,
  isSkippedFolder,
  isSourceName,
  isWantedName,
  isWantedPath,
  marksPackage,
} from '../core/project/fileKinds';
import { baseName, type FilePath, filePath, folderOf, joinPath, relativePath } from '../core/text/filePath';
import { type Files, type ListedFile, type Log } from '../lsp/environment';
import { stampOf } from './fileStamp';

/** Larger files hold data or generated code: they are listed, so that imports of them resolve, but not read. */
const MAX_BYTES = 5 * 1024 * 1024;

/** A NUL in so many bytes at the start makes a file binary, as git decides it. */
const BINARY_PROBE = 8192;

/** What the files of the disk are read with; all of it is optional. */
export interface NodeFilesOptions {
  readonly log?: Pick<Log, 'debug' | 'warn'>;
  /**
   * Asked before a source file is read: what it returns is taken for the file's content, if `stamp` (its modification time
   * and size) says that it is the same file as then.
   */
  readonly recall?: (path: FilePath, stamp: string) => FileKnowledge | undefined;
  /** Told the bytes of every source file that was read (valid during the call); what it returns spares searching them. */
  readonly recallContent?: (path: FilePath, content: Buffer) => FileKnowledge | undefined;
}

/** The disk. Unlike other hosts' files, these are there at once. */
export interface NodeFiles extends Files {
  list(root: FilePath, at?: FilePath): Generator<ListedFile | undefined, void, void>;
  /** The text of a file; undefined when it is missing, binary, too large, or may not be read. */
  read(path: FilePath): string | undefined;
}

/**
 * Makes the disk's files.
 *
 * Entered are all folders but `node_modules`, tools' dot folders, and what a `.gitignore` (of the folder, one above it or,
 * in a git checkout, above the root) rules out; symbolic links are not followed. Inside a folder of routes (`app` or
 * `pages` beside a package.json or a next.config.*, or in `src` beside one) neither dots nor `.gitignore` rule anything
 * out: Next.js serves what lies there, whether git keeps it or not.
 */
export function createNodeFiles({ log, recall, recallContent }: NodeFilesOptions = {}): NodeFiles {
  let buffer = Buffer.allocUnsafe(256 * 1024);

  /** Reads a file's bytes into `buffer`; the number of bytes, or why there are none. */
  function fill(path: FilePath): { readonly bytes: number; readonly stamp: string } | undefined {
    let file: number | undefined;
    try {
      file = openSync(path, 'r');
      const stat = fstatSync(file);
      const stamp = `${stat.mtimeMs}:${stat.size}`;
      if (!stat.isFile()) return undefined;
      if (stat.size > MAX_BYTES) {
        log?.debug(`not read, ${stat.size} bytes: ${path}`);
        return { bytes: -1, stamp };
      }
      if (stat.size >= buffer.length) buffer = Buffer.allocUnsafe(stat.size * 2);
      let bytes = 0;
      // One that says it is empty may not be; any other ends where it says.
      for (let got = -1; got !== 0 && (bytes < stat.size || stat.size === 0); bytes += got) {
        got = readSync(file, buffer, bytes, buffer.length - bytes, null);
      }
      return { bytes, stamp };
    } catch (error) {
      if (!isMissing(error)) log?.debug(`not readable: ${path}: ${String(error)}`);
      return isMissing(error) ? undefined : { bytes: -1, stamp: '' };
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  function read(path: FilePath): string | undefined {
    const filled = fill(path);
    return filled === undefined || filled.bytes < 0
      ? undefined
      : decode(path, buffer.subarray(0, filled.bytes));
  }

  function decode(path: FilePath, bytes: Buffer): string | undefined {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
    if (bytes.subarray(0, BINARY_PROBE).includes(0)) {
      log?.debug(`not read, binary: ${path}`);
      return undefined;
    }
    const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return bytes.toString('utf8', marked ? 3 : 0);
  }

  /** A source file with its quick facts; undefined when it is gone. */
  function source(path: FilePath): ListedFile | undefined {
    if (recall) {
      const stamp = stampOf(path);
      const known = stamp === undefined ? undefined : recall(path, stamp);
      if (known && stamp !== undefined) return { path, stamp, input: { ...known, read: () => read(path) } };
    }
    const filled = fill(path);
    if (!filled) return undefined;
    const { bytes, stamp } = filled;
    if (bytes < 0) return { path, stamp, input: { read: () => undefined } };
    const same = recallContent?.(path, buffer.subarray(0, bytes));
    return { path, stamp, input: { ...(same ?? { scan: scan(path, bytes) }), read: () => read(path) } };
  }

  /** The quick facts of the buffer's text, searched as latin1: most files are never decoded. */
  function scan(path: FilePath, bytes: number): ModuleScan {
    const utf16 = (buffer[0] === 0xff && buffer[1] === 0xfe) || (buffer[0] === 0xfe && buffer[1] === 0xff);
    const marked = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;
    const text = buffer.toString('latin1', marked ? 3 : 0, bytes);
    const nul = text.indexOf('\0');
    const isPlain = !utf16 && (nul < 0 || nul >= BINARY_PROBE);
    return scanModule(isPlain ? text : (decode(path, buffer.subarray(0, bytes)) ?? ''));
  }

  function listFile(path: FilePath): ListedFile | undefined {
    if (isSourceName(baseName(path))) return source(path);
    return { path, input: { read: () => read(path) } };
  }

  /** What is worth listing of an opened folder, and below it. */
  function* walk(folder: Folder): Generator<ListedFile | undefined, void, void> {
    yield undefined;
    const next = installedNext(folder);
    if (next) yield next;
    for (const entry of folder.entries) {
      if (entry.isFile()) {
        const file = wantsEntry(folder, entry.name)
          ? listFile(childPath(folder.path, entry.name))
          : undefined;
        if (file) yield file;
      } else if (entry.isDirectory()) {
        const inner = enter(folder, entry.name);
        if (inner) yield* walk(inner);
      }
    }
  }

  /** The package.json of the installed Next.js, which package managers link to, so that the walk does not see it. */
  function installedNext(folder: Folder): ListedFile | undefined {
    if (!folder.entries.some((entry) => entry.name === 'node_modules')) return undefined;
    const path = joinPath(folder.path, 'node_modules/next/package.json');
    return existsSync(path) ? listFile(path) : undefined;
  }

  function enter(folder: Folder, name: string): Folder | undefined {
    const insideRoutes = folder.insideRoutes || (folder.besideRoutes && isRouteFolderName(name));
    if (isSkippedFolder(name, insideRoutes)) return undefined;
    const path = childPath(folder.path, name);
    if (!insideRoutes && isIgnored(folder.ignores, `${path}/`)) {
      log?.debug(`not entered, .gitignore: ${path}`);
      return undefined;
    }
    return openFolder(path, { ...folder, insideRoutes, inPackage: folder.isPackage && name === 'src' });
  }

  function openFolder(
    path: FilePath,
    above: Pick<Folder, 'ignores' | 'insideRoutes'> & { inPackage: boolean },
  ): Folder {
    const entries = readFolder(path);
    const isPackage = entries.some((entry) => marksPackage(entry.name));
    const ignores = entries.some((entry) => entry.name === '.gitignore')
      ? withIgnores(above.ignores, path)
      : above.ignores;
    const { insideRoutes, inPackage } = above;
    return { path, entries, ignores, insideRoutes, isPackage, besideRoutes: isPackage || inPackage };
  }

  function openRoot(root: FilePath): Folder {
    const ignores = ignoresAbove(root);
    // Whoever opens an ignored folder wants to see it.
    const usable = isIgnored(ignores, `${root}/`) ? undefined : ignores;
    return openFolder(root, { ignores: usable, insideRoutes: false, inPackage: false });
  }

  function readFolder(path: FilePath): readonly Dirent[] {
    try {
      return readdirSync(onDisk(path), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      if (!isMissing(error)) log?.warn(`Folder not readable: ${path}: ${String(error)}`);
      return [];
    }
  }

  /** Opens the folders from the root down to `folder`; undefined where the walk would not get there. */
  function descend(root: FilePath, folder: FilePath): Folder | undefined {
    let current: Folder | undefined = openRoot(root);
    for (const name of folder === root ? [] : relativePath(root, folder).split('/')) {
      current = current && enter(current, name);
    }
    return current;
  }

  function* list(root: FilePath, at: FilePath = root): Generator<ListedFile | undefined, void, void> {
    if (at === root) return yield* walk(openRoot(root));
    if (isInstalledNext(at)) {
      const folder = descend(root, folderOf(folderOf(folderOf(at))));
      return yield folder && installedNext(folder);
    }
    const kind = kindOf(at);
    const folder = kind && descend(root, folderOf(at));
    if (kind === 'file' && folder && wantsEntry(folder, baseName(at))) yield listFile(at);
    if (kind === 'folder' && folder) {
      const inner = enter(folder, baseName(at));
      if (inner) yield* walk(inner);
    }
  }

  function wants(root: FilePath, path: FilePath): boolean {
    if (!isWantedPath(root, path)) return false;
    const folder = descend(root, folderOf(path));
    return folder !== undefined && wantsEntry(folder, baseName(path));
  }

  return { list, wants, read };
}

/** A folder that the walk has come to. */
interface Folder {
  readonly path: FilePath;
  readonly entries: readonly Dirent[];
  readonly ignores: Ignores | undefined;
  /** It holds a package.json or a next.config.*. */
  readonly isPackage: boolean;
  /** An `app` or `pages` in it holds routes. */
  readonly besideRoutes: boolean;
  readonly insideRoutes: boolean;
}

/** The rules of one .gitignore, and those of the folders above. */
interface Ignores {
  readonly folder: FilePath;
  readonly rules: Ignore;
  readonly above: Ignores | undefined;
}

function wantsEntry(folder: Folder, name: string): boolean {
  if (!isWantedName(name) && !(folder.insideRoutes && isMetadataName(name))) return false;
  return folder.insideRoutes || !isIgnored(folder.ignores, childPath(folder.path, name));
}

/** Whether .gitignore rules a path out; folders end with '/'. The innermost file that says anything decides. */
function isIgnored(ignores: Ignores | undefined, path: string): boolean {
  for (let level = ignores; level; level = level.above) {
    const { ignored, unignored } = level.rules.test(
      path.slice(level.folder === '/' ? 1 : level.folder.length + 1),
    );
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

function withIgnores(above: Ignores | undefined, folder: FilePath): Ignores | undefined {
  try {
    return { folder, rules: ignore().add(readFileSync(joinPath(folder, '.gitignore'), 'utf8')), above };
  } catch {
    return above;
  }
}

/** The rules of the folders above the root, where root lies in a git checkout. */
function ignoresAbove(root: FilePath): Ignores | undefined {
  const folders: FilePath[] = [];
  for (let folder = root; !existsSync(joinPath(folder, '.git'));) {
    const above = folderOf(folder);
    if (above === folder) return undefined;
    folders.unshift(above);
    folder = above;
  }
  let ignores: Ignores | undefined;
  for (const folder of folders) ignores = withIgnores(ignores, folder);
  return ignores;
}

/** `joinPath` for a plain name; the walk makes a path of every entry. */
function childPath(folder: FilePath, name: string): FilePath {
  return filePath(folder === '/' ? `/${name}` : `${folder}/${name}`);
}

function kindOf(path: FilePath): 'file' | 'folder' | undefined {
  try {
    const stat = lstatSync(path);
    return stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : undefined;
  } catch {
    return undefined;
  }
}

/** A drive alone (`c:`) would mean the current folder on it. */
function onDisk(path: FilePath): string {
  return /^[a-z]:$/.test(path) ? `${path}/` : path;
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
