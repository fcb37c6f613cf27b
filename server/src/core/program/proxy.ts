/** Which requests an app's proxy sees: finds its file, reads its matcher, and matches routes as Next.js would. */
import { pathToRegexp } from 'path-to-regexp';
import { type StaticValue } from '../facts/staticValue';
import { type App } from '../project/project';
import { type FilePath, folderOf, joinPath } from '../text/filePath';
import { type ProgramFiles } from './program';

/** What an app's proxy covers. A proxy is an extra: it never makes an endpoint guarded. */
export interface AppProxy {
  /** `proxy.ts`, or `middleware.ts` as it was called before Next.js 16; undefined when the app has none. */
  readonly path: FilePath | undefined;
  /** Whether a request for `url` (Next.js notation, without basePath) passes it; 'unknown' where the matcher can't be read. */
  covers(url: string): boolean | 'unknown';
}

/** The app's proxy; one that covers nothing when there is no such file in the right place. */
export function proxyOf(app: App, files: ProgramFiles): AppProxy {
  const path = proxyPath(app, files);
  if (path === undefined) return { path, covers: () => false };
  const config = files.linkFactsOf(path)?.segmentConfig['config'];
  const matcher = matcherOf(config);
  return { path, covers: (url) => coverage(matcher, url) };
}

/**
 * Beside the folder that holds `app` or `pages`; anywhere else the file is ignored in silence.
 * https://nextjs.org/docs/app/api-reference/file-conventions/proxy
 */
export function proxyFolder(app: App): FilePath {
  return folderOf(app.appDir ?? app.pagesDir ?? joinPath(app.root, 'app'));
}

/** The names that count for the app's version: `proxy` since Next.js 16, `middleware` in all of them. */
export function proxyNames(app: App): readonly string[] {
  const major = app.next === undefined ? undefined : Number(app.next.split('.')[0]);
  return major !== undefined && major < 16 ? ['middleware'] : ['proxy', 'middleware'];
}

function proxyPath(app: App, files: ProgramFiles): FilePath | undefined {
  const folder = proxyFolder(app);
  for (const name of proxyNames(app)) {
    for (const extension of app.pageExtensions) {
      const path = joinPath(folder, `${name}.${extension}`);
      if (files.scanOf(path)) return path;
    }
  }
  return undefined;
}

type Matcher = readonly { readonly regexp: RegExp; readonly conditional: boolean }[] | 'all' | 'unknown';

/** `config.matcher`: a string, an object with `source`, or a list of them; without one every request passes. */
function matcherOf(config: StaticValue | undefined): Matcher {
  if (config === undefined) return 'all';
  if (config.kind !== 'object') return 'unknown';
  const value = config.entries['matcher'];
  if (value === undefined) return config.open ? 'unknown' : 'all';
  const matchers: { regexp: RegExp; conditional: boolean }[] = [];
  for (const item of value.kind === 'array' ? value.items : [value]) {
    const source = item.kind === 'object' ? item.entries['source'] : item;
    if (source?.kind !== 'literal' || typeof source.value !== 'string') return 'unknown';
    const conditional =
      item.kind === 'object' && ('has' in item.entries || 'missing' in item.entries || item.open);
    try {
      matchers.push({ regexp: pathToRegexp(source.value), conditional });
    } catch {
      // Next.js rejects what its path-to-regexp can't read.
      return 'unknown';
    }
  }
  return matchers;
}

function coverage(matcher: Matcher, url: string): boolean | 'unknown' {
  if (matcher === 'all') return true;
  if (matcher === 'unknown') return 'unknown';
  const answers = samplesOf(url).map((sample) => {
    const hits = matcher.filter(({ regexp }) => regexp.test(sample));
    if (hits.some(({ conditional }) => !conditional)) return true;
    return hits.length > 0 ? 'unknown' : false;
  });
  const [first] = answers;
  return first !== undefined && answers.every((answer) => answer === first) ? first : 'unknown';
}

/** Requests that a route in Next.js notation answers: one per segment's shape, with and without an optional catch-all. */
export function samplesOf(url: string): readonly string[] {
  const parts = url.split('/').filter(Boolean);
  const last = parts[parts.length - 1];
  const fill = (list: readonly string[]): string =>
    `/${list
      .map((part) => (/^\[\[?\.\.\./.test(part) ? 'sample/path' : /^\[.*\]$/.test(part) ? 'sample' : part))
      .join('/')}`;
  return last?.startsWith('[[...') ? [fill(parts), fill(parts.slice(0, -1))] : [fill(parts)];
}
