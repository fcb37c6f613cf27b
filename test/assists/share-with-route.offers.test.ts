/** Where `share-with-route` is not offered, and what it refuses. */
import { checkNoAssist, checkRefusal } from '../support/checkAssist';

const ID = 'share-with-route';

describe('where share-with-route stops', () => {
  it('refuses names and URLs that are taken', () => {
    const before = `//- app/actions.ts
'use server';
import { db } from 'db';
export async function sa$0ve(id: string) { await db.post.delete({ where: { id } }); }
//- app/perform-it.ts
export const x = 1;
//- app/api/x/route.ts
export const GET = () => Response.json({});
//- app/button.tsx
'use client';
import { save } from './actions';
export const Button = () => <button onClick={() => save('1')} />;
`;
    checkRefusal(ID, before, /is taken/, { input: { name: 'db' } });
    checkRefusal(ID, before, /is no name/, { input: { name: '1' } });
    checkRefusal(ID, before, /is there already/, { input: { name: 'performIt' } });
    checkRefusal(ID, before, /served at/, { input: { url: '/api/x' } });
    checkRefusal(ID, before, /carries no body/, { input: { method: 'GET' } });
  });

  for (const [title, body] of [
    ['redirects', "await remove(id);\n  redirect('/');"],
    ['does what only actions may', "await remove(id);\n  updateTag('a');"],
    ['throws', "if (id === '') throw new Error('No');\n  await remove(id);"],
    ['calls itself', "if (id !== '') await save('');\n  await remove(id);"],
    ['needs what another action of the file needs', 'await shared(id);\n  await remove(id);'],
    [
      'answers failures with different statuses',
      "if (id === 'a') return { error: 'Not found' };\n  if (id === 'b') return { error: 'Forbidden' };\n  if (id === 'c') return { error: 'No' };\n  return { done: true };",
    ],
    ['is handed on already', 'return remove(id);'],
  ] as const) {
    it(`is not offered where the work ${title}`, () => {
      checkNoAssist(
        ID,
        `//- app/actions.ts
'use server';
import { updateTag } from 'next/cache';
import { redirect } from 'next/navigation';
import { remove } from '../lib/remove';
async function shared(id: string) { return id; }
export async function other() { await shared('1'); updateTag('x'); redirect('/'); }
export async function sa$0ve(id: string) {
  ${body}
}
//- lib/remove.ts
export const remove = (id: string) => ({ id });
//- app/button.tsx
'use client';
import { save } from './actions';
export const Button = () => <button onClick={() => save('1')} />;
`,
      );
    });
  }

  it('is not offered where the type of what the guard found is not known', () => {
    checkNoAssist(
      ID,
      `//- app/actions.ts
'use server';
import { auth } from '@clerk/nextjs/server';
import { PrismaClient } from '@prisma/client';
const db = new PrismaClient();
export async function sa$0ve(id: string) {
  const { userId } = await auth();
  if (!userId) return;
  await db.post.delete({ where: { id, userId } });
}
//- app/button.tsx
'use client';
import { save } from './actions';
export const Button = () => <button onClick={() => save('1')} />;
`,
    );
  });
});
