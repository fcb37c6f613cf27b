/** Follows exports across files: `export *`, re-exports and imported bindings that are passed on. */
import { type ExportedValue, type FactId } from '../facts/fileFacts';
import { type Project } from '../project/project';
import { type FilePath } from '../text/filePath';
import { type ProgramFiles } from './program';

/** An export that was followed to the file that declares it. */
export interface FoundExport {
  readonly path: FilePath;
  /** The name in that file. */
  readonly name: string;
  readonly value: ExportedValue;
}

/**
 * Every run-time name that a module exports, with the fact of this very file that brings it: its own exports, and
 * `star:N` for names that come through `export *`, which never passes `default` on.
 */
export function exportedNames(
  project: Project,
  files: ProgramFiles,
  path: FilePath,
  seen: ReadonlySet<FilePath> = new Set(),
): ReadonlyMap<string, FactId> {
  const names = new Map<string, FactId>();
  const link = files.linkFactsOf(path);
  if (!link || seen.has(path)) return names;
  for (const { name } of link.exports) names.set(name, `export:${name}`);
  link.starExports.forEach((star, index) => {
    if (star.typeOnly) return;
    const target = project.resolve(path, star.specifier);
    if (target.kind !== 'file') return;
    for (const name of exportedNames(project, files, target.path, new Set([...seen, path])).keys()) {
      if (name !== 'default' && !names.has(name)) names.set(name, `star:${index}`);
    }
  });
  return names;
}

/** The declaration behind `name` of the module `path`, through re-exports and imports; undefined where the trail ends outside the workspace. */
export function findExport(
  project: Project,
  files: ProgramFiles,
  path: FilePath,
  name: string,
  seen: ReadonlySet<string> = new Set(),
): FoundExport | undefined {
  const key = `${path}#${name}`;
  const link = files.linkFactsOf(path);
  if (!link || seen.has(key)) return undefined;
  const next = new Set([...seen, key]);
  const own = link.exports.find((e) => e.name === name);
  if (own) {
    const { value } = own;
    if ((value.kind !== 'reexport' && value.kind !== 'import') || value.imported === '*')
      return { path, name, value };
    const target = project.resolve(path, value.specifier);
    return target.kind === 'file' ? findExport(project, files, target.path, value.imported, next) : undefined;
  }
  if (name === 'default') return undefined;
  for (const star of link.starExports) {
    if (star.typeOnly) continue;
    const target = project.resolve(path, star.specifier);
    const found = target.kind === 'file' ? findExport(project, files, target.path, name, next) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** What a value is once imports and re-exports are followed; the value itself where the trail ends. */
export function valueThrough(
  project: Project,
  files: ProgramFiles,
  path: FilePath,
  value: ExportedValue,
): ExportedValue {
  if ((value.kind !== 'import' && value.kind !== 'reexport') || value.imported === '*') return value;
  const target = project.resolve(path, value.specifier);
  if (target.kind !== 'file') return value;
  return findExport(project, files, target.path, value.imported)?.value ?? value;
}
