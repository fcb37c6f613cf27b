/** The guard of each authentication library, where the app has no way of its own yet. */
import { checkAssist, checkNoAssist, checkTitles } from '../support/checkAssist';

const ID = 'add-auth-guard';

const PRISMA = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;

const manifest = (...dependencies: string[]): string =>
  `//- package.json\n${JSON.stringify({
    dependencies: Object.fromEntries([['next', '16.4.6'], ...dependencies.map((name) => name.split('@@'))]),
  })}\n`;

describe('add-auth-guard: what the library documents', () => {
  /** The imports and the guard that are written into `POST`, with what the app has of the library. */
  const route = (
    dependency: string,
    files: string,
    imports: string,
    guard: string,
    parameters = '',
  ): void => {
    const after = parameters === '' ? '' : parameters;
    checkAssist(
      ID,
      `${manifest(dependency, '@prisma/client@@6.0.0')}${files}//- app/api/posts/route.ts
${PRISMA}
export async function PO$0ST() {
  await prisma.post.create({ data: { title: 'x' } });
  return Response.json({ ok: true });
}
`,
      `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
${imports}const prisma = new PrismaClient();

export async function POST(${after}) {
${guard}
  await prisma.post.create({ data: { title: 'x' } });
  return Response.json({ ok: true });
}
`,
    );
  };
  const reject = "    return Response.json({ error: 'Unauthorized' }, { status: 401 });\n  }\n";

  it('of Auth.js 5 is `auth()`', () => {
    route(
      'next-auth@@5.0.0-beta.30',
      `//- auth.ts\nimport NextAuth from 'next-auth';\nexport const { auth, handlers } = NextAuth({ providers: [] });\n`,
      "import { auth } from '../../../auth';\n",
      `  const session = await auth();\n  if (!session?.user) {\n${reject}`,
    );
  });

  it('of NextAuth.js 4 is `getServerSession` with the app’s options', () => {
    route(
      'next-auth@@4.24.0',
      `//- lib/auth.ts\nimport { type NextAuthOptions } from 'next-auth';\nexport const authOptions: NextAuthOptions = { providers: [] };\n`,
      "import { getServerSession } from 'next-auth';\nimport { authOptions } from '../../../lib/auth';\n",
      `  const session = await getServerSession(authOptions);\n  if (!session?.user) {\n${reject}`,
    );
  });

  it('of Clerk is `auth()`, awaited since version 6', () => {
    route(
      '@clerk/nextjs@@6.0.0',
      '',
      "import { auth } from '@clerk/nextjs/server';\n",
      `  const { userId } = await auth();\n  if (!userId) {\n${reject}`,
    );
    route(
      '@clerk/nextjs@@4.29.0',
      '',
      "import { auth } from '@clerk/nextjs';\n",
      `  const { userId } = auth();\n  if (!userId) {\n${reject}`,
    );
  });

  it('of Better Auth asks the app’s instance with the request’s headers', () => {
    route(
      'better-auth@@1.3.0',
      `//- lib/auth.ts\nimport { betterAuth } from 'better-auth';\nexport const auth = betterAuth({});\n`,
      "import { headers } from 'next/headers';\nimport { auth } from '../../../lib/auth';\n",
      `  const session = await auth.api.getSession({ headers: await headers() });\n  if (!session) {\n${reject}`,
    );
  });

  it('of Better Auth is written with the name that the app gave its instance, and not where it has none', () => {
    const dependency = 'better-auth@@1.3.0';
    route(
      dependency,
      `//- lib/auth.ts\nimport { betterAuth } from 'better-auth';\nexport const authLib = betterAuth({});\nexport const auth = 1;\n`,
      "import { headers } from 'next/headers';\nimport { authLib } from '../../../lib/auth';\n",
      `  const session = await authLib.api.getSession({ headers: await headers() });\n  if (!session) {\n${reject}`,
    );
    const late = `//- lib/auth.ts
import { betterAuth } from 'better-auth';
const getAuth = async () => betterAuth({});
export const auth = await getAuth();
`;
    for (const files of ['', late])
      checkNoAssist(
        ID,
        `${manifest(dependency)}${files}//- app/api/posts/route.ts
${PRISMA}
export async function PO$0ST() {
  return Response.json(await prisma.post.create({ data: {} }));
}
`,
      );
  });

  it('of Supabase is `getUser()`, which asks the server', () => {
    route(
      '@supabase/ssr@@0.7.0',
      `//- lib/supabase/server.ts
import { createServerClient } from '@supabase/ssr';
import { cookies } from 'next/headers';
export async function createClient() {
  const store = await cookies();
  return createServerClient('url', 'key', { cookies: { getAll: () => store.getAll(), setAll() {} } });
}
`,
      "import { createClient } from '../../../lib/supabase/server';\n",
      `  const supabase = await createClient();
  const {
    data: { user },
  } = await supabase.auth.getUser();
  if (!user) {
${reject}`,
    );
  });

  it('of Auth0, Kinde, WorkOS and Stack asks for the session or the user', () => {
    route(
      '@auth0/nextjs-auth0@@4.0.0',
      `//- lib/auth0.ts\nimport { Auth0Client } from '@auth0/nextjs-auth0/server';\nexport const auth0 = new Auth0Client();\n`,
      "import { auth0 } from '../../../lib/auth0';\n",
      `  const session = await auth0.getSession();\n  if (!session) {\n${reject}`,
    );
    route(
      '@kinde-oss/kinde-auth-nextjs@@2.8.0',
      '',
      "import { getKindeServerSession } from '@kinde-oss/kinde-auth-nextjs/server';\n",
      `  const { getUser } = getKindeServerSession();\n  const user = await getUser();\n  if (!user) {\n${reject}`,
    );
    route(
      '@workos-inc/authkit-nextjs@@2.0.0',
      '',
      "import { withAuth } from '@workos-inc/authkit-nextjs';\n",
      `  const { user } = await withAuth();\n  if (!user) {\n${reject}`,
    );
    route(
      '@stackframe/stack@@2.8.0',
      `//- stack.ts\nimport { StackServerApp } from '@stackframe/stack';\nexport const stackServerApp = new StackServerApp({ tokenStore: 'nextjs-cookie' });\n`,
      "import { stackServerApp } from '../../../stack';\n",
      `  const user = await stackServerApp.getUser();\n  if (!user) {\n${reject}`,
    );
  });

  it('of iron-session and jose reads the cookie’s sealed or signed content', () => {
    route(
      'iron-session@@8.0.0',
      `//- lib/session.ts\nimport { type SessionOptions } from 'iron-session';\nexport const sessionOptions: SessionOptions = { password: process.env.KEY ?? '', cookieName: 's' };\n`,
      `import { getIronSession } from 'iron-session';
import { cookies } from 'next/headers';
import { sessionOptions } from '../../../lib/session';
`,
      `  const session = await getIronSession<{ userId?: string }>(await cookies(), sessionOptions);\n  if (!session.userId) {\n${reject}`,
    );
    route(
      'jose@@6.0.0',
      "//- lib/token.ts\nimport { SignJWT } from 'jose';\nexport const token = () => new SignJWT({});\n",
      "import { jwtVerify } from 'jose';\nimport { cookies } from 'next/headers';\n",
      `  const token = (await cookies()).get('session')?.value ?? '';
  const secret = new TextEncoder().encode(process.env.SESSION_SECRET);
  const session = await jwtVerify(token, secret, { algorithms: ['HS256'] }).catch(() => null);
  if (!session) {
${reject}`,
    );
  });

  it('of jose is the app’s own function that reads the session, where that says that there is none', () => {
    const reader = (parameters: string, none: string): string => `//- lib/session.ts
import { jwtVerify } from 'jose';
import { cookies } from 'next/headers';
export const getSession = async (${parameters}) => {
  const token = (await cookies()).get('session')?.value;
  if (!token) return ${none};
  return (await jwtVerify(token, new TextEncoder().encode(process.env.KEY))).payload;
};
`;
    const own = `  const session = await getSession();\n  if (!session) {\n${reject}`;
    route('jose@@6.0.0', reader('', 'null'), "import { getSession } from '../../../lib/session';\n", own);
    for (const other of [reader('request: Request', 'null'), reader('', '{ user: undefined }')])
      checkTitles(
        ID,
        `${manifest('jose@@6.0.0')}${other}//- app/api/posts/route.ts
${PRISMA}
export async function PO$0ST() {
  return Response.json(await prisma.post.create({ data: {} }));
}
`,
        ['Check the caller with jose'],
      );
  });

  const digests = (
    variable: string,
    header: string,
    wanted: string,
  ): string => `  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = process.env.${variable};
  const given = request.headers.get('${header}') ?? '';
  if (!expected || !timingSafeEqual(digest(given), digest(${wanted}))) {
${reject}`;

  it('is an API key where nobody can be signed in, compared in constant time', () => {
    route(
      'zod@@4.0.0',
      '',
      "import { createHash, timingSafeEqual } from 'node:crypto';\n",
      digests('API_KEY', 'x-api-key', 'expected'),
      'request: Request',
    );
  });

  it('is the cron secret where a scheduler calls', () => {
    checkTitles(
      ID,
      `${manifest('@clerk/nextjs@@6.0.0')}//- app/api/cron/clean/route.js
${PRISMA}
export const GE$0T = async (req) => {
  await prisma.post.deleteMany({});
  return new Response('ok');
};
`,
      ['Check the cron secret'],
    );
  });

  it('goes on with the entry of the package that the file imports the name from', () => {
    const guard = (specifier: string): string => `import { getServerSession } from '${specifier}';
import { authOptions } from '@/lib/auth';
${PRISMA}`;
    const check = `  const session = await getServerSession(authOptions);
  if (!session) {
    return new Response('Unauthorized', { status: 401 });
  }

`;
    const other = (name: string): string => `//- app/api/${name}/route.ts
${guard('next-auth/next')}
export async function POST() {
${check}  await prisma.post.create({ data: {} });
  return new Response('ok');
}
`;
    const route = (method: string, code: string): string => `//- app/api/posts/route.ts
${guard('next-auth')}
export async function GET() {
${check}  return Response.json(await prisma.post.findMany());
}

export async function ${method}() {
${code}  await prisma.post.create({ data: {} });
  return new Response('ok');
}
`;
    checkAssist(
      ID,
      `//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- lib/auth.ts
export const authOptions = {};
${other('a')}${other('b')}${other('c')}${route('PO$0ST', '')}`,
      route('POST', check),
    );
  });

  it('of action clients takes the guarded one for the open one', () => {
    const client = `//- lib/safe-action.ts
import { createSafeActionClient } from 'next-safe-action';
import { getServerSession } from 'next-auth';
export const actionClient = createSafeActionClient();
export const authActionClient = actionClient.use(async ({ next }) => {
  const session = await getServerSession({});
  if (!session) throw new Error('Unauthorized');
  return next({ ctx: { user: session.user } });
});
//- app/page.tsx
import { save } from './actions';
export default function Page() {
  return <button onClick={() => save({ title: 'x' })} />;
}
`;
    const action = (name: string, cursor = ''): string => `import { PrismaClient } from '@prisma/client';
${cursor === '' ? "import { authActionClient } from '../lib/safe-action';" : "import { actionClient } from '../lib/safe-action';"}
const prisma = new PrismaClient();

export const sa${cursor}ve = ${name}.inputSchema({}).action(async ({ parsedInput }) => {
  await prisma.post.create({ data: parsedInput });
});
`;
    checkAssist(
      ID,
      `${manifest('next-safe-action@@8.0.0')}${client}//- app/actions.ts\n'use server';\n${action('actionClient', '$0')}`,
      `//- app/actions.ts\n'use server';\n${action('authActionClient')}`,
      { title: 'Use the guarded client `authActionClient`' },
    );
  });

  it('goes on with what the function, and the file, have of it', () => {
    const client = `//- lib/auth.ts
import { betterAuth } from 'better-auth';
export const authLib = betterAuth({});
export default authLib;
`;
    const action = (check: string): string => `//- app/actions.ts
'use server';
import { headers } from 'next/headers';
import lib from '../lib/auth';
${PRISMA}
export async function save(id: string) {
${check}  await prisma.post.create({ data: { id, owner: lib.name } });
}
`;
    const page = `//- app/form.tsx
'use client';
import { save } from './actions';
export function F() { return <button onClick={() => save('1')} />; }
`;
    checkAssist(
      ID,
      `${manifest('better-auth@@1.3.0')}${client}${page}${action('').replace('function save', 'function sa$0ve')}`,
      action(
        `  const session = await lib.api.getSession({ headers: await headers() });
  if (!session) {
    throw new Error('Unauthorized');
  }

`,
      ),
    );
    const supabase = `//- lib/supabase/server.ts
import { createServerClient } from '@supabase/ssr';
export async function createClient() { return createServerClient('a', 'b', {}); }
`;
    const route = (name: string, check: string): string => `//- app/api/posts/route.ts
import { createClient } from '@/lib/supabase/server';

export async function ${name}(request: Request) {
  const supabase = await createClient();
${check}  return Response.json(await supabase.from('posts').insert(await request.json()));
}
`;
    const config = '//- tsconfig.json\n{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }\n';
    checkAssist(
      ID,
      `${manifest('@supabase/ssr@@0.7.0')}${config}${supabase}${route('PO$0ST', '')}`,
      route(
        'POST',
        `  const {\n    data: { user },\n  } = await supabase.auth.getUser();\n  if (!user) {\n${reject}\n`,
      ),
    );
  });

  it('makes a block of an expression that has a line of its own', () => {
    const route = (method: string, code: string): string => `//- app/api/posts/route.ts
import { auth } from '@clerk/nextjs/server';
${PRISMA}
export const ${method} = async () =>${code}
`;
    checkAssist(
      ID,
      `${manifest('@clerk/nextjs@@6.0.0')}${route('PO$0ST', '\n  Response.json(await prisma.post.create({ data: {} }));')}`,
      route(
        'POST',
        ` {
  const { userId } = await auth();
  if (!userId) {
${reject}
  return Response.json(await prisma.post.create({ data: {} }));
};`,
      ),
    );
  });

  it('asks no scheduler for a session', () => {
    const helper = `//- lib/auth.ts
import { auth } from '@clerk/nextjs/server';
export async function requireUser() {
  const { userId } = await auth();
  if (!userId) throw new Error('Unauthorized');
}
//- app/api/posts/route.ts
import { requireUser } from '../../../lib/auth';
${PRISMA}
export async function POST() {
  await requireUser();
  return Response.json(await prisma.post.create({ data: {} }));
}
`;
    checkTitles(
      ID,
      `${manifest('@clerk/nextjs@@6.0.0')}${helper}//- app/api/cron/clean/route.ts
${PRISMA}
export async function GE$0T() {
  return Response.json(await prisma.post.deleteMany({}));
}
`,
      ['Check the cron secret'],
    );
  });
});
