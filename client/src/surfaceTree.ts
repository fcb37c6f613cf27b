/** Turns the server's surface into the rows of the Surface view; no `vscode` here, so that it is tested without an editor. */
import { shownName, type SurfaceEndpoint, type SurfaceResult } from '../../server/src/protocol';
import {
  commonIcon,
  isUnguarded,
  SHOWN_VERDICTS,
  shownVerdict,
  spokenVerdict,
  unguardedText,
  verdictIcon,
  verdictText,
} from './shownVerdict';
import { type SurfaceNode } from './surfaceNode';
import { verdictTitle, verdictTooltip } from './verdictGroups';
import {
  codeSpan,
  countText,
  endpointTooltip,
  groupTitle,
  groupTooltip,
  methodText,
  spokenName,
  type GroupName,
  type Translate,
} from './surfaceText';

type App = SurfaceResult['apps'][number];

/** The part of the tree that rows are made for. */
interface Scope {
  /** None for code that no app reaches. */
  readonly app: App | undefined;
  /** Starts every id below it, because an endpoint that several apps reach has a row in each. */
  readonly prefix: string;
  readonly filter: SurfaceFilter;
  readonly t: Translate;
}

/** What the endpoints of an app are told apart by: which surface they belong to, or whether they check their caller. */
export type SurfaceGrouping = 'surface' | 'verdict';

/** Which endpoints have a row. Counts are always those of all. */
export type SurfaceFilter = 'all' | 'unguarded';

/** With more apps than this they are shown closed: the list of apps is then what one looks for first. */
const APPS_SHOWN_OPEN = 3;

/** In the order in which they are listed below a URL. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const GROUP_ICONS: Readonly<Record<GroupName, string>> = {
  public: 'globe',
  internal: 'zap',
  framework: 'gear',
  pages: 'files',
  unreached: 'circle-slash',
};

/** The rows at the top of the view: one app's groups, or the apps; none where there is no app. */
export function buildSurfaceTree(
  surface: SurfaceResult,
  t: Translate,
  filter: SurfaceFilter = 'all',
  grouping: SurfaceGrouping = 'surface',
): readonly SurfaceNode[] {
  const { apps, endpoints } = surface;
  if (apps.length === 0) return [];
  const known = new Set(apps.map((app) => app.root));
  const unreached = endpoints.filter((endpoint) => !reachingApps(endpoint).some((root) => known.has(root)));
  const rest = [unreachedGroup({ app: undefined, prefix: 'unreached', filter, t }, unreached)].filter(
    (group) => group.children.length > 0,
  );
  const reachedBy = (app: App): readonly SurfaceEndpoint[] =>
    endpoints.filter((endpoint) => reachingApps(endpoint).includes(app.root));
  const groupsOf = (app: App): readonly SurfaceNode[] =>
    (grouping === 'verdict' ? verdictGroups : appGroups)(
      { app, prefix: `app:${app.uri}`, filter, t },
      reachedBy(app),
    );
  const [first] = apps;
  if (first !== undefined && apps.length === 1) return [...groupsOf(first), ...rest];
  const sorted = [...apps].sort((a, b) => compareText(a.name, b.name) || compareText(a.root, b.root));
  return [...sorted.map((app) => appNode(app, apps, reachedBy(app), groupsOf(app), t)), ...rest];
}

function reachingApps(endpoint: SurfaceEndpoint): readonly string[] {
  return endpoint.apps.length > 0 ? endpoint.apps : [endpoint.app];
}

function appNode(
  app: App,
  all: readonly App[],
  endpoints: readonly SurfaceEndpoint[],
  groups: readonly SurfaceNode[],
  t: Translate,
): SurfaceNode {
  const version = app.next === null ? [] : [`Next.js ${app.next}`];
  const isNamesake = all.some((other) => other !== app && other.name === app.name);
  const unguarded = unguardedText(endpoints, t);
  const spoken = joined(', ', ...version, countText(app.endpoints, t), unguarded);
  return {
    id: `app:${app.uri}`,
    kind: 'app',
    label: app.name,
    description: joined(' · ', isNamesake ? app.root : '', ...version, String(app.endpoints), unguarded),
    icon: { id: 'package' },
    tooltip: [codeSpan(app.root === '' ? app.name : app.root), spoken].join('\n\n'),
    accessibleLabel: t('App {0}, {1}', app.name, spoken),
    expanded: all.length <= APPS_SHOWN_OPEN,
    children: groups,
  };
}

function appGroups(scope: Scope, endpoints: readonly SurfaceEndpoint[]): readonly SurfaceNode[] {
  const open = endpoints.filter((endpoint) => endpoint.surface === 'public');
  const internal = endpoints.filter((endpoint) => endpoint.surface === 'internal');
  const pages = open.filter((endpoint) => endpoint.kind === 'pages-api');
  const framework = open.filter((endpoint) => endpoint.framework && endpoint.kind !== 'pages-api');
  const handlers = open.filter((endpoint) => !endpoint.framework && endpoint.kind !== 'pages-api');
  const subgroups = [
    groupNode(scope, 'pages', pages, urlNodes(scope, pages)),
    groupNode(scope, 'framework', framework, urlNodes(scope, framework)),
  ].filter((subgroup) => subgroup.children.length > 0);
  return [
    groupNode(scope, 'public', open, [...urlNodes(scope, handlers), ...subgroups]),
    groupNode(scope, 'internal', internal, fileNodes(scope, internal)),
  ];
}

/** One group for each verdict that some endpoint has, the most pressing first and open. */
function verdictGroups(scope: Scope, endpoints: readonly SurfaceEndpoint[]): readonly SurfaceNode[] {
  const { t } = scope;
  return SHOWN_VERDICTS.flatMap((shown) => {
    const own = shownOf(scope, endpoints).filter((endpoint) => shownVerdict(endpoint) === shown);
    if (own.length === 0) return [];
    const id = `${scope.prefix}/verdict:${shown}`;
    const below: Scope = { ...scope, prefix: id };
    const label = verdictTitle(shown, t);
    return {
      id,
      kind: 'group' as const,
      label,
      description: String(own.length),
      icon: verdictIcon(shown),
      tooltip: verdictTooltip(shown, t),
      accessibleLabel: joined(', ', label, countText(own.length, t)),
      expanded: shown === 'unguarded' || shown === 'partial',
      children: [
        ...urlNodes(
          below,
          own.filter(({ surface }) => surface === 'public'),
        ),
        ...fileNodes(
          below,
          own.filter(({ surface }) => surface === 'internal'),
        ),
      ],
    };
  });
}

function unreachedGroup(scope: Scope, endpoints: readonly SurfaceEndpoint[]): SurfaceNode {
  const open = endpoints.filter((endpoint) => endpoint.surface === 'public');
  const internal = endpoints.filter((endpoint) => endpoint.surface === 'internal');
  return groupNode(scope, 'unreached', endpoints, [...urlNodes(scope, open), ...fileNodes(scope, internal)]);
}

function groupNode(
  { prefix, t }: Scope,
  name: GroupName,
  endpoints: readonly SurfaceEndpoint[],
  children: readonly SurfaceNode[],
): SurfaceNode {
  const label = groupTitle(name, t);
  const unguarded = unguardedText(endpoints, t);
  return {
    id: `${prefix}/${name}`,
    kind: 'group',
    label,
    description: joined(' · ', String(endpoints.length), unguarded),
    icon: { id: GROUP_ICONS[name] },
    tooltip: groupTooltip(name, t),
    accessibleLabel: joined(', ', label, countText(endpoints.length, t), unguarded),
    expanded: name === 'public' || name === 'internal',
    children,
  };
}

/** One row for each URL, which is the endpoint itself while there is only one, and stays in its place when others come. */
function urlNodes(scope: Scope, endpoints: readonly SurfaceEndpoint[]): readonly SurfaceNode[] {
  const byUrl = groupBy(
    shownOf(scope, endpoints),
    (endpoint) => endpoint.url ?? pathInApp(scope, endpoint.file),
  );
  return [...byUrl]
    .sort(([a], [b]) => compareUrls(a, b))
    .map(([url, group]) => {
      const sorted = group.sort((a, b) => compareMethods(a, b) || compareText(a.id, b.id));
      const [first] = sorted;
      const id = `${scope.prefix}/url:${url}`;
      if (first !== undefined && sorted.length === 1) {
        return { ...endpointNode(scope, first, methodText(first, scope.t)), id, label: url };
      }
      return urlNode(scope, id, url, sorted);
    });
}

function urlNode(scope: Scope, id: string, url: string, endpoints: readonly SurfaceEndpoint[]): SurfaceNode {
  const methods = [...new Set(endpoints.map((endpoint) => methodText(endpoint, scope.t)))];
  const isRepeated = methods.length < endpoints.length;
  const fullUrl = withBasePath(scope, endpoints[0]?.url ?? null);
  const unguarded = unguardedText(endpoints, scope.t);
  return {
    id,
    kind: 'url',
    label: url,
    description: joined(' · ', ...methods, unguarded),
    icon: commonIcon(endpoints, { id: 'link' }),
    tooltip: codeSpan(fullUrl ?? url),
    accessibleLabel: joined(', ', url, ...methods, unguarded),
    expanded: false,
    children: endpoints.map((endpoint) => ({
      // Two files that answer the same URL can only be told apart by their paths.
      ...endpointNode(scope, endpoint, isRepeated ? pathInApp(scope, endpoint.file) : ''),
      label: methodText(endpoint, scope.t),
    })),
    ...(fullUrl === undefined ? {} : { url: fullUrl }),
  };
}

function fileNodes(scope: Scope, endpoints: readonly SurfaceEndpoint[]): readonly SurfaceNode[] {
  const { prefix, t } = scope;
  const byFile = groupBy(shownOf(scope, endpoints), (endpoint) => endpoint.file);
  return [...byFile]
    .sort(([a], [b]) => compareText(a, b))
    .map(([file, actions]) => {
      const sorted = actions.sort(
        (a, b) => compareText(a.name, b.name) || a.line - b.line || a.column - b.column,
      );
      const path = pathInApp(scope, file);
      const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      const [first] = sorted;
      return {
        id: `${prefix}/file:${file}`,
        kind: 'file' as const,
        // The name before the folder, like VS Code's own lists: a narrow view cuts off the end.
        label: path.slice(path.lastIndexOf('/') + 1),
        description: folder === '' ? String(sorted.length) : `${folder} · ${sorted.length}`,
        icon: { id: 'file' },
        tooltip: codeSpan(file),
        accessibleLabel: t('{0}, server actions: {1}', path, sorted.length),
        expanded: true,
        children: sorted.map((action) =>
          endpointNode(
            scope,
            action,
            action.kind === 'inline-action' ? t('inline, line {0}', action.line) : '',
          ),
        ),
        ...(first === undefined ? {} : { resource: first.uri }),
      };
    });
}

/** `detail` stands before the verdict in the description. */
function endpointNode(scope: Scope, endpoint: SurfaceEndpoint, detail: string): SurfaceNode {
  const { prefix, t } = scope;
  const url = withBasePath(scope, endpoint.url);
  const shown = shownVerdict(endpoint);
  return {
    id: `${prefix}/endpoint:${endpoint.id}`,
    kind: 'endpoint',
    label: shownName(endpoint.name),
    description: joined(' · ', detail, verdictText(shown, t)),
    icon: verdictIcon(shown),
    tooltip: endpointTooltip(endpoint, url, t),
    accessibleLabel: joined(', ', spokenName(endpoint, url, t), spokenVerdict(shown, t)),
    expanded: false,
    children: [],
    endpoint: endpoint.id,
    open: { uri: endpoint.uri, range: endpoint.range },
    ...(url === undefined ? {} : { url }),
  };
}

function shownOf({ filter }: Scope, endpoints: readonly SurfaceEndpoint[]): readonly SurfaceEndpoint[] {
  return filter === 'all' ? endpoints : endpoints.filter(isUnguarded);
}

/** The parts that say something. */
function joined(separator: string, ...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

function withBasePath({ app }: Scope, url: string | null): string | undefined {
  return url === null ? undefined : `${app?.basePath ?? ''}${url}`;
}

/** The path below the app's folder; of a file elsewhere the path as the server gives it. */
function pathInApp({ app }: Scope, file: string): string {
  const folder = app === undefined || app.root === '' || app.root === '.' ? '' : `${app.root}/`;
  return file.startsWith(folder) ? file.slice(folder.length) : file;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function compareMethods(a: SurfaceEndpoint, b: SurfaceEndpoint): number {
  return METHODS.indexOf(a.method ?? '') - METHODS.indexOf(b.method ?? '');
}

/** By segment, so that what is below a URL follows it, and a dynamic segment comes after the fixed ones beside it. */
function compareUrls(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (const [at, segment] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    const difference =
      Number(segment.startsWith('[')) - Number(other.startsWith('[')) || compareText(segment, other);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** By code units: the same on every machine, whatever its language. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
