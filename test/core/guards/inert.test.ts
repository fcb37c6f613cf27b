/** Code that only formats and logs is passed over, however much of it there is. */
import assert from 'node:assert/strict';
import { assessFixture } from './assessFixture';

/** A logger that walks through everything it is given, as those do that hide secrets. */
const LOGGER = `//- lib/log.ts
function hide(value: unknown, depth: number): unknown {
  if (depth > 8) return value;
  if (Array.isArray(value)) return value.map((item) => hide(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const hidden: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    hidden[key] = key.toLowerCase().includes('token') ? '…' : hide(part, depth + 1);
  }
  return hidden;
}
const make = (scope: string) => ({
  info: (message: string, fields: Record<string, unknown>) =>
    console.log(scope, message, JSON.stringify(hide({ scope, ...fields }, 0))),
});
export const logger = make('api');
`;

/** Fields that differ at every call. */
const fields = (call: number): string =>
  `{ ${Array.from({ length: 10 }, (_, n) => `f${n}: { a: ${call}, b: { c: ${n}, d: 'x' } }`).join(', ')} }`;

const CALLS = Array.from({ length: 400 }, (_, call) => `  logger.info('step ${call}', ${fields(call)});`);

const HEAD = `//- app/api/route.ts
import { getSession } from 'session';
import { db } from 'db';
import { logger } from '../../lib/log';
`;

describe('code that only formats and logs', () => {
  it('costs nothing: what stands behind a great deal of it is still found', () => {
    const { guard, mutates } = assessFixture(`${HEAD}export async function POST() {
${CALLS.join('\n')}
  const session = await getSession();
  if (!session) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}
${LOGGER}`);
    assert.equal(guard.verdict, 'guarded', guard.note ?? '');
    assert.equal(mutates, true);
  });

  it('is not what sends something by a package that is not known', () => {
    const { mutates } = assessFixture(`//- app/api/route.ts
import { tell } from '../../lib/tell';
export async function POST(request: Request) {
  const { name } = await request.json();
  await tell({ name });
  return new Response();
}
//- lib/tell.ts
import { Client } from 'some-service';
const client = new Client();
export async function tell(fields: Record<string, unknown>) {
  await client.createCustomer(fields);
}`);
    assert.equal(mutates, true);
  });

  it('is not passed over where its result decides', () => {
    const { guard } =
      assessFixture(`${HEAD}const allowed = (user: unknown) => JSON.stringify(user) !== 'null';
export async function POST() {
  const session = await getSession();
  if (!session || !allowed(session)) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}
${LOGGER}`);
    assert.equal(guard.verdict, 'guarded', guard.note ?? '');
  });
});
