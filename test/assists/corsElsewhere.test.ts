/** What `add-cors` offers beside a change of the route's file: the configuration's headers, a new proxy, the app's helper. */
import assert from 'node:assert/strict';
import { checkAssist, checkRefusal, checkTitles, reportAfter } from '../support/checkAssist';

const PRERENDERED = `//- app/feed/route.ts
export const dynamic = 'force-static';
export function GE$0T() {
  return Response.json([]);
}
`;
const IN_CONFIG =
  'Add CORS to /feed in next.config.ts, for simple requests only: GET stays prerendered, preflights get 405';
const IN_PROXY = 'Add CORS to /feed in a new proxy.ts that answers preflights: GET stays prerendered';

const TWO_ROUTES = `//- app/api/a/route.ts
export async function PO$0ST(request: Request) { return Response.json(await request.json()); }
//- app/api/b/[id]/route.ts
export async function PUT(request: Request) { return Response.json(await request.json()); }
`;

function corsAfter(source: string, title: string): readonly string[] {
  return reportAfter('add-cors', source, { title }).endpoints.map(
    ({ id, cors, caching }) =>
      `${id} ${cors?.origins.join(' ')} ${cors?.preflight ? 'preflight' : 'no preflight'} ${caching?.mode}`,
  );
}

describe('add-cors outside the route’s file', () => {
  it('leaves the choice to the user where GET is prerendered, and keeps what it says', () => {
    const source = `${PRERENDERED}//- next.config.ts\nexport default {};\n`;
    checkTitles('add-cors', source, [
      'Add CORS to GET and give up prerendering: a prerendered GET refuses preflights with 405',
      IN_PROXY,
      IN_CONFIG,
    ]);
    assert.deepEqual(corsAfter(source, IN_PROXY), [
      'app/feed/route.ts#GET https://app.example.com preflight static',
    ]);
    assert.deepEqual(corsAfter(source, IN_CONFIG), [
      'app/feed/route.ts#GET https://app.example.com no preflight static',
    ]);
  });

  it('adds `headers()` to the configuration behind a plug-in', () => {
    checkAssist(
      'add-cors',
      `${PRERENDERED}//- next.config.ts
import withMDX from '@next/mdx';

const nextConfig = {
  reactStrictMode: true,
};

export default withMDX()(nextConfig);
`,
      `//- next.config.ts
import withMDX from '@next/mdx';

const nextConfig = {
  reactStrictMode: true,
  async headers() {
    return [
      {
        source: '/feed',
        headers: [
          { key: 'Access-Control-Allow-Origin', value: 'https://app.example.com' },
          { key: 'Vary', value: 'Origin' },
        ],
      },
    ];
  },
};

export default withMDX()(nextConfig);
`,
      { title: IN_CONFIG },
    );
  });

  it('adds to the entries that are there, one for each origin, in the file’s style', () => {
    checkAssist(
      'add-cors',
      `${TWO_ROUTES}//- next.config.js
module.exports = {
\tasync headers() {
\t\treturn [
\t\t\t{
\t\t\t\tsource: "/(.*)",
\t\t\t\theaders: [{ key: "X-Frame-Options", value: "DENY" }]
\t\t\t}
\t\t]
\t}
}
`,
      `//- next.config.js
module.exports = {
\tasync headers() {
\t\treturn [
\t\t\t{
\t\t\t\tsource: "/(.*)",
\t\t\t\theaders: [{ key: "X-Frame-Options", value: "DENY" }]
\t\t\t},
\t\t\t{
\t\t\t\tsource: "/api/:path*",
\t\t\t\theaders: [{ key: "Vary", value: "Origin" }]
\t\t\t},
\t\t\t{
\t\t\t\tsource: "/api/:path*",
\t\t\t\thas: [{ type: "header", key: "origin", value: 'https://a\\\\.example' }],
\t\t\t\theaders: [
\t\t\t\t\t{ key: "Access-Control-Allow-Origin", value: "https://a.example" },
\t\t\t\t\t{ key: "Access-Control-Allow-Methods", value: "POST, PUT" },
\t\t\t\t\t{ key: "Access-Control-Allow-Headers", value: "Content-Type, Authorization" },
\t\t\t\t\t{ key: "Access-Control-Max-Age", value: "86400" }
\t\t\t\t]
\t\t\t},
\t\t\t{
\t\t\t\tsource: "/api/:path*",
\t\t\t\thas: [{ type: "header", key: "origin", value: "http://b" }],
\t\t\t\theaders: [
\t\t\t\t\t{ key: "Access-Control-Allow-Origin", value: "http://b" },
\t\t\t\t\t{ key: "Access-Control-Allow-Methods", value: "POST, PUT" },
\t\t\t\t\t{ key: "Access-Control-Allow-Headers", value: "Content-Type, Authorization" },
\t\t\t\t\t{ key: "Access-Control-Max-Age", value: "86400" }
\t\t\t\t]
\t\t\t}
\t\t]
\t}
}
`,
      {
        title: 'Add CORS to all routes below /api, in next.config.js',
        input: { origins: 'https://a.example, http://b' },
      },
    );
  });

  it('adds behind what decides on other entries, and to a constant that is only returned', () => {
    const added = (indent: string): string =>
      [
        '{',
        "  source: '/feed',",
        '  headers: [',
        ...[
          "    { key: 'Access-Control-Allow-Origin', value: 'https://app.example.com' },",
          "    { key: 'Vary', value: 'Origin' },",
        ],
        '  ],',
        '},',
      ]
        .map((line) => `${indent}${line}\n`)
        .join('');
    const decided = (more: string): string => `//- next.config.ts
export default {
  headers: async () => {
    const isDev = process.env.NODE_ENV === 'development';
    return [
      ...(isDev ? [{ source: '/a', headers: [] }] : []),
${more}    ];
  },
};
`;
    checkAssist('add-cors', `${PRERENDERED}${decided('')}`, decided(added('      ')), { title: IN_CONFIG });
    const constant = (more: string): string => `//- next.config.ts
const headers = [
  { source: '/a', headers: [{ key: 'X-A', value: '1' }] },
${more}];

export default {
  async headers() {
    return headers;
  },
};
`;
    checkAssist('add-cors', `${PRERENDERED}${constant('')}`, constant(added('  ')), { title: IN_CONFIG });
    assert.deepEqual(corsAfter(`${PRERENDERED}${constant('')}`, IN_CONFIG), [
      'app/feed/route.ts#GET https://app.example.com no preflight static',
    ]);
  });

  it('leaves a list alone that is added to, and one of several', () => {
    const kept = [
      'Add CORS to GET and give up prerendering: a prerendered GET refuses preflights with 405',
      IN_PROXY,
    ];
    const config = (code: string): string => `${PRERENDERED}//- next.config.ts\n${code}`;
    checkTitles(
      'add-cors',
      config('const entries = [];\nentries.push(more);\nexport default { headers: async () => entries };\n'),
      kept,
    );
    checkTitles(
      'add-cors',
      config('export default { async headers() { if (isDev) return []; return [more]; } };\n'),
      kept,
    );
  });

  it('writes a proxy, called middleware before Next.js 16, for all routes below a segment', () => {
    const title = 'Add CORS to all routes below /api, in a new proxy.ts';
    checkAssist(
      'add-cors',
      TWO_ROUTES,
      `//- proxy.ts
import { NextResponse, type NextRequest } from 'next/server';

const ALLOWED_ORIGINS = ['https://app.example.com'];

/** Lets scripts of the allowed origins read what the routes answer, and answers what browsers ask first. */
export function proxy(request: NextRequest) {
  const isPreflight =
    request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
  const response = isPreflight
    ? new NextResponse(null, {
        status: 204,
        headers: {
          'Access-Control-Allow-Methods': 'POST, PUT',
          'Access-Control-Allow-Headers': 'Content-Type, Authorization',
          'Access-Control-Max-Age': '86400',
        },
      })
    : NextResponse.next();
  const origin = request.headers.get('origin');
  if (origin && ALLOWED_ORIGINS.includes(origin)) {
    response.headers.set('Access-Control-Allow-Origin', origin);
  }
  response.headers.append('Vary', 'Origin');
  return response;
}

export const config = { matcher: '/api/:path*' };
`,
      { title },
    );
    checkRefusal('add-cors', TWO_ROUTES, /begin with `\/`/, { title, input: { urls: 'api' } });
    const older = `//- package.json\n{ "dependencies": { "next": "15.5.0" } }\n${TWO_ROUTES}`;
    assert.deepEqual(corsAfter(older, 'Add CORS to all routes below /api, in a new middleware.ts'), [
      'app/api/a/route.ts#POST https://app.example.com preflight dynamic',
      'app/api/b/[id]/route.ts#PUT https://app.example.com preflight dynamic',
    ]);
  });

  it('leaves alone a group that pages belong to, which other sites’ scripts could read then', () => {
    const own = ['Add CORS to POST, preflights included'];
    const page = (path: string): string => `${TWO_ROUTES}//- ${path}\nexport default () => null;\n`;
    checkTitles('add-cors', page('app/api/docs/page.tsx'), own);
    checkTitles('add-cors', page('app/(site)/api/page.tsx'), own);
    checkTitles('add-cors', page('app/apis/page.tsx'), [
      ...own,
      'Add CORS to all routes below /api, in a new proxy.ts',
    ]);
  });

  it('leaves a proxy alone, and a configuration whose headers can’t be read', () => {
    checkTitles(
      'add-cors',
      `${TWO_ROUTES}//- proxy.ts\nexport function proxy() {}\n//- next.config.ts\nexport default { headers };\n`,
      ['Add CORS to POST, preflights included'],
    );
  });
});

const HELPER = `//- lib/cors.ts
const ALLOWED_ORIGINS = ['https://a.example'];
export function allow(handler) {
  return async (request, context) => {
    const response = await handler(request, context);
    const origin = request.headers.get('origin');
    if (ALLOWED_ORIGINS.includes(origin)) response.headers.set('Access-Control-Allow-Origin', origin);
    return response;
  };
}
export const answer = (methods: string) =>
  allow(() => new Response(null, { headers: { 'Access-Control-Allow-Methods': methods } }));
`;
const USER = (options: string): string => `//- app/api/a/route.ts
import { allow, answer } from '../../../lib/cors';
export const GET = allow(async () => Response.json([]));
${options}
`;
const NEW = `//- app/api/b/route.ts
export async function PO$0ST(request: Request) {
  return Response.json(await request.json());
}
`;

describe('add-cors with what the app has', () => {
  const title = 'Add CORS to POST with `allow`';

  it('takes its wrapper, found by what it does, and makes OPTIONS as its other routes do', () => {
    checkAssist(
      'add-cors',
      `${HELPER}${USER("export const OPTIONS = answer('GET');")}${NEW}`,
      `//- app/api/b/route.ts
import { allow, answer } from '../../../lib/cors';

export const POST = allow(async (request: Request) => {
  return Response.json(await request.json());
});

export const OPTIONS = answer('POST');
`,
      { title },
    );
  });

  it('writes OPTIONS out where nothing makes one', () => {
    checkAssist(
      'add-cors',
      `${HELPER.replace(/export const answer[^]*/, '')}${USER('')}${NEW}`,
      `//- app/api/b/route.ts
import { allow } from '../../../lib/cors';

export const POST = allow(async (request: Request) => {
  return Response.json(await request.json());
});

export const OPTIONS = allow(
  () =>
    new Response(null, {
      status: 204,
      headers: {
        'Access-Control-Allow-Methods': 'POST',
        'Access-Control-Allow-Headers': 'Content-Type, Authorization',
        'Access-Control-Max-Age': '86400',
      },
    }),
);
`,
      { title },
    );
  });

  it('writes a module for all where another route has its own headers', () => {
    const source = `//- app/api/a/route.ts
export const GET = () => new Response('', { headers: { 'Access-Control-Allow-Origin': '*' } });
//- src/unused.ts
export const x = 1;
${NEW}`;
    const shared = 'Add CORS to POST, preflights included, with a helper for other routes';
    assert.deepEqual(corsAfter(source, shared), [
      'app/api/a/route.ts#GET * no preflight dynamic',
      'app/api/b/route.ts#POST https://app.example.com preflight dynamic',
      'app/api/b/route.ts#OPTIONS https://app.example.com preflight dynamic',
    ]);
    checkAssist(
      'add-cors',
      source,
      `//- lib/cors.ts
import type { NextRequest } from 'next/server';

/** Lets scripts of every site read what the handler answers. */
export function withCors<Context>(
  handler: (
    request: NextRequest,
    context: Context,
  ) => Response | Promise<Response>,
) {
  return async (request: NextRequest, context: Context) => {
    const answer = await handler(request, context);
    // The headers of a redirect and of what fetch() returned can't be changed; those of a copy can.
    const response = new Response(answer.body, answer);
    response.headers.set('Access-Control-Allow-Origin', '*');
    return response;
  };
}

/** Answers what a browser asks before it sends a request that is more than a simple one. */
export function preflight(methods: string) {
  return withCors(
    () =>
      new Response(null, {
        status: 204,
        headers: {
          'Access-Control-Allow-Methods': methods,
          'Access-Control-Allow-Headers': 'Content-Type, Authorization',
          'Access-Control-Max-Age': '86400',
        },
      }),
  );
}

//- app/api/b/route.ts
import { withCors, preflight } from '../../../lib/cors';

export const POST = withCors(async (request: Request) => {
  return Response.json(await request.json());
});

export const OPTIONS = preflight('POST');
`,
      {
        title: shared,
        input: { origins: '*' },
        notes: ['`app/api/a/route.ts` sets these headers by itself: `withCors` can do that for it.'],
      },
    );
  });
});
