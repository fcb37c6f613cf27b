/** The documented guard of each library is recognized by the engine as a guard: what is written must count as one. */
import assert from 'node:assert/strict';
import {
  type GuardIdiom,
  guardStatements,
  type GuardPlace,
} from '../../../server/src/core/features/guardIdiom/guardIdiom';
import { LIBRARY_IDIOMS, type LibraryIdiom } from '../../../server/src/core/features/guardIdiom/libraryTable';
import { filePath } from '../../../server/src/core/text/filePath';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

/** The app's own module that each library is set up in. */
const MODULES: Readonly<Record<string, string>> = {
  'next-safe-action': `//- lib/safe-action.ts
import { auth } from '@clerk/nextjs/server';
import { createSafeActionClient } from 'next-safe-action';
export const authActionClient = createSafeActionClient().use(async ({ next }) => {
  const { userId } = await auth();
  if (!userId) throw new Error('no');
  return next({ ctx: { userId } });
});`,
  zsa: `//- lib/zsa.ts
import { auth } from '@clerk/nextjs/server';
import { createServerActionProcedure } from 'zsa';
export const authedProcedure = createServerActionProcedure().handler(async () => {
  const { userId } = await auth();
  if (!userId) throw new Error('no');
  return { userId };
});`,
  'next-auth': `//- auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({ providers: [] });
//- lib/auth.ts
import { type NextAuthOptions } from 'next-auth';
import Google from 'next-auth/providers/google';
export const authOptions = { providers: [] };`,
  'better-auth': `//- lib/auth.ts
import { betterAuth } from 'better-auth';
export const auth = betterAuth({});`,
  '@supabase/ssr': `//- lib/supabase/server.ts
import { createServerClient } from '@supabase/ssr';
export async function createClient() {
  return createServerClient('a', 'b', {});
}`,
  '@auth0/nextjs-auth0': `//- lib/auth0.ts
import { Auth0Client } from '@auth0/nextjs-auth0/server';
export const auth0 = new Auth0Client();`,
  '@stackframe/stack': `//- stack.ts
import { StackServerApp } from '@stackframe/stack';
export const stackServerApp = new StackServerApp({ tokenStore: 'nextjs-cookie' });`,
  jose: `//- lib/session.ts
import { jwtVerify } from 'jose';
import { cookies } from 'next/headers';
export async function getSession() {
  const token = (await cookies()).get('session')?.value;
  if (!token) return null;
  const { payload } = await jwtVerify(token, new TextEncoder().encode(process.env.KEY));
  return payload;
}`,
  'iron-session': `//- lib/session.ts
import { type SessionOptions, getIronSession } from 'iron-session';
export const sessionOptions = { password: 'x', cookieName: 'x' };`,
};

function versionFor({ versions }: LibraryIdiom): string {
  const number = /(\d+)/.exec(versions ?? '')?.[1] ?? '1';
  return versions?.startsWith('<') ? `^${Number(number) - 1}.0.0` : `^${number}.0.0-beta.1`;
}

function idiomOf(library: LibraryIdiom, place: GuardPlace): { idiom: GuardIdiom; base: string } {
  const name = library.packages[0] ?? '';
  const base = `//- package.json
{ "dependencies": { "next": "16.0.0", "${name}": "${versionFor(library)}" } }
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
${MODULES[name] ?? ''}
//- app/layout.tsx
export const x = 1;
`;
  const analysis = engineOver(parseFixture(base).files).snapshot();
  const idiom = analysis
    .guardIdioms(filePath(`${FIXTURE_ROOT}/app/api/route.ts`), place)
    .find((each) => each.source === 'library' && each.label === library.label);
  assert.ok(idiom, `${library.id} is not offered`);
  return { idiom, base };
}

function guardedText({ imports, wrapper, ...idiom }: GuardIdiom, place: GuardPlace): string {
  const lines = imports.map(({ imported, specifier, path }) => {
    const from = path === undefined ? specifier : path.replace(FIXTURE_ROOT, '@').replace(/\.ts$/, '');
    return `import { ${imported} } from '${from}';`;
  });
  const effect = "await fetch('https://x.example', { method: 'POST', body: 'x' });";
  const statements = guardStatements({ imports, wrapper, ...idiom }, place).join('\n');
  if (wrapper?.handlerMethod !== undefined) {
    const head = `${wrapper.before}.${wrapper.schemaMethod ?? ''}({}).${wrapper.handlerMethod}`;
    return `'use server';\n${lines.join('\n')}\nexport const save = ${head}(async () => {\n${effect}\n});`;
  }
  return place === 'route'
    ? `${lines.join('\n')}\nexport async function POST(request: Request) {\n${statements}\n${effect}\nreturn new Response(null);\n}`
    : `'use server';\n${lines.join('\n')}\nexport async function save() {\n${statements}\n${effect}\n}`;
}

describe("a library's documented guard", () => {
  for (const library of LIBRARY_IDIOMS) {
    for (const place of ['route', 'action'] as const) {
      if ((library.place ?? place) !== place) continue;
      it(`of ${library.id} guards a ${place} in the engine's own eyes`, () => {
        const { idiom, base } = idiomOf(library, place);
        const path = place === 'route' ? 'app/api/route.ts' : 'app/actions.ts';
        const { files } = parseFixture(`${base}//- ${path}\n${guardedText(idiom, place)}\n`);
        const { endpoints } = engineOver(files).snapshot().report(filePath(FIXTURE_ROOT));
        assert.deepEqual(
          endpoints.map(({ guard }) => [guard.verdict, guard.kind]),
          [['guarded', idiom.kind]],
        );
      });
    }
  }
});
