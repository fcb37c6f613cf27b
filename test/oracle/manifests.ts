/** Reads what a build of Next.js says of itself: its manifests, and which action ids it gives to browsers. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** An action in `server-reference-manifest.json`. */
export interface BuiltAction {
  readonly id: string;
  /** Relative to the app's folder, '/' only. */
  readonly file: string;
  readonly exportedName: string;
  /** The entries that include it, such as `app/page` and `app/api/route`. */
  readonly workers: readonly string[];
}

/** The routes of a build by what serves them; URLs in Next.js notation without basePath. */
export interface BuiltRoutes {
  readonly basePath: string;
  /** Route handlers and metadata routes. */
  readonly routes: readonly string[];
  readonly pages: readonly string[];
  readonly pagesApi: readonly string[];
  /** The routes that were prerendered. */
  readonly prerendered: ReadonlySet<string>;
}

type Json = Readonly<Record<string, unknown>>;

// The manifests are Next.js's own and are read field by field.
function readJson(app: string, file: string): Json {
  return JSON.parse(readFileSync(join(app, '.next', file), 'utf8')) as Json;
}

function objects(value: unknown): readonly (readonly [string, Json])[] {
  return Object.entries((value ?? {}) as Readonly<Record<string, Json>>);
}

/** The routes that `app`, a built folder, serves. */
export function builtRoutes(app: string): BuiltRoutes {
  const entries = Object.entries(readJson(app, 'app-path-routes-manifest.json')).map(
    ([entry, url]) => [entry, String(url)] as const,
  );
  const of = (kind: string): readonly string[] => [
    ...new Set(entries.filter(([entry]) => entry.endsWith(`/${kind}`)).map(([, url]) => url)),
  ];
  const manifest = join(app, '.next/server/pages-manifest.json');
  const pages = existsSync(manifest) ? Object.keys(readJson(app, 'server/pages-manifest.json')) : [];
  const prerender = readJson(app, 'prerender-manifest.json');
  const prerendered = new Set(Object.keys((prerender['dynamicRoutes'] ?? {}) as Json));
  for (const [url, { srcRoute }] of objects(prerender['routes'])) prerendered.add(String(srcRoute ?? url));
  return {
    basePath: String(readJson(app, 'routes-manifest.json')['basePath'] ?? ''),
    routes: of('route'),
    pages: of('page'),
    pagesApi: pages.filter((url) => /^\/api(?:\/|$)/.test(url)),
    prerendered,
  };
}

/**
 * The actions that a build registers. webpack names files from the folder that holds `app`, Turbopack from the root that
 * Next.js found for the workspace, which is some folder above.
 */
export function builtActions(app: string): readonly BuiltAction[] {
  const manifest = readJson(app, 'server/server-reference-manifest.json');
  const roots = [existsSync(join(app, 'src/app')) ? join(app, 'src') : app, app];
  for (let folder = app; folder !== dirname(folder); folder = dirname(folder)) roots.push(dirname(folder));
  return [...objects(manifest['node']), ...objects(manifest['edge'])].map(([id, entry]) => {
    const name = String(entry['filename']);
    const file = roots.map((root) => join(root, name)).find((path) => existsSync(path)) ?? name;
    return {
      id,
      file: relative(app, file).replaceAll('\\', '/'),
      exportedName: String(entry['exportedName']),
      workers: Object.keys((entry['workers'] ?? {}) as Json),
    };
  });
}

/** The text of everything that a build hands to browsers: its client files and its prerendered pages. */
export function publicTexts(app: string): string {
  const texts = [
    ...filesBelow(join(app, '.next/static')),
    ...filesBelow(join(app, '.next/server/app')).filter((file) => /\.(?:html|rsc|body|meta)$/.test(file)),
  ].map((file) => readFileSync(file, 'latin1'));
  return texts.join('\n');
}

/** The URLs that `AppRouteHandlerRoutes` of a `routes.d.ts` lists. */
export function typedHandlers(types: string): readonly string[] {
  const union = /type AppRouteHandlerRoutes = (.*)/.exec(types)?.[1] ?? '';
  return [...union.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, url]) => url ?? '');
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
