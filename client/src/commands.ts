/** The commands of the manifest. */
import {
  commands,
  Disposable,
  env,
  l10n,
  ProgressLocation,
  window,
  workspace,
  type LogOutputChannel,
  type Uri,
} from 'vscode';
import {
  type ApplyAssistParams,
  type DisableRuleParams,
  REPORT_REQUEST,
  type SurfaceReport,
} from '../../server/src/protocol';
import { applyAssist } from './applyAssist';
import { disableRule } from './disableRule';
import { findAction } from './findAction';
import { newAction, newRoute } from './newEndpoint';
import { guardAll } from './guardAll';
import { type ServerConnection } from './serverConnection';
import { type SurfaceStore } from './surfaceStore';
import { openCommand, SURFACE_VIEW, type SurfaceTreeProvider } from './surfaceView';
import { chooseGrouping } from './treeGrouping';

/** What the commands act on. */
export interface CommandTargets {
  readonly connection: Pick<ServerConnection, 'request' | 'restart' | 'toWorkspaceEdit'>;
  readonly store: Pick<SurfaceStore, 'refresh' | 'setFilter' | 'setGrouping'>;
  readonly rows: Pick<SurfaceTreeProvider, 'node'>;
  readonly output: LogOutputChannel;
}

/** How long the status bar says that something was copied, in milliseconds. */
const COPIED_SHOWN = 3000;

/** Registers all commands. Those of the tree's context menu are given a row's id. */
export function registerCommands({ connection, store, rows, output }: CommandTargets): Disposable {
  const handlers: Readonly<Record<string, (...args: never[]) => unknown>> = {
    showSurface: () => commands.executeCommand(`${SURFACE_VIEW}.focus`),
    refresh: () => store.refresh(),
    showUnguarded: () => store.setFilter('unguarded'),
    showAll: () => store.setFilter('all'),
    groupByVerdict: () => chooseGrouping(store, 'verdict'),
    groupBySurface: () => chooseGrouping(store, 'surface'),
    restartServer: () => connection.restart(),
    showOutput: () => output.show(),
    exportReport: () => exportReport(connection),
    findAction: () => findAction(connection),
    guardAll: () => guardAll(connection),
    newRoute: (at?: Uri) => newRoute(connection, at),
    newAction: (at?: Uri) => newAction(connection, at),
    disableRule: (place: DisableRuleParams) => disableRule(place),
    applyAssist: (offer: ApplyAssistParams) => applyAssist(connection, offer),
    openEndpoint: async (id: string) => {
      const node = rows.node(id);
      const open = node === undefined ? undefined : openCommand(node);
      if (open !== undefined) await commands.executeCommand(open.command, ...(open.arguments ?? []));
    },
    copyUrl: async (id: string) => {
      const url = rows.node(id)?.url;
      if (url === undefined) return;
      await env.clipboard.writeText(url);
      window.setStatusBarMessage(l10n.t('Copied {0}', url), COPIED_SHOWN);
    },
  };
  return Disposable.from(
    ...Object.entries(handlers).map(([name, handler]) =>
      commands.registerCommand(`nextSurface.${name}`, handler),
    ),
  );
}

async function exportReport(connection: CommandTargets['connection']): Promise<void> {
  const folders = workspace.workspaceFolders ?? [];
  const folder =
    folders.length > 1
      ? await window.showWorkspaceFolderPick({ placeHolder: l10n.t('The folder to report on') })
      : folders[0];
  if (folder === undefined) return;
  const report = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Making the surface report…') },
    () => connection.request<SurfaceReport>(REPORT_REQUEST, { uri: folder.uri.toString() }),
  );
  const content = `${JSON.stringify(report, undefined, 2)}\n`;
  await window.showTextDocument(await workspace.openTextDocument({ language: 'json', content }));
}
