/** Reports endpoints that change something first and check the caller afterwards. */
import { checkPlaceOf } from '../core/rule/checkPlace';
import { guardFirstEdits } from '../core/edit/guardFirst';
import { type MissingGuard } from '../core/rule/missingGuard';
import { defineRule, type Finding, type Fix, type RuleContext } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: 'no-effect-before-guard',
    summary: 'An endpoint must check who is calling before it changes something.',
    why:
      'A check that comes after a write, a mail or a job turns the caller away when it is done: the answer is 401, and the ' +
      'change stays.\n\n' +
      'Reported is a change on the way to the decision that rejects, in the endpoint or in what it calls. What a wrapper ' +
      'does for itself (a log entry, a counter) does not count, and neither does what is made once and kept ' +
      '(`if (!client) { …; client = … }`).',
    group: 'boundaries',
    severity: 'warning',
    since: '0.1.0',
    fix: 'unsafe',
    fixNote:
      'Moves the check, with the declarations that it needs, above the change. There is none where the check needs what the change yields (an owner who is known only afterwards), or where one of the two stands in a helper: only the author knows what the helper may do without the other.',
    references: [{ title: 'Data security', url: 'https://nextjs.org/docs/app/guides/data-security' }],
    examples: {
      bad: [
        `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();

export async function DELETE(request: Request) {
  const { id } = await request.json();
  const post = await prisma.post.delete({ where: { id } });
                  // ^^^^^^^^^^^^^^^^^^ warning no-effect-before-guard: \`DELETE /api/posts\` writes (\`prisma.post.delete\`) before it checks who is calling
  const session = await getServerSession({});
  if (!session) return new Response(null, { status: 401 });
  return Response.json(post);
}
`,
      ],
      good: [
        `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();

export async function DELETE(request: Request) {
  const session = await getServerSession({});
  if (!session) return new Response(null, { status: 401 });
  const { id } = await request.json();
  return Response.json(await prisma.post.delete({ where: { id } }));
}
`,
      ],
    },
    whenNotToUse:
      'Where the change is meant for everybody, such as counting attempts: disable it for that line.',
  },

  *check(ctx) {
    for (const missing of ctx.missingGuards())
      if (missing.cause === 'effect-first') yield describe(ctx, missing);
  },
});

function describe(ctx: RuleContext, missing: MissingGuard): Finding {
  const { subject, does, severity, range, related } = missing;
  return {
    message: `${subject} ${does} before it checks who is calling`,
    range,
    severity,
    help: 'Move the check above it.',
    related,
    fixes: fixesFor(ctx, missing),
  };
}

/** Not safe: what comes between now runs for callers who may do it only. */
function fixesFor(ctx: RuleContext, missing: MissingGuard): readonly Fix[] {
  const check = checkPlaceOf(ctx, missing);
  const edits = check && guardFirstEdits(ctx.syntax(), missing.range, check);
  return edits ? [{ title: 'Move the check of the caller above it', safety: 'unsafe', edits }] : [];
}
