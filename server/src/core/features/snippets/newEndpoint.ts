/** Writes a new route handler or server action for a command: in the right file, with the app's own guard, or says why not. */
import { nextMajor } from '../../program/nextMajor';
import { HTTP_METHODS, pageName, routeFileOf, urlSegments } from '../../program/routes';
import { type App } from '../../project/project';
import { parseFile } from '../../syntax/parse';
import { withEol } from '../../syntax/restyle';
import { boundAtTopLevel } from '../../syntax/topLevelNames';
import { baseName, type FilePath, folderOf, isWithin, joinPath, relativePath } from '../../text/filePath';
import { type TextEdit } from '../../text/textEdit';
import { type SnippetSource, targetOf, withOwnModules } from './completions';
import { expandSnippet } from './expand';
import { insertionFor } from './insertion';
import { toPlainText } from './snippet';
import { SNIPPETS } from './snippetTable';

/** A file to create, edits of one that is there, or the reason for neither. */
export type NewEndpoint =
  | { readonly kind: 'file'; readonly path: FilePath; readonly text: string }
  | { readonly kind: 'edits'; readonly path: FilePath; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** What new endpoints are written with. `sourceFor` is made for the file that they go into. */
export interface NewEndpointSource {
  readonly sourceFor: (path: FilePath) => SnippetSource;
  textOf(path: FilePath): string | undefined;
  /** Every listed file. */
  paths(): Iterable<FilePath>;
}

const refused = (reason: string): NewEndpoint => ({ kind: 'refused', reason });

/** The URL that a folder of the app directory stands for, as a start for what the user types. */
export function urlOfFolder(app: App, folder: FilePath): string {
  if (app.appDir === undefined || !isWithin(folder, app.appDir)) return '/api/';
  const url = routeFileOf(app, joinPath(folder, `route.${extensionOf(app, [])}`))?.url ?? '/';
  return url === '/' ? '/api/' : `${url}/`;
}

/** https://nextjs.org/docs/app/api-reference/file-conventions/dynamic-routes; other characters would be escaped in the URL. */
const SEGMENT = /^(?:[\w.~-]+|\[[A-Za-z_]\w*\]|\[\.\.\.[A-Za-z_]\w*\]|\[\[\.\.\.[A-Za-z_]\w*\]\])$/;

/**
 * A handler for `methods` at `url` (Next.js notation, without basePath). `near` is a file or folder of the app: where the
 * URL goes on from that folder's, the file goes below it, so that route groups are kept.
 */
export function newRoute(
  source: NewEndpointSource,
  app: App,
  near: FilePath,
  url: string,
  methods: readonly string[],
): NewEndpoint {
  const { appDir } = app;
  if (appDir === undefined) return refused('The app has no app folder: route handlers live there.');
  const segments = url.split('/').filter((part) => part !== '');
  const wrong = segments.find((part) => !SEGMENT.test(part));
  if (wrong !== undefined) return refused(`“${wrong}” can't be a part of a route's URL.`);
  const catchAll = segments.findIndex((part) => part.includes('[...'));
  if (catchAll >= 0 && catchAll < segments.length - 1)
    return refused('A catch-all must be the last part of the URL.');
  const names = segments.flatMap((part) => /\w+/.exec(part.startsWith('[') ? part : '')?.[0] ?? []);
  if (new Set(names).size < names.length) return refused('Two parts of the URL have the same name.');
  const unknown = methods.find((method) => !HTTP_METHODS.includes(method));
  if (unknown !== undefined) return refused(`Next.js calls no handler for ${unknown}.`);
  if (methods.length === 0) return refused('A route handler needs a method.');
  const wanted = `/${segments.join('/')}`;
  const conflict = conflictOf(app, source.paths(), wanted);
  if (conflict !== undefined) return refused(conflict);
  const path = joinPath(folderFor(appDir, near, segments), `route.${extensionOf(app, source.paths())}`);
  const more = ['POST', 'PUT', 'PATCH'].some((method) => methods.includes(method)) ? ['body'] : [];
  const { text, style } = written(source, app, path, 'new-route', 'route', [...methods, ...more]);
  return { kind: 'file', path, text: withEol(text, style) };
}

/** An action called `name`, in the `'use server'` file that `near` is, else in `actions` of its folder. */
export function newAction(
  source: NewEndpointSource,
  app: App,
  near: FilePath,
  isFile: boolean,
  name: string,
): NewEndpoint {
  if (!/^[A-Za-z_$][\w$]*$/.test(name) || RESERVED.has(name))
    return refused(`“${name}” can't be a function's name.`);
  if (nextMajor(app) < 14) return refused('Server Actions need Next.js 14 or newer.');
  const fits = isFile && isActionFile(source, near);
  const folder = isFile ? folderOf(near) : near;
  const existing = ['ts', 'tsx', 'js', 'jsx']
    .map((extension) => joinPath(folder, `actions.${extension}`))
    .find((candidate) => source.textOf(candidate) !== undefined);
  const path = fits
    ? near
    : (existing ?? joinPath(folder, `actions.${typed(app, source.paths()) ? 'ts' : 'js'}`));
  const text = source.textOf(path);
  if (text !== undefined && text.trim() !== '' && !isActionFile(source, path))
    return refused(`${baseName(path)} is there, and is no 'use server' file.`);
  const { text: expanded, snippet, style } = written(source, app, path, 'new-action', 'action', [], name);
  if (text === undefined) return { kind: 'file', path, text: withEol(expanded, style) };
  const file = parseFile(path, text);
  if (boundAtTopLevel(file).includes(name)) return refused(`${baseName(path)} has a “${name}” already.`);
  const inserted = insertionFor(expanded, snippet, file, style);
  const end = text.trimEnd().length;
  const gap = text.trim() === '' ? '' : style.eol.repeat(2);
  return {
    kind: 'edits',
    path,
    edits: [...inserted.edits, { range: { start: end, end: text.length }, text: gap + inserted.text }],
  };
}

const RESERVED: ReadonlySet<string> = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  ),
);

function isActionFile(source: NewEndpointSource, path: FilePath): boolean {
  return source.sourceFor(path).files.linkFactsOf(path)?.directive === 'use server';
}

function written(
  source: NewEndpointSource,
  app: App,
  path: FilePath,
  id: string,
  place: 'route' | 'action',
  more: readonly string[],
  name = '',
) {
  const found = SNIPPETS.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no snippet ${id}`);
  const snippet = { ...found, text: found.text.replaceAll('ACTION', name) };
  const own = source.sourceFor(path);
  const target = targetOf(own, app, path, place, source.textOf(path) ?? '');
  const facts = new Set([...target.facts, ...more]);
  // The builder is the app's way only where it is its first.
  if (target.idioms[0]?.form !== 'builder') facts.delete('builder');
  const { text } = expandSnippet(snippet, { ...target, facts });
  const plain = toPlainText(withOwnModules(own, app, path, text), snippet.defaults);
  return { text: plain, snippet, style: target.style };
}

/** Below `near` where the URL goes on from its folder's; else straight below the app folder. */
function folderFor(appDir: FilePath, near: FilePath, segments: readonly string[]): FilePath {
  const start = isWithin(near, appDir) ? relativePath(appDir, near).split('/').filter(Boolean) : [];
  for (let length = start.length; length > 0; length--) {
    const folders = start.slice(0, length);
    const has = urlSegments(folders);
    if (folders.some((folder) => folder.startsWith('_') || /\.\w+$/.test(folder))) continue;
    if (has.every((part, at) => part === segments[at]))
      return joinPath(appDir, [...folders, ...segments.slice(has.length).map(folderName)].join('/'));
  }
  return joinPath(appDir, segments.map(folderName).join('/'));
}

/** https://nextjs.org/docs/app/getting-started/project-structure#private-folders: a leading underscore is written %5F. */
function folderName(segment: string): string {
  return segment.startsWith('_') ? `%5F${segment.slice(1)}` : segment;
}

/** Why the router would not take another handler at `url`; it compares without the names of dynamic parts. */
function conflictOf(app: App, paths: Iterable<FilePath>, url: string): string | undefined {
  const parts = url.split('/');
  for (const path of paths) {
    const other = urlOf(app, path);
    if (other === undefined) continue;
    if (shapeOf(other) === shapeOf(url)) return `${relativePath(app.root, path)} serves ${other} already.`;
    const others = other.split('/');
    for (let at = 0; at < parts.length && at < others.length; at++) {
      const [part = '', theirs = ''] = [parts[at], others[at]];
      if (part === theirs) continue;
      // `next start` refuses two names for one dynamic part.
      if (/^\[\w/.test(part) && /^\[\w/.test(theirs))
        return `${relativePath(app.root, path)} calls that part of the URL ${theirs}: it can't be ${part} as well.`;
      break;
    }
  }
  return undefined;
}

function shapeOf(url: string): string {
  return url.replace(/\[\[?(\.{3})?\w+\]\]?/g, '[$1]');
}

/** The URL of a page or a handler; undefined for files that are neither. */
function urlOf(app: App, path: FilePath): string | undefined {
  const route = routeFileOf(app, path);
  if (route) return route.url;
  if (app.appDir === undefined || !isWithin(path, app.appDir) || pageName(app, path) !== 'page')
    return undefined;
  const folders = relativePath(app.appDir, folderOf(path)).split('/').filter(Boolean);
  // An intercepting page is shown at another's URL.
  if (folders.some((folder) => folder.startsWith('_') || folder.startsWith('(.'))) return undefined;
  return `/${urlSegments(folders).join('/')}`;
}

/** The extension of a new handler: one that the configuration lists, in the language of the app. */
function extensionOf(app: App, paths: Iterable<FilePath>): string {
  const wanted = typed(app, paths) ? /(?:^|\.)ts$/ : /(?:^|\.)js$/;
  return (
    app.pageExtensions.find((extension) => wanted.test(extension)) ??
    app.pageExtensions.find((extension) => /(?:^|\.)[jt]s$/.test(extension)) ??
    app.pageExtensions[0] ??
    'ts'
  );
}

/** An app is typed as soon as one of its sources is. */
function typed(app: App, paths: Iterable<FilePath>): boolean {
  let untyped = false;
  for (const path of paths) {
    if (!isWithin(path, app.appDir ?? app.root)) continue;
    if (/\.tsx?$/.test(path)) return true;
    if (/\.jsx?$/.test(path)) untyped = true;
  }
  return !untyped;
}
