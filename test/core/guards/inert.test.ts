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

/** The same as a class: it writes into what it made for the entry, and by a package that nothing is known of. */
const CLASS_LOGGER = `//- lib/log.ts
import { logs } from 'telemetry';
import { AsyncLocalStorage } from 'node:async_hooks';
const context = new AsyncLocalStorage<{ id: string }>();
function merge(entry: Record<string, unknown>, args: unknown[]) {
  for (const arg of args) {
    if (arg instanceof Error) entry.error = arg.message;
    else if (typeof arg === 'object') for (const key of Object.keys(arg)) entry[key] = arg[key];
    else entry.extra = arg;
  }
  return entry;
}
export class Logger {
  private enabled = process.env.NODE_ENV !== 'test';
  private metadata: Record<string, string> = {};
  constructor(private readonly module: string) {
    this.metadata = { module };
  }
  private get prefix() { return \`[\${this.module}]\`; }
  private format(args: unknown[]) {
    return args.map((arg) => JSON.stringify(arg, null, this.enabled ? 2 : 0));
  }
  private log(level: string, message: string, ...args: unknown[]) {
    if (!this.enabled) return;
    const failed = args.find((arg) => arg instanceof Error);
    logs.getLogger('api').emit({ level, message, failed });
    const entry = { level, id: context.getStore()?.id, ...this.metadata };
    if (level === 'error') console.error(this.prefix, JSON.stringify(merge({ ...entry }, args)));
    else console.log(this.prefix, message, ...this.format(args));
  }
  info(message: string, ...args: unknown[]) { this.log('info', message, ...args); }
}
export const logger = new Logger('api');
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

  it('costs nothing either where the methods of a class do it', () => {
    const { guard, mutates } = assessFixture(`${HEAD}export async function POST() {
${CALLS.join('\n')}
  const session = await getSession();
  if (!session) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}
${CLASS_LOGGER}`);
    assert.equal(guard.verdict, 'guarded', guard.note ?? '');
    assert.equal(mutates, true);
  });

  describe('of a class', () => {
    /** The effects of a handler that does nothing but tell what it was sent. */
    const effectsWith = (logger: string): readonly string[] =>
      assessFixture(`//- app/api/route.ts
import { logger } from '../../lib/log';
export async function POST(request: Request) {
  const { name } = await request.json();
  logger.info(name);
  return new Response();
}
//- lib/log.ts
import { db } from 'db';
${logger}`).effects.map(({ kind }) => kind);

    it('is not a method that another class overrides with one that writes', () => {
      const effects = effectsWith(`class Plain {
  info(message: string) { this.write(message); }
  write(message: string) { console.log(message); }
}
class Stored extends Plain {
  async write(message: string) { await db.log.create({ message }); }
}
export const logger = new Stored();`);
      assert.deepEqual(effects, ['database']);
    });

    it('is a method that a class has from another one', () => {
      const effects = effectsWith(`class Plain {
  constructor(private readonly scope: string) {}
  info(message: string) { this.write(message); }
  write(message: string) { console.log(this.scope, message); }
}
class Named extends Plain {}
export const logger = new Named('api');`);
      assert.deepEqual(effects, []);
    });

    it('is not what an instance was given to write with', () => {
      const effects = effectsWith(`class Logger {
  constructor(private readonly sink: (message: string) => Promise<void>) {}
  info(message: string) { const { sink } = this; sink(message); }
}
export const logger = new Logger(async (message) => { await db.log.create({ message }); });`);
      assert.deepEqual(effects, ['database']);
    });

    it('is not a getter that writes', () => {
      const effects = effectsWith(`class Logger {
  get scope() { db.log.create({}); return 'api'; }
  info(message: string) { console.log(this.scope, message); }
}
export const logger = new Logger();`);
      assert.deepEqual(effects, ['database']);
    });

    it('is not one that keeps what it is told', () => {
      const effects = effectsWith(`class Logger {
  lines: string[] = [];
  last = '';
  info(message: string) { this.last = message; }
}
export const logger = new Logger();`);
      assert.deepEqual(effects, ['state']);
    });

    it('is not what changes something that it was given', () => {
      const { guard } = assessFixture(`${HEAD}export async function POST() {
  const session = await getSession();
  const answer = { allowed: false };
  logger.info(answer, session);
  if (!answer.allowed) return new Response(null, { status: 401 });
  await db.post.create({});
  return new Response();
}
//- lib/log.ts
const merge = (into: Record<string, unknown>, value: unknown) => { into.allowed = value; };
class Logger {
  info(fields: Record<string, unknown>, session: unknown) { merge(fields, session !== null); }
}
export const logger = new Logger();`);
      assert.equal(guard.verdict, 'guarded', guard.note ?? '');
    });
  });
});
