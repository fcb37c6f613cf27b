/** Reports endpoints whose check of the caller is left out in some environments. */
import { everyEnvironment } from '../core/edit/everyEnvironment';
import { type MissingGuard } from '../core/rule/missingGuard';
import { defineRule, type Finding, type Fix, type RuleContext } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: 'no-environment-guard',
    summary: 'The check of the caller must not depend on the environment.',
    why:
      'A check that runs only where `NODE_ENV` is `production`, only on one platform, or only if a secret happens to be set ' +
      'is not there in a preview deployment, on a self-hosted server, or after a variable was forgotten or renamed. ' +
      'Nothing tells: everything works, for everybody.\n\n' +
      'Reported is an endpoint that is guarded in one branch of a test of the environment and reached without in the other: ' +
      'information where every deployment makes the check (`NODE_ENV` alone decides), and a hint where a helper in another ' +
      'file leaves the check out. Where it does so for several endpoints, a report tells it once, there.',
    group: 'boundaries',
    severity: 'warning',
    since: '0.1.0',
    fix: 'unsafe',
    fixNote:
      'Drops the test of the environment, or rejects where the secret is not set. There is none where a helper in another file leaves the check out, or where the other environment does something else instead.',
    references: [
      { title: 'Data security', url: 'https://nextjs.org/docs/app/guides/data-security' },
      { title: 'Environment variables', url: 'https://nextjs.org/docs/app/guides/environment-variables' },
    ],
    examples: {
      bad: [
        `//- app/api/cron/route.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();

export async function GET(request: Request) {
  if (process.env.CRON_SECRET && request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) {
   // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning no-environment-guard: \`GET /api/cron\` writes (\`prisma.post.deleteMany\`) without a check of the caller in some deployments
    return new Response(null, { status: 401 });
  }
  await prisma.post.deleteMany();
  return Response.json({ ok: true });
}
`,
      ],
      good: [
        `//- app/api/cron/route.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();

export async function GET(request: Request) {
  const secret = process.env.CRON_SECRET;
  if (!secret || request.headers.get('authorization') !== \`Bearer \${secret}\`) {
    return new Response(null, { status: 401 });
  }
  await prisma.post.deleteMany();
  return Response.json({ ok: true });
}
`,
      ],
    },
    whenNotToUse:
      'Where the other environments really are not reachable, and you want to say so in a comment with the reason.',
  },

  *check(ctx) {
    for (const missing of ctx.missingGuards())
      if (missing.cause === 'environment') yield describe(ctx, missing);
  },
});

function describe(ctx: RuleContext, missing: MissingGuard): Finding {
  const { subject, does, severity, range, related, shared, assessment } = missing;
  const { reason } = assessment.guard;
  const isDeployed = reason?.kind === 'environment' && reason.inProduction;
  return {
    message: `${subject} ${does} without a check of the caller ${isDeployed ? 'in some deployments' : 'outside production'}`,
    range,
    severity,
    help: isDeployed
      ? 'Reject where the environment lacks what the check needs, instead of leaving the check out.'
      : 'Check the caller in every environment.',
    related,
    ...(shared && {
      shared: { ...shared, message: 'This leaves out the check of the caller in some environments' },
    }),
    fixes: fixesFor(ctx, missing),
  };
}

/** Not safe: the environments that had no check have it from now on. */
function fixesFor(ctx: RuleContext, { range, assessment }: MissingGuard): readonly Fix[] {
  // Where a helper leaves it out, the finding is at the endpoint and the helper in another file.
  const found = assessment.guard.at?.path === ctx.path ? everyEnvironment(ctx.syntax(), range) : undefined;
  if (!found) return [];
  const { secret, edits } = found;
  const title = secret === undefined ? 'Check in every environment' : `Reject where \`${secret}\` is not set`;
  return [{ title, safety: 'unsafe', edits }];
}
