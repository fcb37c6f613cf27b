/** Fixes as code actions: which are offered where, and what they do to the document. */
import assert from 'node:assert/strict';
import { type CodeAction, DiagnosticTag, TextDocumentEdit, type TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { allRules } from '../../server/src/rules/index';
import { testRules } from '../support/testRules';
import { FULL_CLIENT, type LspSession, withSession } from '../support/lspSession';

const URI = 'file:///w/app/actions.ts';
const TEXT =
  "'use server';\r\n/* 🎉 */ export async function badOne() {}\r\nexport async function badTwo() {}\r\n";
const ON_FIRST = { start: { line: 1, character: 33 }, end: { line: 1, character: 33 } };
const EVERYWHERE = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };

describe('code actions', () => {
  it('are the fixes of the findings in the range; safe ones are preferred', () =>
    inFile(async (session) => {
      const actions = await session.actions(URI, ON_FIRST);
      assert.deepEqual(
        actions.map(({ title, kind, isPreferred }) => ({ title, kind, isPreferred })),
        [
          { title: 'Rename to a good name', kind: 'quickfix', isPreferred: true },
          { title: 'Remove the name', kind: 'quickfix', isPreferred: false },
          {
            title: 'Disable no-bad-name for this line, with a reason',
            kind: 'quickfix',
            isPreferred: undefined,
          },
        ],
      );
      assert.equal(actions[0]?.diagnostics?.[0]?.code, 'no-bad-name');
      assert.deepEqual(
        await session.actions(URI, { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } }),
        [],
      );
    }));

  it('change the document at the right place, behind an emoji and with CRLF', () =>
    inFile(async (session) => {
      const [rename] = await session.actions(URI, ON_FIRST);
      assert.equal(applied(rename), TEXT.replace('badOne', 'goodOne'));
    }));

  it('switch the rule off for the line, with a comment that any client can apply', () =>
    inFile(async (session) => {
      const disable = (await session.actions(URI, ON_FIRST)).at(-1);
      const comment = '// next-surface-disable-next-line no-bad-name -- say why\r\n';
      assert.equal(applied(disable), TEXT.replace('/* 🎉 */', `${comment}/* 🎉 */`));
    }));

  it('leave asking for the reason to a client that says it can', () =>
    withSession(
      {
        files: { '/w/app/actions.ts': TEXT },
        rules: testRules,
        initialize: { initializationOptions: { asksReasons: true } },
      },
      async (session) => {
        await session.open(URI, TEXT);
        const disable = (await session.actions(URI, ON_FIRST)).at(-1);
        assert.equal(disable?.edit, undefined);
        assert.deepEqual(disable?.command?.arguments, [
          {
            uri: URI,
            line: 1,
            before: '// next-surface-disable-next-line no-bad-name -- ',
            after: '\r\n',
            rule: 'no-bad-name',
          },
        ]);
      },
    ));

  it('are bound to the version of the open document', () =>
    inFile(async (session) => {
      await session.change(URI, 2, [{ text: `\n${TEXT}` }]);
      const below = { start: { line: 2, character: 33 }, end: { line: 2, character: 33 } };
      const [rename] = await session.actions(URI, below);
      assert.deepEqual(documentEdit(rename).textDocument, { uri: URI, version: 2 });
    }));

  it('come as plain changes for clients without versioned edits', () =>
    inFile(
      async (session) => {
        const [rename] = await session.actions(URI, ON_FIRST);
        assert.equal(rename?.edit?.changes?.[URI]?.[0]?.newText, 'good');
      },
      { textDocument: FULL_CLIENT.textDocument ?? {} },
    ));

  it('are given by kind where the client asks for kinds', () =>
    inFile(async (session) => {
      assert.deepEqual(await session.actions(URI, EVERYWHERE, ['refactor', 'quick', 'source.fix']), []);
      assert.equal((await session.actions(URI, EVERYWHERE, ['quickfix'])).length, 6);
      const kinds = (await session.actions(URI, EVERYWHERE, [''])).map(({ kind }) => kind);
      assert.deepEqual(kinds, Array(6).fill('quickfix'));
    }));

  for (const kind of ['source', 'source.fixAll', 'source.fixAll.nextSurface']) {
    it(`fix everything that is safe for \`${kind}\``, () =>
      inFile(async (session) => {
        const actions = await session.actions(URI, ON_FIRST, [kind]);
        assert.deepEqual(
          actions.map((action) => action.kind),
          ['source.fixAll.nextSurface'],
        );
        assert.equal(applied(actions[0]), TEXT.replace('badOne', 'goodOne').replace('badTwo', 'goodTwo'));
      }));
  }

  it('of other tools are not mixed up with ours: `source.fixAll.eslint` gets nothing', () =>
    inFile(async (session) => {
      assert.deepEqual(await session.actions(URI, EVERYWHERE, ['source.fixAll.eslint']), []);
    }));

  it('never fix all with an unsafe fix: making an action async is offered alone', () =>
    withSession({ rules: allRules }, async (session) => {
      const text = "'use server';\nexport function save() {}\n";
      await session.open(URI, text);
      assert.deepEqual(await session.actions(URI, EVERYWHERE, ['source.fixAll']), []);
      const [fix] = await session.actions(URI, EVERYWHERE);
      assert.equal(fix?.isPreferred, false);
      assert.equal(applied(fix, text), text.replace('export function', 'export async function'));
    }));

  it('fix all takes comments away that switch nothing off, which are faded before', () =>
    withSession({ rules: allRules }, async (session) => {
      const action = 'export async function save() {}\n';
      const text = `'use server';\n// next-surface-disable-next-line no-this-in-action -- it was one\n${action}`;
      await session.open(URI, text);
      await session.quiet();
      const [faded] = await session.diagnostics(URI);
      assert.deepEqual(faded?.tags, [DiagnosticTag.Unnecessary]);
      const [fixAll] = await session.actions(URI, EVERYWHERE, ['source.fixAll']);
      assert.equal(applied(fixAll, text), `'use server';\n${action}`);
      const offered = await session.actions(URI, EVERYWHERE, ['quickfix']);
      assert.deepEqual(
        offered.map(({ title, isPreferred }) => ({ title, isPreferred })),
        [{ title: 'Remove the comment', isPreferred: true }],
      );
    }));

  it('are none for clients that can only run commands', () =>
    inFile(async (session) => assert.deepEqual(await session.actions(URI, EVERYWHERE), []), {}));
});

function inFile(body: (session: LspSession) => Promise<void>, capabilities = FULL_CLIENT): Promise<void> {
  return withSession({ capabilities }, async (session) => {
    await session.open(URI, TEXT);
    await body(session);
  });
}

function documentEdit(action: CodeAction | undefined): TextDocumentEdit {
  const edit = action?.edit?.documentChanges?.[0];
  assert.ok(TextDocumentEdit.is(edit));
  return edit;
}

function applied(action: CodeAction | undefined, text = TEXT): string {
  // None of our edits is annotated or a snippet.
  const edits = documentEdit(action).edits as TextEdit[];
  return TextDocument.applyEdits(TextDocument.create(URI, 'typescript', 1, text), edits);
}
