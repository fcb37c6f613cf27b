/** What `verify-webhook-signature` writes for each sender, and where it is offered. */
import assert from 'node:assert/strict';
import { checkAssist, checkNoAssist, checkRefusal, checkTitles, reportAfter } from '../support/checkAssist';

const DATABASE = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;

/** A webhook for `sender` that believes everybody. */
function webhook(sender: string, head = '', body = 'const event = await request.json();'): string {
  return `//- app/api/webhooks/${sender}/route.ts
${head}${DATABASE}
export async function PO$0ST(request: Request) {
  ${body}
  await prisma.event.create({ data: { type: event.type } });
  return new Response('ok');
}
`;
}

const withPackage = (name: string): string =>
  `//- package.json\n{ "dependencies": { "next": "16.4.6", "${name}": "*" } }\n`;

/** The engine must call the result guarded by a signature, and find nothing. */
function checkGuarded(source: string): void {
  const { endpoints, findings } = reportAfter('verify-webhook-signature', source);
  assert.deepEqual(
    endpoints.map(({ guard }) => `${guard.verdict} ${guard.kind}`),
    ['guarded signature'],
  );
  assert.deepEqual(findings, []);
}

describe('verify-webhook-signature', () => {
  it('leaves every sender’s webhook guarded by its signature, with nothing to find', () => {
    for (const sender of ['github', 'shopify', 'slack', 'lemon-squeezy', 'paddle', 'somebody'])
      checkGuarded(webhook(sender));
    for (const sender of ['clerk', 'resend', 'svix']) checkGuarded(withPackage('svix') + webhook(sender));
    checkGuarded(withPackage('stripe') + webhook('stripe'));
  });

  it('uses the app’s Stripe client where other files do, in the file’s style', () => {
    checkAssist(
      'verify-webhook-signature',
      `//- lib/stripe.ts
import Stripe from "stripe"
export const stripe = new Stripe(process.env.STRIPE_KEY!)
//- app/api/checkout/route.ts
import { stripe } from "@/lib/stripe"
export const POST = async () => Response.json(await stripe.checkout.sessions.list())
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- app/api/webhooks/stripe/route.ts
import { NextRequest, NextResponse } from "next/server"
import { prisma } from "@/lib/prisma"

export async function PO$0ST(req: NextRequest) {
    const { type, data } = (await req.json()) as StripeEvent

    await prisma.event.create({ data: { type, id: data.id } })
    return NextResponse.json({ ok: true })
}
`,
      `//- app/api/webhooks/stripe/route.ts
import { NextRequest, NextResponse } from "next/server"
import { prisma } from "@/lib/prisma"
import { stripe } from "@/lib/stripe"

export async function POST(req: NextRequest) {
    const payload = await req.text()
    const signature = req.headers.get("stripe-signature")
    const secret = process.env.STRIPE_HOOK_SECRET
    if (!signature || !secret) {
        return NextResponse.json({ error: "Invalid signature" }, { status: 401 })
    }
    try {
        stripe.webhooks.constructEvent(payload, signature, secret)
    } catch {
        return NextResponse.json({ error: "Invalid signature" }, { status: 401 })
    }

    const { type, data } = JSON.parse(payload) as StripeEvent

    await prisma.event.create({ data: { type, id: data.id } })
    return NextResponse.json({ ok: true })
}
`,
      { input: { variable: 'STRIPE_HOOK_SECRET' } },
    );
  });

  it('verifies behind a body that is read as text already, and reads a form’s fields from the text', () => {
    checkAssist(
      'verify-webhook-signature',
      webhook('github', '', 'const body = await request.text();\n  const event = JSON.parse(body);'),
      `//- app/api/webhooks/github/route.ts
${DATABASE.replace("'@prisma/client';", "'@prisma/client';\nimport { createHmac, timingSafeEqual } from 'node:crypto';")}
export async function POST(request: Request) {
  const body = await request.text();
  const signature = request.headers.get('x-hub-signature-256');
  const secret = process.env.GITHUB_WEBHOOK_SECRET;
  if (!signature || !secret) {
    return new Response('Invalid signature', { status: 401 });
  }
  const expected = \`sha256=\${createHmac('sha256', secret).update(body).digest('hex')}\`;
  if (
    signature.length !== expected.length ||
    !timingSafeEqual(Buffer.from(signature), Buffer.from(expected))
  ) {
    return new Response('Invalid signature', { status: 401 });
  }
  const event = JSON.parse(body);
  await prisma.event.create({ data: { type: event.type } });
  return new Response('ok');
}
`,
      { notes: ['Set `GITHUB_WEBHOOK_SECRET` to the signing secret that the sender shows.'] },
    );
    const form = "const form = await request.formData();\n  const event = { type: form.get('command') };";
    checkGuarded(webhook('slack', '', form));
  });

  it('names a variable that the app’s example environment has, and asks for the header of an unknown sender', () => {
    const env = '//- .env.example\nMY_SLACK_SIGNING_SECRET=\n';
    checkAssist(
      'verify-webhook-signature',
      `${env}${webhook('slack')}`,
      `//- app/api/webhooks/slack/route.ts
${DATABASE.replace("'@prisma/client';", "'@prisma/client';\nimport { createHmac, timingSafeEqual } from 'node:crypto';")}
export async function POST(request: Request) {
  const payload = await request.text();
  const signature = request.headers.get('x-slack-signature');
  const timestamp = Number(request.headers.get('x-slack-request-timestamp'));
  const secret = process.env.MY_SLACK_SIGNING_SECRET;
  if (!signature || !secret) {
    return new Response('Invalid signature', { status: 401 });
  }
  // An old request may be one that somebody recorded.
  if (!(Math.abs(Date.now() / 1000 - timestamp) < 60 * 5)) {
    return new Response('Invalid signature', { status: 401 });
  }
  const expected = \`v0=\${createHmac('sha256', secret).update(\`v0:\${timestamp}:\${payload}\`).digest('hex')}\`;
  if (
    signature.length !== expected.length ||
    !timingSafeEqual(Buffer.from(signature), Buffer.from(expected))
  ) {
    return new Response('Invalid signature', { status: 401 });
  }

  const event = JSON.parse(payload);
  await prisma.event.create({ data: { type: event.type } });
  return new Response('ok');
}
`,
    );
    checkTitles('verify-webhook-signature', webhook('somebody'), [
      'Verify the sender’s signature over the raw body',
    ]);
    checkRefusal('verify-webhook-signature', webhook('somebody'), /name of a header/, {
      input: { header: 'x signature' },
    });
    checkRefusal('verify-webhook-signature', webhook('somebody'), /environment variable/, {
      input: { variable: 'a-b' },
    });
  });

  it('is not offered where something is verified, the body goes elsewhere, or the library is not there', () => {
    checkNoAssist('verify-webhook-signature', webhook('stripe'));
    checkNoAssist('verify-webhook-signature', webhook('clerk'));
    checkNoAssist(
      'verify-webhook-signature',
      webhook('github', '', 'await log(request);\n  const event = await request.json();'),
    );
    checkNoAssist('verify-webhook-signature', webhook('github', "export const runtime = 'edge';\n"));
    checkNoAssist(
      'verify-webhook-signature',
      webhook('github', '', 'const event = await request.json().catch(() => null);'),
    );
    checkNoAssist(
      'verify-webhook-signature',
      webhook(
        'github',
        "import { verify } from '@octokit/webhooks-methods';\n",
        "const body = await request.text();\n  if (!(await verify(secret, body, request.headers.get('x-hub-signature-256')))) return new Response('', { status: 401 });\n  const event = JSON.parse(body);",
      ),
    );
    checkNoAssist('verify-webhook-signature', webhook('github').replaceAll('webhooks/github', 'posts'));
  });
});
