/** The rule against webhooks without a signature, and with one that is verified too late, over the wrong text, or by an operator. */
import { checkRule } from '../support/check';

const DB = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;
const HMAC = `import { createHmac, timingSafeEqual } from 'node:crypto';
${DB}const sign = (text: string) => createHmac('sha256', process.env.HOOK_SECRET!).update(text).digest('hex');
`;
const REJECT = 'return new Response(null, { status: 401 });';

describe('require-webhook-signature', () => {
  it('warns of a webhook that believes whoever calls', () => {
    checkRule(`
//- app/api/stripe/webhook/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-webhook-signature: \`POST /api/stripe/webhook\` writes (\`prisma.order.update\`) and never verifies who sent the event
  const { id } = await request.json();
  await prisma.order.update({ where: { id }, data: { paid: true } });
  return new Response();
}
`);
  });

  it('warns of a change before the signature is verified', () => {
    checkRule(`
//- app/api/webhooks/route.ts
import { Webhook } from 'svix';
${DB}export async function POST(request: Request) {
  const body = await request.text();
  await prisma.event.create({ data: { body } });
     // ^^^^^^^^^^^^^^^^^^^ warning require-webhook-signature: \`POST /api/webhooks\` writes (\`prisma.event.create\`) before it verifies the signature
  new Webhook(process.env.HOOK_SECRET!).verify(body, {});
  return new Response();
}
`);
  });

  it('informs of a signature over a body that was parsed and printed again', () => {
    checkRule(
      `
//- app/api/webhooks/route.ts
import { Webhook } from 'svix';
${DB}export async function POST(request: Request) {
  const body = await request.json();
  const headers = { 'svix-signature': request.headers.get('svix-signature') };
  new Webhook(process.env.HOOK_SECRET!).verify(JSON.stringify(body), headers);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information require-webhook-signature: \`POST /api/webhooks\` verifies the signature over a body that was parsed and printed again
  await prisma.user.delete({ where: { id: body.id } });
  return new Response();
}
`,
    );
  });

  it('informs of a signature that an operator compares', () => {
    checkRule(`
//- app/api/webhooks/route.ts
${HMAC}export async function POST(request: Request) {
  const body = await request.text();
  if (request.headers.get('x-signature') !== sign(body)) ${REJECT}
   // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information require-webhook-signature: \`POST /api/webhooks\` compares the signature with an operator
  await prisma.user.delete({ where: { id: JSON.parse(body).id } });
  return new Response();
}
void timingSafeEqual;
`);
  });

  it('says nothing of a signature over the raw body that is compared in constant time', () => {
    checkRule(`
//- app/api/webhooks/route.ts
${HMAC}export async function POST(request: Request) {
  const body = await request.text();
  const [a, b] = [Buffer.from(request.headers.get('x-signature') ?? ''), Buffer.from(sign(body))];
  if (a.length !== b.length || !timingSafeEqual(a, b)) ${REJECT}
  await prisma.user.delete({ where: { id: JSON.parse(body).id } });
  return new Response();
}
`);
  });

  it('leaves a URL that only sounds like one to require-endpoint-guard', () => {
    checkRule(`
//- app/api/discord-webhook/route.ts
${DB}export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  await prisma.message.create({ data: await request.json() });
  return new Response();
}
`);
  });
});
