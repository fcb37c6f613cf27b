/** How `convert-to-route` follows the app: its URLs, its languages, its styles. */
import { checkAssist } from '../support/checkAssist';

const DB = `//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- lib/db.ts
export const db = {} as any;
`;

describe('convert-to-route, in the ways of the app', () => {
  it('takes a single object as the body, in the style of the file and with the response class of the app', () => {
    checkAssist(
      'convert-to-route',
      `//- app/api/health/route.ts
import { NextResponse } from "next/server"

export const GET = () => NextResponse.json({ ok: true })
//- lib/types.ts
export interface Item {
	name: string
	count?: number
}
//- app/items/actions.ts
"use server"

import { db } from "../../lib/db"
import type { Item } from "../../lib/types"

type Saved = { ok: boolean; id: string }

export const saveItem = async (item: Item): Promise<Saved> => {
	const { id } = await db.items.insert(item)
	return { ok: true, id }
}

export const sav$0e2 = async ({ name, count }: Item, ) => db.items.insert({ name, count })
//- app/items/form.tsx
"use client"

import { saveItem, save2 } from "./actions"

export function Form() {
	return <button onClick={async () => { await save2({ name: "x" }); console.log(await saveItem({ name: "a" })) }} />
}
`,
      `//- app/api/save2/client.ts
import type { Item } from "../../../lib/types"

/** Sends \`POST /api/save2\`. */
export async function save2(input: Item): Promise<void> {
	const response = await fetch("/api/save2", {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify(input),
	})
	if (!response.ok) throw new Error(\`POST /api/save2: \${response.status}\`)
}

//- app/api/save2/route.ts
import { NextResponse } from "next/server"
import { db } from "../../../lib/db"
import type { Item } from "../../../lib/types"

export async function POST(request: Request) {
	const { name, count } = (await request.json()) as Item
	return NextResponse.json((await db.items.insert({ name, count })) ?? null)
}

//- app/items/actions.ts
"use server"

import { db } from "../../lib/db"
import type { Item } from "../../lib/types"

type Saved = { ok: boolean; id: string }

export const saveItem = async (item: Item): Promise<Saved> => {
	const { id } = await db.items.insert(item)
	return { ok: true, id }
}

//- app/items/form.tsx
"use client"

import { saveItem } from "./actions"
import { save2 } from "../api/save2/client"

export function Form() {
	return <button onClick={async () => { await save2({ name: "x" }); console.log(await saveItem({ name: "a" })) }} />
}
`,
    );
  });

  it('puts what is bound before form data into the URL, below the base path', () => {
    checkAssist(
      'convert-to-route',
      `${DB}//- next.config.js
module.exports = { basePath: '/shop', trailingSlash: true };
//- app/posts/actions.ts
'use server';
import { revalidatePath } from 'next/cache';
import { db } from '@/lib/db';

export async function renam$0e(id: string, page: number, prevState: { message: string }, formData: FormData) {
  try {
    await db.post.update({ where: { id, page }, data: { title: formData.get('title') } });
    revalidatePath('/posts');
  } catch (error) {
    return { message: 'Failed to rename' };
  }
  return { message: 'Renamed' };
}
//- app/posts/form.tsx
'use client';
import { useActionState } from 'react';
import { rename } from './actions';

export const Form = ({ id }: { id: string }) => {
  const renameThis = rename.bind(null, id, 1);
  const [state, action] = useActionState(renameThis, { message: '' });
  return <form action={action}>{state.message}</form>;
};
`,
      `//- app/posts/actions.ts (deleted)
//- app/api/rename/[id]/[page]/client.ts
import { useRouter } from 'next/navigation';

/** A function that sends \`POST /shop/api/rename/[id]/[page]/\` and has the page made anew. */
export function useRename() {
  const router = useRouter();
  return async (id: string, page: number, _prevState: { message: string }, formData: FormData): Promise<{ message: string }> => {
    const response = await fetch(\`/shop/api/rename/\${encodeURIComponent(id)}/\${page}/\`, { method: 'POST', body: formData });
    if (!response.ok) throw new Error(\`POST /shop/api/rename/:id/:page/: \${response.status}\`);
    router.refresh();
    return response.json();
  };
}

//- app/api/rename/[id]/[page]/route.ts
import { revalidatePath } from 'next/cache';
import { db } from '@/lib/db';

export async function POST(request: Request, { params }: { params: Promise<{ id: string; page: string }> }) {
  const { id } = await params;
  const page = Number((await params).page);
  const formData = await request.formData();
  try {
    await db.post.update({ where: { id, page }, data: { title: formData.get('title') } });
    revalidatePath('/posts');
  } catch (error) {
    return Response.json({ message: 'Failed to rename' });
  }
  return Response.json({ message: 'Renamed' });
}

//- app/posts/form.tsx
'use client';
import { useActionState } from 'react';
import { useRename } from '../api/rename/[id]/[page]/client';

export const Form = ({ id }: { id: string }) => {
  const rename = useRename();
  const renameThis = rename.bind(null, id, 1);
  const [state, action] = useActionState(renameThis, { message: '' });
  return <form action={action}>{state.message}</form>;
};
`,
    );
  });

  it('writes JavaScript for JavaScript, and posts from a button', () => {
    checkAssist(
      'convert-to-route',
      `//- app/todo/actions.js
'use server'
import { db } from '../db'
export async function ad$0d(formData) {
  await db.insert(formData.get('text'))
}
//- app/todo/page.jsx
import { add } from './actions'
export default function Page() {
  return <form><button formAction={add}>Add</button></form>
}
`,
      `//- app/todo/actions.js (deleted)
//- app/api/add/route.js
import { db } from '../../db'

export async function POST(request) {
  const formData = await request.formData()
  await db.insert(formData.get('text'))
  return new Response(null, { status: 303, headers: { Location: '/todo' } })
}

//- app/todo/page.jsx
export default function Page() {
  return <form><button formAction="/api/add" formMethod="post">Add</button></form>
}
`,
    );
  });

  it('takes method and URL from the user, with a parameter in a segment', () => {
    checkAssist(
      'convert-to-route',
      `${DB}//- next.config.js
module.exports = {};
//- app/posts/actions.ts
'use server';
import { revalidateTag } from 'next/cache';
import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

// Nobody keeps old posts.
export async function remov$0ePost(id: string) {
  await prisma.post.delete({ where: { id } });
  revalidateTag('posts', 'max');
}
//- app/posts/actions.test.ts
import { removePost } from './actions';
//- app/posts/remove.tsx
'use client';
import { removePost } from './actions';
export function Remove({ id }: { id: string }) {
  return <button onClick={() => removePost(id)}>Remove</button>;
}
`,
      `//- app/api/posts/[id]/client.ts
/** Sends \`DELETE /api/posts/[id]\`. */
export async function removePost(id: string): Promise<void> {
  const response = await fetch(\`/api/posts/\${encodeURIComponent(id)}\`, { method: 'DELETE' });
  if (!response.ok) throw new Error(\`DELETE /api/posts/:id: \${response.status}\`);
}

//- app/api/posts/[id]/route.ts
import { revalidateTag } from 'next/cache';
import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

// Nobody keeps old posts.
export async function DELETE(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await prisma.post.delete({ where: { id } });
  revalidateTag('posts', 'max');
  return new Response(null, { status: 204 });
}

//- app/posts/actions.ts
'use server';

//- app/posts/remove.tsx
'use client';
import { removePost } from '../api/posts/[id]/client';
export function Remove({ id }: { id: string }) {
  return <button onClick={() => removePost(id)}>Remove</button>;
}
`,
      {
        input: { method: 'DELETE', url: '/api/posts/[id]' },
        notes: [
          "Next.js compares the Origin of requests for Server Actions only: `DELETE /api/posts/[id]` takes them from other sites' pages too",
          'Nothing checks who sends `DELETE /api/posts/[id]`, and its URL is public: add a guard',
          'A test imports the action: app/posts/actions.test.ts',
        ],
      },
    );
  });
});
