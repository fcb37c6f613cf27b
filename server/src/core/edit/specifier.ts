/** Chooses how one file would name another in an import: as the file's other imports do, and never so that it leads elsewhere. */
import { type Project } from '../project/project';
import { type FilePath, folderOf, isWithin, joinPath, relativePath } from '../text/filePath';

/** Prefixes under which apps reach their own root or source folder; each is tried, and taken only where it resolves. */
const ALIASES = ['@/', '~/', '#/', '@@/', '$/', 'src/'];

/**
 * The specifier by which `from` imports `target`; `existing` are the specifiers that the file has already. An import that
 * leads there already is used again; else the app's alias where the file uses one or the way up is long; else a relative
 * path. The target need not be listed yet (a file that is about to be created): then only its folder has to be.
 */
export function specifierFor(
  project: Project,
  from: FilePath,
  target: FilePath,
  existing: readonly string[],
): string {
  const same = existing.find((specifier) => leadsTo(project, from, specifier, target));
  if (same !== undefined) return same;
  const relative = relativeSpecifier(from, target);
  const packageName = foreignSpecifier(project, from, target);
  if (packageName !== undefined) return packageName;
  if (relative.startsWith('./')) return relative;
  const neighbor = besideNeighbor(project, from, target, existing);
  if (neighbor !== undefined) return neighbor;
  const usesAlias = existing.some(isAlias);
  const climbs = relative.split('../').length - 1;
  if (!usesAlias && climbs < 2) return relative;
  return aliasFor(project, from, target, existing.filter(isAlias)) ?? relative;
}

/**
 * The specifier by which `to` imports what `specifier` means in `from`; undefined where that is an alias that leads nowhere
 * known, and `to` lies in another package. `existing` are the specifiers that `to` has, or that it would write.
 */
export function translatedSpecifier(
  project: Project,
  from: FilePath,
  to: FilePath,
  specifier: string,
  existing: readonly string[],
): string | undefined {
  const isRelative = /^\.\.?(?:\/|$)/.test(specifier);
  if (isRelative && folderOf(from) === folderOf(to)) return specifier;
  const target = project.resolve(from, specifier);
  const known = isRelative ? existing : [specifier, ...existing];
  if (target.kind === 'file') return specifierFor(project, to, target.path, known);
  if (target.kind === 'package') return specifier;
  if (isRelative) return relativeSpecifier(to, joinPath(folderOf(from), specifier));
  return project.packageOf(from) === project.packageOf(to) ? specifier : undefined;
}

function isAlias(specifier: string): boolean {
  return ALIASES.some((alias) => specifier.startsWith(alias));
}

function leadsTo(project: Project, from: FilePath, specifier: string, target: FilePath): boolean {
  const found = project.resolve(from, specifier);
  return found.kind === 'file' && found.path === target;
}

/** The file names a module of the target's folder already, not by a relative path: the target is named alike. */
function besideNeighbor(
  project: Project,
  from: FilePath,
  target: FilePath,
  existing: readonly string[],
): string | undefined {
  const folder = folderOf(target);
  for (const specifier of existing) {
    if (specifier.startsWith('.')) continue;
    const found = project.resolve(from, specifier);
    if (found.kind !== 'file' || !isWithin(found.path, folder)) continue;
    const path = relativePath(folder, withoutExtension(found.path)).replace(/\/index$/, '');
    if (!specifier.endsWith(`/${path}`)) continue;
    const named = `${specifier.slice(0, -path.length)}${relativePath(folder, withoutExtension(target))}`;
    // Where something else has the name already, the neighbor's way does not lead to the target.
    if (project.resolve(from, named).kind !== 'file' || leadsTo(project, from, named, target)) return named;
  }
  return undefined;
}

/** `./x` or `../x`, without the extension and without `/index`; the target need not exist. */
export function relativeSpecifier(from: FilePath, target: FilePath): string {
  const relative = withoutExtension(relativePath(folderOf(from), target));
  return (/^\.\.?(?:\/|$)/.test(relative) ? relative : `./${relative}`)
    .replace(/\/index$/, '')
    .replace(/^\.$/, './index');
}

function withoutExtension<T extends string>(path: T): T {
  // A path without its extension is a path.
  return path.replace(/\.(?:d\.)?[cm]?[jt]sx?$/, '') as T;
}

/** An alias of the file's own first: other ones may belong to other packages. */
function aliasFor(
  project: Project,
  from: FilePath,
  target: FilePath,
  used: readonly string[],
): string | undefined {
  const root = project.appOf(from)?.root ?? project.packageOf(from)?.root;
  if (root === undefined) return undefined;
  const bases = [root, joinPath(root, 'src'), joinPath(root, 'app'), joinPath(root, 'src/app')];
  const prefixes = [...new Set([...used.map((specifier) => prefixOf(specifier)), ...ALIASES])];
  for (const prefix of prefixes) {
    for (const base of bases) {
      if (!isWithin(target, base)) continue;
      const path = relativePath(base, withoutExtension(target)).replace(/\/index$/, '');
      const specifier = `${prefix}${path}`;
      if (leadsTo(project, from, specifier, target)) return specifier;
      if (
        project.resolve(from, specifier).kind !== 'file' &&
        aliasReaches(project, from, prefix, base, used)
      ) {
        return specifier;
      }
    }
  }
  return undefined;
}

function prefixOf(specifier: string): string {
  return ALIASES.find((alias) => specifier.startsWith(alias)) ?? '@/';
}

/** For a target that does not exist yet: some listed file of the same base is reached under the prefix. */
function aliasReaches(
  project: Project,
  from: FilePath,
  prefix: string,
  base: FilePath,
  used: readonly string[],
): boolean {
  const app = project.appOf(from);
  const imported = used.map((specifier) => {
    const target = project.resolve(from, specifier);
    return target.kind === 'file' ? target.path : undefined;
  });
  const known = [app?.configPath, from, ...imported].filter((path): path is FilePath => path !== undefined);
  return known.some((path) => {
    if (!isWithin(path, base)) return false;
    const specifier = `${prefix}${relativePath(base, withoutExtension(path))}`;
    return leadsTo(project, from, specifier, path);
  });
}

/** The name of another workspace package, where the target lies in one and its name leads there. */
function foreignSpecifier(project: Project, from: FilePath, target: FilePath): string | undefined {
  const own = project.packageOf(from);
  const other = project.packageOf(target);
  if (!other || other.root === own?.root || other.name === undefined) return undefined;
  const path = relativePath(other.root, withoutExtension(target));
  const subpaths = [path, path.replace(/^src\//, ''), path.replace(/\/index$/, ''), ''];
  for (const subpath of subpaths) {
    const specifier = subpath === '' || subpath === 'index' ? other.name : `${other.name}/${subpath}`;
    if (leadsTo(project, from, specifier, target)) return specifier;
  }
  return undefined;
}
