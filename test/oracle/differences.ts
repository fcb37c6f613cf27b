/** Compares what the tool says with what a build says, one line per difference, and knows the documented ones. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReportEndpoint } from '../../server/src/protocol';
import { type OracleBuild } from './builds';
import { builtActions, type BuiltRoutes, publicTexts } from './manifests';
import { allowedMethods, type StartedApp } from './server';
import { type ToolSurface } from './toolSurface';

/** `what key: Next.js says a, the tool says b`. */
export type Difference = string;

/** Differences between two tables of facts, each a text by key; a missing key is a fact too. */
export function differences(
  what: string,
  next: ReadonlyMap<string, string>,
  tool: ReadonlyMap<string, string>,
): readonly Difference[] {
  return [...new Set([...next.keys(), ...tool.keys()])]
    .filter((key) => next.get(key) !== tool.get(key))
    .sort()
    .map(
      (key) =>
        `${what} ${key}: Next.js says ${next.get(key) ?? 'nothing'}, the tool says ${tool.get(key) ?? 'nothing'}`,
    );
}

/** The URLs of handlers and metadata routes, and of API routes. */
export function routeDifferences(tool: readonly ReportEndpoint[], next: BuiltRoutes): readonly Difference[] {
  const served = (urls: readonly (string | null)[]): ReadonlyMap<string, string> =>
    new Map(urls.map((url) => [url ?? '', 'it is served']));
  const urls = (kind: string): readonly (string | null)[] =>
    tool.filter((endpoint) => endpoint.kind === kind).map(({ url }) => url);
  return [
    ...differences('route', served(next.routes), served(urls('route'))),
    ...differences('pages-api', served(next.pagesApi), served(urls('pages-api'))),
  ];
}

/** The handlers of `next typegen`, which knows no metadata routes. */
export function typegenDifferences(
  tool: readonly ReportEndpoint[],
  handlers: readonly string[],
): readonly Difference[] {
  const urls = tool
    .filter(({ kind, framework }) => kind === 'route' && !framework)
    .map(({ url }) => url ?? '');
  const table = (all: readonly string[]): ReadonlyMap<string, string> =>
    new Map(all.map((url) => [url, 'it is a handler']));
  return differences('typegen', table(handlers), table(urls));
}

/** Which actions are registered, and what of them is exposed: `rendered` is what browsers get of pages on request. */
export function actionDifferences(
  tool: ToolSurface,
  folders: { readonly app: string; readonly prefix: string },
  rendered: string,
): readonly Difference[] {
  const texts = `${publicTexts(folders.app)}\n${rendered}`;
  const next = new Map<string, string>();
  for (const { id, file, exportedName, workers } of builtActions(folders.app)) {
    const onlyRoutes = workers.every((worker) => worker.endsWith('/route'));
    const exposure = onlyRoutes ? 'unused' : texts.includes(id) ? 'post' : 'server-only';
    next.set(`${file}#${exportedName}`, `registered, ${exposure}`);
  }
  const said = new Map<string, string>();
  for (const endpoint of tool.report.endpoints) {
    if (endpoint.kind !== 'action' && endpoint.kind !== 'inline-action') continue;
    const { registered, exposure } = endpoint;
    // What is not registered is not in the manifest.
    if (registered === false && exposure === 'unused') continue;
    const word = registered === true ? 'registered' : registered === false ? 'not registered' : 'unknown';
    said.set(
      `${fromApp(folders.prefix, endpoint.file)}#${tool.compiledName(endpoint)}`,
      `${word}, ${exposure}`,
    );
  }
  return differences('action', next, said);
}

function fromApp(prefix: string, file: string): string {
  if (prefix === '') return file;
  return file.startsWith(`${prefix}/`) ? file.slice(prefix.length + 1) : `../../${file}`;
}

/** The methods of the dynamic handlers that leave OPTIONS to Next.js. */
export async function methodDifferences(
  tool: readonly ReportEndpoint[],
  app: StartedApp,
  { routes, prerendered }: BuiltRoutes,
): Promise<{ readonly compared: number; readonly found: readonly Difference[] }> {
  const methods = new Map<string, Set<string>>();
  for (const { kind, url, method } of tool) {
    if (kind !== 'route' || url === null || method === null) continue;
    methods.set(url, (methods.get(url) ?? new Set()).add(method));
  }
  const next = new Map<string, string>();
  const said = new Map<string, string>();
  for (const url of routes.filter((route) => !prerendered.has(route))) {
    const own = methods.get(url) ?? new Set<string>();
    if (own.has('OPTIONS')) continue;
    const allowed = await allowedMethods(app, url);
    // HEAD comes with GET.
    if (own.has('GET')) own.add('HEAD');
    next.set(url, (allowed ?? ['no answer']).join(' ') || 'no method');
    said.set(url, [...own].sort().join(' ') || 'no method');
  }
  return { compared: next.size, found: differences('methods', next, said) };
}

/** Which GET handlers are prerendered, where the tool has a verdict. */
export function cachingDifferences(
  tool: readonly ReportEndpoint[],
  { prerendered }: BuiltRoutes,
): { readonly compared: number; readonly found: readonly Difference[] } {
  const next = new Map<string, string>();
  const said = new Map<string, string>();
  for (const { kind, method, url, caching } of tool) {
    if (kind !== 'route' || method !== 'GET' || url === null || !caching) continue;
    next.set(url, prerendered.has(url) ? 'static' : 'dynamic');
    said.set(url, caching.mode);
  }
  return { compared: next.size, found: differences('caching', next, said) };
}

/** The name of a build in the table of known differences. */
export function buildName({ app, next, bundler }: OracleBuild): string {
  return `${app} ${next} ${bundler}`;
}

/** The documented differences of a build: rows of `| build | difference | reason |`, the first two in backticks. */
export function knownDifferences(build: OracleBuild): readonly Difference[] {
  const page = readFileSync(join(__dirname, '../../docs/known-differences.md'), 'utf8');
  return [...page.matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\| \S.*\|$/gm)]
    .filter(([, name]) => name === buildName(build) || name === `${build.app} ${build.next}`)
    .map(([, , difference]) => difference ?? '');
}
