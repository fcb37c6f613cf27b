/** The import graph backwards: who imports a module, from scans alone. */
import { type Project } from '../project/project';
import { type FilePath } from '../text/filePath';
import { type ProgramFiles } from './program';

/** One module that imports another at run time. */
export interface Importer {
  readonly path: FilePath;
  /** `export … from`: the importer passes the module's exports on. */
  readonly reexport: boolean;
}

/** The importers of every module of the workspace; erased imports of types are none. */
export type Importers = ReadonlyMap<FilePath, readonly Importer[]>;

/** Turns every file's resolved imports around. */
export function importersOf(project: Project, files: ProgramFiles): Importers {
  const importers = new Map<FilePath, Importer[]>();
  for (const path of files.paths()) {
    for (const { specifier, typeOnly, reexport } of files.scanOf(path)?.imports ?? []) {
      if (typeOnly) continue;
      const target = project.resolve(path, specifier);
      if (target.kind !== 'file') continue;
      const list = importers.get(target.path);
      if (list) list.push({ path, reexport });
      else importers.set(target.path, [{ path, reexport }]);
    }
  }
  return importers;
}

/** Every module from which `path` can be reached by imports, itself included. */
export function ancestorsOf(importers: Importers, path: FilePath): ReadonlySet<FilePath> {
  const seen = new Set([path]);
  const pending = [path];
  for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
    for (const importer of importers.get(module) ?? []) {
      if (seen.has(importer.path)) continue;
      seen.add(importer.path);
      pending.push(importer.path);
    }
  }
  return seen;
}
