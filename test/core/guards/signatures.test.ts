/** What a signature proves depends on where it came from: the app's own cookie, or somebody's request body. */
import assert from 'node:assert/strict';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

const COMPARE = `import { createHmac, timingSafeEqual } from 'node:crypto';
export function isSigned(text: string, signature: string) {
  const expected = Buffer.from(createHmac('sha256', process.env.SECRET ?? '').update(text).digest('hex'));
  const received = Buffer.from(signature);
  return expected.length === received.length && timingSafeEqual(expected, received);
}
`;

function judged(route: string) {
  const { files } = parseFixture(`\n//- lib/sign.ts\n${COMPARE}//- app/api/route.ts\n${route}`);
  const [endpoint] = engineOver(files).snapshot().report(FIXTURE_ROOT).endpoints;
  assert.ok(endpoint);
  return [endpoint.guard.verdict, endpoint.guard.kind, endpoint.publicByDesign.value];
}

describe('a signature', () => {
  it('over a cookie seals a session, and is no webhook', () => {
    const route = `import { cookies } from 'next/headers';
import { PrismaClient } from '@prisma/client';
import { isSigned } from '../../lib/sign';
const prisma = new PrismaClient();
export async function POST() {
  const [user, signature] = ((await cookies()).get('session')?.value ?? '').split('.');
  if (!isSigned(user, signature)) return new Response(null, { status: 401 });
  await prisma.post.create({ data: { user } });
  return new Response();
}
`;
    assert.deepEqual(judged(route), ['guarded', 'session', false]);
  });

  it("over the body is a webhook's, open on purpose", () => {
    const route = `import { PrismaClient } from '@prisma/client';
import { isSigned } from '../../lib/sign';
const prisma = new PrismaClient();
export async function POST(request: Request) {
  const body = await request.text();
  if (!isSigned(body, request.headers.get('x-signature') ?? '')) return new Response(null, { status: 401 });
  await prisma.payment.create({ data: JSON.parse(body) });
  return new Response();
}
`;
    assert.deepEqual(judged(route), ['guarded', 'signature', true]);
  });

  it('is no more than the secret itself where only hashes are compared, in constant time', () => {
    const route = `import { createHash, timingSafeEqual } from 'node:crypto';
import { isSigned } from '../../lib/sign';
const digest = (text: string) => createHash('sha256').update(text).digest();
export async function GET(request: Request) {
  const secret = process.env.CRON_SECRET;
  const given = request.headers.get('authorization') ?? '';
  if (!secret || !timingSafeEqual(digest(given), digest('Bearer ' + secret))) return new Response(null, { status: 401 });
  return Response.json({ done: isSigned('', '') });
}
`;
    assert.deepEqual(judged(route).slice(0, 2), ['guarded', 'secret']);
  });
});
