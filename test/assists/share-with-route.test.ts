/** `share-with-route`: the work of an action in a function of its own, called by the action and by a new route. */
import { checkAssist } from '../support/checkAssist';

const ID = 'share-with-route';

describe('share-with-route', () => {
  it('passes on what the guard found by its type, in the style of the file', () => {
    checkAssist(
      ID,
      `//- package.json
{ "dependencies": { "next": "16.0.0", "server-only": "0.0.1", "next-auth": "5.0.0" } }
//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- lib/user.ts
import { auth } from './auth';
import { redirect } from 'next/navigation';
export async function requireUser() {
  const session = await auth();
  if (!session?.user) throw new Error('Unauthorized');
  return session.user;
}
export async function getSession() { return auth(); }
//- lib/auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({});
//- app/actions.ts
"use server"

import { z } from "zod"
import { revalidatePath } from "next/cache"
import { db } from "@/lib/db"
import { requireUser, getSession } from "../lib/user"

const schema = z.object({ title: z.string() })

export type State = { error?: string }

/** Creates a post. */
export const createPostActio$0n = async (prev: State, formData: FormData): Promise<State> => {
    const session = await getSession()
    if (!session?.user) return { error: "Unauthorized" }

    // The schema.
    const parsed = schema.safeParse(Object.fromEntries(formData))
    if (!parsed.success) {
        return { error: "Bad" }
    }
    await db.post.create({ data: { ...parsed.data, owner: session.user.id } })

    revalidatePath("/")
    return {}
}
export async function other() {
    const user = await requireUser()
    await db.post.deleteMany({ where: { owner: user.id } })
}
//- app/form.tsx
'use client';
import { useActionState } from 'react';
import { createPostAction, other } from './actions';
export function F() { const [state, action] = useActionState(createPostAction, {}); return <form action={action}><button formAction={other}/>{state.error}</form>; }
`,
      `//- app/actions.ts
"use server"

import { db } from "@/lib/db"
import { requireUser, getSession } from "../lib/user"
import { createPost } from "./create-post"

export type State = { error?: string }

/** Creates a post. */
export const createPostAction = async (prev: State, formData: FormData): Promise<State> => {
    const session = await getSession()
    if (!session?.user) return { error: "Unauthorized" }

    return createPost(session.user, formData)
}
export async function other() {
    const user = await requireUser()
    await db.post.deleteMany({ where: { owner: user.id } })
}
//- app/api/create-post/route.ts
import { getSession } from "../../../lib/user"
import { createPost } from "../../create-post"

/** Creates a post. */
export async function POST(request: Request) {
    // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
    const origin = request.headers.get("origin")
    const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host")
    if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
        return Response.json({ error: "Forbidden" }, { status: 403 })
    }

    const session = await getSession()
    if (!session?.user) return Response.json({ error: "Unauthorized" }, { status: 401 })

    const formData = await request.formData()
    const result = await createPost(session.user, formData)
    return Response.json(result, { status: "error" in result ? 400 : 200 })
}

//- app/create-post.ts
import "server-only"
import { z } from "zod"
import { revalidatePath } from "next/cache"
import { db } from "@/lib/db"
import type { getSession } from "../lib/user"
import type { State } from "./actions"

const schema = z.object({ title: z.string() })

export async function createPost(
    user: NonNullable<NonNullable<Awaited<ReturnType<typeof getSession>>>['user']>,
    formData: FormData,
): Promise<State> {
    // The schema.
    const parsed = schema.safeParse(Object.fromEntries(formData))
    if (!parsed.success) {
        return { error: "Bad" }
    }
    await db.post.create({ data: { ...parsed.data, owner: user.id } })

    revalidatePath("/")
    return {}
}
`,
    );
  });

  it('takes along what only the work needs, from an export list', () => {
    checkAssist(
      ID,
      `//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- lib/session.ts
import { cookies } from 'next/headers';
import { db } from './db';
export async function getUser() {
  const token = (await cookies()).get('session')?.value;
  return token ? db.user.findFirst({ where: { token } }) : null;
}
export async function requireUser() {
  const user = await getUser();
  if (!user) throw new Error('Unauthorized');
  return user;
}
//- app/actions.ts
'use server';
import { db } from '../lib/db';
import { requireUser } from '../lib/session';

const remove = async (id: string) => {
  await requireUser();
  await db.post.delete({ where: { id } });
};

const LIMIT = 10;

function slugOf(title: string) {
  return title.slice(0, LIMIT);
}

async function ren$0ame(id: string, title: string) {
  await requireUser();
  await db.post.update({ where: { id }, data: { title, slug: slugOf(title) } });
}

export { remove, rename };
//- app/button.tsx
'use client';
import { remove, rename } from './actions';
export const Button = () => <button onClick={() => remove('1')} onBlur={() => rename('1', '2')} />;
`,
      `//- app/actions.ts
'use server';
import { db } from '../lib/db';
import { requireUser } from '../lib/session';
import { performRename } from './perform-rename';

const remove = async (id: string) => {
  await requireUser();
  await db.post.delete({ where: { id } });
};

async function rename(id: string, title: string) {
  await requireUser();
  await performRename(id, title);
}

export { remove, rename };
//- app/api/rename/route.ts
import { getUser } from '../../../lib/session';
import { performRename } from '../../perform-rename';

export async function POST(request: Request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const user = await getUser();
  if (!user) return Response.json({ error: 'Unauthorized' }, { status: 401 });
  const { id, title } = (await request.json()) as { id: string; title: string };
  await performRename(id, title);
  return new Response(null, { status: 204 });
}

//- app/perform-rename.ts
import { db } from '../lib/db';

const LIMIT = 10;

function slugOf(title: string) {
  return title.slice(0, LIMIT);
}

export async function performRename(id: string, title: string) {
  await db.post.update({ where: { id }, data: { title, slug: slugOf(title) } });
}
`,
    );
  });

  it('is for constants with arrow functions as well', () => {
    checkAssist(
      ID,
      `//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- lib/session.ts
import { cookies } from 'next/headers';
import { db } from './db';
export async function getUser() {
  const token = (await cookies()).get('session')?.value;
  return token ? db.user.findFirst({ where: { token } }) : null;
}
export async function requireUser() {
  const user = await getUser();
  if (!user) throw new Error('Unauthorized');
  return user;
}
//- app/actions.ts
'use server';
import { db } from '../lib/db';
import { requireUser } from '../lib/session';

const remo$0ve = async (id: string) => {
  await requireUser();
  await db.post.delete({ where: { id } });
};

const LIMIT = 10;

function slugOf(title: string) {
  return title.slice(0, LIMIT);
}

async function rename(id: string, title: string) {
  await requireUser();
  await db.post.update({ where: { id }, data: { title, slug: slugOf(title) } });
}

export { remove, rename };
//- app/button.tsx
'use client';
import { remove, rename } from './actions';
export const Button = () => <button onClick={() => remove('1')} onBlur={() => rename('1', '2')} />;
`,
      `//- app/actions.ts
'use server';
import { db } from '../lib/db';
import { requireUser } from '../lib/session';
import { performRemove } from './perform-remove';

const remove = async (id: string) => {
  await requireUser();
  await performRemove(id);
};

const LIMIT = 10;

function slugOf(title: string) {
  return title.slice(0, LIMIT);
}

async function rename(id: string, title: string) {
  await requireUser();
  await db.post.update({ where: { id }, data: { title, slug: slugOf(title) } });
}

export { remove, rename };
//- app/api/remove/route.ts
import { getUser } from '../../../lib/session';
import { performRemove } from '../../perform-remove';

export async function POST(request: Request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const user = await getUser();
  if (!user) return Response.json({ error: 'Unauthorized' }, { status: 401 });
  const { id } = (await request.json()) as { id: string };
  await performRemove(id);
  return new Response(null, { status: 204 });
}

//- app/perform-remove.ts
import { db } from '../lib/db';

export async function performRemove(id: string) {
  await db.post.delete({ where: { id } });
}
`,
    );
  });

  it('is for JavaScript and default exports, and leaves a browser out where the app can', () => {
    checkAssist(
      ID,
      `//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- package.json
{ "dependencies": { "next": "15.2.0", "server-only": "0.0.1" } }
//- app/save-post.js
'use server';
import { db } from '../lib/db';

export default async function sav$0e(formData) {
  const id = formData.get('id');
  await db.post.update({ where: { id }, data: { title: formData.get('title') } });
}
//- app/button.jsx
'use client';
import save from './save-post';
export const Button = () => <form action={save}><input name="id" /></form>;
`,
      `//- app/api/save/route.js
import { performSave } from '../../perform-save';

export async function POST(request) {
  const formData = await request.formData();
  await performSave(formData);
  return new Response(null, { status: 204 });
}

//- app/perform-save.js
import 'server-only';
import { db } from '../lib/db';

export async function performSave(formData) {
  const id = formData.get('id');
  await db.post.update({ where: { id }, data: { title: formData.get('title') } });
}

//- app/save-post.js
'use server';
import { performSave } from './perform-save';

export default async function save(formData) {
  await performSave(formData);
}`,
    );
  });

  it('puts what is bound into the URL, and takes apart what the guard gives', () => {
    checkAssist(
      ID,
      `//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- lib/session.ts
import { cookies } from 'next/headers';
import { db } from './db';
export async function getUser() {
  const token = (await cookies()).get('session')?.value;
  return token ? db.user.findFirst({ where: { token } }) : null;
}
export async function requireUser() {
  const user = await getUser();
  if (!user) throw new Error('Unauthorized');
  return user;
}
//- app/actions.ts
'use server';
import { db } from '../lib/db';
import { requireUser } from '../lib/session';

export async function addCom$0ment(postId: string, prevState: { ok: boolean }, formData: FormData) {
  const { id } = await requireUser();
  const text = String(formData.get('text'));
  if (text === '') return { ok: false, error: 'Say something' };
  await db.comment.create({ data: { postId, text, author: id } });
  return { ok: true };
}
//- app/form.tsx
'use client';
import { useActionState } from 'react';
import { addComment } from './actions';
export function Form({ id }: { id: string }) {
  const [state, action] = useActionState(addComment.bind(null, id), { ok: true });
  return <form action={action}><input name="text" />{state.ok}</form>;
}
`,
      `//- app/actions.ts
'use server';
import { requireUser } from '../lib/session';
import { performAddComment } from './perform-add-comment';

export async function addComment(postId: string, prevState: { ok: boolean }, formData: FormData) {
  const { id } = await requireUser();
  return performAddComment(id, postId, formData);
}
//- app/api/add-comment/[postId]/route.ts
import { getUser } from '../../../../lib/session';
import { performAddComment } from '../../../perform-add-comment';

export async function POST(request: Request, { params }: { params: Promise<{ postId: string }> }) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const user = await getUser();
  if (!user) return Response.json({ error: 'Unauthorized' }, { status: 401 });
  const { id } = user;
  const { postId } = await params;
  const formData = await request.formData();
  const result = await performAddComment(id, postId, formData);
  return Response.json(result, { status: result.ok ? 200 : 400 });
}

//- app/perform-add-comment.ts
import { db } from '../lib/db';
import type { requireUser } from '../lib/session';

export async function performAddComment(
  id: Awaited<ReturnType<typeof requireUser>>['id'],
  postId: string,
  formData: FormData,
) {
  const text = String(formData.get('text'));
  if (text === '') return { ok: false, error: 'Say something' };
  await db.comment.create({ data: { postId, text, author: id } });
  return { ok: true };
}
`,
    );
  });
});
