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

  it('links places by line, in folders with any name, and only for clients that follow links', async () => {
    const files = {
      '/w/app/(shop)/api/route.ts':
        "import { PrismaClient } from '@prisma/client';\nconst db = new PrismaClient();\nexport const POST = () => db.user.deleteMany();\n",
    };
    const uri = 'file:///w/app/(shop)/api/route.ts';
    const link = '[`app/(shop)/api/route.ts:3`](file:///w/app/%28shop%29/api/route.ts#L3)';
    const hovered = async (session: LspSession): Promise<string> => {
      await session.settle();
      const position = { line: 2, character: 14 };
      return text(
        await session.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position }),
      );
    };
    await withSession({ files }, async (session) => assert.ok((await hovered(session)).includes(link)));
    await withSession({ files, capabilities: { ...FULL_CLIENT, textDocument: {} } }, async (session) => {
      const shown = await hovered(session);
      assert.ok(shown.includes('`app/(shop)/api/route.ts:3`'));
      assert.ok(!shown.includes('file:'));
    });
  });

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
