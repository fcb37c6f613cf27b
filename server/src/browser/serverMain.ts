/** The language server as a web worker: messages go through the worker's own port. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { createAnalysisHost } from '../core/analysisHost';
import { describeError, type ServerEnvironment } from '../lsp/environment';
import { startServer } from '../lsp/server';
import { allAssists } from '../assists/index';
import { allRules } from '../rules/index';
import { createClientFiles } from './clientFiles';

/** Set by the build to the package's version. */
declare const __VERSION__: string;

// The project's types are those of both hosts; at run time this is a worker's global scope.
const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(scope),
  new BrowserMessageWriter(scope),
);
const environment: ServerEnvironment = {
  files: createClientFiles(connection),
  rules: allRules.map((rule) => rule.meta),
  version: __VERSION__,
  now: () => performance.now(),
  yieldNow: () => nextTask(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return { dispose: () => clearTimeout(timer) };
  },
};
const host = createAnalysisHost(allRules, {
  version: __VERSION__,
  assists: allAssists,
  onRuleCrash: (rule, path, error) =>
    connection.console.error(`Rule ${rule} failed on ${path}: ${describeError(error)}`),
  onAssistCrash: (assist, path, error) =>
    connection.console.error(`Code action ${assist} failed on ${path}: ${describeError(error)}`),
});

scope.addEventListener('unhandledrejection', (event) => {
  connection.console.error(`Unhandled: ${describeError(event.reason)}`);
});

startServer(connection, environment, host);
connection.listen();

/** The next task of the event loop; unlike timers, messages between ports are not held back for milliseconds. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
