/** Diagnostics, asked for and published: where they stand, when they change, and what is not sent twice. */
import assert from 'node:assert/strict';
import {
  CancellationTokenSource,
  type Diagnostic,
  type PublishDiagnosticsParams,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { allRules } from '../../server/src/rules/index';
import { FULL_CLIENT, type LspSession, PLAIN_CLIENT, withSession } from '../support/lspSession';

const ACTIONS = 'file:///w/app/actions.ts';
const OTHER = 'file:///w/app/other.ts';
const BAD = "'use server';\nexport async function badOne() {}\n";
const BAD_TOO = "'use server';\nexport async function badTwo() {}\n";
const GOOD = "'use server';\nexport async function one() {}\n";

describe('diagnostics', () => {
  it('say what is wrong and what to do, with severity, code, source and the page of the rule', () =>
    withSession({ files: { '/w/app/actions.ts': BAD } }, async (session) => {
      await session.settle();
      assert.deepEqual(await session.diagnostics(ACTIONS), [
        {
          range: { start: { line: 1, character: 22 }, end: { line: 1, character: 28 } },
          severity: 2,
          code: 'no-bad-name',
          codeDescription: {
            href: 'https://github.com/next-surface/next-surface/blob/main/docs/rules/no-bad-name.md',
          },
          source: 'next-surface',
          message: '`badOne` is a bad name\nChoose a good one.',
        },
      ]);
    }));

  it('count columns in UTF-16 code units: an emoji is two', () =>
    withSession(
      { files: { '/w/app/actions.ts': "'use server';\n/* 👩‍🚀é */ export async function badOne() {}\n" } },
      async (session) => {
        await session.settle();
        const [diagnostic] = await session.diagnostics(ACTIONS);
        assert.deepEqual(diagnostic?.range.start, { line: 1, character: 35 });
      },
    ));

  it('count lines of CRLF files, and of ones that end lines with CR alone, as editors do', () =>
    withSession(
      {
        files: {
          '/w/app/actions.ts': BAD.replaceAll('\n', '\r\n'),
          '/w/app/other.ts': BAD.replaceAll('\n', '\r'),
        },
      },
      async (session) => {
        await session.settle();
        assert.equal((await session.diagnostics(ACTIONS))[0]?.range.start.line, 1);
        assert.equal((await session.diagnostics(OTHER))[0]?.range.start.line, 1);
      },
    ));

  it('follow the open buffer, not the disk', () =>
    withSession({ files: { '/w/app/actions.ts': BAD } }, async (session) => {
      await session.open(ACTIONS, GOOD);
      assert.deepEqual(await session.diagnostics(ACTIONS), []);
      await session.settle();
      assert.deepEqual(await session.diagnostics(ACTIONS), []);
      session.disk.texts.set('/w/app/actions.ts', `${BAD}// saved by another program`);
      await session.watched([ACTIONS, 2]);
      await session.settle();
      assert.deepEqual(await session.diagnostics(ACTIONS), []);
      await session.close(ACTIONS);
      await session.settle();
      assert.equal((await session.diagnostics(ACTIONS)).length, 1);
    }));

  it('follow each edit, in incremental changes that hold several', () =>
    withSession({ files: { '/w/app/actions.ts': GOOD } }, async (session) => {
      await session.open(ACTIONS, GOOD);
      const at = { line: 1, character: 22 };
      await session.change(ACTIONS, 2, [
        { range: { start: at, end: { line: 1, character: 25 } }, text: 'badName' },
      ]);
      const [diagnostic] = await session.diagnostics(ACTIONS);
      assert.equal(diagnostic?.message, '`badName` is a bad name\nChoose a good one.');
      await session.change(ACTIONS, 3, [
        { range: { start: at, end: { line: 1, character: 25 } }, text: '' },
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' },
      ]);
      assert.deepEqual(await session.diagnostics(ACTIONS), []);
    }));

  it('are there for an open file before the workspace has been read', () => {
    return withSession({ files: { '/w/app/other.ts': BAD }, slow: true }, async (session) => {
      await session.open(ACTIONS, BAD);
      assert.equal((await session.diagnostics(ACTIONS)).length, 1);
      assert.equal((await session.surface()).state, 'scanning');
      session.disk.slow = false;
      await session.settle();
      assert.equal((await session.surface()).state, 'ready');
    });
  });

  it('of an unchanged document are not sent again', () =>
    withSession({ files: { '/w/app/actions.ts': BAD } }, async (session) => {
      await session.open(ACTIONS, BAD);
      await session.settle();
      const first = await session.pull(ACTIONS);
      assert.equal(first.kind, 'full');
      const again = await session.pull(ACTIONS, first.resultId);
      assert.deepEqual(again, { kind: 'unchanged', resultId: first.resultId });
      await session.change(ACTIONS, 2, [{ text: `\n${BAD}` }]);
      assert.equal((await session.pull(ACTIONS, first.resultId)).kind, 'full');
    }));

  it('are refreshed when another file changed what was answered, and only then', () =>
    withSession({ files: { '/w/app/actions.ts': GOOD } }, async (session) => {
      await session.open(ACTIONS, GOOD);
      await session.settle();
      assert.deepEqual(await session.diagnostics(ACTIONS), []);
      session.disk.texts.set('/w/app/other.ts', "'use server';\nexport async function two() {}\n");
      await session.watched([OTHER, 1]);
      await session.settle();
      assert.equal(session.refreshes(), 0);
      session.disk.texts.set('/w/app/other.ts', GOOD);
      await session.watched([OTHER, 2]);
      await session.notification('workspace/diagnostic/refresh');
      assert.deepEqual(
        (await session.diagnostics(ACTIONS)).map(({ code }) => code),
        ['unique-name'],
      );
    }));

  it('of the workspace are none unless the settings ask for them', () =>
    withSession({ files: { '/w/app/actions.ts': BAD } }, async (session) => {
      await session.settle();
      assert.deepEqual(await pullWorkspace(session), []);
    }));

  it('of the workspace hold every file that has some, by URI, with the version of open ones', () =>
    withSession(
      {
        files: { '/w/app/actions.ts': BAD, '/w/app/[id]/x.ts': BAD_TOO },
        settings: { diagnostics: { scope: 'workspace' } },
      },
      async (session) => {
        await session.open(ACTIONS, `${BAD}//`);
        await session.settle();
        const items = await pullWorkspace(session);
        assert.deepEqual(
          items.map(({ uri, version, kind }) => [uri, version, kind]),
          [
            ['file:///w/app/%5Bid%5D/x.ts', null, 'full'],
            [ACTIONS, 1, 'full'],
          ],
        );
        const previous = items.map(({ uri, resultId }) => ({ uri, value: resultId ?? '' }));
        await session.change(ACTIONS, 2, [{ text: GOOD }]);
        const later = await pullWorkspace(session, previous);
        assert.deepEqual(
          later.map((item) => [item.uri, item.kind === 'full' ? item.items : item.kind]),
          [
            ['file:///w/app/%5Bid%5D/x.ts', 'unchanged'],
            [ACTIONS, []],
          ],
        );
      },
    ));

  it('of the workspace are those of one moment: an edit meanwhile starts them over', () => {
    const names = Array.from({ length: 20 }, (_, index) => `f${index + 10}`);
    const files = Object.fromEntries(names.map((name) => [`/w/app/${name}.ts`, BAD.replace('One', name)]));
    return withSession({ files, settings: { diagnostics: { scope: 'workspace' } } }, async (session) => {
      await session.settle();
      const answer = pullWorkspace(session);
      await session.open('file:///w/app/f10.ts', GOOD);
      assert.deepEqual(
        (await answer).map(({ uri }) => uri),
        names.slice(1).map((name) => `file:///w/app/${name}.ts`),
      );
    });
  });

  it('of the workspace end when the client cancels', () =>
    withSession(
      {
        files: { '/w/app/a.ts': BAD, '/w/app/b.ts': BAD },
        settings: { diagnostics: { scope: 'workspace' } },
      },
      async (session) => {
        await session.settle();
        const { connection } = session;
        const source = new CancellationTokenSource();
        const answer = connection.sendRequest(
          'workspace/diagnostic',
          { previousResultIds: [] },
          source.token,
        );
        source.cancel();
        await assert.rejects(answer, /cancel/i);
      },
    ));

  it('are published to clients that do not ask, with the version they are about, once', () =>
    withSession({ files: { '/w/app/other.ts': BAD_TOO }, capabilities: PLAIN_CLIENT }, async (session) => {
      await session.open(ACTIONS, BAD);
      const first = await published(session, ACTIONS, (diagnostics) => diagnostics.length === 1);
      assert.equal(first.version, 1);
      await session.settle();
      await session.change(ACTIONS, 2, [{ text: GOOD }]);
      await published(session, ACTIONS, (diagnostics) => diagnostics.length === 0);
      await session.settle();
      const all = session.received.filter(({ method }) => method === 'textDocument/publishDiagnostics');
      assert.deepEqual(
        all.map(({ params }) => (params as PublishDiagnosticsParams).diagnostics.length),
        [1, 0],
      );
    }));

  it('that were published are taken back when the file is closed, also while the workspace is being read', () =>
    withSession({ capabilities: PLAIN_CLIENT, slow: true }, async (session) => {
      await session.open(ACTIONS, BAD);
      await published(session, ACTIONS, (diagnostics) => diagnostics.length === 1);
      await session.close(ACTIONS);
      await published(session, ACTIONS, (diagnostics) => diagnostics.length === 0);
      session.disk.slow = false;
    }));

  it('are published for all files where the settings ask for that, and taken back with the setting', () =>
    withSession(
      {
        files: { '/w/app/actions.ts': BAD, '/w/app/other.ts': BAD_TOO },
        capabilities: { workspace: { configuration: true } },
        settings: { diagnostics: { scope: 'workspace' } },
      },
      async (session) => {
        await published(session, ACTIONS, (diagnostics) =>
          diagnostics.some(({ code }) => code === 'no-bad-name'),
        );
        await published(session, OTHER, (diagnostics) => diagnostics.length === 1);
        await session.setSettings({});
        await published(session, ACTIONS, (diagnostics) => diagnostics.length === 0);
        await published(session, OTHER, (diagnostics) => diagnostics.length === 0);
      },
    ));
});

const API = 'file:///w/app/api/route.ts';
const OPEN = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function POST() {
  await prisma.post.deleteMany();
  return new Response();
}
`;
const CHECK = "  if (!(await getServerSession({}))) throw new Error('no');\n";
const GUARDED = `import { getServerSession } from 'next-auth';\n${OPEN.replace('{\n', `{\n${CHECK}`)}`;

/** A route that checks nobody until a test types a check into it. */
function withOpenRoute(
  options: Parameters<typeof withSession>[0],
  body: (session: LspSession, lines: () => Promise<readonly number[]>) => Promise<void>,
): Promise<void> {
  return withSession(
    { files: { '/w/app/api/route.ts': OPEN }, rules: allRules, ...options },
    async (session) => {
      await session.open(API, OPEN);
      await session.quiet();
      await body(session, async () => (await session.diagnostics(API)).map(({ range }) => range.start.line));
    },
  );
}

describe('diagnostics while somebody types', () => {
  it('are those of before at their new places, and the true ones when the client is told to ask again', () =>
    withOpenRoute({}, async (session, lines) => {
      assert.deepEqual(await lines(), [2]);
      const before = session.refreshes();
      await session.change(API, 2, [{ text: GUARDED }]);
      assert.deepEqual(await lines(), [3]);
      assert.equal(session.refreshes(), before);
      await session.quiet();
      assert.equal(session.refreshes(), before + 1);
      assert.deepEqual(await lines(), []);
    }));

  it('are the true ones at once for a client that can not be told to ask again', () => {
    const capabilities = { ...FULL_CLIENT, workspace: { workspaceFolders: true } };
    return withOpenRoute({ capabilities }, async (session, lines) => {
      assert.deepEqual(await lines(), [2]);
      await session.change(API, 2, [{ text: GUARDED }]);
      assert.deepEqual(await lines(), []);
    });
  });

  it('are published twice: at once, and when they are known', () =>
    withOpenRoute({ capabilities: PLAIN_CLIENT }, async (session) => {
      await session.change(API, 2, [{ text: GUARDED }]);
      await session.quiet();
      const all = session.received
        .filter(({ method }) => method === 'textDocument/publishDiagnostics')
        .map(({ params }) => params as PublishDiagnosticsParams)
        .filter(({ uri, version }) => uri === API && version === 2);
      assert.deepEqual(
        all.map(({ diagnostics }) => diagnostics.map(({ range }) => range.start.line)),
        [[3], []],
      );
    }));

  it('are no ground for quick fixes: those come from the text as it is', () =>
    withOpenRoute({}, async (session) => {
      await session.change(API, 2, [{ text: GUARDED }]);
      const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
      assert.deepEqual(await session.actions(API, whole), []);
    }));
});

async function pullWorkspace(session: LspSession, previousResultIds: { uri: string; value: string }[] = []) {
  const report: WorkspaceDiagnosticReport = await session.connection.sendRequest('workspace/diagnostic', {
    previousResultIds,
  });
  return report.items;
}

async function published(
  session: LspSession,
  uri: string,
  matches: (diagnostics: readonly Diagnostic[]) => boolean,
): Promise<PublishDiagnosticsParams> {
  const params = await session.notification('textDocument/publishDiagnostics', (received) => {
    // The client's own record of what came over the wire.
    const candidate = received as PublishDiagnosticsParams;
    return candidate.uri === uri && matches(candidate.diagnostics);
  });
  return params as PublishDiagnosticsParams;
}
