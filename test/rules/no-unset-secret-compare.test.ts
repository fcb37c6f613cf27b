/** The rule against secrets that may be missing: what then passes, what does not, and the fix. */
import { checkFix, checkNoFix, checkRule } from '../support/check';

const DB = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;
const REJECT = 'return new Response(null, { status: 401 });';
const WRITES = `  await prisma.post.deleteMany();
  return new Response();
}
`;

function route(body: string, head = ''): string {
  return `
//- app/api/cron/route.ts
${head}${DB}export async function POST(request: Request) {
${body}
${WRITES}`;
}

describe('no-unset-secret-compare', () => {
  it('warns of a template: without the secret it is a text that anybody can send', () => {
    checkRule(
      route(`  if (request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) ${REJECT}
   // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning no-unset-secret-compare: Without \`process.env.CRON_SECRET\` this lets everybody call \`POST /api/cron\``),
    );
  });

  it('warns of a field of the body, which is undefined, too, where it is not sent', () => {
    checkRule(
      route(`  const { secret } = await request.json();
  if (secret !== process.env.CRON_SECRET) ${REJECT}
   // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning no-unset-secret-compare`),
    );
  });

  it('says nothing of the name before a password: the first part of a text is always there', () => {
    checkRule(
      route(`  const [user, password] = atob(request.headers.get('authorization')!.slice(6)).split(':');
  if (user !== process.env.BASIC_USER || password !== process.env.BASIC_PASSWORD) ${REJECT}`),
    );
  });

  it('warns of a part of a header, and of a positive test', () => {
    checkRule(
      route(`  const token = request.headers.get('authorization')?.split(' ')[1];
  if (token === process.env.CRON_SECRET) {
   // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning no-unset-secret-compare
    await prisma.post.create({ data: {} });
    return new Response();
  }
  ${REJECT}`).replace(WRITES, '}\n'),
    );
  });

  it('says nothing of a header or query parameter as it is: null is not undefined', () => {
    checkRule(route(`  if (request.headers.get('x-secret') !== process.env.CRON_SECRET) ${REJECT}`));
    checkRule(
      route(`  const secret = new URL(request.url).searchParams.get('secret');
  if (secret !== process.env.CRON_SECRET) ${REJECT}`),
    );
  });

  it('warns of loose equality, to which null is undefined', () => {
    checkRule(
      route(`  if (request.headers.get('x-secret') != process.env.CRON_SECRET) ${REJECT}
   // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning no-unset-secret-compare`),
    );
  });

  it('says nothing where the secret is tested first, wherever that is', () => {
    checkRule(
      route(`  const secret = process.env.CRON_SECRET;
  if (!secret) throw new Error('CRON_SECRET is not set');
  if (request.headers.get('authorization') !== \`Bearer \${secret}\`) ${REJECT}`),
    );
  });

  it('says nothing of a variable that a schema requires', () => {
    checkRule(
      route(
        `  if (request.headers.get('authorization') !== \`Bearer \${env.CRON_SECRET}\`) ${REJECT}`,
        `import { createEnv } from '@t3-oss/env-nextjs';
import { z } from 'zod';
const env = createEnv({ server: { CRON_SECRET: z.string() }, experimental__runtimeEnv: {} });
`,
      ),
    );
  });

  it('reports a check that two endpoints share once, and of another file at the endpoint', () => {
    checkRule(`
//- lib/cron.ts
export const isCron = (request: Request) =>
  request.headers.get('authorization') === \`Bearer \${process.env.CRON_SECRET}\`;
//- app/api/cron/route.ts
import { isCron } from '../../../lib/cron';
${DB}export async function POST(request: Request) {
                   // ^^^^ warning no-unset-secret-compare: Without its secret this lets everybody call \`POST /api/cron\`
  if (!isCron(request)) ${REJECT}
${WRITES}`);
  });

  it('puts a test of the secret before the comparison', () => {
    checkFix(
      route(
        `  if (request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) ${REJECT}`,
      ),
      route(
        `  if (!process.env.CRON_SECRET || request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) ${REJECT}`,
      ),
      { title: 'Reject where the secret is not set' },
    );
  });

  it('tests the constant that holds the secret, in a condition that has more parts', () => {
    checkFix(
      route(`  const secret = process.env.CRON_SECRET;
  const { a } = await request.json();
  if (a === 1 || request.headers.get('authorization') !== \`Bearer \${secret}\`) ${REJECT}`),
      route(`  const secret = process.env.CRON_SECRET;
  const { a } = await request.json();
  if (a === 1 || !secret || request.headers.get('authorization') !== \`Bearer \${secret}\`) ${REJECT}`),
    );
  });

  it('keeps a named comparison a boolean', () => {
    checkFix(
      route(`  const known = request.headers.get('authorization') === \`Bearer \${process.env.CRON_SECRET}\`;
  if (!known) ${REJECT}`),
      route(`  const known = Boolean(process.env.CRON_SECRET) && request.headers.get('authorization') === \`Bearer \${process.env.CRON_SECRET}\`;
  if (!known) ${REJECT}`),
    );
    checkFix(
      route(
        `  if (!isCron(request)) ${REJECT}`,
        `function isCron(request: Request) {
  const secret = process.env.CRON_SECRET;
  return request.headers.get('authorization') === \`Bearer \${secret}\`;
}
`,
      ),
      route(
        `  if (!isCron(request)) ${REJECT}`,
        `function isCron(request: Request) {
  const secret = process.env.CRON_SECRET;
  return Boolean(secret) && request.headers.get('authorization') === \`Bearer \${secret}\`;
}
`,
      ),
    );
  });

  it('offers no fix where the comparison is a part of something else', () => {
    checkNoFix(
      route(`  const known = [request.headers.get('authorization') === \`Bearer \${process.env.CRON_SECRET}\`];
  if (!known[0]) ${REJECT}`),
    );
  });
});
