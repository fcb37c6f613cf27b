/** Makes file tables out of one string, so that a test shows the whole workspace that it speaks of. */
import { type StaticValue } from '../../../server/src/core/facts/staticValue';
import { type FileTable, type Project } from '../../../server/src/core/project/project';
import { readProject } from '../../../server/src/core/project/readProject';
import { type FilePath, filePath, folderOf, relativePath } from '../../../server/src/core/text/filePath';

/** The folder that a fixture's files lie in. */
export const ROOT = filePath('/w');

/** The absolute path of a fixture's file. */
export function at(path: string): FilePath {
  return filePath(`${ROOT}/${path}`);
}

/** A table of the files that `//- path` lines start; `configs` are the values of `next.config.*` files by path. */
export function tableOf(source: string, configs: Readonly<Record<string, StaticValue>> = {}): FileTable {
  const files = new Map<FilePath, string>();
  for (const part of source.split(/^\/\/- /m).slice(1)) {
    const [header = '', ...lines] = part.split('\n');
    files.set(at(header.trim()), lines.join('\n'));
  }
  return {
    has: (path) => files.has(path),
    hasFolder: (folder) => [...files.keys()].some((path) => isBelow(path, folder)),
    paths: () => files.keys(),
    text: (path) => files.get(path),
    config: (path) => configs[relativePath(ROOT, path)],
  };
}

/** The project of a fixture. */
export function projectOf(source: string, configs?: Readonly<Record<string, StaticValue>>): Project {
  return readProject(tableOf(source, configs));
}

/** Where a specifier leads, as one word: a path relative to the root, `package NAME SUBPATH` or `unknown`. */
export function resolved(project: Project, from: string, specifier: string): string {
  const resolution = project.resolve(at(from), specifier);
  if (resolution.kind === 'file') return relativePath(ROOT, resolution.path);
  return resolution.kind === 'package'
    ? `package ${resolution.name} ${resolution.subpath}`.trim()
    : 'unknown';
}

/** A certain object value. */
export function object(entries: Readonly<Record<string, StaticValue>>, open = false): StaticValue {
  return { kind: 'object', entries, open };
}

/** A certain primitive value. */
export function literal(value: string | number | boolean | null | undefined): StaticValue {
  return { kind: 'literal', value };
}

function isBelow(path: FilePath, folder: FilePath): boolean {
  for (let current = folderOf(path); ; current = folderOf(current)) {
    if (current === folder) return true;
    if (current === folderOf(current)) return false;
  }
}
