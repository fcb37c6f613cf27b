/** Where snippets are offered, and what they bring into a file that has content. */
import assert from 'node:assert/strict';
import { applyEdits } from '../../../server/src/core/text/textEdit';
import { engineOver } from '../../support/engine';
import { parseFixture } from '../../support/fixture';

function fixtureOf(source: string) {
  const withApp = source.includes('//- package.json')
    ? source
    : `//- package.json\n{ "dependencies": { "next": "16.0.0", "zod": "4.0.0" } }\n${source}`;
  const fixture = parseFixture(
    `//- app/layout.tsx\nexport const x = 1;\n//- tsconfig.json\n{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }\n${withApp}`,
  );
  assert.ok(fixture.cursor);
  const { path, start } = fixture.cursor;
  const completions = engineOver(fixture.files).snapshot().snippets(path, start);
  return { text: fixture.files.get(path) ?? '', completions };
}

/** The ids that are offered at the cursor. */
function offered(source: string): readonly string[] {
  return fixtureOf(source).completions.map(({ id }) => id);
}

/** The file after a snippet was taken at the cursor, as proposed. */
function taken(source: string, id: string): string {
  const { text, completions } = fixtureOf(source);
  const chosen = completions.find((completion) => completion.id === id);
  assert.ok(chosen, `offered: ${completions.map((each) => each.id).join(', ')}`);
  return applyEdits(text, [...chosen.edits, { range: chosen.range, text: chosen.plain }]);
}

describe('snippets', () => {
  it('of handlers are offered in route files, and not for methods that are there', () => {
    const ids = offered('//- app/api/x/route.ts\n$0\n');
    assert.ok(ids.includes('route-collection') && ids.includes('route-cron'));
    assert.deepEqual(
      ids.filter((id) => !id.startsWith('route-')),
      [],
    );
    const left = offered('//- app/api/x/route.ts\nexport async function GET() {}\n\n$0\n');
    assert.ok(
      left.includes('route-upload') && !left.includes('route-cron') && !left.includes('route-collection'),
    );
  });

  it('are offered only where a statement can begin', () => {
    assert.deepEqual(offered('//- app/api/x/route.ts\nexport function f() {\n$0\n}\n'), []);
    assert.deepEqual(offered('//- app/api/x/route.ts\nconst a = $0\n'), []);
    assert.deepEqual(offered('//- app/api/x/route.ts\nconst a = `\n$0\n`;\n'), []);
    assert.deepEqual(offered('//- lib/x.ts\nexport const a = 1;\n$0\n'), []);
    assert.deepEqual(offered('//- app/page.tsx\n$0\n'), []);
  });

  it('are those whose name the typed word may stand for', () => {
    assert.deepEqual(offered('//- app/api/x/route.ts\nroute-cron$0\n'), ['route-cron']);
    assert.deepEqual(offered('//- app/api/x/route.ts\nzzz$0\n'), []);
  });

  it('replace the blanks that an editor has put before the word', () => {
    const source = '//- app/api/x/route.ts\nexport const PUT = () => new Response();\n\n    route-cron$0\n';
    const text = taken(source, 'route-cron');
    assert.equal(text, taken(source.replace('    route', 'route'), 'route-cron'));
    assert.match(text, /^export async function GET/m);
  });

  it('of actions are offered in action files, new ones included, and of clients in components', () => {
    const actions = offered("//- app/x/actions.ts\n'use server';\n$0\n");
    assert.ok(actions.includes('action-form') && actions.every((id) => id.startsWith('action-')));
    assert.ok(offered('//- app/x/actions.ts\n$0\n').includes('action-form'));
    const clients = offered("//- app/x/Form.tsx\n'use client';\n$0\n");
    assert.ok(clients.includes('client-form') && clients.every((id) => id.startsWith('client-')));
    assert.deepEqual(offered('//- app/x/Form.tsx\nexport const a = 1;\n$0\n'), []);
  });

  it('of the proxy go with the file that the version has', () => {
    const proxy = taken('//- proxy.ts\n$0', 'proxy-signed-out');
    assert.match(proxy, /export function proxy\(/);
    const old = '//- package.json\n{ "dependencies": { "next": "15.0.0" } }\n';
    assert.match(taken(`${old}//- middleware.ts\n$0`, 'proxy-signed-out'), /export function middleware\(/);
    assert.deepEqual(offered(`${old}//- proxy.ts\n$0`), []);
    assert.match(taken('//- middleware.ts\n$0', 'proxy-cors'), /export function middleware\(/);
  });

  it('of a provider need its package, and those of an item a dynamic segment', () => {
    const ids = offered('//- app/api/x/route.ts\n$0');
    assert.ok(!ids.includes('route-webhook-stripe') && !ids.includes('route-item'));
    const stripe = '//- package.json\n{ "dependencies": { "next": "16.0.0", "stripe": "1" } }\n';
    assert.ok(offered(`${stripe}//- app/api/x/route.ts\n$0`).includes('route-webhook-stripe'));
    assert.match(
      taken('//- app/api/x/[slug]/route.ts\n$0', 'route-item'),
      /const \{ slug \} = await params;/,
    );
    const old = '//- package.json\n{ "dependencies": { "next": "14.0.0" } }\n';
    assert.match(
      taken(`${old}//- app/api/x/[slug]/route.ts\n$0`, 'route-item'),
      /const \{ slug \} = params;/,
    );
    assert.ok(!offered('//- app/api/x/[...slug]/route.ts\n$0').includes('route-item'));
  });

  it('name the route where Next.js makes types of it', () => {
    assert.match(
      taken('//- app/(site)/x/[slug]/route.ts\n$0', 'route-context'),
      /RouteContext<'\/x\/\[slug\]'>/,
    );
    const old = '//- package.json\n{ "dependencies": { "next": "15.4.0" } }\n';
    assert.ok(!offered(`${old}//- app/x/[slug]/route.ts\n$0`).includes('route-context'));
  });

  it('bring their imports to the file’s, in the file’s style, behind the directive that is there', () => {
    const source = `//- lib/session.ts
export const getSession = 1;
//- app/x/actions.ts
"use server"

import { revalidateTag } from "next/cache"

export async function a() {
    revalidateTag("a", "max")
}

action-transition$0
`;
    assert.equal(
      taken(source, 'action-transition'),
      `"use server"

import { revalidateTag, revalidatePath } from "next/cache"
import { deleteItem } from "@/lib/items"
import { getSession } from "@/lib/session"

export async function a() {
    revalidateTag("a", "max")
}

export async function removeItem(id: string): Promise<{ readonly ok: boolean }> {
    const session = await getSession()
    if (!session) {
        return { ok: false }
    }

    // The type is a wish: whoever calls sends what they like.
    if (typeof id !== "string" || id === "") {
        return { ok: false }
    }

    await deleteItem(id)
    revalidatePath("/items")
    return { ok: true }
}
`,
    );
  });

  it('are written with the app’s own guard', () => {
    const source = `//- lib/session.ts
import { auth } from '@clerk/nextjs/server';
export async function currentUserId() {
  const { userId } = await auth();
  return userId;
}
//- app/a/route.ts
import { currentUserId } from '@/lib/session';
export async function POST(request: Request) {
  const userId = await currentUserId();
  if (!userId) return new Response('Who are you?', { status: 401 });
  await fetch('https://x.example', { method: 'POST', body: await request.text() });
  return new Response(null);
}
//- app/b/route.ts
$0`;
    assert.match(
      taken(source, 'route-upload'),
      /const userId = await currentUserId\(\);\n {2}if \(!userId\) \{\n {4}return new Response\('Who are you\?', \{ status: 401 \}\);/,
    );
  });

  it('hand their functions to the app’s own wrapper, but not what the wrapper gives no request', () => {
    const wrapper = (parameters: string): string => `//- lib/api.ts
import { auth } from '@clerk/nextjs/server';
export function withUser(handler) {
  return async (request) => {
    const { userId } = await auth();
    if (!userId) return new Response(null, { status: 401 });
    return handler(${parameters});
  };
}
//- app/a/route.ts
import { withUser } from '@/lib/api';
export const POST = withUser(async (${parameters}) => {
  await fetch('https://x.example', { method: 'POST', body: String(userId) });
  return new Response(null);
});
//- app/b/route.ts
$0`;
    assert.match(
      taken(wrapper('request, userId'), 'route-upload'),
      /export const POST = withUser\(async \(request\) => \{\n {2}const form/,
    );
    assert.doesNotMatch(taken(wrapper('userId'), 'route-upload'), /withUser/);
    assert.match(taken(wrapper('userId'), 'route-stream'), /export const GET = withUser\(async \(\) => \{/);
  });

  it('name the places to fill in, and escape what is code', () => {
    const { completions } = fixtureOf('//- app/api/x/route.ts\nroute-webhook-github$0');
    const [github] = completions;
    assert.match(github?.snippet ?? '', /case '\$\{1:push\}':/);
    assert.match(github?.snippet ?? '', /`sha256=\\\$\{createHmac/);
    assert.match(github?.snippet ?? '', /\n {6}\$0\n/);
    assert.doesNotMatch(github?.plain ?? '', /\$0|\$push/);
  });

  it('have no types in JavaScript, and paths instead of an alias that is not there', () => {
    const source =
      '//- package.json\n{ "dependencies": { "next": "16.0.0" } }\n//- tsconfig.json\n{}\n//- app/api/x/route.js\n$0';
    const text = taken(source, 'route-upload');
    assert.match(text, /export async function POST\(request\) \{/);
    assert.match(text, /from '\.\.\/\.\.\/\.\.\/lib\/files'/);
  });
});
