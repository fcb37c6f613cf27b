/** The URLs of an app's pages: what hosts server actions, and what a proxy's matcher is compared with. */
import { type App } from '../project/project';
import { type FilePath, folderOf, isWithin, relativePath } from '../text/filePath';
import { pageName, urlSegments } from './routes';

/** The URL of a `page` file in Next.js notation, without basePath; undefined outside the app folder. */
export function pageUrl(app: App, path: FilePath): string | undefined {
  if (app.appDir === undefined) return undefined;
  const folders = relativePath(app.appDir, folderOf(path)).split('/').filter(Boolean);
  return `/${urlSegments(folders).join('/')}`;
}

/** The URLs of all pages of an app: `page` files of its app folder, and what lies in its pages folder, API routes included. */
export function pageUrlsOf(app: App, paths: Iterable<FilePath>): readonly string[] {
  const urls = new Set<string>();
  for (const path of paths) {
    const name = pageName(app, path);
    if (name === undefined) continue;
    if (app.appDir !== undefined && isWithin(path, app.appDir)) {
      const url = name === 'page' ? pageUrl(app, path) : undefined;
      if (url !== undefined) urls.add(url);
    } else if (app.pagesDir !== undefined && isWithin(path, app.pagesDir) && !name.startsWith('_')) {
      const folder = relativePath(app.pagesDir, folderOf(path));
      urls.add(`/${[...folder.split('/').filter(Boolean), ...(name === 'index' ? [] : [name])].join('/')}`);
    }
  }
  return [...urls].sort();
}
