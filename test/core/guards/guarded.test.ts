/** Endpoints that look open and are not, with the place of the deciding line. */
import assert from 'node:assert/strict';
import { assessFixture } from './assessFixture';

/** The endpoint is guarded, and the decision stands at `at` (`file:line`). */
function guardedAt(at: string, source: string, name?: string): void {
  const { guard, at: place } = assessFixture(source, name);
  assert.equal(guard.verdict, 'guarded', guard.note ?? '');
  assert.equal(place, at);
}

const ROUTE = 'app/api/route.ts';

describe('code that looks open and is not', () => {
  it('a session that is tested in the body guards at the test', () => {
    const source = `import { getSession } from 'session';
import { db } from 'db';
export async function POST() {
  const session = await getSession();
  if (!session?.user) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}`;
    guardedAt(`${ROUTE}:5`, source);
    assert.equal(assessFixture(source).guard.hops, 0);
  });

  it('a getter that throws guards where it throws, several files away', () => {
    const source = `//- app/api/route.ts
import { getPosts } from '../../lib/posts';
export async function GET() {
  return Response.json(await getPosts());
}
//- lib/posts.ts
import { db } from 'db';
import { currentUser } from './auth';
export const getPosts = async () => {
  const user = await currentUser();
  return db.post.list({ where: { userId: user.id } });
};
//- lib/auth/index.ts
export * from './user';
//- lib/auth/user.ts
import { cache } from 'react';
import { getSession } from 'session';
export const currentUser = cache(async () => {
  const session = await getSession();
  if (!session) throw new Error('Unauthorized');
  return session.user;
});`;
    guardedAt('lib/auth/user.ts:5', source);
    assert.equal(assessFixture(source).guard.hops, 2);
  });

  it('effects behind a positive condition are guarded', () => {
    guardedAt(
      `${ROUTE}:5`,
      `import { getSession } from 'session';
import { db } from 'db';
export async function POST() {
  const session = await getSession();
  if (session?.user.role === 'admin') {
    await db.post.create({});
    return new Response();
  }
  return new Response(null, { status: 403 });
}`,
    );
  });

  it('a helper that returns a Response or null decides where it is tested', () => {
    guardedAt(
      `${ROUTE}:10`,
      `import { getSession } from 'session';
import { db } from 'db';
async function guard() {
  const session = await getSession();
  if (!session) return Response.json({ error: 'no' }, { status: 401 });
  return null;
}
export async function POST() {
  const denied = await guard();
  if (denied) return denied;
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('a helper that returns a Response or the user decides by instanceof', () => {
    guardedAt(
      `${ROUTE}:10`,
      `import { getSession } from 'session';
import { db } from 'db';
async function guard() {
  const session = await getSession();
  if (!session) return Response.json({ error: 'no' }, { status: 401 });
  return session.user;
}
export async function POST() {
  const user = await guard();
  if (user instanceof Response) return user;
  await db.post.create({ author: user.id });
  return new Response();
}`,
    );
  });

  it('an { error } result decides where it is tested', () => {
    guardedAt(
      `${ROUTE}:15`,
      `import { getSession } from 'session';
import { db } from 'db';
import { schema } from 'schema';
async function parse(request: Request) {
  let error: (() => Response) | undefined;
  const result = schema.safeParse(await request.json());
  if (!result.success) error = () => new Response(null, { status: 400 });
  if (!error && !(await getSession())) {
    error = () => new Response(null, { status: 401 });
  }
  return { body: result.data, error };
}
export async function POST(request: Request) {
  const { body, error } = await parse(request);
  if (error) return error();
  await db.post.create(body);
  return new Response();
}`,
    );
  });

  it('rejecting with an empty list is rejecting', () => {
    guardedAt(
      'app/actions.ts:5',
      `//- app/actions.ts
'use server';
import { getSession } from 'session';
import { db } from 'db';
export async function list() {
  if (!(await getSession())) return [];
  return db.post.list();
}`,
    );
  });

  it('verification in try with an exit in catch guards', () => {
    const source = `import { Webhook } from 'webhook';
import { db } from 'db';
export async function POST(request: Request) {
  const body = await request.text();
  let event;
  try {
    event = new Webhook(process.env.SECRET).verify(body, request.headers);
  } catch {
    return new Response(null, { status: 400 });
  }
  await db.order.create(event);
  return new Response();
}`;
    guardedAt(`${ROUTE}:7`, source);
    assert.deepEqual(assessFixture(source).publicByDesign, {
      value: true,
      reason: 'verified webhook signature',
    });
  });

  it('a method of a class or an object guards', () => {
    guardedAt(
      `${ROUTE}:6`,
      `import { getSession } from 'session';
import { db } from 'db';
class Auth {
  async user() {
    const session = await getSession();
    if (!session) throw new Error('Unauthorized');
    return session.user;
  }
}
const services = { auth: new Auth() };
export async function POST() {
  await services.auth.user();
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('a re-exported handler is judged where it is written', () => {
    const source = `//- app/api/route.ts
export { handler as POST } from '../../lib/handler';
//- lib/handler.ts
import { getSession } from 'session';
import { db } from 'db';
export async function handler() {
  if (!(await getSession())) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}`;
    guardedAt('lib/handler.ts:4', source);
    guardedAt(
      'lib/handler.ts:4',
      source
        .replace(`export { handler as POST } from '../../lib/handler';`, `export * from '../../lib/handler';`)
        .replace('function handler', 'function POST'),
    );
  });

  it('an exception of a wrapper for another URL is none of this endpoint’s paths', () => {
    guardedAt(
      'lib/wrap.ts:7',
      `//- app/api/posts/route.ts
import { withUser } from '../../../lib/wrap';
import { db } from 'db';
export const POST = withUser(async () => {
  await db.post.create({});
  return new Response();
});
//- lib/wrap.ts
import { getSession } from 'session';
import { type NextRequest } from 'next/server';
export const withUser = (handler: any) => async (request: NextRequest) => {
  if (['/api/public', '/public'].includes(request.nextUrl.pathname)) return handler(request);
  if (request.method === 'GET') return handler(request);
  const session = await getSession();
  if (!session) return new Response(null, { status: 401 });
  return handler(request);
};`,
    );
  });

  it('a look-up by the credential that was sent verifies it', () => {
    guardedAt(
      `${ROUTE}:5`,
      `import { db } from 'db';
export async function POST(request: Request) {
  const key = request.headers.get('x-api-key');
  const found = await db.apiKey.find({ where: { key } });
  if (!found) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('a comparison with a secret guards', () => {
    guardedAt(
      `${ROUTE}:3`,
      `import { db } from 'db';
export async function GET(request: Request) {
  if (request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) return new Response(null, { status: 401 });
  await db.post.delete({});
  return new Response();
}`,
    );
  });

  it('a signature made by hand guards', () => {
    guardedAt(
      `${ROUTE}:6`,
      `import { createHmac, timingSafeEqual } from 'hmac';
import { db } from 'db';
export async function POST(request: Request) {
  const body = await request.text();
  const digest = createHmac('sha256', process.env.SECRET).update(body).digest('hex');
  if (!timingSafeEqual(Buffer.from(digest), Buffer.from(request.headers.get('x-signature') ?? ''))) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('parallel guards are guards', () => {
    guardedAt(
      `${ROUTE}:5`,
      `import { getSession } from 'session';
import { db } from 'db';
async function requireUser() {
  const session = await getSession();
  if (!session) throw new Error('no');
}
export async function POST(request: Request) {
  const [, body] = await Promise.all([requireUser(), request.json()]);
  await db.post.create(body);
  return new Response();
}`,
    );
  });

  it('a client that the first request makes is followed', () => {
    guardedAt(
      `${ROUTE}:10`,
      `import { createAuth } from 'session-factory';
import { db } from 'db';
let auth: any;
function getAuth() {
  if (!auth) auth = createAuth({});
  return auth;
}
export async function POST() {
  const session = await getAuth().api.getSession();
  if (!session) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('an inline action that tests what it captured decides itself', () => {
    guardedAt(
      'app/page.tsx:7',
      `//- app/page.tsx
import { getSession } from 'session';
import { db } from 'db';
export default async function Page() {
  const session = await getSession();
  async function save() {
    'use server';
    if (!session) throw new Error('Unauthorized');
    await db.post.create({});
  }
  return <form action={save} />;
}`.replace("    'use server';\n", "    'use server';\n"),
      'save',
    );
  });

  it('handlers of a package are delegated, through neutral wrappers too', () => {
    const { guard } = assessFixture(`import { REST } from 'handlers';
const withCors = (handler: any) => async (request: Request) => {
  const response = await handler(request);
  return response;
};
export const GET = withCors(REST({}));`);
    assert.equal(guard.verdict, 'delegated');
  });
});
