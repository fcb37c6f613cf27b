/** Finds the listed file that a path without (or with another) extension means. */
import { filePath, type FilePath } from '../text/filePath';

/** The part of a file table that looking up modules needs. */
export interface FileList {
  has(path: FilePath): boolean;
}

// TypeScript's order, then the extensions that only bundlers add; a declaration file only where no code exists.
// https://www.typescriptlang.org/docs/handbook/modules/reference.html#file-extension-substitution
const ADDED = ['.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts', '.json', '.d.ts'];

// A specifier names the output; the source beside it comes first, as in TypeScript.
const SUBSTITUTES: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx', '.d.ts'],
  '.jsx': ['.tsx', '.ts', '.jsx', '.js', '.d.ts'],
  '.mjs': ['.mts', '.mjs', '.d.mts'],
  '.cjs': ['.cts', '.cjs', '.d.cts'],
};

/** The listed file that `path` names: by substitution of an output extension, as it is, or by an added extension. */
export function fileAt(files: FileList, path: FilePath): FilePath | undefined {
  const dot = path.lastIndexOf('.');
  if (dot > path.lastIndexOf('/')) {
    const substitutes = SUBSTITUTES[path.slice(dot)];
    if (substitutes) {
      const stem = path.slice(0, dot);
      for (const extension of substitutes) {
        const candidate = filePath(stem + extension);
        if (files.has(candidate)) return candidate;
      }
    } else if (files.has(path)) return path;
  }
  for (const extension of ADDED) {
    const candidate = filePath(path + extension);
    if (files.has(candidate)) return candidate;
  }
  return undefined;
}

/** The path without a source, output or declaration extension. */
export function withoutExtension(path: FilePath): FilePath {
  return filePath(path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, ''));
}

/** True for declaration files, which hold no code. */
export function isDeclarationFile(path: string): boolean {
  return /\.d\.[cm]?ts$/.test(path);
}
