/** What `add-validation` writes for each way in which input comes, and where it is offered. */
import assert from 'node:assert/strict';
import { checkAssist, checkNoAssist, checkTitles, reportAfter } from '../support/checkAssist';

const withPackage = (name: string): string =>
  `//- package.json\n{ "dependencies": { "next": "16.4.6", "${name}": "*" } }\n`;
const ZOD = withPackage('zod');

/** A server action's file, used by a page. */
function action(code: string, before = ZOD): string {
  return `${before}//- app/page.tsx
import * as actions from './actions';
export default function Page() { return <form action={actions.save} />; }
//- app/actions.ts
'use server';
${code}`;
}

function after(code: string): string {
  return `//- app/actions.ts\n'use server';\n${code}`;
}

/** The engine must see a schema at work afterwards. */
function checkSchema(source: string): void {
  const { endpoints } = reportAfter('add-validation', source);
  assert.deepEqual(
    endpoints.map(({ validation }) => validation),
    ['schema'],
  );
}

const POST = `//- app/api/posts/route.ts
export async function PO$0ST(request: Request) {
  const body = await request.json();
  await save(body.title.trim(), body.count * 2, body.meta);
  return new Response('ok');
}
`;

describe('add-validation of a route’s body', () => {
  it('is seen by the engine, with zod and valibot', () => {
    for (const library of ['zod', 'valibot']) checkSchema(withPackage(library) + POST);
  });

  it('takes the fields that are read, typed as they are used, and leaves open what nobody knows', () => {
    checkAssist(
      'add-validation',
      withPackage('valibot') + POST,
      `//- app/api/posts/route.ts
import * as v from 'valibot';

const bodySchema = v.object({
  title: v.string(),
  count: v.number(),
  meta: v.any(),
});

export async function POST(request: Request) {
  const parsed = v.safeParse(bodySchema, await request.json());
  if (!parsed.success) {
    return new Response('Invalid input', { status: 400 });
  }
  const body = parsed.output;
  await save(body.title.trim(), body.count * 2, body.meta);
  return new Response('ok');
}
`,
      { notes: ['Say what the fields hold that the schema lets through unchecked.'] },
    );
  });

  it('follows the type that the body is said to have, in the file’s style, within a wrapper', () => {
    checkAssist(
      'add-validation',
      `${ZOD}//- app/api/posts/route.ts
import * as zod from "zod"
import { NextResponse } from "next/server"
import { withUser } from "@/lib/auth"

interface Input {
    title: string
    kind: "a" | "b"
    tags?: string[]
    parent: { id: number } | null
    extra: Record<string, unknown>
    owner: User
}

export const PU$0T = withUser(async (req) => {
    const { title } = (await req.json()) as Input
    return NextResponse.json({ title })
})

export async function DELETE(req: Request) {
    return NextResponse.json(await req.json())
}
`,
      `//- app/api/posts/route.ts
import * as zod from "zod"
import { NextResponse } from "next/server"
import { withUser } from "@/lib/auth"

const putBodySchema = zod.object({
    title: zod.string(),
    kind: zod.enum(["a", "b"]),
    tags: zod.array(zod.string()).optional(),
    parent: zod.object({
        id: zod.number(),
    }).nullable(),
    extra: zod.record(zod.string(), zod.any()),
    owner: zod.custom<User>(),
})

interface Input {
    title: string
    kind: "a" | "b"
    tags?: string[]
    parent: { id: number } | null
    extra: Record<string, unknown>
    owner: User
}

export const PUT = withUser(async (req) => {
    const parsed = putBodySchema.safeParse(await req.json())
    if (!parsed.success) {
        return NextResponse.json({ error: "Invalid input" }, { status: 400 })
    }
    const { title } = parsed.data
    return NextResponse.json({ title })
})

export async function DELETE(req: Request) {
    return NextResponse.json(await req.json())
}
`,
    );
  });

  it('turns away as the file turns away most', () => {
    const route = (name: string, body: string): string => `//- app/api/posts/route.ts
import { NextResponse } from 'next/server';
${name}
  if (!(await currentUser())) return new NextResponse('Unauthorized', { status: 401 });
${body}
  return NextResponse.json(await save(title.trim()));
}
`;
    checkAssist(
      'add-validation',
      ZOD +
        route(
          'export async function PO$0ST(request: Request) {',
          '  const { title } = await request.json();',
        ),
      route(
        `import { z } from 'zod';

const bodySchema = z.object({
  title: z.string(),
});

export async function POST(request: Request) {`,
        `  const parsed = bodySchema.safeParse(await request.json());
  if (!parsed.success) {
    return new NextResponse('Invalid input', { status: 400 });
  }
  const { title } = parsed.data;`,
      ),
    );
  });

  it('reads a form’s fields as strings, files where that is said, and boxes that may be missing', () => {
    const source = `${ZOD}//- app/api/posts/route.js
export async function PO$0ST(request) {
  const form = await request.formData();
  const isDraft = form.get('draft') === 'on';
  await save(form.get('title'), isDraft);
  return Response.json({ ok: true });
}
`;
    checkAssist(
      'add-validation',
      source,
      `//- app/api/posts/route.js
import { z } from 'zod';

const bodySchema = z.object({
  draft: z.string().nullable(),
  title: z.string(),
});

export async function POST(request) {
  const form = await request.formData();
  const parsed = bodySchema.safeParse({
    draft: form.get('draft'),
    title: form.get('title'),
  });
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }
  const isDraft = parsed.data.draft === 'on';
  await save(parsed.data.title, isDraft);
  return Response.json({ ok: true });
}
`,
    );
    checkSchema(source);
  });
});

describe('add-validation of a form with a file', () => {
  const upload = (value: string, use: string): string => `//- app/api/images/route.ts
export async function PO$0ST(request: Request) {
  const form = await request.formData();
  const image = form.get('image')${value};
  ${use}
  return Response.json({ ok: true });
}
`;
  const checked = (schema: string, value: string, use: string): string => `//- app/api/images/route.ts
import { z } from 'zod';

const bodySchema = z.object({
  image: ${schema},
});

export async function POST(request: Request) {
  const form = await request.formData();
  const parsed = bodySchema.safeParse({
    image: form.get('image'),
  });
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }
  const image = parsed.data.image${value};
  ${use}
  return Response.json({ ok: true });
}
`;

  it('knows one by a cast, by a test, or by what only files have', () => {
    const save = 'if (image) await save(image);';
    checkAssist(
      'add-validation',
      ZOD + upload(' as File | null', save),
      checked('z.instanceof(File).nullable()', '', save),
    );
    for (const use of ['if (!(image instanceof File)) return;', 'await save(await image.arrayBuffer());'])
      checkAssist('add-validation', ZOD + upload('', use), checked('z.instanceof(File)', '', use));
  });

  it('lets through what it can not tell, and is not offered where that is all', () => {
    checkNoAssist('add-validation', ZOD + upload(' as Picture', 'await save(image);'));
    checkNoAssist('add-validation', ZOD + POST.replace(/await save\(.*\);/, 'await save(body.meta);'));
  });
});

describe('add-validation of a server action', () => {
  it('returns the action’s own failure state for a form', () => {
    const source = action(`import { db } from '@/lib/db';

export async function sa$0ve(prevState: State, formData: FormData) {
  const title = formData.get('title') as string;
  const image = formData.get('image') as File;
  if (!(await db.find(title))) return { success: false, error: 'Not found' };
  return { success: true, error: null, size: image.size };
}
`);
    checkAssist(
      'add-validation',
      source,
      after(`import { db } from '@/lib/db';
import { z } from 'zod';

const saveSchema = z.object({
  title: z.string(),
  image: z.instanceof(File),
});

export async function save(prevState: State, formData: FormData) {
  const parsed = saveSchema.safeParse({
    title: formData.get('title'),
    image: formData.get('image'),
  });
  if (!parsed.success) {
    return { success: false, error: 'Invalid input' };
  }

  const title = parsed.data.title;
  const image = parsed.data.image;
  if (!(await db.find(title))) return { success: false, error: 'Not found' };
  return { success: true, error: null, size: image.size };
}
`),
    );
    checkSchema(source);
  });

  it('goes on with the checked object, so that nothing else that was sent gets through', () => {
    const source = action(`type Input = { title: string; at?: Date };

export const sa$0ve = async (input: Input) => {
  await db.create({ data: { ...input, input } });
};
`);
    checkAssist(
      'add-validation',
      source,
      after(`
import { z } from 'zod';

const saveSchema = z.object({
  title: z.string(),
  at: z.date().optional(),
});

type Input = { title: string; at?: Date };

export const save = async (input: Input) => {
  const parsed = saveSchema.safeParse(input);
  if (!parsed.success) {
    throw new Error('Invalid input');
  }

  await db.create({ data: { ...parsed.data, input: parsed.data } });
};
`),
    );
    checkSchema(source);
    checkSchema(
      action(`export async function sa$0ve({ id, title }: { id: number; title: string }) {
  await db.update({ where: { id }, data: { title } });
}
`),
    );
  });

  it('takes apart what it checked in one line, where only types had broken that', () => {
    checkAssist(
      'add-validation',
      action(`export async function sa$0ve({
  id,
  count,
}: {
  id: string;
  count: number;
}) {
  await db.update({ where: { id }, data: { count } });
}
`),
      action(`
import { z } from 'zod';

const saveSchema = z.object({
  id: z.string(),
  count: z.number(),
});

export async function save(input: {
  id: string;
  count: number;
}) {
  const parsed = saveSchema.safeParse(input);
  if (!parsed.success) {
    throw new Error('Invalid input');
  }
  const { id, count } = parsed.data;

  await db.update({ where: { id }, data: { count } });
}
`),
    );
  });

  it('checks several arguments together', () => {
    const source = action(`export async function sa$0ve(id: string, count?: number) {
  await db.update({ where: { id }, data: { count } });
}
`);
    checkAssist(
      'add-validation',
      source,
      after(`
import { z } from 'zod';

const saveSchema = z.object({
  id: z.string(),
  count: z.number().optional(),
});

export async function save(id: string, count?: number) {
  const parsed = saveSchema.safeParse({ id, count });
  if (!parsed.success) {
    throw new Error('Invalid input');
  }

  await db.update({ where: { id }, data: { count } });
}
`),
    );
    checkSchema(source);
  });
});

describe('add-validation', () => {
  it('says what it checks, and is not offered without a library, an input that is known, or a need', () => {
    checkTitles('add-validation', ZOD + POST, ['Check what is sent with a zod schema']);
    checkNoAssist('add-validation', POST);
    checkNoAssist('add-validation', ZOD + POST.replace('body.meta', 'body'));
    checkNoAssist(
      'add-validation',
      ZOD +
        POST.replace('await request.json()', 'schema.parse(await request.json())').replace(
          '//-',
          `//- x.ts\n//-`,
        ),
    );
    checkNoAssist('add-validation', ZOD + POST.replace('body.title.trim()', '(body.title = 1)'));
    checkNoAssist('add-validation', action('export async function sa$0ve(input: Unknown) {}\n'));
    checkNoAssist('add-validation', action('export const sa$0ve = wrap(async (id: string) => {});\n'));
  });
});
