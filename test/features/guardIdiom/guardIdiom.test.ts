/** What the app's own way to guard is read off: its helpers, wrappers and builders, as code that another endpoint can use. */
import assert from 'node:assert/strict';
import { guardStatements, type GuardPlace } from '../../../server/src/core/features/guardIdiom/guardIdiom';
import { filePath } from '../../../server/src/core/text/filePath';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

/** The best idiom as one text: imports, then the statements or the wrapper, then the identity. */
function idiomText(source: string, place: GuardPlace, at = 0): string {
  const withPackage = source.includes('//- package.json')
    ? source
    : `//- package.json\n{ "dependencies": { "next": "16.0.0", "jose": "6.0.0" } }\n${source}`;
  const { files } = parseFixture(`${withPackage}\n//- app/layout.tsx\nexport const x = 1;`);
  const idiom = engineOver(files)
    .snapshot()
    .guardIdioms(filePath(`${FIXTURE_ROOT}/app/new/route.ts`), place)[at];
  assert.ok(idiom);
  const { wrapper } = idiom;
  const methods = [wrapper?.schemaMethod, wrapper?.handlerMethod]
    .filter(Boolean)
    .map((name) => `.${String(name)}()`);
  return [
    `${idiom.source} ${idiom.form} ${idiom.label}`,
    ...idiom.imports.map(({ imported, specifier }) => `import ${imported} from ${specifier}`),
    ...guardStatements(idiom, place),
    ...(wrapper
      ? [`${wrapper.before}${methods.join('')}(${wrapper.parameters.join(', ')})${wrapper.after}`]
      : []),
    ...(idiom.identity === undefined ? [] : [`=> ${idiom.identity}`]),
  ].join('\n');
}

function check(source: string, place: GuardPlace, expected: string, at?: number): void {
  assert.equal(idiomText(source, place, at), expected.trim().replace(/^ {6}/gm, ''));
}

const SESSION = `//- lib/session.ts
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { jwtVerify } from 'jose';
export async function getUser() {
  const token = (await cookies()).get('session')?.value;
  if (!token) return null;
  return (await jwtVerify(token, key)).payload;
}
export async function requireUser() {
  const user = await getUser();
  if (!user) redirect('/sign-in');
  return user;
}
`;

describe("an app's own guard idiom", () => {
  it('is the helper that most actions call first', () => {
    check(
      `${SESSION}//- app/actions.ts
'use server';
import { db } from '../lib/db';
import { requireUser } from '../lib/session';
export async function a(formData: FormData) {
  const user = await requireUser();
  await fetch('https://x.example', { method: 'POST', body: user.id });
}
export async function b() {
  const user = await requireUser();
  await fetch('https://x.example', { method: 'POST', body: user.id });
}`,
      'action',
      `app assert requireUser
      import requireUser from ../lib/session
      const user = await requireUser();
      => user`,
    );
  });

  it('is the test and the rejection where the helper returns nothing for others', () => {
    check(
      `${SESSION}//- app/a/route.ts
import { NextResponse } from 'next/server';
import { getUser } from '../../lib/session';
export async function POST(req: Request) {
  const user = await getUser();
  if (!user) {
    return NextResponse.json({ message: 'Sign in' }, { status: 401 });
  }
  await fetch('https://x.example', { method: 'POST', body: await req.text() });
  return new Response(null);
}`,
      'route',
      `app check getUser
      import getUser from ../../lib/session
      import NextResponse from next/server
      const user = await getUser();
      if (!user) {
        return NextResponse.json({ message: 'Sign in' }, { status: 401 });
      }
      => user`,
    );
  });

  it('of handlers serves actions with a rejection that fits there', () => {
    check(
      `${SESSION}//- app/a/route.ts
import { getUser } from '../../lib/session';
export async function POST(req: Request) {
  const user = await getUser();
  if (!user) return new Response(null, { status: 401 });
  await fetch('https://x.example', { method: 'POST', body: await req.text() });
  return new Response(null);
}`,
      'action',
      `app check getUser
      import getUser from ../../lib/session
      const user = await getUser();
      if (!user) {
        throw new Error('Unauthorized');
      }
      => user`,
    );
  });

  it('names the handler’s own request', () => {
    const source = `//- app/a/route.ts
import { getToken } from 'next-auth/jwt';
export async function POST(req: Request) {
  const token = await getToken({ req });
  if (!token) return new Response(null, { status: 401 });
  await fetch('https://x.example', { method: 'POST', body: await req.text() });
  return new Response(null);
}`;
    assert.match(idiomText(source, 'route'), /const token = await getToken\(\{ req: request \}\);/);
  });

  it('is the wrapper around the functions, with their parameters', () => {
    check(
      `${SESSION}//- lib/api.ts
import { getUser } from './session';
export function withUser(handler) {
  return async (request, context) => {
    const user = await getUser();
    if (!user) return new Response(null, { status: 401 });
    return handler(request, user, context);
  };
}
//- app/a/route.ts
import { withUser } from '../../lib/api';
export const POST = withUser(async (request, user) => {
  await fetch('https://x.example', { method: 'POST', body: user.id });
  return new Response(null);
});`,
      'route',
      `app wrap withUser
      import withUser from ../../lib/api
      withUser((request, user))`,
    );
  });

  it('is the builder’s guarded client, without the one endpoint’s own schema', () => {
    check(
      `${SESSION}//- lib/safe-action.ts
import { createSafeActionClient } from 'next-safe-action';
import { getUser } from './session';
export const authActionClient = createSafeActionClient().use(async ({ next }) => {
  const user = await getUser();
  if (!user) throw new Error('no');
  return next({ ctx: { user } });
});
//- app/actions.ts
'use server';
import { z } from 'zod';
import { authActionClient } from '../lib/safe-action';
export const save = authActionClient
  .inputSchema(z.object({ a: z.string() }))
  .action(async ({ parsedInput: { a }, ctx }) => {
    await fetch('https://x.example', { method: 'POST', body: a + ctx.user.id });
  });`,
      'action',
      `app builder authActionClient
      import authActionClient from ../lib/safe-action
      authActionClient.inputSchema().action()({ parsedInput, ctx }))`,
    );
  });

  it('is no wrapper that only brings the session along', () => {
    const source = `//- package.json
{ "dependencies": { "next": "16.0.0", "next-auth": "5.0.0-beta.25" } }
//- auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({ providers: [] });
//- app/a/route.ts
import { auth } from '../../auth';
export const POST = auth(async (request) => {
  if (!request.auth) return new Response(null, { status: 401 });
  await fetch('https://x.example', { method: 'POST', body: await request.text() });
  return new Response(null);
});`;
    check(
      source,
      'route',
      `library check Auth.js
      import auth from ../../auth
      const session = await auth();
      if (!session?.user) {
        return Response.json({ error: 'Unauthorized' }, { status: 401 });
      }
      => session.user`.replace('../../auth', './auth'),
    );
  });

  it('is not taken from what reads the caller’s input, and not from a failed check', () => {
    const source = `${SESSION}//- app/actions.ts
'use server';
import { requireUser } from '../lib/session';
export async function a(id: string) {
  const user = await requireUser(id);
  await fetch('https://x.example', { method: 'POST', body: user.id });
}`;
    assert.doesNotMatch(idiomText(source, 'action'), /^app/);
  });

  it('leaves a handler’s throw to the handlers that something around them answers for', () => {
    const source = `${SESSION}//- app/a/route.ts
import { getUser } from '../../lib/session';
export async function POST(req: Request) {
  const user = await getUser();
  if (!user) throw new Error('no');
  await fetch('https://x.example', { method: 'POST', body: await req.text() });
  return new Response(null);
}`;
    assert.match(
      idiomText(source, 'route'),
      /return Response\.json\(\{ error: 'Unauthorized' \}, \{ status: 401 \}\)/,
    );
  });

  it('is a placeholder where nothing is known', () => {
    check(
      '//- package.json\n{ "dependencies": { "next": "16.0.0" } }',
      'route',
      `placeholder check getSession
      import getSession from @/lib/session
      const session = await getSession();
      if (!session) {
        return Response.json({ error: 'Unauthorized' }, { status: 401 });
      }
      => session`,
    );
  });
});
