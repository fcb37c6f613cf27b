/** Whether an app's proxy sees the requests of an endpoint: a route's own, or those of the pages that host an action. */
import { type App } from '../project/project';
import { type FilePath, folderOf, isWithin } from '../text/filePath';
import { ancestorsOf } from './importers';
import { entryKind } from './moduleGraph';
import { type Endpoint, type Program, type ProgramFiles } from './program';
import { type AppProxy, proxyOf } from './proxy';
import { pageUrl } from './pages';
import { pageName } from './routes';

/** What is known of an endpoint's proxy. */
export interface ProxyCoverage {
  /** 'unknown' where the matcher can't be read, or only some of a route's requests pass it. */
  readonly covered: boolean | 'unknown';
  /** The proxy's file; undefined when the app has none. */
  readonly path: FilePath | undefined;
}

/** Answers for all endpoints of a program; the graph is turned around when the first action is asked for. */
export function proxyCoverage(
  program: Program,
  files: ProgramFiles,
): (endpoint: Endpoint) => ProxyCoverage | undefined {
  const proxies = new Map<App, AppProxy>();
  const hosts = new Map<FilePath, readonly string[]>();
  const pages = new Map<App, readonly FilePath[]>();
  const proxyFor = (app: App): AppProxy => {
    const known = proxies.get(app) ?? proxyOf(app, files);
    proxies.set(app, known);
    return known;
  };
  const pagesOf = (app: App): readonly FilePath[] => {
    const known = pages.get(app) ?? [...files.paths()].filter((path) => isPage(app, path));
    pages.set(app, known);
    return known;
  };
  return (endpoint) => {
    if (!endpoint.app) return undefined;
    const proxy = proxyFor(endpoint.app);
    if (proxy.path === undefined) return { covered: false, path: undefined };
    if (endpoint.url !== undefined) return { covered: proxy.covers(endpoint.url), path: proxy.path };
    const { app, path } = endpoint;
    const urls = hosts.get(path) ?? hostUrls(app, ancestorsOf(program.importers(), path), () => pagesOf(app));
    hosts.set(path, urls);
    return { covered: together(urls.map((url) => proxy.covers(url))), path: proxy.path };
  };
}

/**
 * The URLs of the pages that an action can be posted to: pages that import it, and all pages below a layout that does.
 * A POST goes to the page's own URL: https://nextjs.org/docs/app/api-reference/file-conventions/proxy
 */
function hostUrls(
  app: App,
  ancestors: ReadonlySet<FilePath>,
  pagesOfApp: () => readonly FilePath[],
): readonly string[] {
  const entries = [...ancestors].filter((path) => entryKind(app, path) === 'render');
  const folders = entries.filter((path) => pageName(app, path) !== 'page').map(folderOf);
  const pages = new Set(entries.filter((path) => pageName(app, path) === 'page'));
  if (folders.length > 0) {
    for (const path of pagesOfApp()) if (folders.some((folder) => isWithin(path, folder))) pages.add(path);
  }
  return [...pages].flatMap((path) => pageUrl(app, path) ?? []).sort();
}

function isPage(app: App, path: FilePath): boolean {
  return pageName(app, path) === 'page' && entryKind(app, path) === 'render';
}

/** Covered only where every page is; nothing is known of an action that no page hosts. */
function together(answers: readonly (boolean | 'unknown')[]): boolean | 'unknown' {
  if (answers.length === 0 || answers.includes('unknown')) return answers.includes(false) ? false : 'unknown';
  return answers.every((answer) => answer === true);
}
