/** Findings as diagnostics, for clients that ask for them; what a changed program means for earlier answers. */
import {
  type CancellationToken,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { type Analysis, type RuleFinding } from '../core/analysis';
import { type FilePath } from '../core/text/filePath';
import { LineIndex } from '../core/text/lineIndex';
import { describeError } from './environment';
import { pathOf } from './fromProto';
import { documentUri, guarded, type Session, throwIfCancelled } from './session';
import { toDiagnostic, toRange, toUri } from './toProto';

/** How often a workspace answer starts over because somebody typed, before the client is asked to come back. */
const MAX_RESTARTS = 3;

/** One way of getting diagnostics to the client. */
export interface DiagnosticsChannel {
  /** An open document has a new text. */
  documentChanged(path: FilePath): void;
  documentClosed(path: FilePath, uri: string): void;
  /** The background has nothing left to do. */
  settled(): void;
  settingsChanged(): void;
}

/**
 * The diagnostics of one file at the analysis' revision. `at-once`, where a keystroke waits for them, they may be behind in
 * what takes long to find out, until the background is settled.
 */
export function diagnosticsOf(
  analysis: Analysis,
  path: FilePath,
  when: 'at-once' | 'whole',
  uriOf: (path: FilePath) => string = toUri,
): Diagnostic[] {
  const findings = when === 'at-once' ? analysis.findingsAtOnce(path) : analysis.findings(path);
  const text = findings.length === 0 ? undefined : analysis.text(path);
  if (text === undefined) return [];
  const lines = new LineIndex(text);
  return findings.map((finding) => toDiagnostic(finding, lines, relatedOf(analysis, finding, uriOf)));
}

/** The places that belong to a finding, as far as their files still have them. */
function relatedOf(
  analysis: Analysis,
  finding: RuleFinding,
  uriOf: (path: FilePath) => string,
): readonly DiagnosticRelatedInformation[] {
  return (finding.related ?? []).flatMap(({ path, fact, message, range: known }) => {
    const range = known ?? analysis.rangeOf(path, fact);
    const text = range && analysis.text(path);
    if (!range || text === undefined) return [];
    return [{ location: { uri: uriOf(path), range: toRange(range, new LineIndex(text)) }, message }];
  });
}

/** Answers `textDocument/diagnostic` and `workspace/diagnostic`. */
export function registerPullDiagnostics(session: Session): DiagnosticsChannel {
  const { connection, host, workspace, environment } = session;
  const ids = createResultIds(Math.random().toString(36).slice(2, 8));
  /** For the text of which version the client has which answer. */
  const answered = new Map<FilePath, { readonly version: number; readonly id: string }>();

  function documentReport(params: DocumentDiagnosticParams): DocumentDiagnosticReport {
    const uri = documentUri(params);
    const path = pathOf(uri);
    // A client that can't be told to ask again gets everything now.
    const when = session.client().refreshDiagnostics ? 'at-once' : 'whole';
    const items = path === undefined ? [] : diagnosticsOf(host.snapshot(), path, when);
    const resultId = ids.idOf(uri, items);
    const document = path === undefined ? undefined : workspace.documentOf(path);
    if (path !== undefined && document) answered.set(path, { version: document.version, id: resultId });
    return params.previousResultId === resultId
      ? { kind: 'unchanged', resultId }
      : { kind: 'full', resultId, items };
  }

  async function workspaceReport(
    params: WorkspaceDiagnosticParams,
    token: CancellationToken,
  ): Promise<WorkspaceDiagnosticReport> {
    for (let attempt = 0; attempt <= MAX_RESTARTS; attempt++) {
      const items = await workspaceItems(params, token);
      if (items) return { items };
    }
    throw new ResponseError(LSPErrorCodes.ServerCancelled, 'The workspace keeps changing', {
      retriggerRequest: true,
    });
  }

  /** Undefined when the workspace changed meanwhile. */
  async function workspaceItems(
    params: WorkspaceDiagnosticParams,
    token: CancellationToken,
  ): Promise<WorkspaceDocumentDiagnosticReport[] | undefined> {
    const analysis = host.snapshot();
    const previous = new Map((params.previousResultIds ?? []).map(({ uri, value }) => [uri, value]));
    const reports: WorkspaceDocumentDiagnosticReport[] = [];
    const report = (uri: string, path: FilePath | undefined, items: Diagnostic[]) => {
      const resultId = ids.idOf(uri, items);
      const version = (path === undefined ? undefined : workspace.documentOf(path)?.version) ?? null;
      if (previous.get(uri) === resultId) reports.push({ kind: 'unchanged', uri, version, resultId });
      else if (items.length > 0 || previous.has(uri))
        reports.push({ kind: 'full', uri, version, resultId, items });
      previous.delete(uri);
    };
    if (session.settings().scope === 'workspace') {
      let sliceEnd = environment.now() + 8;
      for (const [path] of analysis.allFindings()) {
        report(workspace.uriOf(path), path, diagnosticsOf(analysis, path, 'whole'));
        if (environment.now() < sliceEnd) continue;
        await environment.yieldNow();
        throwIfCancelled(token);
        if (host.snapshot().revision !== analysis.revision) return undefined;
        sliceEnd = environment.now() + 8;
      }
    }
    for (const uri of [...previous.keys()]) {
      const path = pathOf(uri);
      const shown = path !== undefined && workspace.documentOf(path) !== undefined;
      report(uri, path, shown ? diagnosticsOf(analysis, path, 'whole') : []);
    }
    return reports;
  }

  function refresh(): void {
    if (!session.client().refreshDiagnostics) return;
    connection.languages.diagnostics.refresh().catch((error: unknown) => {
      session.log.debug(`The client did not refresh its diagnostics: ${describeError(error)}`);
    });
  }

  connection.languages.diagnostics.on(guarded(session.log, 'textDocument/diagnostic', documentReport));
  connection.languages.diagnostics.onWorkspace(guarded(session.log, 'workspace/diagnostic', workspaceReport));

  return {
    documentChanged: () => undefined,
    documentClosed: (path, uri) => {
      answered.delete(path);
      ids.forget(uri);
    },
    settled() {
      const analysis = host.snapshot();
      for (const [path, document] of workspace.openDocuments()) {
        const last = answered.get(path);
        if (last?.version !== document.version) continue;
        if (ids.idOf(document.uri, diagnosticsOf(analysis, path, 'whole')) !== last.id) return refresh();
      }
    },
    settingsChanged: refresh,
  };
}

/** Names each distinct list of diagnostics of a document, so that an unchanged one need not be sent again. */
interface ResultIds {
  idOf(uri: string, items: readonly Diagnostic[]): string;
  forget(uri: string): void;
}

function createResultIds(session: string): ResultIds {
  const latest = new Map<string, { readonly number: number; readonly content: string }>();
  let next = 1;
  return {
    idOf(uri, items) {
      if (items.length === 0) {
        latest.delete(uri);
        return `${session}-none`;
      }
      const content = JSON.stringify(items);
      let entry = latest.get(uri);
      if (entry?.content !== content) {
        entry = { number: next++, content };
        latest.set(uri, entry);
      }
      return `${session}-${entry.number}`;
    },
    forget: (uri) => latest.delete(uri),
  };
}
