/** What `add-cors` makes of header constants and functions that the app has, and which of them it passes over. */
import assert from 'node:assert/strict';
import { checkAssist, checkTitles, notesAfter, reportAfter, textAfter } from '../support/checkAssist';

const CONSTANT = `//- lib/cors.ts
export const corsHeaders = {
  'Access-Control-Allow-Origin': 'https://app.example.com',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type',
};
`;
const USER = `//- app/api/a/route.ts
import { corsHeaders } from '../../../lib/cors';
export const GET = () => Response.json([], { headers: corsHeaders });
`;
const title = 'Add CORS to POST with `corsHeaders`';

/** `app/api/b/route.ts` with the cursor at its POST. */
function route(body: string, head = '', parameter = 'request: Request'): string {
  return `//- app/api/b/route.ts
${head}export async function PO$0ST(${parameter}) {
${body}}
`;
}

const JSON_BODY = '  return Response.json(await request.json());\n';
const options = (headers: string, parameter = ''): string => `
export function OPTIONS(${parameter}) {
  return new Response(null, { status: 204, headers: ${headers} });
}
`;

/** The origins of each method of the route after the assist. */
function corsAfter(source: string, choice: { readonly title?: string } = {}): readonly string[] {
  return reportAfter('add-cors', source, choice)
    .endpoints.filter(({ id }) => id.startsWith('app/api/b/'))
    .map(({ name, cors }) => `${name} ${cors?.origins.join(' ')}${cors?.preflight ? ' preflight' : ''}`);
}

/** What is not reused leaves the usual offers and the reason. */
function checkPassedOver(source: string, reason: string): void {
  assert.deepEqual(notesAfter('add-cors', source, { title: 'Add CORS to POST, preflights included' }), [
    reason,
  ]);
}

describe('add-cors with headers that the app has', () => {
  it('gives them to every response that the handlers make, its own headers kept, and answers the preflight', () => {
    const source = `${CONSTANT}${USER}${route(
      `  const body = await request.json();
  if (!body) return new Response(null, { status: 400 });
  if (!body.id) {
    return Response.json(
      { error: 'no id' },
    );
  }
  if (body.id === 1) return Response.json({}, {});
  const later = () => { return 1; };
  return Response.json(later(), {
    status: 201,
    headers: { 'X-Id': body.id },
  });
`,
      "import { load } from '../../../lib/load';\n\n",
    )}
export const GET = () => Response.json(load());
`;
    const both = 'Add CORS to GET and POST with `corsHeaders`';
    checkAssist(
      'add-cors',
      source,
      `//- app/api/b/route.ts
import { load } from '../../../lib/load';
import { corsHeaders } from '../../../lib/cors';

export async function POST(request: Request) {
  const body = await request.json();
  if (!body) return new Response(null, { headers: corsHeaders, status: 400 });
  if (!body.id) {
    return Response.json(
      { error: 'no id' },
      { headers: corsHeaders },
    );
  }
  if (body.id === 1) return Response.json({}, { headers: corsHeaders });
  const later = () => { return 1; };
  return Response.json(later(), {
    status: 201,
    headers: { ...corsHeaders, 'X-Id': body.id },
  });
}

export const GET = () => Response.json(load(), { headers: corsHeaders });
${options('corsHeaders')}`,
      { title: both },
    );
    assert.deepEqual(corsAfter(source, { title: both }), [
      'POST https://app.example.com preflight',
      'GET https://app.example.com preflight',
      'OPTIONS https://app.example.com preflight',
    ]);
  });

  it('merges its import, in the file’s style', () => {
    checkAssist(
      'add-cors',
      `${CONSTANT}export const limit = 1;\n${USER}//- app/api/b/route.js
import { limit } from "../../../lib/cors"

export async function PO$0ST(request) {
\treturn Response.json({ limit }, {
\t\tstatus: 201
\t})
}
`,
      `//- app/api/b/route.js
import { limit, corsHeaders } from "../../../lib/cors"

export async function POST(request) {
\treturn Response.json({ limit }, {
\t\theaders: corsHeaders,
\t\tstatus: 201
\t})
}

export function OPTIONS() {
\treturn new Response(null, { status: 204, headers: corsHeaders })
}
`,
      { title },
    );
  });

  it('puts them around a handler whose responses come from elsewhere', () => {
    const source = `${CONSTANT.replace('};', "  Vary: 'Origin',\n};")}${USER}${route(
      '  return respond(await request.json());\n',
      "import { respond } from '../../../lib/respond';\n\n",
    )}`;
    checkAssist(
      'add-cors',
      source,
      `//- app/api/b/route.ts
import { respond } from '../../../lib/respond';
import { corsHeaders } from '../../../lib/cors';

/** Lets scripts of other origins read what the handler answers. */
function withCors(handler: (request: Request) => Response | Promise<Response>) {
  return async (request: Request) => {
    const answer = await handler(request);
    // The headers of a redirect and of what fetch() returned can't be changed; those of a copy can.
    const response = new Response(answer.body, answer);
    new Headers(corsHeaders).forEach((value, name) => {
      if (name === 'vary') response.headers.append(name, value);
      else response.headers.set(name, value);
    });
    return response;
  };
}

export const POST = withCors(async (request: Request) => {
  return respond(await request.json());
});
${options('corsHeaders')}`,
      { title },
    );
    assert.deepEqual(corsAfter(source, { title }), [
      'POST https://app.example.com preflight',
      'OPTIONS https://app.example.com preflight',
    ]);
  });

  it('calls a function of the request or of its origin', () => {
    const made = (parameter: string): string => `//- lib/cors.ts
const ALLOWED = ['https://a.example'];
export function corsHeaders(${parameter}) {
  const headers = new Headers({
    'Access-Control-Allow-Methods': ['GET', 'POST'].join(', '),
    'Access-Control-Allow-Headers': 'Content-Type',
    'Access-Control-Allow-Credentials': 'true',
    Vary: 'Origin',
  });
  const asked = ${parameter.startsWith('origin') ? 'origin' : "request.headers.get('origin')"};
  if (asked && ALLOWED.includes(asked)) headers.set('Access-Control-Allow-Origin', asked);
  return headers;
}
`;
    checkAssist(
      'add-cors',
      `${made('request: Request')}${route(JSON_BODY)}`,
      `//- app/api/b/route.ts
import { corsHeaders } from '../../../lib/cors';

export async function POST(request: Request) {
  return Response.json(await request.json(), { headers: corsHeaders(request) });
}
${options('corsHeaders(request)', 'request: Request')}`,
      { title },
    );
    const ofOrigin = `${made('origin: string | null')}${route(JSON_BODY.replace(/request/g, 'req'), '', 'req: Request')}`;
    checkAssist(
      'add-cors',
      ofOrigin,
      `//- app/api/b/route.ts
import { corsHeaders } from '../../../lib/cors';

export async function POST(req: Request) {
  return Response.json(await req.json(), { headers: corsHeaders(req.headers.get('origin')) });
}
${options("corsHeaders(request.headers.get('origin'))", 'request: Request')}`,
      { title },
    );
    assert.match(
      textAfter('add-cors', `${ofOrigin}export const name = "b", more = "c";\n`, 'app/api/b/route.ts', {
        title,
      }),
      /corsHeaders\(req\.headers\.get\("origin"\)\) \}/,
    );
    assert.deepEqual(corsAfter(ofOrigin, { title }), [
      'POST https://a.example preflight',
      'OPTIONS https://a.example preflight',
    ]);
  });

  it('wraps where a response comes from elsewhere, its headers can’t be spread, or a `NextRequest` is wanted', () => {
    const wraps = (source: string): void => {
      const code = textAfter('add-cors', source, 'app/api/b/route.ts', { title });
      assert.match(code, /export const POST = withCors\(/);
    };
    wraps(`${CONSTANT}${USER}${route(`  if (!request.body) return respond();\n${JSON_BODY}`)}`);
    wraps(`${CONSTANT}${USER}${route('  return Response.json({}, { ...init });\n')}`);
    const body = `  return Response.json(await request.json(), { headers: { 'X-A': '1' } });\n`;
    wraps(`${CONSTANT.replace('= {', '= new Headers({').replace('};', '});')}${USER}${route(body)}`);
    wraps(`//- lib/cors.ts
import { type NextRequest } from 'next/server';
export const corsHeaders = (request: NextRequest) => ({
  'Access-Control-Allow-Origin': request.nextUrl.origin,
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': 'Content-Type',
});
${route(JSON_BODY)}`);
  });

  it('hands a copy of the response to a function that sets them on one', () => {
    const source = `//- lib/cors.ts
import { NextResponse, type NextRequest } from 'next/server';
export function setCors(response: NextResponse, request: NextRequest) {
  const origin = request.headers.get('origin');
  if (origin === 'https://a.example') response.headers.set('Access-Control-Allow-Origin', origin);
  response.headers.set('Access-Control-Allow-Methods', 'POST');
  response.headers.set('Access-Control-Allow-Headers', 'Content-Type');
  response.headers.append('Vary', 'Origin');
  return response;
}
${route(JSON_BODY)}`;
    const choice = { title: 'Add CORS to POST with `setCors`' };
    checkAssist(
      'add-cors',
      source,
      `//- app/api/b/route.ts
import { setCors } from '../../../lib/cors';
import { NextRequest, NextResponse } from 'next/server';

/** Lets scripts of other origins read what the handler answers. */
function withCors(
  handler: (request: NextRequest) => Response | Promise<Response>,
) {
  return async (request: NextRequest) => {
    const answer = await handler(request);
    // The headers of a redirect and of what fetch() returned can't be changed; those of a copy can.
    const response = new NextResponse(answer.body, answer);
    return setCors(response, request);
  };
}

export const POST = withCors(async (request: Request) => {
  return Response.json(await request.json());
});

export function OPTIONS(request: NextRequest) {
  return setCors(new NextResponse(null, { status: 204 }), request);
}
`,
      choice,
    );
    assert.deepEqual(corsAfter(source, choice), ['POST computed preflight', 'OPTIONS computed preflight']);
  });

  it('says so where every site is allowed', () => {
    checkTitles('add-cors', `${CONSTANT.replace('https://app.example.com', '*')}${USER}${route(JSON_BODY)}`, [
      'Add CORS to POST with `corsHeaders`, for every site',
    ]);
  });

  it('writes its own where theirs are not right for the route, and says why', () => {
    const passed = (change: (constant: string) => string, because: string, body = JSON_BODY): void =>
      checkPassedOver(
        `${change(CONSTANT)}${USER}${route(body)}`,
        `\`corsHeaders\` of \`lib/cors.ts\` is not used: ${because}.`,
      );
    passed((text) => text.replace('GET, POST, OPTIONS', 'GET'), 'it does not allow POST');
    passed((text) => text.replace(/.*Methods.*\n/, ''), 'it does not say which methods it allows');
    passed(
      (text) => text.replace("'Content-Type'", 'HEADERS'),
      'it does not say which request headers it allows',
    );
    passed(
      (text) => text,
      'it does not allow the header X-Tenant',
      `  request.headers.get('x-tenant');\n${JSON_BODY}`,
    );
    passed(
      (text) =>
        text
          .replace('https://app.example.com', '*')
          .replace('};', "  'Access-Control-Allow-Credentials': 'true',\n};"),
      'it allows every site, and lets it send the visitor’s cookies',
    );
    passed(
      (text) =>
        text
          .replace("'https://app.example.com'", 'process.env.ORIGIN')
          .replace('};', "  'Access-Control-Allow-Credentials': 'true',\n};"),
      'it lets scripts send the visitor’s cookies, and its origin can’t be read',
    );
    checkPassedOver(
      `//- lib/cors.ts
export const corsHeaders = (origin: string | null) => ({
  'Access-Control-Allow-Origin': origin ?? '',
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': 'Content-Type',
});
${route(JSON_BODY)}`,
      '`corsHeaders` of `lib/cors.ts` is not used: it allows every site, and lets it send the visitor’s cookies.',
    );
    checkPassedOver(
      `//- next-surface.json
{ "cors": { "allowedOrigins": ["https://one.example"] } }
${CONSTANT}${route(JSON_BODY)}`,
      '`corsHeaders` of `lib/cors.ts` is not used: it allows `https://app.example.com`, which the settings do not.',
    );
    checkPassedOver(
      `//- auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({});
${CONSTANT}${route(
        `  const session = await auth();
  if (!session?.user) return new Response(null, { status: 401 });
${JSON_BODY}`,
        "import { auth } from '../../../auth';\n\n",
      )}`,
      '`corsHeaders` of `lib/cors.ts` is not used: the route asks for a session, and it allows no cookies.',
    );
  });

  it('passes over a wrapper that allows every site with cookies', () => {
    checkPassedOver(
      `//- lib/cors.ts
export function allow(handler) {
  return async (request) => {
    const response = await handler(request);
    response.headers.set('Access-Control-Allow-Origin', '*');
    response.headers.set('Access-Control-Allow-Credentials', 'true');
    return response;
  };
}
//- app/api/a/route.ts
import { allow } from '../../../lib/cors';
export const GET = allow(async () => Response.json([]));
${route(JSON_BODY)}`,
      '`allow` of `lib/cors.ts` is not used: it allows every site, and lets it send the visitor’s cookies.',
    );
  });

  it('leaves alone functions of which it is not clear what they give', () => {
    const members = CONSTANT.slice(CONSTANT.indexOf('{'), CONSTANT.lastIndexOf(';'));
    for (const code of [
      `export async function corsHeaders() { return ${members}; }`,
      `export function corsHeaders(request: Request) { if (request.url) return ${members}; }`,
      `export const corsHeaders = () => new Response(null, { headers: ${members} });`,
      `export const corsHeaders = [${members}];`,
    ])
      checkTitles('add-cors', `//- lib/cors.ts\n${code}\n${route(JSON_BODY)}`, [
        'Add CORS to POST, preflights included',
      ]);
  });

  it('leaves alone functions of which it is not clear what they want', () => {
    for (const parameters of ['data: unknown', 'options', 'methods: string[]'])
      checkTitles(
        'add-cors',
        `${CONSTANT.replace('= {', `= (${parameters}) => ({`).replace('};', '});')}${route(JSON_BODY)}`,
        ['Add CORS to POST, preflights included'],
      );
  });
});
