/** Reports webhooks that believe whoever calls them. */
import { checkPlaceOf } from '../core/rule/checkPlace';
import { type MissingGuard } from '../core/rule/missingGuard';
import { siteFact } from '../core/guards/value';
import { type Weakness } from '../core/guards/weaknesses';
import { type Endpoint } from '../core/program/program';
import { guardFirstEdits } from '../core/edit/guardFirst';
import { rawBodyEdits } from '../core/edit/rawBody';
import { timingSafeEdits } from '../core/edit/timingSafe';
import { defineRule, type Finding, type Fix, type RuleContext } from '../core/rule/rule';
import { tellingRange } from '../core/syntax/tellingRange';

export const rule = defineRule({
  meta: {
    id: 'require-webhook-signature',
    summary: 'A webhook must verify the signature of what it is sent before it acts on it.',
    why:
      'A webhook is a public URL that says who may call it only by the signature it verifies. Without that, anybody can ' +
      'tell the app that an invoice was paid or a user deleted. The signature must be verified before anything is changed, ' +
      'and over the bytes as they came (`await request.text()`): a body that was parsed and serialized again need not be the ' +
      'same text, so that genuine events fail.',
    group: 'route-handlers',
    severity: 'warning',
    since: '0.1.0',
    fix: 'unsafe',
    fixNote:
      "[`verify-webhook-signature`](../codeActions.md#verify-webhook-signature), on the handler's name, verifies the signature as the sender makes it. A comparison by operator becomes `timingSafeEqual` over digests of one length, in files of the Node.js runtime; a body that was printed again is verified as it came; a verification that comes too late is moved.",
    references: [
      {
        title: 'Route handlers: webhooks',
        url: 'https://nextjs.org/docs/app/api-reference/file-conventions/route#webhooks',
      },
      { title: 'Standard Webhooks', url: 'https://www.standardwebhooks.com/' },
    ],
    examples: {
      bad: [
        `//- app/api/webhooks/stripe/route.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();

export async function POST(request: Request) {
                   // ^^^^ warning require-webhook-signature: \`POST /api/webhooks/stripe\` writes (\`prisma.order.update\`) and never verifies who sent the event
  const event = await request.json();
  await prisma.order.update({ where: { id: event.data.id }, data: { paid: true } });
  return Response.json({ received: true });
}
`,
      ],
      good: [
        `//- app/api/webhooks/stripe/route.ts
import { PrismaClient } from '@prisma/client';
import Stripe from 'stripe';
const prisma = new PrismaClient();
const stripe = new Stripe(process.env.STRIPE_KEY!);

export async function POST(request: Request) {
  const event = stripe.webhooks.constructEvent(
    await request.text(),
    request.headers.get('stripe-signature')!,
    process.env.STRIPE_WEBHOOK_SECRET!,
  );
  await prisma.order.update({ where: { id: event.id }, data: { paid: true } });
  return Response.json({ received: true });
}
`,
      ],
    },
    whenNotToUse:
      'Where the sender signs nothing and another check stands in front: say `@public <reason>` in its JSDoc comment.',
  },

  *check(ctx) {
    for (const missing of ctx.missingGuards()) if (missing.cause === 'unsigned') yield describe(ctx, missing);
    const seen = new Set<string>();
    for (const endpoint of ctx.program().endpointsOf(ctx.path)) {
      for (const weakness of endpoint.framework ? [] : ctx.assessmentOf(endpoint).weaknesses) {
        const key = `${weakness.kind} ${siteFact(weakness.site)}`;
        if (weakness.kind !== 'unset-secret' && !seen.has(key))
          yield describeWeakness(ctx, endpoint, weakness);
        seen.add(key);
      }
    }
  },
});

function describeWeakness(
  ctx: RuleContext,
  { method, url, fact }: Endpoint,
  { kind, site }: Weakness,
): Finding {
  const own = site.path === ctx.path ? ctx.rangeOf(siteFact(site)) : undefined;
  const name = `${method ?? ''} ${url ?? ''}`.trim();
  return {
    message:
      kind === 'parsed-body'
        ? `\`${name}\` verifies the signature over a body that was parsed and serialized again`
        : `\`${name}\` compares the signature with an operator, so that the time it takes tells how much of it is right`,
    range: own ? tellingRange(ctx.syntax(), own) : (ctx.file.ranges[fact] ?? { start: 0, end: 0 }),
    severity: 'information',
    help:
      kind === 'parsed-body'
        ? 'Read `await request.text()`, verify that, and parse it afterwards.'
        : 'Compare with `timingSafeEqual` of `node:crypto`.',
    fixes: own ? fixesFor(ctx, kind, own) : [],
    ...(!own && { related: [{ path: site.path, fact: siteFact(site), message: 'verifies it here' }] }),
  };
}

/** Not safe: genuine events that the old code turned away pass, and the file gets an import. */
function fixesFor(ctx: RuleContext, kind: Weakness['kind'], range: Finding['range']): readonly Fix[] {
  if (kind === 'parsed-body') {
    const edits = rawBodyEdits(ctx.syntax(), range);
    return edits ? [{ title: 'Verify the body as it came', safety: 'unsafe', edits }] : [];
  }
  // https://nextjs.org/docs/app/api-reference/edge: that runtime has no `node:crypto` but for a part of it.
  const runtime = ctx.file.link.segmentConfig['runtime'];
  if (runtime && !(runtime.kind === 'literal' && runtime.value === 'nodejs')) return [];
  const edits = timingSafeEdits(ctx.syntax(), range);
  return edits
    ? [{ title: 'Compare in constant time, with `timingSafeEqual`', safety: 'unsafe', edits }]
    : [];
}

function describe(ctx: RuleContext, missing: MissingGuard): Finding {
  const { subject, does, severity, range, related, assessment } = missing;
  const late = assessment.guard.kind === 'signature';
  const check = late ? checkPlaceOf(ctx, missing) : undefined;
  const edits = check && guardFirstEdits(ctx.syntax(), range, check);
  return {
    message: late
      ? `${subject} ${does} before it verifies the signature`
      : `${subject} ${does} and never verifies who sent the event`,
    range,
    severity,
    help: late
      ? 'Verify the signature first.'
      : 'Verify the signature over `await request.text()` before anything else.',
    related,
    fixes: edits ? [{ title: 'Move the verification above it', safety: 'unsafe', edits }] : [],
  };
}
