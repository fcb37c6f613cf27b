/** Finds the Next.js version of an app: installed, else locked, else the lower bound of what is asked for. */
import minVersion from 'semver/ranges/min-version';
import valid from 'semver/functions/valid';
import { type FilePath } from '../text/filePath';
import { declaringPackage, lockedVersion, plainRange } from './dependencyVersion';
import { foldersUp, joinFast } from './folders';
import { asObject, asString, readJson } from './json';
import { type Packages } from './packages';
import { type FileTable, type VersionSource } from './project';

/** A version and where it was read. */
export interface NextVersion {
  readonly version: string | undefined;
  readonly source: VersionSource;
}

/** The Next.js version that the app in folder `root` is built with. */
export function readNextVersion(table: FileTable, packages: Packages, root: FilePath): NextVersion {
  const installed = installedVersion(table, root);
  if (installed !== undefined) return { version: installed, source: 'installed' };
  const declaring = declaringPackage(packages, root, 'next');
  const range = declaring?.dependencies.get('next');
  if (range?.startsWith('workspace:')) {
    const version = valid(asString(packages.named('next', root)?.json.version));
    if (version !== null) return { version, source: 'installed' };
  }
  const locked = lockedVersion(table, root, declaring, 'next');
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

function lowerBound(table: FileTable, packages: Packages, root: FilePath, range: string): string | undefined {
  const plain = plainRange(table, packages, root, range, 'next');
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
