/** Diagnostics for clients that don't ask for them: published whenever they differ from what was published last. */
import { type Diagnostic } from 'vscode-languageserver';
import { type FilePath } from '../core/text/filePath';
import { type DiagnosticsChannel, diagnosticsOf } from './diagnostics';
import { describeError } from './environment';
import { type Session } from './session';

/** Publishes diagnostics of open documents, and of all files where the settings say so. */
export function createPushDiagnostics(session: Session): DiagnosticsChannel {
  const { connection, environment, host, log, workspace } = session;
  /** What the client shows, by URI; documents without diagnostics are left out. */
  const published = new Map<string, string>();
  const changed = new Set<FilePath>();

  function publish(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    const content = diagnostics.length === 0 ? '' : JSON.stringify([version, diagnostics]);
    if (content === (published.get(uri) ?? '')) return;
    if (content === '') published.delete(uri);
    else published.set(uri, content);
    connection
      .sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) })
      .catch((error: unknown) => log.error(`Publishing diagnostics failed: ${describeError(error)}`));
  }

  function publishPath(path: FilePath, when: 'at-once' | 'whole'): void {
    const document = workspace.documentOf(path);
    publish(workspace.uriOf(path), document?.version, diagnosticsOf(host.snapshot(), path, when));
  }

  function publishOpen(): void {
    for (const [path] of workspace.openDocuments()) publishPath(path, 'whole');
  }

  /** Publishes every file's; gives up when the workspace changes, since then this is called again. */
  async function publishWorkspace(): Promise<void> {
    const analysis = host.snapshot();
    const stale = new Set(published.keys());
    for (const [path] of workspace.openDocuments()) stale.delete(workspace.uriOf(path));
    let sliceEnd = environment.now() + 8;
    for (const [path] of analysis.allFindings()) {
      stale.delete(workspace.uriOf(path));
      publishPath(path, 'whole');
      if (environment.now() < sliceEnd) continue;
      await environment.yieldNow();
      if (host.snapshot().revision !== analysis.revision) return;
      sliceEnd = environment.now() + 8;
    }
    for (const uri of stale) publish(uri, undefined, []);
  }

  function update(): void {
    publishOpen();
    if (session.settings().scope === 'workspace') {
      publishWorkspace().catch((error: unknown) =>
        log.error(`Publishing diagnostics failed: ${describeError(error)}`),
      );
      return;
    }
    const open = new Set([...workspace.openDocuments()].map(([path]) => workspace.uriOf(path)));
    for (const uri of [...published.keys()]) if (!open.has(uri)) publish(uri, undefined, []);
  }

  async function publishChanged(): Promise<void> {
    await environment.yieldNow();
    const paths = [...changed];
    changed.clear();
    for (const path of paths) if (workspace.documentOf(path)) publishPath(path, 'at-once');
  }

  return {
    documentChanged(path) {
      changed.add(path);
      if (changed.size > 1) return;
      publishChanged().catch((error: unknown) =>
        log.error(`Publishing diagnostics failed: ${describeError(error)}`),
      );
    },
    documentClosed(_path, uri) {
      if (session.settings().scope === 'openFiles') publish(uri, undefined, []);
    },
    settled: update,
    settingsChanged: update,
  };
}
