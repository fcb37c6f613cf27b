/** Where `add-revalidation` puts the call, which page it names, and when it sees no need. */
import { checkAssist, checkNoAssist, checkRefusal, checkTitles } from '../support/checkAssist';

const ID = 'add-revalidation';

const PRISMA = `'use server';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;
const PAGE = `//- app/posts/[id]/page.tsx
import { Form } from './form';
export default function Page() { return <Form />; }
//- app/posts/[id]/form.tsx
'use client';
import { save } from '@/app/actions';
export function Form() { return <form action={save} />; }
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- app/actions.ts
${PRISMA}`;

describe('add-revalidation', () => {
  it('names a dynamic page by its route, and returns what was written behind the call', () => {
    checkAssist(
      ID,
      `${PAGE}export async function sa$0ve(data: FormData) {
  try {
    return await prisma.post.create({ data: { title: data.get('title') } });
  } catch {
    return null;
  }
}
`,
      `${PAGE}import { revalidatePath } from 'next/cache';
export async function save(data: FormData) {
  try {
    const result = await prisma.post.create({ data: { title: data.get('title') } });
    revalidatePath('/posts/[id]', 'page');
    return result;
  } catch {
    return null;
  }
}
`.replace(
        "const prisma = new PrismaClient();\nimport { revalidatePath } from 'next/cache';\n",
        "import { revalidatePath } from 'next/cache';\nconst prisma = new PrismaClient();\n",
      ),
    );
  });

  it('stands before what leaves the function', () => {
    checkAssist(
      ID,
      `${PAGE}import { redirect } from 'next/navigation';
export async function sa$0ve(data: FormData) {
  if (data.has('title')) {
    await prisma.post.create({ data: {} });
    redirect('/');
  }
}
`,
      `${PAGE}import { redirect } from 'next/navigation';
import { revalidatePath } from 'next/cache';
export async function save(data: FormData) {
  if (data.has('title')) {
    await prisma.post.create({ data: {} });
    revalidatePath('/posts/[id]', 'page');
    redirect('/');
  }
}
`,
    );
  });

  const two = `//- app/page.tsx
import { save } from './actions';
export default function Page() { return <form action={save} />; }
//- app/list/page.tsx
import { save } from '../actions';
export default function Page() { return <form action={save} />; }
//- app/actions.ts
${PRISMA}export async function sa$0ve() { await prisma.post.create({ data: {} }); }
`;

  it('asks where several pages host the action', () => {
    checkTitles(ID, two, ['Revalidate a page after the write']);
    checkRefusal(ID, two, /page of the app/, { input: { path: '/other' } });
  });

  it('names the page that the caller is sent to, and none where that is not known', () => {
    const sent = (url: string): string =>
      `//- app/posts/page.tsx
export default function Page() { return null; }
${PAGE}import { redirect } from 'next/navigation';
export async function sa$0ve(data: FormData) {
  const post = await prisma.post.create({ data: {} });
  redirect(${url});
}
`;
    checkTitles(ID, sent("'/posts'"), ['Revalidate `/posts` after the write']);
    checkTitles(ID, sent("'/elsewhere'"), ['Revalidate `/posts/[id]` after the write']);
    checkNoAssist(ID, sent('`https://${post.host}`'));
  });

  it('keeps out of what a layout hosts, which is on every page, and of signing up', () => {
    const action = (write: string): string =>
      `${PAGE}export async function sa$0ve(data: FormData) { await prisma.${write}; }\n`;
    const plain = action('post.create({ data: {} })');
    checkTitles(ID, plain, ['Revalidate `/posts/[id]` after the write']);
    const layout = `//- app/layout.tsx
import { Form } from './posts/[id]/form';
export default function Layout() { return <Form />; }
`;
    checkNoAssist(ID, layout + plain);
    const password = 'await hash(String(data.get("password")), 10)';
    checkNoAssist(
      ID,
      action(`user.create({ data: { password: ${password} } })`).replace(
        'const prisma',
        "import { hash } from 'bcryptjs';\nconst prisma",
      ),
    );
  });

  it('sees no need where the action, what it calls, or its caller refreshes', () => {
    const one = (body: string, more = ''): string =>
      `${PAGE}${more}export async function sa$0ve() {\n  ${body}\n}\n`;
    const write = 'await prisma.post.create({ data: {} });';
    checkNoAssist(
      ID,
      one(`${write} revalidateTag('posts', 'max');`, "import { revalidateTag } from 'next/cache';\n"),
    );
    checkNoAssist(ID, one('return prisma.post.findMany();'));
    checkNoAssist(
      ID,
      `//- lib/done.ts
import { revalidatePath } from 'next/cache';
export const done = () => revalidatePath('/');
${one(`${write} done();`, "import { done } from '../lib/done';\n")}`,
    );
    checkNoAssist(
      ID,
      one(write).replace(
        '<form action={save} />',
        '<a onClick={() => save().then(() => router.refresh())} />',
      ),
    );
  });

  it('keeps out of what runs while a page renders', () => {
    checkNoAssist(
      ID,
      `//- app/page.tsx
import { save } from './actions';
export default async function Page() { await save(); return <form action={save} />; }
//- app/actions.ts
${PRISMA}export async function sa$0ve() { await prisma.post.create({ data: {} }); }
`,
    );
  });

  it('keeps out where writes are in different branches', () => {
    checkNoAssist(
      ID,
      `${PAGE}export async function sa$0ve(a: boolean) {
  if (a) { await prisma.post.create({ data: {} }); return; } else { await prisma.user.create({ data: {} }); }
}
`,
    );
  });

  describe('for tags', () => {
    const CACHED = `//- lib/posts.ts
import { unstable_cache } from 'next/cache';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export const getPosts = unstable_cache(() => prisma.post.findMany(), ['posts'], { tags: ['posts', 'blog'] });
export const getUsers = unstable_cache(() => prisma.user.findMany(), ['users'], { tags: ['users'] });
`;
    const version = (next: string): string => `//- package.json
{ "dependencies": { "next": "${next}" } }
`;
    const action = (
      next: string,
      imports: string,
      ...lines: readonly string[]
    ): string => `${version(next)}${CACHED}//- app/page.tsx
import { save } from './actions';
export default function Page() { return <form action={save} />; }
//- app/actions.ts
${PRISMA.replace(/(?<=client';\n)/, imports)}export async function save(form: FormData) {
  ${lines.join('\n  ')}
}
`;
    const write = 'await prisma.post.create({ data: {} });';
    const title = 'Revalidate the tag `posts` after the write';
    const at = (source: string): string => source.replace('function save', 'function sa$0ve');

    it('offers those under which what is written is cached', () => {
      checkTitles(ID, at(action('16.0.0', '', write)), [
        'Revalidate the tag `blog` after the write',
        title,
        'Revalidate `/` after the write',
      ]);
    });

    it('updates the tag in an action of Next.js 16, and revalidates it before', () => {
      for (const [next, name] of [
        ['16.0.0', 'updateTag'],
        ['15.5.0', 'revalidateTag'],
      ] as const)
        checkAssist(
          ID,
          at(action(next, '', write)),
          action(next, `import { ${name} } from 'next/cache';\n`, write, `${name}('posts');`),
          { title },
        );
    });

    it('revalidates with a profile in a route handler of Next.js 16', () => {
      const route = (
        imports: string,
        ...lines: readonly string[]
      ): string => `${version('16.0.0')}//- lib/posts.ts
import { cacheTag } from 'next/cache';
import { db } from './db';
export async function getPosts() {
  'use cache';
  cacheTag('posts');
  return db.query.posts.findMany();
}
//- lib/db.ts
import { drizzle } from 'drizzle-orm/node-postgres';
export const db = drizzle('url');
//- app/api/posts/route.ts
import { db } from '../../../lib/db';
import { posts } from '../../../lib/schema';
${imports}
export async function POST(request: Request) {
  ${lines.join('\n  ')}
  return new Response();
}
`;
      const insert = 'await db.insert(posts).values(await request.json());';
      checkAssist(
        ID,
        route('', insert).replace('POST', 'PO$0ST'),
        route("import { revalidateTag } from 'next/cache';\n", insert, "revalidateTag('posts', 'max');"),
        { title },
      );
    });

    it('offers none for what nobody caches', () => {
      checkTitles(ID, at(action('16.0.0', '', 'await prisma.comment.create({ data: {} });')), [
        'Revalidate `/` after the write',
      ]);
    });
  });
});
