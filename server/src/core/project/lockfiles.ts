/**
 * Finds one package's version in lockfiles by searching their text: they run to many megabytes, and parsing one whole
 * would cost more than everything else that is asked of a workspace.
 */
import valid from 'semver/functions/valid';

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

const PNPM_SECTIONS: ReadonlySet<string> = new Set([
  'dependencies',
  'devDependencies',
  'optionalDependencies',
]);

/** `16.1.0` out of `16.1.0(react@19.0.0)`, `16.1.0_react@19` or `next@16.1.0`; undefined for links, folders and URLs. */
function plainVersion(text: string | undefined): string | undefined {
  const version = /^['"]?(?:@?[\w./-]+@)?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)/.exec(text ?? '')?.[1];
  return valid(version) ?? undefined;
}

/** pnpm 5 to 11: lockfileVersion 5 has `name: version` beside `specifiers:`, later ones a block with `version:`. */
function versionInPnpmLock(text: string, { name, importer }: LockedDependency): string | undefined {
  const block = pnpmImporter(text, importer === '' ? '.' : importer);
  if (block === undefined) return undefined;
  const outer = /^( *)\S/m.exec(block)?.[1]?.length ?? 0;
  let section = '';
  let entry = '';
  for (const line of block.split(/\r?\n/)) {
    const [, indent = '', key = '', value = ''] = /^( *)['"]?([^\s'":]+)['"]?:(?: +(.*))?$/.exec(line) ?? [];
    const depth = indent.length - outer;
    if (depth === 0) section = key;
    else if (depth === 2) entry = key;
    if (!PNPM_SECTIONS.has(section) || entry !== name) continue;
    if (depth === 2 && value !== '') return plainVersion(value);
    if (depth === 4 && key === 'version') return plainVersion(value);
  }
  return undefined;
}

/** The lines of one importer; a lockfile of a single package may keep them at the top level. */
function pnpmImporter(text: string, importer: string): string | undefined {
  const importers = /^importers:\r?$/m.exec(text);
  if (!importers)
    return importer === '.' ? text.slice(0, indexOrEnd(text, /^(?:packages|snapshots):/m)) : undefined;
  const rest = text.slice(importers.index + importers[0].length);
  const header = new RegExp(`^  (['"]?)${escapeRegExp(importer)}\\1:\\r?\\n`, 'm').exec(
    rest.slice(0, indexOrEnd(rest, /^\S/m)),
  );
  if (!header) return undefined;
  const block = rest.slice(header.index + header[0].length);
  return block.slice(0, indexOrEnd(block, /^ {0,2}\S/m));
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

function indexOrEnd(text: string, pattern: RegExp): number {
  const index = text.search(pattern);
  return index < 0 ? text.length : index;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
