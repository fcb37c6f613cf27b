/** The URLs of an app's pages: what hosts server actions, and what a proxy's matcher is compared with. */
import { type App } from '../project/project';
import { type FilePath, folderOf, relativePath } from '../text/filePath';
import { urlSegments } from './routes';

/** The URL of a `page` file in Next.js notation, without basePath; undefined outside the app folder. */
export function pageUrl(app: App, path: FilePath): string | undefined {
  if (app.appDir === undefined) return undefined;
  const folders = relativePath(app.appDir, folderOf(path)).split('/').filter(Boolean);
  return `/${urlSegments(folders).join('/')}`;
}
