/** Which endpoints an app's proxy sees, by Next.js's matcher semantics. */
import assert from 'node:assert/strict';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

/** Lines of `file#name covered file:line`, or `file#name unknown`. */
function checkProxy(source: string, expected: string): void {
  const report = engineOver(parseFixture(source).files).snapshot().report(FIXTURE_ROOT);
  const lines = report.endpoints.map(({ id, proxy }) => {
    if (!proxy) return `${id} unknown`;
    return `${id} ${proxy.covered}${proxy.at ? ` ${proxy.at.file}:${proxy.at.line}` : ''}`;
  });
  assert.equal(lines.join('\n'), expected.trim().replace(/^ +/gm, ''));
}

const ROUTES = `
//- app/api/users/[id]/route.ts
export const GET = f();
//- app/docs/[[...slug]]/route.ts
export const GET = f();
//- app/(g)/dash/route.ts
export const GET = f();
`;

describe('proxy coverage', () => {
  it('of a proxy without a matcher is every request', () => {
    checkProxy(
      `${ROUTES}//- proxy.ts
export function proxy() {}
`,
      `
      app/(g)/dash/route.ts#GET true proxy.ts:1
      app/api/users/[id]/route.ts#GET true proxy.ts:1
      app/docs/[[...slug]]/route.ts#GET true proxy.ts:1
      `,
    );
  });

  it('follows strings, lists, parameters and negative look-aheads of the matcher', () => {
    checkProxy(
      `${ROUTES}//- proxy.ts
export const config = { matcher: ['/api/:path*', '/dash'] };
`,
      `
      app/(g)/dash/route.ts#GET true proxy.ts:1
      app/api/users/[id]/route.ts#GET true proxy.ts:1
      app/docs/[[...slug]]/route.ts#GET false proxy.ts:1
      `,
    );
    checkProxy(
      `${ROUTES}//- proxy.ts

export const config = { matcher: '/((?!api|_next/static|favicon.ico).*)' };
`,
      `
      app/(g)/dash/route.ts#GET true proxy.ts:2
      app/api/users/[id]/route.ts#GET false proxy.ts:2
      app/docs/[[...slug]]/route.ts#GET true proxy.ts:2
      `,
    );
  });

  it('is unknown where a matcher has conditions, is computed, or meets only some requests of a route', () => {
    checkProxy(
      `${ROUTES}//- proxy.ts
export const config = { matcher: [{ source: '/dash', has: [{ type: 'header', key: 'x' }] }, '/docs'] };
`,
      `
      app/(g)/dash/route.ts#GET unknown
      app/api/users/[id]/route.ts#GET false proxy.ts:1
      app/docs/[[...slug]]/route.ts#GET unknown
      `,
    );
    checkProxy(
      `
//- app/api/route.ts
export const GET = f();
//- proxy.ts
export const config = { matcher: paths() };
`,
      'app/api/route.ts#GET unknown',
    );
  });

  it('of an action is that of the pages that host it, those below a layout included', () => {
    checkProxy(
      `
//- lib/actions.ts
'use server';
export async function inside() {}
//- lib/both.ts
'use server';
export async function both() {}
//- app/dash/layout.tsx
import { inside } from '../../lib/actions';
import '../../lib/both';
//- app/dash/a/page.tsx
export default () => null;
//- app/page.tsx
import { both } from '../lib/both';
//- proxy.ts
export const config = { matcher: '/dash/:path*' };
`,
      `
      lib/actions.ts#inside true proxy.ts:1
      lib/both.ts#both false proxy.ts:1
      `,
    );
  });

  it('is none without a proxy, with one in the wrong place, and with proxy.ts before Next.js 16', () => {
    const route = '\n//- src/app/api/route.ts\nexport const GET = f();\n';
    checkProxy(route, 'src/app/api/route.ts#GET false');
    checkProxy(`${route}//- proxy.ts\nexport function proxy() {}\n`, 'src/app/api/route.ts#GET false');
    checkProxy(
      `${route}//- src/proxy.ts\nexport function proxy() {}\n//- package.json\n{ "dependencies": { "next": "15.2.0" } }\n`,
      'src/app/api/route.ts#GET false',
    );
    checkProxy(
      `${route}//- src/middleware.ts\nexport function middleware() {}\n`,
      'src/app/api/route.ts#GET true src/middleware.ts:1',
    );
  });
});
