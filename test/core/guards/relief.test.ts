/** Open changes that are no reason to warn, each beside one that is. */
import { checkRule } from '../../support/check';

const DB = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";

describe('an open change that weighs less', () => {
  it('is one that does not outlive the process', () => {
    checkRule(`
//- app/api/notes/route.ts
const notes: any[] = [];
export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  notes.push(await request.json());
  return new Response();
}
//- app/api/both/route.ts
${DB}const notes: any[] = [];
export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const note = await request.json();
  notes.push(note);
  await prisma.note.create({ data: note });
  return new Response();
}
`);
  });

  it('is one that is not made where the app is deployed', () => {
    checkRule(`
//- app/api/seed/route.ts
${DB}export async function POST() {
                   // ^^^^ information require-endpoint-guard
  if (process.env.NODE_ENV === 'production') return new Response(null, { status: 404 });
  await prisma.user.create({ data: { name: 'test' } });
  return new Response();
}
//- app/api/unlocked/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  if (process.env.NODE_ENV === 'test') return new Response(null, { status: 404 });
  await prisma.user.create({ data: await request.json() });
  return new Response();
}
//- app/api/closable/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  if (process.env.CLOSED_FROM_URL) return new Response(null, { status: 404 });
  await prisma.user.create({ data: await request.json() });
  return new Response();
}
`);
  });

  it('is one behind what a package answers that may know who is calling', () => {
    checkRule(`
//- lib/safe.ts
import { api } from 'some-api';
export async function requireUser() {
  const user = await api.user.me();
  if (!user) throw new Error('Unauthorized');
}
//- app/api/posts/route.ts
import { requireUser } from '../../../lib/safe';
${DB}export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  await requireUser();
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`);
  });

  it('is none where the answer decides nothing, or is about what the caller sent', () => {
    checkRule(`
//- app/api/posts/route.ts
import { api } from 'some-api';
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const user = await api.user.me();
  await prisma.post.create({ data: { ...(await request.json()), by: user?.name } });
  return new Response();
}
//- app/api/words/route.ts
import { api } from 'some-api';
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { text } = await request.json();
  if (!(await api.words.accepts(text))) return new Response(null, { status: 400 });
  await prisma.post.create({ data: { text } });
  return new Response();
}
`);
  });

  it('is one that comes after a comparison of the address', () => {
    checkRule(`
//- lib/ip.ts
import { headers } from 'next/headers';
const RANGES = ['203.0.113.0/24', '198.51.100.0/24'];
const inRange = (ip: string, range: string) => ip.split('.').slice(0, 3).join('.') === range.split('.').slice(0, 3).join('.');
export async function isKnownSender() {
  const ip = (await headers()).get('x-forwarded-for')?.split(',')[0] ?? '0.0.0.0';
  return RANGES.some((range) => inRange(ip, range));
}
//- app/api/postback/route.ts
import { isKnownSender } from '../../../lib/ip';
${DB}export async function GET(request: Request) {
                   // ^^^ information require-endpoint-guard
  if (process.env.NODE_ENV !== 'development') {
    if (!(await isKnownSender())) return new Response(null, { status: 403 });
  }
  const id = new URL(request.url).searchParams.get('id') ?? '';
  await prisma.sale.update({ where: { id }, data: { paid: true } });
  return new Response('OK');
}
//- app/api/list/route.ts
${DB}const KNOWN = ['203.0.113.7', '198.51.100.7'];
export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  if (!KNOWN.includes(request.headers.get('x-real-ip') ?? '')) return new Response(null, { status: 403 });
  await prisma.sale.create({ data: await request.json() });
  return new Response('OK');
}
`);
  });

  it('is none where an address only has to be there', () => {
    checkRule(`
//- app/api/postback/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const ip = request.headers.get('x-forwarded-for');
  if (!ip || ip === '') return new Response(null, { status: 400 });
  await prisma.sale.create({ data: await request.json() });
  return new Response('OK');
}
`);
  });

  it('is one that a service allows only where it would allow it the caller itself', () => {
    checkRule(`
//- lib/clients.ts
import { createServerClient } from '@supabase/ssr';
import { createClient } from '@supabase/supabase-js';
import { cookies } from 'next/headers';
export async function asCaller() {
  const store = await cookies();
  return createServerClient(process.env.NEXT_PUBLIC_SUPABASE_URL!, process.env.SUPABASE_ANON_KEY!, {
    cookies: { getAll: () => store.getAll(), setAll: () => {} },
  });
}
export const asOwner = () => createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SERVICE_ROLE_KEY!);
//- app/api/notes/route.ts
import { asCaller } from '../../../lib/clients';
export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  const client = await asCaller();
  await client.from('notes').insert(await request.json());
  return new Response();
}
//- app/api/all/route.ts
import { asOwner } from '../../../lib/clients';
export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  await asOwner().from('notes').insert(await request.json());
  return new Response();
}
`);
  });

  it('is one by a Checkout session’s id, which comes with who paid', () => {
    checkRule(`
//- app/api/portal/route.ts
import { NextResponse } from 'next/server';
import Stripe from 'stripe';
const stripe = new Stripe(process.env.STRIPE_KEY!);
export async function GET(request: Request) {
                   // ^^^ information require-endpoint-guard
  const session = await stripe.checkout.sessions.retrieve(new URL(request.url).searchParams.get('session_id')!);
  const portal = await stripe.billingPortal.sessions.create({ customer: session.customer as string });
  return NextResponse.redirect(portal.url);
}
//- app/api/other/route.ts
import { NextResponse } from 'next/server';
import Stripe from 'stripe';
const stripe = new Stripe(process.env.STRIPE_KEY!);
export async function GET(request: Request) {
                   // ^^^ warning require-endpoint-guard
  const customer = await stripe.customers.retrieve(new URL(request.url).searchParams.get('customer')!);
  const portal = await stripe.billingPortal.sessions.create({ customer: customer.id });
  return NextResponse.redirect(portal.url);
}
`);
  });

  it('is one that only makes sure that something is there, the same whoever asks', () => {
    checkRule(`
//- app/seed/route.ts
import postgres from 'postgres';
const sql = postgres(process.env.POSTGRES_URL!);
const USERS = [{ id: 1, name: 'Ada' }];
export async function GET() {
                   // ^^^ information require-endpoint-guard
  await sql\`CREATE TABLE IF NOT EXISTS users (id INT PRIMARY KEY, name TEXT)\`;
  await Promise.all(USERS.map((user) => sql\`
    INSERT INTO users (id, name) VALUES (\${user.id}, \${user.name}) ON CONFLICT (id) DO NOTHING\`));
  return new Response();
}
//- app/setup/route.ts
${DB}export async function GET() {
                   // ^^^ information require-endpoint-guard
  await prisma.plan.upsert({ where: { id: 'free' }, create: { id: 'free' }, update: {} });
  await prisma.tag.createMany({ data: [{ id: 'new' }], skipDuplicates: true });
  return new Response();
}
//- app/reset/route.ts
import postgres from 'postgres';
const sql = postgres(process.env.POSTGRES_URL!);
export async function GET() {
                   // ^^^ warning require-endpoint-guard
  await sql\`CREATE TABLE IF NOT EXISTS users (id INT PRIMARY KEY, name TEXT)\`;
  await sql\`INSERT INTO users (id, name) VALUES (1, 'Ada') ON CONFLICT (id) DO UPDATE SET name = 'Ada'\`;
  return new Response();
}
//- app/join/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { id } = await request.json();
  await prisma.member.upsert({ where: { id }, create: { id }, update: {} });
  return new Response();
}
`);
  });

  it('is one that begins a reset whose message the code leaves to something unseen', () => {
    checkRule(`
//- app/api/forgot/route.ts
import { randomUUID } from 'node:crypto';
${DB}export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  const { email } = await request.json();
  await prisma.passwordReset.deleteMany({ where: { email } });
  await prisma.passwordReset.create({ data: { email, token: randomUUID() } });
  return Response.json({ ok: true });
}
//- app/api/keys/route.ts
import { randomUUID } from 'node:crypto';
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { userId } = await request.json();
  const key = await prisma.apiKey.create({ data: { userId, token: randomUUID() } });
  return Response.json(key);
}
`);
  });
});

describe('callers that are counted', () => {
  const LIMIT = `import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';
const ratelimit = new Ratelimit({ redis: Redis.fromEnv(), limiter: Ratelimit.slidingWindow(10, '1 d') });
`;

  it('may leave something: that is only said', () => {
    checkRule(`
//- app/api/feedback/route.ts
${LIMIT}${DB}export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  const { success } = await ratelimit.limit(request.headers.get('x-forwarded-for') ?? '');
  if (!success) return new Response(null, { status: 429 });
  await prisma.feedback.create({ data: await request.json() });
  return new Response();
}
//- app/api/seen/route.ts
${DB}const hits = new Map<string, { count: number; until: number }>();
function isLimited(ip: string) {
  const entry = hits.get(ip);
  if (!entry || entry.until < Date.now()) {
    hits.set(ip, { count: 1, until: Date.now() + 60_000 });
    return false;
  }
  entry.count++;
  return entry.count > 10;
}
export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  if (isLimited(request.headers.get('x-forwarded-for') ?? '')) return new Response(null, { status: 429 });
  await prisma.feedback.create({ data: await request.json() });
  return new Response();
}
`);
  });

  it('may not take something away', () => {
    checkRule(`
//- app/api/feedback/route.ts
${LIMIT}${DB}export async function DELETE(request: Request) {
                   // ^^^^^^ warning require-endpoint-guard
  const { success } = await ratelimit.limit(request.headers.get('x-forwarded-for') ?? '');
  if (!success) return new Response(null, { status: 429 });
  const { id } = await request.json();
  await prisma.feedback.delete({ where: { id } });
  return new Response();
}
`);
  });

  it('may come on a path of their own', () => {
    checkRule(`
//- app/api/links/route.ts
import { getServerSession } from 'next-auth';
${LIMIT}${DB}export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  const body = await request.json();
  const session: any = await getServerSession({});
  if (body.team) {
    if (!session) return new Response(null, { status: 401 });
  }
  if (!session) {
    const { success } = await ratelimit.limit(request.headers.get('x-forwarded-for') ?? '');
    if (!success) return new Response(null, { status: 429 });
  }
  await prisma.link.create({ data: body });
  return new Response();
}
//- app/api/pages/route.ts
import { getServerSession } from 'next-auth';
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const body = await request.json();
  const session: any = await getServerSession({});
  if (body.team) {
    if (!session) return new Response(null, { status: 401 });
  }
  await prisma.link.create({ data: body });
  return new Response();
}
`);
  });
});
