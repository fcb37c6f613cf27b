/** The rule against changes before the check, in the endpoint and in what it calls, and changes beside it. */
import { checkFix, checkNoFix, checkRule } from '../support/check';

const HEAD = `import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();
`;

describe('no-effect-before-guard', () => {
  it('reports a write in a helper that is called before the check, at the call', () => {
    checkRule(`
//- lib/count.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function take(id: string) {
  await prisma.stock.update({ where: { id }, data: { count: { decrement: 1 } } });
}
//- app/api/stock/route.ts
import { getServerSession } from 'next-auth';
import { take } from '../../../lib/count';
export async function POST(request: Request) {
  const { id } = await request.json();
  await take(id);
     // ^^^^ warning no-effect-before-guard: \`POST /api/stock\` writes (\`prisma.stock.update\`) before it checks who is calling
  if (!(await getServerSession({}))) return new Response(null, { status: 401 });
  return new Response();
}
`);
  });

  it('reports a write before a check that a helper makes', () => {
    checkRule(`
//- lib/user.ts
import { redirect } from 'next/navigation';
import { getServerSession } from 'next-auth';
export async function requireUser() {
  if (!(await getServerSession({}))) redirect('/login');
}
//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { requireUser } from '../../../lib/user';
const prisma = new PrismaClient();
export async function POST(request: Request) {
  await prisma.post.create({ data: await request.json() });
     // ^^^^^^^^^^^^^^^^^^ warning no-effect-before-guard
  await requireUser();
  return new Response();
}
`);
  });

  it('says nothing of a write after the check, nor of reads and logs before it', () => {
    checkRule(`
//- app/api/posts/route.ts
${HEAD}export async function POST(request: Request) {
  const { id } = await request.json();
  const post = await prisma.post.findUnique({ where: { id } });
  console.log(id);
  if (!(await getServerSession({}))) return new Response(null, { status: 401 });
  await prisma.post.update({ where: { id: post.id }, data: {} });
  return new Response();
}
`);
  });

  it('moves the check above the change, with what it needs', () => {
    checkFix(
      `
//- app/api/posts/route.ts
${HEAD}export async function DELETE(request: Request) {
  const { id } = await request.json();
  const post = await prisma.post.delete({ where: { id } });
  // Who is it?
  const session = await getServerSession({});
  if (!session) return new Response(null, { status: 401 });

  return Response.json(post);
}
`,
      `
//- app/api/posts/route.ts
${HEAD}export async function DELETE(request: Request) {
  const { id } = await request.json();
  // Who is it?
  const session = await getServerSession({});
  if (!session) return new Response(null, { status: 401 });

  const post = await prisma.post.delete({ where: { id } });

  return Response.json(post);
}
`,
      { title: 'Move the check of the caller above it' },
    );
  });

  it('moves the call of a guard', () => {
    const file = (...lines: readonly string[]): string => `
//- lib/user.ts
import { redirect } from 'next/navigation';
import { getServerSession } from 'next-auth';
export async function requireUser() {
  if (!(await getServerSession({}))) redirect('/login');
}
//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { requireUser } from '../../../lib/user';
const prisma = new PrismaClient();
export async function POST(request: Request) {
${lines.join('\n')}
  return new Response();
}
`;
    const write = '  await prisma.post.create({ data: await request.json() });';
    checkFix(file(write, '  await requireUser();'), file('  await requireUser();', write));
  });

  it('does not move a check that needs what the change yields, or that stands elsewhere', () => {
    checkNoFix(`
//- app/api/posts/route.ts
${HEAD}export async function DELETE(request: Request) {
  const { id } = await request.json();
  const post = await prisma.post.delete({ where: { id } });
  const session = await getServerSession({});
  if (session?.user?.id !== post.author) return new Response(null, { status: 401 });
  return Response.json(post);
}
`);
    checkNoFix(`
//- app/api/posts/route.ts
${HEAD}async function take(id: string) {
  await prisma.post.delete({ where: { id } });
  if (!(await getServerSession({}))) throw new Error('Unauthorized');
}
export async function DELETE(request: Request) {
  const { id } = await request.json();
  await take(id);
  return new Response();
}
`);
  });
});
