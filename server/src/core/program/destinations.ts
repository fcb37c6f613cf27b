/** Finds the routes that a rewrite's or a redirect's destination can reach. */
import { type App } from '../project/project';
import { entryKind } from './moduleGraph';
import { pageUrl } from './pages';
import { type Endpoint, type Program, type ProgramFiles } from './program';
import { pageName } from './routes';

/** Answers for destinations as the configuration writes them: the endpoints they can reach, in the program's order. */
export function destinationsOf(
  program: Program,
  files: ProgramFiles,
  app: App,
): (destination: string) => readonly Endpoint[] {
  const served = program.endpoints.filter((endpoint) => endpoint.app === app && endpoint.url !== undefined);
  const urls = new Set(served.map(({ url }) => url ?? ''));
  for (const path of files.paths()) {
    // A page hides the handlers of wider routes.
    if (pageName(app, path) !== 'page' || entryKind(app, path) !== 'render') continue;
    const url = pageUrl(app, path);
    if (url !== undefined) urls.add(url);
  }
  const routes = [...urls].map(segmentsOf).sort(bySpecificity);
  return (destination) => {
    if (!destination.startsWith('/')) return [];
    const wanted = segmentsOf(destination.replace(/[?#].*$/, ''));
    const reached = new Set<string>();
    for (const route of routes) {
      if (!meets(wanted, route, false)) continue;
      reached.add(`/${route.join('/')}`);
      // All that is left for wider routes is nothing.
      if (meets(wanted, route, true)) break;
    }
    return served.filter(({ url }) => url !== undefined && reached.has(url));
  };
}

function segmentsOf(url: string): readonly string[] {
  return url.split('/').filter(Boolean);
}

/** `:name` and `:name(\\d+)` stand for one segment, `:name*` and `:name+` for several. */
const PARAMETER = /:\w/;
const SEVERAL = /^:\w+(?:\(.*\))?[*+]$/;

/** Whether some path (or, with `always`, every path) that the destination can become is one of the route's. */
function meets(wanted: readonly string[], route: readonly string[], always: boolean): boolean {
  const [want, ...rest] = wanted;
  const [segment, ...more] = route;
  if (segment?.startsWith('[[...')) return true;
  if (segment?.startsWith('[...')) {
    return want !== undefined && !(always && SEVERAL.test(want) && want.endsWith('*'));
  }
  if (want !== undefined && SEVERAL.test(want)) {
    if (always) return false;
    return (
      (want.endsWith('*') && meets(rest, route, false)) ||
      (segment !== undefined && meets(wanted, more, false)) ||
      meets(rest, more, false)
    );
  }
  if (want === undefined || segment === undefined) return want === segment;
  const isSame = segment.startsWith('[') || segment === want || (!always && PARAMETER.test(want));
  return isSame && meets(rest, more, always);
}

/** Next.js tries static segments before dynamic ones, and those before catch-alls. */
function bySpecificity(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = width(a[i]) - width(b[i]);
    if (difference !== 0) return difference;
    if (a[i] !== b[i]) return (a[i] ?? '') < (b[i] ?? '') ? -1 : 1;
  }
  return 0;
}

function width(segment: string | undefined): number {
  if (segment === undefined) return 0;
  if (segment.startsWith('[[...')) return 4;
  if (segment.startsWith('[...')) return 3;
  return segment.startsWith('[') ? 2 : 1;
}
