/** What `convert-to-route` writes. */
import { checkAssist } from '../support/checkAssist';

const DB = `//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- lib/db.ts
export const db = {} as any;
`;

const SESSION = `//- lib/session.ts
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { jwtVerify } from 'jose';
export async function getUser() {
  const token = (await cookies()).get('session')?.value;
  if (!token) return null;
  const { payload } = await jwtVerify(token, new TextEncoder().encode(process.env.SECRET));
  return { id: String(payload.sub), role: String(payload.role) };
}
export async function requireUser() {
  const user = await getUser();
  if (!user) redirect('/sign-in');
  return user;
}
export async function requireAdmin() {
  const user = await requireUser();
  if (user.role !== 'admin') throw new Error('Admins only');
  return user;
}
`;

const AUTH = `//- auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({ providers: [] });
`;

describe('convert-to-route', () => {
  it("answers a form's state with a status, and a redirect as data that a hook follows", () => {
    checkAssist(
      'convert-to-route',
      `//- app/sign-in/start.ts
export const start = async (input: unknown) => input !== null;
//- app/sign-in/actions.ts
'use server';
import { redirect } from 'next/navigation';
import { start } from './start';
import { schema } from './schema';

export interface State {
  error?: string;
}

/** Signs a visitor in. */
export async function signI$0n(_previous: State, formData: FormData): Promise<State> {
  const input = schema.safeParse(Object.fromEntries(formData));
  if (!input.success) return { error: 'Check your input' };
  if (!(await start(input.data))) {
    return { error: 'Wrong password' };
  }
  redirect('/account');
}
//- app/sign-in/page.tsx
'use client';
import { useActionState } from 'react';
import { signIn } from './actions';

export default function Page() {
  const [state, action] = useActionState(signIn, {});
  return <form action={action}>{state.error}</form>;
}
`,
      `//- app/api/sign-in/client.ts
import { useRouter } from 'next/navigation';
import type { State } from '../../sign-in/actions';

/** A function that sends \`POST /api/sign-in\` and goes where the answer leads. */
export function useSignIn() {
  const router = useRouter();
  return async (previous: State, formData: FormData): Promise<State> => {
    const response = await fetch('/api/sign-in', { method: 'POST', body: formData });
    if (!response.ok && ![400, 401].includes(response.status)) throw new Error(\`POST /api/sign-in: \${response.status}\`);
    const result = await response.json();
    if (!result.redirectTo) return result;
    router.push(result.redirectTo);
    return previous;
  };
}

//- app/api/sign-in/route.ts
import { start } from '../../sign-in/start';
import { schema } from '../../sign-in/schema';

/** Signs a visitor in. */
export async function POST(request: Request) {
  const formData = await request.formData();
  const input = schema.safeParse(Object.fromEntries(formData));
  if (!input.success) return Response.json({ error: 'Check your input' }, { status: 400 });
  if (!(await start(input.data))) {
    return Response.json({ error: 'Wrong password' }, { status: 401 });
  }
  return Response.json({ redirectTo: '/account' });
}

//- app/sign-in/actions.ts
'use server';

export interface State {
  error?: string;
}

//- app/sign-in/page.tsx
'use client';
import { useActionState } from 'react';
import { useSignIn } from '../api/sign-in/client';

export default function Page() {
  const signIn = useSignIn();
  const [state, action] = useActionState(signIn, {});
  return <form action={action}>{state.error}</form>;
}
`,
    );
  });

  it('writes a guard that redirects as its own statements, and lets forms of the server post by themselves', () => {
    checkAssist(
      'convert-to-route',
      `${DB}${SESSION}//- app/admin/actions.ts
'use server';

import { updateTag } from 'next/cache';
import { redirect } from 'next/navigation';
import { requireAdmin } from '@/lib/session';
import { db } from '@/lib/db';

const LIMIT = 10;

function clean(title: string) {
  return title.slice(0, LIMIT);
}

async function publi$0sh(formData: FormData) {
  const { id } = await requireAdmin();
  const title = clean(String(formData.get('title')));
  if (title === '') return;

  await db.post.create({ data: { id, title } });
  updateTag('posts');
  redirect(\`/posts/\${title}\`);
}

export { publish as publishPost };
//- app/admin/page.tsx
import { publishPost } from './actions';

export default function Page() {
  return (
    <form
      className="stack"
      action={publishPost}
    >
      <input type="file" name="title" />
    </form>
  );
}
`,
      `//- app/admin/actions.ts (deleted)
//- app/admin/page.tsx
export default function Page() {
  return (
    <form
      className="stack"
      action="/api/publish-post"
      method="post"
      encType="multipart/form-data"
    >
      <input type="file" name="title" />
    </form>
  );
}

//- app/api/publish-post/route.ts
import { revalidateTag } from 'next/cache';
import { db } from '@/lib/db';
import { getUser } from '@/lib/session';

const LIMIT = 10;

function clean(title: string) {
  return title.slice(0, LIMIT);
}

export async function POST(request: Request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const user = await getUser();
  if (!user) return Response.json({ error: 'Unauthorized' }, { status: 401 });
  if (user.role !== 'admin') return Response.json({ error: 'Admins only' }, { status: 403 });
  const { id } = user;
  const formData = await request.formData();
  const title = clean(String(formData.get('title')));
  if (title === '') return new Response(null, { status: 303, headers: { Location: '/admin' } });

  await db.post.create({ data: { id, title } });
  revalidateTag('posts', { expire: 0 });
  return new Response(null, { status: 303, headers: { Location: \`/posts/\${title}\` } });
}
`,
    );
  });

  it('keeps parameters, defaults and result types in the function that callers import', () => {
    checkAssist(
      'convert-to-route',
      `//- lib/types.ts
export interface Item {
	name: string
	count?: number
}
//- app/items/actions.ts
"use server"

import { db } from "../../lib/db"
import type { Item } from "../../lib/types"

type Saved = { ok: boolean; id: string }

export const sav$0eItem = async (item: Item, notify = true): Promise<Saved> => {
	const { id } = await db.items.insert(item, notify)
	return { ok: true, id }
}
//- app/items/form.tsx
"use client"

import { saveItem } from "./actions"

export function Form() {
	return <button onClick={async () => console.log(await saveItem({ name: "a" }))} />
}
`,
      `//- app/items/actions.ts (deleted)
//- app/api/save-item/client.ts
import type { Item } from "../../../lib/types"

export type Saved = { ok: boolean; id: string }

/** Sends \`POST /api/save-item\`. */
export async function saveItem(item: Item, notify?: boolean): Promise<Saved> {
	const response = await fetch("/api/save-item", {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ item, notify }),
	})
	if (!response.ok) throw new Error(\`POST /api/save-item: \${response.status}\`)
	return response.json()
}

//- app/api/save-item/route.ts
import { db } from "../../../lib/db"
import type { Item } from "../../../lib/types"

export async function POST(request: Request) {
	const { item, notify = true } = (await request.json()) as { item: Item; notify?: boolean }
	const { id } = await db.items.insert(item, notify)
	return Response.json({ ok: true, id })
}

//- app/items/form.tsx
"use client"

import { saveItem } from "../api/save-item/client"

export function Form() {
	return <button onClick={async () => console.log(await saveItem({ name: "a" }))} />
}
`,
    );
  });

  it('names what has no name after its file, and answers with 401 and 403 what the words say', () => {
    checkAssist(
      'convert-to-route',
      `${DB}${AUTH}//- app/todo/clear-done.ts
'use server';

import { auth } from '@/auth';
import { db } from '@/lib/db';

export default async$0 () => {
  const session = await auth();
  if (!session?.user) return { error: 'Not signed in' };
  if (session.user.role !== 'admin') {
    return { error: 'Forbidden' };
  }
  return db.todo.deleteMany({ where: { done: true } });
}
//- app/todo/button.tsx
'use client';
import clear from './clear-done';
export default function Button() {
  return <button onClick={() => { void clear(); }}>Clear</button>;
}
`,
      `//- app/todo/clear-done.ts (deleted)
//- app/api/clear-done/client.ts
/** Sends \`POST /api/clear-done\`. */
export async function clearDone(): Promise<void> {
  const response = await fetch('/api/clear-done', { method: 'POST' });
  if (!response.ok && ![401, 403].includes(response.status)) throw new Error(\`POST /api/clear-done: \${response.status}\`);
}

//- app/api/clear-done/route.ts
import { auth } from '@/auth';
import { db } from '@/lib/db';

export async function POST(request: Request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const session = await auth();
  if (!session?.user) return Response.json({ error: 'Not signed in' }, { status: 401 });
  if (session.user.role !== 'admin') {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }
  return Response.json((await db.todo.deleteMany({ where: { done: true } })) ?? null);
}

//- app/todo/button.tsx
'use client';
import { clearDone as clear } from '../api/clear-done/client';
export default function Button() {
  return <button onClick={() => { void clear(); }}>Clear</button>;
}
`,
    );
  });
});
