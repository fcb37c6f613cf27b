/** Code that does not run where it stands: what is made once and kept, what a package calls when it thinks fit, what a promise yields. */
import assert from 'node:assert/strict';
import { checkRule } from '../../support/check';
import { assessFixture } from './assessFixture';

const LATE = (test: string, keep: string): string => `
import { requireSession } from 'session';
import { db } from 'db';
const kept = global as any;
let made: any;
async function services(name?: string) {
  ${test} {
    await db.setting.create({ name: 'default' });
    ${keep};
  }
  return kept.client ?? made;
}
export async function POST() {
  await services();
  await requireSession();
  await db.post.delete({ where: { id: '1' } });
  return new Response();
}`;

describe('what is made once and kept', () => {
  it('belongs to the start of the app, so that a check may come after it', () => {
    for (const [test, keep] of [
      ['if (!kept.client)', 'kept.client = { ready: true }'],
      ['if (!kept.client || !kept.other)', 'kept.client = kept.other = {}'],
      ['if (made === undefined)', 'made = {}'],
      ['if (!globalThis.client)', 'globalThis.client = {}'],
    ] as const)
      assert.equal(assessFixture(LATE(test, keep)).guard.verdict, 'guarded', test);
  });

  it('is not what runs every time, or keeps something else', () => {
    for (const [test, keep] of [
      ['if (true)', 'kept.client = {}'],
      ['if (!kept.client)', 'made = {}'],
      ['if (!name)', 'made = {}'],
    ] as const) {
      const { guard } = assessFixture(LATE(test, keep));
      assert.equal(guard.verdict, 'partial', test);
      assert.equal(guard.reason?.kind, 'effect-first', test);
    }
  });

  it('is the caller’s where it is made of what the caller sends', () => {
    const { guard } = assessFixture(`
import { requireSession } from 'session';
import { db } from 'db';
let first: any;
export async function POST(request: Request) {
  if (!first) {
    first = await request.json();
    await db.setting.create(first);
  }
  await requireSession();
  return new Response();
}`);
    assert.equal(guard.verdict, 'partial');
  });
});

describe('functions that a package is given', () => {
  const BOT = (handler: string): string => `
//- lib/bot.ts
import { Bot } from 'some-bot';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
const store = global as any;
export function getBot() {
  if (!store.bot) {
    const bot = new Bot({ token: process.env.BOT_TOKEN });
    bot.onMessage(async (message: any) => {
      await prisma.message.create({ data: { text: message.text } });
    });
    store.bot = bot;
  }
  return store.bot;
}
//- app/api/events/route.ts
import { getBot } from '../../../lib/bot';
${handler}
`;

  it('are called when it finds the sender of the request to be right, which can’t be told', () => {
    checkRule(
      BOT(`export async function POST(request: Request) {
  return getBot().webhooks.chat(request);
}`),
    );
  });

  it('are called for anybody where it is not told of the request', () => {
    checkRule(
      BOT(`export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  getBot().send(await request.text());
  return new Response();
}`),
    );
  });
});

describe('a promise that is made by hand', () => {
  it('yields what it is resolved with, also in a callback', () => {
    const check = (executor: string): string =>
      assessFixture(`
import { getSession } from 'session';
import { db } from 'db';
export async function POST() {
  const session = await new Promise(${executor});
  if (!session) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}`).guard.verdict;
    assert.equal(check('(resolve) => { resolve(getSession()); }'), 'guarded');
    assert.equal(check('(resolve, reject) => { getSession().then((s) => resolve(s), reject); }'), 'guarded');
    assert.equal(check('(resolve) => { setTimeout(() => resolve(1), 10); }'), 'unguarded');
  });
});
