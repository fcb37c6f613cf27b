/** What new files of `share-with-route` and `convert-to-route` look like: names, parameters and comments. */
import { checkAssist } from '../support/checkAssist';

const ID = 'share-with-route';

describe('the new files of an action that gets a route', () => {
  it('name each other as others name their folder, and break parameters as the action does', () => {
    const files = (paths: string, specifier: string): string => `//- tsconfig.json
{ "compilerOptions": ${paths} }
//- next.config.ts
export default {};
//- src/lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- src/lib/actions.ts
'use server';

import { db } from './db';

export async function renam$0e({
  id,
  title,
}: {
  id: string;
  title: string;
}) {
  await db.note.update({ where: { id }, data: { title } });
}
//- src/app/title.tsx
'use client';
import { rename } from '${specifier}';
export function Title() { return <button onClick={() => rename({ id: '1', title: 'x' })} />; }
`;
    const after = (specifier: string): string => `//- src/lib/actions.ts
'use server';

import { performRename } from './perform-rename';

export async function rename({
  id,
  title,
}: {
  id: string;
  title: string;
}) {
  await performRename({ id, title });
}
//- src/app/api/rename/route.ts
import { performRename } from '${specifier}';

export async function POST(request: Request) {
  const {
    id,
    title,
  } = (await request.json()) as {
    id: string;
    title: string;
  };
  await performRename({ id, title });
  return new Response(null, { status: 204 });
}

//- src/lib/perform-rename.ts
import { db } from './db';

export async function performRename({
  id,
  title,
}: {
  id: string;
  title: string;
}) {
  await db.note.update({ where: { id }, data: { title } });
}
`;
    const alias = '{ "paths": { "@/*": ["./src/*"] } }';
    checkAssist(ID, files(alias, '@/lib/actions'), after('@/lib/perform-rename'));
    checkAssist(ID, files('{ "baseUrl": "src" }', 'lib/actions'), after('lib/perform-rename'));
  });

  it('say of the handler what is said of the work, not of its parameters, and await no parsed JSON', () => {
    checkAssist(
      'convert-to-route',
      `//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- app/actions.ts
'use server';
import { db } from '../lib/db';

/**
 * Adds a note.
 *
 * @param title - what it is called,
 *   in a line
 * @returns the note
 */
export async function ad$0d(title: string) {
  const note = await db.note.create({ data: { title } });
  return JSON.parse(JSON.stringify(note));
}
//- app/add.tsx
'use client';
import { add } from './actions';
export function Add() { return <button onClick={async () => { await add('x'); }} />; }
`,
      `//- app/actions.ts (deleted)
//- app/api/add/client.ts
/** Sends \`POST /api/add\`. */
export async function add(title: string): Promise<void> {
  const response = await fetch('/api/add', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ title }),
  });
  if (!response.ok) throw new Error(\`POST /api/add: \${response.status}\`);
}

//- app/api/add/route.ts
import { db } from '../../../lib/db';

/**
 * Adds a note.
 */
export async function POST(request: Request) {
  const { title } = (await request.json()) as { title: string };
  const note = await db.note.create({ data: { title } });
  return Response.json(JSON.parse(JSON.stringify(note)));
}

//- app/add.tsx
'use client';
import { add } from './api/add/client';
export function Add() { return <button onClick={async () => { await add('x'); }} />; }
`,
    );
  });
});
