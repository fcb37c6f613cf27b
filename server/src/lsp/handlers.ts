/** The requests: each translates its parameters, asks the engine's snapshot, translates the answer, returns. */
import {
  CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type CompletionParams,
  type Hover,
  type HoverParams,
  type RenameFilesParams,
} from 'vscode-languageserver';
import { LineIndex } from '../core/text/lineIndex';
import {
  FIND_ACTION_REQUEST,
  NEW_ENDPOINT_REQUEST,
  REPORT_REQUEST,
  RESOLVE_ASSIST_REQUEST,
  SURFACE_REQUEST,
} from '../protocol';
import { answerResolveAssist, resolveAction } from './assistActions';
import { codeActions } from './codeActions';
import { completions } from './completions';
import { willRenameFiles } from './fileRenames';
import { findAction } from './findAction';
import { offsetOf, pathOf } from './fromProto';
import { documentUri, field, guarded, type Session } from './session';
import { newEndpoint } from './newEndpoint';
import { type Surface } from './surface';
import { toHover, toLineUri } from './toProto';

/** Registers all requests but those for diagnostics, which depend on the client. */
export function registerHandlers(session: Session, surface: Surface): void {
  const { connection, log } = session;
  connection.onCodeAction(
    guarded(log, 'textDocument/codeAction', (params: CodeActionParams) => codeActions(session, params)),
  );
  connection.onCodeActionResolve(
    guarded(log, 'codeAction/resolve', (action: CodeAction) => resolveAction(session, action)),
  );
  connection.onCompletion(
    guarded(log, 'textDocument/completion', (params: CompletionParams) => completions(session, params)),
  );
  connection.onHover(guarded(log, 'textDocument/hover', (params: HoverParams) => hover(session, params)));
  connection.workspace.onWillRenameFiles(
    guarded(log, 'workspace/willRenameFiles', (params: RenameFilesParams) =>
      willRenameFiles(session, params),
    ),
  );
  onOwnRequest(session, SURFACE_REQUEST, () => surface.current());
  onOwnRequest(session, FIND_ACTION_REQUEST, (params) => findAction(session, params));
  onOwnRequest(session, RESOLVE_ASSIST_REQUEST, (params) => answerResolveAssist(session, params));
  onOwnRequest(session, NEW_ENDPOINT_REQUEST, (params) => newEndpoint(session, params));
  onOwnRequest(session, REPORT_REQUEST, (params, token) => {
    const uri = field(params, 'uri');
    return surface.report(typeof uri === 'string' ? uri : undefined, token);
  });
}

/** A request of our own protocol. Without parameters the library calls with the token alone. */
function onOwnRequest<R>(
  { connection, log }: Session,
  name: string,
  handler: (params: unknown, token: CancellationToken) => R | Promise<R>,
): void {
  const answer = guarded(log, name, handler);
  connection.onRequest(name, (...received: readonly unknown[]) => {
    const token = received.find((value) => CancellationToken.is(value)) ?? CancellationToken.None;
    return answer(received.length > 1 ? received[0] : undefined, token);
  });
}

/** Null as well while much is outstanding: the engine would do all of it before it answers. */
function hover(session: Session, params: HoverParams): Hover | null {
  const path = pathOf(documentUri(params));
  if (path === undefined || session.background.busy()) return null;
  const analysis = session.host.snapshot();
  const text = analysis.text(path);
  if (text === undefined) return null;
  const lines = new LineIndex(text);
  const { markdownHovers } = session.client();
  const found = analysis.hover(
    path,
    offsetOf(params.position, lines),
    markdownHovers ? toLineUri : undefined,
  );
  return found ? toHover(found, lines, markdownHovers) : null;
}
