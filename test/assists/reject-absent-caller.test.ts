/** Sessions that were read and not decided on: the decision in the app's own way, and promises that nobody waited for. */
import { checkAssist, checkNoAssist, checkTitles } from '../support/checkAssist';

const ID = 'reject-absent-caller';
const DB = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;
const WRITE = '  await prisma.post.create({ data: await request.json() });';

function manifest(dependency: string): string {
  return `
//- package.json
{ "dependencies": { "next": "16.0.0", ${dependency} } }
`;
}

describe('reject-absent-caller', () => {
  it('asks the answer as it is named or taken apart', () => {
    for (const [ask, condition] of [
      ['const session = await auth();', '!session.userId'],
      ['const { userId } = await auth();', '!userId'],
      ['const { userId: id, sessionClaims } = await auth();', '!id'],
    ] as const) {
      const file = (...lines: readonly string[]): string => `//- app/api/posts/route.ts
import { auth } from '@clerk/nextjs/server';
${DB}export async function POST(request: Request) {
  ${lines.join('\n  ')}
${WRITE}
  return new Response();
}
${manifest('"@clerk/nextjs": "6.0.0"')}`;
      checkAssist(
        ID,
        file(ask.replace('auth()', 'au$0th()')),
        file(
          ask,
          `if (${condition}) {`,
          "  return Response.json({ error: 'Unauthorized' }, { status: 401 });",
          '}',
        ),
      );
    }
  });

  it('waits for a session first that is a promise yet', () => {
    const file = (...lines: readonly string[]): string => `//- app/actions.ts
'use server';
import { auth } from '@clerk/nextjs/server';
${DB}export async function save(form: FormData) {
  ${lines.join('\n  ')}
  await prisma.post.create({ data: { title: String(form.get('title')) } });
}
//- app/page.tsx
import { save } from './actions';
export default () => <form action={save} />;
${manifest('"@clerk/nextjs": "6.0.0"')}`;
    checkAssist(
      ID,
      file('const session = au$0th();'),
      file(
        'const session = await auth();',
        'if (!session.userId) {',
        "  throw new Error('Unauthorized');",
        '}',
      ),
    );
  });

  it("takes the app's own condition and rejection", () => {
    const own = (name: string): string => `//- app/api/${name}/route.ts
import { NextResponse } from 'next/server';
import { currentUser } from '@/lib/user';
${DB}export async function POST(request: Request) {
  const user = await currentUser();
  if (!user) return new NextResponse('Sign in', { status: 401 });
${WRITE}
  return new NextResponse();
}
`;
    const file = (...lines: readonly string[]): string => `${own('a')}${own('b')}//- lib/user.ts
import { getServerSession } from 'next-auth';
export async function currentUser() {
  return await getServerSession({});
}
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
${manifest('"next-auth": "4.24.0"')}//- app/api/posts/route.ts
import { NextResponse } from 'next/server';
import { currentUser } from '@/lib/user';
${DB}export async function POST(request: Request) {
  ${lines.join('\n  ')}
${WRITE}
  return new NextResponse();
}
`;
    checkAssist(
      ID,
      file('const me = await current$0User();'),
      file(
        'const me = await currentUser();',
        'if (!me) {',
        "  return new NextResponse('Sign in', { status: 401 });",
        '}',
      ),
    );
  });

  it('waits for a guard of the project', () => {
    const file = (line: string): string => `//- lib/user.ts
import { getServerSession } from 'next-auth';
export async function requireUser() {
  const session = await getServerSession({});
  if (!session) throw new Error('Sign in first.');
}
//- app/api/posts/route.ts
import { requireUser } from '../../../lib/user';
${DB}export async function POST(request: Request) {
  ${line}
${WRITE}
  return new Response();
}
`;
    checkTitles(ID, file('require$0User();'), ['Wait for `requireUser()`']);
    checkAssist(ID, file('require$0User();'), file('await requireUser();'));
  });

  it('answers no in a helper that says yes or no', () => {
    const file = (...lines: readonly string[]): string => `//- app/api/posts/route.ts
import { getServerSession } from 'next-auth';
import { authOptions } from '@/lib/auth';
${DB}export async function DELETE(request: Request) {
  const { id } = await request.json();
  if (!(await mayDelete(id))) return new Response(null, { status: 403 });
  await prisma.post.delete({ where: { id } });
  return new Response();
}
async function mayDelete(id: string) {
  ${lines.join('\n  ')}
  const count = await prisma.post.count({ where: { id, author: session?.user.id } });
  return count > 0;
}
${manifest('"next-auth": "4.24.0"')}`;
    checkAssist(
      ID,
      file('const session = await getServer$0Session(authOptions);'),
      file(
        'const session = await getServerSession(authOptions);',
        'if (!session?.user) {',
        '  return false;',
        '}',
      ),
    );
  });

  it('keeps out of branches, of what only catches, and of what it does not know', () => {
    const file = (head: string, ...lines: readonly string[]): string => `//- lib/who.ts
export async function who() {
  const { getServerSession } = await import('next-auth');
  return await getServerSession({});
}
//- app/api/posts/route.ts
${head}
${DB}export async function POST(request: Request) {
  ${lines.join('\n  ')}
${WRITE}
  return new Response();
}
${manifest('"next-auth": "4.24.0"')}`;
    const auth = "import { getServerSession } from 'next-auth';";
    checkNoAssist(ID, file(auth, 'await getServer$0Session({}).catch(() => null);'));
    checkNoAssist(
      ID,
      file(
        auth,
        "if (request.headers.get('x') === '1') {",
        '  const session = await getServer$0Session({});',
        '}',
      ),
    );
    checkNoAssist(ID, file("import { who } from '../../../lib/who';", 'const { user } = await wh$0o();'));
  });
});
