/** What the Surface view shows for what the server answers. */
import assert from 'node:assert/strict';
import { changedNodes, indexSurfaceTree, type SurfaceNode } from '../../client/src/surfaceNode';
import { buildSurfaceTree } from '../../client/src/surfaceTree';
import { type SurfaceResult } from '../../server/src/protocol';
import { aRoute, aSurface, anAction, anApp, judged, PUBLIC_BY_DESIGN } from '../support/surfaceFixture';

/** Texts stay English; `{0}` and so on are replaced. */
const english = (text: string, ...args: (string | number)[]): string =>
  text.replace(/\{(\d+)\}/g, (_, at: string) => String(args[Number(at)]));

const build = (surface: SurfaceResult): readonly SurfaceNode[] => buildSurfaceTree(surface, english);

/** The rows as one sees them: indented, the description behind a bar. */
function drawn(nodes: readonly SurfaceNode[], indent = ''): readonly string[] {
  return nodes.flatMap((node) => [
    `${indent}${node.label}${node.description === '' ? '' : ` | ${node.description}`}`,
    ...drawn(node.children, `${indent}  `),
  ]);
}

function find(nodes: readonly SurfaceNode[], label: string): SurfaceNode {
  const found = [...indexSurfaceTree(nodes).values()].find(({ node }) => node.label === label)?.node;
  assert.ok(found, `no row ${label}`);
  return found;
}

describe('surface tree', () => {
  it('is empty where there is no app', () => {
    assert.deepEqual(build(aSurface([], [])), []);
  });

  it('shows one app as its two groups, also when they are empty', () => {
    assert.deepEqual(drawn(build(aSurface([]))), [
      'Public: route handlers | 0',
      'Internal: server actions | 0',
    ]);
  });

  it('shows a URL with one method as the endpoint, and with several as their parent in the usual order', () => {
    const surface = aSurface([
      aRoute('/api/orders', 'DELETE'),
      aRoute('/api/orders', 'POST'),
      aRoute('/api/orders', 'GET'),
      aRoute('/api/health', 'GET'),
    ]);
    assert.deepEqual(drawn(build(surface)), [
      'Public: route handlers | 4',
      '  /api/health | GET',
      '  /api/orders | GET · POST · DELETE',
      '    GET',
      '    POST',
      '    DELETE',
      'Internal: server actions | 0',
    ]);
  });

  it('sorts URLs by segment, dynamic segments behind the fixed ones', () => {
    const urls = [
      '/api/orders-old',
      '/api/[...rest]',
      '/api/orders/[id]',
      '/api/orders/new',
      '/api/orders',
      '/api',
    ];
    const [open] = build(aSurface(urls.map((url) => aRoute(url, 'GET'))));
    assert.deepEqual(
      open?.children.map((node) => node.label),
      ['/api', '/api/orders', '/api/orders/new', '/api/orders/[id]', '/api/orders-old', '/api/[...rest]'],
    );
  });

  it('tells two files that answer the same URL and method apart', () => {
    const surface = aSurface([
      aRoute('/x', 'GET', { file: 'app/(a)/x/route.ts' }),
      aRoute('/x', 'GET', { file: 'app/(b)/x/route.ts' }),
    ]);
    assert.deepEqual(drawn(find(build(surface), '/x').children), [
      'GET | app/(a)/x/route.ts',
      'GET | app/(b)/x/route.ts',
    ]);
  });

  it('keeps framework routes and the Pages API in groups of their own, and counts them as public', () => {
    const surface = aSurface([
      aRoute('/robots.txt', 'GET', { framework: true, file: 'app/robots.ts' }),
      aRoute('/api/old', '', { kind: 'pages-api', method: null, name: 'default', file: 'pages/api/old.ts' }),
      aRoute('/api/new', 'GET'),
    ]);
    assert.deepEqual(drawn(build(surface)), [
      'Public: route handlers | 3',
      '  /api/new | GET',
      '  Pages API | 1',
      '    /api/old | any method',
      '  Framework | 1',
      '    /robots.txt | GET',
      'Internal: server actions | 0',
    ]);
  });

  it('shows server actions by file, then name, and where an inline action is', () => {
    const surface = aSurface([
      anAction('lib/cart/actions.ts', 'removeItem'),
      anAction('lib/cart/actions.ts', 'addItem'),
      anAction('actions.ts', 'save'),
      anAction('app/page.tsx', 'anonymous', {
        kind: 'inline-action',
        line: 12,
        id: 'app/page.tsx#anonymous',
      }),
      anAction('app/page.tsx', 'anonymous', {
        kind: 'inline-action',
        line: 7,
        id: 'app/page.tsx#anonymous@2',
      }),
    ]);
    assert.deepEqual(drawn(build(surface)), [
      'Public: route handlers | 0',
      'Internal: server actions | 5',
      '  actions.ts | 1',
      '    save',
      '  page.tsx | app · 2',
      '    anonymous | inline, line 7',
      '    anonymous | inline, line 12',
      '  actions.ts | lib/cart · 2',
      '    addItem',
      '    removeItem',
    ]);
  });

  it('shows several apps above their groups, with version and count, and files relative to their app', () => {
    const apps = [
      anApp({ root: 'apps/web', name: 'web', endpoints: 1 }),
      anApp({ root: 'apps/admin', name: 'admin', next: null, endpoints: 1 }),
    ];
    const surface = aSurface(
      [
        anAction('apps/web/lib/actions.ts', 'save', { app: 'apps/web' }),
        aRoute('/api', 'GET', { app: 'apps/admin', file: 'apps/admin/app/api/route.ts' }),
      ],
      apps,
    );
    assert.deepEqual(drawn(build(surface)), [
      'admin | 1',
      '  Public: route handlers | 1',
      '    /api | GET',
      '  Internal: server actions | 0',
      'web | Next.js 16.1.0 · 1',
      '  Public: route handlers | 0',
      '  Internal: server actions | 1',
      '    actions.ts | lib · 1',
      '      save',
    ]);
  });

  it('tells apps of the same name apart, and shows many apps closed', () => {
    const roots = ['apps/web', 'legacy/web', 'apps/docs', 'apps/admin'];
    const tree = build(
      aSurface(
        [],
        roots.map((root) => anApp({ root, name: root.slice(root.indexOf('/') + 1) })),
      ),
    );
    assert.deepEqual(
      tree.map((node) => `${node.label} | ${node.description}`),
      [
        'admin | Next.js 16.1.0 · 0',
        'docs | Next.js 16.1.0 · 0',
        'web | apps/web · Next.js 16.1.0 · 0',
        'web | legacy/web · Next.js 16.1.0 · 0',
      ],
    );
    assert.ok(tree.every((node) => !node.expanded));
  });

  it('shows code that several apps reach in each of them, under different ids', () => {
    const apps = [anApp({ root: 'apps/a', name: 'a' }), anApp({ root: 'apps/b', name: 'b' })];
    const tree = build(
      aSurface([anAction('packages/shared/actions.ts', 'save', { apps: ['apps/a', 'apps/b'] })], apps),
    );
    const rows = [...indexSurfaceTree(tree).values()].filter(({ node }) => node.label === 'save');
    assert.equal(rows.length, 2);
    assert.equal(new Set(rows.map(({ node }) => node.id)).size, 2);
  });

  it('shows code that no app reaches at the end', () => {
    const tree = build(
      aSurface(
        [anAction('packages/dead/actions.ts', 'save', { app: 'packages/dead', apps: [] })],
        [anApp({ root: 'apps/web' })],
      ),
    );
    assert.deepEqual(drawn(tree.slice(2)), [
      'Reached by no app | 1',
      '  actions.ts | packages/dead · 1',
      '    save',
    ]);
  });

  it('opens the place of an endpoint and names it for the report and for a screen reader', () => {
    const row = find(build(aSurface([aRoute('/api/health', 'GET', { line: 4 })])), '/api/health');
    assert.deepEqual(row.open, {
      uri: 'file:///ws/app/api/health/route.ts',
      range: { start: { line: 3, character: 0 }, end: { line: 3, character: 3 } },
    });
    assert.equal(row.endpoint, 'app/api/health/route.ts#GET');
    assert.equal(row.accessibleLabel, 'GET /api/health, public');
  });

  it('gives the URL with the base path of the app', () => {
    const app = anApp({ basePath: '/shop' });
    const row = find(build(aSurface([aRoute('/api/health', 'GET')], [app])), '/api/health');
    assert.equal(row.url, '/shop/api/health');
    assert.match(row.tooltip, /`\/shop\/api\/health`/);
  });

  it('says only what is known of an endpoint', () => {
    const known = aRoute('/a', 'GET', {
      guard: {
        verdict: 'guarded',
        kind: 'session',
        at: { file: 'lib/auth.ts', line: 9 },
        hops: 1,
        steps: [],
        note: null,
      },
    });
    const tree = build(aSurface([known, aRoute('/b', 'GET')]));
    assert.equal(
      find(tree, '/a').tooltip,
      '**GET** `/a`\n\n`app/a/route.ts:1`\n\nGuarded (session) at `lib/auth.ts:9`.',
    );
    assert.equal(find(tree, '/b').tooltip, '**GET** `/b`\n\n`app/b/route.ts:1`');
  });

  it('never promises that an internal endpoint is out of reach', () => {
    const tree = build(aSurface([anAction('lib/actions.ts', 'save')]));
    assert.equal(
      find(tree, 'Internal: server actions').tooltip,
      "Internal by intent. Anyone who has an action's id can POST to it; ids of actions that the UI receives are in the page's HTML or JavaScript. Each must check its own caller: no page's, layout's or proxy's check extends to it.",
    );
    assert.match(find(tree, 'save').tooltip, /anyone who has its id can POST to it/);
  });

  it('lets no name from the workspace become Markdown', () => {
    const file = 'app/`![](https://example.com/x.png)`/actions.ts';
    const tree = build(
      aSurface([
        anAction(file, 'save', {
          guard: { verdict: 'partial', kind: null, at: null, hops: null, steps: [], note: 'calls ![](x)' },
        }),
      ]),
    );
    assert.match(
      find(tree, 'save').tooltip,
      /`` app\/`!\[\]\(https:\/\/example\.com\/x\.png\)`\/actions\.ts:1 ``/,
    );
    assert.match(find(tree, 'save').tooltip, /Calls \\!\\\[\\\]\\\(x\\\)/);
  });
});

describe('verdicts in the surface tree', () => {
  const surface = aSurface([
    aRoute('/guarded', 'GET', judged('guarded')),
    aRoute('/partial', 'GET', judged('partial')),
    aRoute('/open', 'GET', judged('unguarded')),
    aRoute('/health', 'GET', judged('unguarded', PUBLIC_BY_DESIGN)),
    aRoute('/rpc', 'GET', judged('delegated', PUBLIC_BY_DESIGN)),
    aRoute('/unknown', 'GET', judged('unknown')),
    aRoute('/mixed', 'GET', judged('unguarded', PUBLIC_BY_DESIGN)),
    aRoute('/mixed', 'POST', judged('unguarded')),
    aRoute('/both', 'GET', judged('guarded')),
    aRoute('/both', 'POST', judged('guarded')),
    aRoute('/fine', 'GET', judged('unguarded', PUBLIC_BY_DESIGN)),
    aRoute('/fine', 'POST', judged('guarded')),
    anAction('lib/actions.ts', 'save', judged('unguarded', { exposure: 'post' })),
    anAction('lib/actions.ts', 'dead', judged('unguarded', { exposure: 'unused' })),
  ]);

  it('stand behind the method, are counted above, and say nothing of what is unknown', () => {
    assert.deepEqual(drawn(build(surface)), [
      'Public: route handlers | 12 · 3 unguarded',
      '  /both | GET · POST',
      '    GET | guarded',
      '    POST | guarded',
      '  /fine | GET · POST',
      '    GET | public',
      '    POST | guarded',
      '  /guarded | GET · guarded',
      '  /health | GET · public',
      '  /mixed | GET · POST · 1 unguarded',
      '    GET | public',
      '    POST | unguarded',
      '  /open | GET · unguarded',
      '  /partial | GET · partial',
      '  /rpc | GET · delegated',
      '  /unknown | GET',
      'Internal: server actions | 2 · 1 unguarded',
      '  actions.ts | lib · 2',
      '    dead | unused',
      '    save | unguarded',
    ]);
  });

  it('give the icon; a URL has that of the gap among its methods, or of what they share', () => {
    const icons = [...indexSurfaceTree(build(surface)).values()]
      .filter(({ node }) => node.label.startsWith('/'))
      .map(({ node }) => `${node.label} ${node.icon.id}`);
    assert.deepEqual(icons, [
      '/both shield',
      '/fine link',
      '/guarded shield',
      '/health globe',
      '/mixed unlock',
      '/open unlock',
      '/partial warning',
      '/rpc references',
      '/unknown question',
    ]);
  });

  it('are spoken', () => {
    const tree = build(surface);
    assert.equal(find(tree, '/health').accessibleLabel, 'GET /health, public, public by design');
    assert.equal(find(tree, '/partial').accessibleLabel, 'GET /partial, public, guarded in part');
    assert.equal(find(tree, '/unknown').accessibleLabel, 'GET /unknown, public');
    assert.equal(find(tree, '/mixed').accessibleLabel, '/mixed, GET, POST, 1 unguarded');
  });

  it('are counted for each app', () => {
    const apps = [anApp({ root: 'a', endpoints: 1 }), anApp({ root: 'b', endpoints: 0 })];
    const tree = build(aSurface([aRoute('/x', 'GET', { ...judged('partial'), app: 'a' })], apps));
    assert.deepEqual(
      tree.map(({ description }) => description),
      ['Next.js 16.1.0 · 1 · 1 unguarded', 'Next.js 16.1.0 · 0'],
    );
  });

  it('filter: only the unguarded have a row, and the counts stay those of all', () => {
    assert.deepEqual(drawn(buildSurfaceTree(surface, english, 'unguarded')), [
      'Public: route handlers | 12 · 3 unguarded',
      '  /mixed | POST · unguarded',
      '  /open | GET · unguarded',
      '  /partial | GET · partial',
      'Internal: server actions | 2 · 1 unguarded',
      '  actions.ts | lib · 1',
      '    save | unguarded',
    ]);
  });

  it('grouping by verdict: one group for each that there is, the most pressing first', () => {
    const rows = buildSurfaceTree(surface, english, 'all', 'verdict');
    const counts = rows.map(({ label, description }) => `${label} ${description}`);
    assert.deepEqual(counts.slice(0, 2), ['Unguarded 3', 'Guarded in part 1']);
    const total = rows.reduce((sum, { description }) => sum + Number(description), 0);
    assert.equal(total, surface.endpoints.length);
    const ids = [...indexSurfaceTree(rows).keys()];
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(
      buildSurfaceTree(surface, english, 'unguarded', 'verdict').map(({ label }) => label),
      ['Unguarded', 'Guarded in part'],
    );
  });

  it('filter: a group of code that no app reaches goes when nothing in it is unguarded', () => {
    const endpoints = [
      anAction('packages/dead/actions.ts', 'save', { ...judged('guarded'), app: 'x', apps: [] }),
    ];
    const unreached = (filter: 'all' | 'unguarded'): number =>
      buildSurfaceTree(aSurface(endpoints, [anApp({ root: 'apps/web' })]), english, filter).length - 2;
    assert.deepEqual([unreached('all'), unreached('unguarded')], [1, 0]);
  });

  it('come with their reason in the tooltip, code in it as code and nothing else as Markdown', () => {
    const tooltip = (verdict: 'partial' | 'unknown', note: string | null): string => {
      const guard = { verdict, kind: null, at: null, hops: null, steps: [], note };
      return find(build(aSurface([aRoute('/a', 'GET', { guard })])), '/a')
        .tooltip.split('\n\n')
        .slice(2)
        .join();
    };
    assert.equal(tooltip('partial', '`db.x` is *open*'), 'Guarded in part. `db.x` is \\*open\\*.');
    assert.equal(
      tooltip('unknown', '`wrap` decides'),
      'Whether it checks its caller is not known. `wrap` decides.',
    );
    assert.equal(tooltip('unknown', null), '');
  });
});

describe('changed rows of the surface tree', () => {
  const before = aSurface([aRoute('/a', 'GET'), anAction('lib/x.ts', 'save'), anAction('lib/y.ts', 'load')]);
  const changed = (after: SurfaceResult): 'all' | readonly string[] =>
    changedNodes(build(before), build(after));

  it('are none when nothing has changed', () => {
    assert.deepEqual(changed(structuredClone(before)), []);
  });

  it('are only the row whose place has moved', () => {
    const after = aSurface([
      aRoute('/a', 'GET', { line: 9 }),
      anAction('lib/x.ts', 'save'),
      anAction('lib/y.ts', 'load'),
    ]);
    assert.deepEqual(changed(after), ['app:file:///ws//url:/a']);
  });

  it('include the parent of a row that is new or gone', () => {
    const renamed = aSurface([
      aRoute('/a', 'GET'),
      anAction('lib/x.ts', 'store'),
      anAction('lib/y.ts', 'load'),
    ]);
    assert.deepEqual(changed(renamed), ['app:file:///ws//file:lib/x.ts']);
  });

  it('keep the id of a URL that gets a second method', () => {
    const after = aSurface([
      aRoute('/a', 'GET'),
      aRoute('/a', 'POST'),
      anAction('lib/x.ts', 'save'),
      anAction('lib/y.ts', 'load'),
    ]);
    assert.deepEqual(changed(after), ['app:file:///ws//public']);
    assert.equal(find(build(before), '/a').id, find(build(after), '/a').id);
  });

  it('are all when an app comes', () => {
    assert.equal(changed(aSurface([], [anApp(), anApp({ root: 'b' })])), 'all');
  });
});
