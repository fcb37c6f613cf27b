/** Links files into a program: finds the ones that can hold endpoints, and lists what they serve. */
import { type App, type Project } from '../project/project';
import { baseName, type FilePath, folderOf } from '../text/filePath';
import { endpointsOf } from './endpoints';
import { type Endpoint, type Program, type ProgramFiles } from './program';
import { proxyCoverage } from './proxyCoverage';
import { routeFileOf } from './routes';

/** Tests, stories and mocks are never part of an app's build, though they may hold the directive. */
const TEST_FILE = /\.(?:test|spec|stories|story|cy)\.[cm]?[jt]sx?$|\/__(?:tests|mocks)__\//;

/** True when the file may hold endpoints, so that its facts are worth a parse. */
export function mayHoldEndpoints(project: Project, files: ProgramFiles, path: FilePath): boolean {
  const app = project.appOf(path);
  if (app && routeFileOf(app, path)) return true;
  return (files.scanOf(path)?.mentionsUseServer ?? false) && !TEST_FILE.test(path) && !path.endsWith('.d.ts');
}

/** Links the program. Deterministic: equal inputs give equal programs, whatever order the files came in. */
export function linkProgram(project: Project, files: ProgramFiles): Program {
  const candidates = [...files.paths()]
    .filter((path) => mayHoldEndpoints(project, files, path))
    .sort(compare);
  const shadowed = shadowedHandlers(project, candidates);
  const endpoints: Endpoint[] = [];
  const byPath = new Map<FilePath, readonly Endpoint[]>();
  for (const path of candidates) {
    const link = files.linkFactsOf(path);
    if (!link) continue;
    const app = project.appOf(path);
    const route = app && !shadowed.has(path) ? routeFileOf(app, path) : undefined;
    const found = endpointsOf({ project, files, path, link, app, route });
    if (found.length === 0) continue;
    byPath.set(path, found);
    endpoints.push(...found);
  }
  const program: Program = {
    project,
    endpoints: endpoints.sort((a, b) => compare(rootOf(a.app), rootOf(b.app)) || compare(a.path, b.path)),
    endpointsOf: (path) => byPath.get(path) ?? [],
    proxyOf: (endpoint) => (coverage ??= proxyCoverage(program, files))(endpoint),
    linkFactsOf: (path) => files.linkFactsOf(path),
  };
  let coverage: ReturnType<typeof proxyCoverage> | undefined;
  return program;
}

/** Orders by code units, like `sort()` without arguments: the same on every machine and in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rootOf(app: App | undefined): string {
  return app?.root ?? '';
}

/** Of two handlers in one folder Next.js serves the one whose extension comes last in its order, and says nothing. */
function shadowedHandlers(project: Project, candidates: readonly FilePath[]): ReadonlySet<FilePath> {
  const served = new Map<string, { readonly path: FilePath; readonly rank: number }>();
  const shadowed = new Set<FilePath>();
  for (const path of candidates) {
    const app = project.appOf(path);
    const route = app && routeFileOf(app, path);
    if (!app || route?.kind !== 'handler') continue;
    const folder = folderOf(path);
    const rank = app.pageExtensions.indexOf(baseName(path).slice('route.'.length));
    const other = served.get(folder);
    if (!other || rank > other.rank) {
      if (other) shadowed.add(other.path);
      served.set(folder, { path, rank });
    } else shadowed.add(path);
  }
  return shadowed;
}
