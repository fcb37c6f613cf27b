/** What the engine keeps and what it computes anew when files change, asserted without a clock. */
import assert from 'node:assert/strict';
import { type AnalysisHost, type FileInput } from '../../server/src/core/analysis';
import { createAnalysisHost } from '../../server/src/core/analysisHost';
import { scanModule } from '../../server/src/core/facts/moduleScan';
import { type Rule } from '../../server/src/core/rule/rule';
import { allRules } from '../../server/src/rules/index';
import { filePath } from '../../server/src/core/text/filePath';
import { checkEdits, checkHover } from '../support/check';
import { engineOver, textInput } from '../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../support/fixture';

const APP = `
//- app/actions.ts
'use server';
export async function save() { return 1; }
//- app/api/route.ts
export async function GET() { return load(); }
//- lib/load.ts
export function load() {}
`;

/** An engine over files, with the list of the source files that it read. */
function spyingOn(
  fixture: string,
  options: { readonly guards?: boolean } = {},
): { readonly read: readonly string[]; readonly host: AnalysisHost } {
  const read: string[] = [];
  const spied = (path: string, text: string): FileInput => ({
    read: () => {
      if (path.endsWith('.ts')) read.push(path);
      return text;
    },
    scan: scanModule(text),
  });
  const { files } = parseFixture(fixture);
  const host = createAnalysisHost(allRules, { version: '0', ...options });
  host.applyChange({ files: new Map([...files].map(([path, text]) => [path, spied(path, text)])) });
  return { read, host };
}

describe('incremental analysis', () => {
  it('keeps the program when only a body changes', () => {
    checkEdits(APP, [
      {
        change: { 'app/actions.ts': "'use server';\nexport async function save() { return 2222; }\n" },
        sameProgram: true,
      },
      {
        change: { 'app/api/route.ts': 'export async function GET() { return load(1); }\n' },
        sameProgram: true,
      },
      { change: { 'lib/load.ts': 'export function load() { return 3; }\n' }, sameProgram: true },
    ]);
  });

  it('links again when an export, an import, a directive or the list of files changes', () => {
    checkEdits(APP, [
      {
        change: { 'app/api/route.ts': 'export async function GET() {}\nexport function POST() {}\n' },
        sameProgram: false,
      },
      { change: { 'lib/load.ts': "import './x';\nexport function load() {}\n" }, sameProgram: false },
      { change: { 'app/actions.ts': 'export async function save() { return 1; }\n' }, sameProgram: false },
      { change: { 'lib/new.ts': 'export const x = 1;\n' }, sameProgram: false },
      { change: { 'lib/new.ts': null }, sameProgram: false },
      { change: { 'lib/never-there.ts': null }, sameProgram: true },
    ]);
  });

  it('reads a configuration again when its text changes, whatever language it is in', () => {
    for (const name of ['next.config.ts', 'next.config.mjs']) {
      const path = filePath(`/w/${name}`);
      const { files } = parseFixture(`//- app/page.tsx
export default function Page() {}
//- ${name}
export default { basePath: '/a' };
`);
      const host = engineOver(files);
      assert.equal(host.snapshot().program().project.apps[0]?.basePath, '/a');
      host.applyChange({ files: new Map([[path, textInput("export default { basePath: '/b' };\n")]]) });
      assert.equal(host.snapshot().program().project.apps[0]?.basePath, '/b');
    }
  });

  it('links again when an action becomes async, and keeps the program when its fix is typed back', () => {
    const sync = "'use server';\nexport function save() { return 1; }\n";
    checkEdits(APP, [
      { change: { 'app/actions.ts': sync }, sameProgram: false },
      { change: { 'app/actions.ts': sync }, sameProgram: true },
    ]);
  });

  it('never reads a file that holds no endpoint and that no question leads to', () => {
    const read: string[] = [];
    const spied = (path: string, text: string): FileInput => ({
      read: () => {
        read.push(path);
        return text;
      },
      ...(path.endsWith('.ts')
        ? { scan: { mentionsUseServer: false, directive: undefined, imports: [] } }
        : {}),
    });
    const host = createAnalysisHost(allRules, { version: '0' });
    const files = new Map([
      [filePath('/w/package.json'), spied('/w/package.json', '{ "dependencies": { "next": "16.0.0" } }')],
      [filePath('/w/app/api/route.ts'), spied('/w/app/api/route.ts', 'export function GET() {}')],
      [filePath('/w/lib/a.ts'), spied('/w/lib/a.ts', 'export const a = 1;')],
    ]);
    host.applyChange({ roots: [FIXTURE_ROOT], files });
    assert.equal(host.snapshot().report(FIXTURE_ROOT).endpoints.length, 1);
    assert.equal(read.includes('/w/lib/a.ts'), false);
    assert.equal(read.includes('/w/app/api/route.ts'), true);
  });

  it('reads a file once for all that a report says of it', () => {
    const { read, host } = spyingOn(APP);
    const { endpoints } = host.snapshot().report(FIXTURE_ROOT);
    assert.deepEqual(
      endpoints.map(({ name, line }) => `${name}:${line}`),
      ['save:2', 'GET:1'],
    );
    assert.deepEqual([...read].sort(), [...new Set(read)].sort());
  });

  it('reads a handler once though it is asked without guards who may read its answers', () => {
    const { read, host } = spyingOn(
      `
//- app/a/route.ts
import { open } from '../../lib/open';
export const GET = () => new Response('a', { headers: open });
//- app/b/route.ts
import { open } from '../../lib/open';
export const GET = () => new Response('b', { headers: open });
//- lib/open.ts
export const open = { 'Access-Control-Allow-Origin': '*' };
`,
      { guards: false },
    );
    const { endpoints } = host.snapshot().report(FIXTURE_ROOT);
    assert.deepEqual(
      endpoints.map(({ cors }) => cors?.origins),
      [['*'], ['*']],
    );
    assert.equal(read.filter((path) => path.endsWith('route.ts')).length, 2);
  });

  it('remembers findings until something they were made from changes', () => {
    let runs = 0;
    const counting: Rule = {
      meta: { ...(allRules[0] as Rule).meta, id: 'no-counting' },
      *check() {
        runs++;
        yield* [];
      },
    };
    const host = createAnalysisHost([counting], { version: '0' });
    const { files } = parseFixture(APP);
    host.applyChange({ files: new Map([...files].map(([path, text]) => [path, textInput(text)])) });
    const path = filePath('/w/app/actions.ts');
    host.snapshot().findings(path);
    host.snapshot().findings(path);
    assert.equal(runs, 1);
    host.applyChange({ files: new Map([[filePath('/w/lib/load.ts'), textInput('export const load = 1;')]]) });
    host.snapshot().findings(path);
    assert.equal(runs, 1, 'the rule did not ask for the program, so another file can not matter');
    host.applyChange({ settings: { rules: { 'no-counting': 'hint' } } });
    host.snapshot().findings(path);
    assert.equal(runs, 2);
  });

  it('does its work in steps of about a file, and stops when a change comes in between', () => {
    const host = engineOver(parseFixture(APP).files);
    const work = host.work();
    assert.equal(work.next().done, false);
    host.applyChange({ files: new Map([[filePath('/w/lib/b.ts'), textInput('')]]) });
    assert.equal(work.next().done, true);
    for (const step of host.work()) assert.ok(step.done <= step.total);
    assert.equal(host.snapshot().report(FIXTURE_ROOT).endpoints.length, 2);
  });
});

describe('hostile input', () => {
  it('costs a crashing rule its own findings only', () => {
    const crashes: string[] = [];
    const bad: Rule = {
      meta: { ...(allRules[0] as Rule).meta, id: 'no-luck' },
      *check() {
        yield { message: 'first', range: { start: 0, end: 1 } };
        throw new Error('no luck');
      },
    };
    const host = createAnalysisHost([bad, ...allRules], {
      version: '0',
      onRuleCrash: (rule) => crashes.push(rule),
    });
    const path = filePath('/w/app/actions.ts');
    host.applyChange({ files: new Map([[path, textInput("'use server';\nexport function save() {}\n")]]) });
    assert.deepEqual(
      host
        .snapshot()
        .findings(path)
        .map((finding) => finding.rule),
      ['require-async-server-action'],
    );
    assert.deepEqual(crashes, ['no-luck']);
  });

  it('of any kind yields a report, never an exception', () => {
    const texts = [
      '\u0000\u0001\ufffd',
      '{'.repeat(5000),
      "'use server'; export const = = => ((( `${",
      "'use server';\nexport * from './route';\nexport { GET } from './route';\nexport { a as a } from './route'",
      '('.repeat(2000),
      `export const GET = ${'a.'.repeat(3000)}b;`,
    ];
    const files = new Map(
      texts.flatMap((text, i) => [
        [filePath(`/w/app/${i}/route.ts`), textInput(text)] as const,
        [filePath(`/w/app/${i}/actions.ts`), textInput(`'use server';\n${text}`)] as const,
      ]),
    );
    const host = createAnalysisHost(allRules, { version: '0' });
    host.applyChange({
      files: new Map([
        ...files,
        [filePath('/w/package.json'), textInput('{ "dependencies": { "next": ')],
        [filePath('/w/next.config.js'), textInput('module.exports = module.exports')],
        [
          filePath('/w/tsconfig.json'),
          textInput('{ "extends": "./tsconfig.json", "compilerOptions": { "paths": 3 } }'),
        ],
        [filePath('/w/app/gone/route.ts'), { read: () => undefined }],
      ]),
    });
    assert.equal(host.snapshot().report(FIXTURE_ROOT).apps.length, 1);
  });
});

describe('hover', () => {
  it('says of an action that it is internal by intent only', () => {
    checkHover(
      "\n//- app/actions.ts\n'use server';\nexport async function sa$0ve() {}\n",
      /internal by intent only/i,
    );
  });

  it('names the method and the URL of a handler', () => {
    checkHover('\n//- app/api/[id]/route.ts\nexport async function GE$0T() {}\n', /`GET \/api\/\[id\]`/);
  });

  it('is silent where no endpoint is named', () => {
    checkHover('\n//- app/api/route.ts\nexport async function GET() { ret$0urn 1; }\n', null);
  });
});
