/** Files that tests of conversions add to a copy of the example shop: what is to be converted, and nothing of the shop shows. */

/** What the shop has not: an action and a handler that both stay, with a component that calls them. */
export const NOTES: Readonly<Record<string, string>> = {
  'lib/notes.ts': `import 'server-only';

const everywhere = globalThis as typeof globalThis & { notes?: Map<string, { ownerId: string; title: string }> };

/** Notes by id. */
export const notes = (everywhere.notes ??= new Map([['n-1', { ownerId: 'ada', title: 'First' }]]));
`,
  'app/notes/actions.ts': `'use server';

import { revalidatePath } from 'next/cache';
import { notes } from '@/lib/notes';
import { getUser } from '@/lib/session';

export async function renameNote(id: string, title: string) {
  const user = await getUser();
  if (!user) return { error: 'Sign in first' };

  if (title.trim() === '') return { error: 'A note needs a title' };
  notes.set(id, { ownerId: user.id, title: title.trim() });
  revalidatePath('/notes');
  return { renamed: id };
}
`,
  'app/api/notes/[id]/route.ts': `import { notes } from '@/lib/notes';
import { getUser } from '@/lib/session';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  return Response.json(notes.get((await params).id) ?? null);
}

export async function PUT(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const user = await getUser();
  if (!user) return Response.json({ error: 'Sign in first' }, { status: 401 });

  const { title }: { title: string } = await request.json();
  if (title === '') return Response.json({ error: 'A note needs a title' }, { status: 400 });
  if (id === 'none') return Response.json({ error: 'No such note' }, { status: 404 });
  notes.set(id, { ownerId: user.id, title: title.toUpperCase() });
  return Response.json({ replaced: id }, { status: 201 });
}
`,
  'app/notes/note.tsx': `'use client';

import { renameNote } from './actions';

export function Note({ id }: { id: string }) {
  async function replace() {
    await fetch(\`/api/notes/\${id}\`, { method: 'PUT', body: JSON.stringify({ title: 'Untitled' }) });
  }
  return (
    <>
      <button onClick={() => renameNote(id, 'Untitled')}>Rename</button>
      <button onClick={replace}>Replace</button>
    </>
  );
}
`,
  'app/notes/page.tsx': `import { Note } from './note';
import { Replace } from './replace';

export default function Page() {
  return (
    <>
      <Note id="n-1" />
      <Replace />
    </>
  );
}
`,
  'app/notes/replace.tsx': 'export const Replace = () => null;\n',
};

/** Actions that a function of the app wraps, and actions in props that capture a segment of the URL. */
export const ROOMS: Readonly<Record<string, string>> = {
  // The shop's own names the visitor: what it frames is converted without captured values only.
  'app/layout.tsx': `export default function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`,
  'lib/with-user.ts': `import type { User } from '@/lib/store';
import { getUser } from '@/lib/session';

export function withUser<A extends unknown[], R>(work: (user: User, ...args: A) => Promise<R>) {
  return async (...args: A): Promise<R> => {
    const user = await getUser();
    if (!user) throw new Error('Sign in first');
    return work(user, ...args);
  };
}
`,
  'app/rooms/actions.ts': `'use server';

import { revalidatePath } from 'next/cache';
import { notes } from '@/lib/notes';
import { withUser } from '@/lib/with-user';

export const bookRoom = withUser(async (user, formData: FormData) => {
  const title = String(formData.get('title'));
  notes.set('room', { ownerId: user.id, title });
  revalidatePath('/rooms');
});
`,
  'app/rooms/inventory.ts': `'use server';

import { notes } from '@/lib/notes';
import { withUser } from '@/lib/with-user';

type Renamed = { error?: string; renamed?: string };

export const renameRoom = withUser(async (user, id: string, title: string): Promise<Renamed> => {
  if (title === '') return { error: 'A room needs a title' };
  notes.set(id, { ownerId: user.id, title });
  return { renamed: id };
});
`,
  'app/rooms/rename.tsx': `'use client';

import { useState } from 'react';
import { renameRoom } from './inventory';

export function Rename() {
  const [error, setError] = useState('');
  async function rename() {
    const result = await renameRoom('room', 'Attic');
    setError(result.error ?? '');
  }
  return <button onClick={rename}>{error}</button>;
}
`,
  'app/rooms/page.tsx': `import { bookRoom } from './actions';
import { Rename } from './rename';

export default function Page() {
  return (
    <>
      <form action={bookRoom}>
        <input name="title" />
      </form>
      <Rename />
    </>
  );
}
`,
  'app/rooms/[id]/page.tsx': `import { notes } from '@/lib/notes';
import { getUser } from '@/lib/session';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <form
      action={async function leaveRoom() {
        'use server';
        const user = await getUser();
        if (!user) throw new Error('Sign in first');
        notes.set(id, { ownerId: user.id, title: 'left' });
      }}
    >
      <button>Leave</button>
    </form>
  );
}
`,
  'app/rooms/[id]/topic/page.tsx': `import { revalidatePath } from 'next/cache';
import { notes } from '@/lib/notes';
import { getUser } from '@/lib/session';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  async function setTopic(formData: FormData) {
    'use server';
    const user = await getUser();
    if (!user) throw new Error('Sign in first');
    notes.set(id, { ownerId: user.id, title: String(formData.get('topic')) });
    revalidatePath('/rooms');
  }
  return (
    <form action={setTopic}>
      <input name="topic" />
    </form>
  );
}
`,
};
