/** Says of endpoints without a check of their own that only the proxy stands between them and everybody. */
import { type MissingGuard } from '../core/rule/missingGuard';
import { defineRule, type Finding } from '../core/rule/rule';
import { baseName } from '../core/text/filePath';

export const rule = defineRule({
  meta: {
    id: 'no-proxy-only-guard',
    summary: 'An endpoint should check who is calling itself, not rely on the proxy alone.',
    why:
      'A proxy (`proxy.ts`, `middleware.ts` before version 16) sees only what its matcher lets it see. A changed matcher, a ' +
      'route that moves, or an action that another page begins to use take the check away without a word; and ways around ' +
      'a proxy have been found before. Next.js advises to use it for initial checks and not as the only line of defense.\n\n' +
      'It is information, not a warning: today the proxy does turn callers without an identity away.',
    group: 'boundaries',
    severity: 'information',
    since: '0.1.0',
    fix: 'none',
    fixNote:
      "[`add-auth-guard`](../codeActions.md#add-auth-guard), on the endpoint's name, writes the check of the app into it; [`mark-public`](../codeActions.md#mark-public) says that there need be none.",
    references: [
      { title: 'Proxy', url: 'https://nextjs.org/docs/app/api-reference/file-conventions/proxy' },
      { title: 'Authentication', url: 'https://nextjs.org/docs/app/guides/authentication' },
    ],
    examples: {
      bad: [
        `//- proxy.ts
import { NextResponse } from 'next/server';
import { getToken } from 'next-auth/jwt';
export async function proxy(request: Request) {
  if (!(await getToken({ req: request }))) return NextResponse.json({}, { status: 401 });
  return NextResponse.next();
}
export const config = { matcher: '/api/:path*' };
//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();

export async function DELETE(request: Request) {
                   // ^^^^^^ information no-proxy-only-guard: \`DELETE /api/posts\` writes (\`prisma.post.delete\`) and leaves the check of the caller to \`proxy.ts\`
  const { id } = await request.json();
  await prisma.post.delete({ where: { id } });
  return Response.json({ ok: true });
}
`,
      ],
      good: [
        `//- proxy.ts
import { NextResponse } from 'next/server';
import { getToken } from 'next-auth/jwt';
export async function proxy(request: Request) {
  if (!(await getToken({ req: request }))) return NextResponse.json({}, { status: 401 });
  return NextResponse.next();
}
export const config = { matcher: '/api/:path*' };
//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();

export async function DELETE(request: Request) {
  if (!(await getServerSession({}))) return new Response(null, { status: 401 });
  const { id } = await request.json();
  await prisma.post.delete({ where: { id } });
  return Response.json({ ok: true });
}
`,
      ],
    },
    whenNotToUse: 'Where the proxy is the one place for checks by decision, and its matcher is tested.',
  },

  *check(ctx) {
    for (const missing of ctx.missingGuards()) if (missing.cause === 'proxy-only') yield describe(missing);
  },
});

function describe({ subject, does, severity, range, related, elsewhere }: MissingGuard): Finding {
  const [proxy] = elsewhere;
  return {
    message: `${subject} ${does} and leaves the check of the caller to ${proxy ? `\`${baseName(proxy.path)}\`` : 'the proxy'}`,
    range,
    severity,
    help: 'Check the caller here, too: a matcher that changes, or code that moves, loses the proxy without a word.',
    related,
  };
}
