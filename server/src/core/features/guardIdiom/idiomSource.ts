/** What guard idioms are read from: the linked program, the functions' behavior, and what the analysis said of each endpoint. */
import { type ModuleBehavior } from '../../behavior/ir';
import { type Assessment } from '../../guards/assess';
import { type ProgramFiles, type Endpoint, type Program } from '../../program/program';
import { type App } from '../../project/project';
import { specifierFor } from '../../edit/specifier';
import { type FilePath, isWithin } from '../../text/filePath';
import { type GuardImport } from './guardIdiom';

/** The workspace as far as guards are concerned. */
export interface IdiomSource {
  readonly program: Program;
  readonly files: Pick<ProgramFiles, 'paths' | 'scanOf' | 'linkFactsOf'>;
  behaviorOf(path: FilePath): ModuleBehavior | undefined;
  assessmentOf(endpoint: Endpoint): Assessment;
}

/**
 * What to write after `from` for a guard's import in the file `from`: the way the app's other files write it, where they
 * agree on one that works there too, else as the file's own imports would.
 */
export function importSpecifier(source: IdiomSource, from: FilePath, wanted: GuardImport): string {
  const { path, specifier } = wanted;
  if (path === undefined) return specifier;
  const usual = usualSpecifier(source, path);
  const own = source.files.scanOf(from)?.imports.map((found) => found.specifier) ?? [];
  const known = [specifier, ...(usual === undefined ? [] : [usual])].filter((one) => !one.startsWith('.'));
  return specifierFor(source.program.project, from, path, [...known, ...own]);
}

/** The specifier by which most importers name the module, relative ones left out. */
export function usualSpecifier(source: IdiomSource, path: FilePath): string | undefined {
  const { project } = source.program;
  const counts = new Map<string, number>();
  for (const importer of source.program.importers().get(path) ?? []) {
    for (const { specifier } of source.files.scanOf(importer.path)?.imports ?? []) {
      if (specifier.startsWith('.')) continue;
      const target = project.resolve(importer.path, specifier);
      if (target.kind === 'file' && target.path === path)
        counts.set(specifier, (counts.get(specifier) ?? 0) + 1);
    }
  }
  return mostFrequent(counts);
}

/** The key with the highest count; of several, the first in the alphabet. */
export function mostFrequent<K extends string>(counts: ReadonlyMap<K, number>): K | undefined {
  let best: K | undefined;
  for (const [key, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (best === undefined || count > (counts.get(best) ?? 0)) best = key;
  }
  return best;
}

/** The dependencies of an app: those of its package, and of the workspace packages that it depends on. */
export function dependenciesOf({ program }: IdiomSource, app: App): ReadonlyMap<string, string> {
  const { packages } = program.project;
  const own = packages.filter(({ root }) => isWithin(app.root, root));
  const nearest = own.sort((a, b) => b.root.length - a.root.length)[0];
  const found = new Map(nearest?.dependencies);
  for (const name of nearest?.dependencies.keys() ?? []) {
    const shared = packages.find((candidate) => candidate.name === name);
    for (const [each, range] of shared?.dependencies ?? []) if (!found.has(each)) found.set(each, range);
  }
  return found;
}
