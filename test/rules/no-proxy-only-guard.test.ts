/** The rule against proxies that check, look for a cookie only, or skip the path. */
import { checkRule } from '../support/check';

const ROUTE = `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;
const WRITES = `  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`;

function proxy(condition: string, matcher = '/api/:path*'): string {
  return `//- proxy.ts
import { NextResponse } from 'next/server';
import { getToken } from 'next-auth/jwt';
export async function proxy(request: any) {
  if (${condition}) return NextResponse.json({}, { status: 401 });
  return NextResponse.next();
}
export const config = { matcher: '${matcher}' };
`;
}

describe('no-proxy-only-guard', () => {
  it('is information where the proxy turns away who has no identity', () => {
    checkRule(`
${proxy('!(await getToken({ req: request }))')}${ROUTE}export async function POST(request: Request) {
                   // ^^^^ information no-proxy-only-guard: \`POST /api/posts\` writes (\`prisma.post.create\`) and leaves the check of the caller to \`proxy.ts\`
${WRITES}`);
  });

  it('is a warning of require-endpoint-guard where the matcher skips the path', () => {
    checkRule(`
${proxy('!(await getToken({ req: request }))', '/dashboard/:path*')}${ROUTE}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
${WRITES}`);
  });

  it('is a warning of require-endpoint-guard where the proxy lets this URL pass', () => {
    checkRule(`
${proxy("!request.nextUrl.pathname.startsWith('/api/') && !(await getToken({ req: request }))")}${ROUTE}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
${WRITES}`);
  });

  it('is a warning of require-endpoint-guard where the proxy only looks for a cookie', () => {
    checkRule(`
${proxy("!request.cookies.get('session')")}${ROUTE}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
${WRITES}`);
  });

  it('says nothing of what checks itself, too', () => {
    checkRule(`
${proxy('!(await getToken({ req: request }))')}${ROUTE.replace('const', "import { getServerSession } from 'next-auth';\nconst")}export async function POST(request: Request) {
  if (!(await getServerSession({}))) return new Response(null, { status: 401 });
${WRITES}`);
  });
});
