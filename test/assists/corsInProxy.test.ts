/** What `add-cors` makes of a proxy that the app has, and which ones it leaves alone. */
import assert from 'node:assert/strict';
import { checkAssist, checkRefusal, checkTitles, reportAfter, textAfter } from '../support/checkAssist';

const ROUTES = `//- app/api/a/route.ts
export async function PO$0ST(request: Request) { return Response.json(await request.json()); }
//- app/api/b/[id]/route.ts
export async function PUT(request: Request) { return Response.json(await request.json()); }
`;
const IN_PROXY = 'Add CORS to all routes below /api, in proxy.ts, which then answers preflights first';
const WIDER = `${IN_PROXY} and has a wider matcher`;

const PREFLIGHT = `  const isPreflight =
    request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
`;
const headers = (methods: string, pad: string): string => `${pad}new NextResponse(null, {
        status: 204,
        headers: {
          'Access-Control-Allow-Methods': '${methods}',
          'Access-Control-Allow-Headers': 'Content-Type, Authorization',
          'Access-Control-Max-Age': '86400',
        },
      })
`;
const ALLOW = `  const origin = request.headers.get('origin');
  if (origin && ALLOWED_ORIGINS.includes(origin)) {
    response.headers.set('Access-Control-Allow-Origin', origin);
  }
  response.headers.append('Vary', 'Origin');
  return response;
`;
const DOC =
  '/** Lets scripts of the allowed origins read what the routes answer, and answers what browsers ask first. */';

function corsAfter(source: string, title: string): readonly string[] {
  return reportAfter('add-cors', source, { title }).endpoints.map(
    ({ id, cors, caching }) =>
      `${id} ${cors?.origins.join(' ')} ${cors?.preflight ? 'preflight' : 'no preflight'} ${caching?.mode}`,
  );
}

const GUARD = `//- proxy.ts
import { NextRequest, NextResponse } from 'next/server';

// Visitors sign in first.
export async function proxy(request: NextRequest) {
  if (!request.cookies.has('session')) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.next();
}
`;

describe('add-cors in a proxy that the app has', () => {
  it('answers preflights before what the proxy does, and allows the origins on what it gives', () => {
    const source = `${ROUTES}${GUARD}`;
    checkAssist(
      'add-cors',
      source,
      `//- proxy.ts
import { NextRequest, NextResponse } from 'next/server';

const ALLOWED_ORIGINS = ['https://app.example.com'];

// Visitors sign in first.
async function respond(request: NextRequest) {
  if (!request.cookies.has('session')) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.next();
}

${DOC}
export async function proxy(request: NextRequest) {
  if (!/^\\/api(?:\\/.*)?$/.test(request.nextUrl.pathname)) return respond(request);
${PREFLIGHT}  const answer = isPreflight
    ? ${headers('POST, PUT', '').trimEnd()}
    : await respond(request);
  // The headers of a redirect and of what fetch() returned can't be changed; those of a copy can.
  const response = new NextResponse(answer.body, answer);
${ALLOW}}
`,
      { title: IN_PROXY },
    );
    assert.deepEqual(corsAfter(source, IN_PROXY), [
      'app/api/a/route.ts#POST https://app.example.com preflight dynamic',
      'app/api/b/[id]/route.ts#PUT https://app.example.com preflight dynamic',
    ]);
  });

  it('extends the matcher where it does not cover the routes, which the proxy then lets pass as before', () => {
    const source = `${ROUTES}${GUARD}
export const config = {
  matcher: '/((?!api|_next/static).*)',
};
`;
    checkAssist(
      'add-cors',
      source,
      `//- proxy.ts
import { NextRequest, NextResponse } from 'next/server';

const ALLOWED_ORIGINS = ['https://app.example.com'];

${DOC}
function answerOtherOrigins(request: NextRequest) {
${PREFLIGHT}  const response = isPreflight
    ? ${headers('POST, PUT', '').trimEnd()}
    : NextResponse.next();
${ALLOW}}

// Visitors sign in first.
export async function proxy(request: NextRequest) {
  if (/^\\/api(?:\\/.*)?$/.test(request.nextUrl.pathname)) return answerOtherOrigins(request);
  if (!request.cookies.has('session')) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.next();
}

export const config = {
  matcher: ['/((?!api|_next/static).*)', '/api/:path*'],
};
`,
      { title: WIDER },
    );
    assert.deepEqual(corsAfter(source, WIDER), [
      'app/api/a/route.ts#POST https://app.example.com preflight dynamic',
      'app/api/b/[id]/route.ts#PUT https://app.example.com preflight dynamic',
    ]);
  });

  it('is written in the proxy’s style, with its parameters, and where it returns nothing', () => {
    const title = 'Add CORS to /feed in middleware.js, which then answers preflights: GET stays prerendered';
    const source = `//- app/feed/route.js
export const dynamic = "force-static"
export const GE$0T = () => Response.json([])
//- middleware.js
import { log } from "./log"

export const middleware = (req, event) => {
\tevent.waitUntil(log(req))
}
`;
    checkAssist(
      'add-cors',
      source,
      `//- middleware.js
import { log } from "./log"
import { NextResponse } from "next/server"

const respond = (req, event) => {
\tevent.waitUntil(log(req))
}

/** Lets scripts of every site read what the routes answer, and answers what browsers ask first. */
export async function middleware(request, event) {
\tif (request.nextUrl.pathname !== "/feed") return respond(request, event)
\tconst isPreflight =
\t\trequest.method === "OPTIONS" && request.headers.has("access-control-request-method")
\tconst answer = isPreflight
\t\t? new NextResponse(null, {
\t\t\t\tstatus: 204,
\t\t\t\theaders: {
\t\t\t\t\t"Access-Control-Allow-Methods": "GET",
\t\t\t\t\t"Access-Control-Allow-Headers": "Content-Type, Authorization",
\t\t\t\t\t"Access-Control-Max-Age": "86400",
\t\t\t\t},
\t\t\t})
\t\t: ((await respond(request, event)) ?? NextResponse.next())
\t// The headers of a redirect and of what fetch() returned can't be changed; those of a copy can.
\tconst response = new NextResponse(answer.body, answer)
\tresponse.headers.set("Access-Control-Allow-Origin", "*")
\treturn response
}
`,
      { title, input: { origins: '*' } },
    );
    assert.deepEqual(corsAfter(source, title), [
      'app/feed/route.js#GET https://app.example.com preflight static',
    ]);
  });

  it('gives a default export without a name one, and adds to a list of matchers', () => {
    const prerendered = `//- next.config.mjs
export default { trailingSlash: true };
//- app/feed/[id]/route.ts
export const dynamic = 'force-static';
export const generateStaticParams = () => [{ id: '1' }];
export const GE$0T = () => Response.json([]);
`;
    const of = (proxy: string): string => `${prerendered}//- proxy.ts\n${proxy}`;
    const title = 'Add CORS to /feed/[id] in proxy.ts, which then answers preflights';
    const before = `import { type NextRequest, NextResponse } from 'next/server';
export default function (request: NextRequest) { return NextResponse.next({ request }); }
`;
    assert.deepEqual(corsAfter(of(before), `${title}: GET stays prerendered`), [
      'app/feed/[id]/route.ts#GET https://app.example.com preflight static',
    ]);
    const config = (list: string): string => `export const config = { matcher: ${list} as const };\n`;
    const wider = `${title} and has a wider matcher: GET stays prerendered`;
    const broken = of(`${before}${config("[\n  '/a',\n  { source: '/b' },\n]")}`);
    assert.deepEqual(corsAfter(broken, wider), [
      'app/feed/[id]/route.ts#GET https://app.example.com preflight static',
    ]);
    const textOf = (source: string): string => textAfter('add-cors', source, 'proxy.ts', { title: wider });
    assert.ok(
      textOf(broken).endsWith(config("[\n  '/a',\n  { source: '/b' },\n  '/feed/:id',\n]")),
      textOf(broken),
    );
    const short = of(`${before}${config("['/a']")}`);
    assert.ok(textOf(short).endsWith(config("['/a', '/feed/:id']")), textOf(short));
  });

  it('takes a slash at the end for the same URL where the app writes one', () => {
    const source = `//- next.config.mjs
export default { trailingSlash: true };
//- app/feed/route.ts
export const dynamic = 'force-static';
export const GE$0T = () => Response.json([]);
${GUARD}`;
    const title = 'Add CORS to /feed in proxy.ts, which then answers preflights: GET stays prerendered';
    assert.match(
      textAfter('add-cors', source, 'proxy.ts', { title }),
      /!\/\^\\\/feed\\\/\?\$\/\.test\(request\.nextUrl\.pathname\)/,
    );
  });

  it('refuses what no browser would take', () => {
    checkRefusal('add-cors', `${ROUTES}${GUARD}`, /is not an origin/, {
      title: IN_PROXY,
      input: { origins: 'https://a.example/x' },
    });
  });

  it('is not offered where it is not certain what happens in the proxy', () => {
    const only = ['Add CORS to POST, preflights included'];
    const none = (proxy: string): void => checkTitles('add-cors', `${ROUTES}//- proxy.ts\n${proxy}`, only);
    none('import { clerkMiddleware } from "@clerk/nextjs/server";\nexport default clerkMiddleware();\n');
    none('function proxy(request: NextRequest) {}\nexport { proxy };\n');
    none('export { auth as proxy } from "./auth";\n');
    none('export * from "./auth";\n');
    none('export const proxy: NextProxy = (request) => {};\n');
    none('export function proxy() {}\n');
    none('export function proxy(request: Request) {}\n');
    none('export function proxy({ nextUrl }: NextRequest) {}\n');
    none(
      'export function proxy(request: NextRequest) {}\nexport default function (request: NextRequest) {}\n',
    );
    none('export function proxy(request: NextRequest) {}\nexport const other = () => proxy;\n');
    none('export function proxy(request: NextRequest) {}\nexport const config = { matcher };\n');
    none(
      'export function proxy(request: NextRequest) {}\nexport const config = { matcher: { source: "/api/:path*", has } };\n',
    );
    none(
      'export function proxy(request: NextRequest) { return request.url ? proxy(request) : undefined; }\n',
    );
    const typed = 'export function proxy(request: NextRequest) {}\n';
    none(`${typed}export default auth;\n`);
    none(`${typed}const ALLOWED_ORIGINS = [];\n`);
    none('export const proxy: NextProxy = (request: NextRequest) => {};\n');
    none('export function proxy(request: NextRequest, { waitUntil }: NextFetchEvent) {}\n');
    checkTitles('add-cors', `${ROUTES}//- proxy.js\nexport function proxy() {}\n`, only);
    // It sees one of the routes and not the other.
    none('export function proxy(request: NextRequest) {}\nexport const config = { matcher: "/api/a" };\n');
    none(
      'export function proxy(request: NextRequest): Promise<Response> { return go(); }\nexport const config = { matcher: "/x" };\n',
    );
    none('export function proxy(request: NextRequest) { request.headers.get("access-control-x"); }\n');
  });
});
