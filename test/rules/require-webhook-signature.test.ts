/** The rule against webhooks without a signature, and with one that is verified too late, over the wrong text, or by an operator. */
import { checkFix, checkNoFix, checkRule } from '../support/check';

const DB = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;
const HMAC = `import { createHmac, timingSafeEqual } from 'node:crypto';
${DB}const sign = (text: string) => createHmac('sha256', process.env.HOOK_SECRET!).update(text).digest('hex');
`;
const HMAC_ALL = "import { createHmac, timingSafeEqual } from 'node:crypto';\n";
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

  it('informs of a signature over a body that was parsed and serialized again', () => {
    checkRule(
      `
//- app/api/webhooks/route.ts
import { Webhook } from 'svix';
${DB}export async function POST(request: Request) {
  const body = await request.json();
  const headers = { 'svix-signature': request.headers.get('svix-signature') };
  new Webhook(process.env.HOOK_SECRET!).verify(JSON.stringify(body), headers);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information require-webhook-signature: \`POST /api/webhooks\` verifies the signature over a body that was parsed and serialized again
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

  describe('its fixes', () => {
    const CONSTANT = 'Compare in constant time, with `timingSafeEqual`';
    const RAW = 'Verify the body as it came';

    function hook(head: string, ...lines: readonly string[]): string {
      return `
//- app/api/webhooks/route.ts
${head}${DB}const sign = (text: string) => createHmac('sha256', process.env.HOOK_SECRET!).update(text).digest('hex');
export async function POST(request: Request) {
${lines.map((line) => `  ${line}\n`).join('')}  await prisma.event.create({ data: {} });
  return new Response();
}
`;
    }

    it('compare in constant time, over digests of one length', () => {
      checkFix(
        hook(
          "import { createHmac } from 'crypto';\n",
          'const body = await request.text();',
          `if (request.headers.get('x-signature') !== sign(body)) ${REJECT}`,
        ),
        hook(
          "import { createHmac, createHash, timingSafeEqual } from 'crypto';\n",
          'const body = await request.text();',
          `if (
    !timingSafeEqual(
      createHash('sha256').update(request.headers.get('x-signature') ?? '').digest(),
      createHash('sha256').update(sign(body)).digest(),
    )
  ) ${REJECT}`,
        ),
        { title: CONSTANT },
      );
    });

    it('use the module as the file imports it, and know what was tested before', () => {
      const own = (lines: readonly string[]): string =>
        hook(
          "import crypto from 'node:crypto';\n",
          'const signature = request.headers.get("x-signature");',
          `if (!signature) ${REJECT}`,
          'const body = await request.text();',
          ...lines,
        ).replace('=> createHmac', '=> crypto.createHmac');
      checkFix(
        own(['const isGenuine = signature === sign(body);', `if (!isGenuine) ${REJECT}`]),
        own([
          `const isGenuine = crypto.timingSafeEqual(
    crypto.createHash('sha256').update(signature).digest(),
    crypto.createHash('sha256').update(sign(body)).digest(),
  );`,
          `if (!isGenuine) ${REJECT}`,
        ]),
      );
    });

    it('leave a side alone that may be no string, and the Edge runtime, which has no such function', () => {
      checkNoFix(
        hook(
          "import { createHmac } from 'node:crypto';\n",
          'const body = await request.text();',
          "const signature = JSON.parse(request.headers.get('x-signature') ?? '{}').value;",
          `if (signature !== sign(body)) ${REJECT}`,
        ),
      );
      checkNoFix(
        hook(
          "import { createHmac } from 'crypto-js';\nexport const runtime = 'edge';\n",
          'const body = await request.text();',
          `if (request.headers.get('x-signature') !== sign(body)) ${REJECT}`,
        ).replace("'crypto-js'", "'node:crypto'"),
      );
    });

    it('verify the text of the body, under the name that it has', () => {
      checkFix(
        hook(
          HMAC_ALL,
          'const event = await request.json();',
          'const body = JSON.stringify(event);',
          `if (!timingSafeEqual(Buffer.from(request.headers.get('x-signature') ?? ''), Buffer.from(sign(body)))) ${REJECT}`,
        ),
        hook(
          HMAC_ALL,
          'const body = await request.text();',
          'const event = JSON.parse(body);',
          `if (!timingSafeEqual(Buffer.from(request.headers.get('x-signature') ?? ''), Buffer.from(sign(body)))) ${REJECT}`,
        ),
        { title: RAW },
      );
      checkFix(
        hook(
          HMAC_ALL,
          'const event = (await request.json()) as { id: string };',
          `if (!timingSafeEqual(Buffer.from(request.headers.get('x-signature') ?? ''), Buffer.from(sign(JSON.stringify(event))))) ${REJECT}`,
        ),
        hook(
          HMAC_ALL,
          'const payload = await request.text();',
          'const event = JSON.parse(payload) as { id: string };',
          `if (!timingSafeEqual(Buffer.from(request.headers.get('x-signature') ?? ''), Buffer.from(sign(payload)))) ${REJECT}`,
        ),
        { title: RAW },
      );
    });

    it('leave a body alone that is printed twice, or only in part', () => {
      checkNoFix(
        hook(
          HMAC_ALL,
          'const event = await request.json();',
          'console.log(JSON.stringify(event));',
          `if (!timingSafeEqual(Buffer.from(request.headers.get('x-signature') ?? ''), Buffer.from(sign(JSON.stringify(event))))) ${REJECT}`,
        ),
      );
      checkNoFix(
        hook(
          HMAC_ALL,
          'const { event } = await request.json();',
          `if (!timingSafeEqual(Buffer.from(request.headers.get('x-signature') ?? ''), Buffer.from(sign(JSON.stringify(event))))) ${REJECT}`,
        ),
      );
    });

    it('move a verification that comes too late', () => {
      const file = (...lines: readonly string[]): string => `
//- app/api/webhooks/route.ts
import { Webhook } from 'svix';
${DB}export async function POST(request: Request) {
  const body = await request.text();
${lines.join('\n')}
  return new Response();
}
`;
      const write = '  await prisma.event.create({ data: { body } });';
      const verify = '  new Webhook(process.env.HOOK_SECRET!).verify(body, {});';
      checkFix(file(write, verify), file(verify, write), { title: 'Move the verification above it' });
    });
  });
});
