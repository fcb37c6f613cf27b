/** What is remembered of the guard analysis, counted without a clock, and what needs none. */
import assert from 'node:assert/strict';
import { engineOver, textInput } from '../support/engine';
import { createAnalysisHost } from '../../server/src/core/analysisHost';
import { Assessments } from '../../server/src/core/assessments';
import { extractBehavior, type ExtractedBehavior } from '../../server/src/core/behavior/extractBehavior';
import { type Assessment } from '../../server/src/core/guards/assess';
import { type Rule } from '../../server/src/core/rule/rule';
import { parseFile } from '../../server/src/core/syntax/parse';
import { type FilePath, filePath } from '../../server/src/core/text/filePath';
import { allRules } from '../../server/src/rules/index';
import { FIXTURE_ROOT, parseFixture } from '../support/fixture';

const APP = `
//- app/a/route.ts
import { requireUser } from '../../lib/auth';
export async function POST() { await requireUser(); return new Response(); }
//- app/b/route.ts
import { load } from '../../lib/load';
export async function GET() { return Response.json(load()); }
//- lib/auth.ts
import { getServerSession } from 'next-auth';
export async function requireUser() {
  if (!(await getServerSession({}))) throw new Error('no');
}
export function unrelated() { return 1; }
//- lib/load.ts
export const load = () => 1;
`;

/** Assessments over texts that a test can edit. */
function assessed(source = APP) {
  const { files } = parseFixture(source);
  const program = engineOver(files).snapshot().program();
  const texts = new Map(files);
  const known = new Map<FilePath, ExtractedBehavior>();
  const behaviorOf = (path: FilePath) => {
    const text = texts.get(path);
    if (text === undefined || !path.endsWith('.ts')) return undefined;
    const found = known.get(path) ?? extractBehavior(parseFile(path, text));
    known.set(path, found);
    return found.behavior;
  };
  const assessments = new Assessments(program.project, { behaviorOf }, { of: () => undefined, mistakes: [] });
  return {
    verdicts: () => program.endpoints.map((endpoint) => assessments.of(endpoint).guard.verdict),
    runs: () => assessments.runs,
    effects: (name: string) =>
      program.endpoints
        .filter((endpoint) => endpoint.name === name)
        .flatMap((endpoint) => assessments.of(endpoint).effects.map(({ label }) => label)),
    edit(name: string, from: string, to: string) {
      const path = filePath(`/w/${name}`);
      const before = behaviorOf(path);
      const text = texts.get(path) ?? '';
      assert.ok(before && text.includes(from));
      assessments.edited(path, before);
      texts.set(path, text.replace(from, to));
      known.delete(path);
    },
    /** Files come and go; the project is read again. */
    list(changes: Readonly<Record<string, string | null>>) {
      for (const [name, text] of Object.entries(changes)) {
        const path = filePath(`/w/${name}`);
        if (text === null) texts.delete(path);
        else texts.set(path, text);
        known.delete(path);
      }
      const { project } = engineOver(texts).snapshot().program();
      assessments.update(project, { of: () => undefined, mistakes: [] });
    },
  };
}

describe('remembered assessments', () => {
  it('are made once for each endpoint', () => {
    const { verdicts, runs } = assessed();
    assert.deepEqual(verdicts(), ['guarded', 'unguarded']);
    verdicts();
    assert.equal(runs(), 2);
  });

  it('are made again only for the endpoints that read the edited function', () => {
    const { verdicts, runs, edit } = assessed();
    verdicts();
    edit('lib/auth.ts', "throw new Error('no')", "console.log('no')");
    assert.equal(verdicts()[0] === 'guarded', false);
    assert.equal(runs(), 3);
  });

  it('are made again from the code as it is now where a wrapper keeps the edited function', () => {
    const { verdicts, edit } = assessed(`
//- app/a/route.ts
import { getServerSession } from 'next-auth';
const wrap = (handler) => (req) => handler(req);
export const POST = wrap(async () => { await getServerSession({}); return new Response(); });
`);
    assert.deepEqual(verdicts(), ['partial']);
    edit('app/a/route.ts', 'await getServerSession({});', "if (!(await getServerSession({}))) throw '';");
    assert.deepEqual(verdicts(), ['guarded']);
  });

  it('stay when another function of a file that was read is edited, or a file is typed back', () => {
    const { verdicts, runs, edit } = assessed();
    verdicts();
    edit('lib/auth.ts', 'return 1', 'return 22222');
    edit('lib/load.ts', '1', '2');
    edit('lib/load.ts', '2', '1');
    verdicts();
    assert.equal(runs(), 2);
  });
});

describe('an assessment', () => {
  const store = `
//- lib/notes.ts
export const notes = {
  records: [] as { id: string }[],
  add(note: { id: string }) { this.records.push(note); },
  remove(id: string) {
    const index = this.records.findIndex((note) => note.id === id);
    if (index === -1) return false;
    this.records.splice(index, 1);
    return true;
  },
};
//- app/notes/route.ts
import { notes } from '../../lib/notes';
export async function POST(request: Request) { notes.add(await request.json()); return new Response(); }
//- app/notes/[id]/route.ts
import { notes } from '../../../lib/notes';
export async function DELETE(request: Request) {
  return Response.json(notes.remove(new URL(request.url).searchParams.get('id')));
}
`;

  it('is the same whichever endpoint is asked about first', () => {
    const asked = (order: (names: readonly string[]) => readonly string[]): unknown => {
      const { effects } = assessed(store);
      const found = new Map(order(['POST', 'DELETE']).map((name) => [name, effects(name)]));
      return [found.get('POST'), found.get('DELETE')];
    };
    assert.deepEqual(
      asked((names) => names),
      [['push'], ['splice']],
    );
    assert.deepEqual(
      asked((names) => [...names].reverse()),
      [['push'], ['splice']],
    );
  });
});

describe('remembered assessments, when the list of files changes,', () => {
  it('are made again where the app asks for another version of what it calls', () => {
    const manifest = (range: string): string =>
      `{ "dependencies": { "next": "16.0.0", "@kinde-oss/kinde-auth-nextjs": "${range}" } }`;
    const { verdicts, list } = assessed(`
//- package.json
${manifest('^1.8.0')}
//- app/a/route.ts
import { getKindeServerSession } from '@kinde-oss/kinde-auth-nextjs/server';
export async function POST() {
  if (!getKindeServerSession().isAuthenticated()) throw '';
  return new Response();
}
`);
    assert.deepEqual(verdicts(), ['guarded']);
    list({ 'package.json': manifest('^2.0.0') });
    assert.deepEqual(verdicts(), ['partial']);
    list({ 'package.json': manifest('^1.8.0') });
    assert.deepEqual(verdicts(), ['guarded']);
  });

  it('stay where every import leads where it led', () => {
    const { verdicts, runs, list } = assessed();
    verdicts();
    list({ 'lib/new.ts': 'export const x = 1;' });
    verdicts();
    assert.equal(runs(), 2);
  });

  it('are made again only where an import leads elsewhere now', () => {
    const { verdicts, runs, list } = assessed();
    verdicts();
    list({ 'lib/auth.ts': null });
    assert.equal(verdicts()[0] === 'guarded', false);
    assert.equal(runs(), 3);
    list({ 'lib/auth/index.ts': 'export const requireUser = () => {};' });
    assert.equal(verdicts()[0], 'unguarded');
    assert.equal(runs(), 4);
  });
});

describe('the engine', () => {
  it('keeps the assessments of endpoints that an edit of imports does not reach', () => {
    const { files } = parseFixture(APP);
    const asked: Assessment[] = [];
    const asking: Rule = {
      meta: { ...(allRules[0] as Rule).meta, id: 'no-asking' },
      *check(ctx) {
        for (const endpoint of ctx.program().endpointsOf(ctx.path)) asked.push(ctx.assessmentOf(endpoint));
        yield* [];
      },
    };
    const host = createAnalysisHost([asking], { version: '0' });
    const put = (path: FilePath, text: string): void =>
      host.applyChange({ files: new Map([[path, textInput(text)]]) });
    for (const [path, text] of files) put(path, text);
    const b = filePath('/w/app/b/route.ts');
    const first = host.snapshot().program();
    host.snapshot().findings(b);
    put(filePath('/w/app/a/route.ts'), "import './x';\nexport async function POST() {}\n");
    host.snapshot().findings(b);
    assert.notEqual(host.snapshot().program(), first);
    assert.equal(asked.length, 2);
    assert.equal(asked[0], asked[1]);
  });
});

describe('static metadata files', () => {
  it('are served to everybody, and nothing about them is unknown', () => {
    const { files } = parseFixture('\n//- app/page.tsx\nexport default () => null;\n');
    const withIcon = new Map([...files, [filePath('/w/app/favicon.ico'), '']]);
    const host = engineOver(withIcon);
    host.applyChange({ files: new Map([[filePath('/w/app/robots.txt'), textInput('')]]) });
    const found = host
      .snapshot()
      .report(FIXTURE_ROOT)
      .endpoints.map(({ url, guard, publicByDesign, mutates }) => {
        return [url, guard.verdict, publicByDesign.reason, mutates];
      });
    assert.deepEqual(found, [
      ['/favicon.ico', 'unguarded', 'metadata', false],
      ['/robots.txt', 'unguarded', 'metadata', false],
    ]);
  });
});
