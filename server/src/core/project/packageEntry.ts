/** Reads a package.json's entry fields: which of its files a subpath (or a `#` import) may mean. */
import { asObject, asString, type Json, type JsonObject } from './json';
import { type Manifest } from './packages';

/** Targets as written (`./dist/x.js`, for `imports` also a bare specifier), in the order to try them. */
export interface EntryTargets {
  /** Reached through conditions that a Next.js server build sets. */
  readonly active: readonly string[];
  /** Reached only through other conditions (`types`, `source`, a name of the workspace's own). */
  readonly others: readonly string[];
}

// Node's conditions and the one of the server layer; both module kinds, since a file list doesn't tell who asks.
// https://nodejs.org/api/packages.html#conditional-exports
const ACTIVE_CONDITIONS: ReadonlySet<string> = new Set([
  'import',
  'default',
  'node',
  'require',
  'react-server',
  'module',
]);

// Source before declarations: what is wanted is the code.
const ENTRY_FIELDS = ['module', 'main', 'source', 'types', 'typings'];

/** The targets of `subpath` ('' or starting with '/'); undefined when the package's fields say nothing about it. */
export function entryTargets(manifest: Manifest, subpath: string): EntryTargets | undefined {
  const { exports } = manifest.json;
  if (exports !== undefined && exports !== null) {
    return matchTargets(isSubpathMap(exports) ? asObject(exports) : { '.': exports }, `.${subpath}`);
  }
  return subpath === '' ? fieldTargets(manifest) : undefined;
}

/** What `module`, `main` and their like name, `exports` aside. */
export function fieldTargets(manifest: Manifest): EntryTargets {
  const active = ENTRY_FIELDS.map((field) => asString(manifest.json[field])).filter(
    (target) => target !== undefined,
  );
  return { active, others: [] };
}

/** The targets of an `imports` key such as `#lib/db`. */
export function importTargets(manifest: Manifest, specifier: string): EntryTargets | undefined {
  return matchTargets(asObject(manifest.json.imports), specifier);
}

function isSubpathMap(exports: Json): boolean {
  return Object.keys(asObject(exports)).some((key) => key.startsWith('.'));
}

function matchTargets(map: JsonObject, key: string): EntryTargets | undefined {
  const exact = map[key];
  if (exact !== undefined && !key.includes('*')) return collectTargets(exact, '');
  let best: string | undefined;
  for (const pattern of Object.keys(map)) {
    const star = pattern.indexOf('*');
    const prefix = star >= 0 ? pattern.slice(0, star) : pattern;
    const suffix = star >= 0 ? pattern.slice(star + 1) : '';
    if (star < 0 && !pattern.endsWith('/')) continue;
    if (!key.startsWith(prefix) || !key.endsWith(suffix) || key.length <= prefix.length + suffix.length)
      continue;
    if (best === undefined || isMoreSpecific(pattern, best)) best = pattern;
  }
  if (best === undefined) return undefined;
  const star = best.indexOf('*');
  return star < 0
    ? collectTargets(map[best], key.slice(best.length))
    : collectTargets(map[best], key.slice(star, key.length - (best.length - star - 1)));
}

/** The longer prefix wins, then the longer key: https://nodejs.org/api/esm.html#resolution-algorithm-specification */
function isMoreSpecific(pattern: string, other: string): boolean {
  const length = (key: string): number => (key.includes('*') ? key.indexOf('*') : key.length);
  return (
    length(pattern) - length(other) > 0 ||
    (length(pattern) === length(other) && pattern.length > other.length)
  );
}

function collectTargets(value: Json | undefined, matched: string): EntryTargets {
  const active: string[] = [];
  const others: string[] = [];
  const visit = (target: Json | undefined, isActive: boolean): void => {
    if (typeof target === 'string') {
      const filled = target.endsWith('/') ? target + matched : target.replaceAll('*', () => matched);
      (isActive ? active : others).push(filled);
    } else if (Array.isArray(target)) {
      // `Array.isArray` narrows to any[]; the items are JSON.
      for (const item of target as readonly Json[]) visit(item, isActive);
    } else {
      for (const [condition, nested] of Object.entries(asObject(target))) {
        visit(nested, isActive && ACTIVE_CONDITIONS.has(condition));
      }
    }
  };
  visit(value, true);
  return { active, others };
}
