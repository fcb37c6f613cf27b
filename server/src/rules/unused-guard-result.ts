/** Reports endpoints that ask who is calling and then do their work whatever the answer is. */
import { type MissingGuard } from '../core/rule/missingGuard';
import { defineRule, type Finding } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: 'unused-guard-result',
    summary: 'An endpoint that asks who is calling must decide by the answer.',
    why:
      'Reading a session protects nothing by itself: without one, `session?.user.id` is `undefined`, and the code goes on. ' +
      'A query with `where: { userId: undefined }` is, in many libraries, a query without a condition. The same holds for a ' +
      'guard that is called without `await` (its promise is always truthy, and nobody waits for it to throw) and for one ' +
      'whose exception is caught and dropped.\n\n' +
      'Reported is an endpoint that reads an identity, changes something or returns stored data, and has no branch between ' +
      'the two by which a caller without an identity leaves. A dereference that happens to crash (`session!.user.id`) is no ' +
      'decision.',
    group: 'boundaries',
    severity: 'warning',
    since: '0.1.0',
    fix: 'none',
    fixNote:
      '[`reject-absent-caller`](../codeActions.md#reject-absent-caller) turns callers away where the answer is nobody, or waits for a guard that nobody waited for. It is not offered where the app and its libraries do not show how to tell nobody from somebody.',
    references: [
      { title: 'Data security', url: 'https://nextjs.org/docs/app/guides/data-security' },
      {
        title: 'Authentication: route handlers',
        url: 'https://nextjs.org/docs/app/guides/authentication#route-handlers',
      },
    ],
    examples: {
      bad: [
        `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();

export async function POST(request: Request) {
  const session = await getServerSession({});
                     // ^^^^^^^^^^^^^^^^ warning unused-guard-result: \`POST /api/posts\` asks who is calling, but writes (\`prisma.post.create\`) whatever the answer is
  const { title } = await request.json();
  await prisma.post.create({ data: { title, author: session?.user?.email } });
  return Response.json({ ok: true });
}
`,
      ],
      good: [
        `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();

export async function POST(request: Request) {
  const session = await getServerSession({});
  if (!session) return new Response(null, { status: 401 });
  const { title } = await request.json();
  await prisma.post.create({ data: { title, author: session.user?.email } });
  return Response.json({ ok: true });
}
`,
      ],
    },
    whenNotToUse:
      'For an endpoint that serves visitors too and only notes who is signed in: say `@public <reason>` in its JSDoc comment.',
  },

  *check(ctx) {
    for (const missing of ctx.missingGuards()) if (missing.cause === 'unused') yield describe(missing);
  },
});

function describe({ subject, does, label, severity, range, related }: MissingGuard): Finding {
  return {
    message: `${subject} asks who is calling, but ${does} whatever the answer is`,
    range,
    severity,
    help: `Return, throw or redirect where ${label === '' ? 'it' : `\`${label}\``} finds nobody, and await it.`,
    related,
  };
}
