/** What is offered for actions that stand in an expression: a prop, an argument, a member of an object. */
import { checkAssist, checkNoAssist, checkTitles, reportAfter, textAfter } from '../support/checkAssist';
import assert from 'node:assert/strict';

const MOVE = 'move-inline-action';
const CONVERT = 'convert-to-route';

const LIB = `//- package.json
{ "dependencies": { "next": "16.4.6", "next-auth": "5.0.0" } }
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({ providers: [] });
`;

const IMPORTS = `import { db } from '@/lib/db';
`;

/** A page with this return value. */
function page(jsx: string, before = ''): string {
  return `${LIB}//- app/posts/page.tsx
${IMPORTS}
export default async function Page() {
${before}  return (
${jsx}
  );
}
`;
}

const CREATE = "await db.post.create({ data: { title: formData.get('title') } });";

const FORM = `    <form
      action={async $0(formData) => {
        'use server';
        ${CREATE}
      }}
    >
      <input name="title" />
    </form>`;

const MOVED = `//- app/posts/actions.ts
'use server';

import { db } from '@/lib/db';

export async function createPost(formData: FormData) {
  ${CREATE}
}
`;

describe('an action that is written into a prop, moved to a file of actions', () => {
  it('is called by what it creates, and by its own name where it has one', () => {
    checkTitles(MOVE, page(FORM), ["Move this form's action to `actions.ts` as `createPost`"]);
    checkAssist(
      MOVE,
      page(FORM),
      `${MOVED}
//- app/posts/page.tsx
import { createPost } from './actions';

export default async function Page() {
  return (
    <form action={createPost}>
      <input name="title" />
    </form>
  );
}
`,
    );
    checkTitles(
      MOVE,
      page(FORM.replace('async $0(formData)', 'async function sa$0ve(formData)').replace(' =>', '')),
      ['Move `save` to `actions.ts`'],
    );
  });

  it('is not called by how it learns who is calling', () => {
    checkTitles(MOVE, page(FORM.replace('await db', 'const user = await requireUser();\n        await db')), [
      "Move this form's action to `actions.ts` as `createPost`",
    ]);
  });

  it('is called another name than what the component has already', () => {
    checkTitles(MOVE, page(FORM, '  const createPost = await db.post.count();\n'), [
      "Move this form's action to `actions.ts` as `createPost2`",
    ]);
  });

  it("is a button's, or given to a component, with the type of its argument", () => {
    checkTitles(
      MOVE,
      page("    <button formAction={async $0() => { 'use server'; await db.post.deleteMany(); }} />"),
      ["Move this button's action to `actions.ts` as `deleteManyAction`"],
    );
    const given =
      "    <Remove onRemove={async $0(id: string) => { 'use server'; await db.post.delete({ where: { id } }); }} />";
    checkTitles(MOVE, page(given), ['Move the action given to `onRemove` to `actions.ts` as `deletePost`']);
    checkNoAssist(MOVE, page(given.replace('id: string', 'id')));
  });

  it('keeps what is bound to it, with what it captured before that', () => {
    const bound = `    <form
      action={(async $0(id: string, formData: FormData) => {
        'use server';
        await db.post.update({ where: { id }, data: { kind, title: formData.get('title') } });
      }).bind(null, post.id)}
    />`;
    checkAssist(
      MOVE,
      page(bound, "  const kind = 'a';\n  const post = await db.post.findFirst();\n"),
      `//- app/posts/actions.ts
'use server';

import { db } from '@/lib/db';

export async function updatePost(kind: string, id: string, formData: FormData) {
  await db.post.update({ where: { id }, data: { kind, title: formData.get('title') } });
}

//- app/posts/page.tsx
import { db } from '@/lib/db';
import { updatePost } from './actions';

export default async function Page() {
  const kind = 'a';
  const post = await db.post.findFirst();
  return (
    <form action={updatePost.bind(null, kind, post.id)} />
  );
}
`,
    );
  });

  it('is handed to its wrapper by name', () => {
    const wrapped = `    <form action={logged(async $0(formData: FormData) => { 'use server'; ${CREATE} })} />`;
    assert.match(
      textAfter(MOVE, page(wrapped), 'app/posts/page.tsx'),
      /<form action=\{logged\(createPost\)\} \/>/,
    );
    // The wrapper says what it hands over, and no name can.
    checkNoAssist(MOVE, page(wrapped.replace('formData: FormData', 'formData')));
  });

  it('stays what its object calls it', () => {
    const object = `  const actions = {
    save: async $0(formData: FormData) => {
      'use server';
      ${CREATE}
    },
    async remove(formData: FormData) {
      'use server';
      await db.post.delete({ where: { id: formData.get('id') } });
    },
  };
`;
    const jsx = '    <form action={actions.save}><button formAction={actions.remove} /></form>';
    checkTitles(MOVE, page(jsx, object), ['Move `save` to `actions.ts`']);
    assert.match(
      textAfter(MOVE, page(jsx, object), 'app/posts/page.tsx'),
      /= \{\n {4}save,\n {4}async remove/,
    );
    const method = object.replace('$0', '').replace('remove(', 're$0move(');
    assert.match(textAfter(MOVE, page(jsx, method), 'app/posts/page.tsx'), /\},\n {4}remove,\n {2}\};/);
    checkNoAssist(MOVE, page(jsx, method.replace("formData.get('id')", 'this.id')));
  });
});

describe('an action that is written into a prop, converted to a route', () => {
  it('gives the form a URL that says what it does', () => {
    checkTitles(CONVERT, page(FORM), [
      "Convert this form's action to a route handler, `POST /api/create-post`",
    ]);
    checkAssist(
      CONVERT,
      page(FORM),
      `//- app/api/create-post/route.ts
import { db } from '@/lib/db';

export async function POST(request: Request) {
  const formData = await request.formData();
  ${CREATE}
  return new Response(null, { status: 303, headers: { Location: '/posts' } });
}

//- app/posts/page.tsx
export default async function Page() {
  return (
    <form action="/api/create-post" method="post">
      <input name="title" />
    </form>
  );
}
`,
    );
  });

  it('gives a button one, beside its other attributes', () => {
    const button = `    <form>
      <button
        className="x"
        formAction={async function remo$0veAll() {
          'use server';
          await db.post.deleteMany();
        }}
      />
    </form>`;
    checkTitles(CONVERT, page(button), ['Convert `removeAll` to a route handler, `POST /api/remove-all`']);
    assert.match(
      textAfter(CONVERT, page(button), 'app/posts/page.tsx'),
      /className="x"\n {8}formAction="\/api\/remove-all"\n {8}formMethod="post"\n {6}\/>/,
    );
  });

  it('has the form send the segment that it captured, where it checks its caller', () => {
    const source = `${LIB}//- app/posts/[id]/page.tsx
import { auth } from '@/auth';
import { db } from '@/lib/db';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <form
      action={async $0(formData) => {
        'use server';
        if (!(await auth())) throw new Error('Sign in first');
        await db.post.update({ where: { id }, data: { title: formData.get('title') } });
      }}
    >
      <input name="title" />
    </form>
  );
}
`;
    assert.equal(
      textAfter(CONVERT, source, 'app/posts/[id]/page.tsx'),
      `export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <form action="/api/update-post" method="post">
      <input type="hidden" name="id" value={id} />
      <input name="title" />
    </form>
  );
}
`,
    );
    checkNoAssist(CONVERT, source.replace("if (!(await auth())) throw new Error('Sign in first');", ''));
  });

  it('stays where something else than a form or its button receives it', () => {
    const body = `{ 'use server'; ${CREATE} }`;
    checkNoAssist(CONVERT, page(`    <Form action={async $0(formData: FormData) => ${body}} />`));
    checkNoAssist(CONVERT, page(`    <form action={logged(async $0(formData: FormData) => ${body})} />`));
    checkNoAssist(
      CONVERT,
      page(`    <form action={(async $0(formData: FormData) => ${body}).bind(null)} />`),
    );
    checkNoAssist(
      CONVERT,
      page(
        '    <form action={all.save} />',
        `  const all = { save: async $0(formData: FormData) => ${body} };\n`,
      ),
    );
  });
});

describe('an action that is written into a prop, marked as public', () => {
  const marked = (source: string): string => textAfter('mark-public', source, 'app/posts/page.tsx');

  it('has the mark before the function, and is public then', () => {
    checkTitles('mark-public', page(FORM), ["Mark this form's action as public, with a reason"]);
    assert.match(
      marked(page(FORM)),
      /action=\{\/\*\* @public say why everybody may call this \*\/ async \(formData\)/,
    );
    const report = reportAfter('mark-public', page(FORM), { input: { reason: 'a guest book' } });
    const reasons = report.endpoints.map(({ publicByDesign }) => publicByDesign.reason);
    assert.deepEqual(reasons, ['declared: a guest book']);
  });

  it('has it inside of what wraps it, and above the name that an object gives it', () => {
    const body = `{ 'use server'; ${CREATE} }`;
    assert.match(
      marked(page(`    <form action={logged(async $0(formData: FormData) => ${body})} />`)),
      /logged\(\/\*\* @public .* \*\/ async \(/,
    );
    const source = page(
      '    <form action={all.save} />',
      `  const all = {\n    sa$0ve: async (formData: FormData) => ${body},\n  };\n`,
    );
    assert.match(marked(source), /\n {4}\/\*\* @public say .* \*\/\n {4}save: async/);
    const report = reportAfter('mark-public', source);
    assert.deepEqual(
      report.endpoints.map(({ publicByDesign }) => publicByDesign.value),
      [true],
    );
  });
});

describe('an action that is written into a prop, with what every action can be given', () => {
  const AUTH = FORM.replace(
    "'use server';",
    "'use server';\n        if (!(await auth())) throw new Error('No');",
  );

  it('is guarded as the others are', () => {
    checkTitles('add-auth-guard', page(FORM), ['Check the caller with Auth.js']);
    assert.match(
      textAfter('add-auth-guard', page(FORM), 'app/posts/page.tsx'),
      /'use server';\n {8}const session = await auth\(\);\n {8}if \(!session/,
    );
    checkNoAssist(
      'add-auth-guard',
      page(AUTH).replace('import { db }', "import { auth } from '@/auth';\nimport { db }"),
    );
  });

  it('has what is sent checked with a schema of the module', () => {
    const source = page(FORM).replace('"next-auth"', '"zod": "4.0.0", "next-auth"');
    assert.match(
      textAfter('add-validation', source, 'app/posts/page.tsx'),
      /const inputSchema = z\.object\([^]*\n\nexport default[^]*'use server';\n {8}const parsed = inputSchema\.safeParse/,
    );
  });
});
