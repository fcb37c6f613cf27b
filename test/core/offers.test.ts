/** Offers are asked for at every move of the cursor: what was worked out for one move is not worked out for the next. */
import assert from 'node:assert/strict';
import { allAssists } from '../../server/src/assists/index';
import { createAnalysisHost } from '../../server/src/core/analysisHost';
import { type Assist, type AssistContext } from '../../server/src/core/assist/assist';
import { textInput } from '../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../support/fixture';

/** What looks beyond the file, or at all of the app. */
const EXPENSIVE: ReadonlySet<string> = new Set([
  'syntaxOf',
  'textOf',
  'paths',
  'idiomSource',
  'corsOf',
  'cachingOf',
] satisfies (keyof AssistContext)[]);

/** The assists, with a list of what they ask the context for. */
function watched(asked: string[]): readonly Assist[] {
  return allAssists.map((assist) => ({
    ...assist,
    offers: (ctx) =>
      assist.offers(
        new Proxy(ctx, {
          get(target, name, receiver) {
            if (EXPENSIVE.has(String(name))) asked.push(`${assist.meta.id}: ${String(name)}`);
            return Reflect.get(target, name, receiver) as unknown;
          },
        }),
      ),
  }));
}

const FILES = `//- lib/auth.ts
import { getServerSession } from 'next-auth';
export async function requireUser() {
  const session = await getServerSession();
  if (!session) throw new Error('Unauthorized');
  return session.user;
}
//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- app/actions.ts
'use server';
import { requireUser } from '../lib/auth';
import { db } from '../lib/db';
export async function rename(id: string) {
  await requireUser();
  await db.post.update({ where: { id }, data: { title: 'x' } });
}
export async function remo$0ve(id: string) {
  await db.post.delete({ where: { id } });
}
//- app/button.tsx
'use client';
import { remove, rename } from './actions';
export const Button = () => <button onClick={() => remove('1')} onBlur={() => rename('1')} />;
//- app/api/posts/route.ts
import { cookies } from 'next/headers';
import { db } from '../../../lib/db';
export async function POST(request: Request) {
  await db.post.create({ data: await request.json() });
  return Response.json({ theme: cookies().get('theme') });
}
//- package.json
{ "dependencies": { "next": "16.0.0" } }
`;

describe('offers', () => {
  for (const [file, name] of [
    ['app/actions.ts', 'remove('],
    ['app/api/posts/route.ts', 'POST('],
  ] as const) {
    it(`are worked out once in ${file}, until something changes`, () => {
      const { files } = parseFixture(FILES);
      const asked: string[] = [];
      const host = createAnalysisHost([], { version: '0.0.0', assists: watched(asked) });
      const inputs = new Map([...files].map(([path, text]) => [path, textInput(text)]));
      host.applyChange({ roots: [FIXTURE_ROOT], files: inputs });
      const [path, text] = [...files].find(([each]) => each.endsWith(file)) ?? assert.fail();
      const offersAt = (offset: number) => {
        asked.length = 0;
        return host.snapshot().assists(path, { start: offset, end: offset });
      };
      const first = offersAt(text.indexOf(name));
      assert.ok(asked.includes('add-auth-guard: idiomSource') && asked.length > 1, asked.join(', '));
      assert.deepEqual(offersAt(text.indexOf(name) + 1), first);
      assert.deepEqual(asked, []);
      host.applyChange({ files: new Map([[path, textInput(`${text}\n`)]]) });
      assert.deepEqual(offersAt(text.indexOf(name)), first);
      assert.notEqual(asked.length, 0);
    });
  }
});
