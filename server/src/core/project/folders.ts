/** Moves between folders: upward to find versions, configurations and packages, and along relative paths, fast. */
import { filePath, folderOf, joinPath, type FilePath } from '../text/filePath';

/** `folder` and every folder above it, innermost first; ends with '/'. */
export function foldersUp(folder: FilePath): readonly FilePath[] {
  const folders = [folder];
  let current = folder;
  for (;;) {
    const parent = folderOf(current);
    if (parent === current) return folders;
    folders.push(parent);
    current = parent;
  }
}

/** `joinPath` for hot paths: most relative paths have their dots in front and need no splitting. */
export function joinFast(folder: FilePath, relative: string): FilePath {
  let base = folder;
  let start = 0;
  for (;;) {
    if (relative.startsWith('./', start)) start += 2;
    else if (relative.startsWith('../', start)) {
      base = folderOf(base);
      start += 3;
    } else break;
  }
  const rest = relative.slice(start);
  if (rest === '' || /^\.\.?$|^\/|\/$|\/\/|\/\.\.?(?:\/|$)/.test(rest)) return joinPath(folder, relative);
  return filePath(base.endsWith('/') ? base + rest : `${base}/${rest}`);
}
