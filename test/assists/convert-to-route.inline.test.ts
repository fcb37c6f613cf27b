/** What `convert-to-route` makes of inline actions, and which of them it leaves alone. */
import { checkAssist, checkNoAssist, checkTitles } from '../support/checkAssist';

const ID = 'convert-to-route';

const LIB = `//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- lib/db.ts
export const db = {} as any;
//- auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({ providers: [] });
`;

describe('convert-to-route, for inline actions', () => {
  it('takes the declaration out of its component, with the imports that only it needed', () => {
    checkAssist(
      ID,
      `${LIB}//- app/notes/page.tsx
import { revalidatePath } from 'next/cache';
import { db } from '@/lib/db';
import { slug } from '@/lib/slug';

export default async function Page() {
  const notes = await db.note.findMany();

  /**
   * Adds a note.
   */
  async function add$0Note(formData: FormData) {
    'use server';

    const title = String(formData.get('title'));
    if (title === '') {
      return;
    }
    await db.note.create({ data: { title, slug: slug(title) } });
    revalidatePath('/notes');
  }

  return (
    <form action={addNote}>
      <input name="title" />
      {notes.length}
    </form>
  );
}
`,
      `//- app/api/add-note/route.ts
import { revalidatePath } from 'next/cache';
import { db } from '@/lib/db';
import { slug } from '@/lib/slug';

/**
 * Adds a note.
 */
export async function POST(request: Request) {
  const formData = await request.formData();
  const title = String(formData.get('title'));
  if (title === '') {
    return new Response(null, { status: 303, headers: { Location: '/notes' } });
  }
  await db.note.create({ data: { title, slug: slug(title) } });
  revalidatePath('/notes');
  return new Response(null, { status: 303, headers: { Location: '/notes' } });
}

//- app/notes/page.tsx
import { db } from '@/lib/db';

export default async function Page() {
  const notes = await db.note.findMany();

  return (
    <form action="/api/add-note" method="post">
      <input name="title" />
      {notes.length}
    </form>
  );
}
`,
    );
  });

  it('converts a const arrow with a guard of its own, used by a form and by a button', () => {
    checkAssist(
      ID,
      `${LIB}//- app/notes/new.tsx
import { redirect } from 'next/navigation'
import { auth } from '@/auth'
import { db } from '@/lib/db'

export const KIND = 'note'

export function New() {
    const save$0 = async (formData: FormData) => {
        'use server'
        const session = await auth()
        if (!session) throw new Error('Sign in first')
        await db.note.create({ data: { kind: KIND, owner: session.user.id, title: formData.get('title') } })
        redirect('/notes')
    }
    return (
        <form action={save}>
            <button formAction={save}>{KIND}</button>
        </form>
    )
}
`,
      `//- app/api/save/route.ts
import { auth } from '@/auth'
import { db } from '@/lib/db'
import { KIND } from '@/app/notes/new'

export async function POST(request: Request) {
    // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
    const origin = request.headers.get('origin')
    const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
    if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
        return Response.json({ error: 'Forbidden' }, { status: 403 })
    }

    const session = await auth()
    if (!session) return Response.json({ error: 'Sign in first' }, { status: 401 })
    const formData = await request.formData()
    await db.note.create({ data: { kind: KIND, owner: session.user.id, title: formData.get('title') } })
    return new Response(null, { status: 303, headers: { Location: '/notes' } })
}

//- app/notes/new.tsx
export const KIND = 'note'

export function New() {
    return (
        <form action="/api/save" method="post">
            <button formAction="/api/save" formMethod="post">{KIND}</button>
        </form>
    )
}
`,
    );
  });

  it('leaves other inline actions and what they need where they are', () => {
    checkAssist(
      ID,
      `${LIB}//- app/page.tsx
import { db } from '@/lib/db';
import { mail } from '@/lib/mail';
async function send$0(formData: FormData) {
  'use server';
  await mail(formData.get('to'));
  await db.mail.create({});
}
export default function Page() {
  async function clear(formData: FormData) {
    'use server';
    await db.mail.deleteMany({ where: { to: formData.get('to') } });
  }
  return (
    <>
      <form action={send} />
      <form action={clear} />
    </>
  );
}
`,
      `//- app/api/send/route.ts
import { db } from '@/lib/db';
import { mail } from '@/lib/mail';

export async function POST(request: Request) {
  const formData = await request.formData();
  await mail(formData.get('to'));
  await db.mail.create({});
  return new Response(null, { status: 303, headers: { Location: '/' } });
}

//- app/page.tsx
import { db } from '@/lib/db';
export default function Page() {
  async function clear(formData: FormData) {
    'use server';
    await db.mail.deleteMany({ where: { to: formData.get('to') } });
  }
  return (
    <>
      <form action="/api/send" method="post" />
      <form action={clear} />
    </>
  );
}
`,
    );
  });

  it('is offered for an action that refreshes, whose page loads anew', () => {
    checkTitles(
      ID,
      `${LIB}//- app/page.tsx
import { refresh } from 'next/cache';
import { db } from '@/lib/db';
export default function Page() {
  async function touch$0(formData: FormData) {
    'use server';
    await db.note.update({ where: { id: formData.get('id') } });
    refresh();
  }
  return <form action={touch} />;
}
`,
      ['Convert `touch` to a route handler, `POST /api/touch`'],
    );
  });
});

/** A page with the code before its component, in it, and what it returns. */
function pageOf(before: string, inside: string, jsx = '<form action={save} />'): string {
  return `${LIB}//- app/[id]/page.tsx
import { db } from '@/lib/db';
${before}
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  ${inside}
  return <>{id}${jsx}</>;
}
`;
}

const SAVE = `async function save$0(formData: FormData) {
    'use server';
    await db.note.create({ data: { title: formData.get('title') } });
  }`;

describe('where convert-to-route stops, for inline actions', () => {
  it('is offered for the action that the others here differ from', () => {
    checkTitles(ID, pageOf('', SAVE), ['Convert `save` to a route handler, `POST /api/save`']);
  });

  it('is not offered where the action captures something of its component', () => {
    checkNoAssist(ID, pageOf('', SAVE.replace('data: {', 'data: { id,')));
  });

  it('is not offered where the action uses what its file does not export', () => {
    checkNoAssist(ID, pageOf('const LIMIT = 3;', SAVE.replace('data: {', 'data: { limit: LIMIT,')));
    checkNoAssist(
      ID,
      pageOf('function clean() { return 1; }', SAVE.replace('data: {', 'data: { a: clean(),')),
    );
  });

  it('is not offered where something else than a form of its file receives the action', () => {
    checkNoAssist(ID, pageOf("import { Form } from './form';", SAVE, '<Form action={save} />'));
    checkNoAssist(ID, pageOf('', SAVE, '<form action={save.bind(null)} />'));
    checkNoAssist(ID, pageOf('', SAVE, '<form action={save} /><Other save={save} />'));
    checkNoAssist(ID, pageOf('', `${SAVE}\n  const other = save;`));
  });

  it('is not offered where nobody uses the action', () => {
    checkNoAssist(ID, pageOf('', SAVE, ''));
  });

  it('is not offered where the file exports the action, or calls something else by its name', () => {
    checkNoAssist(ID, pageOf(`export ${SAVE}`, ''));
    checkNoAssist(ID, pageOf(`${SAVE}\nexport { save };`, ''));
    checkNoAssist(ID, pageOf("import { save } from './save';\nexport const again = save;", SAVE));
  });

  it('is not offered where its arguments or a text of several lines can not go along', () => {
    checkNoAssist(ID, pageOf('', SAVE.replace('formData: FormData', 'formData: { get(a: string): string }')));
    checkNoAssist(ID, pageOf('', SAVE.replace("formData.get('title')", '`a\n      b`')));
  });

  it('is not offered where the action reads `this`, or its file is for the browser', () => {
    checkNoAssist(ID, pageOf('', SAVE.replace("formData.get('title')", 'this')));
    checkNoAssist(ID, pageOf('', SAVE).replace('import { db }', "'use client';\nimport { db }"));
  });
});
