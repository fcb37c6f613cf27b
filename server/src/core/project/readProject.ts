/** Reads a workspace's apps, packages and module resolution out of its file list and configuration files. */
import { baseName, folderOf, type FilePath } from '../text/filePath';
import { chosenTsConfigs, findApps, isConfigFile } from './apps';
import { dependencyVersions } from './dependencyVersion';
import { readPackages } from './packages';
import { type App, type FileTable, type Project } from './project';
import { createResolver } from './resolve';
import { createTsConfigs } from './tsconfig';

/**
 * The project as of now: read it again when the list of files or a configuration file changes, since resolution
 * remembers its answers.
 */
export function readProject(table: FileTable): Project {
  const manifestPaths: FilePath[] = [];
  const configPaths: FilePath[] = [];
  for (const path of table.paths()) {
    if (path.includes('/node_modules/')) continue;
    if (baseName(path) === 'package.json') manifestPaths.push(path);
    else if (isConfigFile(path)) configPaths.push(path);
  }
  const packages = readPackages(table, manifestPaths);
  const apps = findApps(rememberingTexts(table), packages, configPaths);
  const appByFolder = new Map<FilePath, App | undefined>(apps.map((app) => [app.root, app]));
  const appAt = (folder: FilePath): App | undefined => {
    if (appByFolder.has(folder)) return appByFolder.get(folder);
    const parent = folderOf(folder);
    const app = parent === folder ? undefined : appAt(parent);
    appByFolder.set(folder, app);
    return app;
  };
  const versions = new Map<string, readonly string[]>();
  const tsConfigs = createTsConfigs(table, packages, chosenTsConfigs(apps));
  return {
    apps,
    packages: packages.list,
    packageOf: (path) => packages.enclosing(folderOf(path)),
    appOf: (path) => appAt(folderOf(path)),
    versionsOf(app, name) {
      const key = `${app.root} ${name}`;
      let known = versions.get(key);
      if (!known) versions.set(key, (known = dependencyVersions(table, packages, app.root, name)));
      return known;
    },
    resolve: createResolver(table, packages, tsConfigs),
  };
}

/** The same table, reading each text once: all apps of a workspace ask for the same lockfile of many megabytes. */
function rememberingTexts(table: FileTable): FileTable {
  const texts = new Map<FilePath, string | undefined>();
  return {
    has: (path) => table.has(path),
    hasFolder: (folder) => table.hasFolder(folder),
    paths: () => table.paths(),
    config: (path) => table.config(path),
    text(path) {
      if (!texts.has(path)) texts.set(path, table.text(path));
      return texts.get(path);
    },
  };
}
