/** Renaming a route's folder in the editor: who asks for its URL asks for the new one. */
import assert from 'node:assert/strict';
import { type WorkspaceEdit } from 'vscode-languageserver/node';
import { FULL_CLIENT, withSession } from '../support/lspSession';

const ROUTE = 'export async function GET() { return new Response(); }\n';
const CALLER =
  'export const load = (id: string) => fetch(`/api/users/${id}?full=1`);\nexport const KEY = "/api/users/1";\n';
const FILES = {
  '/w/package.json': '{ "dependencies": { "next": "16.4.6" } }',
  '/w/app/api/users/[id]/route.ts': ROUTE,
  '/w/app/load.ts': CALLER,
};
const CLIENT = {
  ...FULL_CLIENT,
  workspace: {
    ...FULL_CLIENT.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
};

function rename(from: string, to: string): Promise<WorkspaceEdit | null> {
  const files = [{ oldUri: `file://${from}`, newUri: `file://${to}` }];
  const answers: (WorkspaceEdit | null)[] = [];
  return withSession({ capabilities: CLIENT, files: FILES }, async ({ connection, settle, result }) => {
    assert.equal(result.capabilities.workspace?.fileOperations?.willRename?.filters.length, 2);
    await settle();
    answers.push(await connection.sendRequest('workspace/willRenameFiles', { files }));
  }).then(() => answers[0] ?? null);
}

describe('renaming files', () => {
  it('changes the URLs that callers ask for, and asks about what may be none', async () => {
    const edit = await rename('/w/app/api/users', '/w/app/api/people');
    const [change] = edit?.documentChanges ?? [];
    assert.ok(change && 'edits' in change);
    assert.equal(change.textDocument.uri, 'file:///w/app/load.ts');
    assert.deepEqual(
      change.edits.map((one) => ['newText' in one ? one.newText : '', 'annotationId' in one]),
      [
        ['/api/people/${id}', false],
        ['/api/people/1', true],
      ],
    );
    assert.deepEqual(
      Object.values(edit?.changeAnnotations ?? {}).map(({ needsConfirmation }) => needsConfirmation),
      [true],
    );
  });

  it('changes nothing where no URL does', async () => {
    assert.equal(await rename('/w/app/load.ts', '/w/app/loading.ts'), null);
    assert.equal(await rename('/w/app/api/users/[id]', '/w/app/api/users/[user]'), null);
  });
});
