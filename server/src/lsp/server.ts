/** Puts the language server together over a connection, and leads it through its life: initialize, scan, shutdown. */
import {
  type CodeActionOptions,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  PositionEncodingKind,
  ShowMessageNotification,
  TextDocumentSyncKind,
  type WorkDoneProgressServerReporter,
} from 'vscode-languageserver';
import { LineIndex } from '../core/text/lineIndex';
import { type AnalysisHost } from '../core/analysis';
import { filePath } from '../core/text/filePath';
import { ASSIST_KINDS } from './assistActions';
import { type Background, type BackgroundStep, createBackground, SLICE_MS } from './background';
import { FIX_ALL_KIND } from './codeActions';
import { type DiagnosticsChannel, registerPullDiagnostics } from './diagnostics';
import { describeError, type Log, type ServerEnvironment } from './environment';
import { type ClientTraits, foldersToRoots, type Root, rootsOf, traitsOf } from './fromProto';
import { RENAMED_FILES } from './fileRenames';
import { registerHandlers } from './handlers';
import { createPushDiagnostics } from './pushDiagnostics';
import { field, type Session } from './session';
import { DEFAULT_SETTINGS, parseSettings, type ServerSettings, SETTINGS_SECTION } from './settings';
import { createSurface, type Surface } from './surface';
import { DIAGNOSTIC_SOURCE } from './toProto';
import { registerWatchers, touchedPath } from './watching';
import { createWorkspace, type Workspace } from './workspace';

/** Serves one client until it says `exit`. The connection must not listen yet; the host must be new. */
export function startServer(
  connection: Connection,
  environment: ServerEnvironment,
  host: AnalysisHost,
): void {
  const log: Log = connection.console;
  let client: ClientTraits = traitsOf({});
  let settings: ServerSettings = DEFAULT_SETTINGS;
  let mistakesTold = '';
  let warned = '';
  let diagnostics: DiagnosticsChannel | undefined;
  let progress: ScanProgress | undefined;
  let initialRoots: readonly Root[] = [];
  let startedAt = 0;

  const workspace: Workspace = createWorkspace(environment, log, {
    change(change, typed) {
      host.applyChange(change);
      if (typed) background.wakeSoon();
      else background.wake();
    },
    updatesWaiting: () => background.wake(),
    documentChanged: (path) => diagnostics?.documentChanged(path),
    documentClosed: (path, uri) => diagnostics?.documentClosed(path, uri),
    limitReached: (limit) =>
      warn(`Next Surface reads no more than ${limit.toLocaleString('en')} files: open a smaller folder.`),
  });
  const background: Background = createBackground(environment, host, workspace, log, {
    step: (step) => progress?.report(step),
    settled(first) {
      if (first) finishScan();
      tellConfigMistakes();
      diagnostics?.settled();
      surface.settled(first);
      if (first) inBackground('Remembering the workspace', remember);
    },
  });
  const session: Session = {
    connection,
    environment,
    host,
    log,
    workspace,
    background,
    client: () => client,
    settings: () => settings,
  };
  const surface: Surface = createSurface(session);

  function warn(message: string): void {
    log.warn(message);
    connection
      .sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message })
      .catch(() => undefined);
  }

  function finishScan(): void {
    progress?.done();
    progress = undefined;
    const { apps, endpoints } = host.snapshot().report(workspace.roots()[0]?.path ?? filePath('/'));
    for (const app of apps) {
      const next = app.next === null ? 'Next.js of unknown version' : `Next.js ${app.next}`;
      log.info(`App ${app.root === '' ? '.' : app.root}: ${next}, ${count(app.endpoints, 'endpoint')}`);
    }
    if (apps.length === 0 && workspace.roots().length > 0) {
      log.info(
        'No Next.js app found: no folder has a next.config.* file or a package.json that depends on next, ' +
          'and an app or pages folder.',
      );
    }
    const milliseconds = Math.round(environment.now() - startedAt);
    log.info(
      `Scanned in ${milliseconds} ms: ${count(apps.length, 'app')}, ${count(endpoints.length, 'endpoint')}`,
    );
  }

  async function pullSettings(): Promise<void> {
    applySettings(await connection.workspace.getConfiguration(SETTINGS_SECTION));
  }

  /** Once for each set of mistakes: whoever edits the file sees them again only when they are others. */
  function tellConfigMistakes(): void {
    const analysis = host.snapshot();
    const mistakes = analysis.configMistakes().map(({ path, message, range }) => {
      const { line } = new LineIndex(analysis.text(path) ?? '').positionAt(range.start);
      return `${path}:${line + 1}: ${message}`;
    });
    const [first] = mistakes;
    const all = mistakes.join('\n');
    if (first !== undefined && all !== mistakesTold) {
      for (const mistake of mistakes) log.warn(mistake);
      const more = mistakes.length > 1 ? ` (and ${mistakes.length - 1} more, see the output)` : '';
      warn(`Next Surface ignores a part of a configuration: ${first}${more}`);
    }
    mistakesTold = all;
  }

  function applySettings(section: unknown): void {
    const parsed = parseSettings(
      section,
      environment.rules.map((rule) => rule.id),
    );
    const problems = parsed.problems.join(' ');
    if (problems !== '' && problems !== warned) warn(`Next Surface ignores wrong settings. ${problems}`);
    warned = problems;
    if (JSON.stringify(parsed.settings) === JSON.stringify(settings)) return;
    settings = parsed.settings;
    host.applyChange({
      settings: {
        rules: settings.rules,
        assists: { corsOrigins: settings.corsOrigins },
        entries: settings.entries,
      },
    });
    background.wake();
    diagnostics?.settingsChanged();
  }

  function initialize(params: InitializeParams): InitializeResult {
    client = traitsOf(params.capabilities, params.initializationOptions);
    initialRoots = rootsOf(params);
    diagnostics = client.pullDiagnostics ? registerPullDiagnostics(session) : createPushDiagnostics(session);
    if (!client.configuration) applySettings(field(params.initializationOptions, 'settings'));
    return {
      serverInfo: { name: 'next-surface', version: environment.version },
      capabilities: capabilities(client),
    };
  }

  function inBackground(what: string, task: () => Promise<void>): void {
    task().catch((error: unknown) => log.error(`${what} failed: ${describeError(error)}`));
  }

  /** In slices like the background's own. */
  async function remember(): Promise<void> {
    let sliceEnd = environment.now() + SLICE_MS;
    for (const _step of environment.remember?.(host) ?? []) {
      if (environment.now() < sliceEnd) continue;
      await environment.yieldNow();
      sliceEnd = environment.now() + SLICE_MS;
    }
  }

  function initialized(): void {
    startedAt = environment.now();
    if (client.registerWatchedFiles)
      inBackground('Registering file watchers', () => registerWatchers(connection));
    else log.warn('The client does not report changes on disk; only edits in open files are seen.');
    if (client.configuration) inBackground('Asking for the settings', pullSettings);
    if (client.registerConfiguration) {
      inBackground('Registering for settings', async () => {
        const section = { section: SETTINGS_SECTION };
        await connection.client.register(DidChangeConfigurationNotification.type, section);
      });
    }
    if (client.workspaceFolders) connection.workspace.onDidChangeWorkspaceFolders(foldersChanged);
    inBackground('Reporting progress', async () => {
      const reporter = await connection.window.createWorkDoneProgress();
      const begun = beginProgress(reporter, workspace);
      // Clients that created a progress wait for its end, also where the scan was quicker than their answer.
      if (background.scanned()) begun.done();
      else progress = begun;
    });
    for (const root of initialRoots) log.info(`Folder ${root.path}`);
    workspace.setRoots(initialRoots);
    background.start();
  }

  function foldersChanged(event: {
    readonly added: readonly Folder[];
    readonly removed: readonly Folder[];
  }): void {
    const removed = new Set(foldersToRoots(event.removed).map((root) => root.path));
    const added = foldersToRoots(event.added);
    for (const path of removed) log.info(`Folder removed: ${path}`);
    for (const { path } of added) log.info(`Folder added: ${path}`);
    workspace.setRoots([...workspace.roots().filter((root) => !removed.has(root.path)), ...added]);
  }

  registerHandlers(session, surface);
  workspace.listen(connection);
  connection.onInitialize(initialize);
  connection.onInitialized(initialized);
  connection.onDidChangeConfiguration((params) => {
    if (!client.configuration) applySettings(field(params.settings, SETTINGS_SECTION));
    else
      pullSettings().catch((error: unknown) =>
        log.error(`Asking for the settings failed: ${describeError(error)}`),
      );
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const event of changes) {
      const path = touchedPath(event);
      if (path !== undefined) workspace.touch(path);
    }
  });
  connection.onShutdown(() => background.stop());
}

type Folder = { readonly uri: string; readonly name: string };

function capabilities(client: ClientTraits): InitializeResult['capabilities'] {
  const codeActions: CodeActionOptions = {
    codeActionKinds: [...ASSIST_KINDS, FIX_ALL_KIND],
    resolveProvider: client.resolvesCodeActions,
  };
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    codeActionProvider: client.codeActionLiterals ? codeActions : false,
    hoverProvider: true,
    completionProvider: {},
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { willRename: RENAMED_FILES },
    },
    ...(client.pullDiagnostics && {
      diagnosticProvider: {
        identifier: DIAGNOSTIC_SOURCE,
        interFileDependencies: true,
        workspaceDiagnostics: true,
      },
    }),
  };
}

/** The first scan, as the client shows it. */
interface ScanProgress {
  report(step: BackgroundStep): void;
  done(): void;
}

function beginProgress(reporter: WorkDoneProgressServerReporter, workspace: Workspace): ScanProgress {
  reporter.begin('Next Surface', 0, 'Reading files', true);
  reporter.token.onCancellationRequested(() => workspace.cancelUpdates());
  return {
    report(step) {
      if (step.phase === 'reading') reporter.report(`Reading files: ${step.files.toLocaleString('en')}`);
      else reporter.report(step.total === 0 ? 100 : (100 * step.done) / step.total, 'Analyzing');
    },
    done: () => reporter.done(),
  };
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
