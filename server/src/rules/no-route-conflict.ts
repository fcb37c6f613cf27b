/** Reports route handlers whose URL something else of the app serves, too: the build rejects it, or the server does not start. */
import { pageUrl } from '../core/program/pages';
import { type Program } from '../core/program/program';
import { pageName, routeFileOf } from '../core/program/routes';
import { type App } from '../core/project/project';
import { defineRule } from '../core/rule/rule';
import { type FilePath, isWithin, relativePath } from '../core/text/filePath';

export const rule = defineRule({
  meta: {
    id: 'no-route-conflict',
    summary:
      'A URL must be served by one route handler or one page, and its parameters be named alike everywhere.',
    why:
      'Folders in parentheses are not in the URL, so two files in different folders can serve the same one. The build rejects ' +
      'a route handler beside a page or another route handler ("Conflicting route and page at /posts"), and a URL that both ' +
      '`app` and `pages` serve.\n\n' +
      'Parameters of one place in the URL must have one name: with `/api/[id]/posts` and `/api/[slug]/users` the build ' +
      'passes, and then the server dies when it starts, with "You cannot use different slug names for the same dynamic path".',
    group: 'route-handlers',
    severity: 'error',
    since: '0.1.0',
    fix: 'none',
    fixNote:
      'There is none: which of the two keeps the URL, only the author knows. [`rename-route`](../codeActions.md#rename-route) gives a route another one.',
    references: [
      {
        title: 'route.js',
        url: 'https://nextjs.org/docs/app/getting-started/route-handlers#route-resolution',
      },
      {
        title: 'Route groups',
        url: 'https://nextjs.org/docs/app/api-reference/file-conventions/route-groups',
      },
    ],
    examples: {
      bad: [
        `//- app/posts/route.ts
export async function GET() {
                   // ^^^ error no-route-conflict: \`/posts\` is served by \`app/(site)/posts/page.tsx\`, too
  return Response.json([]);
}
//- app/(site)/posts/page.tsx
export default () => null;
`,
        `//- app/api/[id]/posts/route.ts
export async function GET() {
                   // ^^^ error no-route-conflict: \`[id]\` is called \`[slug]\` in \`app/api/[slug]/users/page.tsx\`: the server does not start
  return Response.json([]);
}
//- app/api/[slug]/users/page.tsx
export default () => null;
`,
      ],
      good: [
        `//- app/api/posts/route.ts
export async function GET() {
  return Response.json([]);
}
//- app/(site)/posts/page.tsx
export default () => null;
`,
      ],
    },
    whenNotToUse: 'Never: the app does not build, or not start.',
  },

  *check(ctx) {
    const program = ctx.program();
    const app = program.project.appOf(ctx.path);
    const url = app && handlerUrl(app, ctx.path);
    const [first] = ctx.file.link.exports;
    // A slot or an intercepted URL is matched in a way of its own.
    if (!app || url === undefined || !first || isSpecial(app, ctx.path)) return;
    const range = ctx.file.ranges[`export:${first.name}`] ?? { start: 0, end: 0 };
    const other = rivalOf(program, app, ctx.path, url);
    if (other !== undefined) {
      yield {
        message: `\`${url}\` is served by \`${relativePath(app.root, other)}\`, too`,
        range,
        help: 'Give one of the two another folder.',
      };
      return;
    }
    const named = renamedIn(program, app, ctx.path, url);
    if (named) {
      yield {
        message: `\`${named.own}\` is called \`${named.theirs}\` in \`${relativePath(app.root, named.path)}\`: the server does not start`,
        range,
        help: 'Give the folder the same name in both.',
      };
    }
  },
});

function handlerUrl(app: App, path: FilePath): string | undefined {
  const route = routeFileOf(app, path);
  return route?.kind === 'handler' ? route.url : undefined;
}

function isSpecial(app: App, path: FilePath): boolean {
  return /\/(?:@[^/]+|\(\.+\)[^/]*)\//.test(`/${relativePath(app.root, path)}`);
}

/** What else a file of the app serves, pages of either router included. */
function urlOf(app: App, path: FilePath): string | undefined {
  const route = routeFileOf(app, path);
  if (route) return route.url;
  if (pageName(app, path) !== 'page' || app.appDir === undefined || !isWithin(path, app.appDir))
    return undefined;
  return relativePath(app.appDir, path)
    .split('/')
    .some((folder) => folder.startsWith('_'))
    ? undefined
    : pageUrl(app, path);
}

/** Another file with the URL; of two that conflict, each is reported. */
function rivalOf(program: Program, app: App, path: FilePath, url: string): FilePath | undefined {
  const isRoute = program
    .endpointsByUrl(app)
    .get(url)
    ?.some((one) => one.path !== path);
  if (!isRoute && !program.pageUrls(app).includes(url)) return undefined;
  for (const other of program.paths()) {
    if (other === path || !isWithin(other, app.root) || isSpecial(app, other)) continue;
    // Of two extensions in one folder the bundler takes one without a word.
    if (urlOf(app, other) === url && !isTwin(path, other)) return other;
  }
  return undefined;
}

function isTwin(path: FilePath, other: FilePath): boolean {
  return path.replace(/\.[^/]*$/, '') === other.replace(/\.[^/]*$/, '');
}

interface Renamed {
  readonly own: string;
  readonly theirs: string;
  readonly path: FilePath;
}

/** A route or page of the app folder that names a parameter of the URL otherwise. */
function renamedIn(program: Program, app: App, path: FilePath, url: string): Renamed | undefined {
  if (!url.includes('[')) return undefined;
  const segments = url.split('/');
  const start = url.slice(0, url.indexOf('['));
  // The files are looked through only where the URLs say that there is something to find.
  const urls = [...program.endpointsByUrl(app).keys(), ...program.pageUrls(app)];
  if (!urls.some((other) => other.startsWith(start) && namesOf(segments, other))) return undefined;
  for (const other of program.paths()) {
    if (other === path || app.appDir === undefined || !isWithin(other, app.appDir) || isSpecial(app, other))
      continue;
    const names = namesOf(segments, urlOf(app, other) ?? '');
    if (names) return { ...names, path: other };
  }
  return undefined;
}

/** The first place where the two URLs part, if it is a parameter in both. */
function namesOf(segments: readonly string[], other: string): Omit<Renamed, 'path'> | undefined {
  const theirs = other.split('/');
  const at = segments.findIndex((segment, index) => segment !== theirs[index]);
  const [own, their] = [segments[at], theirs[at]];
  if (own === undefined || their === undefined || !isParameter(own) || !isParameter(their)) return undefined;
  return { own, theirs: their };
}

/** One segment; catch-alls may stand beside it. */
function isParameter(segment: string): boolean {
  return /^\[[^.[\]]+\]$/.test(segment);
}
