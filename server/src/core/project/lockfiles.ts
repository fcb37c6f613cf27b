/**
 * Finds one package's version in lockfiles by searching their text: they run to many megabytes, and parsing one whole
 * would cost more than everything else that is asked of a workspace.
 */
import valid from 'semver/functions/valid';
import { yamlEntry } from './yamlEntry';

/** Whose dependency is looked up. */
export interface LockedDependency {
  /** The dependency's name. */
  readonly name: string;
  /** The range that the package.json declares for it, if any does. */
  readonly range: string | undefined;
  /** The folder of that package.json relative to the lockfile's, '' for the same folder. */
  readonly importer: string;
  /** The `name` of that package.json. */
  readonly importerName: string | undefined;
}

type LockfileReader = (text: string, dependency: LockedDependency) => string | undefined;

/** The lockfiles that can be read, by file name, in the order in which one folder's are tried. */
export const LOCKFILES: ReadonlyMap<string, LockfileReader> = new Map([
  ['pnpm-lock.yaml', versionInPnpmLock],
  ['yarn.lock', versionInYarnLock],
  ['bun.lock', versionInBunLock],
  ['package-lock.json', versionInNpmLock],
  ['npm-shrinkwrap.json', versionInNpmLock],
]);

/** `16.1.0` out of `16.1.0(react@19.0.0)`, `16.1.0_react@19` or `next@16.1.0`; undefined for links, folders and URLs. */
function plainVersion(text: string | undefined): string | undefined {
  const version = /^['"]?(?:@?[\w./-]+@)?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)/.exec(text ?? '')?.[1];
  return valid(version) ?? undefined;
}

/** pnpm: lockfileVersion 5 has `name: version` beside `specifiers:`, later ones a block with `version:`. */
function versionInPnpmLock(text: string, { name, importer }: LockedDependency): string | undefined {
  const importers = yamlEntry(text, 'importers');
  // A lockfile of a single package may keep its importer at the top level.
  const block = importers ? yamlEntry(importers.block, importer === '' ? '.' : importer)?.block : text;
  if (block === undefined || (!importers && importer !== '')) return undefined;
  for (const section of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const entry = yamlEntry(yamlEntry(block, section)?.block ?? '', name);
    if (entry) return plainVersion(entry.value || yamlEntry(entry.block, 'version')?.value);
  }
  return undefined;
}

/** npm's lockfileVersion 1 nests `dependencies`; 2 and 3 list installed folders, the nearest of which Node would find. */
function versionInNpmLock(text: string, { name, importer }: LockedDependency): string | undefined {
  const parts = importer === '' ? [] : importer.split('/');
  for (let length = parts.length; length >= 0; length--) {
    const folder = [...parts.slice(0, length), 'node_modules', name].join('/');
    const version = versionOfNpmEntry(text, folder);
    if (version !== undefined) return version;
  }
  return importer === '' || !text.includes('"packages"') ? versionOfNpmEntry(text, name) : undefined;
}

function versionOfNpmEntry(text: string, key: string): string | undefined {
  const entry = new RegExp(
    `^\\s*"${escapeRegExp(key)}": \\{\\s*(?:"name": "[^"]*",\\s*)?"version": "([^"]+)"`,
    'm',
  );
  return plainVersion(entry.exec(text)?.[1]);
}

/** yarn 1 and yarn 2 or later: an entry is headed by the descriptors that it satisfies. */
function versionInYarnLock(text: string, { name, range }: LockedDependency): string | undefined {
  const versions = new Set<string>();
  const escaped = escapeRegExp(name);
  for (const match of text.matchAll(
    new RegExp(`^"?(${escaped}@[^\\n]*?)"?:\\r?\\n\\s+version:? "?([^"\\s]+)`, 'gm'),
  )) {
    const version = plainVersion(match[2]);
    if (version === undefined || version === '0.0.0-use.local') continue;
    const descriptors = (match[1] ?? '').split(/"?, "?/);
    if (descriptors.some((descriptor) => descriptor.replace('@npm:', '@') === `${name}@${range}`))
      return version;
    versions.add(version);
  }
  const [only] = versions;
  return versions.size === 1 ? only : undefined;
}

/** bun's text lockfile: `"next": ["next@16.1.0", …]`, and `"web/next"` where package `web` has another version. */
function versionInBunLock(text: string, { name, importerName }: LockedDependency): string | undefined {
  const keys = importerName === undefined ? [name] : [`${importerName}/${name}`, name];
  for (const key of keys) {
    const entry = new RegExp(`^\\s*"${escapeRegExp(key)}": \\["([^"]+)"`, 'm').exec(text);
    if (entry) return plainVersion(entry[1]);
  }
  return undefined;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
