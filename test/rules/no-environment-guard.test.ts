/** The rule against checks that depend on NODE_ENV, on a platform, or on a secret being set, and against harmless tests of the environment. */
import assert from 'node:assert/strict';
import { checkFix, checkNoFix, checkRule } from '../support/check';
import { engineOver } from '../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../support/fixture';

const HEAD = `import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();
`;

describe('no-environment-guard', () => {
  it('warns of a check that only one platform makes', () => {
    checkRule(`
//- app/api/posts/route.ts
${HEAD}export async function POST(request: Request) {
  if (process.env.VERCEL === '1') {
    if (!(await getServerSession({}))) return new Response(null, { status: 401 });
     // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning no-environment-guard: \`POST /api/posts\` writes (\`prisma.post.create\`) without a check of the caller in some deployments
  }
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`);
  });

  it('is information where every deployment makes the check', () => {
    checkRule(`
//- app/api/posts/route.ts
${HEAD}export async function POST(request: Request) {
  if (process.env.NODE_ENV === 'production' && !(await getServerSession({}))) {
   // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information no-environment-guard: without a check of the caller outside production
    return new Response(null, { status: 401 });
  }
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`);
  });

  it('leaves a secret that may be missing to the rule about that', () => {
    checkRule(`
//- app/api/cron/route.ts
${HEAD}export async function GET(request: Request) {
  if (process.env.NODE_ENV !== 'development') {
    if (request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) return new Response(null, { status: 401 });
     // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information no-environment-guard: without a check of the caller outside production
     // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning no-unset-secret-compare
  }
  await prisma.post.deleteMany();
  return new Response();
}
`);
  });

  it('is a hint where a helper leaves the check out, for it is one place for many', () => {
    checkRule(`
//- lib/cron.ts
export async function verify(request: Request) {
  if (!process.env.CRON_SECRET) return;
  if (request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) throw new Error('no');
}
//- app/api/cron/route.ts
import { PrismaClient } from '@prisma/client';
import { verify } from '../../../lib/cron';
const prisma = new PrismaClient();
export async function GET(request: Request) {
                   // ^^^ hint no-environment-guard
  await verify(request);
  await prisma.post.deleteMany();
  return new Response();
}
`);
  });

  it('says nothing where a missing variable rejects, or where the environment is tested for something else', () => {
    checkRule(`
//- app/api/cron/route.ts
${HEAD}export async function GET(request: Request) {
  const secret = process.env.CRON_SECRET;
  if (!secret) return new Response(null, { status: 500 });
  if (request.headers.get('authorization') !== \`Bearer \${secret}\`) return new Response(null, { status: 401 });
  if (process.env.NODE_ENV !== 'production') console.log('cron');
  await prisma.post.deleteMany();
  return new Response();
}
`);
  });

  it('drops the test of NODE_ENV on request', () => {
    checkFix(
      `
//- app/api/posts/route.ts
${HEAD}export async function POST(request: Request) {
  if (process.env.NODE_ENV === 'production' && !(await getServerSession({}))) {
    return new Response(null, { status: 401 });
  }
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`,
      `
//- app/api/posts/route.ts
${HEAD}export async function POST(request: Request) {
  if (!(await getServerSession({}))) {
    return new Response(null, { status: 401 });
  }
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`,
      { title: 'Check in every environment' },
    );
  });

  it('takes a check out of the block that only one environment runs', () => {
    checkFix(
      `
//- app/api/posts/route.ts
${HEAD}export async function POST(request: Request) {
  const isLocal = process.env.NODE_ENV === 'development';
  if (!isLocal) {
    // Who is it?
    const session = await getServerSession({});
    if (!session) {
      return new Response(null, { status: 401 });
    }
  }
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`,
      `
//- app/api/posts/route.ts
${HEAD}export async function POST(request: Request) {
  const isLocal = process.env.NODE_ENV === 'development';
  // Who is it?
  const session = await getServerSession({});
  if (!session) {
    return new Response(null, { status: 401 });
  }
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`,
    );
  });

  it('turns callers away where the secret is not set, instead of leaving the check out', () => {
    for (const [before, after] of [
      [
        `  if (process.env.CRON_SECRET && request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) {
    return new Response(null, { status: 401 });
  }
`,
        `  if (!process.env.CRON_SECRET || request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) {
    return new Response(null, { status: 401 });
  }
`,
      ],
      [
        `  const secret = process.env.CRON_SECRET;
  if (secret) {
    if (request.headers.get('authorization') !== \`Bearer \${secret}\`) {
      return new Response(null, { status: 401 });
    }
  }
`,
        `  const secret = process.env.CRON_SECRET;
  if (!secret || request.headers.get('authorization') !== \`Bearer \${secret}\`) {
    return new Response(null, { status: 401 });
  }
`,
      ],
      [
        `  const secret = process.env.CRON_SECRET;
  if (secret) {
    const header = request.headers.get('authorization');
    if (header !== \`Bearer \${secret}\`) return new Response(null, { status: 401 });
  }
`,
        `  const secret = process.env.CRON_SECRET;
  if (!secret) return new Response(null, { status: 401 });
  const header = request.headers.get('authorization');
  if (header !== \`Bearer \${secret}\`) return new Response(null, { status: 401 });
`,
      ],
    ] as const) {
      const file = (check: string): string => `
//- app/api/cron/route.ts
${HEAD}export async function GET(request: Request) {
${check}  await prisma.post.deleteMany();
  return new Response();
}
`;
      checkFix(file(before), file(after), {
        title: `Reject where \`${before.includes('const secret') ? 'secret' : 'process.env.CRON_SECRET'}\` is not set`,
      });
    }
  });

  it('has no fix for a check with another one beside it, nor where a helper leaves it out', () => {
    checkNoFix(`
//- app/api/posts/route.ts
${HEAD}export async function POST(request: Request) {
  if (process.env.VERCEL === '1') {
    if (!(await getServerSession({}))) return new Response(null, { status: 401 });
  } else {
    console.log('not there');
  }
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`);
    checkNoFix(`
//- lib/cron.ts
export async function verify(request: Request) {
  if (!process.env.CRON_SECRET) return;
  if (request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) throw new Error('no');
}
//- app/api/cron/route.ts
import { PrismaClient } from '@prisma/client';
import { verify } from '../../../lib/cron';
const prisma = new PrismaClient();
export async function GET(request: Request) {
  await verify(request);
  await prisma.post.deleteMany();
  return new Response();
}
`);
  });

  /** A switch for local development, where everybody is somebody. */
  const SWITCHED = `
//- lib/flags.ts
export const isAuthDisabled = process.env.DISABLE_AUTH === 'true' && process.env.APP_URL !== 'https://example.com';
//- lib/session.ts
import { getServerSession } from 'next-auth';
import { isAuthDisabled } from './flags';
export async function getSession() {
  if (isAuthDisabled) {
    return { user: { id: 'local' } };
  }
  return await getServerSession({});
}
`;

  /** A route that decides by what the helper found. */
  const route = (name: string, check = 'await getSession()'): string => `//- app/api/${name}/route.ts
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
import { getSession } from '../../../lib/session';
const prisma = new PrismaClient();
export async function POST(request: Request) {
  const session = ${check};
  if (!session) return new Response(null, { status: 401 });
  await prisma.post.create({ data: await request.json() });
  return new Response();
}
`;

  it('is a hint where the endpoint decides by what a helper leaves out', () => {
    checkRule(
      `${SWITCHED}${route('posts').replace('{ status: 401 });', '{ status: 401 });\n   // ^^^^^^^^ hint no-environment-guard')}`,
    );
  });

  describe('in a report', () => {
    const findingsOf = (source: string): readonly string[] => {
      const { findings } = engineOver(parseFixture(source).files).snapshot().report(FIXTURE_ROOT);
      return findings.map(
        ({ severity, file, line, endpoint, message }) =>
          `${severity} ${file}:${line.toString()} ${endpoint ?? '-'} ${message}`,
      );
    };

    it('is told once where the switch is, for all endpoints that rely on it', () => {
      assert.deepEqual(findingsOf(`${SWITCHED}${route('posts')}${route('drafts')}${route('tags')}`), [
        'information lib/session.ts:4 - This leaves out the check of the caller in some environments, for 3 endpoints',
      ]);
    });

    it('is told at the endpoint where it is the only one', () => {
      assert.deepEqual(
        findingsOf(`${SWITCHED}${route('posts')}${route('tags', 'await getServerSession({})')}`),
        [
          'hint app/api/posts/route.ts:7 - `POST /api/posts` writes (`prisma.post.create`) without a check of the caller outside production',
        ],
      );
    });

    it('takes no later test of the environment for the switch', () => {
      const late = (name: string): string =>
        `${route(name).replace('  return new Response();', "  if (!process.env.MAIL_KEY) throw new Error('no mail');\n  return new Response();")}`;
      assert.deepEqual(findingsOf(`${SWITCHED}${late('posts')}${late('tags')}`), [
        'information lib/session.ts:4 - This leaves out the check of the caller in some environments, for 2 endpoints',
      ]);
    });

    it('is told of each endpoint that has a switch of its own', () => {
      const own = "process.env.VERCEL === '1' ? await getServerSession({}) : { user: {} }";
      const findings = findingsOf(`${SWITCHED}${route('posts', own)}${route('drafts', own)}`);
      assert.deepEqual(
        findings.map((finding) => finding.split(' ').slice(0, 2).join(' ')),
        ['warning app/api/drafts/route.ts:7', 'warning app/api/posts/route.ts:7'],
      );
    });

    it('leaves the fact in what is said of each endpoint', () => {
      const files = parseFixture(`${SWITCHED}${route('posts')}${route('drafts')}`).files;
      const { endpoints } = engineOver(files).snapshot().report(FIXTURE_ROOT);
      assert.deepEqual(
        endpoints.map(({ guard }) => `${guard.verdict}: ${guard.note ?? ''}`),
        Array(2).fill('partial: some environments skip the check'),
      );
    });
  });
});
