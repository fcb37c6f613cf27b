/** What the commands for new handlers and actions write, and what they refuse. */
import assert from 'node:assert/strict';
import { type WantedEndpoint } from '../../../server/src/core/authoring';
import { applyEdits } from '../../../server/src/core/text/textEdit';
import { filePath } from '../../../server/src/core/text/filePath';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

const APP = `//- package.json
{ "dependencies": { "next": "16.0.0", "zod": "4.0.0", "@clerk/nextjs": "7.0.0" } }
//- app/layout.tsx
export const x = 1;
`;

/** The written file: its path and its text after the change; or the reason for none. */
function made(source: string, near: string, wanted: WantedEndpoint): readonly [string, string] | string {
  const { files } = parseFixture(source);
  const result = engineOver(files)
    .snapshot()
    .newEndpoint(filePath(`${FIXTURE_ROOT}/${near}`), wanted);
  assert.ok(result, 'in no app');
  if (result.kind === 'refused') return result.reason;
  const path = result.path.slice(FIXTURE_ROOT.length + 1);
  if (result.kind === 'file') return [path, result.text];
  return [path, applyEdits(files.get(result.path) ?? '', result.edits)];
}

const route = (url: string, ...methods: string[]): WantedEndpoint => ({ kind: 'route', url, methods });

describe('a new route handler', () => {
  it('stands where its URL says, guarded and validated in the app’s way', () => {
    assert.deepEqual(made(APP, 'app', route('/api/items/[id]', 'GET', 'DELETE')), [
      'app/api/items/[id]/route.ts',
      `import { auth } from '@clerk/nextjs/server';

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

export async function GET(_request: Request, { params }: Context) {
  const { userId } = await auth();
  if (!userId) {
    return Response.json({ error: 'Unauthorized' }, { status: 401 });
  }

  const { id } = await params;
  return Response.json({ id });
}

export async function DELETE(_request: Request, { params }: Context) {
  const { userId } = await auth();
  if (!userId) {
    return Response.json({ error: 'Unauthorized' }, { status: 401 });
  }

  const { id } = await params;
  console.log(id);
  return new Response(null, { status: 204 });
}
`,
    ]);
    const [, post = ''] = made(APP, 'app', route('/api/items', 'POST'));
    assert.match(post, /const parsed = input\.safeParse\(body\);/);
  });

  it('imports the instance that a function of the app makes, where the app has it', () => {
    const app = `//- package.json
{ "dependencies": { "next": "16.0.0", "better-auth": "1.3.0" } }
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- lib/server/auth.ts
import { betterAuth } from 'better-auth';
const getAuth = async () => betterAuth({});
export const auth = await getAuth();
//- app/layout.tsx
export const x = 1;
`;
    const [, text = ''] = made(app, 'app', route('/api/items', 'GET'));
    assert.match(text, /import \{ auth \} from '@?[./]*\/lib\/server\/auth';/);
  });

  it('goes below the folder that it was asked for in, route groups included', () => {
    const source = `${APP}//- app/(shop)/api/page.tsx\nexport default function Page() {}\n`;
    const place = (near: string, url: string): string => made(source, near, route(url, 'GET'))[0] ?? '';
    assert.equal(place('app/(shop)/api', '/api/cart'), 'app/(shop)/api/cart/route.ts');
    assert.equal(place('app/(shop)/api', '/other'), 'app/(shop)/other/route.ts');
    assert.equal(place('app/(shop)/api/page.tsx', '/api/cart'), 'app/(shop)/api/cart/route.ts');
    assert.equal(place('lib', '/api/_x'), 'app/api/%5Fx/route.ts');
  });

  it('is JavaScript in a JavaScript app, and of an extension that the configuration lists', () => {
    const js =
      '//- package.json\n{ "dependencies": { "next": "16.0.0" } }\n//- app/layout.js\nexport const x = 1;\n';
    const [path = '', text = ''] = made(js, 'app', route('/api/x', 'POST'));
    assert.equal(path, 'app/api/x/route.js');
    assert.match(text, /POST\(request\)/);
    const listed = `${APP}//- next.config.js\nmodule.exports = { pageExtensions: ['page.tsx', 'api.ts'] };\n`;
    assert.equal(made(listed, 'app', route('/api/x', 'GET'))[0], 'app/api/x/route.api.ts');
  });

  it('is refused where the router would refuse it', () => {
    const source = `${APP}//- app/(a)/taken/page.tsx
export default function Page() {}
//- app/api/items/[id]/route.ts
export function GET() {}
`;
    const refused = (url: string, ...methods: string[]): unknown =>
      made(source, 'app', route(url, ...methods));
    assert.equal(refused('/taken', 'GET'), 'app/(a)/taken/page.tsx serves /taken already.');
    assert.equal(
      refused('/api/items/[id]', 'GET'),
      'app/api/items/[id]/route.ts serves /api/items/[id] already.',
    );
    assert.equal(
      refused('/api/items/[key]', 'GET'),
      'app/api/items/[id]/route.ts serves /api/items/[id] already.',
    );
    assert.match(String(refused('/api/items/[key]/x', 'GET')), /calls that part of the URL \[id\]/);
    assert.match(String(refused('/a/[...b]/c', 'GET')), /catch-all must be the last/i);
    assert.match(String(refused('/[a]/[a]', 'GET')), /same name/);
    assert.match(String(refused('/a b', 'GET')), /can't be a part/);
    assert.match(String(refused('/x', 'QUERY')), /no handler for QUERY/);
    assert.match(String(refused('/x')), /needs a method/);
    assert.equal(typeof refused('/api/items/[id]/x', 'GET'), 'object');
  });
});

describe('a new server action', () => {
  it('is a new file, or joins the actions of the folder with their imports', () => {
    const [path, text] = made(APP, 'app/cart', { kind: 'action', name: 'addItem' });
    assert.equal(path, 'app/cart/actions.ts');
    assert.match(
      String(text),
      /^'use server';\n\nimport \{ z \} from 'zod';\n[^]*export async function addItem\(formData: FormData\) \{\n {2}const \{ userId \}/,
    );
    const source = `${APP}//- app/cart/actions.ts
"use server"

import { auth } from "@clerk/nextjs/server"

export async function clear() {
  const { userId } = await auth()
  if (!userId) throw new Error("Sign in")
  await fetch("https://x.example", { method: "POST", body: userId })
}
`;
    const [existing, joined] = made(source, 'app/cart', { kind: 'action', name: 'addItem' });
    assert.equal(existing, 'app/cart/actions.ts');
    assert.match(
      String(joined),
      /import \{ auth \} from "@clerk\/nextjs\/server"\nimport \{ z \} from "zod"\n[^]*export async function addItem\(formData: FormData\) \{\n {2}const \{ userId \} = await auth\(\)\n {2}if \(!userId\) \{\n {4}throw new Error\("Sign in"\)\n/,
    );
    assert.equal(String(joined).match(/from "@clerk/g)?.length, 1);
  });

  it('is a call of the app’s action client where that is the app’s way', () => {
    const source = `${APP}//- lib/safe-action.ts
import { auth } from '@clerk/nextjs/server';
import { createSafeActionClient } from 'next-safe-action';
export const userAction = createSafeActionClient().use(async ({ next }) => {
  const { userId } = await auth();
  if (!userId) throw new Error('no');
  return next({ ctx: { userId } });
});
//- app/a/actions.ts
'use server';
import { z } from 'zod';
import { userAction } from '../../lib/safe-action';
export const save = userAction.inputSchema(z.object({})).action(async ({ ctx }) => {
  await fetch('https://x.example', { method: 'POST', body: ctx.userId });
});
`.replace('"zod"', '"next-safe-action": "8.0.0", "zod"');
    const [, text] = made(source, 'app/b', { kind: 'action', name: 'rename' });
    assert.match(
      String(text),
      /export const rename = userAction\.inputSchema\(input\)\.action\(async \(\{ parsedInput \}\) => \{/,
    );
  });

  it('is refused for names that are none, that are taken, and in files of another kind', () => {
    const source = `${APP}//- app/a/actions.ts\n'use server';\nexport async function taken() {}\n//- app/b/actions.ts\nexport const x = 1;\n`;
    const refused = (near: string, name: string): unknown => made(source, near, { kind: 'action', name });
    assert.match(String(refused('app/a', 'taken')), /has a “taken” already/);
    assert.match(String(refused('app/a', 'delete')), /can't be a function's name/);
    assert.match(String(refused('app/a', 'a b')), /can't be a function's name/);
    assert.match(String(refused('app/b', 'add')), /is no 'use server' file/);
  });
});
