/** Which modules an app's entries reach, in the server graph and in the client graph, from scans alone. */
import { type App, type Project } from '../project/project';
import { type FilePath, folderOf, isWithin, relativePath } from '../text/filePath';
import { type ProgramFiles } from './program';
import { pageName, routeFileOf } from './routes';

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
  /** `'use server'` modules that the client graph imports. */
  readonly clientActions: ReadonlySet<FilePath>;
  /** Modules in the server graph of route handlers and metadata routes. */
  readonly handlers: ReadonlySet<FilePath>;
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
export function entryKind(app: App, path: FilePath): 'render' | 'handler' | undefined {
  if (app.appDir === undefined || !isWithin(path, app.appDir)) return undefined;
  const folders = relativePath(app.appDir, folderOf(path)).split('/');
  if (folders.some((folder) => folder.startsWith('_'))) return undefined;
  const name = pageName(app, path);
  if (name !== undefined && RENDERING.has(name)) return 'render';
  return routeFileOf(app, path) ? 'handler' : undefined;
}

/** Follows an app's entries through all modules of the workspace. */
export function reachOf(project: Project, files: ProgramFiles, app: App): AppReach {
  const walk = new Walk(project, files);
  const entries = [...files.paths()].map((path) => [path, entryKind(app, path)] as const);
  for (const [path, kind] of entries) if (kind === 'render') walk.enter(path);
  const { server } = walk;
  walk.server = new Set();
  for (const [path, kind] of entries) if (kind === 'handler') walk.enter(path);
  const { client, clientActions, complete } = walk;
  return { app, server, client, clientActions, handlers: walk.server, complete };
}

/** One traversal; a class because its sets live exactly as long as it does. */
class Walk {
  readonly #project: Project;
  readonly #files: ProgramFiles;
  server = new Set<FilePath>();
  readonly client = new Set<FilePath>();
  readonly clientActions = new Set<FilePath>();
  complete = true;

  constructor(project: Project, files: ProgramFiles) {
    this.#project = project;
    this.#files = files;
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
      const layer = scan.directive === 'client' ? 'client' : from;
      const seen = layer === 'client' ? this.client : this.server;
      if (seen.has(module)) continue;
      seen.add(module);
      for (const { specifier, typeOnly } of scan.imports) {
        if (typeOnly) continue;
        const target = this.#project.resolve(module, specifier);
        if (target.kind === 'file') pending.push([target.path, layer]);
        else if (target.kind === 'unknown' && !ASSET.test(specifier)) this.complete = false;
      }
    }
  }
}
