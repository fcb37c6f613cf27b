/** "Add CORS" outside the route's file: in the configuration's `headers()`, or in the proxy, which may be new. */
import {
  type AssistContext,
  type AssistInput,
  type Offer,
  type Question,
  type Refusal,
} from '../../core/assist/assist';
import { indented } from '../../core/edit/indentation';
import { nextMajor } from '../../core/program/nextMajor';
import { type Endpoint } from '../../core/program/program';
import { type App } from '../../core/project/project';
import { configObject, listEnd, returnedList } from '../../core/syntax/configObject';
import { restyle } from '../../core/syntax/restyle';
import { baseName, type FilePath, folderOf, joinPath } from '../../core/text/filePath';
import { detectFileStyle } from '../../core/text/fileStyle';
import { insertion, type SourceChange } from '../../core/text/textEdit';
import { configEntries, proxyModule } from './corsCode';
import { corsInProxy, type EditableProxy, editableProxy } from './corsInProxy';
import { isPrerendered } from './corsInFile';
import { corsPolicy, corsQuestions } from './corsPolicy';

/** Where the headers are set: for the route alone, or for all routes below its first segment. */
type Place = 'config' | 'config-group' | 'proxy' | 'proxy-group';

const isPlace = (text: string | undefined): text is Place =>
  text === 'config' || text === 'config-group' || text === 'proxy' || text === 'proxy-group';

/** What is offered beside a change of the file; `inFile` tells whether that is offered. */
export function* offersElsewhere(
  ctx: AssistContext,
  endpoint: Endpoint,
  methods: readonly Endpoint[],
  inFile: boolean,
): Iterable<Offer> {
  const { app, url } = endpoint;
  if (!app || url === undefined) return;
  const config = editableConfig(ctx, app);
  const proxy = newProxyPath(ctx, app);
  const questions = corsQuestions(ctx, methods);
  const offer = (place: Place, title: string, source: string): Offer => ({
    target: `${endpoint.fact} ${place}`,
    title,
    questions: [...questions, urlQuestion(source)],
  });
  const withoutUrl = (place: Place, title: string): Offer => ({
    target: `${endpoint.fact} ${place}`,
    title,
    questions,
  });
  if (isPrerendered(ctx, methods)) {
    if (proxy)
      yield offer(
        'proxy',
        `Add CORS to ${url} in a new ${baseName(proxy)} that answers preflights: GET stays prerendered`,
        sourceOf(url),
      );
    const own = editableProxy(ctx, methods);
    if (own)
      yield withoutUrl(
        'proxy',
        `Add CORS to ${url} in ${baseName(own.path)}, which then answers preflights${extending(own)}: GET stays prerendered`,
      );
    if (config)
      yield offer(
        'config',
        `Add CORS to ${url} in ${baseName(config)}, for simple requests only: GET stays prerendered, preflights get 405`,
        sourceOf(url),
      );
    return;
  }
  const group = groupOf(ctx, endpoint);
  if (group) {
    const routes = `all routes below ${group}`;
    if (config)
      yield offer('config-group', `Add CORS to ${routes}, in ${baseName(config)}`, `${group}/:path*`);
    if (proxy)
      yield offer('proxy-group', `Add CORS to ${routes}, in a new ${baseName(proxy)}`, `${group}/:path*`);
    const own = editableProxy(ctx, routesBelow(ctx, app, group));
    if (own)
      yield withoutUrl(
        'proxy-group',
        `Add CORS to ${routes}, in ${baseName(own.path)}, which then answers preflights first${extending(own)}`,
      );
  } else if (!inFile && config) {
    yield offer('config', `Add CORS to ${url}, in ${baseName(config)}`, sourceOf(url));
  }
}

function extending({ covers }: EditableProxy): string {
  return covers ? '' : ' and has a wider matcher';
}

function urlQuestion(proposal: string): Question {
  return { id: 'urls', prompt: 'URLs, as in the configuration’s `source` or a matcher', proposal };
}

/** `/api/users/[id]` → `/api/users/:id`. https://nextjs.org/docs/app/api-reference/config/next-config-js/headers#path-matching */
function sourceOf(url: string): string {
  return url
    .replace(/\[\[\.\.\.([^\]]+)\]\]/g, ':$1*')
    .replace(/\[\.\.\.([^\]]+)\]/g, ':$1*')
    .replace(/\[([^\]]+)\]/g, ':$1');
}

/**
 * The first segment, where several route files lie below it, none of them says anything of other origins yet, and no page
 * stands there, which nobody asked to show to others.
 */
function groupOf(ctx: AssistContext, { app, url = '' }: Endpoint): string | undefined {
  const [, first = ''] = url.split('/');
  if (first === '' || first.includes('[')) return undefined;
  const routes = routesBelow(ctx, app, `/${first}`);
  const files = new Set(routes.map(({ path }) => path));
  const free = routes.every((route) => ctx.corsOf(route)?.origins.length === 0);
  const pages = app ? ctx.program().pageUrls(app) : [];
  const isShared = pages.some((page) => page === `/${first}` || page.startsWith(`/${first}/`));
  return files.size > 1 && free && !isShared ? `/${first}` : undefined;
}

function routesBelow(ctx: AssistContext, app: App | undefined, prefix: string): readonly Endpoint[] {
  return ctx
    .program()
    .endpoints.filter(
      (route) =>
        route.app === app &&
        route.kind === 'route' &&
        !route.framework &&
        (route.url === prefix || route.url?.startsWith(`${prefix}/`)),
    );
}

/** The app's own configuration, where an entry can be added to what its text has. */
function editableConfig(ctx: AssistContext, app: App): FilePath | undefined {
  const { configPath } = app;
  // What can't be read can't be known to work afterwards.
  if (configPath === undefined || folderOf(configPath) !== app.root || app.config.kind !== 'object')
    return undefined;
  const file = ctx.syntaxOf(configPath);
  const object = file && configObject(file);
  return object && returnedList(file, object, 'headers') ? configPath : undefined;
}

/** Where a proxy would stand; undefined where there is one, in whose way nothing is put. */
function newProxyPath(ctx: AssistContext, app: App): FilePath | undefined {
  if (!app.appDir || app.pageExtensions.join() !== 'tsx,ts,jsx,js') return undefined;
  for (const folder of [app.root, joinPath(app.root, 'src')])
    for (const name of ['proxy', 'middleware'])
      for (const extension of ['ts', 'js'])
        if (ctx.textOf(joinPath(folder, `${name}.${extension}`)) !== undefined) return undefined;
  // https://nextjs.org/docs/app/api-reference/file-conventions/proxy: renamed in 16.
  const name = nextMajor(app) >= 16 ? 'proxy' : 'middleware';
  return joinPath(folderOf(app.appDir), `${name}.${/\.tsx?$/.test(ctx.path) ? 'ts' : 'js'}`);
}

/** The change for an offer of `offersElsewhere`; undefined where it is of another kind. */
export function corsElsewhere(
  ctx: AssistContext,
  endpoint: Endpoint,
  methods: readonly Endpoint[],
  place: string | undefined,
  input: AssistInput,
): SourceChange | Refusal | undefined {
  const { app, url } = endpoint;
  if (!app || url === undefined || !isPlace(place)) return undefined;
  const group = place.endsWith('-group') ? groupOf(ctx, endpoint) : undefined;
  if (place.endsWith('-group') && group === undefined) return undefined;
  const routes = group === undefined ? methods : routesBelow(ctx, app, group);
  const policy = corsPolicy(ctx, routes, input);
  if ('refused' in policy) return policy;
  const source = (input['urls'] ?? (group === undefined ? sourceOf(url) : `${group}/:path*`)).trim();
  if (!/^\/\S*$/.test(source)) return { refused: 'The URLs begin with `/`', question: 'urls' };
  const names = [...new Set(routes.map(({ name }) => name))].filter((name) => name !== 'OPTIONS');
  if (place.startsWith('proxy')) {
    const own = editableProxy(ctx, routes);
    const place = { source: group === undefined ? sourceOf(url) : `${group}/:path*`, methods: names };
    if (own) return corsInProxy(ctx, app, own, policy, place);
    const path = newProxyPath(ctx, app);
    if (path === undefined) return undefined;
    const code = proxyModule(policy, {
      methods: names,
      matcher: source,
      name: baseName(path).startsWith('proxy') ? 'proxy' : 'middleware',
      typed: path.endsWith('.ts'),
    });
    return { edits: new Map(), newFiles: new Map([[path, restyle(path, code, detectFileStyle(ctx.text))]]) };
  }
  const simple = isPrerendered(ctx, methods) && group === undefined;
  return inConfig(ctx, app, configEntries(policy, { source, methods: simple ? [] : names }));
}

/** Adds entries to what `headers()` returns: the last one that applies wins. */
function inConfig(ctx: AssistContext, app: App, entries: readonly string[]): SourceChange | undefined {
  const path = editableConfig(ctx, app);
  const file = path === undefined ? undefined : ctx.syntaxOf(path);
  const object = file && configObject(file);
  const list = object && returnedList(file, object, 'headers');
  if (path === undefined || !file || !list) return undefined;
  const style = detectFileStyle(file.text, ctx.text);
  const restyled = (code: string): string =>
    restyle(path, `void ${code};\n`, style)
      .replace(/^void /, '')
      .replace(/;?\s*$/, '');
  const comma = style.trailingCommas === 'none' ? '' : ',';
  const host = list === 'absent' ? object : list;
  const end = listEnd(file, host, host.getStart(file.tree));
  const inner = `${end.depth}${style.indent}`;
  // The same statement as in the documentation, whatever the file's other members look like.
  const code =
    list === 'absent'
      ? restyled(
          `{\n  async headers() {\n    return [\n${entries.map((entry) => `      ${indented(entry, '      ')},\n`).join('')}    ];\n  },\n}`,
        )
          .replace(/^\{\r?\n[ \t]*/, '')
          .replace(/,?\r?\n\}$/, '')
      : entries.map((entry) => restyled(entry)).join(`,${style.eol}`);
  const placed = list === 'absent' ? dedentOnce(code, style.indent) : code;
  const text = `${end.comma ? ',' : ''}${style.eol}${inner}${indented(placed, inner)}${comma}`;
  const closing = file.text
    .slice(end.at)
    .match(/^\s*[\]}]/)?.[0]
    .includes('\n')
    ? ''
    : `${style.eol}${end.depth}`;
  return { edits: new Map([[path, [insertion(end.at, `${text}${closing}`)]]]) };
}

function dedentOnce(code: string, indent: string): string {
  return code.replaceAll(`\n${indent}`, '\n');
}
