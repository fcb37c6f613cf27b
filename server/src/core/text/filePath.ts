/** File paths as the core sees them: absolute, '/' only, so that no host's path module is needed. */

/**
 * An absolute, normalized path with '/' as its only separator (`/repo/app/route.ts`, `c:/repo/x.ts`),
 * or a URI for files that have no path on disk (`vscode-vfs://github/o/r/app/route.ts`).
 */
export type FilePath = string & { readonly __filePath: true };

const SLASH = 47;

/** Brands a string that an adapter has already normalized (absolute, '/' only, no `.` or `..` parts). */
export function filePath(normalized: string): FilePath {
  // The brand exists only in the type system.
  return normalized as FilePath;
}

/** The folder of a path, without a trailing slash; the root of the path is its own folder. */
export function folderOf(path: FilePath): FilePath {
  const slash = path.lastIndexOf('/');
  return filePath(slash <= 0 ? '/' : path.slice(0, slash));
}

/** The last part of a path. */
export function baseName(path: FilePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins a folder and a relative path with '/' separators, resolving `.` and `..` parts. */
export function joinPath(folder: FilePath, relative: string): FilePath {
  const scheme = /^[a-z][a-z0-9+.-]+:\/\/[^/]*/i.exec(folder)?.[0] ?? '';
  const parts = folder.slice(scheme.length).split('/');
  if (parts[parts.length - 1] === '') parts.pop();
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length > 1) parts.pop();
    } else parts.push(part);
  }
  const joined = parts.join('/');
  return filePath(scheme + (joined === '' ? '/' : joined));
}

/** True when `path` is `folder` or lies below it. */
export function isWithin(path: FilePath, folder: FilePath): boolean {
  if (!path.startsWith(folder)) return false;
  // Asked of every file, so nothing is put together for it.
  return path.length === folder.length || folder === '/' || path.charCodeAt(folder.length) === SLASH;
}

/** `path` relative to `folder` without a leading slash; '' for the folder itself, `../` parts where it lies outside. */
export function relativePath(folder: FilePath, path: FilePath): string {
  if (path === folder) return '';
  if (isWithin(path, folder)) return path.slice(folder === '/' ? 1 : folder.length + 1);
  const from = folder.split('/');
  const to = path.split('/');
  let common = 0;
  while (common < from.length && common < to.length && from[common] === to[common]) common++;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
}
