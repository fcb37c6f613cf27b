/** Assists as code actions: listed without edits, resolved on request, with as much as the client can show of them. */
import assert from 'node:assert/strict';
import { type ClientCapabilities, type CodeAction } from 'vscode-languageserver/node';
import { type ResolveAssistResult } from '../../server/src/protocol';
import { FULL_CLIENT, type LspSession, withSession } from '../support/lspSession';

const URI = 'file:///w/app/actions.ts';
const TEXT = "'use server';\n// assist me\nexport async function badOne() {}\n";
const ON_NAME = { start: { line: 2, character: 24 }, end: { line: 2, character: 24 } };
const TITLES = ['Write lines and a file', 'Write one line'];
const NEW_FILE = 'file:///w/app/notes.ts';
const START = { line: 0, character: 0 };
const END = { line: 3, character: 0 };

/** VS Code, as far as edits are concerned. */
const EDITOR: ClientCapabilities = {
  ...FULL_CLIENT,
  workspace: {
    ...FULL_CLIENT.workspace,
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      changeAnnotationSupport: {},
      snippetEditSupport: true,
    },
  },
  textDocument: {
    ...FULL_CLIENT.textDocument,
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
};

function inFile(
  body: (session: LspSession) => Promise<void>,
  capabilities: ClientCapabilities = EDITOR,
  initializationOptions: object = {},
): Promise<void> {
  return withSession({ capabilities, initialize: { initializationOptions } }, async (session) => {
    await session.open(URI, TEXT);
    await session.settle();
    await body(session);
  });
}

async function ours(session: LspSession, only?: string[]): Promise<readonly CodeAction[]> {
  return (await session.actions(URI, ON_NAME, only)).filter(({ title }) => TITLES.includes(title));
}

describe('assists', () => {
  it('come before what only switches a rule off', () =>
    inFile(async (session) => {
      const titles = (await session.actions(URI, ON_NAME)).map(({ title }) => title);
      assert.ok(titles.includes('Write one line'));
      assert.equal(titles.at(-1), 'Disable no-bad-name for this line, with a reason');
    }));

  it('wait for the workspace to be read, unlike the fixes of what is known', () =>
    withSession({ capabilities: EDITOR, slow: true }, async (session) => {
      await session.open(URI, TEXT);
      const early = (await session.actions(URI, ON_NAME)).map(({ title }) => title);
      session.disk.slow = false;
      await session.settle();
      assert.ok(early.includes('Rename to a good name'));
      assert.ok(!early.includes('Write one line'));
      assert.equal((await ours(session)).length, 2);
    }));

  it('are listed by kind and without edits; one that answers a finding says so', () =>
    inFile(async (session) => {
      const [whole, line] = await ours(session);
      assert.deepEqual([whole?.kind, line?.kind], ['refactor.rewrite', 'quickfix']);
      assert.deepEqual([whole?.edit, line?.edit], [undefined, undefined]);
      assert.deepEqual(
        [line?.isPreferred, line?.diagnostics?.map(({ code }) => code)],
        [true, ['no-bad-name']],
      );
      assert.equal(whole?.diagnostics, undefined);
      assert.deepEqual(
        (await ours(session, ['refactor'])).map(({ title }) => title),
        TITLES.slice(0, 1),
      );
      assert.deepEqual(
        (await ours(session, ['quickfix'])).map(({ title }) => title),
        TITLES.slice(1),
      );
    }));

  it('are resolved into versioned edits with new files, placeholders, and a question where an edit is uncertain', () =>
    inFile(async (session) => {
      const [whole] = await ours(session);
      const resolved: CodeAction = await session.connection.sendRequest('codeAction/resolve', whole);
      assert.deepEqual(resolved.edit, {
        documentChanges: [
          { kind: 'create', uri: NEW_FILE, options: { ignoreIfExists: false } },
          {
            textDocument: { uri: NEW_FILE, version: null },
            edits: [{ range: { start: START, end: START }, newText: '// notes\n' }],
          },
          {
            textDocument: { uri: URI, version: 1 },
            edits: [
              {
                range: { start: START, end: START },
                snippet: { kind: 'snippet', value: '// ${1:why}: \\${1\\}\n' },
              },
              {
                range: { start: END, end: END },
                newText: '// end\n',
                annotationId: 'Perhaps not the end',
              },
            ],
          },
        ],
        changeAnnotations: {
          'Perhaps not the end': { label: 'Perhaps not the end', needsConfirmation: true },
        },
      });
    }));

  it('come with their edits for clients that can not resolve, and only where they can be applied', () =>
    inFile(async (session) => {
      const actions = await ours(session);
      assert.deepEqual(
        actions.map(({ title }) => title),
        ['Write one line'],
      );
      assert.deepEqual(actions[0]?.edit, {
        documentChanges: [
          {
            textDocument: { uri: URI, version: 1 },
            edits: [{ range: { start: START, end: START }, newText: '// why: ${1}\n' }],
          },
        ],
      });
    }, FULL_CLIENT));

  it('are refused as outdated once the code is another', () =>
    inFile(async (session) => {
      const [whole] = await ours(session);
      await session.change(URI, 2, [{ text: "'use server';\n" }]);
      await assert.rejects(session.connection.sendRequest('codeAction/resolve', whole), /code has changed/);
    }));

  it('ask through our client: its answers are judged, and what is left to do is said', () =>
    inFile(
      async (session) => {
        const [whole] = await ours(session);
        assert.equal(whole?.data, undefined);
        const [params]: { questions: unknown }[] = whole?.command?.arguments ?? [];
        assert.deepEqual(params?.questions, [{ id: 'name', prompt: 'Name', proposal: 'notes' }]);
        const answer = (name: string): Promise<ResolveAssistResult> =>
          session.connection.sendRequest('nextSurface/resolveAssist', { ...params, input: { name } });
        assert.deepEqual(await answer('a b'), { kind: 'refused', message: 'Letters only', question: 'name' });
        const result = await answer('todo');
        assert.ok(result.kind === 'edit');
        assert.match(JSON.stringify(result.edit), /app\/todo\.ts/);
        assert.deepEqual(result.notes, [
          { message: 'Look at the end.', uri: URI, range: { start: END, end: END } },
        ]);
        await session.change(URI, 2, [{ text: '' }]);
        assert.deepEqual(await answer('todo'), { kind: 'gone' });
      },
      EDITOR,
      { asksReasons: true },
    ));

  it('answer parameters of a wrong shape with an error', () =>
    inFile(async (session) => {
      const request = session.connection.sendRequest('nextSurface/resolveAssist', { uri: URI, assist: 1 });
      await assert.rejects(request, /are needed/);
    }));
});
