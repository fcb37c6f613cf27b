/** Where VS Code enters the extension in a browser: the server is a worker. */
import { Uri, type ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { type NextSurfaceApi } from '../api';
import { startClient, type StartedClient } from '../client';

let started: StartedClient | undefined;

export function activate(context: ExtensionContext): NextSurfaceApi {
  const server = Uri.joinPath(context.extensionUri, 'dist/web/server.js').toString(true);
  started = startClient(context, {
    // A restart needs a new worker, so the worker is made when the client starts.
    createClient: (id, name, options) =>
      new LanguageClient(id, name, async () => new Worker(server), options),
    hasDisk: false,
  });
  return started.api;
}

/** VS Code waits for what this returns. */
export function deactivate(): Promise<void> | undefined {
  return started?.stop();
}
