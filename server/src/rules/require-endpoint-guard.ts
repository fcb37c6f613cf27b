/** Reports endpoints that write, or return stored data, and check nobody, though they are not open on purpose. */
import { type Assessment, type Effect } from '../core/guards/assess';
import { siteFact } from '../core/guards/value';
import { type Endpoint } from '../core/program/program';
import { defineRule, type Finding, type Related, type RuleContext } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: 'require-endpoint-guard',
    summary: 'An endpoint that writes or returns stored data must check who is calling.',
    why:
      'A route handler is a public HTTP endpoint, and a Server Action is internal by intent only: anyone who has its id can ' +
      "POST to it, and the id of every action that the UI receives is in the page's HTML or JavaScript. The check of a page, " +
      'of a layout or of a proxy does not extend to it.\n\n' +
      'The whole call chain is followed, through helpers, wrappers and action clients, across files and workspace packages. ' +
      'Reported is an endpoint for which that chain is known and decides nowhere by who is calling. It is a warning where ' +
      'something is changed, and information where stored data is only returned. Sign-in, webhooks with a verified signature, ' +
      "a visitor's own cart, contact forms and public content are open on purpose and not reported; neither is what can't be followed.",
    group: 'boundaries',
    severity: 'warning',
    since: '0.1.0',
    fix: 'none',
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
const prisma = new PrismaClient();

export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard: \`POST /api/posts\` writes (\`prisma.post.create\`) and never checks who is calling
  const { title } = await request.json();
  await prisma.post.create({ data: { title } });
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
  await prisma.post.create({ data: { title } });
  return Response.json({ ok: true });
}
`,
      ],
    },
    whenNotToUse:
      'For an endpoint that is meant to be open, say so where the next reader looks: `@public <reason>` in its JSDoc comment.',
  },

  *check(ctx) {
    for (const endpoint of ctx.program().endpointsOf(ctx.path)) {
      if (endpoint.framework) continue;
      const assessed = ctx.assessmentOf(endpoint);
      const { guard, publicByDesign, mutates } = assessed;
      if (guard.verdict !== 'unguarded' || publicByDesign.value !== false || mutates === 'unknown') continue;
      // Nothing answers a request for an action that no page reaches.
      if (ctx.isReached(endpoint) === false) continue;
      yield describe(ctx, endpoint, assessed);
    }
  },
});

function describe(ctx: RuleContext, endpoint: Endpoint, { effects, mutates }: Assessment): Finding {
  const name = endpoint.method === undefined ? endpoint.name : `${endpoint.method} ${endpoint.url ?? ''}`;
  const [first] = effects;
  const does = mutates ? `writes${first ? ` (\`${first.label}\`)` : ''}` : 'returns stored data';
  const isAction = endpoint.kind === 'action' || endpoint.kind === 'inline-action';
  return {
    message: `\`${name}\` ${does} and never checks who is calling`,
    range: ctx.file.ranges[endpoint.fact] ?? { start: 0, end: 0 },
    severity: mutates ? 'warning' : 'information',
    help: isAction
      ? 'Anyone who has its id can POST to it. Check the caller first, or say `@public <reason>` in its JSDoc comment.'
      : 'Check the caller first, or say `@public <reason>` in its JSDoc comment.',
    related: effects.slice(0, 3).map(toRelated),
  };
}

function toRelated({ site, label }: Effect): Related {
  return { path: site.path, fact: siteFact(site), message: label };
}
