/** `share-with-route`: how the new files name each other, and how the function's parameters are written. */
import { checkAssist } from '../support/checkAssist';

const ID = 'share-with-route';

describe('share-with-route', () => {
  it('names the new file as others name its folder, and breaks parameters as the action does', () => {
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
});
