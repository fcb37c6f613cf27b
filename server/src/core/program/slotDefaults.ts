/** Tells which `default` files are ever rendered: those of slots that some page of their layout leaves empty. */
import { type App } from '../project/project';
import { baseName, type FilePath, folderOf, isWithin } from '../text/filePath';
import { pageUrl } from './pages';

/**
 * The `default` files among `paths` that stand in for nothing, given the app's `pages`: every page of the layout is there
 * in the slot too. https://nextjs.org/docs/app/api-reference/file-conventions/default
 */
export function unusedDefaults(
  app: App,
  defaults: readonly FilePath[],
  pages: readonly FilePath[],
): ReadonlySet<FilePath> {
  return new Set(defaults.filter((path) => !isNeeded(app, folderOf(path), pages)));
}

function isNeeded(app: App, folder: FilePath, pages: readonly FilePath[]): boolean {
  // The default of the children stands in the layout's own folder, that of a slot in the slot.
  const isSlot = baseName(folder).startsWith('@');
  const layout = isSlot ? folderOf(folder) : folder;
  const below = pages.filter((page) => isWithin(page, layout));
  const inSlot = isSlot
    ? below.filter((page) => isWithin(page, folder))
    : below.filter((page) => !page.slice(layout.length + 1).startsWith('@'));
  const filled = new Set(inSlot.map((page) => pageUrl(app, page)));
  // A catch-all of the slot is there for every page.
  if ([...filled].some((url) => url?.includes('[...'))) return false;
  return below.some((page) => !filled.has(pageUrl(app, page)));
}
