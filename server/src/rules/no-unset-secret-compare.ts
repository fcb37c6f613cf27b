/** Reports comparisons with a secret that let everybody in where the environment has no such secret. */
import { type Weakness } from '../core/guards/weaknesses';
import { siteFact } from '../core/guards/value';
import { type Endpoint } from '../core/program/program';
import { defineRule, type Finding, type Fix, type RuleContext } from '../core/rule/rule';
import { secretIn, secretTestEdit } from '../core/syntax/secretTest';

export const rule = defineRule({
  meta: {
    id: 'no-unset-secret-compare',
    summary: 'A comparison with a secret must fail where the secret is not set.',
    why:
      'An environment variable that is not set is `undefined`. In a template it becomes text: without `CRON_SECRET` the ' +
      'header `Bearer undefined` is equal to `` `Bearer ${process.env.CRON_SECRET}` ``. And a body without the field, a ' +
      'missing cookie or the second part of a header that has none are `undefined`, too. So the day that a variable is ' +
      'forgotten, renamed or left out of a preview deployment, the endpoint is open, and nothing tells.\n\n' +
      'The endpoint is followed with all of its secrets unset; reported is a comparison that then lets a caller through ' +
      'who knows no secret. `headers.get(…)` and `searchParams.get(…)` are `null` where nothing was sent, which is not ' +
      '`undefined`: comparing those directly is not reported, and neither are variables that a schema requires.',
    group: 'boundaries',
    severity: 'warning',
    since: '0.1.0',
    fix: 'unsafe',
    fixNote:
      'Puts a test of the secret before the comparison, so that the rejection that is there serves for it, too. There is none where the comparison stands in another file, or is made by a call.',
    references: [
      {
        title: 'Vercel: securing cron jobs',
        url: 'https://vercel.com/docs/cron-jobs/manage-cron-jobs#securing-cron-jobs',
      },
      { title: 'Environment variables', url: 'https://nextjs.org/docs/app/guides/environment-variables' },
    ],
    examples: {
      bad: [
        `//- app/api/cron/route.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();

export async function GET(request: Request) {
  if (request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) {
   // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning no-unset-secret-compare: Without \`process.env.CRON_SECRET\` this lets everybody call \`GET /api/cron\`
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
    whenNotToUse: 'Where something else makes sure, before the app starts, that the variable is set.',
  },

  *check(ctx) {
    const seen = new Set<number>();
    for (const endpoint of ctx.program().endpointsOf(ctx.path)) {
      if (endpoint.framework) continue;
      const weakness = ctx.assessmentOf(endpoint).weaknesses.find(({ kind }) => kind === 'unset-secret');
      if (!weakness || ctx.isReached(endpoint) === false) continue;
      const finding = describe(ctx, endpoint, weakness);
      // Two endpoints that share a check have one finding.
      if (!seen.has(finding.range.start)) yield finding;
      seen.add(finding.range.start);
    }
  },
});

function describe(ctx: RuleContext, { name, method, url, fact }: Endpoint, { site }: Weakness): Finding {
  const own = site.path === ctx.path ? ctx.rangeOf(siteFact(site)) : undefined;
  const secret = own && secretIn(ctx.syntax(), own);
  const endpoint = method === undefined ? name : `${method} ${url ?? ''}`;
  return {
    message: `Without ${secret === undefined ? 'its secret' : `\`${secret}\``} this lets everybody call \`${endpoint}\``,
    range: own ?? ctx.file.ranges[fact] ?? { start: 0, end: 0 },
    help: 'What is not set is compared as `undefined`, which anyone can send. Reject where the secret is not set, before it is compared.',
    ...(!own && {
      related: [{ path: site.path, fact: siteFact(site), message: 'compares the secret here' }],
    }),
    fixes: own ? fixesFor(ctx, own) : [],
  };
}

/** Not safe: a deployment that has no secret answers 401 from now on. */
function fixesFor(ctx: RuleContext, range: Finding['range']): readonly Fix[] {
  const edit = secretTestEdit(ctx.syntax(), range);
  return edit ? [{ title: 'Reject where the secret is not set', safety: 'unsafe', edits: [edit] }] : [];
}
