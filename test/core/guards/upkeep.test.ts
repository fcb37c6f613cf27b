/** Open changes that the app would make for whoever comes: its own upkeep, and an account that nobody can use yet. */
import { checkRule } from '../../support/check';

const DB = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";

const TELEMETRY = `//- lib/telemetry.ts
${DB}async function due() {
  const job = await prisma.job.findUnique({ where: { name: 'telemetry' } });
  if (!job || job.lastRun > new Date(Date.now() - 43_200_000)) return { isDue: false as const };
  return { isDue: true as const, startedAt: new Date() };
}
export async function telemetry() {
  const job = await due();
  if (job.isDue) await prisma.job.update({ where: { name: 'telemetry' }, data: { lastRun: job.startedAt } });
}
`;

describe('the app’s own note of when it did something', () => {
  it('weighs less where a GET writes it once what is stored says that it is due', () => {
    checkRule(`
${TELEMETRY}//- app/health/route.ts
import { telemetry } from '../../lib/telemetry';
export async function GET(request: Request) {
                   // ^^^ information require-endpoint-guard
  const isDeep = new URL(request.url).searchParams.get('deep') === 'true';
  await telemetry();
  return Response.json({ ok: true, isDeep });
}
//- pages/api/ready.ts
import { telemetry } from '../../lib/telemetry';
export default async function handler(req: any, res: any) {
                           // ^^^^^^^ information require-endpoint-guard
  await telemetry();
  res.status(200).json({ ok: true });
}
`);
  });

  it('is a change like any other where no GET reaches it', () => {
    checkRule(`
${TELEMETRY}//- app/api/run/route.ts
import { telemetry } from '../../../lib/telemetry';
export async function POST() {
                   // ^^^^ warning require-endpoint-guard
  await telemetry();
  return Response.json({ ok: true });
}
//- pages/api/rerun.ts
import { telemetry } from '../../lib/telemetry';
export default async function handler(req: any, res: any) {
                           // ^^^^^^^ warning require-endpoint-guard
  if (req.method !== 'POST') return res.status(405).end();
  await telemetry();
  res.status(200).json({ ok: true });
}
`);
  });

  it('is none where nothing stored is asked first, or the caller says which or what', () => {
    checkRule(`
//- app/api/always/route.ts
${DB}export async function GET() {
                   // ^^^ warning require-endpoint-guard
  await prisma.settings.update({ where: { id: 1 }, data: { maintenance: true } });
  return Response.json({ ok: true });
}
//- app/api/which/route.ts
${DB}export async function GET(request: Request) {
                   // ^^^ warning require-endpoint-guard
  const job = await prisma.job.findFirst();
  if (!job) return Response.json({});
  const name = new URL(request.url).searchParams.get('name')!;
  await prisma.job.update({ where: { name }, data: { lastRun: new Date() } });
  return Response.json({ ok: true });
}
//- app/api/what/route.ts
${DB}export async function GET(request: Request) {
                   // ^^^ warning require-endpoint-guard
  const job = await prisma.job.findFirst();
  if (!job) return Response.json({});
  const state = new URL(request.url).searchParams.get('state')!;
  await prisma.job.update({ where: { name: 'telemetry' }, data: { state } });
  return Response.json({ ok: true });
}
//- app/api/asked/route.ts
${DB}export async function GET(request: Request) {
                   // ^^^ warning require-endpoint-guard
  const id = new URL(request.url).searchParams.get('id')!;
  if (!(await prisma.room.findUnique({ where: { id } }))) return Response.json({});
  await prisma.settings.update({ where: { id: 1 }, data: { maintenance: true } });
  return Response.json({ ok: true });
}
//- app/api/found/route.ts
${DB}export async function GET() {
                   // ^^^ warning require-endpoint-guard
  const plan = await prisma.plan.findFirst({ where: { status: 'due' } });
  if (!plan) return Response.json({});
  await prisma.plan.update({ where: { id: plan.id }, data: { status: 'expired' } });
  return Response.json({ ok: true });
}
`);
  });
});

describe('one record more of what the app has itself', () => {
  it('weighs less where what is stored decides that it is the next', () => {
    checkRule(`
//- app/api/hints/next/route.ts
${DB}export async function POST() {
                   // ^^^^ information require-endpoint-guard
  const hints = await prisma.hint.findMany({ include: { revealed: true } });
  const next = hints.find((hint) => !hint.revealed);
  if (!next) return Response.json({ error: 'No more hints' }, { status: 400 });
  await prisma.revealedHint.create({ data: { hintId: next.id } });
  return Response.json({ ok: true });
}
`);
  });

  it('is a change like any other for each of many, in a batch, or unasked', () => {
    checkRule(`
//- app/api/invoices/route.ts
${DB}export async function GET() {
                   // ^^^ warning require-endpoint-guard
  const due = await prisma.subscription.findMany({ where: { state: 'due' } });
  if (due.length === 0) return Response.json({});
  for (const each of due) await prisma.invoice.create({ data: { subscriptionId: each.id } });
  return Response.json({ ok: true });
}
//- app/api/reminders/route.ts
${DB}export async function GET() {
                   // ^^^ warning require-endpoint-guard
  const plan = await prisma.plan.findFirst({ include: { due: true } });
  if (!plan) return Response.json({});
  await Promise.all(plan.due.map((each) => prisma.reminder.create({ data: { subscriptionId: each.id } })));
  return Response.json({ ok: true });
}
//- app/api/drain/route.ts
${DB}export async function GET() {
                   // ^^^ warning require-endpoint-guard
  let next = await prisma.item.findFirst({ where: { state: 'open' } });
  if (!next) return Response.json({});
  while (next) {
    await prisma.done.create({ data: { itemId: next.id } });
    next = await prisma.item.findFirst({ where: { state: 'open' } });
  }
  return Response.json({ ok: true });
}
//- app/api/batch/route.ts
${DB}export async function POST() {
                   // ^^^^ warning require-endpoint-guard
  const plan = await prisma.plan.findFirst();
  if (!plan) return Response.json({});
  await prisma.seat.createMany({ data: [{ planId: plan.id }] });
  return Response.json({ ok: true });
}
//- app/api/unasked/route.ts
${DB}export async function POST() {
                   // ^^^^ warning require-endpoint-guard
  const plan = await prisma.plan.findFirst();
  await prisma.seat.create({ data: { planId: plan?.id } });
  return Response.json({ ok: true });
}
`);
  });

  it('is none that the caller names, and no token', () => {
    checkRule(`
//- app/api/seats/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { name } = await request.json();
  const plan = await prisma.plan.findFirst();
  if (!plan) return Response.json({});
  await prisma.seat.create({ data: { planId: plan.id, name } });
  return Response.json({ ok: true });
}
//- app/api/keys/route.ts
import { randomUUID } from 'node:crypto';
${DB}export async function POST() {
                   // ^^^^ warning require-endpoint-guard
  const plan = await prisma.plan.findFirst();
  if (!plan) return Response.json({});
  const key = await prisma.apiKey.create({ data: { planId: plan.id, token: randomUUID() } });
  return Response.json(key);
}
`);
  });
});

describe('an account that nobody can use before it is confirmed', () => {
  it('weighs less, with what follows from it, where the address was looked for', () => {
    checkRule(`
//- app/api/signup/route.ts
import { z } from 'zod';
${DB}const schema = z.object({ email: z.string().email(), name: z.string() });
export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  const { email, name } = schema.parse(await request.json());
  if (await prisma.user.findUnique({ where: { email } })) return new Response(null, { status: 409 });
  const user = await prisma.user.create({ data: { email, name, password: null } });
  await prisma.membership.create({ data: { userId: user.id, organizationId: process.env.DEFAULT_ORG } });
  return Response.json({ id: user.id, plan: await prisma.plan.findFirst() });
}
`);
  });

  it('is a change like any other unconfirmed, unsought, or with a role', () => {
    checkRule(`
//- app/api/users/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { email, name } = await request.json();
  if (await prisma.user.findUnique({ where: { email } })) return new Response(null, { status: 409 });
  const user = await prisma.user.create({ data: { email, name } });
  return Response.json({ id: user.id, plan: await prisma.plan.findFirst() });
}
//- app/api/unsought/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { email } = await request.json();
  const user = await prisma.user.create({ data: { email, password: null } });
  return Response.json({ id: user.id, plan: await prisma.plan.findFirst() });
}
//- app/api/staff/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { email, role } = await request.json();
  if (await prisma.user.findUnique({ where: { email } })) return new Response(null, { status: 409 });
  const user = await prisma.user.create({ data: { email, role, password: null } });
  return Response.json({ id: user.id, plan: await prisma.plan.findFirst() });
}
//- app/api/more/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { email, plan } = await request.json();
  if (await prisma.user.findUnique({ where: { email } })) return new Response(null, { status: 409 });
  const user = await prisma.user.create({ data: { email, password: null } });
  await prisma.offer.update({ where: { id: plan }, data: { taken: true } });
  return Response.json({ id: user.id, plan: await prisma.plan.findFirst() });
}
`);
  });

  it('may have the password that was sent, though it is not hashed, but nothing that says what it may do', () => {
    checkRule(`
//- app/api/signup/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  const data = await request.json();
  if (await prisma.user.findUnique({ where: { email: data.email } })) return new Response(null, { status: 409 });
  return Response.json(await prisma.user.create({ data: { email: data.email, password: data.password } }));
}
//- app/api/admins/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const data = await request.json();
  if (await prisma.user.findUnique({ where: { email: data.email } })) return new Response(null, { status: 409 });
  const { email, password, role } = data;
  return Response.json(await prisma.user.create({ data: { email, password, role } }));
}
//- app/api/import/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { email, password } = await request.json();
  return Response.json(await prisma.user.create({ data: { email, password } }));
}
`);
  });
});
