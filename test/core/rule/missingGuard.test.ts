/** How much an endpoint without a check weighs: what is a warning, what is only said, and what is left out. */
import { checkRule } from '../../support/check';

const DB = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";

describe('an action without a check, by who is given its id', () => {
  const ACTION = (mark: string): string => `'use server';
${DB}export async function remove(id: string) {
${mark}
  await prisma.post.delete({ where: { id } });
}
`;

  it('is only information where no browser is given its id', () => {
    checkRule(`
//- package.json
{ "dependencies": { "next": "16.0.0" } }
//- app/actions.ts
${ACTION('                   // ^^^^^^ information require-endpoint-guard')}
//- app/page.tsx
import { remove } from './actions';
export default async function Page() { await remove('1'); return null; }
`);
  });

  it('is a warning all the same before Next.js 15, when ids could be computed from the source', () => {
    checkRule(`
//- package.json
{ "dependencies": { "next": "14.2.0" } }
//- app/actions.ts
${ACTION('                   // ^^^^^^ warning require-endpoint-guard')}
//- app/page.tsx
import { remove } from './actions';
export default async function Page() { await remove('1'); return null; }
`);
  });

  it('is left out where only route handlers use it, which dispatch no actions', () => {
    checkRule(`
//- app/actions.ts
'use server';
${DB}export async function purge() {
  await prisma.post.deleteMany();
}
//- app/api/route.ts
import { getServerSession } from 'next-auth';
import { purge } from '../actions';
export async function POST() {
  if (!(await getServerSession({}))) return new Response(null, { status: 401 });
  await purge();
  return new Response();
}
`);
  });

  it('is told once where it is another action of the file that makes the change', () => {
    checkRule(`
//- app/actions.ts
'use server';
${DB}export async function remove(id: string) {
                   // ^^^^^^ warning require-endpoint-guard
  await prisma.post.delete({ where: { id } });
}
export async function removeAll(ids: string[]) {
                   // ^^^^^^^^^ information require-endpoint-guard
  for (const id of ids) await remove(id);
}
export async function replace(id: string, data: any) {
                   // ^^^^^^^ warning require-endpoint-guard
  await remove(id);
  await prisma.post.create({ data });
}
//- app/page.tsx
import { remove, removeAll, replace } from './actions';
export default () => <form action={remove}><button formAction={removeAll} /><button formAction={replace} /></form>;
`);
  });

  it('is a warning where that other action is not given out itself', () => {
    checkRule(`
//- package.json
{ "dependencies": { "next": "16.0.0" } }
//- app/actions.ts
'use server';
${DB}export async function remove(id: string) {
                   // ^^^^^^ information require-endpoint-guard
  await prisma.post.delete({ where: { id } });
}
export async function removeAll(ids: string[]) {
                   // ^^^^^^^^^ warning require-endpoint-guard
  for (const id of ids) await remove(id);
}
//- app/page.tsx
import { removeAll } from './actions';
export default () => <form action={removeAll} />;
`);
  });

  it('is only information where another service is asked, whoever else checks', () => {
    checkRule(`
//- app/actions.ts
'use server';
export async function report(text: string) {
                   // ^^^^^^ information no-page-only-guard
  await fetch('https://partner.example.com/reports', { method: 'POST', body: text });
}
//- app/page.tsx
import { getServerSession } from 'next-auth';
import { redirect } from 'next/navigation';
import { report } from './actions';
export default async function Page() {
  if (!(await getServerSession({}))) redirect('/login');
  return <form action={report} />;
}
`);
  });
});

describe('a route without a check, by whose scripts may read its answer', () => {
  it('is only information where any site’s may, with an answer to what browsers ask before', () => {
    checkRule(`
//- lib/cors.ts
export const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'POST, OPTIONS' };
export const CORS_HEADERS = new Headers(CORS);
//- app/api/track/route.ts
import { CORS } from '../../../lib/cors';
${DB}export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  await prisma.view.create({ data: await request.json() });
  return Response.json({ ok: true }, { headers: { ...CORS, 'Cache-Control': 'no-store' } });
}
export const OPTIONS = () => new Response(null, { status: 204, headers: CORS });
//- app/api/pixel/route.ts
import { CORS_HEADERS } from '../../../lib/cors';
${DB}export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  const { id } = await request.json();
  await prisma.view.update({ where: { id }, data: { seen: true } });
  return Response.json({ ok: true }, { headers: CORS_HEADERS });
}
export const OPTIONS = () => new Response(null, { status: 204, headers: CORS_HEADERS });
`);
  });

  it('is a warning where it takes something away, has a method of changes, is for one site, or has no preflight', () => {
    checkRule(`
//- lib/cors.ts
export const CORS = { 'Access-Control-Allow-Origin': '*' };
//- app/api/views/route.ts
import { CORS } from '../../../lib/cors';
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { id } = await request.json();
  await prisma.view.delete({ where: { id } });
  return Response.json({ ok: true }, { headers: CORS });
}
export async function PUT(request: Request) {
                   // ^^^ warning require-endpoint-guard
  const { id, ...data } = await request.json();
  await prisma.view.update({ where: { id }, data });
  return Response.json({ ok: true }, { headers: CORS });
}
export const OPTIONS = () => new Response(null, { status: 204, headers: CORS });
//- app/api/one/route.ts
const CORS = { 'Access-Control-Allow-Origin': 'https://shop.example.com' };
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  await prisma.view.create({ data: await request.json() });
  return Response.json({ ok: true }, { headers: CORS });
}
export const OPTIONS = () => new Response(null, { status: 204, headers: CORS });
//- app/api/simple/route.ts
import { CORS } from '../../../lib/cors';
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  await prisma.view.create({ data: await request.json() });
  return Response.json({ ok: true }, { headers: CORS });
}
`);
  });
});
