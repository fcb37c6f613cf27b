/** The command `report` on a machine in memory: what is written where, and every exit code. */
import assert from 'node:assert/strict';
import { type SurfaceReport } from '../../server/src/protocol';
import { FACTS_ALONE, run } from './memoryIo';

const SHOP = `
//- package.json
{ "workspaces": ["apps/*", "packages/*"] }
//- apps/web/package.json
{ "dependencies": { "next": "16.4.6" } }
//- apps/web/app/api/orders/route.ts
export async function POST() {}
export const GET = withUser(async () => Response.json([]));
//- apps/web/app/api/orders/[id]/route.ts
export { GET, GET as DELETE } from '../handlers';
//- apps/web/app/robots.ts
export default function robots() {}
//- apps/web/lib/cart.ts
'use server';
export async function addToCart() {}
export function clear() {}
//- apps/web/app/page.tsx
export default () => <form action={async () => { 'use server'; }} />;
//- apps/old/package.json
{ "dependencies": { "next": "^12.1.0" } }
//- apps/old/pages/api/hello.js
export default function handler() {}
//- packages/mail/package.json
{ "name": "mail" }
//- packages/mail/send.ts
'use server';
export async function send() {}
`;

/** A handler that writes for everybody, and a mistake that has nothing to do with it. */
const OPEN = `
//- package.json
{ "dependencies": { "next": "16.4.6", "@prisma/client": "6.0.0" } }
//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
export async function POST(request: Request) {
  const { id } = await request.json();
  await new PrismaClient().post.delete({ where: { id } });
  return new Response();
}
//- app/layout.tsx
export const revalidate = 60 * 60;
export default ({ children }) => children;
`;

const ESCAPE = '\u001b';

describe('next-surface report', () => {
  it('has the findings of pages, layouts and other modules that hold no endpoint', async () => {
    const { out } = await run(['report', '--format', 'json'], {
      fixture: `
//- package.json
{ "dependencies": { "next": "16.4.6" } }
//- app/page.tsx
import { cookies } from 'next/headers';
export default async function Page() {
  (await cookies()).set('seen', '1');
}
//- app/[id]/page.tsx
export default function Page({ params }: { params: { id: string } }) {
  return params.id;
}
//- app/[id]/layout.tsx
export const revalidate = 60 * 60;
export default ({ children }) => children;
//- app/middleware.ts
export function middleware() {}
//- lib/session.ts
import { cookies } from 'next/headers';
export async function session() {
  return cookies().get('session');
}
`,
    });
    const { findings } = JSON.parse(out) as SurfaceReport;
    assert.deepEqual(
      findings.map(({ rule, file }) => `${rule} ${file}`),
      [
        'no-invalid-segment-config app/[id]/layout.tsx',
        'require-awaited-request-api app/[id]/page.tsx',
        'no-misplaced-proxy app/middleware.ts',
        'no-write-during-render app/page.tsx',
        'require-awaited-request-api lib/session.ts',
      ],
    );
  });

  it('writes the JSON document to stdout and nothing to stderr', async () => {
    const { code, out, err } = await run(['report', '--format', 'json'], { fixture: SHOP });
    assert.deepEqual([code, err], [0, '']);
    const report = JSON.parse(out) as SurfaceReport;
    assert.equal(out, `${JSON.stringify(report, undefined, 2)}\n`);
    assert.deepEqual(
      report.endpoints.map(({ id }) => id),
      [
        'apps/old/pages/api/hello.js#default',
        'apps/web/app/api/orders/[id]/route.ts#GET',
        'apps/web/app/api/orders/[id]/route.ts#DELETE',
        'apps/web/app/api/orders/route.ts#POST',
        'apps/web/app/api/orders/route.ts#GET',
        'apps/web/app/page.tsx#jsx:action',
        'apps/web/app/robots.ts#GET',
        'apps/web/lib/cart.ts#addToCart',
        'apps/web/lib/cart.ts#clear',
        'packages/mail/send.ts#send',
      ],
    );
  });

  it('writes the table by default, by app and then by what is meant for whom', async () => {
    const { code, out } = await run(['report'], { fixture: SHOP });
    assert.equal(code, 0);
    const words = out.split('\n').map((line) => line.trim().split(/  +/).slice(0, 2).join(' '));
    const expected = [
      'apps/old Next.js 12.1.0, webpack',
      'Public: route handlers (1)',
      'ANY /api/hello',
      'apps/web Next.js 16.4.6, turbopack',
      'Public: route handlers (5)',
      'GET /api/orders',
      'POST /api/orders',
      'GET /api/orders/[id]',
      'DELETE /api/orders/[id]',
      'GET /robots.txt',
      'Internal by intent: server actions (3)',
      'action={...} apps/web/app/page.tsx:1',
      'addToCart apps/web/lib/cart.ts:2',
      'clear apps/web/lib/cart.ts:3',
      'packages/mail in no app',
      'Internal by intent: server actions (1)',
      'send packages/mail/send.ts:2',
      '10 endpoints in 2 apps: 6 public, 4 internal',
    ];
    assert.deepEqual(
      words.filter((line) => expected.includes(line)),
      expected,
    );
  });

  it('writes markdown for a pull request', async () => {
    const { code, out } = await run(['report', '-f', 'markdown'], { fixture: SHOP });
    assert.equal(code, 0);
    assert.match(out, /^## Next Surface\n\n\*\*10 endpoints in 2 apps: 6 public, 4 internal\*\*\n/);
    assert.match(out, /\n\| `GET` \| `\/api\/orders` \| `apps\/web\/app\/api\/orders\/route\.ts:2` \| /);
    assert.match(out, /\n\| `addToCart` \| `apps\/web\/lib\/cart\.ts:2` \| /);
  });

  it('gives the same bytes for the same files', async () => {
    const once = await run(['report', '-f', 'json'], { fixture: SHOP });
    const again = await run(['report', '-f', 'json'], { fixture: SHOP });
    assert.equal(once.out, again.out);
  });

  it('colors and shortens for a terminal only', async () => {
    const terminal = await run(['report'], { fixture: SHOP, columns: 60 });
    assert.ok(terminal.out.includes(ESCAPE));
    assert.match(terminal.out, /…/);
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      const plain = await run(['report'], { fixture: SHOP, columns: 60, env });
      assert.ok(!plain.out.includes(ESCAPE));
    }
    const emptyNoColor = await run(['report'], { fixture: SHOP, columns: 60, env: { NO_COLOR: '' } });
    assert.ok(emptyNoColor.out.includes(ESCAPE));
  });

  it('writes to a file without colors, and leaves stdout alone', async () => {
    const { code, out, written } = await run(['report', '-o', 'surface.txt'], { fixture: SHOP, columns: 60 });
    assert.deepEqual([code, out, [...written.keys()]], [0, '', ['surface.txt']]);
    const text = written.get('surface.txt') ?? ESCAPE;
    assert.ok(!text.includes(ESCAPE) && !text.includes('…'));
  });

  it('exits 2 when the file can not be written', async () => {
    const writeProblem = { problem: 'unreadable', detail: 'permission denied' } as const;
    const { code, err } = await run(['report', '-o', '/x'], { fixture: SHOP, writeProblem });
    assert.deepEqual([code, err], [2, "next-surface: can't write /x: permission denied\n"]);
  });

  it('exits 2 for bad usage, and says where help is', async () => {
    const { code, out, err } = await run(['report', '--jsn'], { fixture: SHOP });
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(err, /^next-surface: unknown option "--jsn".*\n {2}See next-surface --help\.\n$/);
  });

  it('exits 2 for a path that is missing, is not a folder, or is not readable', async () => {
    const problems = {
      gone: { problem: 'missing' },
      'README.md': { problem: 'not-a-folder' },
      secret: { problem: 'unreadable', detail: 'permission denied' },
    } as const;
    const expected: Readonly<Record<string, string>> = {
      gone: 'there is no folder gone',
      'README.md': 'README.md is not a folder: give the folder of an app or of a whole workspace',
      secret: "can't read the folder secret: permission denied",
    };
    for (const [path, message] of Object.entries(expected)) {
      const { code, out, err } = await run(['report', path, '-f', 'json'], { problems });
      assert.deepEqual([code, out, err], [2, '', `next-surface: ${message}\n`]);
    }
  });

  it('exits 3 where there is no app, and says what an app is and what was there', async () => {
    const fixture = `
//- package.json
{ "dependencies": { "react": "19.0.0" } }
//- src/index.ts
export const one = 1;
`;
    const { code, out, err, remembered } = await run(['report', 'lib', '-f', 'json'], { fixture });
    assert.deepEqual([code, out, remembered.length], [3, '', 0]);
    assert.match(err, /^next-surface: found no Next\.js app in lib\n/);
    assert.match(err, /next\.config file, or with a package\.json that depends on next/);
    assert.match(err, /Looked through 2 files: 1 package\.json, 0 next\.config files\./);
  });

  it('writes a report for an app that serves nothing', async () => {
    const { code, out } = await run(['report'], {
      fixture: '//- app/page.tsx\nexport default () => null;\n',
    });
    assert.deepEqual([code, out], [0, '0 endpoints in 1 app\n']);
  });

  it('names what it had to leave out, and still exits 0', async () => {
    const unreadable = ['Folder not readable: /w/secret\u001b[2J'];
    const { code, err } = await run(['report'], { fixture: SHOP, unreadable });
    assert.deepEqual([code, err], [0, 'next-surface: left out: Folder not readable: /w/secret\\u{1b}[2J\n']);
  });

  it('has no verdicts, no effects and no findings about them with --no-guards, and all else', async () => {
    const whole = JSON.parse((await run(['report', '-f', 'json'], { fixture: OPEN })).out) as SurfaceReport;
    const bare = JSON.parse(
      (await run(['report', '-f', 'json', '--no-guards'], { fixture: OPEN })).out,
    ) as SurfaceReport;
    assert.deepEqual(
      whole.findings.map(({ rule }) => rule),
      ['require-endpoint-guard', 'no-invalid-segment-config'],
    );
    assert.deepEqual(
      bare.findings.map(({ rule }) => rule),
      ['no-invalid-segment-config'],
    );
    const [endpoint] = bare.endpoints;
    assert.equal(endpoint?.guard.verdict, 'unknown');
    assert.equal(endpoint.guard.note, 'The guard analysis was left out.');
    assert.deepEqual([endpoint.effects, endpoint.mutates], [[], 'unknown']);
    const shown = ({ endpoints }: SurfaceReport): readonly unknown[] =>
      endpoints.map(({ id, url, exposure, registered, caching, cors }) => [
        id,
        url,
        exposure,
        registered,
        caching,
        cors,
      ]);
    assert.deepEqual(shown(bare), shown(whole));
  });

  it('has no column of verdicts with --no-guards', async () => {
    const { out } = await run(['report', '--no-guards'], { fixture: OPEN });
    assert.match(out, /POST +\/api\/posts +app\/api\/posts\/route\.ts:2\n/);
    assert.match(out, /^Guards: left out, as asked$/m);
    const markdown = await run(['report', '--no-guards', '-f', 'markdown'], { fixture: OPEN });
    assert.match(markdown.out, /^\| Method \| URL \| Place \|$/m);
  });

  it('tells what it cost when asked to', async () => {
    const { err } = await run(['report', '--verbose'], { fixture: SHOP });
    assert.equal(err, 'next-surface: 11 files, 0 of them known from an earlier run; 1.23 s, 56 MB at most\n');
  });
});

describe('next-surface report between runs', () => {
  it('remembers what it wrote as JSON, whatever the format', async () => {
    const table = await run(['report'], { fixture: SHOP });
    const json = await run(['report', '-f', 'json'], { fixture: SHOP });
    assert.deepEqual(table.remembered, [json.out]);
    assert.deepEqual(json.remembered, [json.out]);
  });

  it('remembers no report without guards, and takes none with them for it', async () => {
    const { remembered } = await run(['report', '--no-guards'], { fixture: SHOP });
    assert.deepEqual(remembered, [FACTS_ALONE]);
    const { out: rememberedReport } = await run(['report', '-f', 'json'], { fixture: SHOP });
    const bare = await run(['report', '-f', 'json', '--no-guards'], { fixture: SHOP, rememberedReport });
    assert.equal(bare.enginesMade, 1);
    assert.notEqual(bare.out, rememberedReport);
  });

  it('makes no engine when the report is remembered, in any format', async () => {
    const { out: rememberedReport } = await run(['report', '-f', 'json'], { fixture: SHOP });
    for (const format of ['json', 'table', 'markdown']) {
      const cold = await run(['report', '-f', format], { fixture: SHOP });
      const warm = await run(['report', '-f', format], { fixture: SHOP, rememberedReport });
      assert.equal(warm.out, cold.out);
      assert.deepEqual([cold.enginesMade, warm.enginesMade], [1, 0]);
    }
  });

  it('asks for no cache with --no-cache or NEXT_SURFACE_NO_CACHE', async () => {
    const plain = await run(['report'], { fixture: SHOP });
    const flag = await run(['report', '--no-cache'], { fixture: SHOP });
    const variable = await run(['report'], { fixture: SHOP, env: { NEXT_SURFACE_NO_CACHE: '1' } });
    assert.deepEqual(
      [plain, flag, variable].flatMap(({ cacheAsked }) => cacheAsked),
      [true, false, false],
    );
  });
});

describe('next-surface', () => {
  it('prints help and version to stdout', async () => {
    const help = await run(['--help']);
    assert.match(help.out, /^next-surface: .*\n\nUsage: next-surface report \[path\] \[options\]\n/);
    assert.match(help.out, /internal by intent only/);
    assert.deepEqual([help.code, help.err], [0, '']);
    assert.deepEqual((await run(['--version'])).out, '0.0.0-test\n');
  });

  it('keeps its help within 80 columns', async () => {
    const { out } = await run(['--help']);
    assert.deepEqual(
      out.split('\n').filter((line) => line.length > 80),
      [],
    );
  });
});

describe('a report on hostile names', () => {
  it('keeps control characters out of terminals and markdown', async () => {
    const fixture = '//- app/api/\u001b[31mred\u202e`|x`/route.ts\nexport function GET() {}\n';
    for (const format of ['table', 'markdown']) {
      const { out } = await run(['report', '-f', format], { fixture });
      assert.ok(!out.includes(ESCAPE) && !out.includes('\u202e'));
      assert.match(out, /\\u\{1b\}\[31mred\\u\{202e\}/);
    }
    const { out } = await run(['report', '-f', 'json'], { fixture });
    const report = JSON.parse(out) as SurfaceReport;
    assert.equal(report.endpoints[0]?.url, '/api/\u001b[31mred\u202e`|x`');
  });
});
