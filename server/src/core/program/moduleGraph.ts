/** Which modules an app's entries reach, in the server graph and in the client graph, from scans alone. */
import { type ScannedImport } from '../facts/moduleScan';
import { type App, type Project } from '../project/project';
import { type FilePath, folderOf, isWithin, relativePath } from '../text/filePath';
import { type ProgramFiles } from './program';
import { pageName, routeFileOf } from './routes';
import { unusedDefaults } from './slotDefaults';

/**
 * Where a module runs in an app. Server modules reached from pages can have their actions dispatched; what only route
 * handlers reach is built, but its actions are never dispatched.
 */
export interface AppReach {
  readonly app: App;
  /** Modules in the server graph of a page, layout or another file that renders. */
  readonly server: ReadonlySet<FilePath>;
  /** Modules in the client graph: what `'use client'` files import, themselves included. */
  readonly client: ReadonlySet<FilePath>;
  /** Modules with `'use client'` that were reached. */
  readonly boundaries: ReadonlySet<FilePath>;
  /** `'use server'` modules that the client graph imports. */
  readonly clientActions: ReadonlySet<FilePath>;
  /** Modules in the server graph of route handlers. */
  readonly handlers: ReadonlySet<FilePath>;
  /** Modules in the server graph of metadata routes. */
  readonly metadata: ReadonlySet<FilePath>;
  /** Whether something that the app reaches imports one of the names from `path`; an entry's exports all are. */
  imports(path: FilePath, names: readonly string[]): boolean;
  /** True when every import that these modules have could be resolved, or leads to a package. */
  readonly complete: boolean;
}

/** https://nextjs.org/docs/app/getting-started/project-structure#routing-files: the files that render. */
const RENDERING: ReadonlySet<string> = new Set([
  'page',
  'layout',
  'template',
  'default',
  'error',
  'global-error',
  'not-found',
  'global-not-found',
  'loading',
  'forbidden',
  'unauthorized',
]);

/** Imports that hold no code of the app, so that it does not matter where they lead. */
const ASSET =
  /\.(?:css|scss|sass|less|styl|json|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|mp[34]|webm|pdf|txt|md|wasm|glsl|graphql|gql|csv|ya?ml|html)(?:\?.*)?$/i;

/** What kind of entry a file of the app folder is, if it is one. */
export function entryKind(app: App, path: FilePath): 'render' | 'handler' | 'metadata' | undefined {
  if (app.appDir === undefined || !isWithin(path, app.appDir)) return undefined;
  const folders = relativePath(app.appDir, folderOf(path)).split('/');
  if (folders.some((folder) => folder.startsWith('_'))) return undefined;
  const name = pageName(app, path);
  if (name !== undefined && RENDERING.has(name)) return 'render';
  const kind = routeFileOf(app, path)?.kind;
  return kind === 'handler' || kind === 'metadata' ? kind : undefined;
}

/** Imports that the compiler drops: by the importing file, the specifiers. */
export type ErasedImports = ReadonlyMap<FilePath, readonly string[]>;

/** Follows an app's entries through all modules of the workspace, but not through the imports in `erased`. */
export function reachOf(
  project: Project,
  files: ProgramFiles,
  app: App,
  erased: ErasedImports = new Map(),
): AppReach {
  const walk = new Walk(project, files, erased);
  const entries = new Map<FilePath, ReturnType<typeof entryKind>>();
  for (const path of files.paths()) {
    const kind = entryKind(app, path);
    if (kind !== undefined) entries.set(path, kind);
  }
  const rendering = (name: string): readonly FilePath[] =>
    [...entries]
      .filter(([path, kind]) => kind === 'render' && pageName(app, path) === name)
      .map(([path]) => path);
  for (const path of unusedDefaults(app, rendering('default'), rendering('page'))) entries.delete(path);
  const enter = (wanted: string): ReadonlySet<FilePath> => {
    const server = (walk.server = new Set());
    for (const [path, kind] of entries) if (kind === wanted) walk.enter(path);
    return server;
  };
  const server = enter('render');
  const handlers = enter('handler');
  const metadata = enter('metadata');
  const { client, boundaries, clientActions, complete, names } = walk;
  return {
    app,
    server,
    client,
    boundaries,
    clientActions,
    handlers,
    metadata,
    complete,
    imports(path, wanted) {
      const imported = names.get(path);
      return entries.has(path) || imported?.has('*') === true || wanted.some((name) => imported?.has(name));
    },
  };
}

/** One traversal; a class because its sets live exactly as long as it does. */
class Walk {
  readonly #project: Project;
  readonly #files: ProgramFiles;
  readonly #erased: ErasedImports;
  server = new Set<FilePath>();
  readonly client = new Set<FilePath>();
  readonly boundaries = new Set<FilePath>();
  readonly clientActions = new Set<FilePath>();
  /** What is imported of each module that was reached; `*` for all of it. */
  readonly names = new Map<FilePath, Set<string>>();
  complete = true;

  constructor(project: Project, files: ProgramFiles, erased: ErasedImports) {
    this.#project = project;
    this.#files = files;
    this.#erased = erased;
  }

  enter(path: FilePath): void {
    const pending: (readonly [FilePath, 'server' | 'client'])[] = [[path, 'server']];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const [module, from] = next;
      const scan = this.#files.scanOf(module);
      if (!scan) continue;
      if (from === 'client' && scan.directive === 'server') {
        // https://nextjs.org/docs/app/api-reference/directives/use-server: the client gets references, not the code.
        this.clientActions.add(module);
        continue;
      }
      if (scan.directive === 'client') this.boundaries.add(module);
      const layer = scan.directive === 'client' ? 'client' : from;
      const seen = layer === 'client' ? this.client : this.server;
      if (seen.has(module)) continue;
      seen.add(module);
      const erased = this.#erased.get(module);
      for (const edge of scan.imports) {
        if (edge.typeOnly || erased?.includes(edge.specifier)) continue;
        const target = this.#project.resolve(module, edge.specifier);
        if (target.kind === 'file') {
          this.#note(target.path, edge);
          pending.push([target.path, layer]);
        } else if (target.kind === 'unknown' && !ASSET.test(edge.specifier)) this.complete = false;
      }
    }
  }

  /** A clause without names may be one that could not be read. */
  #note(path: FilePath, { names, dynamic }: ScannedImport): void {
    const known = this.names.get(path) ?? new Set<string>();
    this.names.set(path, known);
    if (dynamic || names.length === 0) known.add('*');
    for (const name of names) known.add(name);
  }
}
