/** The surface for editors: the report's endpoints with the places to open, and the news that they changed. */
import { type CancellationToken } from 'vscode-languageserver';
import { type Analysis } from '../core/analysis';
import { baseName, type FilePath, filePath, folderOf, isWithin, joinPath } from '../core/text/filePath';
import {
  type ProtocolRange,
  type ReportEndpoint,
  SURFACE_CHANGED_NOTIFICATION,
  type SurfaceReport,
  type SurfaceResult,
} from '../protocol';
import { type Cancellable, describeError } from './environment';
import { pathOf, type Root } from './fromProto';
import { type Session, throwIfCancelled } from './session';

/** How long (milliseconds) the surface must rest before the client hears that it changed. */
const CHANGE_DELAY_MS = 200;

/** The surface of one server. */
export interface Surface {
  /** Answers at once: while much is outstanding, with what was known before it. */
  current(): SurfaceResult;
  /** The report, relative to the given folder; waits until everything is read. */
  report(uri: string | undefined, token: CancellationToken): Promise<SurfaceReport>;
  /** The background has nothing left to do. */
  settled(first: boolean): void;
}

/** Makes the surface. The client is told of changes after its first scan, and then for as long as it asks. */
export function createSurface(session: Session): Surface {
  const { background, connection, environment, host, log, workspace } = session;
  let latest: SurfaceResult = { state: 'scanning', apps: [], endpoints: [] };
  let latestContent = '';
  let asked = false;
  let timer: Cancellable | undefined;

  function compute(): SurfaceResult {
    latest = buildSurface(
      host.snapshot(),
      workspace.roots(),
      (path) => workspace.uriOf(path),
      background.scanned(),
    );
    return latest;
  }

  function notify(): void {
    connection
      .sendNotification(SURFACE_CHANGED_NOTIFICATION)
      .catch((error: unknown) => log.error(`Notifying the client failed: ${describeError(error)}`));
  }

  /** Tells the client when the surface differs from the one that it was last told about, or was given. */
  function check(): void {
    timer = undefined;
    // The whole surface takes longer than a keystroke may wait: when typing pauses, this is asked again.
    if (background.waiting()) return;
    const content = JSON.stringify(compute());
    if (content === latestContent) return;
    latestContent = content;
    asked = false;
    notify();
  }

  return {
    current() {
      asked = true;
      if (background.busy() || !background.scanned()) return latest;
      const result = compute();
      latestContent = JSON.stringify(result);
      return result;
    },
    async report(uri, token) {
      await background.whenSettled();
      throwIfCancelled(token);
      const base = uri === undefined ? undefined : pathOf(uri);
      return host.snapshot().report(base ?? baseOf(workspace.roots()));
    },
    settled(first) {
      if (first) {
        check();
        return;
      }
      if (!asked) return;
      timer?.dispose();
      timer = environment.after(CHANGE_DELAY_MS, check);
    },
  };
}

/** The folder that all workspace folders lie in. */
function baseOf(roots: readonly Root[]): FilePath {
  let base = roots[0]?.path ?? filePath('/');
  for (const { path } of roots) {
    while (!isWithin(path, base)) {
      const above = folderOf(base);
      if (above === base) return base;
      base = above;
    }
  }
  return base;
}

function buildSurface(
  analysis: Analysis,
  roots: readonly Root[],
  uriOf: (path: FilePath) => string,
  ready: boolean,
): SurfaceResult {
  const base = baseOf(roots);
  const report = analysis.report(base);
  return {
    state: ready ? 'ready' : 'scanning',
    apps: report.apps.map((app) => {
      const path = joinPath(base, app.root);
      return {
        ...app,
        uri: uriOf(path),
        name: roots.find((root) => root.path === path)?.name ?? baseName(path),
      };
    }),
    endpoints: report.endpoints.map((endpoint) => ({
      ...endpoint,
      uri: uriOf(joinPath(base, endpoint.file)),
      range: nameRange(endpoint),
    })),
  };
}

/** Where a click goes: the start of the endpoint's name. The report has it already, so that no file is read for it. */
function nameRange(endpoint: ReportEndpoint): ProtocolRange {
  const start = { line: endpoint.line - 1, character: endpoint.column - 1 };
  return { start, end: start };
}
