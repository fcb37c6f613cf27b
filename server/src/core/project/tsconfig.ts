/** Reads what tsconfig.json and jsconfig.json say about modules, tolerating everything that a bare checkout lacks. */
import { folderOf, type FilePath } from '../text/filePath';
import { joinFast } from './folders';
import { asObject, asString, asStrings, readJson, type JsonObject } from './json';
import { splitSpecifier, type Packages } from './packages';
import { type FileTable } from './project';

/** One key of `paths`, split at its star. */
export interface PathPattern {
  readonly prefix: string;
  /** Undefined for a key without a star, which matches only itself. */
  readonly suffix: string | undefined;
  /** Relative to the `TsConfig.pathsBase`, with their stars. */
  readonly targets: readonly string[];
}

/** The module settings of one configuration file, its `extends` chain merged in. */
export interface TsConfig {
  readonly baseUrl: FilePath | undefined;
  readonly paths: readonly PathPattern[];
  readonly pathsBase: FilePath;
  /** The folder of the configuration file that was asked for, not of one that it extends. */
  readonly configDir: FilePath;
  readonly outDir: FilePath | undefined;
  readonly rootDir: FilePath | undefined;
}

/** Reads configuration files once. */
export interface TsConfigs {
  /** The settings of the tsconfig.json, else the jsconfig.json, that lies in `folder` itself. */
  at(folder: FilePath): TsConfig | undefined;
}

// https://www.typescriptlang.org/docs/handbook/release-notes/typescript-5-5.html#the-configdir-template-variable-for-configuration-files
const CONFIG_DIR = '${configDir}';

interface RawSettings {
  readonly baseUrl?: FilePath;
  readonly outDir?: FilePath;
  readonly rootDir?: FilePath;
  readonly paths?: { readonly entries: JsonObject; readonly folder: FilePath };
}

/**
 * Settings by folder. `chosen` names another file than tsconfig.json for some folders (`typescript.tsconfigPath`,
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/typescript).
 */
export function createTsConfigs(
  table: FileTable,
  packages: Packages,
  chosen: ReadonlyMap<FilePath, FilePath>,
): TsConfigs {
  const known = new Map<FilePath, TsConfig | undefined>();
  const files = new Map<FilePath, JsonObject>();

  /** One file as written; the base of a monorepo is extended by hundreds. */
  function fileAt(path: FilePath): JsonObject {
    const read = files.get(path) ?? asObject(readJson(table.text(path)));
    files.set(path, read);
    return read;
  }

  function read(folder: FilePath): TsConfig | undefined {
    const candidates = [
      chosen.get(folder),
      joinFast(folder, 'tsconfig.json'),
      joinFast(folder, 'jsconfig.json'),
    ];
    for (const path of candidates) {
      if (path !== undefined && table.has(path)) {
        return toTsConfig(readChain(path, folder, new Set()), folder);
      }
    }
    return undefined;
  }

  /** The settings of one file over those that it extends; a file that is missing or extends itself adds nothing. */
  function readChain(path: FilePath, configDir: FilePath, seen: Set<FilePath>): RawSettings {
    if (seen.has(path)) return {};
    seen.add(path);
    const json = fileAt(path);
    const folder = folderOf(path);
    let merged: RawSettings = {};
    for (const base of asStrings(json.extends)) {
      const basePath = extendedPath(base, folder);
      // Each branch may reach the same file again; only a file above this one in its own branch is a cycle.
      if (basePath !== undefined) merged = { ...merged, ...readChain(basePath, configDir, new Set(seen)) };
    }
    return { ...merged, ...ownSettings(asObject(json.compilerOptions), folder, configDir) };
  }

  function extendedPath(specifier: string, folder: FilePath): FilePath | undefined {
    if (specifier.startsWith('.')) {
      return firstListed([joinFast(folder, specifier), joinFast(folder, `${specifier}.json`)]);
    }
    const { name, subpath } = splitSpecifier(specifier);
    const manifest = packages.named(name, folder);
    if (!manifest) return undefined;
    const exported = asString(asObject(manifest.json.exports)[`.${subpath}`]);
    const inside = subpath === '' ? (asString(manifest.json.tsconfig) ?? 'tsconfig.json') : `.${subpath}`;
    return firstListed(
      [...asStrings(exported), inside, `${inside}.json`, `${inside}/tsconfig.json`].map((path) =>
        joinFast(manifest.root, path),
      ),
    );
  }

  function firstListed(candidates: readonly FilePath[]): FilePath | undefined {
    return candidates.find((path) => table.has(path));
  }

  return {
    at(folder) {
      if (!known.has(folder)) known.set(folder, read(folder));
      return known.get(folder);
    },
  };
}

function ownSettings(options: JsonObject, folder: FilePath, configDir: FilePath): RawSettings {
  const locate = (value: string): FilePath => joinFast(folder, value);
  const folderOption = (key: string): FilePath | undefined => {
    const value = asString(options[key]);
    if (value === undefined) return undefined;
    return value.startsWith(CONFIG_DIR) ? joinFast(configDir, value.slice(CONFIG_DIR.length)) : locate(value);
  };
  const baseUrl = folderOption('baseUrl');
  const outDir = folderOption('outDir');
  const rootDir = folderOption('rootDir');
  return {
    ...(baseUrl !== undefined && { baseUrl }),
    ...(outDir !== undefined && { outDir }),
    ...(rootDir !== undefined && { rootDir }),
    ...(options.paths !== undefined && { paths: { entries: asObject(options.paths), folder } }),
  };
}

function toTsConfig(raw: RawSettings, configDir: FilePath): TsConfig {
  const paths = Object.entries(raw.paths?.entries ?? {}).map(([pattern, targets]): PathPattern => {
    const star = pattern.indexOf('*');
    return {
      prefix: star < 0 ? pattern : pattern.slice(0, star),
      suffix: star < 0 ? undefined : pattern.slice(star + 1),
      targets: asStrings(targets),
    };
  });
  return {
    baseUrl: raw.baseUrl,
    outDir: raw.outDir,
    rootDir: raw.rootDir,
    paths,
    pathsBase: raw.baseUrl ?? raw.paths?.folder ?? configDir,
    configDir,
  };
}

/**
 * The files that `paths` suggests for a specifier, in order; undefined when no pattern matches. The longest prefix wins,
 * an exact key over all: https://www.typescriptlang.org/docs/handbook/modules/reference.html#paths
 */
export function pathsTargets(config: TsConfig, specifier: string): readonly FilePath[] | undefined {
  let best: PathPattern | undefined;
  for (const pattern of config.paths) {
    if (pattern.suffix === undefined) {
      if (pattern.prefix !== specifier) continue;
      best = pattern;
      break;
    }
    if (
      specifier.length >= pattern.prefix.length + pattern.suffix.length &&
      specifier.startsWith(pattern.prefix) &&
      specifier.endsWith(pattern.suffix) &&
      (!best || pattern.prefix.length > best.prefix.length)
    ) {
      best = pattern;
    }
  }
  if (!best) return undefined;
  const { prefix, suffix, targets } = best;
  const matched =
    suffix === undefined ? '' : specifier.slice(prefix.length, specifier.length - suffix.length);
  return targets.map((target) => {
    const filled = target.replace('*', () => matched);
    return filled.startsWith(CONFIG_DIR)
      ? joinFast(config.configDir, filled.slice(CONFIG_DIR.length))
      : joinFast(config.pathsBase, filled);
  });
}
