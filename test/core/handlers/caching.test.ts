/** Whether a GET is prerendered, as `next build` of 14.2.35, 15.5.29 and 16.4.6 decided for the same code. */
import assert from 'node:assert/strict';
import { type FileInput } from '../../../server/src/core/analysis';
import { type FilePath, filePath } from '../../../server/src/core/text/filePath';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';
import { checkCaching, checkGet, onNext, withConfig } from './handlerFixture';

const NEXT_14 = onNext('14.2.35');
const NEXT_15 = onNext('15.5.29');
const COMPONENTS = withConfig('cacheComponents: true');
const PLAIN = 'export async function GET() { return Response.json({}); }';
const REVALIDATED = 'export const revalidate = 60;';
const STATIC_60 = 'static: `revalidate = 60`, and nothing in it needs a request';
const NO_PARAMS = 'dynamic: its URL has parameters, and no `generateStaticParams` lists them';

/** A GET of 16 that is prerendered unless its body needs a request. */
function checkBody(body: string, expected: string, ...more: readonly string[]): void {
  checkGet(`${REVALIDATED}\nexport async function GET(request, context) { ${body} }`, expected, ...more);
}

describe('caching by version', () => {
  it('is static up to Next.js 14 and dynamic since 15', () => {
    checkGet(PLAIN, 'static: static by default in Next.js 14, and nothing in it needs a request', NEXT_14);
    checkGet(PLAIN, 'dynamic: dynamic by default since Next.js 15', NEXT_15);
    checkGet(PLAIN, 'dynamic: dynamic by default since Next.js 15');
  });

  it('is unknown without a version, where versions differ', () => {
    checkGet(PLAIN, "unknown: the app's Next.js version is not known", onNext('latest'));
    checkGet(
      `export const dynamic = 'force-dynamic';\n${PLAIN}`,
      "dynamic: `dynamic = 'force-dynamic'`",
      onNext('latest'),
    );
  });

  it('is dynamic beside a method that changes something, of which Next.js 14 forgets PUT', () => {
    const put = `${PLAIN}\nexport async function PUT() {}`;
    checkGet(
      `export const dynamic = 'force-static';\n${put}`,
      'dynamic: PUT in the same file: no method of it is prerendered',
    );
    checkGet(put, 'static: static by default in Next.js 14, and nothing in it needs a request', NEXT_14);
    checkGet(
      `${PLAIN}\nexport async function POST() {}`,
      'dynamic: POST in the same file: no method of it is prerendered',
      NEXT_14,
    );
  });

  it('of HEAD is that of GET; alone, and all other methods, are never prerendered', () => {
    checkCaching(
      `//- app/r/route.ts
export const dynamic = 'force-static';
export async function GET() { return Response.json({}); }
export async function HEAD() { return new Response(null); }
//- app/s/route.ts
export const dynamic = 'force-static';
export async function HEAD() { return new Response(null); }
//- app/t/route.ts
export async function POST() {}
//- pages/api/p.ts
export default function handler() {}
`,
      `
      app/r/route.ts#GET static: \`dynamic = 'force-static'\`
      app/r/route.ts#HEAD static: \`dynamic = 'force-static'\`
      app/s/route.ts#HEAD dynamic: only GET is prerendered
      app/t/route.ts#POST dynamic: only GET is prerendered
      pages/api/p.ts#default dynamic: API routes of the Pages Router run for every request
      `,
    );
  });
});

describe('caching by segment config', () => {
  it('is static with force-static, error, revalidate and generateStaticParams', () => {
    checkGet(`export const dynamic = 'force-static';\n${PLAIN}`, "static: `dynamic = 'force-static'`");
    checkGet(`export const dynamic = 'error';\n${PLAIN}`, "static: `dynamic = 'error'`");
    checkGet(
      `export const revalidate = 3_600 as const;\n${PLAIN}`,
      'static: `revalidate = 3600`, and nothing in it needs a request',
    );
    checkGet(
      `export const revalidate = false;\n${PLAIN}`,
      'static: `revalidate = false`, and nothing in it needs a request',
    );
    checkGet(
      `export const generateStaticParams = () => [];\n${PLAIN}`,
      'static: `generateStaticParams`, and nothing in it needs a request',
    );
  });

  it('is dynamic with auto, force-dynamic, revalidate = 0 and the edge runtime, whatever else is there', () => {
    checkGet(`export const dynamic = 'auto';\n${PLAIN}`, 'dynamic: dynamic by default since Next.js 15');
    checkGet(
      `export const dynamic = 'force-dynamic';\n${REVALIDATED}\n${PLAIN}`,
      "dynamic: `dynamic = 'force-dynamic'`",
    );
    checkGet(
      `export const dynamic = 'force-static';\nexport const revalidate = 0;\n${PLAIN}`,
      'dynamic: `revalidate = 0`',
    );
    checkGet(
      `export const runtime = 'edge';\nexport const dynamic = 'force-static';\n${PLAIN}`,
      "dynamic: `runtime = 'edge'`",
    );
    checkGet(`export const runtime = 'edge';\n${PLAIN}`, "dynamic: `runtime = 'edge'`", NEXT_14);
  });

  it('stays static under force-static when the request is read, and says that it is empty', () => {
    checkGet(
      `export const dynamic = 'force-static';\nexport const GET = (request) => Response.json(request.headers.get('x'));`,
      "static: `dynamic = 'force-static'`: `request.headers` is empty in app/r/route.ts:2",
    );
  });

  it('is dynamic under force-static when caches are changed, or the answer is an error other than 404', () => {
    checkGet(
      `import { revalidateTag } from 'next/cache';\nexport const dynamic = 'force-static';\nexport const GET = () => { revalidateTag('x', 'max'); return Response.json({}); };`,
      'dynamic: `revalidateTag()` in app/r/route.ts:3',
    );
    const answers = (status: number): string =>
      `export const dynamic = 'force-static';\nexport const GET = () => new Response(null, { status: ${status} });`;
    checkGet(answers(500), 'dynamic: it answers 500, which is not kept');
    checkGet(answers(404), "static: `dynamic = 'force-static'`");
  });

  it('of a URL with parameters needs them listed or forced: revalidate alone is not enough', () => {
    const route = (config: string): string => `//- app/[id]/route.ts\n${config}\n${PLAIN}\n`;
    const check = (config: string, expected: string, more = ''): void =>
      checkCaching(route(config) + more, `app/[id]/route.ts#GET ${expected}`);
    check(REVALIDATED, NO_PARAMS);
    check('', NO_PARAMS, NEXT_14);
    check("export const dynamic = 'force-static';", "static: `dynamic = 'force-static'`");
    check("export const dynamic = 'error';", "static: `dynamic = 'error'`");
    check(
      'export function generateStaticParams() { return []; }',
      'static: `generateStaticParams`, and nothing in it needs a request',
    );
    check(
      'export const revalidate = 0; export function generateStaticParams() {}',
      'dynamic: `revalidate = 0`',
    );
    check('', NO_PARAMS, COMPONENTS);
  });
});

describe('caching by what the code does', () => {
  it('is dynamic when the request is read: itself, its URL, a clone, destructured', () => {
    checkBody(
      "return Response.json(request.headers.get('x'))",
      'dynamic: `request.headers` in app/r/route.ts:2',
    );
    checkBody(
      'return Response.json(request.nextUrl.searchParams)',
      'dynamic: `nextUrl.searchParams` in app/r/route.ts:2',
    );
    checkBody('return Response.json(request.clone().url)', 'dynamic: `request.url` in app/r/route.ts:2');
    checkBody(
      'const { cookies } = request; return Response.json({})',
      'dynamic: `request.cookies` in app/r/route.ts:2',
    );
    checkBody(
      'return Response.json(`${request.nextUrl}`)',
      'dynamic: `nextUrl.toString` in app/r/route.ts:2',
    );
    checkBody(
      "return Response.redirect(new URL('/x', request.nextUrl))",
      'dynamic: `nextUrl.toString` in app/r/route.ts:2',
    );
  });

  it('stays static when only the method, the signal, the path or the parameters are read', () => {
    checkBody('return Response.json([request.method, request.signal, request.nextUrl.pathname])', STATIC_60);
    checkBody('return Response.json(await context.params)', STATIC_60);
  });

  it('is dynamic through helpers, wrappers, classes and re-exports of other files, at the place of the reading', () => {
    const lib = `//- lib/session.ts
import { cookies } from 'next/headers';
export async function session() {
  return (await cookies()).get('s');
}
export const withLog = (handler) => async (request) => { log(); return handler(request); };
export class Service { constructor(request) { this.request = request; } read() { return this.request.url; } }
function log() {}
export const READS = (request) => request.json();
`;
    const check = (code: string, expected: string): void =>
      checkGet(`${REVALIDATED}\n${code}`, expected, lib);
    const from = "from '../../lib/session';";
    check(
      `import { session } ${from}\nexport const GET = async () => Response.json(await session());`,
      'dynamic: `cookies()` in lib/session.ts:3',
    );
    check(
      `import { withLog } ${from}\nexport const GET = withLog(async () => Response.json({}));`,
      STATIC_60,
    );
    check(
      `import { withLog } ${from}\nexport const GET = withLog(async (r) => Response.json(r.url));`,
      'dynamic: `request.url` in app/r/route.ts:3',
    );
    check(
      `import * as lib ${from}\nexport const GET = async (r) => Response.json(new lib.Service(r).read());`,
      'dynamic: `request.url` in lib/session.ts:6',
    );
    check(`export { READS as GET } ${from}`, 'dynamic: `request.json` in lib/session.ts:8');
  });

  it('is dynamic by cookies(), headers(), connection(), revalidatePath() and enabling draft mode, not by asking for it', () => {
    const check = (specifier: string, name: string, call: string, expected: string): void =>
      checkGet(
        `import { ${name} } from '${specifier}';\n${REVALIDATED}\nexport const GET = async () => { ${call}; return Response.json({}); }`,
        expected,
      );
    check('next/headers', 'cookies', 'await cookies()', 'dynamic: `cookies()` in app/r/route.ts:3');
    check('next/headers', 'headers as h', 'await h()', 'dynamic: `h()` in app/r/route.ts:3');
    check('next/server', 'connection', 'await connection()', 'dynamic: `connection()` in app/r/route.ts:3');
    check(
      'next/cache',
      'revalidatePath',
      "revalidatePath('/')",
      'dynamic: `revalidatePath()` in app/r/route.ts:3',
    );
    check('next/headers', 'draftMode', '(await draftMode()).isEnabled', STATIC_60);
    check(
      'next/headers',
      'draftMode',
      '(await draftMode()).enable()',
      'dynamic: `draftMode().enable()` in app/r/route.ts:3',
    );
    check('next/server', 'after', 'after(() => {})', STATIC_60);
    check('./mine', 'cookies', 'await cookies()', STATIC_60);
  });

  it('is dynamic by a fetch that must not be stored, and by fetchCache', () => {
    checkBody(
      "await fetch('x', { cache: 'no-store' }); return Response.json({})",
      "dynamic: `fetch() with cache: 'no-store'` in app/r/route.ts:2",
    );
    checkBody(
      "await fetch('x', { next: { revalidate: 0 } }); return Response.json({})",
      'dynamic: `fetch() with revalidate: 0` in app/r/route.ts:2',
    );
    checkBody("await fetch('x', { method: 'POST' }); return Response.json({})", STATIC_60);
    checkGet(
      `${REVALIDATED}\nexport const fetchCache = 'force-no-store';\nexport const GET = async () => Response.json(await fetch('x'));`,
      'dynamic: `fetch()` in app/r/route.ts:3',
    );
    checkGet(
      `import { unstable_cache } from 'next/cache';\n${REVALIDATED}\nconst load = unstable_cache(async () => fetch('x', { cache: 'no-store' }));\nexport const GET = async () => Response.json(await load());`,
      STATIC_60,
    );
  });

  it('is static when what reads the request is not called, only for development, or for errors', () => {
    checkBody('const read = () => request.url; return Response.json(typeof read)', STATIC_60);
    checkBody(
      "if (process.env.NODE_ENV === 'development') return Response.json(request.url); return Response.json({})",
      STATIC_60,
    );
    checkBody('try { return Response.json({}) } catch { return Response.json(request.url) }', STATIC_60);
  });

  it('is unknown when only some runs read the request, or a package gets it', () => {
    checkBody(
      'if (process.env.FLAG) return Response.json(request.url); return Response.json({})',
      'unknown: only some runs come by `request.url` in app/r/route.ts:2',
    );
    checkGet(
      `import { check } from 'some-package';\n${REVALIDATED}\nexport const GET = async (request) => { check(request); return Response.json({}); };`,
      "unknown: `check()` gets the request and can't be followed in app/r/route.ts:3",
    );
    checkGet(
      `import { wrap } from 'some-package';\n${REVALIDATED}\nexport const GET = wrap(async (request) => Response.json(request.url));`,
      'dynamic: `request.url` in app/r/route.ts:3',
    );
  });

  it('is unknown where the code is too large to follow', () => {
    const doubling = Array.from({ length: 20 }, (_, i) => `const f${i + 1} = () => [f${i}(), f${i}()];`);
    checkGet(
      `${REVALIDATED}\nconst f0 = () => 1;\n${doubling.join('\n')}\nexport const GET = () => Response.json(f20());`,
      'unknown: the code behind it is too large to follow',
    );
  });

  it('ends for code that calls itself', () => {
    checkBody('const f = (r) => f(r); f(request); return Response.json({})', STATIC_60);
  });
});

describe('an answer about caching', () => {
  it('changes with a helper of another file, and costs no parse of a file that it does not need', () => {
    const route = `${REVALIDATED}
import { load } from './load';
export const GET = async (request) => Response.json(load(request));`;
    const reads: string[] = [];
    const input = (name: string, text: string): FileInput => ({
      read: () => {
        reads.push(name);
        return text;
      },
    });
    const at = (name: string): FilePath => filePath(`${FIXTURE_ROOT}/${name}`);
    const host = engineOver(parseFixture(`//- app/r/route.ts\n${route}\n`).files);
    const reason = (): string | null | undefined =>
      host.snapshot().report(FIXTURE_ROOT).endpoints[0]?.caching?.reason;
    host.applyChange({
      files: new Map([
        [at('app/r/load.ts'), input('load', 'export const load = () => 1;')],
        [at('lib/other.ts'), input('other', 'export const other = () => 1;')],
      ]),
    });
    assert.equal(reason(), '`revalidate = 60`, and nothing in it needs a request');
    const readOnce = reads.filter((name) => name === 'other').length;
    host.applyChange({
      files: new Map([[at('app/r/load.ts'), input('load', 'export const load = (r) => r.url;')]]),
    });
    assert.equal(reason(), '`request.url` in app/r/load.ts:1');
    host.applyChange({
      files: new Map([[at('app/r/load.ts'), input('load', 'export const load = () => 2;')]]),
    });
    assert.equal(reason(), '`revalidate = 60`, and nothing in it needs a request');
    assert.equal(reads.filter((name) => name === 'other').length, readOnce);
  });
});
