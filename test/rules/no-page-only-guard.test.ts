/** The rule against actions whose page, layout or surrounding component checks, and those that check themselves. */
import { checkRule } from '../support/check';

const ACTIONS = `//- app/actions.ts
'use server';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;
const CHECK = `import { redirect } from 'next/navigation';
import { getServerSession } from 'next-auth';
`;

describe('no-page-only-guard', () => {
  it('warns of an action whose page checks', () => {
    checkRule(`
${ACTIONS}export async function remove(id: string) {
                   // ^^^^^^ warning no-page-only-guard: \`remove\` writes (\`prisma.post.delete\`) and leaves the check of the caller to \`app/admin/page.tsx\`
  await prisma.post.delete({ where: { id } });
}
//- app/admin/page.tsx
${CHECK}import { remove } from '../actions';
export default async function Page() {
  if (!(await getServerSession({}))) redirect('/login');
  return <form action={remove} />;
}
`);
  });

  it('warns of an action whose layout checks, through a client component', () => {
    checkRule(`
${ACTIONS}export async function remove(id: string) {
                   // ^^^^^^ warning no-page-only-guard: leaves the check of the caller to \`app/admin/layout.tsx\`
  await prisma.post.delete({ where: { id } });
}
//- app/admin/layout.tsx
${CHECK}export default async function Layout({ children }: any) {
  if (!(await getServerSession({}))) redirect('/login');
  return children;
}
//- app/admin/page.tsx
import { Button } from './button';
export default () => <Button />;
//- app/admin/button.tsx
'use client';
import { remove } from '../actions';
export const Button = () => <button onClick={() => remove('1')} />;
`);
  });

  it('takes a page that shows nothing for one that checks, though it shows nothing to others either', () => {
    checkRule(`
${ACTIONS}export async function remove(id: string) {
                   // ^^^^^^ warning no-page-only-guard: leaves the check of the caller to \`app/posts/[id]/page.tsx\`
  await prisma.post.delete({ where: { id } });
}
//- app/posts/[id]/page.tsx
${CHECK}import { remove } from '../../actions';
export default async function Page({ params }: any) {
  if (!(await params).id) return null;
  if (!(await getServerSession({}))) return null;
  return <form action={remove} />;
}
`);
  });

  it('takes a layout that sends away who is signed in for no check', () => {
    checkRule(`
${ACTIONS}export async function add(name: string) {
                   // ^^^ warning require-endpoint-guard
  await prisma.post.create({ data: { name } });
}
//- lib/session.ts
import { jwtVerify } from 'jose';
import { cookies } from 'next/headers';
export async function getSession() {
  const token = (await cookies()).get('session')?.value;
  if (!token) return null;
  return (await jwtVerify(token, new TextEncoder().encode(process.env.SECRET))).payload;
}
//- app/(auth)/layout.tsx
import { redirect } from 'next/navigation';
import { getSession } from '../../lib/session';
export default async function Layout({ children }: any) {
  if (await getSession()) redirect('/');
  return children;
}
//- app/(auth)/login/page.tsx
import { add } from '../../actions';
export default () => <form action={add} />;
`);
  });

  it('warns of an inline action that uses what its page checked', () => {
    checkRule(`
//- app/page.tsx
${CHECK}import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export default async function Page() {
  const session = await getServerSession({});
  if (!session) redirect('/login');
  async function save() {
              // ^^^^ warning no-page-only-guard: to its page
    'use server';
    await prisma.post.create({ data: { author: session.user.email } });
  }
  return <form action={save} />;
}
`);
  });

  it('leaves it to require-endpoint-guard where some page does not check', () => {
    checkRule(`
${ACTIONS}export async function remove(id: string) {
                   // ^^^^^^ warning require-endpoint-guard
  await prisma.post.delete({ where: { id } });
}
//- app/admin/page.tsx
${CHECK}import { remove } from '../actions';
export default async function Page() {
  if (!(await getServerSession({}))) redirect('/login');
  return <form action={remove} />;
}
//- app/page.tsx
import { remove } from './actions';
export default () => <form action={remove} />;
`);
  });

  it('says nothing of an action that tests what it captured', () => {
    checkRule(`
//- app/page.tsx
${CHECK}import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export default async function Page() {
  const session = await getServerSession({});
  async function save() {
    'use server';
    if (!session) redirect('/login');
    await prisma.post.create({ data: { author: session.user.email } });
  }
  return <form action={save} />;
}
`);
  });
});
