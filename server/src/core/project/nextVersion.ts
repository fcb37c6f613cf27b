/** Finds the Next.js version of an app: installed, else locked, else the lower bound of what is asked for. */
import minVersion from 'semver/ranges/min-version';
import valid from 'semver/functions/valid';
import { relativePath, type FilePath } from '../text/filePath';
import { foldersUp, joinFast } from './folders';
import { asObject, asString, readJson, type Json } from './json';
import { LOCKFILES } from './lockfiles';
import { type Manifest, type Packages } from './packages';
import { type FileTable, type VersionSource } from './project';
import { yamlEntry } from './yamlEntry';

/** A version and where it was read. */
export interface NextVersion {
  readonly version: string | undefined;
  readonly source: VersionSource;
}

/** The Next.js version that the app in folder `root` is built with. */
export function readNextVersion(table: FileTable, packages: Packages, root: FilePath): NextVersion {
  const installed = installedVersion(table, root);
  if (installed !== undefined) return { version: installed, source: 'installed' };
  const declaring = declaringPackage(packages, root);
  const range = declaring?.dependencies.get('next');
  if (range?.startsWith('workspace:')) {
    const version = valid(asString(packages.named('next', root)?.json.version));
    if (version !== null) return { version, source: 'installed' };
  }
  const locked = lockedVersion(table, root, declaring);
  if (locked !== undefined) return { version: locked, source: 'lockfile' };
  const asked = range === undefined ? undefined : lowerBound(table, packages, root, range);
  return asked === undefined ? { version: undefined, source: 'none' } : { version: asked, source: 'range' };
}

function installedVersion(table: FileTable, root: FilePath): string | undefined {
  for (const folder of foldersUp(root)) {
    const manifest = readJson(table.text(joinFast(folder, 'node_modules/next/package.json')));
    const version = valid(asString(asObject(manifest).version));
    if (version !== null) return version;
  }
  return undefined;
}

/** The nearest package at or above the app that asks for Next.js. */
function declaringPackage(packages: Packages, root: FilePath): Manifest | undefined {
  for (const folder of foldersUp(root)) {
    const manifest = packages.at(folder);
    if (manifest?.dependencies.has('next')) return manifest;
  }
  return undefined;
}

function lockedVersion(
  table: FileTable,
  root: FilePath,
  declaring: Manifest | undefined,
): string | undefined {
  const importer = declaring?.root ?? root;
  for (const folder of foldersUp(importer)) {
    for (const [fileName, versionIn] of LOCKFILES) {
      const text = table.text(joinFast(folder, fileName));
      const version =
        text &&
        versionIn(text, {
          name: 'next',
          range: declaring?.dependencies.get('next'),
          importer: relativePath(folder, importer),
          importerName: declaring?.name,
        });
      if (version) return version;
    }
  }
  return undefined;
}

function lowerBound(table: FileTable, packages: Packages, root: FilePath, range: string): string | undefined {
  const plain = range.startsWith('catalog:')
    ? catalogRange(table, packages, root, range.slice('catalog:'.length))
    : range.replace(/^(?:npm:(?:next@)?|workspace:)/, '');
  if (plain === undefined) return undefined;
  try {
    const version = minVersion(plain)?.version;
    // `*` and `latest` have no lower bound that says anything.
    return version === '0.0.0' ? undefined : version;
  } catch {
    // Tags, URLs and folders are no ranges.
    return undefined;
  }
}

/** The range of a catalog's entry: https://pnpm.io/catalogs, https://bun.com/docs/pm/catalogs, https://yarnpkg.com/features/catalogs */
function catalogRange(
  table: FileTable,
  packages: Packages,
  root: FilePath,
  catalog: string,
): string | undefined {
  for (const folder of foldersUp(root)) {
    const manifest = packages.at(folder)?.json;
    const range =
      yamlCatalogRange(table.text(joinFast(folder, 'pnpm-workspace.yaml')), catalog) ??
      yamlCatalogRange(table.text(joinFast(folder, '.yarnrc.yml')), catalog) ??
      jsonCatalogRange(manifest?.workspaces, catalog) ??
      jsonCatalogRange(manifest, catalog);
    if (range !== undefined) return range;
  }
  return undefined;
}

function yamlCatalogRange(text: string | undefined, catalog: string): string | undefined {
  if (text === undefined) return undefined;
  const named = yamlEntry(yamlEntry(text, 'catalogs')?.block ?? '', catalog || 'default');
  const entries = isUnnamed(catalog) ? (yamlEntry(text, 'catalog') ?? named) : named;
  return yamlEntry(entries?.block ?? '', 'next')?.value;
}

function jsonCatalogRange(setting: Json | undefined, catalog: string): string | undefined {
  const { catalog: unnamed, catalogs } = asObject(setting);
  const named = asObject(catalogs)[catalog || 'default'];
  return asString(asObject(isUnnamed(catalog) ? (unnamed ?? named) : named).next);
}

function isUnnamed(catalog: string): boolean {
  return catalog === '' || catalog === 'default';
}
