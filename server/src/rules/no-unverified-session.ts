/** Reports endpoints that decide by something the caller can make up: a decoded token, a cookie's presence, a user id in the body. */
import { type MissingGuard } from '../core/rule/missingGuard';
import { verifiedUserEdits } from '../core/edit/verifiedUser';
import { defineRule, type Finding, type Fix, type RuleContext } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: 'no-unverified-session',
    summary: 'A decision about the caller must rest on something that the caller cannot make up.',
    why:
      'Anybody can send any cookie, header and body. That a session cookie is there, that a token can be decoded ' +
      '(`decodeJwt`, `jwtDecode`, `jwt.decode` read it without looking at its signature), or that the request names a user ' +
      "id or a role proves nothing. Supabase's `auth.getSession()` reads the cookie as it was sent; on the server only " +
      '`auth.getUser()` and `auth.getClaims()` have it verified.\n\n' +
      'Reported is an endpoint that changes something or returns stored data, and whose only decisions are of that kind.',
    group: 'boundaries',
    severity: 'warning',
    since: '0.1.0',
    fix: 'unsafe',
    fixNote:
      "Makes `getUser()` of Supabase's `getSession()`, where nothing but the user of the session is used. A token that is only decoded needs a key to be verified with, a cookie's presence a look-up, and a user id in the request another way to know the caller: what those are, only the author knows.",
    references: [
      {
        title: 'Directives: use server',
        url: 'https://nextjs.org/docs/app/api-reference/directives/use-server',
      },
      {
        title: 'Supabase: server-side auth',
        url: 'https://supabase.com/docs/guides/auth/server-side/nextjs',
      },
      {
        title: 'RFC 8725: JSON Web Token best current practices',
        url: 'https://www.rfc-editor.org/rfc/rfc8725',
      },
    ],
    examples: {
      bad: [
        `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { jwtDecode } from 'jwt-decode';
const prisma = new PrismaClient();

export async function POST(request: Request) {
  const user = jwtDecode(request.headers.get('authorization') ?? '');
            // ^^^^^^^^^ warning no-unverified-session: \`POST /api/posts\` writes (\`prisma.post.create\`), and knows the caller only from \`jwtDecode\`, which verifies nothing
  if (!user) return new Response(null, { status: 401 });
  await prisma.post.create({ data: await request.json() });
  return Response.json({ ok: true });
}
`,
        `//- app/actions.ts
'use server';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();

export async function remove(id: string, userId: string) {
  const post = await prisma.post.findUnique({ where: { id } });
  if (!userId) throw new Error('Unauthorized');
   // ^^^^^^^ warning no-unverified-session: \`remove\` writes (\`prisma.post.delete\`) and decides by what the caller says about itself
  await prisma.post.delete({ where: { id: post.id } });
}
//- app/page.tsx
import { remove } from './actions';
export default () => <form action={remove} />;
`,
      ],
      good: [
        `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { jwtVerify } from 'jose';
const prisma = new PrismaClient();
const key = new TextEncoder().encode(process.env.JWT_SECRET);

export async function POST(request: Request) {
  await jwtVerify(request.headers.get('authorization') ?? '', key);
  await prisma.post.create({ data: await request.json() });
  return Response.json({ ok: true });
}
`,
      ],
    },
    whenNotToUse: 'Where something in front of the app verifies the token, and nothing can get past it.',
  },

  *check(ctx) {
    for (const missing of ctx.missingGuards())
      if (missing.cause === 'unverified' || missing.cause === 'supplied') yield describe(ctx, missing);
  },
});

function describe(
  ctx: RuleContext,
  { cause, subject, does, severity, range, related, label }: MissingGuard,
): Finding {
  const message =
    cause === 'supplied'
      ? `${subject} ${does} and decides by what the caller says about itself`
      : label === ''
        ? `${subject} ${does} for anyone who sends a credential: it tests that there is one, not that it is valid`
        : `${subject} ${does}, and knows the caller only from \`${label}\`, which verifies nothing`;
  return {
    message,
    range,
    severity,
    help:
      cause === 'supplied'
        ? 'Take the user from a verified session, not from the request.'
        : 'Verify the token, or ask the library for the verified user.',
    related,
    fixes: cause === 'unverified' ? fixesFor(ctx, range) : [],
  };
}

/** Not safe: it asks the authentication server, and whoever made a session up is turned away. */
function fixesFor(ctx: RuleContext, range: Finding['range']): readonly Fix[] {
  const edits = verifiedUserEdits(ctx.syntax(), range);
  return edits ? [{ title: 'Ask for the verified user, with `getUser()`', safety: 'unsafe', edits }] : [];
}
