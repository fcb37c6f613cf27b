/** Wrappers, factories and builders that check before they call: their endpoints look open and are not. */
import assert from 'node:assert/strict';
import { assessFixture } from './assessFixture';

/** The endpoint is guarded, and the decision stands at `at` (`file:line`). */
function guardedAt(at: string, source: string, name?: string): void {
  const { guard, at: place } = assessFixture(source, name);
  assert.equal(guard.verdict, 'guarded', guard.note ?? '');
  assert.equal(place, at);
}

const ROUTE = 'app/api/route.ts';

describe('what stands around a handler', () => {
  it('a factory that interprets a configuration object guards by it', () => {
    const source = (auth: string): string => `import { getSession } from 'session';
import { db } from 'db';
function createRoute({ auth, handler }: any) {
  return async (request: Request) => {
    let session = null;
    if (auth === 'session' || auth === 'both') {
      session = await getSession();
      if (!session) return new Response(null, { status: 401 });
    }
    return handler({ request, session });
  };
}
export const POST = createRoute({
  auth: '${auth}',
  handler: async () => {
    await db.post.create({});
    return new Response();
  },
});`;
    guardedAt(`${ROUTE}:8`, source('session'));
    assert.equal(assessFixture(source('none')).guard.verdict, 'unguarded');
  });

  it('a wrapper that throws before it calls the handler guards with one hop', () => {
    const source = `import { getSession } from 'session';
import { db } from 'db';
const withUser = (handler: any) => async (request: Request) => {
  const session = await getSession();
  if (!session) throw new Error('Unauthorized');
  return handler(request, session.user);
};
export const POST = withUser(async () => {
  await db.post.create({});
  return new Response();
});`;
    guardedAt(`${ROUTE}:5`, source);
    assert.equal(assessFixture(source).guard.hops, 1);
  });

  it('a wrapper that copies the answer, to change its headers, leaves the handler its guard', () => {
    guardedAt(
      `${ROUTE}:10`,
      `import { getSession } from 'session';
import { db } from 'db';
const withHeaders = (handler: any) => async (request: Request) => {
  const answer = await handler(request);
  const response = new Response(answer.body, answer);
  response.headers.set('vary', 'origin');
  return response;
};
export const POST = withHeaders(async () => {
  if (!(await getSession())) return new Response('', { status: 401 });
  await db.post.create({});
  return new Response();
});`,
    );
  });

  it('an overload with the handler as second argument guards', () => {
    guardedAt(
      `${ROUTE}:7`,
      `import { getSession } from 'session';
import { db } from 'db';
function withUser(scopeOrHandler: any, maybeHandler?: any) {
  const handler = typeof scopeOrHandler === 'string' ? maybeHandler : scopeOrHandler;
  return async () => {
    const session = await getSession();
    if (!session) return new Response(null, { status: 401 });
    return handler(session);
  };
}
export const POST = withUser('posts', async () => {
  await db.post.create({});
  return new Response();
});`,
    );
  });

  it('the middleware of a builder chain guards its actions', () => {
    const source = `//- app/actions.ts
'use server';
import { authClient } from '../lib/client';
import { db } from 'db';
import { schema } from 'schema';
export const save = authClient.schema(schema).action(async ({ parsedInput }) => {
  await db.post.create(parsedInput);
});
//- lib/client.ts
import { createClient } from 'builder';
import { getSession } from 'session';
export const client = createClient();
export const authClient = client.use(async ({ next }) => {
  const session = await getSession();
  if (!session) throw new Error('Unauthorized');
  return next({ ctx: { user: session.user } });
});`;
    guardedAt('lib/client.ts:6', source);
    const { validation, mutates } = assessFixture(source);
    assert.deepEqual([validation, mutates], ['schema', true]);
    assert.equal(
      assessFixture(
        source.replace('authClient.schema', 'client.schema').replace('{ authClient }', '{ client }'),
      ).guard.verdict,
      'unguarded',
    );
  });

  it('a procedure guards the actions that are made of it', () => {
    guardedAt(
      'app/actions.ts:6',
      `//- app/actions.ts
'use server';
import { createProcedure } from 'procedure';
import { getSession } from 'session';
import { db } from 'db';
const procedure = createProcedure().handler(async () => {
  if (!(await getSession())) throw new Error('Unauthorized');
  return {};
});
export const save = procedure.createAction().input({}).handler(async ({ input }) => {
  await db.post.create(input);
});`,
    );
  });
});
