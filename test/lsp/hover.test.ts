/** Hovers over endpoints. */
import assert from 'node:assert/strict';
import { type Hover } from 'vscode-languageserver/node';
import { FULL_CLIENT, type LspSession, withSession } from '../support/lspSession';

const URI = 'file:///w/app/api/route.ts';
const FILES = { '/w/app/api/route.ts': '/* 🙂 */ export async function GET() {}' };

describe('hover', () => {
  it('tells what an endpoint is, over its name, in Markdown', () =>
    withSession({ files: FILES }, async (session) => {
      await session.settle();
      const hover = await hoverAt(session, 32);
      assert.match(text(hover), /^\*\*Route handler\*\* `GET \/api`/);
      assert.deepEqual(hover?.range, { start: { line: 0, character: 31 }, end: { line: 0, character: 34 } });
    }));

  it('is nothing elsewhere, and in files that do not exist', () =>
    withSession({ files: FILES }, async (session) => {
      await session.settle();
      assert.equal(await hoverAt(session, 3), null);
      assert.equal(await hoverAt(session, 3, 'file:///w/app/none.ts'), null);
    }));

  it('is plain text for clients that show no Markdown', () =>
    withSession({ files: FILES, capabilities: { ...FULL_CLIENT, textDocument: {} } }, async (session) => {
      await session.settle();
      const hover = await hoverAt(session, 32);
      assert.ok(hover && typeof hover.contents === 'object' && 'kind' in hover.contents);
      assert.equal(hover.contents.kind, 'plaintext');
    }));
});

function hoverAt(session: LspSession, character: number, uri = URI): Promise<Hover | null> {
  return session.connection.sendRequest('textDocument/hover', {
    textDocument: { uri },
    position: { line: 0, character },
  });
}

function text(hover: Hover | null): string {
  return hover && typeof hover.contents === 'object' && 'value' in hover.contents ? hover.contents.value : '';
}
