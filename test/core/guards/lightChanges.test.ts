/** Changes that weigh little by what they are given: folders, temporary files, the app's own statements, codes that are sent or tested. */
import { checkRule } from '../../support/check';

const DB = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";

describe('a file that is written', () => {
  it('weighs less where it is a folder that is to be there, and more where the caller names it', () => {
    checkRule(`
//- app/feed.xml/route.ts
import fs from 'node:fs/promises';
export async function GET(request: Request) {
                   // ^^^ information require-endpoint-guard: \`GET /feed.xml\` writes (\`fs.mkdir\`) and never checks who is calling
  await fs.mkdir('content', { recursive: true });
  return new Response('<rss/>');
}
//- app/api/folders/route.ts
import fs from 'node:fs/promises';
export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { name } = await request.json();
  await fs.mkdir(name, { recursive: true });
  return new Response();
}
`);
  });

  it('is told by the write that weighs more than the folder', () => {
    checkRule(`
//- app/api/config/route.ts
import fs from 'node:fs/promises';
export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard: \`POST /api/config\` writes (\`fs.writeFile\`) and never checks who is calling
  await fs.mkdir('config', { recursive: true });
  await fs.writeFile('config/app.json', await request.text());
  return new Response();
}
`);
  });

  it('weighs less in a temporary folder', () => {
    checkRule(`
//- app/api/convert/route.ts
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
export async function POST(request: Request) {
                   // ^^^^ information require-endpoint-guard
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'convert-'));
  const input = path.join(folder, 'input.mp4');
  await fs.writeFile(input, await request.text());
  await fs.rm(folder, { recursive: true });
  return new Response();
}
//- app/api/keep/route.ts
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'keep-'));
  await fs.writeFile(path.join(folder, 'input'), await request.text());
  await fs.writeFile(path.join('public', 'latest'), await request.text());
  return new Response();
}
`);
  });
});

describe('a statement of the app’s own', () => {
  it('weighs less where it writes one fixed record that is due', () => {
    checkRule(`
//- app/health/route.ts
${DB}export async function GET() {
                   // ^^^ information require-endpoint-guard
  const jobs: any = await prisma.$queryRaw\`SELECT due FROM jobs WHERE name = 'telemetry'\`;
  if (!jobs[0].due) return Response.json({ ok: true });
  await prisma.$executeRaw\`LOCK TABLE jobs IN EXCLUSIVE MODE\`;
  await prisma.$executeRaw\`INSERT INTO jobs (name, started) VALUES ('telemetry', NOW()) ON CONFLICT (name) DO UPDATE SET started = NOW()\`;
  return Response.json({ ok: true });
}
//- app/hits/route.ts
${DB}export async function GET(request: Request) {
                   // ^^^ warning require-endpoint-guard
  const name = new URL(request.url).searchParams.get('name');
  const jobs: any = await prisma.$queryRaw\`SELECT due FROM jobs WHERE name = 'telemetry'\`;
  if (!jobs[0].due) return Response.json({ ok: true });
  await prisma.$executeRaw\`INSERT INTO jobs (name, by) VALUES ('hit', \${name}) ON CONFLICT (name) DO UPDATE SET by = \${name}\`;
  return Response.json({ ok: true });
}
`);
  });
});

const MAIL = `import { Resend } from 'resend';
import { randomInt } from 'node:crypto';
const resend = new Resend('key');
`;

describe('a code that is sent, and one that is tested', () => {
  it('may begin with the account that it is for, as long as nothing of that is the caller’s but the address', () => {
    checkRule(`
//- app/api/otp/route.ts
${MAIL}${DB}export async function POST(request: Request) {
  const { email } = await request.json();
  const user = await prisma.user.upsert({ where: { email }, update: {}, create: { email, emailVerified: false } });
  const code = randomInt(1_000_000);
  await prisma.emailVerificationCode.create({ data: { userId: user.id, code } });
  await resend.emails.send({ from: 'a@b.c', to: email, subject: 'Code', text: String(code) });
  return new Response();
}
//- app/api/promote/route.ts
${MAIL}${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { email, role } = await request.json();
  const user = await prisma.user.upsert({ where: { email }, update: { role }, create: { email, emailVerified: false } });
  const code = randomInt(1_000_000);
  await prisma.emailVerificationCode.create({ data: { userId: user.id, code } });
  await resend.emails.send({ from: 'a@b.c', to: email, subject: 'Code', text: String(code) });
  return new Response();
}
`);
  });

  it('is known by the table that it is kept in', () => {
    checkRule(`
//- lib/db.ts
import { drizzle } from 'drizzle-orm/node-postgres';
import { pgTable, text } from 'drizzle-orm/pg-core';
export const db = drizzle('u');
export const resets = pgTable('password_reset_tokens', { id: text('id'), userId: text('user_id') });
export const notes = pgTable('notes', { id: text('id'), userId: text('user_id') });
//- app/api/forgot/route.ts
${MAIL}import { eq } from 'drizzle-orm';
import { db, resets } from '../../../lib/db';
export async function POST(request: Request) {
  const { email } = await request.json();
  const user: any = await db.query.users.findFirst({ where: { email } });
  await db.delete(resets).where(eq(resets.userId, user.id));
  const id = String(randomInt(1_000_000));
  await db.insert(resets).values({ id, userId: user.id });
  await resend.emails.send({ from: 'a@b.c', to: user.email, subject: 'Reset', text: id });
  return new Response();
}
//- app/api/remind/route.ts
${MAIL}import { eq } from 'drizzle-orm';
import { db, notes } from '../../../lib/db';
export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const { email } = await request.json();
  const user: any = await db.query.users.findFirst({ where: { email } });
  await db.delete(notes).where(eq(notes.userId, user.id));
  const id = String(randomInt(1_000_000));
  await db.insert(notes).values({ id, userId: user.id });
  await resend.emails.send({ from: 'a@b.c', to: user.email, subject: 'Note', text: id });
  return new Response();
}
`);
  });

  it('is a credential where a builder’s column says so', () => {
    checkRule(`
//- lib/db.ts
import createKnex from 'knex';
export const knex = createKnex({ client: 'pg' });
//- app/api/verify/route.ts
import { knex } from '../../../lib/db';
export async function GET(request: Request) {
  const token = new URL(request.url).searchParams.get('token');
  const [row] = await knex('addresses').where('verification_token', '=', token);
  if (!row) return new Response(null, { status: 404 });
  await knex('addresses').where('id', '=', row.id).update({ verified: true });
  return new Response();
}
//- app/api/approve/route.ts
import { knex } from '../../../lib/db';
export async function GET(request: Request) {
                   // ^^^ warning require-endpoint-guard
  const slug = new URL(request.url).searchParams.get('slug');
  const [row] = await knex('addresses').where('slug', '=', slug);
  if (!row) return new Response(null, { status: 404 });
  await knex('addresses').where('id', '=', row.id).update({ verified: true });
  return new Response();
}
`);
  });

  it('is tested where a variable that holds the stored one is compared', () => {
    checkRule(`
//- app/api/otp/route.ts
${DB}export async function PUT(request: Request) {
  const { email, otp } = await request.json();
  const row: any = await prisma.verification.findFirst({ where: { email } });
  if (!row) return new Response(null, { status: 404 });
  const [storedOtp] = row.value.split(':');
  if (storedOtp !== otp) return new Response(null, { status: 400 });
  await prisma.verification.delete({ where: { id: row.id } });
  return new Response();
}
//- app/api/names/route.ts
${DB}export async function PUT(request: Request) {
                   // ^^^ warning require-endpoint-guard
  const { email, name } = await request.json();
  const row: any = await prisma.verification.findFirst({ where: { email } });
  if (!row) return new Response(null, { status: 404 });
  const [storedName] = row.value.split(':');
  if (storedName !== name) return new Response(null, { status: 400 });
  await prisma.verification.delete({ where: { id: row.id } });
  return new Response();
}
`);
  });
});

describe('a message', () => {
  const mail = (recipient: string, content: string): string => `
import { Resend } from 'resend';
const resend = new Resend(process.env.RESEND_API_KEY);
export async function POST(request: Request) {
                   // ^^^^ SEVERITY require-endpoint-guard
  const { to, subject, name } = await request.json();
  await resend.emails.send({ from: 'us@example.com', to: ${recipient}, subject: ${content}, text: \`Hello \${name}\` });
  return new Response();
}
`;

  it('weighs where the caller says to whom it goes and what is in it', () => {
    checkRule(`//- app/api/mail/route.ts${mail('[to]', 'subject').replace('SEVERITY', 'warning')}`);
  });

  it('weighs less where something is written around what was sent', () => {
    for (const written of ["'Welcome, ' + subject", '`Welcome, ${subject} `.trim()'])
      checkRule(`//- app/api/mail/route.ts${mail('[to]', written).replace('SEVERITY', 'information')}`);
  });
});
