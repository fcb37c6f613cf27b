/** What users of other tools reported as wrong about guards, each case as they met it, under all rules. */
import { checkRule } from '../../support/check';

const DB = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;
const SESSION = "import { getServerSession } from 'next-auth';\n";

describe('a false alarm that others give', () => {
  it('a session of a client object: auth0.getSession()', () => {
    checkRule(`
//- lib/auth0.ts
import { Auth0Client } from '@auth0/nextjs-auth0/server';
export const auth0 = new Auth0Client();
//- app/api/posts/route.ts
import { auth0 } from '../../../lib/auth0';
${DB}export async function POST(request: Request) {
  const session = await auth0.getSession();
  if (!session) return new Response(null, { status: 401 });
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`);
  });

  it('a helper with a name of the project: requireAdmin(), and one that nobody would guess', () => {
    checkRule(`
//- lib/who.ts
import { redirect } from 'next/navigation';
${SESSION}export async function requireAdmin() {
  const session: any = await getServerSession({});
  if (session?.user?.role !== 'admin') redirect('/');
}
export const bouncer = async () => {
  if (!(await getServerSession({}))) throw new Error('no');
};
//- app/actions.ts
'use server';
import { bouncer, requireAdmin } from '../lib/who';
${DB}export async function ban(id: string) {
  await requireAdmin();
  await prisma.user.update({ where: { id }, data: { banned: true } });
}
export async function post(text: string) {
  await bouncer();
  await prisma.post.create({ data: { text } });
}
//- app/page.tsx
import { ban, post } from './actions';
export default () => <form action={ban}><button formAction={post} /></form>;
`);
  });

  it('actions that only redirect or revalidate', () => {
    checkRule(`
//- app/actions.ts
'use server';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
export async function refresh() { revalidatePath('/'); }
export async function search(data: FormData) { redirect('/search?q=' + data.get('q')); }
//- app/page.tsx
import { refresh, search } from './actions';
export default () => <form action={search}><button formAction={refresh} /></form>;
`);
  });

  it('sign-up, sign-in and password reset, which have no caller yet', () => {
    checkRule(`
//- lib/auth.ts
import { betterAuth } from 'better-auth';
export const auth = betterAuth({});
//- app/actions.ts
'use server';
import { auth } from '../lib/auth';
export async function signUp(email: string, password: string) {
  await auth.api.signUpEmail({ body: { email, password, name: email } });
}
export async function signIn(email: string, password: string) {
  await auth.api.signInEmail({ body: { email, password } });
}
export async function reset(newPassword: string, token: string) {
  await auth.api.resetPassword({ body: { newPassword, token } });
}
//- app/page.tsx
import { reset, signIn, signUp } from './actions';
export default () => <form action={signIn}><button formAction={signUp} /><button formAction={reset} /></form>;
`);
  });

  it('headers of an answer that a GET sets', () => {
    checkRule(`
//- app/api/feed/route.ts
import { NextResponse } from 'next/server';
export async function GET() {
  const response = NextResponse.json({ ok: true });
  response.headers.set('Cache-Control', 'no-store');
  return response;
}
`);
  });

  it('a cron job that writes on GET and compares its secret', () => {
    checkRule(`
//- app/api/cron/route.ts
${DB}export async function GET(request: Request) {
  const secret = process.env.CRON_SECRET;
  if (!secret || request.headers.get('authorization') !== \`Bearer \${secret}\`) {
    return new Response('Unauthorized', { status: 401 });
  }
  await prisma.session.deleteMany();
  return Response.json({ ok: true });
}
`);
  });

  it('conditions joined by ||, of which any missing part rejects', () => {
    checkRule(`
//- app/api/posts/route.ts
import { auth } from '@clerk/nextjs/server';
${DB}export async function POST(request: Request) {
  const { userId, orgId } = await auth();
  const { title } = await request.json();
  if (!userId || !orgId || !title) return new Response(null, { status: 400 });
  await prisma.post.create({ data: { title, userId } });
  return new Response();
}
`);
  });

  it('plain delegation: the check stands in the function that does the work', () => {
    checkRule(`
//- lib/posts.ts
${SESSION}${DB}export async function removePost(id: string) {
  const session = await getServerSession({});
  if (!session) return { error: 'Sign in first.' };
  await prisma.post.delete({ where: { id } });
  return { ok: true };
}
//- app/actions.ts
'use server';
import { removePost } from '../lib/posts';
export async function remove(id: string) { return removePost(id); }
//- app/page.tsx
import { remove } from './actions';
export default () => <form action={remove} />;
`);
  });

  it('handlers that are re-exported in every form', () => {
    checkRule(`
//- lib/handler.ts
${SESSION}${DB}export async function handler(request: Request) {
  if (!(await getServerSession({}))) return new Response(null, { status: 401 });
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
export default handler;
export { handler as PUT };
//- lib/index.ts
export * from './handler';
//- app/a/route.ts
export { handler as POST } from '../../lib/handler';
//- app/b/route.ts
export { default as POST } from '../../lib/handler';
//- app/c/route.ts
import { handler } from '../../lib';
export { handler as GET, handler as POST };
//- app/d/route.ts
import * as all from '../../lib';
export const POST = all.handler;
//- app/e/route.ts
export * from '../../lib/handler';
`);
  });

  it('rejecting is any way to leave: a form state, an answer with status 200', () => {
    checkRule(`
//- app/actions.ts
'use server';
${SESSION}${DB}export async function save(state: object, data: FormData) {
  if (!(await getServerSession({}))) return { ...state, message: 'Sign in first.' };
  await prisma.post.create({ data: { title: String(data.get('title')) } });
  return { message: 'Saved.' };
}
//- app/page.tsx
import { save } from './actions';
export default () => <form action={save} />;
//- app/api/posts/route.ts
${SESSION}${DB}export async function POST(request: Request) {
  if (!(await getServerSession({}))) return Response.json({ success: false });
  await prisma.post.create({ data: await request.json() });
  return Response.json({ success: true });
}
`);
  });
});

describe('a hole that others miss', () => {
  it('one open method beside a guarded one: methods are judged one by one', () => {
    checkRule(`
//- app/api/posts/route.ts
${SESSION}${DB}export async function POST(request: Request) {
  if (!(await getServerSession({}))) return new Response(null, { status: 401 });
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
export async function DELETE(request: Request) {
                   // ^^^^^^ warning require-endpoint-guard: \`DELETE /api/posts\` writes
  await prisma.post.deleteMany({ where: await request.json() });
  return new Response();
}
`);
  });

  it('a check that stands in a comment or in a text', () => {
    checkRule(`
//- app/api/posts/route.ts
${SESSION}${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  // if (!(await getServerSession({}))) return new Response(null, { status: 401 });
  await prisma.post.create({ data: await request.json() });
  return new Response('Unauthorized requests are logged: getServerSession');
}
void getServerSession;
`);
  });

  it('a wrapper that sets CORS headers, one that validates, and one that caches', () => {
    checkRule(`
//- lib/wrap.ts
import { unstable_cache } from 'next/cache';
type Handler = (request: Request) => Promise<Response>;
export const withCors = (handler: Handler) => async (request: Request) => {
  const response = await handler(request);
  response.headers.set('Access-Control-Allow-Origin', 'https://a.example');
  return response;
};
export const withBody = (handler: Handler) => async (request: Request) => {
  const body = await request.clone().json();
  if (typeof body.title !== 'string') return new Response(null, { status: 400 });
  return handler(request);
};
export const withCache = (handler: Handler) => unstable_cache(handler);
//- app/a/route.ts
import { withCors } from '../../lib/wrap';
${DB}export const POST = withCors(async (request) => {
          // ^^^^ warning require-endpoint-guard
  await prisma.post.create({ data: await request.json() });
  return new Response();
});
//- app/b/route.ts
import { withBody } from '../../lib/wrap';
${DB}export const POST = withBody(async (request) => {
          // ^^^^ warning require-endpoint-guard
  await prisma.post.create({ data: await request.json() });
  return new Response();
});
//- app/c/route.ts
import { withCache } from '../../lib/wrap';
${DB}export const POST = withCache(async (request) => {
          // ^^^^ warning require-endpoint-guard
  await prisma.post.create({ data: await request.json() });
  return new Response();
});
`);
  });
});
