/** The command that writes the guard into every open endpoint of an app, with each edit to be looked at before. */
import { l10n, type QuickPickItem, window, workspace } from 'vscode';
import {
  type AssistPlace,
  RESOLVE_ASSIST_REQUEST,
  type ResolveAssistResult,
  type SurfaceEndpoint,
  SURFACE_REQUEST,
  type SurfaceResult,
} from '../../server/src/protocol';
import { type ServerConnection } from './serverConnection';

/** Asks for the app where there are several, and hands the edits to VS Code, whose refactoring preview shows them all. */
export async function guardAll(
  connection: Pick<ServerConnection, 'request' | 'toWorkspaceEdit'>,
): Promise<void> {
  const { endpoints, apps } = await connection.request<SurfaceResult>(SURFACE_REQUEST);
  const open = endpoints.filter(isOpen);
  const items = apps.flatMap((app): (QuickPickItem & { readonly first: SurfaceEndpoint })[] => {
    const own = open.filter((endpoint) => endpoint.app === app.root);
    const [first] = own;
    return first ? [{ label: app.name, description: l10n.t('{0} open endpoints', own.length), first }] : [];
  });
  const title = l10n.t('Add auth guards to all open endpoints');
  const chosen = items.length > 1 ? await window.showQuickPick(items, { title }) : items[0];
  if (!chosen) {
    if (items.length === 0)
      void window.showInformationMessage(l10n.t('No endpoint is open that should not be.'));
    return;
  }
  const { uri, range } = chosen.first;
  const place: AssistPlace = { uri, range, assist: 'add-auth-guard', target: 'app' };
  const result = await connection.request<ResolveAssistResult>(RESOLVE_ASSIST_REQUEST, {
    ...place,
    input: {},
  });
  if (result.kind === 'edit') await workspace.applyEdit(await connection.toWorkspaceEdit(result.edit));
  else {
    void window.showInformationMessage(
      l10n.t(
        'No guard can be written with certainty: the app shows no way of its own and uses no known library.',
      ),
    );
  }
}

/** What the code action is offered for. */
function isOpen({ framework, guard, publicByDesign }: SurfaceEndpoint): boolean {
  const isUnchecked = guard.verdict === 'unguarded' || guard.verdict === 'partial';
  return !framework && isUnchecked && publicByDesign.value === false;
}
