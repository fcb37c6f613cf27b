/** The rule against open writes and reads, guarded ones, and those that are open on purpose or can't be judged. */
import { checkRule } from '../support/check';

const DB = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";

describe('require-endpoint-guard', () => {
  it('warns of an action that writes for anybody, when a page reaches it', () => {
    checkRule(`
//- app/actions.ts
'use server';
${DB}export async function remove(id: string) {
                   // ^^^^^^ warning require-endpoint-guard: \`remove\` writes (\`prisma.post.delete\`) and never checks who is calling
  await prisma.post.delete({ where: { id } });
}
//- app/page.tsx
import { remove } from './actions';
export default () => <form action={remove} />;
`);
  });

  it('says nothing of an action that nothing reaches', () => {
    checkRule(`
//- lib/actions.ts
'use server';
${DB}export async function remove(id: string) {
  await prisma.post.delete({ where: { id } });
}
//- app/page.tsx
export default () => null;
`);
  });

  it('follows the write through a helper in another file', () => {
    checkRule(`
//- app/api/route.ts
import { store } from '../../lib/store';
export const POST = async (request: Request) => Response.json(await store(await request.json()));
          // ^^^^ warning require-endpoint-guard
//- lib/store.ts
${DB}export async function store(data: any) {
  return prisma.post.create({ data });
}
`);
  });

  it('says nothing where a helper rejects, several calls away', () => {
    checkRule(`
//- app/api/route.ts
import { store } from '../../lib/store';
export const POST = async (request: Request) => Response.json(await store(await request.json()));
//- lib/store.ts
import { requireUser } from './auth';
${DB}export async function store(data: any) {
  await requireUser();
  return prisma.post.create({ data });
}
//- lib/auth.ts
import { getServerSession } from 'next-auth';
export async function requireUser() {
  const session = await getServerSession({});
  if (!session) throw new Error('Sign in first.');
  return session.user;
}
`);
  });

  it('only informs where another service is asked and nothing of the app is changed', () => {
    checkRule(`
//- app/api/orders/route.ts
export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard: never checks who is calling
  await fetch('https://partner.example.com/orders', { method: 'POST', body: await request.text() });
  return new Response(null, { status: 204 });
}
`);
  });

  it('names the language model that anybody can ask', () => {
    checkRule(`
//- app/api/chat/route.ts
import { openai } from '@ai-sdk/openai';
import { streamText } from 'ai';
export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard: \`POST /api/chat\` asks a language model (\`streamText\`) and never checks who is calling
  const { messages } = await request.json();
  return streamText({ model: openai('gpt-5'), messages }).toUIMessageStreamResponse();
}
`);
  });

  it('says nothing of an endpoint that its author declares public', () => {
    checkRule(`
//- app/api/route.ts
${DB}/** @public anybody may leave a note */
export async function POST(request: Request) {
  await prisma.note.create({ data: await request.json() });
  return new Response(null, { status: 204 });
}
`);
  });

  it('says where an action stands that has no name, and hears that one is public', () => {
    checkRule(`
//- app/page.tsx
${DB}export default function Page() {
  return (
    <form action={async (form: FormData) => {
//                ^^^^^^^^^^^^^^^^^^^^^^^^^ warning require-endpoint-guard: This form's action writes
      'use server';
      await prisma.note.create({ data: { text: form.get('text') } });
    }}>
      <button formAction={/** @public a guest book */ async (form: FormData) => {
        'use server';
        await prisma.note.create({ data: { text: form.get('text') } });
      }} />
    </form>
  );
}
`);
  });

  it('says nothing of sign-in, of constants, and of what cannot be followed', () => {
    checkRule(`
//- app/api/health/route.ts
export const GET = () => Response.json({ ok: true });
//- app/api/other/route.ts
import { handler } from 'some-package';
export const POST = handler(async () => {});
//- app/robots.ts
export default function robots() { return {}; }
`);
  });

  it('says what a reading endpoint answers with', () => {
    checkRule(`
//- app/api/room/route.ts
import { SignJWT } from 'jose';
export async function GET(request: Request) {
                   // ^^^ information require-endpoint-guard: \`GET /api/room\` hands out what it makes with a secret and never checks who is calling
  const room = new URL(request.url).searchParams.get('room');
  const key = new TextEncoder().encode(process.env.ROOM_SECRET);
  return Response.json({ token: await new SignJWT({ room }).setProtectedHeader({ alg: 'HS256' }).sign(key) });
}
//- app/api/customers/route.ts
export async function GET() {
                   // ^^^ information require-endpoint-guard: \`GET /api/customers\` returns another service's data and never checks who is calling
  const answer = await fetch('https://api.example.com/customers', { headers: { 'x-api-key': process.env.API_KEY! } });
  return Response.json(await answer.json());
}
`);
  });
});
