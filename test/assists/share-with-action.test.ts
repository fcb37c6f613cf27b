/** What `share-with-action` writes, and where it stops. */
import { checkAssist, checkNoAssist, checkRefusal, checkTitles } from '../support/checkAssist';

const LIBRARIES = `//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- lib/session.ts
import { cookies } from 'next/headers';
import { db } from './db';

export async function getUser() {
  const token = (await cookies()).get('session')?.value;
  const session = token ? await db.session.findUnique({ where: { token }, include: { user: true } }) : null;
  return session?.user ?? null;
}
`;

const BUTTON = `//- app/posts/button.tsx
'use client';
import { useState } from 'react';
export function Button() {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await fetch('/api/posts', { method: 'POST', body: formData });
  }
  return <form action={send}>{String(done)}</form>;
}
`;

const WORK = `  const user = await getUser();
  if (!user) return Response.json({ error: 'Sign in first' }, { status: 401 });

  const formData = await request.formData();
  const title = String(formData.get('title'));
  const post = await db.post.create({ data: { title: tidy(title), authorId: user.id } });
  return Response.json({ id: post.id }, { status: 201 });
`;

const IMPORTS = `import { db } from '../../../lib/db';
import { getUser } from '../../../lib/session';

const tidy = (text: string) => text.trim();

`;

const LEFT = `  const user = await getUser();
  if (!user) return Response.json({ error: 'Sign in first' }, { status: 401 });

  const formData = await request.formData();
  return Response.json(await performCreatePost(user, formData), { status: 201 });
`;

const NEW_FILES = `//- app/posts/perform-create-post.ts
import { db } from '../../lib/db';
import type { getUser } from '../../lib/session';

const tidy = (text: string) => text.trim();

export async function performCreatePost(
  user: NonNullable<Awaited<ReturnType<typeof getUser>>>,
  formData: FormData,
) {
  const title = String(formData.get('title'));
  const post = await db.post.create({ data: { title: tidy(title), authorId: user.id } });
  return { id: post.id };
}

//- app/posts/create-post.ts
'use server';

import { getUser } from '../../lib/session';
import { performCreatePost } from './perform-create-post';

export async function createPost(formData: FormData) {
  const user = await getUser();
  if (!user) return { ok: false, error: 'Sign in first' };

  await performCreatePost(user, formData);
  return { ok: true };
}
`;

const ROUTE_IMPORTS = `import { getUser } from '../../../lib/session';
import { performCreatePost } from '../../posts/perform-create-post';

`;

/** The handler is written in this form, and keeps it. */
function checkForm(open: string, close: string): void {
  const route = '//- app/api/posts/route.ts\n';
  checkAssist(
    'share-with-action',
    `${route}${IMPORTS}${open}${WORK}${close}\n${LIBRARIES}${BUTTON}`,
    `${route}${ROUTE_IMPORTS}${open.replace('$0', '')}${LEFT}${close}\n${NEW_FILES}`,
    { notes: [] },
  );
}

/** A handler without a guard, with this body, is offered nothing. */
function checkNone(body: string): void {
  checkNoAssist(
    'share-with-action',
    `//- app/api/posts/route.ts
import { db } from '../../../lib/db';
export async function POST$0(request: Request) {
${body}
}
${LIBRARIES}${BUTTON}`,
  );
}

describe('share-with-action', () => {
  it('leaves the handler in the form that it has', () => {
    checkForm('export async function POST$0(request: Request) {\n', '}');
    checkForm('export const POST$0 = async (request: Request) => {\n', '};');
    checkForm('export const POST$0 = async function (request: Request) {\n', '};');
    checkForm('async function POST$0(request: Request) {\n', '}\n\nexport { POST };');
    checkForm('async function handler$0(request: Request) {\n', '}\n\nexport { handler as POST };');
  });

  it('leaves an answer that the work does not make in the route, in the style of JavaScript without semicolons', () => {
    checkAssist(
      'share-with-action',
      `//- app/api/posts/route.js
import { db } from "../../../lib/db"

export async function POST$0(request) {
  const { title } = await request.json()
  await db.post.create({ data: { title } })
  await db.log.create({ data: { title } })
  return Response.json({ done: true })
}
${LIBRARIES}//- app/posts/button.jsx
"use client"
export function Button() {
  return <button onClick={async () => { await fetch("/api/posts", { method: "POST", body: JSON.stringify({ title: "a" }) }) }} />
}
`,
      `//- app/api/posts/route.js
import { performCreatePost } from "../../posts/perform-create-post"

export async function POST(request) {
  await performCreatePost(await request.json())
  return Response.json({ done: true })
}
//- app/posts/perform-create-post.js
import { db } from "../../lib/db"

export async function performCreatePost({ title }) {
  await db.post.create({ data: { title } })
  await db.log.create({ data: { title } })
}

//- app/posts/create-post.js
"use server"

import { performCreatePost } from "./perform-create-post"

export async function createPost(input) {
  await performCreatePost(input)
}
`,
      { notes: ['The action checks nobody, and whoever has its id can call it: add a guard'] },
    );
  });

  it('says that the route is kept', () => {
    checkTitles(
      'share-with-action',
      `//- app/api/posts/route.ts\n${IMPORTS}export async function POST$0(request: Request) {\n${WORK}}\n${LIBRARIES}${BUTTON}`,
      ['Keep POST and share its work with a server action, `createPost`'],
    );
  });

  it('is not offered again, nor where the work is a function already', () => {
    checkNoAssist(
      'share-with-action',
      `//- app/api/posts/route.ts\n${ROUTE_IMPORTS}export async function POST$0(request: Request) {\n${LEFT}}\n${LIBRARIES}${BUTTON}${NEW_FILES}`,
    );
    checkNone(`  const formData = await request.formData();
  return Response.json(await db2(formData));`);
  });

  it('makes results of several answers, of which the handler makes the same answers again', () => {
    const route = (body: string): string => `//- app/api/posts/[id]/route.ts
${body}`;
    const head = `import { getUser } from '../../../../lib/session';
`;
    checkAssist(
      'share-with-action',
      `${route(`import { db } from '../../../../lib/db';
${head}import { titleSchema } from '../../../../lib/schema';

export async function PATCH$0(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const user = await getUser();
  if (!user) return Response.json({ error: 'Sign in first' }, { status: 401 });

  const parsed = titleSchema.safeParse(await request.json());
  if (!parsed.success) return Response.json({ error: parsed.error.message }, { status: 400 });
  const post = await db.post.findUnique({ where: { id, authorId: user.id } });
  if (!post) {
    return Response.json({ error: 'Not found' }, { status: 404 });
  }
  const saved = await db.post.update({ where: { id }, data: parsed.data });
  return Response.json({ saved, by: user.name }, { status: 201 });
}
`)}//- lib/schema.ts
import { z } from 'zod';
export const titleSchema = z.object({ title: z.string() });
${LIBRARIES}`,
      `//- app/api/posts/[id]/perform-update-post.ts
import { db } from '../../../../lib/db';
import type { getUser } from '../../../../lib/session';
import { titleSchema } from '../../../../lib/schema';

export async function performUpdatePost(
  user: NonNullable<Awaited<ReturnType<typeof getUser>>>,
  id: string,
  input: unknown,
) {
  const parsed = titleSchema.safeParse(input);
  if (!parsed.success) return { ok: false as const, status: 400, error: parsed.error.message };
  const post = await db.post.findUnique({ where: { id, authorId: user.id } });
  if (!post) {
    return { ok: false as const, status: 404, error: 'Not found' };
  }
  const saved = await db.post.update({ where: { id }, data: parsed.data });
  return { ok: true as const, data: { saved, by: user.name } };
}

${route(`${head}import { performUpdatePost } from './perform-update-post';

export async function PATCH(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const user = await getUser();
  if (!user) return Response.json({ error: 'Sign in first' }, { status: 401 });

  const result = await performUpdatePost(user, id, await request.json());
  if (!result.ok) {
    return Response.json({ error: result.error }, { status: result.status });
  }
  return Response.json(result.data, { status: 201 });
}
`)}//- app/api/posts/[id]/update-post.ts
'use server';

import { getUser } from '../../../../lib/session';
import { performUpdatePost } from './perform-update-post';

export async function updatePost(id: string, input: unknown) {
  const user = await getUser();
  if (!user) return { ok: false, error: 'Sign in first' };

  return performUpdatePost(user, id, input);
}
`,
      {
        notes: ['`updatePost` returns what the route answers: it must hold no instances of classes'],
      },
    );
  });

  it('names one status of failures in the handler, in the style of JavaScript, and knows success without data', () => {
    checkAssist(
      'share-with-action',
      `//- app/api/posts/route.js
import { NextResponse } from "next/server"
import { db } from "../../../lib/db"

export async function DELETE$0(request) {
    const { id } = await request.json()
    if (!id) return NextResponse.json({ message: "Which?" }, { status: 400 })
    try {
        await db.post.delete({ where: { id } })
    } catch {
        return NextResponse.json({ message: "Gone" }, { status: 400 })
    }
    return new NextResponse(null, { status: 204 })
}
${LIBRARIES}`,
      `//- app/api/posts/delete-post.js
"use server"

import { performDeletePost } from "./perform-delete-post"

export async function deletePost(input) {
    return performDeletePost(input)
}

//- app/api/posts/perform-delete-post.js
import { db } from "../../../lib/db"

export async function performDeletePost({ id }) {
    if (!id) return { ok: false, message: "Which?" }
    try {
        await db.post.delete({ where: { id } })
    } catch {
        return { ok: false, message: "Gone" }
    }
    return { ok: true }
}

//- app/api/posts/route.js
import { NextResponse } from "next/server"
import { performDeletePost } from "./perform-delete-post"

export async function DELETE(request) {
    const result = await performDeletePost(await request.json())
    if (!result.ok) {
        return NextResponse.json({ message: result.message }, { status: 400 })
    }
    return new NextResponse(null, { status: 204 })
}`,
      { notes: ['The action checks nobody, and whoever has its id can call it: add a guard'] },
    );
  });

  it('is not offered where the same answers can not be made again, or the request is read late', () => {
    const find = `  const formData = await request.formData();
  const post = await db.post.findFirst({ where: { title: String(formData.get('title')) } });
`;
    for (const answers of [
      '  if (post) return Response.json({ id: post.id });\n  await db.log.create();\n  return Response.json({}, { status: 201 });',
      "  if (post) return Response.json({ error: 'Taken', post }, { status: 409 });\n  await db.log.create();\n  return Response.json({});",
      "  if (post) return Response.json({ error: 'Taken' }, { status: 409 });\n  if (await db.log.create()) return Response.json({ message: 'No' }, { status: 400 });\n  return Response.json({});",
      "  if (post) return Response.json({ error: 'Taken' }, { status: 409 });\n  await db.log.create();\n  return Response.json({ error: 'None' }, { status: 404 });",
      "  if (post) return Response.json({ error: 'Taken' }, { status: 409 });\n  if (await db.log.create()) return Response.json({});",
      '  if (post) return new Response(null, { status: 409 });\n  await db.log.create();\n  return Response.json({});',
    ])
      checkNone(`${find}${answers}`);
    checkNone(`  const formData = await request.formData();
  const result = await save(formData);
  if (!result) return Response.json({ error: 'No' }, { status: 400 });
  return Response.json(result);`);
    checkNone(`  await db.log.create({ data: {} });
  const formData = await request.formData();
  await db.post.create({ data: { title: String(formData.get('title')) } });
  return Response.json({});`);
    checkNone(`  const formData = await request.formData();
  try {
    await db.post.create({ data: { title: String(formData.get('title')) } });
    return Response.json({});
  } catch {
    return Response.json({}, { status: 500 });
  }`);
  });

  it('is not offered for webhooks, keys, streams, and what is no JSON', () => {
    checkNone(`  if (request.headers.get('x-api-key') !== process.env.API_KEY) return Response.json({}, { status: 401 });
  const formData = await request.formData();
  await db.post.create({ data: { title: String(formData.get('title')) } });
  return Response.json({});`);
    checkNone(`  const formData = await request.formData();
  const post = await db.post.create({ data: { title: String(formData.get('title')) } });
  return new Response(post.title);`);
    checkNone(`  const formData = await request.formData();
  await db.post.create({ data: { title: String(formData.get('title')) } });
  return new Response(new ReadableStream());`);
  });

  it('is not offered where what stays in the route uses a helper of the work', () => {
    checkNoAssist(
      'share-with-action',
      `//- app/api/posts/route.ts\n${IMPORTS}export async function GET() {\n  return Response.json(tidy(' '));\n}\n\nexport async function POST$0(request: Request) {\n${WORK}}\n${LIBRARIES}${BUTTON}`,
    );
  });

  it('is not offered where the route and its work have a type in common, since a route exports handlers', () => {
    const route = (type: string): string => `//- app/api/posts/route.ts
import { db } from '../../../lib/db';

type Title = string;

export async function GET() {
  const titles: ${type}[] = ['a'];
  return Response.json(titles);
}

export async function POST$0(request: Request) {
  const formData = await request.formData();
  const title: Title = String(formData.get('title'));
  await db.post.create({ data: { title } });
  return Response.json({});
}
`;
    checkNoAssist('share-with-action', `${route('Title')}${LIBRARIES}${BUTTON}`);
    checkTitles('share-with-action', `${route('string')}${LIBRARIES}${BUTTON}`, [
      'Keep POST and share its work with a server action, `createPost`',
    ]);
  });

  it('refuses names that are taken or none', () => {
    const before = `//- app/api/posts/route.ts\n${IMPORTS}export async function POST$0(request: Request) {\n${WORK}}\n${LIBRARIES}${BUTTON}//- app/posts/save.ts\nexport {};\n`;
    checkRefusal('share-with-action', before, /save\.ts is there already/, { input: { name: 'save' } });
    checkRefusal('share-with-action', before, /called like a function/, { input: { name: 'a b' } });
    checkRefusal('share-with-action', before, /`tidy` is taken/, { input: { name: 'tidy' } });
  });
});
