/** What `convert-to-action` writes. */
import { checkAssist } from '../support/checkAssist';

describe('convert-to-action', () => {
  it('makes the form data an argument, and answers with nothing where nothing is read', () => {
    checkAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await fetch('/api/posts', { method: 'POST', body: formData });
  }
  return <form action={send}>{String(done)}</form>;
}
`,
      `//- app/api/posts/route.ts (deleted)
//- app/button.tsx
'use client';
import { useState } from 'react';
import { createPost } from './create-post';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await createPost(formData);
  }
  return <form action={send}>{String(done)}</form>;
}

//- app/create-post.ts
'use server';

export async function createPost(formData: FormData) {
  await fetch('https://example.com', { body: formData });
}
`,
      {
        notes: [
          'Callers outside of the app lose `POST /api/posts`',
          'The action checks nobody, and whoever has its id can call it: add a guard',
        ],
      },
    );
  });

  it('keeps the other methods of the file, and takes helpers and imports along', () => {
    checkAssist(
      'convert-to-action',
      `//- app/api/posts/[id]/route.ts
import { NextRequest, NextResponse } from "next/server"
import { prisma } from "../../../../lib/prisma"
import { getUser } from "../../../../lib/user"

const KEEP = ["first"]

export async function GET() {
	return NextResponse.json(await prisma.post.findMany())
}

/** Drops a post. */
export const DELETE$0 = async (_request: NextRequest, { params }: { params: Promise<{ id: string }> }) => {
	const user = await getUser()
	if (!user) {
		return NextResponse.json({ error: "Sign in first" }, { status: 401 })
	}
	const { id } = await params
	if (KEEP.includes(id)) return NextResponse.json({ error: "Kept", id }, { status: 400 })
	await prisma.post.delete({ where: { id } })
	return NextResponse.json({ id })
}
//- lib/prisma.ts
export const prisma = {} as any
//- lib/user.ts
export { getUser } from "some-auth"
//- app/posts/list.tsx
"use client"

export function List({ ids }: { ids: string[] }) {
	const drop = async (id: string) => {
		const res = await fetch(\`/api/posts/\${encodeURIComponent(id)}\`, { method: "DELETE" })
		if (!res.ok) alert("No")
	}
	return ids.map((id) => <button key={id} onClick={() => drop(id)} />)
}
//- app/posts/all.tsx
"use client"

export function All() {
	return <button onClick={async () => { await fetch("/api/users/all", { method: "DELETE", headers: { "content-type": "text/plain" } }) }} />
}
`,
      `//- app/api/posts/[id]/route.ts
import { NextResponse } from "next/server"
import { prisma } from "../../../../lib/prisma"

export async function GET() {
	return NextResponse.json(await prisma.post.findMany())
}

//- app/posts/drop-post.ts
"use server"

import { prisma } from "../../lib/prisma"
import { getUser } from "../../lib/user"

const KEEP = ["first"]

/** Drops a post. */
export async function dropPost(id: string) {
	const user = await getUser()
	if (!user) {
		return { ok: false, error: "Sign in first" }
	}
	if (KEEP.includes(id)) return { ok: false }
	await prisma.post.delete({ where: { id } })
	return { ok: true }
}

//- app/posts/list.tsx
"use client"

import { dropPost } from "./drop-post"

export function List({ ids }: { ids: string[] }) {
	const drop = async (id: string) => {
		const res = await dropPost(id)
		if (!res.ok) alert("No")
	}
	return ids.map((id) => <button key={id} onClick={() => drop(id)} />)
}`,
      { input: { name: 'dropPost' } },
    );
  });

  it('keeps a type that the body is cast to', () => {
    checkAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const { title } = (await request.json()) as { title: string };
  await fetch('https://example.com/' + title);
  return Response.json({ ok: true }, { status: 201 });
}
//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    const response = await fetch('/api/posts', { method: 'POST', body: JSON.stringify({ title: String(formData.get('title')) }) });
    setDone(response.ok);
  }
  return <form action={send}>{String(done)}</form>;
}
`,
      `//- app/api/posts/route.ts (deleted)
//- app/button.tsx
'use client';
import { useState } from 'react';
import { createPost } from './create-post';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    const response = await createPost({ title: String(formData.get('title')) });
    setDone(response.ok);
  }
  return <form action={send}>{String(done)}</form>;
}

//- app/create-post.ts
'use server';

export async function createPost({ title }: { title: string }) {
  await fetch('https://example.com/' + title);
  return { ok: true };
}
`,
    );
  });
});
