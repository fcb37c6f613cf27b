/** Next.js is the judge of what pages may do while they render, and of promises that nobody awaits: by build, and by request. */
import assert from 'node:assert/strict';
import { type RuleFinding } from '../../server/src/core/analysis';
import { filePath, type FilePath, relativePath } from '../../server/src/core/text/filePath';
import { engineOver } from '../support/engine';
import { FIXTURE_ROOT } from '../support/fixture';
import { acceptedBuild, nextBin, rejectedBuild } from './builds';
import { startNext } from './server';

type Files = ReadonlyMap<string, string>;

const frame = (version: string): readonly (readonly [string, string])[] => [
  ['package.json', `{ "private": true, "dependencies": { "next": "${version}" } }`],
  ['app/layout.jsx', 'export default ({ children }) => <html><body>{children}</body></html>;\n'],
];

/** A page at `/name` that is rendered for each request. */
function page(name: string, imports: string, body: string): readonly [string, string] {
  return [
    `app/${name}/page.jsx`,
    `${imports}\nimport { connection } from 'next/server';\nexport default async function Page() {\n  await connection();\n  ${body}\n}\n`,
  ];
}

const COOKIES = "import { cookies } from 'next/headers';";
const CACHE =
  "import * as cache from 'next/cache';\nimport { revalidatePath, revalidateTag, updateTag, refresh } from 'next/cache';";

const WRITES: readonly (readonly [string, string])[] = [
  page('set', COOKIES, "(await cookies()).set('a', '1');\n  return 'set';"),
  page('delete', COOKIES, "const jar = await cookies();\n  jar.delete('a');\n  return 'delete';"),
  page('path', CACHE, "revalidatePath('/');\n  return 'path';"),
  page('tag', CACHE, "revalidateTag('a', 'max');\n  return 'tag';"),
  page('update', CACHE, "updateTag('a');\n  return 'update';"),
  page('refresh', CACHE, "refresh();\n  return 'refresh';"),
  ['app/inside/page.jsx', "export default () => 'inside';\n"],
  [
    'app/inside/layout.jsx',
    `${COOKIES}\nexport default async function Layout({ children }) {\n  (await cookies()).set('a', '1');\n  return children;\n}\n`,
  ],
  page('read', COOKIES, "return (await cookies()).get('a')?.value ?? 'none';"),
  page('has', COOKIES, "return String((await cookies()).has('a'));"),
  page(
    'action',
    COOKIES,
    "async function save() {\n    'use server';\n    (await cookies()).set('a', '1');\n  }\n  return <form action={save} />;",
  ),
  page(
    'copy',
    COOKIES,
    "const jar = new Map();\n  jar.set('a', (await cookies()).get('a'));\n  return 'copy';",
  ),
  page('link', CACHE, 'return typeof cache.unstable_cache;'),
];

/** What is asked of pages whose promises nobody awaits; what they show where Next.js still gives the values themselves. */
const UNAWAITED: readonly (readonly [string, string])[] = [
  [
    'app/params/[id]/page.jsx',
    'export default function Page({ params }) {\n  return `id:${params.id}`;\n}\n',
  ],
  [
    'app/search/page.jsx',
    'export default function Page({ searchParams }) {\n  return `id:${searchParams.id}`;\n}\n',
  ],
  [
    'app/layouts/[id]/layout.jsx',
    'export default function Layout({ params, children }) {\n  return [`id:${params.id}`, children];\n}\n',
  ],
  ['app/layouts/[id]/page.jsx', 'export default () => null;\n'],
  [
    'app/jar/page.jsx',
    `${COOKIES}\nexport default function Page() {\n  return \`id:\${cookies().get('id')?.value}\`;\n}\n`,
  ],
  [
    'app/sent/page.jsx',
    "import { headers } from 'next/headers';\nexport default function Page() {\n  return `id:${headers().get('x-id')}`;\n}\n",
  ],
  [
    'app/api/[id]/route.js',
    'export function GET(request, { params }) {\n  return new Response(`id:${params.id}`);\n}\n',
  ],
  [
    'app/right/[id]/page.jsx',
    'export default async function Page({ params, searchParams }) {\n  return `id:${(await params).id}${(await searchParams).none ?? ""}`;\n}\n',
  ],
  [
    'app/used/[id]/page.jsx',
    "import { use } from 'react';\nexport default function Page({ params }) {\n  const { id } = use(params);\n  return `id:${id}`;\n}\n",
  ],
];

const TYPED_PAGE: readonly [string, string] = [
  'app/typed/[id]/page.tsx',
  'export default function Page({ params }: { params: { id: string } }) {\n  return `id:${params.id}`;\n}\n',
];

/** Each of them a build of its own, which stops at the first error. */
const TYPED: readonly (readonly [string, string])[] = [
  [
    'app/api/[id]/route.ts',
    'export function GET(request: Request, { params }: { params: { id: string } }) {\n  return new Response(params.id);\n}\n',
  ],
  [
    'app/jar/page.tsx',
    `${COOKIES}\nexport default function Page() {\n  return cookies().get('id')?.value ?? '';\n}\n`,
  ],
];

/** The files, and a request that each of them is asked to tell the id of. */
const ASKED: Readonly<Record<string, string>> = {
  'app/params/[id]/page.jsx': '/params/42',
  'app/search/page.jsx': '/search?id=42',
  'app/layouts/[id]/layout.jsx': '/layouts/42',
  'app/jar/page.jsx': '/jar',
  'app/sent/page.jsx': '/sent',
  'app/api/[id]/route.js': '/api/42',
  'app/right/[id]/page.jsx': '/right/42',
  'app/used/[id]/page.jsx': '/used/42',
};

describe('what next start rejects', function () {
  this.timeout(15 * 60_000);

  for (const version of ['16.4.6', '15.5.29']) {
    // One app for both rules: a build takes longer than all that is asked of it.
    const files: Files = new Map([
      ...frame(version),
      ...WRITES.filter(([path]) => hasApi(version, path)),
      ...UNAWAITED,
    ]);

    it(`is what no-write-during-render reports, page by page, in ${version}`, async () => {
      const app = await startNext(nextBin(version), acceptedBuild(version, files), '');
      try {
        const failing = new Set<string>();
        for (const [path] of WRITES) {
          const [, name] = /^app\/(\w+)\/(?:page)\.jsx$/.exec(path) ?? [];
          if (name === undefined || !files.has(path)) continue;
          const { status } = await app.request(`/${name}`);
          if (status === 500) failing.add(name);
          else assert.equal(status, 200, name);
        }
        const reported = findingsOf(files, 'no-write-during-render').map((path) => path.split('/')[1]);
        assert.deepEqual([...failing].sort(), reported.sort());
        assert.match(app.printed(), /Cookies can only be modified in a Server Action or Route Handler/);
        assert.match(
          app.printed(),
          version.startsWith('16')
            ? /`revalidatePath\("\/"\)` can't be called during render/
            : /used "revalidatePath \/" during render which is unsupported/,
        );
      } finally {
        await app.stop();
      }
    });

    it(`has types that say so in ${version}: a build with TypeScript rejects each`, () => {
      for (const [path, text] of TYPED) {
        const typed: Files = new Map([...frame(version), [path, text]]);
        assert.match(rejectedBuild(version, typed), /Type error: |error TS\d+: /, path);
        assert.deepEqual(findingsOf(typed, 'require-awaited-request-api'), [path]);
      }
    });

    it(`is what require-awaited-request-api reports, file by file, in ${version}`, async () => {
      const app = await startNext(nextBin(version), acceptedBuild(version, files), '');
      try {
        const wrong: string[] = [];
        for (const [path, url] of Object.entries(ASKED)) {
          const answer = await app.request(url, { headers: { cookie: 'id=42', 'x-id': '42' } });
          if (!(await answer.text()).includes('id:42')) wrong.push(path);
        }
        const reported = findingsOf(files, 'require-awaited-request-api');
        // Version 15 still gives the values themselves, and the rule warns of what becomes of that.
        assert.deepEqual(wrong.sort(), version.startsWith('16') ? reported : []);
        assert.deepEqual(
          reported,
          Object.keys(ASKED)
            .filter((path) => !/right|used/.test(path))
            .sort(),
        );
        assert.deepEqual(severitiesOf(files, 'require-awaited-request-api'), [
          version.startsWith('16') ? 'error' : 'warning',
        ]);
      } finally {
        await app.stop();
      }
    });
  }

  it('is not what the types of a page say: 15 rejects them where 16 builds them and shows nothing', async () => {
    const files = (version: string): Files => new Map([...frame(version), TYPED_PAGE]);
    assert.match(rejectedBuild('15.5.29', files('15.5.29')), /Type error: /);
    const app = await startNext(nextBin('16.4.6'), acceptedBuild('16.4.6', files('16.4.6')), '');
    try {
      assert.match(await (await app.request('/typed/42')).text(), /id:undefined/);
    } finally {
      await app.stop();
    }
    for (const version of ['15.5.29', '16.4.6'])
      assert.deepEqual(findingsOf(files(version), 'require-awaited-request-api'), [TYPED_PAGE[0]]);
  });
});

/** `updateTag` and `refresh` came with 16. */
function hasApi(version: string, path: string): boolean {
  return version.startsWith('16') || !/^app\/(?:update|refresh)\//.test(path);
}

/** The different severities of a rule's findings. */
function severitiesOf(files: Files, rule: string): readonly string[] {
  const severities = findings(files).flatMap(([, found]) =>
    found.filter((finding) => finding.rule === rule).map(({ severity }) => severity),
  );
  return [...new Set(severities)];
}

/** The files that the rule reports, sorted. */
function findingsOf(files: Files, rule: string): readonly string[] {
  return findings(files)
    .filter(([, found]) => found.some((finding) => finding.rule === rule))
    .map(([path]) => relativePath(FIXTURE_ROOT, path))
    .sort();
}

function findings(files: Files): readonly (readonly [FilePath, readonly RuleFinding[]])[] {
  const sources = new Map<FilePath, string>(
    [...files].map(([path, text]) => [filePath(`${FIXTURE_ROOT}/${path}`), text]),
  );
  return [...engineOver(sources).snapshot().allFindings()];
}
