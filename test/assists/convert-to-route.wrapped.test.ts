/** What `convert-to-route` makes of actions that a function of the app wraps. */
import assert from 'node:assert/strict';
import { checkAssist, reportAfter } from '../support/checkAssist';

const ID = 'convert-to-route';

const APP = `//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- lib/db.ts
export const db = {} as any;
//- auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({ providers: [] });
`;

const WITH_USER = `//- lib/with-user.ts
import { auth } from '@/auth';

type User = { id: string };

export function withUser<A extends unknown[], R>(work: (user: User, ...args: A) => Promise<R>) {
  return async (...args: A): Promise<R> => {
    const session = await auth();
    if (!session) throw new Error('Sign in first');
    return work(session.user, ...args);
  };
}
`;

const RENAME = `${APP}${WITH_USER}//- app/actions.ts
'use server';

import { revalidatePath } from 'next/cache';
import { db } from '@/lib/db';
import { withUser } from '@/lib/with-user';

/** Gives a note another title. */
export const rena$0me = withUser(async (user, id: string, title: string) => {
  await db.note.update({ where: { id, owner: user.id }, data: { title } });
  revalidatePath('/notes');
});
//- app/user.tsx
'use client';
import { rename } from './actions';
export function User() {
  return <button onClick={() => rename('1', 'Title')} />;
}
`;

describe('convert-to-route, for actions that a function of the app wraps', () => {
  it('keeps the wrapped function as a constant of the route, which answers what the wrapper throws with 401', () => {
    checkAssist(
      ID,
      RENAME,
      `//- app/actions.ts (deleted)
//- app/api/rename/client.ts
import { useRouter } from 'next/navigation';

/** A function that sends \`POST /api/rename\` and has the page made anew. */
export function useRename() {
  const router = useRouter();
  return async (id: string, title: string): Promise<void> => {
    const response = await fetch('/api/rename', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id, title }),
    });
    if (!response.ok) throw new Error(\`POST /api/rename: \${response.status}\`);
    router.refresh();
  };
}

//- app/api/rename/route.ts
import { revalidatePath } from 'next/cache';
import { db } from '@/lib/db';
import { withUser } from '@/lib/with-user';

/** Gives a note another title. */
const rename = withUser(async (user, id: string, title: string) => {
  await db.note.update({ where: { id, owner: user.id }, data: { title } });
  revalidatePath('/notes');
});

export async function POST(request: Request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const { id, title } = (await request.json()) as { id: string; title: string };
  try {
    await rename(id, title);
  } catch (error) {
    if (error instanceof Error && error.message === 'Sign in first') {
      return Response.json({ error: 'Sign in first' }, { status: 401 });
    }
    throw error;
  }
  return new Response(null, { status: 204 });
}

//- app/user.tsx
'use client';
import { useRename } from './api/rename/client';
export function User() {
  const rename = useRename();
  return <button onClick={() => rename('1', 'Title')} />;
}
`,
    );
  });

  it('leaves the new route as guarded as the action was', () => {
    const { endpoints } = reportAfter(ID, RENAME);
    assert.deepEqual(
      endpoints.map(({ name, guard }) => [name, guard.verdict]),
      [['POST', 'guarded']],
    );
  });

  it('answers a refusal that the wrapper returns with 401, passes no state that nobody reads, and takes the schema along', () => {
    checkAssist(
      ID,
      `${APP}//- lib/with-form.ts
import { auth } from '@/auth';
export interface State {
  error?: string;
  saved?: boolean;
}
export const withForm = <S extends { safeParse(x: unknown): any }>(schema: S, work: (data: any, user: any) => Promise<State>) =>
  async function wrapped(prev: State, formData: FormData): Promise<State> {
    const session = await auth();
    if (!session) return { error: 'Not authenticated' };
    const parsed = schema.safeParse(Object.fromEntries(formData));
    if (!parsed.success) return { error: 'Invalid input' };
    return await work(parsed.data, session.user);
  };
//- app/actions.ts
'use server';
import { z } from 'zod';
import { db } from '@/lib/db';
import { withForm } from '@/lib/with-form';

const schema = z.object({ name: z.string() });

const sa$0ve = withForm(schema, async (data, user) => {
  if (data.name === 'admin') return { error: 'Taken' };
  await db.user.update({ where: { id: user.id }, data });
  return { saved: true };
});
export { save };
//- app/user.tsx
'use client';
import { useActionState } from 'react';
import { save } from './actions';
export function User() {
  const [state, action] = useActionState(save, {});
  return <form action={action}>{state.error}</form>;
}
`,
      `//- app/actions.ts (deleted)
//- app/api/save/client.ts
/** Sends \`POST /api/save\`. */
export async function save(_prev: { error?: string; saved?: boolean }, formData: FormData): Promise<{ error?: string; saved?: boolean }> {
  const response = await fetch('/api/save', { method: 'POST', body: formData });
  if (!response.ok && ![400, 401].includes(response.status)) throw new Error(\`POST /api/save: \${response.status}\`);
  return response.json();
}

//- app/api/save/route.ts
import { z } from 'zod';
import { db } from '@/lib/db';
import { withForm } from '@/lib/with-form';

const schema = z.object({ name: z.string() });

const save = withForm(schema, async (data, user) => {
  if (data.name === 'admin') return { error: 'Taken' };
  await db.user.update({ where: { id: user.id }, data });
  return { saved: true };
});

export async function POST(request: Request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const formData = await request.formData();
  const result = await save({}, formData);
  if (result && 'error' in result && result.error === 'Not authenticated') {
    return Response.json({ error: 'Not authenticated' }, { status: 401 });
  }
  return Response.json(result, { status: result.error ? 400 : 200 });
}

//- app/user.tsx
'use client';
import { useActionState } from 'react';
import { save } from './api/save/client';
export function User() {
  const [state, action] = useActionState(save, {});
  return <form action={action}>{state.error}</form>;
}
`,
    );
  });

  it('names the constant of a default export by its file, and answers with what the wrapped function says that it returns', () => {
    checkAssist(
      ID,
      `${APP}${WITH_USER}//- app/save-note.ts
"use server"
import { db } from "@/lib/db"
import { withUser } from "@/lib/with-user"

type Note = { id: string; title: string }

// Saves.
export default withUser$0(async (user, { id, title }: Note): Promise<{ id: string }> => {
    await db.note.update({ where: { id, owner: user.id }, data: { title } })
    return { id }
})
//- app/user.tsx
'use client';
import save from './save-note';
export function User() {
  return <button onClick={async () => { const saved = await save({ id: '1', title: 'x' }); alert(saved.id); }} />;
}
`,
      `//- app/save-note.ts (deleted)
//- app/api/save-note/client.ts
export type Note = { id: string; title: string }

/** Sends \`POST /api/save-note\`. */
export async function saveNote(input: Note): Promise<{ id: string }> {
    const response = await fetch("/api/save-note", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ input }),
    })
    if (!response.ok) throw new Error(\`POST /api/save-note: \${response.status}\`)
    return response.json()
}

//- app/api/save-note/route.ts
import { db } from "@/lib/db"
import { withUser } from "@/lib/with-user"
import type { Note } from "./client"

// Saves.
const saveNote = withUser(async (user, { id, title }: Note): Promise<{ id: string }> => {
    await db.note.update({ where: { id, owner: user.id }, data: { title } })
    return { id }
})

export async function POST(request: Request) {
    // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
    const origin = request.headers.get("origin")
    const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host")
    if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
        return Response.json({ error: "Forbidden" }, { status: 403 })
    }

    const { input } = (await request.json()) as { input: Note }
    try {
        return Response.json(await saveNote(input))
    } catch (error) {
        if (error instanceof Error && error.message === "Sign in first") {
            return Response.json({ error: "Sign in first" }, { status: 401 })
        }
        throw error
    }
}

//- app/user.tsx
'use client';
import { saveNote as save } from './api/save-note/client';
export function User() {
  return <button onClick={async () => { const saved = await save({ id: '1', title: 'x' }); alert(saved.id); }} />;
}
`,
    );
  });

  it('has a form post to it in JavaScript, where the wrapper returns a function that it declares', () => {
    checkAssist(
      ID,
      `${APP}//- lib/guarded.js
import { auth } from '@/auth'
export function guarded(work) {
  async function run(formData) {
    const session = await auth()
    if (!session?.user) throw new Error('Unauthorized')
    if (session.user.role !== 'admin') throw new Error('Forbidden')
    await work(formData, session.user)
  }
  return run
}
//- app/actions.js
'use server'
import { db } from '@/lib/db'
import { guarded } from '@/lib/guarded'

export const clear$0 = guarded(async function (formData, user) {
  await db.note.deleteMany({ id: formData.get('id'), by: user.id })
})
//- app/notes/page.jsx
import { clear } from '../actions'
export default function Page() {
  return <form action={clear}><button>Clear</button></form>
}
`,
      `//- app/actions.js (deleted)
//- app/api/clear/route.js
import { db } from '@/lib/db'
import { guarded } from '@/lib/guarded'

const clear = guarded(async function (formData, user) {
  await db.note.deleteMany({ id: formData.get('id'), by: user.id })
})

export async function POST(request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin')
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 })
  }

  const formData = await request.formData()
  try {
    await clear(formData)
  } catch (error) {
    if (error instanceof Error && error.message === 'Unauthorized') {
      return Response.json({ error: 'Unauthorized' }, { status: 401 })
    }
    if (error instanceof Error && error.message === 'Forbidden') {
      return Response.json({ error: 'Forbidden' }, { status: 403 })
    }
    throw error
  }
  return new Response(null, { status: 303, headers: { Location: '/notes' } })
}

//- app/notes/page.jsx
export default function Page() {
  return <form action="/api/clear" method="post"><button>Clear</button></form>
}
`,
    );
  });
});
