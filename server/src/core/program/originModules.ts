/** Which files can lead to code that says who may read an answer, so that no others are analyzed for it. */
import { type FilePath } from '../text/filePath';
import { ancestorsOf, type Importers } from './importers';
import { type ProgramFiles } from './program';

/** Every file from which one can be reached that names `Access-Control-Allow-Origin`, or a package whose only purpose is to set it. */
export function originModules(importers: Importers, files: ProgramFiles): ReadonlySet<FilePath> {
  const reached = new Set<FilePath>();
  for (const path of files.paths()) {
    const scan = files.scanOf(path);
    if (!scan || reached.has(path)) continue;
    if (!scan.mentionsAllowOrigin && !scan.imports.some(({ specifier }) => CORS_PACKAGE.test(specifier)))
      continue;
    for (const ancestor of ancestorsOf(importers, path)) reached.add(ancestor);
  }
  return reached;
}

const CORS_PACKAGE = /^(?:cors|nextjs-cors|micro-cors)$/;
