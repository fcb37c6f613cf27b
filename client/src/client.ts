/** Puts the extension together: one server, one store, and the views that show it. */
import { commands, Disposable, l10n, window, workspace, type ExtensionContext } from 'vscode';
import { SURFACE_REQUEST, type SurfaceResult } from '../../server/src/protocol';
import { type NextSurfaceApi } from './api';
import { registerCommands } from './commands';
import { ServerConnection, type CreateClient } from './serverConnection';
import { createStatusItem } from './statusItem';
import { SurfaceStore, type Later } from './surfaceStore';
import { createSurfaceView } from './surfaceView';
import { followGrouping } from './treeGrouping';

/** A running extension. */
export interface StartedClient {
  readonly api: NextSurfaceApi;
  /** Ends the server; resolves when it is gone. */
  stop(): Promise<void>;
}

const LANGUAGES = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

/** Where a browser's workspace may lie, beside the schemes of the folders that are open. */
const BROWSER_SCHEMES = ['file', 'vscode-vfs', 'vscode-test-web'];

/** What differs between Node and the browser. */
export interface Host {
  readonly createClient: CreateClient;
  /** Whether the server reads the disk itself; otherwise it is given files of any file system that VS Code knows. */
  readonly hasDisk: boolean;
  readonly later?: Later;
}

/**
 * Starts the server and shows what it finds. Returns at once: the API's promises wait for the server. Everything but the
 * server itself, which has to be stopped, is released with the context.
 */
export function startClient(
  context: ExtensionContext,
  { createClient, hasDisk, later = afterTimeout }: Host,
): StartedClient {
  const selector = documentSelector(hasDisk);
  const output = window.createOutputChannel('Next Surface', { log: true });
  const connection = new ServerConnection(createClient, output, selector);
  const store = new SurfaceStore(() => connection.request<SurfaceResult>(SURFACE_REQUEST), later);
  const view = createSurfaceView(store);
  context.subscriptions.push(
    store.onDidChange(({ kind }) => {
      void commands.executeCommand('setContext', 'nextSurface.state', kind);
      void commands.executeCommand('setContext', 'nextSurface.filter', store.filter);
      void commands.executeCommand('setContext', 'nextSurface.grouping', store.grouping);
    }),
    followGrouping(store),
    connection.onDidChangeStatus((status) => store.setConnection(status)),
    connection.onDidChangeSurface(() => store.invalidate()),
    connection.onDidChangeStatus((status) => {
      if (status === 'failed') void offerRestart(connection.hasCrashed);
    }),
    view,
    createStatusItem(store, selector),
    registerCommands({ connection, store, rows: view.provider, output }),
    store,
    connection,
    output,
  );
  void connection.restart();
  return { api: createApi(connection, store), stop: () => connection.stop() };
}

function createApi(connection: ServerConnection, store: SurfaceStore): NextSurfaceApi {
  return {
    surface: () => connection.request<SurfaceResult>(SURFACE_REQUEST),
    tree: async () => {
      await store.refresh();
      return store.tree;
    },
    whenReady: () =>
      new Promise((resolve, reject) => {
        const settle = (): boolean => {
          const { kind } = store.state;
          if (kind === 'ready' || kind === 'empty') resolve();
          else if (kind === 'failed')
            reject(new Error('The language server of Next Surface could not be started.'));
          else return false;
          return true;
        };
        if (settle()) return;
        const subscription = store.onDidChange(() => {
          if (settle()) subscription.dispose();
        });
      }),
  };
}

/** The one notification for a server that is gone for good, whatever the reason; the output has the details. */
async function offerRestart(hasCrashed: boolean): Promise<void> {
  const restart = l10n.t('Restart');
  const showOutput = l10n.t('Show Output');
  const message = hasCrashed
    ? l10n.t('The language server of Next Surface has crashed and was not restarted.')
    : l10n.t('The language server of Next Surface could not be started.');
  const choice = await window.showErrorMessage(message, restart, showOutput);
  if (choice === restart) await commands.executeCommand('nextSurface.restartServer');
  if (choice === showOutput) await commands.executeCommand('nextSurface.showOutput');
}

function documentSelector(hasDisk: boolean): { readonly scheme: string; readonly language: string }[] {
  const opened = (workspace.workspaceFolders ?? []).map((folder) => folder.uri.scheme);
  const schemes = hasDisk ? ['file'] : [...new Set([...BROWSER_SCHEMES, ...opened])];
  return schemes.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language })));
}

function afterTimeout(milliseconds: number, run: () => void): Disposable {
  const timer = setTimeout(run, milliseconds);
  return new Disposable(() => clearTimeout(timer));
}
