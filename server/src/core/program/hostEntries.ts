/** What stands around an action when it is used: the pages and layouts that import it, and the layouts above a page. */
import { type FilePath, folderOf, isWithin, joinPath } from '../text/filePath';
import { ancestorsOf } from './importers';
import { entryKind } from './moduleGraph';
import { type Endpoint, type Program } from './program';
import { pageName } from './routes';

/** A page (or a layout) that renders something which uses an action, with the layouts around it, innermost first. */
export interface HostEntry {
  readonly path: FilePath;
  readonly layouts: readonly FilePath[];
}

/** The rendered entries that reach the action's module; empty for what no page imports. */
export function hostEntries(program: Program, endpoint: Endpoint): readonly HostEntry[] {
  const { app } = endpoint;
  if (!app) return [];
  return [...ancestorsOf(program.importers(), endpoint.path)]
    .filter((path) => entryKind(app, path) === 'render')
    .sort()
    .map((path) => ({ path, layouts: layoutsAbove(program, endpoint, path) }));
}

/** https://nextjs.org/docs/app/api-reference/file-conventions/layout: a layout is around everything below its folder. */
function layoutsAbove(program: Program, { app }: Endpoint, path: FilePath): readonly FilePath[] {
  const found: FilePath[] = [];
  if (app?.appDir === undefined) return found;
  for (
    let folder = folderOf(path);
    isWithin(folder, app.appDir) || folder === app.appDir;
    folder = folderOf(folder)
  ) {
    const layout = app.pageExtensions
      .map((extension) => joinPath(folder, `layout.${extension}`))
      .find((candidate) => candidate !== path && program.linkFactsOf(candidate) !== undefined);
    if (layout !== undefined && pageName(app, layout) === 'layout') found.push(layout);
    if (folder === app.appDir) break;
  }
  return found;
}
