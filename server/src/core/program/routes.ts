/** Which files of an app are routes, and the URL that each of them serves, by Next.js's file conventions. */
import { type App } from '../project/project';
import { baseName, folderOf, type FilePath, isWithin, relativePath } from '../text/filePath';
import { mayBeMetadata, metadataName } from './metadataRoutes';
import { nextMajor } from './nextMajor';

/** https://nextjs.org/docs/app/api-reference/file-conventions/route#http-methods; nothing else is dispatched. */
export const HTTP_METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What a file is to the router. `url` is in Next.js notation (`/api/users/[id]`), without basePath. */
export interface RouteFile {
  readonly kind: 'handler' | 'metadata' | 'pages-api';
  readonly url: string;
  /** The URL of a metadata route that has `generateSitemaps` or `generateImageMetadata`: one for each of them. */
  readonly urlWithId?: string;
}

/** What `path` serves in `app`, or undefined when it is no endpoint by its place and name. */
export function routeFileOf(app: App, path: FilePath): RouteFile | undefined {
  if (app.appDir !== undefined && isWithin(path, app.appDir)) return appRouteOf(app, app.appDir, path);
  if (app.pagesDir !== undefined && isWithin(path, app.pagesDir)) return pagesApiOf(app, app.pagesDir, path);
  return undefined;
}

/** The name of a file without the page extension it ends with; undefined when it ends with none. */
export function pageName(app: App, path: FilePath): string | undefined {
  const name = baseName(path);
  // The longest that fits, so that `srv.ts` is not taken for `ts`.
  let length = 0;
  for (const extension of app.pageExtensions) {
    if (extension.length <= length || !name.endsWith(extension)) continue;
    if (name.charAt(name.length - extension.length - 1) === '.') length = extension.length;
  }
  return length === 0 || name.endsWith('.d.ts') ? undefined : name.slice(0, -length - 1);
}

function appRouteOf(app: App, appDir: FilePath, path: FilePath): RouteFile | undefined {
  const name = pageName(app, path);
  // Asked of every file of the app: few have such a name.
  if (name !== 'route' && !mayBeMetadata(name, baseName(path))) return undefined;
  const folders = relativePath(appDir, folderOf(path)).split('/').filter(Boolean);
  // https://nextjs.org/docs/app/getting-started/project-structure#private-folders
  if (folders.some((folder) => folder.startsWith('_'))) return undefined;
  if (name === 'route') return { kind: 'handler', url: urlOf(urlSegments(folders)) };
  const metadata = metadataName(folders, name, baseName(path), nextMajor(app));
  if (metadata === undefined) return undefined;
  const segments = urlSegments(folders);
  const { last, lastWithId } = metadata;
  return {
    kind: 'metadata',
    url: urlOf([...segments, last]),
    ...(lastWithId !== undefined && { urlWithId: urlOf([...segments, lastWithId]) }),
  };
}

function urlOf(segments: readonly string[]): string {
  return `/${segments.join('/')}`;
}

/** https://nextjs.org/docs/app/api-reference/file-conventions/route-groups and …/parallel-routes: neither is in the URL. */
export function urlSegments(folders: readonly string[]): readonly string[] {
  return folders
    .filter((folder) => !(folder.startsWith('(') && folder.endsWith(')')) && !folder.startsWith('@'))
    .map((folder) => folder.replaceAll('%5F', '_'));
}

function pagesApiOf(app: App, pagesDir: FilePath, path: FilePath): RouteFile | undefined {
  const name = pageName(app, path);
  const folders = relativePath(pagesDir, folderOf(path)).split('/').filter(Boolean);
  if (name === undefined) return undefined;
  if (folders.length === 0) return name === 'api' ? { kind: 'pages-api', url: '/api' } : undefined;
  if (folders[0] !== 'api') return undefined;
  const parts = name === 'index' ? folders : [...folders, name];
  return { kind: 'pages-api', url: `/${parts.join('/')}` };
}
