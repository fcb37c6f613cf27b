/** The rule against decoded tokens, cookies that are there, Supabase's unverified session, and users and roles that the caller names. */
import { checkFix, checkNoFix, checkRule } from '../support/check';

const DB = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;
const WRITES = `  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`;

describe('no-unverified-session', () => {
  it('reports a token that is decoded and not verified', () => {
    checkRule(`
//- app/api/posts/route.ts
import { decodeJwt } from 'jose';
${DB}export async function POST(request: Request) {
  const claims = decodeJwt(request.headers.get('authorization') ?? '');
              // ^^^^^^^^^ warning no-unverified-session: knows the caller only from \`decodeJwt\`, which verifies nothing
  if (!claims) return new Response(null, { status: 401 });
${WRITES}`);
  });

  it("reports Supabase's getSession on the server, through a helper at its call", () => {
    checkRule(`
//- lib/session.ts
import { createServerClient } from '@supabase/ssr';
export async function currentSession() {
  const supabase = createServerClient('url', 'key', { cookies: {} });
  const { data: { session } } = await supabase.auth.getSession();
  return session;
}
//- app/api/posts/route.ts
import { currentSession } from '../../../lib/session';
${DB}export async function POST(request: Request) {
  const session = await currentSession();
                     // ^^^^^^^^^^^^^^ warning no-unverified-session: \`supabase.auth.getSession\`
  if (!session) return new Response(null, { status: 401 });
${WRITES}`);
  });

  it('reports the presence of a session cookie', () => {
    checkRule(`
//- app/api/posts/route.ts
import { cookies } from 'next/headers';
${DB}export async function POST(request: Request) {
  const token = (await cookies()).get('session-token');
  if (!token) return new Response(null, { status: 401 });
   // ^^^^^^ warning no-unverified-session: for anyone who sends a credential: it tests that there is one
${WRITES}`);
  });

  it('reports a role that a header names', () => {
    checkRule(`
//- app/api/posts/route.ts
${DB}export async function POST(request: Request) {
  const role = request.headers.get('x-user-role');
  if (role !== 'admin') return new Response(null, { status: 403 });
   // ^^^^^^^^^^^^^^^^ warning no-unverified-session: decides by what the caller says about itself
${WRITES}`);
  });

  it('reports a user id among the arguments of an action', () => {
    checkRule(`
//- app/actions.ts
'use server';
${DB}export async function createChat(userId: string) {
  if (!userId) throw new Error('Unauthorized');
   // ^^^^^^^ warning no-unverified-session: \`createChat\` writes (\`prisma.chat.create\`) and decides by what the caller says about itself
  await prisma.chat.create({ data: { userId } });
}
//- app/page.tsx
import { createChat } from './actions';
export default () => <form action={createChat} />;
`);
  });

  it('says nothing of a verified token, and of a credential that is looked up', () => {
    checkRule(`
//- app/api/a/route.ts
import { jwtVerify } from 'jose';
${DB}export async function POST(request: Request) {
  await jwtVerify(request.headers.get('authorization') ?? '', new Uint8Array());
${WRITES}//- app/api/b/route.ts
${DB}export async function POST(request: Request) {
  const key = request.headers.get('x-api-key');
  if (!key) return new Response(null, { status: 401 });
  const known = await prisma.apiKey.findUnique({ where: { key } });
  if (!known) return new Response(null, { status: 401 });
${WRITES}`);
  });

  it('says nothing where a header is only read on the way', () => {
    checkRule(`
//- lib/trace.ts
export function traceOf(request: Request) {
  const header = request.headers.get('x-auth-trace');
  if (!header) return undefined;
  return header.slice(0, 8);
}
//- app/api/posts/route.ts
import { getServerSession } from 'next-auth';
import { traceOf } from '../../../lib/trace';
${DB}export async function POST(request: Request) {
  console.log(traceOf(request));
  if (!(await getServerSession({}))) return new Response(null, { status: 401 });
${WRITES}`);
  });

  describe("its fix for Supabase's session", () => {
    const file = (...lines: readonly string[]): string => `
//- app/api/posts/route.ts
import { createServerClient } from '@supabase/ssr';
${DB}export async function POST(request: Request) {
  const supabase = createServerClient('url', 'key', { cookies: {} });
${lines.map((line) => `  ${line}\n`).join('')}${WRITES}`;
    const reject = 'return new Response(null, { status: 401 });';
    const title = 'Ask for the verified user, with `getUser()`';

    it('asks for the user, and tests it', () => {
      checkFix(
        file(
          'const { data: { session } } = await supabase.auth.getSession();',
          `if (!session) ${reject}`,
          'console.log(session.user.id, session?.user.email, session!.user.id);',
        ),
        file(
          'const { data: { user } } = await supabase.auth.getUser();',
          `if (!user) ${reject}`,
          'console.log(user.id, user?.email, user!.id);',
        ),
        { title },
      );
    });

    it('keeps the name that the code gives to the user', () => {
      checkFix(
        file(
          'const { data: { session }, error } = await supabase.auth.getSession();',
          'const author = session?.user;',
          `if (error || !author) ${reject}`,
        ),
        file(
          'const { data: { user: author }, error } = await supabase.auth.getUser();',
          `if (error || !author) ${reject}`,
        ),
      );
    });

    it('goes by the data, and says what is tested once', () => {
      checkFix(
        file(
          'const { data } = await supabase.auth.getSession();',
          `if (!data.session || !data.session.user) ${reject}`,
        ),
        file('const { data } = await supabase.auth.getUser();', `if (!data.user) ${reject}`),
      );
    });

    it('is not there where the token is used, the session is passed on, or the name is taken', () => {
      for (const lines of [
        [
          'const { data: { session } } = await supabase.auth.getSession();',
          `if (!session?.access_token) ${reject}`,
        ],
        [
          'const { data: { session } } = await supabase.auth.getSession();',
          `if (!session) ${reject}`,
          'console.log(session);',
        ],
        [
          'const { data: { session } } = await supabase.auth.getSession();',
          `if (!session) ${reject}`,
          "const user = { name: 'x' };",
        ],
        ['const result = await supabase.auth.getSession();', `if (!result.data.session) ${reject}`],
      ])
        checkNoFix(file(...lines));
    });
  });
});
