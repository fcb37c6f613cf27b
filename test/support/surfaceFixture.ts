/** Short ways to write down what the server answers about a surface. */
import { type SurfaceEndpoint, type SurfaceResult } from '../../server/src/protocol';

export type SurfaceApp = SurfaceResult['apps'][number];

/** An app; at the workspace's top when `root` is empty. */
export function anApp(more: Partial<SurfaceApp> = {}): SurfaceApp {
  const root = more.root ?? '';
  return {
    root,
    appDir: `${root}/app`,
    next: '16.1.0',
    bundler: 'turbopack',
    basePath: '',
    endpoints: 0,
    rewrites: [],
    redirects: [],
    uri: `file:///ws/${root}`,
    name: root === '' ? 'ws' : root,
    ...more,
  };
}

/** A method of a route handler, with nothing known beyond its place. */
export function aRoute(url: string, method: string, more: Partial<SurfaceEndpoint> = {}): SurfaceEndpoint {
  const file = more.file ?? `app${url}/route.ts`;
  return anEndpoint({
    kind: 'route',
    name: method,
    method,
    url,
    surface: 'public',
    exposure: 'http',
    registered: null,
    file,
    ...more,
  });
}

/** An exported server action, with nothing known beyond its place. */
export function anAction(file: string, name: string, more: Partial<SurfaceEndpoint> = {}): SurfaceEndpoint {
  return anEndpoint({ kind: 'action', name, file, surface: 'internal', ...more });
}

/** What is known of an endpoint's guard when its verdict is, for the last argument of `aRoute` and `anAction`. */
export function judged(
  verdict: SurfaceEndpoint['guard']['verdict'],
  more: Partial<SurfaceEndpoint> = {},
): Partial<SurfaceEndpoint> {
  return {
    guard: { verdict, kind: null, at: null, hops: null, steps: [], note: null },
    publicByDesign: { value: false, reason: null },
    ...more,
  };
}

/** For the last argument of `judged`. */
export const PUBLIC_BY_DESIGN = { publicByDesign: { value: true, reason: 'health' } } as const;

/** A complete answer. */
export function aSurface(
  endpoints: readonly SurfaceEndpoint[],
  apps: readonly SurfaceApp[] = [anApp({ endpoints: endpoints.length })],
): SurfaceResult {
  return { state: 'ready', apps, endpoints };
}

function anEndpoint(
  more: Pick<SurfaceEndpoint, 'kind' | 'name' | 'file' | 'surface'> & Partial<SurfaceEndpoint>,
): SurfaceEndpoint {
  const app = more.app ?? '';
  const line = more.line ?? 1;
  return {
    id: `${more.file}#${more.name}`,
    app,
    apps: [app],
    framework: false,
    line,
    column: 1,
    method: null,
    url: null,
    exposure: 'unknown',
    registered: 'unknown',
    guard: { verdict: 'unknown', kind: null, at: null, hops: null, steps: [], note: null },
    effects: null,
    mutates: 'unknown',
    validation: 'unknown',
    publicByDesign: { value: 'unknown', reason: null },
    caching: null,
    cors: null,
    proxy: null,
    runtime: 'unknown',
    callers: null,
    uri: `file:///ws/${more.file}`,
    range: { start: { line: line - 1, character: 0 }, end: { line: line - 1, character: 3 } },
    ...more,
  };
}
