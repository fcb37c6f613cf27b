/** Whether a GET or a metadata route is prerendered with cacheComponents, and metadata routes without, as `next build` decided. */
import { checkCaching, checkGet, onNext, withConfig } from './handlerFixture';

const NEXT_15 = onNext('15.5.29');
const COMPONENTS = withConfig('cacheComponents: true');
const PLAIN = 'export async function GET() { return Response.json({}); }';
const REVALIDATED = 'export const revalidate = 60;';
const NO_PARAMS = 'dynamic: its URL has parameters, and no `generateStaticParams` lists them';

/** A GET with cacheComponents. */
function checkComponents(code: string, expected: string, ...more: readonly string[]): void {
  checkGet(code, expected, COMPONENTS, ...more);
}

describe('caching with cacheComponents', () => {
  const STATIC =
    'static: `cacheComponents`: nothing in it waits for a request or for data that is not cached';
  const run = (body: string): string => `export async function GET(request) { ${body} }`;

  it('is static when everything is there at once', () => {
    checkComponents(PLAIN, STATIC);
    checkComponents(
      run('await null; fetch("x"); setTimeout(() => {}, 1); return Response.json(new Date(0))'),
      STATIC,
    );
    checkComponents(
      `import { readFileSync } from 'node:fs';\n${run("return Response.json(readFileSync('x'))")}`,
      STATIC,
    );
    checkComponents(`const at = Date.now();\n${run('return Response.json(at)')}`, STATIC);
    checkComponents(run("return Response.json(await fetch('x', { cache: 'force-cache' }))"), STATIC);
  });

  it('is dynamic by a request, uncached IO, timers, the clock and chance', () => {
    const at = ' in app/r/route.ts:1';
    checkComponents(run('return Response.json(request.url)'), `dynamic: \`request.url\`${at}`);
    checkComponents(run("return Response.json(await fetch('x'))"), `dynamic: \`await fetch()\`${at}`);
    checkComponents(run("return fetch('x').then((r) => r)"), `dynamic: \`await fetch().then()\`${at}`);
    checkComponents(
      run('await new Promise((r) => setTimeout(r, 1)); return Response.json({})'),
      `dynamic: \`await Promise() with a timer\`${at}`,
    );
    checkComponents(run('return Response.json(new Date())'), `dynamic: \`new Date()\`${at}`);
    checkComponents(run('return Response.json(Math.random())'), `dynamic: \`Math.random()\`${at}`);
    checkComponents(
      run('return Response.json(crypto.randomUUID())'),
      `dynamic: \`crypto.randomUUID()\`${at}`,
    );
    checkComponents(
      `import { readFile } from 'fs/promises';\n${run("return Response.json(await readFile('x'))")}`,
      'dynamic: `await of node:fs/promises` in app/r/route.ts:2',
    );
  });

  it('is static by cached functions that live long enough, and as long as the outermost', () => {
    const cached = (life: string): string =>
      `import { cacheLife } from 'next/cache';\nasync function inner() { 'use cache'; cacheLife('seconds'); return 1 }\nasync function load() { 'use cache'; ${life} await inner(); return Date.now(); }\n${run('return Response.json(await load())')}`;
    checkComponents(cached(''), STATIC);
    checkComponents(cached("cacheLife('hours');"), "static: `cacheLife('hours')` in app/r/route.ts:3");
    checkComponents(cached("cacheLife('seconds');"), "dynamic: `cacheLife('seconds')` in app/r/route.ts:3");
    checkComponents(cached('cacheLife({ expire: 100 });'), 'dynamic: `cacheLife()` in app/r/route.ts:3');
    checkComponents(
      `import { load } from '../../lib/load';\n${run('return Response.json(await load())')}`,
      STATIC,
      "//- lib/load.ts\n'use cache';\nexport async function load() { return Math.random(); }\n",
    );
    checkComponents(
      `const load = async () => { 'use cache: private'; return 1 };\n${run('return Response.json(await load())')}`,
      "dynamic: `'use cache: private'` in app/r/route.ts:2",
    );
  });

  it('is unknown where the promise of an unknown package is awaited, and dynamic where it is a store', () => {
    const code = (specifier: string): string =>
      `import { get } from '${specifier}';\n${run('return Response.json(await get())')}`;
    checkComponents(
      code('some-package'),
      'unknown: it is not known what `await of some-package` comes to in app/r/route.ts:2',
    );
    checkComponents(code('ioredis'), 'dynamic: `await of ioredis` in app/r/route.ts:2');
  });

  it('is unknown with a config that it forbids, or where the flag can not be read', () => {
    checkComponents(
      `${REVALIDATED}\n${PLAIN}`,
      "unknown: `revalidate` can't be combined with `cacheComponents`: the build fails",
    );
    checkGet(
      PLAIN,
      'unknown: `cacheComponents` can not be read from the configuration',
      withConfig('cacheComponents: flag()'),
    );
    checkGet(PLAIN, 'dynamic: dynamic by default since Next.js 15', withConfig('...plugin()'));
  });
});

describe('caching of metadata routes', () => {
  it('is static unless their code or config needs a request', () => {
    checkCaching(
      `//- app/robots.ts
export default function robots() { return {}; }
//- app/a/sitemap.ts
import { headers } from 'next/headers';
export default async function sitemap() { await headers(); return []; }
//- app/b/sitemap.ts
export const revalidate = 0;
export default function sitemap() { return []; }
`,
      `
      app/a/sitemap.ts#GET dynamic: \`headers()\` in app/a/sitemap.ts:2
      app/b/sitemap.ts#GET dynamic: \`revalidate = 0\`
      app/robots.ts#GET static: metadata routes are prerendered, and nothing in it needs a request
      `,
    );
  });

  it('below a parameter is static for a sitemap since Next.js 16, and for an image only with generateStaticParams', () => {
    const fixture = `//- app/[id]/sitemap.ts
export default function sitemap() { return []; }
//- app/[id]/icon.tsx
export default function Icon() { return new Response(); }
`;
    checkCaching(
      fixture,
      `
      app/[id]/icon.tsx#GET ${NO_PARAMS}
      app/[id]/sitemap.ts#GET static: metadata routes are prerendered, and nothing in it needs a request
      `,
    );
    checkCaching(
      fixture + NEXT_15,
      `
      app/[id]/icon.tsx#GET ${NO_PARAMS}
      app/[id]/sitemap.ts#GET ${NO_PARAMS}
      `,
    );
  });

  it('with generateSitemaps is static, with generateImageMetadata only since Next.js 16', () => {
    const fixture = `//- app/icon.tsx
export function generateImageMetadata() { return []; }
export default function Icon() { return new Response(); }
//- app/sitemap.ts
export function generateSitemaps() { return []; }
export default function sitemap() { return []; }
`;
    const fixed = 'static: metadata routes are prerendered, and nothing in it needs a request';
    checkCaching(fixture, `app/icon.tsx#GET ${fixed}\napp/sitemap.ts#GET ${fixed}`);
    checkCaching(
      fixture + NEXT_15,
      `app/icon.tsx#GET dynamic: \`generateImageMetadata\` is asked for every request\napp/sitemap.ts#GET ${fixed}`,
    );
  });
});
