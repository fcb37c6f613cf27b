/** The commands "New route handler…" and "New server action…": ask, let the server write, apply as one step, open. */
import { l10n, Range, type TextDocument, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import {
  NEW_ENDPOINT_REQUEST,
  type NewEndpointParams,
  type NewEndpointResult,
} from '../../server/src/protocol';
import { type ServerConnection } from './serverConnection';

type Connection = Pick<ServerConnection, 'request'>;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Asks for the URL and the methods. `at` is the explorer's file or folder; without it, the editor's file. */
export async function newRoute(connection: Connection, at?: Uri): Promise<void> {
  const uri = startOf(at);
  if (uri === undefined) return;
  const title = l10n.t('New Route Handler');
  const start = await ask(connection, { kind: 'route', uri });
  if (start.kind !== 'start') return finish(start);
  const url = await window.showInputBox({
    title,
    prompt: l10n.t('The URL, with dynamic parts in brackets: /api/items/[id]'),
    value: start.value,
    valueSelection: [start.value.length, start.value.length],
    ignoreFocusOut: true,
    // Asking for it tells whether the router would take it; nothing is written yet.
    validateInput: async (text) => {
      const answer = await ask(connection, { kind: 'route', uri, url: text.trim(), methods: ['GET'] });
      return answer.kind === 'refused' ? answer.reason : undefined;
    },
  });
  if (url === undefined) return;
  const methods = await window.showQuickPick(
    METHODS.map((label) => ({ label, picked: label === 'GET' })),
    { title, placeHolder: l10n.t('The methods that it answers'), canPickMany: true, ignoreFocusOut: true },
  );
  if (methods === undefined || methods.length === 0) return;
  await finish(
    await ask(connection, {
      kind: 'route',
      uri,
      url: url.trim(),
      methods: methods.map(({ label }) => label),
    }),
  );
}

/** Asks for the name. The action goes into the file that the command was called on, or the one of its folder. */
export async function newAction(connection: Connection, at?: Uri): Promise<void> {
  const uri = startOf(at);
  if (uri === undefined) return;
  const name = await window.showInputBox({
    title: l10n.t('New Server Action'),
    prompt: l10n.t('The name of the function'),
    ignoreFocusOut: true,
    validateInput: async (text) => {
      const answer = await ask(connection, { kind: 'action', uri, name: text.trim() });
      return answer.kind === 'refused' ? answer.reason : undefined;
    },
  });
  if (name !== undefined) await finish(await ask(connection, { kind: 'action', uri, name: name.trim() }));
}

function ask(connection: Connection, params: NewEndpointParams): Promise<NewEndpointResult> {
  return connection.request<NewEndpointResult>(NEW_ENDPOINT_REQUEST, params);
}

function startOf(at: Uri | undefined): string | undefined {
  const uri = at ?? window.activeTextEditor?.document.uri ?? workspace.workspaceFolders?.[0]?.uri;
  return uri?.toString();
}

async function finish(result: NewEndpointResult): Promise<void> {
  if (result.kind === 'refused') void window.showErrorMessage(result.reason);
  if (result.kind !== 'file' && result.kind !== 'edits') return;
  const uri = Uri.parse(result.uri);
  const edit = new WorkspaceEdit();
  if (result.kind === 'file') edit.createFile(uri, { contents: new TextEncoder().encode(result.text) });
  else {
    for (const { range, newText } of result.edits) {
      const { start, end } = range;
      edit.replace(uri, new Range(start.line, start.character, end.line, end.character), newText);
    }
  }
  if (!(await workspace.applyEdit(edit))) {
    void window.showErrorMessage(l10n.t('{0} could not be written: it may be there already.', uri.path));
    return;
  }
  const document: TextDocument = await workspace.openTextDocument(uri);
  await window.showTextDocument(document);
}
