/** Where VS Code enters the extension on a desktop or a remote machine: the server is a process of its own. */
import { type ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { type NextSurfaceApi } from '../api';
import { startClient, type StartedClient } from '../client';

let started: StartedClient | undefined;

export function activate(context: ExtensionContext): NextSurfaceApi {
  const server = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  started = startClient(context, {
    createClient: (id, name, options) => new LanguageClient(id, name, server, options),
    hasDisk: true,
  });
  return started.api;
}

/** VS Code waits for what this returns, so that no server process is left behind. */
export function deactivate(): Promise<void> | undefined {
  return started?.stop();
}
