/** One client and one real language server in this process, joined by two streams and speaking JSON-RPC. */
import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { createConnection, ProposedFeatures } from 'vscode-languageserver';
import {
  type ClientCapabilities,
  type CodeAction,
  createMessageConnection,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type FileChangeType,
  type InitializeParams,
  type InitializeResult,
  type MessageConnection,
  type Range,
  type Registration,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { createAnalysisHost } from '../../server/src/core/analysisHost';
import { type Rule } from '../../server/src/core/rule/rule';
import { type ServerEnvironment } from '../../server/src/lsp/environment';
import { startServer } from '../../server/src/lsp/server';
import {
  REPORT_REQUEST,
  SURFACE_REQUEST,
  type SurfaceReport,
  type SurfaceResult,
} from '../../server/src/protocol';
import { createMemoryFiles, type MemoryFiles } from './memoryFiles';
import { testAssists } from './testAssists';
import { testRules } from './testRules';

/** What a session is made with. Everything is optional. */
export interface SessionOptions {
  /** Texts by absolute path; an app in `/w` by default has a package.json of its own. */
  readonly files?: Readonly<Record<string, string>>;
  readonly rules?: readonly Rule[];
  readonly capabilities?: ClientCapabilities;
  /** Parameters of `initialize` beside the capabilities. */
  readonly initialize?: Partial<InitializeParams>;
  /** The client's answer to `workspace/configuration`; may be changed while the session runs. */
  readonly settings?: unknown;
  /** The disk starts slow: see MemoryFiles. */
  readonly slow?: boolean;
}

/** A notification that the client received. */
export interface Received {
  readonly method: string;
  readonly params: unknown;
}

/** The client's end of a running session. */
export interface LspSession {
  readonly connection: MessageConnection;
  readonly result: InitializeResult;
  readonly disk: MemoryFiles;
  readonly received: readonly Received[];
  readonly registrations: readonly Registration[];
  /** Resolves with the exit code that the server asks for. */
  readonly exited: Promise<number>;
  /** How often the server asked for a refresh of diagnostics. */
  refreshes(): number;
  setSettings(settings: unknown): Promise<void>;
  open(uri: string, text: string): Promise<void>;
  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): Promise<void>;
  close(uri: string): Promise<void>;
  /** Reports changes on disk: 1 created, 2 changed, 3 deleted. */
  watched(...events: (readonly [uri: string, type: FileChangeType])[]): Promise<void>;
  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  /** The diagnostics of a full pull. */
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  actions(uri: string, range: Range, only?: string[]): Promise<readonly CodeAction[]>;
  surface(): Promise<SurfaceResult>;
  /** Waits until the server has nothing left to do, and returns its report. */
  settle(): Promise<SurfaceReport>;
  /** Waits until the server has also done what it does once typing pauses, and its notifications are here. */
  quiet(): Promise<void>;
  /** The first notification, received already or still to come, that `matches`; the later ones only where `after` is given. */
  notification(method: string, matches?: (params: unknown) => boolean, after?: number): Promise<unknown>;
}

/** What VS Code can do, as far as the server cares. */
export const FULL_CLIENT: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    diagnostics: { refreshSupport: true },
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    diagnostic: {},
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
  },
};

/** A client that knows nothing of what came after LSP 3.0. */
export const PLAIN_CLIENT: ClientCapabilities = {};

const MANIFEST = '{ "name": "web", "dependencies": { "next": "16.4.6" } }';

/** Runs `body` with a server that was initialized, and ends it. */
export async function withSession(
  options: SessionOptions,
  body: (session: LspSession) => Promise<void>,
): Promise<void> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  let exitCode: number | undefined;
  let exit: (code: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => (exit = resolve));
  const disk = createMemoryFiles({ '/w/package.json': MANIFEST, ...options.files });
  disk.slow = options.slow ?? false;
  const server = createConnection(
    (logger) =>
      createProtocolConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient), logger),
    { initialize: () => undefined, shutdownReceived: false, exit: (code) => exit((exitCode = code)) },
    ProposedFeatures.all,
  );
  const rules = options.rules ?? testRules;
  const host = createAnalysisHost(rules, {
    version: '1.2.3',
    onRuleCrash: (_rule, _path, error) => {
      throw error;
    },
    assists: testAssists,
    onAssistCrash: (_assist, _path, error) => {
      throw error;
    },
  });
  const pending = new Set<NodeJS.Immediate>();
  startServer(server, environmentOf(disk, rules, pending), host);
  server.listen();

  const connection = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const inbox = listen(connection, options.settings);
  connection.listen();
  try {
    const result: InitializeResult = await connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: options.capabilities ?? FULL_CLIENT,
      workspaceFolders: [{ uri: 'file:///w', name: 'w' }],
      ...options.initialize,
    });
    await connection.sendNotification('initialized', {});
    await body(sessionOf(connection, result, disk, inbox, exited, pending));
    if (exitCode === undefined) {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
    }
  } finally {
    connection.dispose();
    server.dispose();
  }
}

/** A clock on which every step takes a slice, so that the server yields between any two. */
function environmentOf(
  files: MemoryFiles,
  rules: readonly Rule[],
  pending: Set<NodeJS.Immediate>,
): ServerEnvironment {
  let time = 0;
  return {
    files,
    rules: rules.map((rule) => rule.meta),
    version: '1.2.3',
    readText: (path) => files.texts.get(path),
    sha1: (text) => createHash('sha1').update(text).digest('hex'),
    now: () => (time += 10),
    yieldNow: () => new Promise((resolve) => setImmediate(resolve)),
    after(_milliseconds, callback) {
      const immediate = setImmediate(() => {
        pending.delete(immediate);
        callback();
      });
      pending.add(immediate);
      return {
        dispose: () => {
          clearImmediate(immediate);
          pending.delete(immediate);
        },
      };
    },
  };
}

/** What came in, and who waits for more. */
interface Inbox {
  readonly received: Received[];
  readonly registrations: Registration[];
  readonly waiting: Set<() => void>;
  refreshes: number;
  settings: unknown;
}

function listen(connection: MessageConnection, settings: unknown): Inbox {
  const inbox: Inbox = { received: [], registrations: [], waiting: new Set(), refreshes: 0, settings };
  const arrived = (received: Received) => {
    inbox.received.push(received);
    for (const check of [...inbox.waiting]) check();
  };
  connection.onNotification((method, params) =>
    arrived({ method, params: Array.isArray(params) ? params[0] : params }),
  );
  connection.onUnhandledProgress((params) => arrived({ method: '$/progress', params }));
  connection.onRequest('client/registerCapability', (params: { registrations: Registration[] }) => {
    inbox.registrations.push(...params.registrations);
    return null;
  });
  connection.onRequest('workspace/configuration', () => [inbox.settings ?? null]);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => {
    inbox.refreshes++;
    arrived({ method: 'workspace/diagnostic/refresh', params: undefined });
    return null;
  });
  return inbox;
}

function sessionOf(
  connection: MessageConnection,
  result: InitializeResult,
  disk: MemoryFiles,
  inbox: Inbox,
  exited: Promise<number>,
  pending: ReadonlySet<unknown>,
): LspSession {
  const document = (uri: string) => ({ textDocument: { uri } });
  const pull = (uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    connection.sendRequest('textDocument/diagnostic', {
      ...document(uri),
      ...(previousResultId !== undefined && { previousResultId }),
    });
  const settle = (): Promise<SurfaceReport> => connection.sendRequest(REPORT_REQUEST, {});
  return {
    connection,
    result,
    disk,
    exited,
    received: inbox.received,
    registrations: inbox.registrations,
    refreshes: () => inbox.refreshes,
    setSettings(settings) {
      inbox.settings = settings;
      return connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    },
    open: (uri, text) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'typescript', version: 1, text },
      }),
    change: (uri, version, contentChanges) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges,
      }),
    close: (uri) => connection.sendNotification('textDocument/didClose', document(uri)),
    watched: (...events) =>
      connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: events.map(([uri, type]) => ({ uri, type })),
      }),
    pull,
    async diagnostics(uri) {
      const report = await pull(uri);
      return report.kind === 'full' ? report.items : [];
    },
    actions: (uri, range, only) =>
      connection.sendRequest('textDocument/codeAction', {
        ...document(uri),
        range,
        context: { diagnostics: [], ...(only && { only }) },
      }),
    surface: () => connection.sendRequest(SURFACE_REQUEST),
    settle,
    async quiet() {
      // Typing, its pause, the background, the surface's pause: two rounds.
      for (let round = 0; round < 2; round++) {
        await settle();
        while (pending.size > 0) await new Promise((resolve) => setImmediate(resolve));
      }
      await settle();
    },
    notification: (method, matches = () => true, after = 0) =>
      new Promise((resolve) => {
        const check = () => {
          const match = inbox.received
            .slice(after)
            .find((received) => received.method === method && matches(received.params));
          if (!match) return;
          inbox.waiting.delete(check);
          resolve(match.params);
        };
        inbox.waiting.add(check);
        check();
      }),
  };
}
