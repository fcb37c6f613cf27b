/** Rewrites the URLs that an app's own code asks for when the folders of its routes get other names. */
import { pageUrl } from '../program/pages';
import { type Program } from '../program/program';
import { pageName, routeFileOf } from '../program/routes';
import { type App, type Project } from '../project/project';
import { type ParsedFile } from '../syntax/parse';
import { type UrlLiteral, urlLiterals } from '../syntax/urlLiterals';
import { type FilePath, isWithin, joinPath, relativePath } from '../text/filePath';
import { type SourceChange, type TextEdit } from '../text/textEdit';

/** The files of the workspace as far as a rename needs them. */
export interface RenameFiles {
  /** Every listed path; those without code are passed over. */
  paths(): Iterable<FilePath>;
  text(path: FilePath): string | undefined;
  parse(path: FilePath): ParsedFile;
}

/** A route whose URL changes; both in Next.js notation, without basePath. */
interface MovedRoute {
  readonly app: App;
  readonly from: string;
  readonly to: string;
}

/**
 * The edits of callers for files and folders that move (old path to new path); the files themselves, and imports of them, are left to
 * whoever moves them. What may be no URL of the route is marked as uncertain. Undefined where no URL changes.
 */
export function routeRenameEdits(
  { project }: Pick<Program, 'project'>,
  files: RenameFiles,
  moved: ReadonlyMap<FilePath, FilePath>,
): SourceChange | undefined {
  const sources = [...files.paths()].filter((path) => /\.[cm]?[jt]sx?$/.test(path)).sort();
  const changes = sources.flatMap((path) => {
    const to = movedPath(moved, path);
    return to === undefined ? [] : movedRoute(project, path, to);
  });
  if (changes.length === 0) return undefined;
  const edits = new Map<FilePath, readonly TextEdit[]>();
  const apps = new Set(changes.map(({ app }) => app));
  const routes = new Map([...apps].map((app) => [app, routesOf(project, app, sources)]));
  for (const path of sources) {
    const app = project.appOf(path);
    const text = app && apps.has(app) ? files.text(path) : undefined;
    if (!app || text === undefined) continue;
    const own = changes.filter((change) => change.app === app);
    if (!own.some(({ from }) => text.includes(staticStart(from)))) continue;
    const found = urlLiterals(files.parse(path)).flatMap((literal) =>
      editOf(literal, own, routes.get(app) ?? []),
    );
    if (found.length > 0) edits.set(path, found);
  }
  return edits.size === 0 ? undefined : { edits };
}

/** Where a file goes that moves itself, or with a folder above it. */
function movedPath(moved: ReadonlyMap<FilePath, FilePath>, path: FilePath): FilePath | undefined {
  for (const [from, to] of moved) if (isWithin(path, from)) return joinPath(to, relativePath(from, path));
  return undefined;
}

function movedRoute(project: Project, from: FilePath, to: FilePath): readonly MovedRoute[] {
  const app = project.appOf(from);
  const before = app && urlOf(app, from);
  const after = app && urlOf(app, to);
  if (!app || before === undefined || after === undefined || before === after) return [];
  return [{ app, from: before, to: after }];
}

/** The URL that a file serves as a route handler or a page. */
function urlOf(app: App, path: FilePath): string | undefined {
  const route = routeFileOf(app, path);
  if (route) return route.kind === 'metadata' ? undefined : route.url;
  return pageName(app, path) === 'page' ? pageUrl(app, path) : undefined;
}

function routesOf(project: Project, app: App, sources: readonly FilePath[]): readonly string[] {
  const urls = sources.flatMap((path) => (project.appOf(path) === app ? (urlOf(app, path) ?? []) : []));
  return [...new Set(urls)].sort((a, b) => bySpecificity(segmentsOf(a), segmentsOf(b)));
}

/** The beginning that every string with the URL has. */
function staticStart(url: string): string {
  const dynamic = url.indexOf('[');
  return dynamic < 0 ? url : url.slice(0, dynamic).replace(/\/$/, '');
}

function segmentsOf(url: string): readonly string[] {
  return url.split('/').filter(Boolean);
}

/** Next.js tries static segments before dynamic ones, and those before catch-alls. */
function bySpecificity(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = width(a[i]) - width(b[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function width(segment: string | undefined): number {
  if (segment?.startsWith('[[...')) return 3;
  if (segment?.startsWith('[...')) return 2;
  return segment?.startsWith('[') ? 1 : 0;
}

function editOf(
  literal: UrlLiteral,
  changes: readonly MovedRoute[],
  routes: readonly string[],
): readonly TextEdit[] {
  const served = routes.find((url) => valuesOf(literal, segmentsOf(url)) !== undefined);
  if (served === undefined) return baseEditOf(literal, changes, routes);
  const change = changes.find(({ from }) => from === served);
  const values = change && valuesOf(literal, segmentsOf(change.from));
  if (!change || !values) return [];
  const parts: string[] = [];
  for (const segment of segmentsOf(change.to)) {
    const name = nameOf(segment);
    const value = name === undefined ? segment : values.get(name);
    if (value === undefined) return [];
    // `revalidatePath('/posts/[id]', 'page')` and `RouteContext<'/posts/[id]'>` name the route itself.
    if (value !== '') parts.push(value.startsWith('[') && name !== undefined ? segment : value);
  }
  const text = `/${parts.join('/')}`;
  if (text === `/${literal.segments.map((segment) => segment.text).join('/')}`) return [];
  const range = { start: literal.start, end: literal.end };
  return [{ range, text, ...(!literal.certain && { uncertain: 'May be another URL' }) }];
}

/** `/api/trpc` serves nothing, but is where every URL of `/api/trpc/[trpc]` begins: what is set up with it moves along. */
function baseEditOf(
  { segments, start, end }: UrlLiteral,
  changes: readonly MovedRoute[],
  routes: readonly string[],
): readonly TextEdit[] {
  const url = `/${segments.map(({ text }) => text).join('/')}`;
  const change = changes.find(({ from }) => from !== url && staticStart(from) === url);
  if (!change || segments.length < 2 || segments.some(({ dynamic }) => dynamic)) return [];
  const others = routes.filter((route) => route.startsWith(`${url}/`) && route !== change.from);
  const isSameBelow = change.to.endsWith(change.from.slice(url.length));
  const text = change.to.slice(0, change.to.length - (change.from.length - url.length));
  if (others.length > 0 || !isSameBelow || text === url) return [];
  return [{ range: { start, end }, text, uncertain: 'May be another URL' }];
}

function nameOf(segment: string): string | undefined {
  return /^\[+(?:\.\.\.)?([^\]]+)\]+$/.exec(segment)?.[1];
}

/** What the literal gives for each parameter of the route; undefined where it is not the route's. */
function valuesOf(literal: UrlLiteral, route: readonly string[]): ReadonlyMap<string, string> | undefined {
  const values = new Map<string, string>();
  const { segments } = literal;
  for (const [index, wanted] of route.entries()) {
    const name = nameOf(wanted);
    if (name !== undefined && wanted.includes('...')) {
      const rest = segments.slice(index).map(({ text }) => text);
      if (rest.length === 0 && !wanted.startsWith('[[')) return undefined;
      return values.set(name, rest.join('/'));
    }
    const segment = segments[index];
    if (!segment || (name === undefined && (segment.dynamic || segment.text !== wanted))) return undefined;
    if (name !== undefined) values.set(name, segment.text);
  }
  return segments.length === route.length ? values : undefined;
}
