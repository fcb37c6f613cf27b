/** Finds the versions of a package: locked, else as a package.json or a catalog asks for it. */
import validRange from 'semver/ranges/valid';
import valid from 'semver/functions/valid';
import { relativePath, type FilePath } from '../text/filePath';
import { foldersUp, joinFast } from './folders';
import { asObject, asString, type Json } from './json';
import { LOCKFILES } from './lockfiles';
import { type Manifest, type Packages } from './packages';
import { type FileTable } from './project';
import { yamlEntry } from './yamlEntry';

/**
 * The versions, or ranges, of the package that the code of the app in folder `root` may mean: the app's own, or, where it
 * asks for none, those of the workspace's packages. Empty where nothing tells.
 */
export function dependencyVersions(
  table: FileTable,
  packages: Packages,
  root: FilePath,
  name: string,
): readonly string[] {
  const own = declaringPackage(packages, root, name);
  const asking = own ? [own] : packages.list.filter(({ dependencies }) => dependencies.has(name));
  const found = asking.map((manifest) => versionFor(table, packages, manifest, name));
  const known = found.filter((version) => version !== undefined);
  // A package that may mean any version may mean the one that counts.
  return known.length < found.length ? [] : [...new Set(known)];
}

function versionFor(
  table: FileTable,
  packages: Packages,
  manifest: Manifest,
  name: string,
): string | undefined {
  const range = manifest.dependencies.get(name);
  if (range?.startsWith('workspace:'))
    return valid(asString(packages.named(name, manifest.root)?.json.version)) ?? undefined;
  const locked = lockedVersion(table, manifest.root, manifest, name);
  if (locked !== undefined) return locked;
  const plain = range === undefined ? undefined : plainRange(table, packages, manifest.root, range, name);
  // A tag (`beta`) is no range.
  return plain === undefined ? undefined : (validRange(plain) ?? undefined);
}

/** The nearest package at or above the folder that asks for the package. */
export function declaringPackage(packages: Packages, root: FilePath, name: string): Manifest | undefined {
  for (const folder of foldersUp(root)) {
    const manifest = packages.at(folder);
    if (manifest?.dependencies.has(name)) return manifest;
  }
  return undefined;
}

/** The version that the nearest lockfile has for the package. */
export function lockedVersion(
  table: FileTable,
  root: FilePath,
  declaring: Manifest | undefined,
  name: string,
): string | undefined {
  const importer = declaring?.root ?? root;
  for (const folder of foldersUp(importer)) {
    for (const [fileName, versionIn] of LOCKFILES) {
      const text = table.text(joinFast(folder, fileName));
      const version =
        text &&
        versionIn(text, {
          name,
          range: declaring?.dependencies.get(name),
          importer: relativePath(folder, importer),
          importerName: declaring?.name,
        });
      if (version) return version;
    }
  }
  return undefined;
}

/** What a range of a package.json comes to, without the protocols of package managers. */
export function plainRange(
  table: FileTable,
  packages: Packages,
  root: FilePath,
  range: string,
  name: string,
): string | undefined {
  if (range.startsWith('catalog:'))
    return catalogRange(table, packages, root, range.slice('catalog:'.length), name);
  const alias = `npm:${name}@`;
  return range.startsWith(alias) ? range.slice(alias.length) : range.replace(/^(?:npm:|workspace:)/, '');
}

/** The range of a catalog's entry: https://pnpm.io/catalogs, https://bun.com/docs/pm/catalogs, https://yarnpkg.com/features/catalogs */
function catalogRange(
  table: FileTable,
  packages: Packages,
  root: FilePath,
  catalog: string,
  name: string,
): string | undefined {
  for (const folder of foldersUp(root)) {
    const manifest = packages.at(folder)?.json;
    const range =
      yamlCatalogRange(table.text(joinFast(folder, 'pnpm-workspace.yaml')), catalog, name) ??
      yamlCatalogRange(table.text(joinFast(folder, '.yarnrc.yml')), catalog, name) ??
      jsonCatalogRange(manifest?.workspaces, catalog, name) ??
      jsonCatalogRange(manifest, catalog, name);
    if (range !== undefined) return range;
  }
  return undefined;
}

function yamlCatalogRange(text: string | undefined, catalog: string, name: string): string | undefined {
  if (text === undefined) return undefined;
  const named = yamlEntry(yamlEntry(text, 'catalogs')?.block ?? '', catalog || 'default');
  const entries = isUnnamed(catalog) ? (yamlEntry(text, 'catalog') ?? named) : named;
  return yamlEntry(entries?.block ?? '', name)?.value;
}

function jsonCatalogRange(setting: Json | undefined, catalog: string, name: string): string | undefined {
  const { catalog: unnamed, catalogs } = asObject(setting);
  const named = asObject(catalogs)[catalog || 'default'];
  return asString(asObject(isUnnamed(catalog) ? (unnamed ?? named) : named)[name]);
}

function isUnnamed(catalog: string): boolean {
  return catalog === '' || catalog === 'default';
}
