/** `share-with-route` for actions that a client makes: the route calls the action, whose client checks the caller for both. */
import assert from 'node:assert/strict';
import { checkAssist, checkNoAssist, notesAfter, textAfter } from '../support/checkAssist';

const ID = 'share-with-route';

const SAFE = `//- package.json
{ "dependencies": { "next": "16.0.0", "next-safe-action": "8.0.0", "next-auth": "4.0.0" } }
//- lib/safe-action.ts
import { createSafeActionClient } from 'next-safe-action';
import { getServerSession } from 'next-auth';

export const actionClient = createSafeActionClient();
export const authActionClient = actionClient.use(async ({ next }) => {
  const session = await getServerSession();
  if (!session) throw new Error('Unauthorized');
  return next({ ctx: { user: session.user } });
});
//- app/actions.ts
'use server';
import { PrismaClient } from '@prisma/client';
import { z } from 'zod';
import { authActionClient } from '../lib/safe-action';
const prisma = new PrismaClient();

export const rename$0Post = authActionClient
  .inputSchema(z.object({ id: z.string(), title: z.string() }))
  .action(async ({ parsedInput: { id, title } }) => {
    await prisma.post.update({ where: { id }, data: { title } });
    return { done: true };
  });
//- app/button.tsx
'use client';
import { renamePost } from './actions';
export const Button = () => <button onClick={() => renamePost({ id: '1', title: '2' })} />;
`;

const ZSA = `//- package.json
{ "dependencies": { "next": "16.0.0", "zsa": "0.6.0", "zod": "3.0.0", "next-auth": "4.0.0" } }
//- lib/safe-action.ts
import { createServerActionProcedure } from 'zsa';
import { getServerSession } from 'next-auth';

export const authActionClient = createServerActionProcedure().handler(async () => {
  const session = await getServerSession();
  if (!session) throw new Error('Unauthorized');
  return { user: session.user };
});
//- app/actions.ts
'use server';
import { PrismaClient } from '@prisma/client';
import { z } from 'zod';
import { authActionClient } from '../lib/safe-action';
const prisma = new PrismaClient();

export const rename$0Post = authActionClient
  .createServerAction()
  .input(z.object({ id: z.string(), title: z.string() }))
  .handler(async ({ input: { id, title } }) => {
    await prisma.post.update({ where: { id }, data: { title } });
    return { done: true };
  });
//- app/button.tsx
'use client';
import { renamePost } from './actions';
export const Button = () => <button onClick={() => renamePost({ id: '1', title: '2' })} />;
`;

describe('share-with-route, of action clients', () => {
  it('calls an action of next-safe-action, and answers with what it says', () => {
    checkAssist(
      ID,
      SAFE,
      `//- app/api/rename-post/route.ts
import { renamePost } from '../../actions';

export async function POST(request: Request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const result = await renamePost(await request.json());
  if (result?.validationErrors) {
    return Response.json({ errors: result.validationErrors }, { status: 400 });
  }
  if (result?.serverError) {
    return Response.json({ error: result.serverError }, { status: 500 });
  }
  return Response.json(result?.data ?? null);
}
`,
      {
        notes: [
          'Next.js compares the Origin of requests for Server Actions only: `POST /api/rename-post` now does it itself',
          'Its client says no more than that something failed: who is turned away gets a 500',
        ],
      },
    );
  });

  it('calls an action of zsa, whose codes become statuses, and the words of errors without one', () => {
    checkAssist(
      ID,
      ZSA,
      `//- app/api/rename-post/route.ts
import { renamePost } from '../../actions';

export async function POST(request: Request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const [data, error] = await renamePost(await request.json());
  if (error) {
    const statuses: Record<string, number> = {
      INPUT_PARSE_ERROR: 400,
      NOT_AUTHORIZED: 401,
      FORBIDDEN: 403,
      NOT_FOUND: 404,
      Unauthorized: 401,
    };
    const status = statuses[error.code] ?? statuses[error.message] ?? 500;
    return Response.json({ error: error.message }, { status });
  }
  return Response.json(data ?? null);
}
`,
    );
  });

  it('knows the codes that a ZSAError is thrown with, and says where nobody knows who is turned away', () => {
    const coded = ZSA.replace("Error('Unauthorized')", "ZSAError('NOT_AUTHORIZED', 'Sign in')").replace(
      'await prisma',
      "if (title === '') throw new ZSAError('CONFLICT', 'Taken');\n    await prisma",
    );
    const route = textAfter(ID, coded, 'app/api/rename-post/route.ts');
    assert.match(
      route,
      /NOT_FOUND: 404,\n {6}CONFLICT: 409,\n {4}\};\n {4}return Response\.json\(\{ error: error\.message \}, \{ status: statuses\[error\.code\] \?\? 500 \}\);/,
    );
    const unknown = 'Nobody knows what its client says of who is turned away: the route answers with 500';
    assert.ok(!notesAfter(ID, coded).includes(unknown));
    assert.ok(!notesAfter(ID, ZSA).includes(unknown));
    assert.ok(notesAfter(ID, ZSA.replace("'Unauthorized'", 'words()')).includes(unknown));
  });

  it('hands a form over where the schema reads one, and nothing where there is no schema', () => {
    const open = (chain: string): string => `//- package.json
{ "dependencies": { "next": "16.0.0", "next-safe-action": "8.0.0" } }
//- app/actions.js
'use server';
import { createSafeActionClient } from 'next-safe-action';
import { zfd } from 'zod-form-data';
const client = createSafeActionClient();
export const save$0 = client${chain}.action(async () => ({ done: true }));
//- app/button.jsx
'use client';
import { save } from './actions';
export const Button = () => <button onClick={() => save()} />;
`;
    const route = (head: string, argument: string): string => `//- app/api/save/route.js
import { save } from '../../actions';

export async function POST(${head}) {
  const result = await save(${argument});
  if (result?.validationErrors) {
    return Response.json({ errors: result.validationErrors }, { status: 400 });
  }
  if (result?.serverError) {
    return Response.json({ error: result.serverError }, { status: 500 });
  }
  return Response.json(result?.data ?? null);
}
`;
    checkAssist(ID, open('.inputSchema(zfd.formData({}))'), route('request', 'await request.formData()'));
    checkAssist(ID, open(''), route('', ''));
  });

  for (const [title, from, to] of [
    ['the client is not known', "from 'next-safe-action'", "from 'unsafe-action'"],
    ['the client redirects', "throw new Error('Unauthorized')", "redirect('/login')"],
    ['the action redirects', 'return { done: true };', "redirect('/');"],
    [
      'its client binds arguments to it',
      'createSafeActionClient();',
      'createSafeActionClient().bindArgsSchemas([z.string()]);',
    ],
    ['arguments are bound to it', '.action(', '.bindArgsSchemas([z.string()]).action('],
    ['it does what only actions may', 'return { done: true };', "updateTag('posts');"],
    [
      'a route calls it already',
      '//- app/button.tsx',
      "//- app/api/x/route.ts\nimport { renamePost } from '../../actions';\nexport const POST = async () => Response.json(await renamePost({ id: '1', title: '2' }));\n//- app/button.tsx",
    ],
  ] as const) {
    it(`is not offered where ${title}`, () => {
      const changed = SAFE.replace(from, to);
      const imports =
        "import { updateTag } from 'next/cache';\nimport { redirect } from 'next/navigation';\n";
      checkNoAssist(
        ID,
        changed.replace("import { z } from 'zod';\n", `import { z } from 'zod';\n${imports}`),
      );
    });
  }
});
