/** What `add-cors` writes into a route file, where it is offered, and what the engine says of the result. */
import assert from 'node:assert/strict';
import { checkAssist, checkNoAssist, checkRefusal, checkTitles, reportAfter } from '../support/checkAssist';

const title = (methods: string): { readonly title: string } => ({
  title: `Add CORS to ${methods}, preflights included`,
});

const LIST = `const ALLOWED_ORIGINS = ['https://app.example.com'];
`;

/** The wrapper's code, with the signatures of its own and of what it returns. */
function wrapper(signature: string, inner: string, call: string, credentials = ''): string {
  return `/** Lets scripts of the allowed origins read what the handler answers. */
function withCors${signature} {
  return async (${inner}) => {
    const answer = await handler(${call});
    // The headers of a redirect and of what fetch() returned can't be changed; those of a copy can.
    const response = new Response(answer.body, answer);
    const origin = request.headers.get('origin');
    if (origin && ALLOWED_ORIGINS.includes(origin)) {
      response.headers.set('Access-Control-Allow-Origin', origin);
${credentials}    }
    response.headers.append('Vary', 'Origin');
    return response;
  };
}
`;
}

const PLAIN = wrapper(
  '(handler: (request: Request) => Response | Promise<Response>)',
  'request: Request',
  'request',
);

function options(methods: string, headers = 'Content-Type, Authorization'): string {
  return `export const OPTIONS = withCors(
  () =>
    new Response(null, {
      status: 204,
      headers: {
        'Access-Control-Allow-Methods': '${methods}',
        'Access-Control-Allow-Headers': '${headers}',
        'Access-Control-Max-Age': '86400',
      },
    }),
);
`;
}

/** `app/api/posts/route.ts` with the given code. */
function route(code: string): string {
  return `//- app/api/posts/route.ts\n${code}`;
}

/** What the report says of each endpoint's CORS after the assist: `POST https://app.example.com preflight`. */
function checkCorsAfter(
  source: string,
  expected: readonly string[],
  choice: { readonly title?: string } = {},
): void {
  const lines = reportAfter('add-cors', source, choice)
    .endpoints.filter(({ kind }) => kind === 'route')
    .map(({ name, cors }) => `${name} ${cors?.origins.join(' ')}${cors?.preflight ? ' preflight' : ''}`);
  assert.deepEqual(lines, expected);
}

describe('add-cors in the route’s file', () => {
  it('turns functions into wrapped constants, in the file’s style, and keeps their types', () => {
    checkAssist(
      'add-cors',
      `//- app/api/posts/[id]/route.ts
import { NextRequest, NextResponse } from "next/server"
import { load } from "@/lib/posts"

// Reads one.
export async function GE$0T(request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<NextResponse> {
    const { id } = await params
    if (request.headers.get("x-api-key") === null) return NextResponse.json({ error: "no" }, { status: 401 })
    return NextResponse.json(await load(id))
}

export const POST = async (request: Request) => {
    return NextResponse.json(await request.json())
}
`,
      `//- app/api/posts/[id]/route.ts
import { NextRequest, NextResponse } from "next/server"
import { load } from "@/lib/posts"

const ALLOWED_ORIGINS = ["https://app.example.com"]

/** Lets scripts of the allowed origins read what the handler answers. */
function withCors<Context>(
    handler: (
        request: NextRequest,
        context: Context,
    ) => Response | Promise<Response>,
) {
    return async (request: NextRequest, context: Context) => {
        const answer = await handler(request, context)
        // The headers of a redirect and of what fetch() returned can't be changed; those of a copy can.
        const response = new Response(answer.body, answer)
        const origin = request.headers.get("origin")
        if (origin && ALLOWED_ORIGINS.includes(origin)) {
            response.headers.set("Access-Control-Allow-Origin", origin)
        }
        response.headers.append("Vary", "Origin")
        return response
    }
}

// Reads one.
export const GET = withCors(async (request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<NextResponse> => {
    const { id } = await params
    if (request.headers.get("x-api-key") === null) return NextResponse.json({ error: "no" }, { status: 401 })
    return NextResponse.json(await load(id))
})

export const POST = withCors(async (request: Request) => {
    return NextResponse.json(await request.json())
})

export const OPTIONS = withCors(
    () =>
        new Response(null, {
            status: 204,
            headers: {
                "Access-Control-Allow-Methods": "GET, POST",
                "Access-Control-Allow-Headers": "Content-Type, Authorization, X-Api-Key",
                "Access-Control-Max-Age": "86400",
            },
        }),
)
`,
      title('GET and POST'),
    );
  });

  it('is seen by the engine: the origins, and that preflights are answered', () => {
    checkCorsAfter(
      route(`export async function PO$0ST(request: Request) {
  return Response.json(await request.json());
}
export async function DELETE() {
  return new Response(null, { status: 204 });
}
`),
      [
        'POST https://app.example.com preflight',
        'DELETE https://app.example.com preflight',
        'OPTIONS https://app.example.com preflight',
      ],
    );
  });

  it('leaves the guard what it was: a copy of a refusal is a refusal', () => {
    const { endpoints, findings } = reportAfter(
      'add-cors',
      route(`import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();

export async function GE$0T(request: Request) {
  if (!process.env.KEY || request.headers.get('authorization') !== process.env.KEY)
    return new Response(null, { status: 401 });
  return Response.json(await prisma.post.findMany());
}
`),
    );
    assert.deepEqual(
      endpoints.map(({ name, guard }) => `${name} ${guard.verdict}`),
      ['GET guarded', 'OPTIONS unguarded'],
    );
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      [],
    );
  });

  it('wraps a handler once where it is exported as several methods, and those that are exported apart', () => {
    checkAssist(
      'add-cors',
      route(`async function hand$0ler(request: Request) {
  return new Response(request.method);
}

export { handler as PUT, handler as PATCH };
`),
      route(`${LIST}
${PLAIN}
const handler = withCors(async (request: Request) => {
  return new Response(request.method);
});

export { handler as PUT, handler as PATCH };

${options('PUT, PATCH')}`),
      title('PUT and PATCH'),
    );
    checkAssist(
      'add-cors',
      route(`export const POST = function (request: Request) {
  return new Response(request.method);
};
export const PU$0T = POST;
`),
      route(`${LIST}
${PLAIN}
export const POST = withCors(function (request: Request) {
  return new Response(request.method);
});
export const PUT = POST;

${options('POST, PUT')}`),
      title('POST and PUT'),
    );
  });

  it('keeps the function keyword where the function needs it', () => {
    checkAssist(
      'add-cors',
      route(`export function PO$0ST(request: Request): Promise<Response> {
  return request.url === '' ? POST(request) : Promise.resolve(new Response(String(arguments.length)));
}
`),
      route(`${LIST}
${PLAIN}
export const POST = withCors(function POST(request: Request): Promise<Response> {
  return request.url === '' ? POST(request) : Promise.resolve(new Response(String(arguments.length)));
});

${options('POST')}`),
    );
  });

  it('wraps what a wrapper of the workspace made, and needs to know what a package’s wrapper returns', () => {
    const before = (specifier: string): string =>
      `${route(`import { withUser } from '${specifier}';

export const POS$0T = withUser(async (request) => Response.json(await request.json()));
`)}//- lib/auth.ts
export const withUser = (handler) => async (request) => handler(request);
`;
    checkCorsAfter(before('../../../lib/auth'), [
      'POST https://app.example.com preflight',
      'OPTIONS https://app.example.com preflight',
    ]);
    checkNoAssist('add-cors', before('some-auth'));
  });

  it('is written without types in JavaScript, and behind directives', () => {
    checkAssist(
      'add-cors',
      `//- app/api/posts/route.js
'use strict';

export async function PO$0ST(request, { params }) {
  return Response.json(await params);
}
`,
      `//- app/api/posts/route.js
'use strict';

${LIST}
${wrapper('(handler)', 'request, context', 'request, context')}
export const POST = withCors(async (request, { params }) => {
  return Response.json(await params);
});

${options('POST')}`,
    );
  });

  it('takes the answers: origins, and cookies only where a session is read and every origin is named', () => {
    const guarded = `//- auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({});
${route(`import { auth } from '../../../auth';

export async function PO$0ST(request: Request) {
  const session = await auth();
  if (!session?.user) return new Response(null, { status: 401 });
  return Response.json(await request.json());
}
`)}`;
    const credentials = `      response.headers.set('Access-Control-Allow-Credentials', 'true');
`;
    checkAssist(
      'add-cors',
      guarded,
      route(`import { auth } from '../../../auth';

const ALLOWED_ORIGINS = ['https://a.example', 'http://localhost:3001'];

${wrapper(
  '(handler: (request: Request) => Response | Promise<Response>)',
  'request: Request',
  'request',
  credentials,
)}
export const POST = withCors(async (request: Request) => {
  const session = await auth();
  if (!session?.user) return new Response(null, { status: 401 });
  return Response.json(await request.json());
});

${options('POST')}`),
      { input: { origins: 'https://a.example, http://localhost:3001' } },
    );
    checkRefusal('add-cors', guarded, /does not go with cookies/, { input: { origins: '*' } });
    checkRefusal('add-cors', guarded, /`https:\/\/a.example\/x` is not an origin/, {
      input: { origins: 'https://a.example/x' },
    });
    checkRefusal('add-cors', guarded, /An origin is needed/, { input: { origins: ' ' } });
  });

  it('proposes what the app’s next-surface.json allows', () => {
    checkCorsAfter(
      `//- next-surface.json
{ "cors": { "allowedOrigins": ["https://one.example", "https://two.example"] } }
${route(`export async function PO$0ST(request: Request) {
  return Response.json(await request.json());
}
`)}`,
      [
        'POST https://one.example https://two.example preflight',
        'OPTIONS https://one.example https://two.example preflight',
      ],
    );
  });

  it('says that a prerendered GET loses that, and takes away what would hide the request', () => {
    checkAssist(
      'add-cors',
      route(`export const dynamic = 'force-static';
// Once a minute.
export const revalidate = 60;

export function GE$0T() {
  return Response.json([]);
}
`),
      route(`${LIST}
${PLAIN}
export const GET = withCors(() => {
  return Response.json([]);
});

${options('GET')}`),
      {
        title: 'Add CORS to GET and give up prerendering: a prerendered GET refuses preflights with 405',
      },
    );
  });

  it('says what remains to be done', () => {
    checkAssist(
      'add-cors',
      `//- proxy.ts
export function proxy() {}
${route(`import { redirect } from 'next/navigation';

export function PO$0ST() {
  redirect('/');
}
`)}`,
      route(`import { redirect } from 'next/navigation';

${LIST}
${PLAIN}
export const POST = withCors(() => {
  redirect('/');
});

${options('POST')}`),
      {
        notes: [
          'What `redirect()` throws is answered by Next.js itself, without the headers.',
          'The proxy sees the preflight first, which has no cookies: it must let OPTIONS requests through.',
        ],
      },
    );
  });

  it('is not offered where it is there, where services call, or where the result is not certain', () => {
    const post =
      'export async function PO$0ST(request: Request) { return Response.json(await request.json()); }\n';
    checkNoAssist('add-cors', route(`${post}export function OPTIONS() { return new Response(); }\n`));
    checkNoAssist(
      'add-cors',
      route(
        "export const GE$0T = () => new Response('', { headers: { 'Access-Control-Allow-Origin': '*' } });\n",
      ),
    );
    checkNoAssist(
      'add-cors',
      route(`import { Webhook } from 'svix';
export async function PO$0ST(request: Request) {
  new Webhook(process.env.SECRET!).verify(await request.text(), Object.fromEntries(request.headers));
  return new Response();
}
`),
    );
    checkNoAssist('add-cors', route("export { POS$0T } from './other';\n"));
    checkNoAssist('add-cors', route('export const { GE$0T } = handlers;\n'));
    checkNoAssist(
      'add-cors',
      route('export function PO$0ST(request: Request) { if (request.url) return new Response(); }\n'),
    );
    checkNoAssist('add-cors', `//- next.config.mjs\nexport default { output: 'export' };\n${route(post)}`);
    checkTitles('add-cors', route(post), ['Add CORS to POST, preflights included']);
  });
});
