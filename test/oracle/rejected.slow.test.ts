/** Next.js is the judge of what the build rejects: a real build and the rules must name the same places. */
import assert from 'node:assert/strict';
import { engineOver } from '../support/engine';
import { FIXTURE_ROOT } from '../support/fixture';
import { filePath, type FilePath, relativePath } from '../../server/src/core/text/filePath';
import { rejectedBuild } from './builds';

const VERSION = '16.4.6';

/** What every app of these tests has. */
const FRAME: readonly (readonly [string, string])[] = [
  ['package.json', `{ "private": true, "dependencies": { "next": "${VERSION}" } }`],
  ['app/layout.jsx', 'export default ({ children }) => <html><body>{children}</body></html>;\n'],
];

const DIRECTIVES: readonly (readonly [string, string])[] = [
  [
    'app/page.jsx',
    `import * as misspelt from '../lib/misspelt';
import * as late from '../lib/late';
import * as wrapped from '../lib/wrapped';
import * as self from '../lib/self';
import * as sync from '../lib/sync';
import { load } from '../lib/both';
import { Late } from '../lib/lateClient';
import { Service } from '../lib/instance';
export default function Page() {
  function inline() {
    'use server';
  }
  return <form action={inline}><Late />{JSON.stringify([misspelt, late, wrapped, self, sync, load, Service])}</form>;
}
`,
  ],
  ['lib/misspelt.js', "'use sever';\nexport async function misspelt() {}\n"],
  ['lib/late.js', "import './other';\n'use server';\nexport async function late() {}\n"],
  ['lib/other.js', 'export {};\n'],
  ['lib/wrapped.js', "('use server');\nexport async function wrapped() {}\n"],
  [
    'lib/self.js',
    "'use server';\nexport async function self() { return [1].map(() => this); }\nconst args = async function () { return arguments; };\nexport { args };\n",
  ],
  ['lib/sync.js', "'use server';\nexport function sync() {}\nexport const limit = 3;\n"],
  ['lib/both.js', "export async function load() {\n  'use cache';\n  'use server';\n}\n"],
  ['lib/lateClient.js', "import './other';\n'use client';\nexport const Late = () => null;\n"],
  ['lib/instance.js', "export class Service {\n  async save() {\n    'use server';\n  }\n}\n"],
];

const GET = 'export const GET = () => new Response();\n';

const CONFIG: readonly (readonly [string, string])[] = [
  ['next.config.mjs', 'export default { cacheComponents: false };\n'],
  ['app/page.jsx', 'export default () => null;\n'],
  ['app/a/route.js', `export const dynamic = process.env.CI ? 'auto' : 'error';\n${GET}`],
  ['app/b/route.js', `export const dynamic = 'force';\n${GET}`],
  ['app/c/route.js', `export { runtime } from '../config';\n${GET}`],
  ['app/d/route.js', `const fetchCache = 'auto';\nexport { fetchCache };\n${GET}`],
  ['app/fine/route.js', `export const dynamic = 'auto';\nexport const maxDuration = 1_000;\n${GET}`],
  ['app/config.js', "export const runtime = 'nodejs';\n"],
];

describe('what next build rejects', function () {
  this.timeout(15 * 60_000);

  it('is what the rules report of directives and actions, line by line', () => {
    const files = new Map([...FRAME, ...DIRECTIVES]);
    const said = rejectedBuild(VERSION, files);
    // The flag for 'use cache' is another matter: the build asks for it beside the conflict.
    const places = placesIn(said).filter((place) => place !== 'lib/both.js:2');
    assert.deepEqual(errorsOf(files), places);
    assert.ok(places.length >= 10, said);
  });

  it('is what the rules report of segment config, file by file', () => {
    const files = new Map([...FRAME, ...CONFIG]);
    const fileOf = (place: string): string => place.replace(/:\d+$/, '');
    const places = placesIn(rejectedBuild(VERSION, files)).map(fileOf);
    assert.deepEqual(errorsOf(files).map(fileOf), places);
    assert.deepEqual(places, ['app/a/route.js', 'app/b/route.js', 'app/c/route.js', 'app/d/route.js']);
  });

  it('is a number that has to be computed, which the build rejects without a place', () => {
    const files = new Map([
      ...FRAME,
      ['app/page.jsx', 'export default () => null;\n'] as const,
      ['app/e/route.js', `export const revalidate = 60 * 60;\n${GET}`] as const,
    ]);
    assert.match(rejectedBuild(VERSION, files), /Invalid segment configuration export detected/);
    assert.deepEqual(errorsOf(files), ['app/e/route.js:1']);
  });

  it('is a page and a route handler for one URL', () => {
    const files = new Map([
      ...FRAME,
      ['app/page.jsx', 'export default () => null;\n'] as const,
      ['app/posts/route.js', GET] as const,
      ['app/(site)/posts/page.jsx', 'export default () => null;\n'] as const,
    ]);
    assert.match(rejectedBuild(VERSION, files), /Conflicting route and page at \/posts/);
    assert.deepEqual(errorsOf(files), ['app/posts/route.js:1']);
  });
});

/** `file:line` of each error that the build prints, sorted, each once. */
function placesIn(printed: string): readonly string[] {
  const found = [...printed.matchAll(/^\.\/(?:rejected-\w+\/)?(\S+?):(\d+):\d+\r?\n(?=.*Error: )/gm)];
  return [...new Set(found.map(([, path = '', line = '']) => `${path}:${line}`))].sort();
}

/** The same of the findings that say that the build fails. */
function errorsOf(files: ReadonlyMap<string, string>): readonly string[] {
  const sources = new Map<FilePath, string>(
    [...files].map(([path, text]) => [filePath(`${FIXTURE_ROOT}/${path}`), text]),
  );
  const found = [...engineOver(sources).snapshot().allFindings()].flatMap(([path, findings]) =>
    findings
      .filter(({ severity }) => severity === 'error')
      .map(({ range }) => {
        const line = (sources.get(path) ?? '').slice(0, range.start).split('\n').length;
        return `${relativePath(FIXTURE_ROOT, path)}:${line}`;
      }),
  );
  return [...new Set(found)].sort();
}
