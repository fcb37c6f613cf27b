/** Where a new route can be: proposes a URL, and says why one can't be had. */
import { type Question } from '../../core/assist/assist';
import { pageUrl } from '../../core/program/pages';
import { type Program } from '../../core/program/program';
import { pageName } from '../../core/program/routes';
import { type App } from '../../core/project/project';
import { type FilePath, joinPath } from '../../core/text/filePath';

/** The methods that can carry what an action is given. */
export const BODY_METHODS: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Asks for the method of a new route. */
export function methodQuestion(proposal: string): Question {
  const choices = BODY_METHODS.map((value) => ({ value, label: value }));
  return { id: 'method', prompt: 'HTTP method of the route', proposal, choices };
}

/** Asks for the URL of a new route. */
export function urlQuestion(proposal: string): Question {
  return { id: 'url', prompt: 'URL of the route', proposal };
}

/** `saveItem` and `SaveItem` as `save-item`. */
export function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replace(/[_$\s]+/g, '-')
    .toLowerCase()
    .replace(/^-+|-+$/g, '');
}

/** A URL below `/api` that nothing serves, with these dynamic segments at its end: what is an action no more is not called one. */
export function freeUrl(program: Program, app: App, name: string, segments: readonly string[] = []): string {
  const base = `/api/${kebabCase(inAscii(name)).replace(/(?<=.)-action$/, '') || 'action'}`;
  const end = segments.map((segment) => `/[${segment}]`).join('');
  for (let number = 1; ; number++) {
    const url = `${number === 1 ? base : `${base}-${number}`}${end}`;
    // What no number can mend (a segment's name) is said of the URL when somebody wants it.
    if (malformed(url) !== undefined || takenBy(program, app, url) === undefined) return url;
  }
}

/** `größe` as `grosse`: a name may have any letter, a URL may not. */
function inAscii(name: string): string {
  return name
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .replace(/[^\w$]+/g, '-');
}

/** The names of a URL's dynamic segments: `id` of `/api/items/[id]`. */
export function segmentsOf(url: string): readonly string[] {
  return [...url.matchAll(/\[([^\]]+)\]/g)].map(([, name = '']) => name);
}

/** Why no new route can have this URL (Next.js notation, without basePath); undefined where it can. */
export function urlProblem(program: Program, app: App, url: string): string | undefined {
  return malformed(url) ?? takenBy(program, app, url);
}

function malformed(url: string): string | undefined {
  if (!url.startsWith('/') || url.length < 2) return 'A URL begins with a slash: /api/items';
  const parts = url.slice(1).split('/');
  if (parts.some((part) => part === '')) return 'The URL has an empty segment';
  for (const part of parts) {
    if (/^\[\.\.\.|^\[\[/.test(part)) return 'A catch-all segment stands for no single value';
    // https://nextjs.org/docs/app/getting-started/project-structure#private-folders
    if (part.startsWith('_')) return 'Next.js serves nothing from folders that begin with an underscore';
    if (!/^\[[A-Za-z_$][\w$]*\]$|^[A-Za-z0-9.~-][\w.~-]*$/.test(part) || /^\.+$/.test(part))
      return `\`${part}\` is no segment of a URL`;
  }
  const names = segmentsOf(url);
  return new Set(names).size < names.length ? 'Two segments have the same name' : undefined;
}

function takenBy(program: Program, app: App, url: string): string | undefined {
  const parts = url.slice(1).split('/');
  const shape = shapeOf(url);
  for (const other of servedBy(program, app)) {
    if (shapeOf(other) === shape) return `Something is served at ${other} already`;
    const clash = otherName(parts, other.slice(1).split('/'));
    // https://nextjs.org/docs/messages/route-slug-names: different names at one place stop the server.
    if (clash !== undefined) return `${other} calls the same segment ${clash}`;
  }
  return undefined;
}

/** The file that serves the URL, which `urlProblem` found nothing wrong with. */
export function routeFileFor(app: App, appDir: FilePath, url: string, typescript: boolean): FilePath {
  const wanted = typescript ? /(?:^|\.)ts$/ : /(?:^|\.)js$/;
  const extension =
    app.pageExtensions.find((candidate) => wanted.test(candidate)) ?? (typescript ? 'ts' : 'js');
  return joinPath(appDir, `${url.slice(1)}/route.${extension}`);
}

function servedBy(program: Program, app: App): readonly string[] {
  const routes = program.endpoints.flatMap((endpoint) =>
    endpoint.app === app && endpoint.url !== undefined ? [endpoint.url] : [],
  );
  return [...routes, ...program.pageUrls(app)];
}

function shapeOf(url: string): string {
  return url.replace(/\[[^.[\]]+\]/g, '[]');
}

/** The name that the other URL gives to a dynamic segment at the same place below the same folders. */
function otherName(own: readonly string[], other: readonly string[]): string | undefined {
  for (const [index, part] of own.entries()) {
    const there = other[index];
    if (there === undefined) return undefined;
    if (part === there) continue;
    return part.startsWith('[') && /^\[[^.[\]]+\]$/.test(there) ? there : undefined;
  }
  return undefined;
}

/** Code of the URL of the one page that has the forms, else of the page that the browser comes from. */
export function pageWithForms(app: App, forms: readonly { readonly path: FilePath }[]): string {
  const [only, ...more] = forms;
  const url =
    only && more.length === 0 && pageName(app, only.path) === 'page' ? pageUrl(app, only.path) : undefined;
  if (url !== undefined && !/[[(@]/.test(url)) return `'${app.basePath}${url}'`;
  return `request.headers.get('referer') ?? '${app.basePath || '/'}'`;
}
