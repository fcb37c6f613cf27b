/** Proves, from inside VS Code, that the packaged extension shows the example's surface and keeps up with edits. */

import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { installedExtension, readRows, untilRows } from './surfaceView';
import { SHOP_ROWS } from './shopRows';
import { until } from './until';

const ACTIONS = 'app/admin/actions.ts';

describe('the packaged extension', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is the installed one, not the checkout', async () => {
    const extension = installedExtension();
    const extensions = process.env['NEXT_SURFACE_EXTENSIONS'];
    assert.ok(extensions, 'the runner names the folder of installed extensions');
    assert.equal(path.dirname(extension.extensionPath), extensions);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('lists the route handlers by URL and the server actions by file', async () => {
    assert.equal((await readRows()).join('\n'), SHOP_ROWS);
  });

  it('follows a server action being typed, before it is saved', async () => {
    const before = await readRows();
    const document = await vscode.workspace.openTextDocument(fileUri(ACTIONS));
    await append(document, '\nexport async function typedJustNow() {}\n');
    const rows = await untilRows('row for the typed action', (found) => found.includes('    typedJustNow'));
    assert.equal(rows.length, before.length + 1);
    await revert(document);
    await untilRows('rows without it after undoing', (found) => found.length === before.length);
  });

  it('follows files that appear and disappear on disk', async () => {
    // In a folder that exists: what happens within the first moments of a new one, VS Code's watcher may miss.
    const route = fileUri('app/api/route.ts');
    const row = '  /api DELETE';
    const watcher = vscode.workspace.createFileSystemWatcher('**/route.ts', false, true, true);
    const reported = new Promise((resolve) => watcher.onDidCreate(resolve));
    await vscode.workspace.fs.writeFile(
      route,
      Buffer.from('export function DELETE() {\n  return new Response();\n}\n'),
    );
    await untilRows('row for the new route', (rows) => rows.includes(row));
    // VS Code tells nobody of a file that goes before it has told of its coming.
    await reported;
    watcher.dispose();
    await vscode.workspace.fs.delete(route);
    await untilRows('rows without the deleted route', (rows) => !rows.includes(row));
  });

  it('reports a server action that is not async, and takes the report back', async () => {
    const document = await openWithSyncAction();
    const diagnostic = await untilDiagnostic(document);
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.match(document.getText(diagnostic.range), /subscribe/);
    assert.match(diagnostic.message, /async/);
    await revert(document);
    await until(
      'empty list of diagnostics',
      () => (ours(document).length === 0 ? true : undefined),
      () => ours(document),
    );
  });

  it('fixes it through the editor, and one undo takes the fix back', async () => {
    const document = await openWithSyncAction();
    const diagnostic = await untilDiagnostic(document);
    const broken = document.getText();

    const fix = await until('quick fix', () => quickFix(document, diagnostic));
    assert.ok(fix.edit);
    assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
    assert.match(document.getText(), /export async function subscribe\(email: string\): Promise<boolean>/);
    await until('diagnostics without the fixed one', () => (ours(document).length === 0 ? true : undefined));

    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), broken);
    await untilDiagnostic(document);
    await revert(document);
  });
});

function fileUri(file: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, file);
}

/** Opens a file of server actions and types one that is not async below the others. */
async function openWithSyncAction(): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(fileUri(ACTIONS));
  await vscode.window.showTextDocument(document);
  await append(
    document,
    '\nexport function subscribe(email: string): boolean {\n  return email.length > 0;\n}\n',
  );
  return document;
}

async function append(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.positionAt(document.getText().length), text);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}

/** Brings back what is on disk, so that tests do not see each other's edits. */
async function revert(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.files.revert');
  assert.equal(document.isDirty, false);
}

/** This extension's diagnostics, whoever else lints the file. */
function ours(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'next-surface');
}

function untilDiagnostic(document: vscode.TextDocument): Promise<vscode.Diagnostic> {
  return until('diagnostic', () => ours(document)[0]);
}

async function quickFix(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
): Promise<vscode.CodeAction | undefined> {
  const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    diagnostic.range,
    vscode.CodeActionKind.QuickFix.value,
  );
  return actions.find(({ edit, title }) => edit !== undefined && /\basync\b/.test(title));
}
