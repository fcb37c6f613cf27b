/** The guard that is written: the app's own, else its library's; in every form that an endpoint can have; and where none is offered. */
import { checkAssist, checkNoAssist, checkTitles } from '../support/checkAssist';

const ID = 'add-auth-guard';

const PRISMA = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;

const manifest = (...dependencies: string[]): string =>
  `//- package.json\n${JSON.stringify({
    dependencies: Object.fromEntries([['next', '16.4.6'], ...dependencies.map((name) => name.split('@@'))]),
  })}\n`;

/** A helper of the app's own that throws, with an action that uses it. */
const OWN_HELPER = `//- lib/auth.ts
import { getServerSession } from 'next-auth';
export async function requireUser() {
  const session = await getServerSession({});
  if (!session) throw new Error('Unauthorized');
  return session.user;
}
//- app/other/actions.ts
'use server';
import { requireUser } from '../../lib/auth';
${PRISMA}
export async function one() {
  await requireUser();
  await prisma.post.create({ data: {} });
}
export async function two() {
  await requireUser();
  await prisma.post.create({ data: {} });
}
//- app/page.tsx
import * as actions from './actions';
import * as others from './other/actions';
export default function Page() {
  return <form action={actions.save}><button formAction={others.one} /><button formAction={others.two} /></form>;
}
`;

const own = (before: string, after: string): void => {
  checkAssist(ID, `${OWN_HELPER}//- app/actions.ts\n${before}`, `//- app/actions.ts\n${after}`);
};

describe('add-auth-guard: what the app does itself', () => {
  it('is written into a declaration, in its quotes and without semicolons', () => {
    own(
      `"use server"

import { PrismaClient } from "@prisma/client"
const prisma = new PrismaClient()

export async function sa$0ve(form: FormData) {
	await prisma.post.create({ data: { title: String(form.get("title")) } })
}
`,
      `"use server"

import { PrismaClient } from "@prisma/client"
import { requireUser } from "../lib/auth"
const prisma = new PrismaClient()

export async function save(form: FormData) {
	await requireUser()

	await prisma.post.create({ data: { title: String(form.get("title")) } })
}
`,
    );
  });

  const head = `'use server';\n${PRISMA}`;
  const headAfter = `'use server';
import { PrismaClient } from '@prisma/client';
import { requireUser } from '../lib/auth';
const prisma = new PrismaClient();
`;
  const create = 'await prisma.post.create({ data: { title } });';

  it('is written into an arrow, and makes a block of an expression', () => {
    own(
      `${head}
export const sa$0ve = async (title: string) => prisma.post.create({ data: { title } });
`,
      `${headAfter}
export const save = async (title: string) => {
  await requireUser();

  return prisma.post.create({ data: { title } });
};
`,
    );
  });

  it('is written where an export list names another function', () => {
    own(
      `${head}
async function sto$0re(title: string) { ${create} }
export { store as save };
`,
      `${headAfter}
async function store(title: string) {
  await requireUser();

  ${create}
}
export { store as save };
`,
    );
  });

  it('is written into an inline action, behind its directive', () => {
    checkAssist(
      ID,
      `${OWN_HELPER.replace(/\/\/- app\/page[^]*$/, '')}//- app/second/page.tsx
import { one, two } from '../other/actions';
export default function Second() {
  return <form action={one}><button formAction={two} /></form>;
}
//- app/page.tsx
${PRISMA}
export default function Page() {
  async function sa$0ve(form: FormData) {
    'use server';
    await prisma.post.create({ data: { title: String(form.get('title')) } });
  }
  return <form action={save} />;
}
`,
      `//- app/page.tsx
import { PrismaClient } from '@prisma/client';
import { requireUser } from '../lib/auth';
const prisma = new PrismaClient();

export default function Page() {
  async function save(form: FormData) {
    'use server';
    await requireUser();

    await prisma.post.create({ data: { title: String(form.get('title')) } });
  }
  return <form action={save} />;
}
`,
    );
  });

  it('is offered for all open endpoints of a file at once, with one import', () => {
    const title = 'Check the caller with `requireUser`, as 2 endpoints here do';
    const source = `${OWN_HELPER.replace('action={actions.save}', 'action={actions.save} onReset={actions.drop}')}//- app/actions.ts
${head}
export async function sa$0ve(title: string) {
  ${create}
}
export async function drop(title: string) {
  await prisma.post.delete({ where: { title } });
}
`;
    const inFile = 'Check the caller with `requireUser` in both open endpoints of this file';
    checkTitles(ID, source, [title, inFile]);
    checkAssist(
      ID,
      source,
      `//- app/actions.ts
${headAfter}
export async function save(title: string) {
  await requireUser();

  ${create}
}
export async function drop(title: string) {
  await requireUser();

  await prisma.post.delete({ where: { title } });
}
`,
      { title: inFile },
    );
  });

  it('returns a form state only where the action returns such objects', () => {
    const helper = `//- lib/auth.ts
import { getServerSession } from 'next-auth';
export async function currentUser() {
  const session = await getServerSession({});
  return session?.user;
}
//- app/other/actions.ts
'use server';
import { currentUser } from '../../lib/auth';
${PRISMA}
export async function one() {
  const user = await currentUser();
  if (!user) return { error: 'Sign in first' };
  await prisma.post.create({ data: {} });
  return { error: null };
}
export async function two() {
  const user = await currentUser();
  if (!user) return { error: 'Sign in first' };
  await prisma.post.delete({ where: {} });
  return { error: null };
}
//- app/page.tsx
import * as actions from './actions';
import * as others from './other/actions';
export default function Page() {
  return <form action={actions.save}><button formAction={others.one} /><button formAction={others.two} /></form>;
}
`;
    const importing = `'use server';
import { PrismaClient } from '@prisma/client';
import { currentUser } from '../lib/auth';
const prisma = new PrismaClient();
`;
    checkAssist(
      ID,
      `${helper}//- app/actions.ts
${head}
export async function sa$0ve(title: string) {
  ${create}
  return { error: title === '' ? 'Empty' : null };
}
`,
      `//- app/actions.ts
${importing}
export async function save(title: string) {
  const user = await currentUser();
  if (!user) {
    return { error: 'Sign in first' };
  }

  ${create}
  return { error: title === '' ? 'Empty' : null };
}
`,
    );
    checkAssist(
      ID,
      `${helper}//- app/actions.ts
${head}
export async function sa$0ve(user: string) {
  await prisma.post.create({ data: { user } });
}
`,
      `//- app/actions.ts
${importing}
export async function save(user: string) {
  const viewer = await currentUser();
  if (!viewer) {
    throw new Error('Unauthorized');
  }

  await prisma.post.create({ data: { user } });
}
`,
    );
  });

  it('takes the types along that a wrapper gives, and the imports that only they used', () => {
    const before = `//- package.json
{ "dependencies": { "next": "16.0.0", "next-auth": "4.0.0" } }
//- lib/api.ts
import { getServerSession } from 'next-auth';
import { type NextRequest } from 'next/server';
export function withUser(handler: (request: NextRequest) => Promise<Response>) {
  return async (request: NextRequest) => {
    const session = await getServerSession();
    if (!session) return Response.json({ error: 'Unauthorized' }, { status: 401 });
    return handler(request);
  };
}
//- app/api/a/route.ts
import { withUser } from '../../../lib/api';
export const POST = withUser(async (request) => Response.json(await request.json()));
//- app/api/b/route.ts
import { withUser } from '../../../lib/api';
export const POST = withUser(async (request) => Response.json(await request.json()));
//- app/api/c/route.ts
import { PrismaClient } from '@prisma/client';
import { type NextRequest, NextResponse } from 'next/server';

const prisma = new PrismaClient();

export async function POS$0T(request: NextRequest) {
  await prisma.post.create({ data: await request.json() });
  return NextResponse.json({});
}
`;
    const after = `//- app/api/c/route.ts
import { PrismaClient } from '@prisma/client';
import { NextResponse } from 'next/server';
import { withUser } from '../../../lib/api';

const prisma = new PrismaClient();

export const POST = withUser(async (request) => {
  await prisma.post.create({ data: await request.json() });
  return NextResponse.json({});
});
`;
    checkAssist('add-auth-guard', before, after);
  });
});

describe('add-auth-guard is not offered', () => {
  const clerk = manifest('@clerk/nextjs@@6.0.0');

  it('where the caller is checked, or the endpoint is open on purpose', () => {
    checkNoAssist(
      ID,
      `${clerk}//- app/api/posts/route.ts
import { auth } from '@clerk/nextjs/server';
${PRISMA}
export async function PO$0ST() {
  const { userId } = await auth();
  if (!userId) return new Response(null, { status: 401 });
  return Response.json(await prisma.post.create({ data: {} }));
}
`,
    );
    checkNoAssist(
      ID,
      `${clerk}//- app/api/posts/route.ts
${PRISMA}
/** @public the guest book is open to all */
export async function PO$0ST() {
  return Response.json(await prisma.post.create({ data: {} }));
}
`,
    );
  });

  it('where no function is at hand: a re-export, a factory, a handler of pages/api', () => {
    checkNoAssist(
      ID,
      `${clerk}//- lib/h.ts\n${PRISMA}export async function h() { await prisma.post.create({}); }\n//- app/api/posts/route.ts\nexport { h as PO$0ST } from '../../../lib/h';\n`,
    );
    checkNoAssist(
      ID,
      `${clerk}//- pages/api/posts.ts
${PRISMA}
export default async function han$0dler(req, res) {
  await prisma.post.create({ data: req.body });
  res.end();
}
//- app/layout.tsx
export default function Layout() { return null; }
`,
    );
  });

  it('where the handler sees an empty request, or the runtime has not what the check needs', () => {
    const route = (config: string): string => `//- app/api/posts/route.ts
${PRISMA}
export const ${config};
export async function GE$0T(request: Request) {
  return Response.json(await prisma.post.create({ data: {} }));
}
`;
    checkTitles(ID, `${clerk}${route("dynamic = 'force-dynamic'")}`, ['Check the caller with Clerk']);
    checkNoAssist(ID, `${clerk}${route("dynamic = 'force-static'")}`);
    checkTitles(ID, `${manifest('zod@@4.0.0')}${route("runtime = 'nodejs'")}`, ['Check an API key']);
    checkNoAssist(ID, `${manifest('zod@@4.0.0')}${route("runtime = 'edge'")}`);
  });

  it('where a webhook calls the action: nobody is signed in there', () => {
    checkNoAssist(
      ID,
      `${clerk}//- app/actions.ts
'use server';
${PRISMA}
export async function sy$0nc(id: string) {
  await prisma.post.create({ data: { id } });
}
//- app/api/hook/route.ts
import { sync } from '../../actions';
export async function POST(request: Request) {
  await sync(await request.text());
  return new Response('ok');
}
`,
    );
  });

  it('where the response that the handler promises has another type', () => {
    checkNoAssist(
      ID,
      `${clerk}//- app/api/posts/route.ts
import { NextResponse } from 'next/server';
${PRISMA}
export async function PO$0ST(): Promise<NextResponse<{ id: string }>> {
  return NextResponse.json(await prisma.post.create({ data: {} }));
}
`,
    );
  });

  it('keeps out of webhooks whose signature some environments do not check', () => {
    checkNoAssist(
      'add-auth-guard',
      `//- package.json
{ "dependencies": { "next": "16.0.0", "@clerk/nextjs": "6.0.0" } }
//- app/api/webhooks/route.ts
import { createHmac, timingSafeEqual } from 'node:crypto';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function PO$0ST(request: Request) {
  const body = await request.text();
  if (process.env.NODE_ENV === 'production') {
    const given = Buffer.from(request.headers.get('x-signature') ?? '');
    const expected = Buffer.from(createHmac('sha256', process.env.SECRET ?? '').update(body).digest('hex'));
    if (!timingSafeEqual(given, expected)) return new Response(null, { status: 401 });
  }
  await prisma.event.create({ data: { body } });
  return new Response();
}
`,
    );
  });
});
