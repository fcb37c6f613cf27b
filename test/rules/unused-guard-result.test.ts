/** The rule against sessions that are read and not decided on, guards that nobody waits for, and optional identities. */
import { checkRule } from '../support/check';

const HEAD = `import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();
`;

describe('unused-guard-result', () => {
  it('reports a session that only goes into a query', () => {
    checkRule(`
//- app/api/posts/route.ts
${HEAD}export async function POST(request: Request) {
  const session = await getServerSession({});
                     // ^^^^^^^^^^^^^^^^ warning unused-guard-result: \`POST /api/posts\` asks who is calling, but writes (\`prisma.post.deleteMany\`)
  await prisma.post.deleteMany({ where: { author: session?.user?.email } });
  return new Response();
}
`);
  });

  it('reports a guard of the project that is called without await, at that call', () => {
    checkRule(`
//- lib/user.ts
import { getServerSession } from 'next-auth';
export async function requireUser() {
  const session = await getServerSession({});
  if (!session) throw new Error('Sign in first.');
}
//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { requireUser } from '../../../lib/user';
const prisma = new PrismaClient();
export async function POST(request: Request) {
  requireUser();
//^^^^^^^^^^^ warning unused-guard-result: asks who is calling
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`);
  });

  it('reports a guard whose exception is swallowed', () => {
    checkRule(`
//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();
export async function POST(request: Request) {
  await getServerSession({}).catch(() => null);
     // ^^^^^^^^^^^^^^^^ warning unused-guard-result
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`);
  });

  it('says nothing where being signed in only makes a difference, or leads away', () => {
    checkRule(`
//- app/api/posts/route.ts
${HEAD}export async function POST(request: Request) {
  const session = await getServerSession({});
  if (session) return new Response(null, { status: 409 });
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`);
  });

  it('says nothing where the session decides', () => {
    checkRule(`
//- app/api/posts/route.ts
${HEAD}export async function POST(request: Request) {
  const session = await getServerSession({});
  const data = session ? await prisma.post.create({ data: await request.json() }) : null;
  return Response.json(data, { status: data ? 200 : 401 });
}
`);
  });
});
