/** What an engine says after an edit is what a new engine says of the same files: nothing stale survives, whatever was edited. */
import assert from 'node:assert/strict';
import { allAssists } from '../../server/src/assists/index';
import { type AnalysisHost } from '../../server/src/core/analysis';
import { type FilePath } from '../../server/src/core/text/filePath';
import { allRules } from '../../server/src/rules/index';
import { engineOver, textInput } from '../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../support/fixture';

type Files = ReadonlyMap<FilePath, string>;

const filesOf = (source: string): Files => parseFixture(source).files;

/** Everything that an engine says. */
function said(host: AnalysisHost): string {
  return JSON.stringify(host.snapshot().report(FIXTURE_ROOT), undefined, 1);
}

/** Goes from one set of files to another and back, and asks after each step. */
function check(from: Files, to: Files): void {
  const host = engineOver(from);
  const steps: readonly (readonly [Files, Files])[] = [
    [from, to],
    [to, from],
    [from, to],
  ];
  said(host);
  for (const [before, after] of steps) {
    const gone = [...before.keys()].filter((path) => !after.has(path)).map((path) => [path, null] as const);
    const changed = [...after].filter(([path, text]) => before.get(path) !== text);
    host.applyChange({
      files: new Map([...gone, ...changed.map(([path, text]) => [path, textInput(text)] as const)]),
    });
    assert.equal(said(host), said(engineOver(after)));
  }
}

describe('an engine after an edit says what a new one would', () => {
  for (const { meta } of allAssists) {
    it(`of what ${meta.id} changes`, () => {
      for (const { before, after } of meta.examples) {
        const from = filesOf(before);
        check(from, new Map([...from, ...filesOf(after)]));
      }
    });
  }

  for (const { meta } of allRules) {
    it(`of good code for ${meta.id} that becomes bad, and bad that becomes good`, () => {
      for (const good of meta.examples.good) {
        for (const bad of meta.examples.bad) check(filesOf(good), filesOf(bad));
      }
    });
  }

  it('of a guard that is written beside an import of its own', () => {
    const body = `  try {
    await prisma.post.create({ data: {} });
  } catch (error) {
    console.error(error);
  }
};
`;
    const head = `//- app/page.tsx
import { save } from './actions';
export default function Page() { return <button onClick={save} />; }
//- app/actions.ts
'use server';
import { PrismaClient } from '@prisma/client';
`;
    const open = `const prisma = new PrismaClient();\nexport const save = async () => {\n`;
    const guard = `  const { userId } = await auth();\n  if (!userId) throw new Error('Unauthorized');\n`;
    check(
      filesOf(`${head}${open}${body}`),
      filesOf(`${head}import { auth } from '@clerk/nextjs/server';\n${open}${guard}${body}`),
    );
  });
});
