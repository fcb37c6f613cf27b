/** Links files into a program: finds the ones that can hold endpoints, and lists what they serve. */
import { type App, type Project } from '../project/project';
import { baseName, type FilePath, folderOf } from '../text/filePath';
import { destinationsOf } from './destinations';
import { endpointsOf, staticMetadataEndpoint } from './endpoints';
import { type Importers, importersOf } from './importers';
import { originModules } from './originModules';
import { pageUrlsOf } from './pages';
import { type Endpoint, type Program, type ProgramFiles } from './program';
import { isTestFile } from './testFiles';
import { proxyCoverage } from './proxyCoverage';
import { routeFileOf } from './routes';

/** True when the file may hold endpoints, so that its facts are worth a parse. */
export function mayHoldEndpoints(project: Project, files: ProgramFiles, path: FilePath): boolean {
  const app = project.appOf(path);
  if (app && routeFileOf(app, path)) return true;
  return (files.scanOf(path)?.mentionsUseServer ?? false) && !isTestFile(path) && !path.endsWith('.d.ts');
}

/** Links the program. Deterministic: equal inputs give equal programs, whatever order the files came in. */
export function linkProgram(project: Project, files: ProgramFiles): Program {
  const holders = [...files.paths()].filter((path) => mayHoldEndpoints(project, files, path)).sort(compare);
  let importing: Importers | undefined;
  const importers = (): Importers => (importing ??= importersOf(project, files));
  let leading: ReadonlySet<FilePath> | undefined;
  const origins = (): ReadonlySet<FilePath> => (leading ??= originModules(importers(), files));
  const shadowed = shadowedRoutes(project, holders);
  const endpoints: Endpoint[] = [];
  const byPath = new Map<FilePath, readonly Endpoint[]>();
  for (const path of holders) {
    const link = files.holderFactsOf(path, origins().has(path));
    if (!link) continue;
    const app = project.appOf(path);
    const route = app && !shadowed.has(path) ? routeFileOf(app, path) : undefined;
    const found = endpointsOf({ project, files, path, link, app, route });
    if (found.length === 0) continue;
    byPath.set(path, found);
    endpoints.push(...found);
  }
  for (const endpoint of staticMetadata(project, files)) {
    byPath.set(endpoint.path, [endpoint]);
    endpoints.push(endpoint);
  }
  const program: Program = {
    project,
    holders,
    endpoints: endpoints.sort((a, b) => compare(rootOf(a.app), rootOf(b.app)) || compare(a.path, b.path)),
    endpointsOf: (path) => byPath.get(path) ?? [],
    endpointsByUrl(app) {
      const known = served.get(app) ?? byUrl(endpoints.filter((endpoint) => endpoint.app === app));
      served.set(app, known);
      return known;
    },
    importers,
    originModules: origins,
    proxyOf: (endpoint) => (coverage ??= proxyCoverage(program, files))(endpoint),
    destinationOf(app, destination) {
      const known = destinations.get(app) ?? destinationsOf(program, files, app);
      destinations.set(app, known);
      return known(destination);
    },
    paths: () => files.paths(),
    pageUrls(app) {
      const known = pages.get(app) ?? pageUrlsOf(app, files.paths());
      pages.set(app, known);
      return known;
    },
    linkFactsOf: (path) => files.linkFactsOf(path),
  };
  const served = new Map<App, ReturnType<Program['endpointsByUrl']>>();
  const pages = new Map<App, readonly string[]>();
  const destinations = new Map<App, ReturnType<typeof destinationsOf>>();
  let coverage: ReturnType<typeof proxyCoverage> | undefined;
  return program;
}

function byUrl(endpoints: readonly Endpoint[]): ReturnType<Program['endpointsByUrl']> {
  const found = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const { url } = endpoint;
    if (url === undefined) continue;
    const list = found.get(url);
    if (list) list.push(endpoint);
    else found.set(url, [endpoint]);
  }
  return found;
}

/** Orders by code units, like `sort()` without arguments: the same on every machine and in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rootOf(app: App | undefined): string {
  return app?.root ?? '';
}

/** Metadata files without code: `app/favicon.ico`, `app/robots.txt`, `app/blog/opengraph-image.png`. */
function* staticMetadata(project: Project, files: ProgramFiles): Iterable<Endpoint> {
  for (const path of files.otherPaths()) {
    const app = project.appOf(path);
    const route = app && routeFileOf(app, path);
    if (app && route?.kind === 'metadata') yield staticMetadataEndpoint(app, path, route.url);
  }
}

/** The files that Next.js passes over, without a word, for another one of the same route in the same folder. */
function shadowedRoutes(project: Project, candidates: readonly FilePath[]): ReadonlySet<FilePath> {
  const served = new Map<string, FilePath>();
  const shadowed = new Set<FilePath>();
  for (const path of candidates) {
    const app = project.appOf(path);
    const route = app && routeFileOf(app, path);
    if (!app || !route || route.kind === 'pages-api') continue;
    const key = `${folderOf(path)}#${route.url}`;
    const other = served.get(key);
    if (other === undefined || isServedBefore(app, path, other)) {
      if (other !== undefined) shadowed.add(other);
      served.set(key, path);
    } else shadowed.add(path);
  }
  return shadowed;
}

/**
 * webpack takes the last name in alphabetical order. Turbopack takes the last that the file system lists, which on the disks
 * where `next build` of 16.4.6 was measured prefers JavaScript to TypeScript, and of each the form with JSX.
 */
function isServedBefore(app: App, path: FilePath, other: FilePath): boolean {
  if (app.bundler === 'webpack') return compare(baseName(path), baseName(other)) > 0;
  return extensionRank(path) > extensionRank(other);
}

const EXTENSION_ORDER: readonly string[] = ['ts', 'tsx', 'js', 'jsx'];

function extensionRank(path: FilePath): number {
  const [, extension = '', ...more] = baseName(path).split('.');
  // A compound extension comes after all plain ones.
  return more.length > 0 ? EXTENSION_ORDER.length : EXTENSION_ORDER.indexOf(extension);
}
