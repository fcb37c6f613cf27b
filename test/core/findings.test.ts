/** Findings at once: what is said while other files would have to be linked or calls to be followed, counted without a clock. */
import assert from 'node:assert/strict';
import { type AnalysisHost, type RuleFinding } from '../../server/src/core/analysis';
import { createAnalysisHost } from '../../server/src/core/analysisHost';
import { type Rule } from '../../server/src/core/rule/rule';
import { type FilePath, filePath } from '../../server/src/core/text/filePath';
import { allRules } from '../../server/src/rules/index';
import { engineOver, textInput } from '../support/engine';
import { parseFixture } from '../support/fixture';

const APP = `
//- app/api/route.ts
import { prisma } from '../../lib/db';
export async function POST(request: Request) {
  const { title } = await request.json();
  await prisma.post.create({ data: { title } });
  return Response.json({ ok: true });
}
export async function DELETE() {
  await prisma.post.deleteMany();
  return Response.json({ ok: true });
}
//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const prisma = new PrismaClient();
`;
const ROUTE = filePath('/w/app/api/route.ts');
const DB = filePath('/w/lib/db.ts');

/** An engine that has done its work, and a way to edit its files. */
function editable(rules: readonly Rule[] = allRules) {
  const { files } = parseFixture(APP);
  const texts = new Map(files);
  const host = createAnalysisHost(rules, { version: '0' });
  host.applyChange({ files: new Map([...files].map(([path, text]) => [path, textInput(text)])) });
  const textOf = (path: FilePath): string => texts.get(path) ?? '';
  const put = (path: FilePath, text: string): void => {
    texts.set(path, text);
    host.applyChange({ files: new Map([[path, textInput(text)]]) });
  };
  return {
    host,
    texts,
    text: () => textOf(ROUTE),
    put,
    edit(path: FilePath, from: string, to: string) {
      assert.ok(textOf(path).includes(from));
      put(path, textOf(path).replace(from, to));
    },
    atOnce: () => host.snapshot().findingsAtOnce(ROUTE),
    work: () => doAllWork(host),
  };
}

function doAllWork(host: AnalysisHost): void {
  for (const step of host.work()) assert.ok(step.done <= step.total);
}

function namesOf(findings: readonly RuleFinding[], text: string): readonly string[] {
  return findings.map(({ range }) => text.slice(range.start, range.end));
}

/** Counts how often it got what it asked for. */
function asking(asks: (ctx: Parameters<Rule['check']>[0]) => void): { rule: Rule; answered: () => number } {
  let answers = 0;
  const rule: Rule = {
    meta: { ...(allRules[0] as Rule).meta, id: 'no-asking' },
    *check(ctx) {
      asks(ctx);
      answers++;
      yield* [];
    },
  };
  return { rule, answered: () => answers };
}

describe('findings at once', () => {
  it('link nothing and follow no calls', () => {
    const program = asking((ctx) => ctx.program());
    const assessment = asking((ctx) => ctx.program().endpointsOf(ctx.path).forEach(ctx.assessmentOf));
    const { atOnce, work, edit } = editable([program.rule, assessment.rule]);
    atOnce();
    assert.deepEqual([program.answered(), assessment.answered()], [0, 0]);
    work();
    atOnce();
    assert.deepEqual([program.answered(), assessment.answered()], [1, 1]);
    edit(ROUTE, '{ ok: true }', '{ ok: 1 }');
    atOnce();
    assert.deepEqual([program.answered(), assessment.answered()], [2, 1], 'a body links nothing');
    edit(ROUTE, 'import', "import './x';\nimport");
    atOnce();
    assert.deepEqual([program.answered(), assessment.answered()], [2, 1]);
    work();
    atOnce();
    assert.deepEqual([program.answered(), assessment.answered()], [3, 2]);
  });

  it('are all findings once the work is done, and need no work where an edit of a shape was taken back', () => {
    const { host, atOnce, work, edit, text } = editable();
    assert.deepEqual(atOnce(), []);
    work();
    assert.deepEqual(namesOf(atOnce(), text()), ['POST', 'DELETE']);
    assert.equal(atOnce(), host.snapshot().findings(ROUTE));
    const before = host.snapshot().program();
    edit(ROUTE, 'import', "import './x';\nimport");
    edit(ROUTE, "import './x';\n", '');
    assert.equal(host.snapshot().program(), before);
  });

  it('keep what was said last, where it stands now', () => {
    const { atOnce, work, edit, text } = editable();
    work();
    const [first] = atOnce();
    edit(ROUTE, '  await prisma.post.deleteMany', '  // another\n  await prisma.post.deleteMany');
    edit(ROUTE, 'import', '// one\nimport');
    edit(ROUTE, '  const {', '  if (request) {}\n  const {');
    const kept = atOnce();
    assert.deepEqual(namesOf(kept, text()), ['POST', 'DELETE']);
    assert.equal(kept[0]?.message, first?.message);
  });

  it('keep the places that belong to them in the same file, also these where they stand now', () => {
    const { host, atOnce, work, edit, text } = editable();
    work();
    atOnce();
    edit(ROUTE, '  const {', '  if (request) {}\n  const {');
    const [kept] = atOnce();
    const range = kept?.related?.[0]?.range;
    assert.equal(range && text().slice(range.start, range.end).startsWith('prisma.post.create('), true);
    work();
    assert.deepEqual(atOnce()[0]?.related, host.snapshot().findings(ROUTE)[0]?.related);
  });

  it('leave out what is being edited itself', () => {
    const { atOnce, work, edit, text } = editable();
    work();
    atOnce();
    edit(ROUTE, 'function POST', 'function PO_ST');
    assert.deepEqual(namesOf(atOnce(), text()), ['DELETE']);
  });

  it('find names again in a file that was written anew', () => {
    const { atOnce, work, put, text } = editable();
    work();
    atOnce();
    put(ROUTE, `/* new */${text().replaceAll('  ', '\t').replaceAll(';', '')}\n`);
    assert.deepEqual(namesOf(atOnce(), text()), ['POST', 'DELETE']);
  });

  it('have no fixes where they were kept: those are made for one text', () => {
    const fixing: Rule = {
      meta: { ...(allRules[0] as Rule).meta, id: 'no-fixing' },
      *check(ctx) {
        ctx.program().endpointsOf(ctx.path).forEach(ctx.assessmentOf);
        const range = ctx.file.ranges['export:POST'];
        if (range) yield { message: 'm', range, fixes: [{ title: 't', safety: 'safe', edits: [] }] };
      },
    };
    const { atOnce, work, edit } = editable([fixing]);
    work();
    assert.equal(atOnce()[0]?.fixes?.length, 1);
    edit(ROUTE, '{ ok: true }', '{ ok: 1 }');
    assert.deepEqual(
      atOnce().map(({ message, fixes }) => [message, fixes]),
      [['m', undefined]],
    );
  });

  it('drop a place in another file as soon as that file is edited', () => {
    const relating: Rule = {
      meta: { ...(allRules[0] as Rule).meta, id: 'no-relating' },
      *check(ctx) {
        ctx.program().endpointsOf(ctx.path).forEach(ctx.assessmentOf);
        const range = ctx.file.ranges['export:POST'];
        const related = [{ path: DB, fact: 'export:prisma', message: 'r' }];
        if (range) yield { message: 'm', range, related };
      },
    };
    const { atOnce, work, edit } = editable([relating]);
    work();
    atOnce();
    edit(ROUTE, '{ ok: true }', '{ ok: 1 }');
    assert.equal(atOnce()[0]?.related?.length, 1);
    edit(DB, 'PrismaClient()', 'PrismaClient({})');
    assert.deepEqual(atOnce()[0]?.related, []);
  });

  it('of an action weigh by who uses it now, in whatever file that is', () => {
    const { files } = parseFixture(`
//- package.json
{ "dependencies": { "next": "16.0.0" } }
//- app/actions.ts
'use server';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function remove(id: string) {
  await prisma.post.delete({ where: { id } });
}
//- app/button.tsx
'use client';
import { remove } from './actions';
export const Button = () => <button onClick={() => remove('1')} />;
//- app/page.tsx
import { remove } from './actions';
import { Button } from './button';
export default async function Page({ id }: any) {
  if (id) await remove(id);
  return <Button />;
}
`);
    const host = createAnalysisHost(allRules, { version: '0' });
    host.applyChange({ files: new Map([...files].map(([path, text]) => [path, textInput(text)])) });
    const [ACTIONS, BUTTON] = [filePath('/w/app/actions.ts'), filePath('/w/app/button.tsx')];
    const atOnce = () => host.snapshot().findingsAtOnce(ACTIONS);
    const all = () => host.snapshot().findings(ACTIONS);
    const severities = (...found: readonly (readonly RuleFinding[])[]): readonly string[] =>
      found.flatMap((findings) => findings.map(({ severity }) => severity));
    doAllWork(host);
    assert.deepEqual(severities(all(), atOnce()), ['warning', 'warning']);
    const before = host.snapshot().program();
    const button = (files.get(BUTTON) ?? '').replace("() => remove('1')", 'undefined');
    host.applyChange({ files: new Map([[BUTTON, textInput(button)]]) });
    assert.deepEqual(severities(atOnce(), all(), atOnce()), ['warning', 'information', 'information']);
    assert.equal(host.snapshot().program(), before, 'a body links nothing');
  });

  it('obey a comment that was just typed', () => {
    const { atOnce, work, edit, text } = editable();
    work();
    atOnce();
    const comment = '// next-surface-disable-next-line require-endpoint-guard -- it is a demo';
    edit(ROUTE, 'export async function POST', `${comment}\nexport async function POST`);
    edit(ROUTE, '  const {', '  if (request) {}\n  const {');
    assert.deepEqual(namesOf(atOnce(), text()), ['DELETE']);
  });

  it('stand on a name of the text after every keystroke, and are the truth whenever the work is done', () => {
    const { host, texts, atOnce, work, put, text } = editable();
    work();
    atOnce();
    const typed = "\n  const user = await `/a/${1}`;\n  if (!user) { throw new Error('no'); }";
    const at = text().indexOf('{\n') + 1;
    const [head, tail] = [text().slice(0, at), text().slice(at)];
    for (let end = 1; end <= typed.length; end++) {
      put(ROUTE, head + typed.slice(0, end) + tail);
      for (const name of namesOf(atOnce(), text())) assert.match(name, /^(?:POST|DELETE)$/);
      if (end % 7 > 0) continue;
      work();
      const truth = engineOver(texts).snapshot().findings(ROUTE);
      assert.deepEqual(atOnce(), truth);
      assert.deepEqual(host.snapshot().findings(ROUTE), truth);
    }
  });
});
