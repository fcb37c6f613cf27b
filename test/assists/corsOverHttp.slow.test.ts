/** Adds CORS with what small apps have, builds the results, and asks them over HTTP as browsers do. */
import assert from 'node:assert/strict';
import { type StartedApp, startNext } from '../oracle/server';
import { applyEverywhere } from '../support/applyEverywhere';
import { type AppCopy, installPackages, NEXT, run, writeChange, writtenApp } from '../support/appCopies';

const ALLOWED = 'https://app.example.com';
const FOREIGN = 'https://evil.example';

const FRAME: Readonly<Record<string, string>> = {
  'package.json':
    '{ "private": true, "dependencies": { "next": "16.4.6", "react": "19.2.0", "react-dom": "19.2.0" } }',
  'next.config.ts': 'export default { turbopack: { root: `${import.meta.dirname}/..` } };\n',
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      lib: ['dom', 'dom.iterable', 'esnext'],
      strict: true,
      noEmit: true,
      module: 'esnext',
      moduleResolution: 'bundler',
      skipLibCheck: true,
      isolatedModules: true,
      jsx: 'react-jsx',
    },
    include: ['next-env.d.ts', '**/*.ts', '**/*.tsx', '.next/types/**/*.ts'],
  }),
  'app/layout.tsx':
    'export default function Layout({ children }: { children: React.ReactNode }) { return <html><body>{children}</body></html>; }\n',
  'app/page.tsx': 'export default function Page() { return null; }\n',
  'app/login/page.tsx': 'export default function Page() { return null; }\n',
  'lib/respond.ts':
    'export const respond = (body: unknown) => Response.json(body, { headers: { Vary: "Accept" } });\n',
};

const PROXY = `import { NextRequest, NextResponse } from 'next/server';

export async function proxy(request: NextRequest) {
  if (!request.cookies.has('session')) return NextResponse.redirect(new URL('/login', request.url));
  const response = NextResponse.next();
  response.cookies.set('seen', 'yes');
  response.cookies.set('again', 'yes');
  return response;
}
`;

/** Two routes that make their responses in different ways. */
const ECHO = `export async function POST(request: Request) {
  if (request.headers.get('x-fail')) return new Response('no', { status: 418, headers: { 'X-Own': '1' } });
  return Response.json(await request.json());
}
`;
const AROUND = `import { respond } from '../../../lib/respond';

export async function POST(request: Request) {
  return respond(await request.json());
}
`;

/** Applies each of the offers with these titles, in order. */
function apply(app: AppCopy, titles: readonly RegExp[]): void {
  for (const title of titles) {
    const selection = {
      assist: (id: string) => id === 'add-cors',
      offer: (_path: unknown, offer: { readonly title: string }) => title.test(offer.title),
    };
    const [first] = applyEverywhere(app.host, app.files, app.root, selection);
    assert.ok(first?.after, `nothing is offered as ${String(title)}`);
    assert.deepEqual(first.failures, []);
    writeChange(app, first.after);
  }
}

describe('routes with CORS, under next start', function () {
  this.timeout(600_000);

  const started: StartedApp[] = [];
  const start = async (app: AppCopy): Promise<StartedApp> => {
    run(process.execPath, [NEXT, 'build'], app.root);
    const running = await startNext(NEXT, app.root, '');
    started.push(running);
    return running;
  };

  before(installPackages);
  afterEach(async () => {
    for (const running of started.splice(0)) await running.stop();
  });

  /** What a browser asks before it sends a request that is more than a simple one. */
  const preflight = (app: StartedApp, path: string, method: string, origin: string): Promise<Response> =>
    app.request(path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'content-type',
      },
    });

  const post = (app: StartedApp, path: string, headers: Record<string, string>): Promise<Response> =>
    app.request(path, { method: 'POST', headers, body: '{"a":1}' });

  async function checkPreflight(app: StartedApp, path: string, method: string): Promise<void> {
    const answer = await preflight(app, path, method, ALLOWED);
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get('access-control-allow-origin'), ALLOWED);
    assert.ok(answer.headers.get('access-control-allow-methods')?.includes(method));
    assert.match(answer.headers.get('access-control-allow-headers') ?? '', /content-type/i);
    assert.match(answer.headers.get('vary') ?? '', /\borigin\b/i);
    const foreign = await preflight(app, path, method, FOREIGN);
    assert.equal(foreign.headers.get('access-control-allow-origin'), null);
  }

  it('use the app’s function for the origin, and a proxy that never saw the prerendered one', async () => {
    const copy = writtenApp('cors-function', {
      ...FRAME,
      'lib/cors.ts': `const ALLOWED = ['${ALLOWED}'];
export function corsHeaders(origin: string | null): Record<string, string> {
  const headers: Record<string, string> = {
    'Access-Control-Allow-Methods': 'POST, OPTIONS',
    'Access-Control-Allow-Headers': 'Content-Type, X-Fail',
    Vary: 'Origin',
  };
  if (origin && ALLOWED.includes(origin)) headers['Access-Control-Allow-Origin'] = origin;
  return headers;
}
`,
      'app/api/around/route.ts': AROUND,
      'app/api/echo/route.ts': ECHO,
      'app/feed/route.ts':
        "export const dynamic = 'force-static';\nexport function GET() { return Response.json({ made: Date.now() }); }\n",
      'proxy.ts': `${PROXY}\nexport const config = { matcher: '/private/:path*' };\n`,
    });
    apply(copy, [
      /^Add CORS to POST with `corsHeaders`$/,
      /^Add CORS to POST with `corsHeaders`$/,
      /^Add CORS to \/feed in proxy\.ts, .* wider matcher/,
    ]);
    const app = await start(copy);
    for (const path of ['/api/echo', '/api/around']) {
      await checkPreflight(app, path, 'POST');
      const allowed = await post(app, path, { origin: ALLOWED });
      assert.deepEqual(await allowed.json(), { a: 1 });
      assert.equal(allowed.headers.get('access-control-allow-origin'), ALLOWED);
      assert.match(allowed.headers.get('vary') ?? '', /\borigin\b/i);
      const foreign = await post(app, path, { origin: FOREIGN });
      assert.equal(foreign.headers.get('access-control-allow-origin'), null);
    }
    assert.match((await post(app, '/api/around', {})).headers.get('vary') ?? '', /accept.*origin/i);
    const failed = await post(app, '/api/echo', { origin: ALLOWED, 'x-fail': '1' });
    assert.equal(failed.status, 418);
    assert.equal(failed.headers.get('x-own'), '1');
    assert.equal(failed.headers.get('access-control-allow-origin'), ALLOWED);
    await checkPreflight(app, '/feed', 'GET');
    const feed = async (origin: string): Promise<Response> => app.request('/feed', { headers: { origin } });
    assert.equal((await feed(ALLOWED)).headers.get('access-control-allow-origin'), ALLOWED);
    assert.equal((await feed(FOREIGN)).headers.get('access-control-allow-origin'), null);
    assert.deepEqual(await (await feed(ALLOWED)).json(), await (await feed(FOREIGN)).json());
    const turnedAway = await app.request('/private/x');
    assert.equal(turnedAway.status, 307);
    assert.equal(turnedAway.headers.get('access-control-allow-origin'), null);
  });

  it('are asked first in a proxy that turns away who has no session, which it goes on to do', async () => {
    const copy = writtenApp('cors-proxy', {
      ...FRAME,
      'app/data/echo/route.ts': ECHO,
      'app/data/around/route.ts': AROUND,
      'proxy.ts': PROXY,
    });
    apply(copy, [/^Add CORS to all routes below \/data, in proxy\.ts, which then answers preflights first$/]);
    const app = await start(copy);
    for (const path of ['/data/echo', '/data/around']) {
      await checkPreflight(app, path, 'POST');
      const stranger = await post(app, path, { origin: ALLOWED });
      assert.equal(stranger.status, 307);
      assert.equal(new URL(stranger.headers.get('location') ?? '', 'http://x').pathname, '/login');
      const known = await post(app, path, { origin: ALLOWED, cookie: 'session=1' });
      assert.deepEqual(await known.json(), { a: 1 });
      assert.equal(known.headers.get('access-control-allow-origin'), ALLOWED);
      assert.equal(known.headers.getSetCookie().length, 2);
      const foreign = await post(app, path, { origin: FOREIGN, cookie: 'session=1' });
      assert.equal(foreign.headers.get('access-control-allow-origin'), null);
      assert.match(foreign.headers.get('vary') ?? '', /\borigin\b/i);
    }
    const bare = await app.request('/data/echo', { method: 'OPTIONS' });
    assert.equal(bare.status, 307);
    assert.equal((await app.request('/')).headers.get('access-control-allow-origin'), null);
  });
});
