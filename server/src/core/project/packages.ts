/** Reads every package.json of the workspace and answers which package a file or a name means. */
import satisfies from 'semver/functions/satisfies';
import validRange from 'semver/ranges/valid';
import { folderOf, isWithin, type FilePath } from '../text/filePath';
import { foldersUp } from './folders';
import { asObject, asString, readJson, stringEntries, type JsonObject } from './json';
import { type FileTable, type WorkspacePackage } from './project';

/** A package.json with the fields that resolution and versions need. */
export interface Manifest extends WorkspacePackage {
  /** The whole file as read; empty where it can't be. */
  readonly json: JsonObject;
}

/** A package of the workspace that another one asks for by name. */
export interface Dependency {
  readonly manifest: Manifest;
  /** False where a published package of the same name may be meant. */
  readonly certain: boolean;
}

/** The packages of a workspace. */
export interface Packages {
  /** Sorted by folder. */
  readonly list: readonly Manifest[];
  /** The package whose folder is exactly `folder`. */
  at(folder: FilePath): Manifest | undefined;
  /** The nearest package at or above `folder`. */
  enclosing(folder: FilePath): Manifest | undefined;
  /** The package called `name`; of several, the one that shares most folders with `folder`. */
  named(name: string, folder: FilePath): Manifest | undefined;
  /** The package that code in `folder`, of package `importer`, gets by `name`; undefined for a published one. */
  dependency(name: string, folder: FilePath, importer: Manifest | undefined): Dependency | undefined;
}

// The first field that names a dependency gives its range: what is installed beats what is only asked of others.
const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** Reads the packages whose package.json files are listed in `manifestPaths`. */
export function readPackages(table: FileTable, manifestPaths: readonly FilePath[]): Packages {
  const list = [...manifestPaths].sort().map((path) => readManifest(table, path));
  const byFolder = new Map<FilePath, Manifest>(list.map((manifest) => [manifest.root, manifest]));
  const byName = new Map<string, Manifest[]>();
  for (const manifest of list) {
    if (manifest.name === undefined) continue;
    const sameName = byName.get(manifest.name);
    if (sameName) sameName.push(manifest);
    else byName.set(manifest.name, [manifest]);
  }
  return {
    list,
    at: (folder) => byFolder.get(folder),
    enclosing(folder) {
      for (const candidate of foldersUp(folder)) {
        const manifest = byFolder.get(candidate);
        if (manifest) return manifest;
      }
      return undefined;
    },
    named: (name, folder) => nearest(byName.get(name) ?? [], folder),
    dependency(name, folder, importer) {
      const sameName = byName.get(name);
      if (!sameName) return undefined;
      const range = importer?.dependencies.get(name);
      if (importer?.name === name && range === undefined) {
        // Without `exports` this works only where the package manager links the package for others.
        // https://nodejs.org/api/packages.html#self-referencing-a-package-using-its-name
        return { manifest: importer, certain: importer.json.exports !== undefined };
      }
      const isLink = range !== undefined && /^(?:workspace|link|file|portal):/.test(range);
      const beside = sameName.filter((manifest) => !isWithin(folder, manifest.root));
      // A workspace's root is called like its product; only a link makes it a dependency of what it contains.
      const manifest = nearest(beside.length === 0 && isLink ? sameName : beside, folder);
      if (!manifest) return undefined;
      if (range === undefined || range === '*' || isLink) return { manifest, certain: true };
      return maySatisfy(manifest, range) ? { manifest, certain: false } : undefined;
    },
  };
}

function readManifest(table: FileTable, path: FilePath): Manifest {
  const json = asObject(readJson(table.text(path)));
  const dependencies = new Map<string, string>();
  for (const field of DEPENDENCY_FIELDS) {
    for (const [name, range] of stringEntries(json[field])) {
      if (!dependencies.has(name)) dependencies.set(name, range);
    }
  }
  return { root: folderOf(path), name: asString(json.name), dependencies, json };
}

function nearest(manifests: readonly Manifest[], folder: FilePath): Manifest | undefined {
  if (manifests.length <= 1) return manifests[0];
  let best: Manifest | undefined;
  let bestShared = -1;
  for (const manifest of manifests) {
    const shared = sharedFolders(manifest.root, folder);
    // Of equally near packages the shallower one: templates and fixtures lie deeper than what they copy.
    if (shared > bestShared || (shared === bestShared && best && depth(manifest) < depth(best))) {
      best = manifest;
      bestShared = shared;
    }
  }
  return best;
}

function sharedFolders(a: FilePath, b: FilePath): number {
  const left = a.split('/');
  const right = b.split('/');
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return shared;
}

function depth(manifest: Manifest): number {
  return manifest.root.split('/').length;
}

/** A bare specifier's package name and what follows it: `@scope/name`, `/sub`. */
export function splitSpecifier(specifier: string): { readonly name: string; readonly subpath: string } {
  const first = specifier.indexOf('/');
  const end = specifier.startsWith('@') && first >= 0 ? specifier.indexOf('/', first + 1) : first;
  if (end < 0) return { name: specifier, subpath: '' };
  return { name: specifier.slice(0, end), subpath: specifier.slice(end) };
}

/** False where `range` asks for something else than the package's version; tags and catalogs may mean anything. */
function maySatisfy(manifest: Manifest, range: string): boolean {
  if (/^(?:npm|git|github|https?)[:+]/.test(range)) return false;
  const version = asString(manifest.json.version);
  if (version === undefined || validRange(range) === null) return true;
  return satisfies(version, range, { includePrerelease: true });
}
