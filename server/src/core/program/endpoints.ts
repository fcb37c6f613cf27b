/** Lists the endpoints of one file: route handler methods by its exports, server actions by its directives. */
import { type ExportedValue, type ExportFact, type FactId, type LinkFacts } from '../facts/fileFacts';
import { type App, type Project } from '../project/project';
import { type FilePath } from '../text/filePath';
import { type Endpoint, type EndpointKind, type ProgramFiles } from './program';
import { exportedNames, valueThrough } from './moduleExports';
import { HTTP_METHODS, type RouteFile } from './routes';

/** What the endpoints of a file are made with. */
export interface EndpointSource {
  readonly project: Project;
  readonly files: ProgramFiles;
  readonly path: FilePath;
  readonly link: LinkFacts;
  readonly app: App | undefined;
  readonly route: RouteFile | undefined;
}

/** The endpoints of one file, in the order of its facts. */
export function endpointsOf(source: EndpointSource): readonly Endpoint[] {
  const drafts = [...routeEndpoints(source), ...exportedActions(source), ...inlineActions(source)];
  const used = new Map<string, number>();
  return drafts.map((draft) => {
    const count = (used.get(draft.name) ?? 0) + 1;
    used.set(draft.name, count);
    return { ...draft, id: `${source.path}#${draft.name}${count > 1 ? `@${count}` : ''}` };
  });
}

/** The endpoint of a metadata file that is served as it is: an image, a text. Nothing of it is known but its name. */
export function staticMetadataEndpoint(app: App, path: FilePath, url: string): Endpoint {
  return {
    id: `${path}#GET`,
    app,
    apps: [app.root],
    kind: 'route',
    framework: true,
    passed: false,
    name: 'GET',
    path,
    fact: 'file',
    method: 'GET',
    url,
  };
}

type Draft = Omit<Endpoint, 'id'>;

function draft(
  source: EndpointSource,
  kind: EndpointKind,
  name: string,
  fact: FactId,
  more: Partial<Pick<Draft, 'framework' | 'passed' | 'method' | 'url'>> = {},
): Draft {
  const { app, path } = source;
  return {
    app,
    apps: app ? [app.root] : [],
    kind,
    name,
    path,
    fact,
    framework: false,
    passed: false,
    method: undefined,
    url: undefined,
    ...more,
  };
}

function* routeEndpoints(source: EndpointSource): Iterable<Draft> {
  const { route, link } = source;
  if (!route) return;
  const { url } = route;
  if (route.kind === 'handler') {
    const names = exportedNames(source.project, source.files, source.path);
    for (const method of HTTP_METHODS) {
      const site = names.get(method);
      if (site) yield draft(source, 'route', method, site, { method, url });
    }
  } else if (route.kind === 'metadata') {
    if (!link.exports.some((e) => e.name === 'default')) return;
    const listsIds =
      'generateSitemaps' in link.segmentConfig || 'generateImageMetadata' in link.segmentConfig;
    yield draft(source, 'route', 'GET', 'export:default', {
      framework: true,
      method: 'GET',
      url: (listsIds ? route.urlWithId : undefined) ?? url,
    });
  } else if (link.exports.some((e) => e.name === 'default')) {
    yield draft(source, 'pages-api', 'default', 'export:default', { url });
  }
}

/** https://nextjs.org/docs/app/api-reference/directives/use-server: every export of such a file is a Server Function. */
function* exportedActions(source: EndpointSource): Iterable<Draft> {
  if (source.link.directive !== 'use server') return;
  for (const fact of source.link.exports) {
    const { name, value } = fact;
    if (!isRegisteredName(source.link, fact)) continue;
    if (mayBeAction(valueThrough(source.project, source.files, source.path, value))) {
      yield draft(source, 'action', name, `export:${name}`);
    }
  }
}

/**
 * The names that an exported function is registered under, as `next build` of 16.4.6 does it: of several names for one
 * function of the file only the last, and none that is exported the CommonJS way.
 */
export function registeredName(
  link: LinkFacts,
  { name, local, form, value }: ExportFact,
): string | undefined {
  if (form === 'commonjs') return undefined;
  const own = local ?? (form === 'declaration' ? name : undefined);
  if (own === undefined || value.kind === 'import') return name;
  const names = link.exports.filter(
    (other) => (other.local ?? other.name) === own && other.form !== 'commonjs',
  );
  return names.at(-1)?.name;
}

function isRegisteredName(link: LinkFacts, fact: ExportFact): boolean {
  return registeredName(link, fact) === fact.name;
}

/** Classes, literals and objects are rejected by the compiler or when the module runs; a cached function is not an action. */
function mayBeAction(value: ExportedValue): boolean {
  switch (value.kind) {
    case 'function':
      return value.directive !== 'use cache';
    case 'class':
    case 'enum':
    case 'namespace':
    case 'literal':
    case 'value':
      return false;
    default:
      return true;
  }
}

function* inlineActions(source: EndpointSource): Iterable<Draft> {
  const isActionFile = source.link.directive === 'use server';
  for (const action of source.link.inlineActions) {
    // Listed once, as the file's exported action; instance methods are never actions.
    if ((isActionFile && action.exportedAs !== undefined) || action.invalid === 'instance-method') continue;
    const { passed } = action;
    yield draft(source, 'inline-action', action.name, `inline:${action.index}`, { passed });
  }
}
