/** Whether anybody imports a module's export, for changes that would take the export or its name away. */
import { type FilePath } from '../text/filePath';
import { type Program } from './program';

/** True where a module imports the name, all of the module, or passes it on; what is not known counts as a use. */
export function isExportUsed(program: Program, path: FilePath, name: string): boolean {
  const { project } = program;
  return (program.importers().get(path) ?? []).some((importer) => {
    const link = program.linkFactsOf(importer.path);
    if (!link) return true;
    const leadsHere = (specifier: string): boolean => {
      const target = project.resolve(importer.path, specifier);
      return target.kind === 'file' && target.path === path;
    };
    const own = link.imports.filter(({ specifier }) => leadsHere(specifier));
    if (own.some(({ imported }) => imported === name || imported === '*')) return true;
    // An import on demand, a re-export, or an import for its effects: the first two may use any name.
    return own.length === 0;
  });
}
