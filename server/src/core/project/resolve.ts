/** Resolves module specifiers over the file list alone, since checkouts often have no node_modules. */
import { folderOf, type FilePath } from '../text/filePath';
import { joinFast } from './folders';
import { fileAt, isDeclarationFile } from './moduleFile';
import { entryTargets, fieldTargets, importTargets, type EntryTargets } from './packageEntry';
import { splitSpecifier, type Manifest, type Packages } from './packages';
import { type FileTable, type Resolution } from './project';
import { pathsTargets, type TsConfig, type TsConfigs } from './tsconfig';
import { sourceStems } from './unbuilt';

/** What decides about bare specifiers; one object per set of configuration files, shared by the folders below them. */
interface Scope {
  /** The configurations at and above the folder, nearest first. */
  readonly configs: readonly TsConfig[];
  readonly manifest: Manifest | undefined;
  readonly folder: FilePath;
  readonly resolved: Map<string, Resolution>;
}

/** What decides about the imports of one file. */
interface Place {
  readonly from: FilePath;
  readonly folder: FilePath;
  readonly scope: Scope;
  /** What relative specifiers of files in the folder lead to. */
  readonly relative: Map<string, Resolution>;
}

const UNKNOWN: Resolution = { kind: 'unknown' };

/** A resolver that remembers what it answered; it is right as long as the file list and the configurations stay. */
export function createResolver(
  table: FileTable,
  packages: Packages,
  tsConfigs: TsConfigs,
): (from: FilePath, specifier: string) => Resolution {
  const scopes = new Map<FilePath, Scope>();
  const relatives = new Map<FilePath, Map<string, Resolution>>();
  /** The imports of a file are resolved in a row. */
  let last: Place | undefined;

  function scopeOf(folder: FilePath): Scope {
    const known = scopes.get(folder);
    if (known) return known;
    const parent = folderOf(folder);
    const outer = parent === folder ? undefined : scopeOf(parent);
    const config = tsConfigs.at(folder);
    const manifest = packages.at(folder);
    const scope =
      outer && !config && !manifest
        ? outer
        : {
            configs: [...(config ? [config] : []), ...(outer?.configs ?? [])],
            manifest: manifest ?? outer?.manifest,
            folder,
            resolved: new Map<string, Resolution>(),
          };
    scopes.set(folder, scope);
    return scope;
  }

  /** The file of a path that may be a file or a folder with a package.json or an index. */
  function moduleAt(path: FilePath): FilePath | undefined {
    return fileAt(table, path) ?? folderModuleAt(path);
  }

  function folderModuleAt(path: FilePath): FilePath | undefined {
    const manifest = packages.at(path);
    // A path into a folder passes by its package's `exports`.
    const main = manifest && listedTarget(manifest, fieldTargets(manifest));
    return main ?? fileAt(table, joinFast(path, 'index'));
  }

  function targetAt(manifest: Manifest, target: string): FilePath | undefined {
    const path = joinFast(manifest.root, target);
    const file = fileAt(table, path) ?? fileAt(table, joinFast(path, 'index'));
    return file !== undefined && !isDeclarationFile(file) ? file : undefined;
  }

  function sourceOf(manifest: Manifest, target: string): FilePath | undefined {
    for (const stem of sourceStems(
      joinFast(manifest.root, target),
      manifest.root,
      tsConfigs.at(manifest.root),
    )) {
      const file = fileAt(table, stem) ?? fileAt(table, joinFast(stem, 'index'));
      if (file !== undefined && !isDeclarationFile(file)) return file;
    }
    return undefined;
  }

  function listedTarget(manifest: Manifest, { active, others }: EntryTargets): FilePath | undefined {
    return (
      first(active, (target) => targetAt(manifest, target)) ??
      first(active, (target) => sourceOf(manifest, target)) ??
      first(others, (target) => targetAt(manifest, target) ?? sourceOf(manifest, target))
    );
  }

  function workspaceModule(manifest: Manifest, subpath: string): FilePath | undefined {
    const targets = entryTargets(manifest, subpath);
    const listed = targets && listedTarget(manifest, targets);
    if (listed !== undefined) return listed;
    // Fields that name nothing listed are no reason to give up: the file itself is there, or its source.
    if (subpath !== '') {
      return moduleAt(joinFast(manifest.root, subpath)) ?? sourceOf(manifest, `.${subpath}`);
    }
    return (
      fileAt(table, joinFast(manifest.root, 'index')) ?? fileAt(table, joinFast(manifest.root, 'src/index'))
    );
  }

  function resolveByConfig(config: TsConfig, specifier: string): FilePath | undefined {
    const targets = pathsTargets(config, specifier);
    const find = specifier.endsWith('/') ? folderModuleAt : moduleAt;
    // A declaration file stands for a package's types; Next.js skips it too and asks for the package itself.
    if (targets) return first(targets, (target) => (isDeclarationFile(target) ? undefined : find(target)));
    return config.baseUrl === undefined ? undefined : find(joinFast(config.baseUrl, specifier));
  }

  function resolveImport(scope: Scope, specifier: string): Resolution {
    const { manifest } = scope;
    const targets = manifest && importTargets(manifest, specifier);
    if (!targets) return UNKNOWN;
    const isOwn = (target: string): boolean => target.startsWith('.');
    const own = { active: targets.active.filter(isOwn), others: targets.others.filter(isOwn) };
    const file = listedTarget(manifest, own);
    if (file !== undefined) return { kind: 'file', path: file };
    const bare = targets.active.find((target) => !isOwn(target) && !target.startsWith('#'));
    return bare === undefined ? UNKNOWN : resolvePackage(scope, bare);
  }

  function resolvePackage(scope: Scope, specifier: string): Resolution {
    if (specifier.startsWith('/') || /^(?:https?|data|file):/.test(specifier)) return UNKNOWN;
    const { name, subpath } = splitSpecifier(specifier);
    const dependency = packages.dependency(name, scope.folder, scope.manifest);
    const file = dependency && workspaceModule(dependency.manifest, subpath);
    if (file !== undefined) return { kind: 'file', path: file };
    return dependency?.certain ? UNKNOWN : { kind: 'package', name, subpath };
  }

  function resolveBare(scope: Scope, specifier: string): Resolution {
    // Outer configurations after the nearest one: webpack applies the app's to every file that the app reaches.
    for (const config of scope.configs) {
      const file = resolveByConfig(config, specifier);
      if (file !== undefined) return { kind: 'file', path: file };
    }
    if (specifier.startsWith('#')) return resolveImport(scope, specifier);
    return resolvePackage(scope, specifier);
  }

  function resolvePath(folder: FilePath, specifier: string): Resolution {
    const path = joinFast(folder, specifier);
    const file = /(?:^|\/)\.{0,2}$/.test(specifier) ? folderModuleAt(path) : moduleAt(path);
    return file === undefined ? UNKNOWN : { kind: 'file', path: file };
  }

  function placeOf(from: FilePath): Place {
    if (last?.from === from) return last;
    const folder = folderOf(from);
    return (last = { from, folder, scope: scopeOf(folder), relative: relativeCache(folder) });
  }

  function relativeCache(folder: FilePath): Map<string, Resolution> {
    const known = relatives.get(folder);
    if (known) return known;
    const created = new Map<string, Resolution>();
    relatives.set(folder, created);
    return created;
  }

  return (from, specifier) => {
    const { folder, scope, relative } = placeOf(from);
    const isPath = specifier.startsWith('.');
    const cache = isPath ? relative : scope.resolved;
    const known = cache.get(specifier);
    if (known) return known;
    const plain = withoutQuery(specifier);
    const resolution = isPath ? resolvePath(folder, plain) : resolveBare(scope, plain);
    cache.set(specifier, resolution);
    return resolution;
  };
}

/** Bundlers take `./file?query` for the file. */
function withoutQuery(specifier: string): string {
  const query = specifier.indexOf('?');
  return query > 0 ? specifier.slice(0, query) : specifier;
}

function first<From, To>(items: readonly From[], find: (item: From) => To | undefined): To | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
