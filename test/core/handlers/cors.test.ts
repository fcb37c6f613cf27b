/** Which origins may read an answer, where that is said, and whether the browser may ask first. */
import assert from 'node:assert/strict';
import { engineOver } from '../../support/engine';
import { parseFixture } from '../../support/fixture';
import { checkCors, onNext, withConfig } from './handlerFixture';

/** `app/api/r/route.ts` with the given code. */
function route(code: string): string {
  return `//- app/api/r/route.ts\n${code}\n`;
}

const PLAIN = 'export async function GET(request) { return Response.json({}); }';
const STAR = "'Access-Control-Allow-Origin': '*'";
const LIB = `//- lib/cors.ts
import { ORIGIN } from './origin';
export const HEADERS = {
  Vary: 'Origin',
  ${STAR},
};
export const NAME = 'access-control-allow-origin';
export function withCors(response) {
  response.headers.set(NAME, 'https://a.example');
  return response;
}
export const cors = (handler) => async (request) => {
  const response = await handler(request);
  response.headers.append(NAME, ORIGIN);
  return response;
};
//- lib/origin.ts
export const ORIGIN = 'https://b.example';
`;

describe('CORS set by a handler', () => {
  it('is nothing where no code that it reaches names the header', () => {
    checkCors(route(PLAIN), 'app/api/r/route.ts#GET nothing');
  });

  it('is read from headers of a response, a Headers object, and set or append', () => {
    const check = (expression: string): void =>
      checkCors(
        route(`export async function GET(request) {\n${expression}\n}`),
        'app/api/r/route.ts#GET *, no preflight, app/api/r/route.ts:2',
      );
    check(`return new Response(null, { headers: { ${STAR} } });`);
    check(`return Response.json({}, { headers: new Headers({ ${STAR} }) });`);
    check(`const r = Response.json({}); r.headers.set('Access-Control-Allow-Origin', '*'); return r;`);
    check(
      `const h = new Headers(); h.append('access-control-allow-origin', '*'); return new Response(null, { headers: h });`,
    );
    check(`return new Response(null, { headers: [['Access-Control-Allow-Origin', '*']] });`);
    check(`const h = {}; h['Access-Control-Allow-Origin'] = '*'; return new Response(null, { headers: h });`);
  });

  it('is followed through constants, helpers and wrappers of other files', () => {
    checkCors(
      `//- app/api/a/route.ts
import { HEADERS } from '../../../lib/cors';
export const GET = () => Response.json({}, { headers: { ...HEADERS, 'X-A': '1' } });
//- app/api/b/route.ts
import * as lib from '../../../lib/cors';
export const GET = () => lib.withCors(Response.json({}));
//- app/api/c/route.ts
import { cors } from '@/lib/cors';
export const GET = cors(async () => Response.json({}));
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
${LIB}`,
      `
      app/api/a/route.ts#GET *, no preflight, lib/cors.ts:4
      app/api/b/route.ts#GET https://a.example, no preflight, lib/cors.ts:8
      app/api/c/route.ts#GET https://b.example, no preflight, lib/cors.ts:13
      `,
    );
  });

  it('is nothing where the headers that are imported are not used', () => {
    checkCors(
      route(`import { HEADERS } from '../../../lib/cors';\n${PLAIN}`) + LIB,
      'app/api/r/route.ts#GET nothing',
    );
  });

  it('is nothing where the header is only read', () => {
    checkCors(
      route(
        "export const GET = async () => { const r = await fetch('x'); console.log('Access-Control-Allow-Origin', r.headers.get('Access-Control-Allow-Origin')); return r; };",
      ),
      'app/api/r/route.ts#GET nothing',
    );
  });

  it('names constants of both sides of a choice, and calls everything else computed', () => {
    const check = (origin: string, expected: string): void =>
      checkCors(
        route(
          `const ALLOWED = list();\nexport const GET = (request) => Response.json({}, { headers: { 'Access-Control-Allow-Origin': ${origin} } });`,
        ),
        `app/api/r/route.ts#GET ${expected}, no preflight, app/api/r/route.ts:2`,
      );
    check("dev() ? '*' : 'https://a.example'", '* https://a.example');
    check("request.headers.get('origin')", 'computed');
    check("ALLOWED.includes(request.headers.get('origin')) ? request.headers.get('origin') : ''", 'computed');
    check('process.env.ORIGIN', 'computed');
    check("process.env.ORIGIN ?? '*'", '* computed');
  });

  it('is the items of the list that the origin was looked up in', () => {
    const check = (body: string): void =>
      checkCors(
        route(`const ALLOWED = ['https://a.example', 'https://b.example'];
export const GET = (request) => { const origin = request.headers.get('origin'); const response = Response.json({}); ${body} };`),
        'app/api/r/route.ts#GET https://a.example https://b.example, no preflight, app/api/r/route.ts:2',
      );
    const set = "response.headers.set('Access-Control-Allow-Origin', origin)";
    check(`if (origin && ALLOWED.includes(origin)) { ${set}; } return response;`);
    check(`if (!origin || !ALLOWED.includes(origin)) return response; ${set}; return response;`);
    check(`ALLOWED.includes(origin) && ${set}; return response;`);
    check(
      "return Response.json({}, { headers: { 'Access-Control-Allow-Origin': ALLOWED.includes(origin) ? origin : '' } });",
    );
  });

  it('is computed again behind the test of a list', () => {
    checkCors(
      route(`const ALLOWED = ['https://a.example'];
export const GET = (request) => {
  const origin = request.headers.get('origin');
  if (ALLOWED.includes(origin)) count();
  return Response.json({}, { headers: { 'Access-Control-Allow-Origin': origin } });
};`),
      'app/api/r/route.ts#GET computed, no preflight, app/api/r/route.ts:5',
    );
  });

  it('is of each method by itself, and a preflight needs an OPTIONS that sets it too', () => {
    checkCors(
      route(
        `import { HEADERS } from '../../../lib/cors';
export const GET = () => Response.json({}, { headers: HEADERS });
export const POST = () => Response.json({});
export const OPTIONS = () => new Response(null, { headers: HEADERS });`,
      ) + LIB,
      `
      app/api/r/route.ts#GET *, preflight, lib/cors.ts:4
      app/api/r/route.ts#POST nothing
      app/api/r/route.ts#OPTIONS *, preflight, lib/cors.ts:4
      `,
    );
    checkCors(
      route(
        `export const GET = () => Response.json({}, { headers: { ${STAR} } });\nexport const OPTIONS = () => new Response();`,
      ),
      `
      app/api/r/route.ts#GET *, no preflight, app/api/r/route.ts:1
      app/api/r/route.ts#OPTIONS nothing
      `,
    );
  });

  it('is unknown where the whole handler comes from a package', () => {
    checkCors(
      `//- app/api/a/route.ts
export { GET } from 'some-package';
//- app/api/b/route.ts
import { serve } from 'some-package';
export const { POST } = serve({});
//- app/api/c/route.ts
import { wrap } from 'some-package';
export const POST = wrap(async () => Response.json({}));
`,
      `
      app/api/a/route.ts#GET unknown
      app/api/b/route.ts#POST unknown
      app/api/c/route.ts#POST unknown
      `,
    );
  });

  it('of the Pages Router comes with setHeader or the cors package, and its function answers OPTIONS too', () => {
    checkCors(
      `//- pages/api/a.ts
export default function handler(req, res) { res.setHeader('Access-Control-Allow-Origin', '*'); }
//- pages/api/b.ts
import Cors from 'cors';
const cors = Cors({ origin: 'https://a.example' });
export default function handler(req, res) { cors(req, res); }
`,
      `
      pages/api/a.ts#default *, preflight, pages/api/a.ts:1
      pages/api/b.ts#default https://a.example, preflight, pages/api/b.ts:2
      `,
    );
  });
});

describe('CORS set by the configuration', () => {
  const headers = (source: string, more = ''): string =>
    withConfig(`async headers() {
    return [{ source: '${source}', ${more}
      headers: [{ key: 'X-A', value: '1' }, { key: 'Access-Control-Allow-Origin', value: 'https://a.example' }] }];
  }`);
  const SET = 'https://a.example, preflight, next.config.mjs:3';

  it('applies where its source matches the URL, the automatic OPTIONS included', () => {
    checkCors(route(PLAIN) + headers('/api/:path*'), `app/api/r/route.ts#GET ${SET}`);
    checkCors(route(PLAIN) + headers('/(.*)'), `app/api/r/route.ts#GET ${SET}`);
    checkCors(route(PLAIN) + headers('/other/:path*'), 'app/api/r/route.ts#GET nothing');
    checkCors(route(PLAIN) + headers('/api/:path'), `app/api/r/route.ts#GET ${SET}`);
  });

  it('has the base path before its source, unless it says otherwise', () => {
    const based = (more: string): string =>
      route(PLAIN) + headers('/api/:path*', more).replace('{ async', "{ basePath: '/base', async");
    checkCors(based(''), `app/api/r/route.ts#GET ${SET}`);
    checkCors(based('basePath: false,'), 'app/api/r/route.ts#GET nothing');
  });

  it('can not allow the preflight of a prerendered GET, which is answered with 405', () => {
    const forced = `export const dynamic = 'force-static';\n${PLAIN}`;
    checkCors(
      route(forced) + headers('/api/:path*'),
      'app/api/r/route.ts#GET https://a.example, no preflight, next.config.mjs:3',
    );
    checkCors(
      route(PLAIN) + headers('/api/:path*') + onNext('14.2.35'),
      'app/api/r/route.ts#GET https://a.example, no preflight, next.config.mjs:3',
    );
  });

  it('tells the second of two places, and replaces what the handler sets', () => {
    checkCors(
      `${route(PLAIN)}//- app/b/route.ts
export const GET = () => Response.json({}, { headers: { ${STAR} } });
//- app/c/route.ts
${PLAIN}
${withConfig(`headers: async () => [
  { source: '/api/:path*', headers: [{ key: 'Access-Control-Allow-Origin', value: 'https://a.example' }] },
  { source: '/(b|c)', headers: [{ key: 'Access-Control-Allow-Origin', value: process.env.ORIGIN }] },
]`)}`,
      `
      app/api/r/route.ts#GET https://a.example, preflight, next.config.mjs:2
      app/b/route.ts#GET computed, preflight, next.config.mjs:3
      app/c/route.ts#GET computed, preflight, next.config.mjs:3
      `,
    );
  });

  it('for some requests only adds to what the handler sets, and the last entry replaces those before', () => {
    const set = (origin: string, more = ''): string =>
      `{ source: '/api/:path*', ${more} headers: [{ key: 'Access-Control-Allow-Origin', value: '${origin}' }] },`;
    const own = route(`export const GET = () => Response.json({}, { headers: { ${STAR} } });`);
    const some = set('https://a.example', "has: [{ type: 'host', value: 'a.example' }],");
    checkCors(
      own + withConfig(`headers: async () => [\n${some}\n]`),
      'app/api/r/route.ts#GET * https://a.example, preflight, app/api/r/route.ts:1',
    );
    checkCors(
      own + withConfig(`headers: async () => [\n${some}\n${set('https://b.example')}\n]`),
      'app/api/r/route.ts#GET https://b.example, preflight, next.config.mjs:3',
    );
  });

  it('is unknown where it can not be read, and nothing where its text never names the header', () => {
    checkCors(
      route(PLAIN) + withConfig("headers: make('Access-Control-Allow-Origin')"),
      'app/api/r/route.ts#GET unknown',
    );
    checkCors(route(PLAIN) + withConfig('headers: make()'), 'app/api/r/route.ts#GET nothing');
    checkCors(
      route(PLAIN) + '//- next.config.mjs\nexport default plugin(load());\n',
      'app/api/r/route.ts#GET nothing',
    );
  });
});

describe('CORS set by the proxy', () => {
  const proxy = (body: string, matcher = '/api/:path*'): string =>
    `//- proxy.ts
import { NextResponse } from 'next/server';
export const config = { matcher: '${matcher}' };
export function proxy(request) {
  ${body}
}
`;
  const SETS = `const response = NextResponse.next();
  response.headers.set('Access-Control-Allow-Origin', '*');
  return response;`;

  it('applies where its matcher covers the URL', () => {
    checkCors(route(PLAIN) + proxy(SETS), 'app/api/r/route.ts#GET *, preflight, proxy.ts:5');
    checkCors(route(PLAIN) + proxy(SETS, '/other'), 'app/api/r/route.ts#GET nothing');
  });

  it('is for the paths that it looks at', () => {
    const only = (path: string): string =>
      proxy(`if (request.nextUrl.pathname.startsWith('${path}')) {\n${SETS}\n}`);
    checkCors(route(PLAIN) + only('/api/'), 'app/api/r/route.ts#GET *, preflight, proxy.ts:6');
    checkCors(route(PLAIN) + only('/open/'), 'app/api/r/route.ts#GET nothing');
  });

  it('replaces what the handler and the configuration set, unless it does so only for some', () => {
    const own = route(
      `export const GET = () => Response.json({}, { headers: { 'Access-Control-Allow-Origin': 'https://a.example' } });`,
    );
    const config = withConfig(
      "headers: async () => [{ source: '/:path*', headers: [{ key: 'Access-Control-Allow-Origin', value: 'https://b.example' }] }]",
    );
    checkCors(own + config + proxy(SETS), 'app/api/r/route.ts#GET *, preflight, proxy.ts:5');
    checkCors(
      own + proxy(`if (flag()) {\n${SETS}\n}`),
      'app/api/r/route.ts#GET * https://a.example, preflight, app/api/r/route.ts:1',
    );
  });

  it('can answer the preflight of a prerendered GET by itself', () => {
    const forced = route(`export const dynamic = 'force-static';\n${PLAIN}`);
    checkCors(forced + proxy(SETS), 'app/api/r/route.ts#GET *, no preflight, proxy.ts:5');
    checkCors(
      forced +
        proxy(
          `if (request.method === 'OPTIONS') return new Response(null, { headers: { ${STAR} } });\n  ${SETS}`,
        ),
      'app/api/r/route.ts#GET *, preflight, proxy.ts:6',
    );
  });
});

describe('a hover over a handler', () => {
  it('tells how it is cached and who may read it, with places relative to the app', () => {
    const { files, cursor } = parseFixture(
      route(`import { cookies } from 'next/headers';
export const revalidate = 60;
export async function GE$0T() {
  await cookies();
  return Response.json({}, { headers: { ${STAR} } });
}`),
    );
    assert.ok(cursor);
    const { markdown } = engineOver(files).snapshot().hover(cursor.path, cursor.start) ?? { markdown: '' };
    assert.match(markdown, /^Caching: \*\*dynamic\*\*, `cookies\(\)` in app\/api\/r\/route\.ts:4\.$/m);
    assert.match(markdown, /^CORS: `\*`; a preflight is not answered\.$/m);
  });
});
