/** The routes that rewrites and redirects of a readable configuration lead to. */
import assert from 'node:assert/strict';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

const HANDLER = 'export const GET = () => new Response();';
const ROUTES = `
//- app/api/items/route.ts
${HANDLER}
//- app/users/[id]/route.ts
${HANDLER}
//- app/users/me/route.ts
${HANDLER}
//- app/[...all]/route.ts
${HANDLER}
//- app/docs/[[...slug]]/route.ts
${HANDLER}
//- app/shown/page.tsx
export default () => null;
`;

/** Lines of `source -> file file`. */
function reached(config: string, list: 'rewrites' | 'redirects' = 'rewrites'): readonly string[] | null {
  const { files } = parseFixture(`//- package.json
{ "dependencies": { "next": "16.4.6" } }
//- next.config.mjs
export default { ${config} };
${ROUTES}`);
  const [app] = engineOver(files).snapshot().report(FIXTURE_ROOT).apps;
  const routes = app?.[list] ?? null;
  return (
    routes?.map(({ source, destination, endpoints }) => {
      const found = endpoints?.map((id) => id.replace(/\/route\.ts#GET$/, '')).join(' ') ?? 'unknown';
      return `${String(source)} ${String(destination)}: ${found}`;
    }) ?? null
  );
}

describe('rewrites', () => {
  it('are listed as they are tried, with the most specific route that each reaches', () => {
    assert.deepEqual(
      reached(`
        rewrites: async () => ({
          fallback: [{ source: '/f', destination: '/nowhere/else' }],
          beforeFiles: [{ source: '/b', destination: '/api/items?x=1' }],
          afterFiles: [
            { source: '/m', destination: '/users/me' },
            { source: '/s', destination: '/shown' },
            { source: '/x', destination: 'https://example.com/api/items' },
          ],
        })`),
      [
        '/b /api/items?x=1: app/api/items',
        '/m /users/me: app/users/me',
        '/s /shown: ',
        '/x https://example.com/api/items: ',
        '/f /nowhere/else: app/[...all]',
      ],
    );
  });

  it('with parameters reach every route that some value of them leads to', () => {
    assert.deepEqual(
      reached(`
        rewrites: () => [
          { source: '/u/:id', destination: '/users/:id' },
          { source: '/d/:path*', destination: '/docs/:path*' },
          { source: '/a/:path*', destination: '/api/:path*' },
          { source: '/t/:tail', destination: '/users/:tail/more' },
        ]`),
      [
        '/u/:id /users/:id: app/users/[id] app/users/me',
        '/d/:path* /docs/:path*: app/docs/[[...slug]]',
        '/a/:path* /api/:path*: app/[...all] app/api/items',
        '/t/:tail /users/:tail/more: app/[...all]',
      ],
    );
  });

  it('that can not be read are unknown, one by one or all of them', () => {
    assert.deepEqual(reached(`rewrites: () => load()`), null);
    assert.deepEqual(reached(`rewrites: () => [{ source: '/x', destination: process.env.TARGET }]`), [
      '/x null: unknown',
    ]);
    assert.deepEqual(reached(''), []);
  });
});

describe('redirects', () => {
  it('are listed with what they lead to', () => {
    assert.deepEqual(
      reached(
        `redirects: async () => [{ source: '/old', destination: '/users/7', permanent: true }]`,
        'redirects',
      ),
      ['/old /users/7: app/users/[id]'],
    );
  });
});
