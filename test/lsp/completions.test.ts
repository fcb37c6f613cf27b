/** Snippets over LSP: as snippets for clients that have them, as plain text for the others. */
import assert from 'node:assert/strict';
import { type ClientCapabilities, type CompletionList, InsertTextFormat } from 'vscode-languageserver/node';
import { FULL_CLIENT, type LspSession, withSession } from '../support/lspSession';

const URI = 'file:///w/app/api/route.ts';
const FILES = {
  '/w/app/layout.tsx': 'export default function Layout() {}',
  '/w/app/api/route.ts':
    "import { headers } from 'next/headers';\n\nroute-webhook-hmac\n\nconst after = 1;\n",
};
const SNIPPET_CLIENT: ClientCapabilities = {
  ...FULL_CLIENT,
  textDocument: {
    ...FULL_CLIENT.textDocument,
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
  },
};

function completionsAt(session: LspSession, line: number, character: number): Promise<CompletionList | null> {
  const position = { line, character };
  return session.connection.sendRequest('textDocument/completion', { textDocument: { uri: URI }, position });
}

describe('completions', () => {
  it('are snippets with places to fill in, and bring imports, for clients that have snippets', () =>
    withSession({ files: FILES, capabilities: SNIPPET_CLIENT }, async (session) => {
      assert.ok(session.result.capabilities.completionProvider);
      await session.settle();
      const list = await completionsAt(session, 2, 18);
      assert.equal(list?.isIncomplete, false);
      const [item] = list?.items ?? [];
      assert.equal(item?.label, 'route-webhook-hmac');
      assert.equal(item?.insertTextFormat, InsertTextFormat.Snippet);
      assert.ok(item?.textEdit && 'range' in item.textEdit);
      assert.deepEqual(item.textEdit.range, {
        start: { line: 2, character: 0 },
        end: { line: 2, character: 18 },
      });
      assert.match(item.textEdit.newText, /process\.env\.\$\{1:WEBHOOK_SECRET\}/);
      assert.deepEqual(
        item.additionalTextEdits?.map(({ newText, range }) => [newText.trim(), range.start.line]),
        [["import { createHmac, timingSafeEqual } from 'node:crypto';", 1]],
      );
    }));

  it('are plain text, filled in as proposed, for clients that have no snippets', () =>
    withSession({ files: FILES, capabilities: FULL_CLIENT }, async (session) => {
      await session.settle();
      const [item] = (await completionsAt(session, 2, 18))?.items ?? [];
      assert.equal(item?.insertTextFormat, InsertTextFormat.PlainText);
      assert.match(item?.textEdit?.newText ?? '', /process\.env\.WEBHOOK_SECRET/);
      assert.doesNotMatch(item?.textEdit?.newText ?? '', /\$\{\d|\$0/);
    }));

  it('follow what is typed, not what is on disk', () =>
    withSession({ files: FILES, capabilities: SNIPPET_CLIENT }, async (session) => {
      await session.settle();
      await session.open(URI, 'export async function POST() {}\n\n');
      await session.settle();
      const labels = (await completionsAt(session, 2, 0))?.items.map(({ label }) => label) ?? [];
      assert.ok(labels.includes('route-cron') && !labels.includes('route-webhook-hmac'));
    }));

  it('are none in files that are no source of an app', () =>
    withSession({ files: FILES, capabilities: SNIPPET_CLIENT }, async (session) => {
      await session.settle();
      const answer = await session.connection.sendRequest('textDocument/completion', {
        textDocument: { uri: 'file:///elsewhere/route.ts' },
        position: { line: 0, character: 0 },
      });
      assert.equal(answer, null);
    }));
});
