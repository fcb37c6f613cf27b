/** The language server as a Node process: `--stdio`, `--node-ipc`, `--socket=PORT` or `--pipe=NAME`. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createAnalysisHost } from '../core/analysisHost';
import { describeError, type ServerEnvironment } from '../lsp/environment';
import { startServer } from '../lsp/server';
import { allAssists } from '../assists/index';
import { allRules } from '../rules/index';
import { createCachedFiles } from './cachedFiles';
import { userCaches } from './userCache';

/** Set by the build to the package's version. */
declare const __VERSION__: string;

const connection = createConnection(ProposedFeatures.all);
const usesCache = (process.env['NEXT_SURFACE_NO_CACHE'] ?? '') === '';
const files = createCachedFiles({
  log: connection.console,
  cacheFor: usesCache ? userCaches('server', __filename) : () => undefined,
  now: () => Date.now(),
});
const environment: ServerEnvironment = {
  files,
  remember: (engine) => files.remember(engine),
  rules: allRules.map((rule) => rule.meta),
  version: __VERSION__,
  readText(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // Most apps have not been built here.
      return undefined;
    }
  },
  sha1: (text) => createHash('sha1').update(text).digest('hex'),
  variable: (name) => process.env[name],
  now: () => performance.now(),
  yieldNow: () => new Promise((resolve) => setImmediate(resolve)),
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

process.on('unhandledRejection', (reason) => connection.console.error(`Unhandled: ${describeError(reason)}`));
// A parent that dies closes the channel; stdin's end and the parent's process id are watched by the library.
process.on('disconnect', () => process.exit(1));

startServer(connection, environment, host);
connection.listen();
