/** What the engine knows about a workspace beside its code: apps, packages, versions, configuration, resolution. */
import { type StaticValue } from '../facts/staticValue';
import { type FilePath } from '../text/filePath';

/** The files of a workspace as the adapter pushed them. Folders exist only through the files in them. */
export interface FileTable {
  has(path: FilePath): boolean;
  /** True when some listed file lies below `folder`. */
  hasFolder(folder: FilePath): boolean;
  /** Every listed path, in no particular order. */
  paths(): Iterable<FilePath>;
  /** The text of a listed configuration file (package.json, tsconfig, lockfile …); undefined when it can't be read. */
  text(path: FilePath): string | undefined;
  /** The statically read default export of a listed `next.config.*`; undefined when it can't be read. */
  config(path: FilePath): StaticValue | undefined;
}

/** Where the app's Next.js version was read. */
export type VersionSource = 'installed' | 'lockfile' | 'range' | 'none';

/** One Next.js app: see surface.md's definition in ARCHITECTURE.md. */
export interface App {
  readonly root: FilePath;
  /** `app/` or `src/app/`; undefined for an app that has only `pages/`. */
  readonly appDir: FilePath | undefined;
  /** `pages/` or `src/pages/`. */
  readonly pagesDir: FilePath | undefined;
  /** The version (`16.4.6`), the range's lower bound where only a range is known, undefined when nothing tells. */
  readonly next: string | undefined;
  readonly nextSource: VersionSource;
  readonly bundler: 'turbopack' | 'webpack' | 'unknown';
  /** The nearest config file at or above the root, as Next.js looks for it. */
  readonly configPath: FilePath | undefined;
  /** The file's statically readable value: `unknown` when it can't be read, an empty object when there is no file. */
  readonly config: StaticValue;
  /** Always starts with '/' or is ''. */
  readonly basePath: string;
  /** Without leading dots, in Next.js's order; default `tsx ts jsx js`. */
  readonly pageExtensions: readonly string[];
  /** True when `cacheComponents` is statically `true`; 'unknown' when its value can't be read. */
  readonly cacheComponents: boolean | 'unknown';
}

/** A package.json of the workspace. */
export interface WorkspacePackage {
  readonly root: FilePath;
  readonly name: string | undefined;
  /** Names of all dependency fields together, with their ranges. */
  readonly dependencies: ReadonlyMap<string, string>;
}

/** What a module specifier leads to. */
export type Resolution =
  | { readonly kind: 'file'; readonly path: FilePath }
  /**
   * A package that is not part of the workspace: `name` is `@scope/name`, `name` or `node:name`, `subpath` is '' or starts
   * with '/'. Also one of the workspace's names where the importing package asks for another version of it.
   */
  | { readonly kind: 'package'; readonly name: string; readonly subpath: string }
  /** A path that leads to no listed file, or a workspace package that holds no such file. */
  | { readonly kind: 'unknown' };

/** The workspace as data, plus module resolution over its file list. */
export interface Project {
  readonly apps: readonly App[];
  readonly packages: readonly WorkspacePackage[];
  /** The nearest enclosing package of a file. */
  packageOf(path: FilePath): WorkspacePackage | undefined;
  /** The app whose folder holds the file most closely. */
  appOf(path: FilePath): App | undefined;
  /**
   * The versions, or ranges, of a package that an app's code may mean: locked, else as asked for by the app, else by the
   * workspace's packages. Empty where nothing tells.
   */
  versionsOf(app: App, packageName: string): readonly string[];
  /** Resolves a specifier as the bundler would, over the file list alone: tsconfig paths, workspace packages, barrels' index files. */
  resolve(from: FilePath, specifier: string): Resolution;
}
