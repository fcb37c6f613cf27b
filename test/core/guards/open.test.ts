/** Endpoints that look guarded and are not. */
import assert from 'node:assert/strict';
import { type Verdict } from '../../../server/src/protocol';
import { assessFixture } from './assessFixture';

/** The verdict on the fixture's only endpoint. */
function check(verdict: Verdict, source: string, name?: string): void {
  const { guard } = assessFixture(source, name);
  assert.equal(guard.verdict, verdict, guard.note ?? '');
}

describe('code that looks guarded and is not', () => {
  it('a session that is used in a query but never tested decides nothing', () => {
    check(
      'partial',
      `import { getSession } from 'session';
import { db } from 'db';
export async function GET() {
  const session = await getSession();
  return Response.json(await db.post.list({ where: { userId: session?.user.id } }));
}`,
    );
  });

  it('an identity that the caller supplies is none', () => {
    check(
      'unguarded',
      `//- app/actions.ts
'use server';
import { db } from 'db';
export async function createChat(userId: string) {
  if (!userId) throw new Error('Unauthorized');
  await db.chat.create({ data: { userId } });
}`,
    );
  });

  it('a look-up of the supplied owner is no check of the caller', () => {
    check(
      'unguarded',
      `//- app/actions.ts
'use server';
import { db } from 'db';
export async function updateEvent(userId: string, event: { id: string }) {
  const known = await db.event.find({ where: { id: event.id } });
  if (!known || known.organizer !== userId) throw new Error('Unauthorized');
  await db.event.update(event);
}`,
    );
  });

  it('a guard that is imported and not called guards nothing', () => {
    check(
      'unguarded',
      `import { requireSession } from 'session';
import { db } from 'db';
export async function POST() {
  // await requireSession();
  await db.post.create({});
  return new Response('Unauthorized');
}
void requireSession;`,
    );
  });

  it('an asserting call that is not awaited lets everyone in', () => {
    check(
      'partial',
      `import { requireSession } from 'session';
import { db } from 'db';
export async function POST() {
  requireSession();
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('a session that is not awaited is a promise, and always there', () => {
    check(
      'partial',
      `import { getSession } from 'session';
import { db } from 'db';
export async function POST() {
  const session = getSession();
  if (!session) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('the project’s own async guard without await lets everyone in', () => {
    check(
      'partial',
      `import { getSession } from 'session';
import { db } from 'db';
async function requireUser() {
  const session = await getSession();
  if (!session) throw new Error('no');
}
export async function POST() {
  requireUser();
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('an effect before the decision makes it partial', () => {
    check(
      'partial',
      `import { getSession } from 'session';
import { db } from 'db';
export async function POST() {
  await db.post.create({});
  const session = await getSession();
  if (!session) return new Response(null, { status: 401 });
  return new Response();
}`,
    );
  });

  it('one open branch makes it partial', () => {
    check(
      'partial',
      `import { getSession } from 'session';
import { db } from 'db';
export async function POST(request: Request) {
  const { draft } = await request.json();
  if (!draft) {
    const session = await getSession();
    if (!session) return new Response(null, { status: 401 });
  }
  await db.post.create({ draft });
  return new Response();
}`,
    );
  });

  it('a check that runs only in production makes it partial', () => {
    check(
      'partial',
      `import { getSession } from 'session';
import { db } from 'db';
export async function POST() {
  if (process.env.NODE_ENV === 'production') {
    const session = await getSession();
    if (!session) return new Response(null, { status: 401 });
  }
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('a test of the environment alone is no decision', () => {
    check(
      'unguarded',
      `import { db } from 'db';
export async function POST() {
  if (process.env.NODE_ENV !== 'development') return new Response(null, { status: 403 });
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('a guard whose exception is swallowed guards nothing', () => {
    check(
      'partial',
      `import { requireSession } from 'session';
import { db } from 'db';
export async function POST() {
  try {
    await requireSession();
  } catch (error) {
    console.error(error);
  }
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('a guard with .catch(() => null) that nobody tests guards nothing', () => {
    check(
      'partial',
      `import { requireSession } from 'session';
import { db } from 'db';
export async function POST() {
  await requireSession().catch(() => null);
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('a wrapper that only logs guards nothing', () => {
    check(
      'unguarded',
      `import { db } from 'db';
function withLogging(handler: (request: Request) => Promise<Response>) {
  return async (request: Request) => {
    console.log(request.url);
    try {
      return await handler(request);
    } catch {
      return new Response(null, { status: 500 });
    }
  };
}
export const POST = withLogging(async () => {
  await db.post.create({});
  return new Response();
});`,
    );
  });

  it('a neutral wrapper of a package guards nothing', () => {
    check(
      'unguarded',
      `import { withTrace } from 'trace';
import { db } from 'db';
export const POST = withTrace(async () => {
  await db.post.create({});
  return new Response();
});`,
    );
  });

  it('a wrapper with optional authentication lets everyone in', () => {
    check(
      'partial',
      `import { getSession } from 'session';
import { db } from 'db';
const withOptionalAuth = (handler: any) => async () => handler({ session: await getSession() });
export const POST = withOptionalAuth(async ({ session }: any) => {
  await db.post.create({ author: session?.user.id });
  return new Response();
});`,
    );
  });

  it('a token that is decoded but not verified is raw', () => {
    check(
      'partial',
      `import { decode } from 'raw';
import { db } from 'db';
export async function POST(request: Request) {
  const payload = decode(request.headers.get('authorization'));
  if (!payload) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('the presence of a session cookie is raw', () => {
    check(
      'partial',
      `import { cookies } from 'next/headers';
import { db } from 'db';
export async function POST() {
  const token = (await cookies()).get('session-token');
  if (!token) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('being led away for having a session turns nobody away', () => {
    check(
      'partial',
      `import { getSession } from 'session';
import { redirect } from 'next/navigation';
import { db } from 'db';
export async function POST() {
  if (await getSession()) redirect('/home');
  await db.post.create({});
  return new Response();
}`,
    );
  });

  it('an inline action does not inherit the check of its page', () => {
    check(
      'partial',
      `//- app/page.tsx
import { getSession } from 'session';
import { redirect } from 'next/navigation';
import { db } from 'db';
export default async function Page() {
  const session = await getSession();
  if (!session) redirect('/login');
  async function save() {
    'use server';
    await db.post.create({ author: session.user.id });
  }
  return <form action={save} />;
}`,
      'save',
    );
  });

  it('a callee that can’t be resolved and receives the handler leaves the verdict unknown', () => {
    check(
      'unknown',
      `import { withSomething } from 'nobody-knows';
import { db } from 'db';
export const POST = withSomething(async () => {
  await db.post.create({});
  return new Response();
});`,
    );
  });
});
