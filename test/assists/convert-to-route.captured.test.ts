/** Which captured values of inline actions `convert-to-route` has the form send, and where it leaves the action alone for them. */
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

describe('convert-to-route, for what an inline action captures', () => {
  it('has the form send a segment of the URL, asks that it is there, and says that it can be forged', () => {
    checkAssist(
      ID,
      `${LIB}//- app/notes/[id]/page.tsx
import { auth } from '@/auth';
import { db } from '@/lib/db';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const note = await db.note.find(id);

  async function comm$0ent(data: FormData) {
    'use server';
    const session = await auth();
    if (!session) throw new Error('Sign in first');
    await db.comment.create({ data: { note: id, by: session.user.id, text: data.get('text') } });
  }

  return (
    <form action={comment}>
      <input name="text" />
      {note.title}
    </form>
  );
}
`,
      `//- app/api/comment/route.ts
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
  if (!session) return Response.json({ error: 'Sign in first' }, { status: 401 });
  const data = await request.formData();
  const id = data.get('id');
  if (typeof id !== 'string') {
    return Response.json({ error: 'Bad request' }, { status: 400 });
  }
  await db.comment.create({ data: { note: id, by: session.user.id, text: data.get('text') } });
  return new Response(null, { status: 303, headers: { Location: request.headers.get('referer') ?? '/' } });
}

//- app/notes/[id]/page.tsx
import { db } from '@/lib/db';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const note = await db.note.find(id);

  return (
    <form action="/api/comment" method="post">
      <input type="hidden" name="id" value={id} />
      <input name="text" />
      {note.title}
    </form>
  );
}
`,
      {
        notes: [
          'Next.js compares the Origin of requests for Server Actions only: `POST /api/comment` now does it itself',
          '`id` was encrypted, and now comes from the caller, who can send any: check that the caller may change what it names',
        ],
      },
    );
  });

  it('asks for the data of a form that the action was not given, in JavaScript as well', () => {
    checkAssist(
      ID,
      `${LIB}//- app/[list]/[item]/page.jsx
import { auth } from '@/auth'
import { db } from '@/lib/db'

export default async function Page(props) {
	const params = await props.params
	const { list, item: key } = params
	const remo$0ve = async () => {
		'use server'
		if (!(await auth())) return
		await db.item.delete({ list, key })
	}
	return <form action={remove}><button>{key}</button></form>
}
`,
      `//- app/[list]/[item]/page.jsx
export default async function Page(props) {
	const params = await props.params
	const { list, item: key } = params
	return <form action="/api/remove" method="post"><input type="hidden" name="list" value={list} /><input type="hidden" name="key" value={key} /><button>{key}</button></form>
}

//- app/api/remove/route.js
import { auth } from '@/auth'
import { db } from '@/lib/db'

export async function POST(request) {
	// Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
	const origin = request.headers.get('origin')
	const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
	if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
		return Response.json({ error: 'Forbidden' }, { status: 403 })
	}

	if (!(await auth())) return Response.json({ error: 'Unauthorized' }, { status: 401 })
	const formData = await request.formData()
	const list = formData.get('list')
	const key = formData.get('key')
	if (typeof list !== 'string' || typeof key !== 'string') {
		return Response.json({ error: 'Bad request' }, { status: 400 })
	}
	await db.item.delete({ list, key })
	return new Response(null, { status: 303, headers: { Location: request.headers.get('referer') ?? '/' } })
}
`,
    );
  });
});

/** A page with what comes before its component, its parameters, what binds the captured name, the action and the form. */
interface PageParts {
  readonly path?: string;
  readonly before?: string;
  readonly parameters?: string;
  readonly binding?: string;
  readonly action?: string;
  readonly form?: string;
}

const TYPED = '{ params }: { params: Promise<{ id: string }> }';
const GUARD = "if (!(await auth())) throw new Error('Sign in first');";
const FORM = '<form action={save}>\n    <button />\n  </form>';

function actionWith(work: string, guard = GUARD): string {
  return `async function save$0(formData: FormData) {
    'use server';
    ${guard}
    ${work}
  }`;
}

const WORK = "await db.note.update(id, formData.get('title'));";

function pageOf({
  path = 'app/[id]/page.tsx',
  before = '',
  parameters = TYPED,
  binding = 'const { id } = await params;',
  action = actionWith(WORK),
  form = FORM,
}: PageParts): string {
  return `${LIB}//- ${path}
import { auth } from '@/auth';
import { db } from '@/lib/db';
${before}
export default async function Page(${parameters}) {
  ${binding}
  ${action}
  return <>{id}${form}</>;
}
`;
}

/** The pages that the conversion is offered for. */
function checkOffered(parts: PageParts): void {
  checkTitles(ID, pageOf(parts), ['Convert `save` to a route handler, `POST /api/save`']);
}

function checkNone(parts: PageParts): void {
  checkNoAssist(ID, pageOf(parts));
}

describe('what convert-to-route takes for a segment of the URL', () => {
  it('is a member of the params of the page, however the page takes them apart', () => {
    checkOffered({});
    checkOffered({ binding: 'const { id } = use(params);', before: "import { use } from 'react';" });
    checkOffered({ binding: 'const id = (await params).id;' });
    checkOffered({ parameters: "props: PageProps<'/[id]'>", binding: 'const { id } = await props.params;' });
    checkOffered({
      parameters: 'props: any',
      binding: 'const params = await props.params; const id = params.id;',
    });
    checkOffered({ parameters: '{ params: { id } }: { params: { id: string } }', binding: '' });
    checkOffered({ path: 'app/[key]/page.tsx', binding: 'const { key: id } = await params;' });
  });

  it('is no other value, whatever it is called', () => {
    checkNone({ path: 'app/[...id]/page.tsx' });
    checkNone({ path: 'app/[other]/page.tsx' });
    checkNone({ path: 'app/[id]/note.tsx', parameters: '{ id }: { id: string }', binding: '' });
    checkNone({
      parameters: '{ searchParams }: { searchParams: Promise<{ id: string }> }',
      binding: 'const { id } = await searchParams;',
    });
    checkNone({ binding: "const { id = '' } = await params;", parameters: '{ params }: any' });
    checkNone({ parameters: '{ id }: { id: string }', binding: '' });
    checkNone({ binding: "const id = 'fixed';" });
    checkNone({ path: 'app/[id]/note.tsx' });
    checkNone({ before: "import { load } from './load';", binding: 'const { id } = load(params);' });
    checkNone({ before: "import { other } from './other';", binding: 'const { id } = other.params;' });
    checkNone({
      binding: 'const { id } = await params; const price: number = await db.price(id);',
      action: actionWith('await db.note.update(id, price);'),
    });
    checkNone({ binding: "const { id }: { id: 'a' | 'b' } = await params;" });
  });
});

describe('where convert-to-route leaves captured segments alone', () => {
  it('is not offered where the action itself checks nobody', () => {
    checkNone({ action: actionWith(WORK, '') });
  });

  it('is not offered where the page, a layout above it or what they call asks who the visitor is', () => {
    checkNone({ binding: 'const { id } = await params; if (!(await auth())) return null;' });
    checkNoAssist(
      ID,
      `${pageOf({
        before: "import { notesOfVisitor } from '@/lib/notes';",
        binding: 'const { id } = await params; const notes = await notesOfVisitor();',
      })}//- lib/notes.ts
import { auth } from '@/auth';
export const notesOfVisitor = async () => db.notes.of(await auth());
`,
    );
    const layout = (path: string, code: string): string => `${pageOf({})}//- ${path}\n${code}\n`;
    const guarded = `import { auth } from '@/auth';
export default async function Layout({ children }) { await auth(); return children; }`;
    checkNoAssist(ID, layout('app/[id]/layout.tsx', guarded));
    checkNoAssist(ID, layout('app/layout.jsx', guarded));
    checkTitles(ID, layout('app/layout.tsx', 'export default ({ children }) => children;'), [
      'Convert `save` to a route handler, `POST /api/save`',
    ]);
  });

  it('is not offered where the action would meet the field that the form sends for it', () => {
    checkNone({ action: actionWith('await db.note.update(id, Object.fromEntries(formData));') });
    checkNone({ action: actionWith("await db.note.update(id, formData.get('id'));") });
    checkNone({ action: actionWith("const key = 'id'; await db.note.update(id, formData.get(key));") });
    checkNone({ action: actionWith("formData.delete('x'); await db.note.update(id);") });
  });

  it('is not offered where the form can send no field more', () => {
    checkNone({ form: '<form><button formAction={save}>{id}</button></form>' });
    checkNone({ form: '<form action={save} />' });
  });

  it('is not offered where the data of the form has no name, or another argument stands beside it', () => {
    checkNone({
      action: actionWith('const formData = 1; await db.note.update(id, formData);').replace(
        'formData: FormData',
        '',
      ),
    });
    checkNone({
      action: actionWith('await db.note.update(id, title);').replace('formData: FormData', 'title: string'),
    });
  });
});
