/** Finds the Next.js apps of a workspace by its folders, and reads what their versions and configurations say. */
import { baseName, folderOf, isWithin, type FilePath } from '../text/filePath';
import { bundlerOf } from './bundler';
import { configMember, EMPTY_CONFIG, literalString, readConfigFacts } from './configFacts';
import { foldersUp, joinFast } from './folders';
import { readNextVersion } from './nextVersion';
import { type Packages } from './packages';
import { type App, type FileTable } from './project';

// The order in which Next.js looks, then the two names that it refuses but that still mark an app.
// https://nextjs.org/docs/app/api-reference/config/next-config-js
const CONFIG_FILES = ['js', 'mjs', 'ts', 'mts', 'cjs', 'cts'].map((extension) => `next.config.${extension}`);

/** True for the file names that mark an app's folder. */
export function isConfigFile(path: FilePath): boolean {
  return CONFIG_FILES.includes(baseName(path));
}

/** The apps of the workspace, sorted by folder. `configPaths` are the listed files that `isConfigFile` accepts. */
export function findApps(
  table: FileTable,
  packages: Packages,
  configPaths: readonly FilePath[],
): readonly App[] {
  const folders = new Set<FilePath>(configPaths.map(folderOf));
  for (const manifest of packages.list) {
    if (manifest.dependencies.has('next')) folders.add(manifest.root);
  }
  const apps: App[] = [];
  // Sorted, an outer folder comes before those inside it.
  for (const root of [...folders].sort()) {
    const appDir = sourceFolder(table, root, 'app');
    const pagesDir = sourceFolder(table, root, 'pages');
    if (appDir === undefined && pagesDir === undefined) continue;
    if (apps.some((outer) => outer.appDir !== undefined && isWithin(root, outer.appDir))) continue;
    apps.push(readApp(table, packages, root, appDir, pagesDir));
  }
  return apps;
}

/** The root folder wins, `src/` is ignored then: https://nextjs.org/docs/app/api-reference/file-conventions/src-folder */
function sourceFolder(table: FileTable, root: FilePath, name: string): FilePath | undefined {
  return [joinFast(root, name), joinFast(root, `src/${name}`)].find((folder) => table.hasFolder(folder));
}

function readApp(
  table: FileTable,
  packages: Packages,
  root: FilePath,
  appDir: FilePath | undefined,
  pagesDir: FilePath | undefined,
): App {
  const { version, source } = readNextVersion(table, packages, root);
  const configPath = findConfig(table, root);
  const config = configPath === undefined ? EMPTY_CONFIG : (table.config(configPath) ?? { kind: 'unknown' });
  return {
    root,
    appDir,
    pagesDir,
    next: version,
    nextSource: source,
    bundler: bundlerOf(version, packages.enclosing(root)),
    configPath,
    config,
    ...readConfigFacts(config),
  };
}

/** Next.js looks for its configuration upward too, so an app without one may share that of a folder above. */
function findConfig(table: FileTable, root: FilePath): FilePath | undefined {
  for (const folder of foldersUp(root)) {
    const path = CONFIG_FILES.map((name) => joinFast(folder, name)).find((candidate) => table.has(candidate));
    if (path !== undefined) return path;
  }
  return undefined;
}

/** The tsconfig file that each app's configuration chooses instead of tsconfig.json, by the app's folder. */
export function chosenTsConfigs(apps: readonly App[]): ReadonlyMap<FilePath, FilePath> {
  const chosen = new Map<FilePath, FilePath>();
  for (const app of apps) {
    const path = literalString(configMember(configMember(app.config, 'typescript'), 'tsconfigPath'));
    if (path !== undefined) chosen.set(app.root, joinFast(app.root, path));
  }
  return chosen;
}
