/** What the engine's assists offer, as code actions: listed without edits, resolved when one is chosen. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  ErrorCodes,
  LSPErrorCodes,
  type Range,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { type Analysis } from '../core/analysis';
import { type AssistInput, isRefusal } from '../core/assist/assist';
import { type AssistOffer } from '../core/assist/offers';
import { type FilePath } from '../core/text/filePath';
import { LineIndex } from '../core/text/lineIndex';
import { type SourceChange } from '../core/text/textEdit';
import { rangesTouch } from '../core/text/textRange';
import {
  APPLY_ASSIST_COMMAND,
  type ApplyAssistParams,
  type AssistPlace,
  type ResolveAssistResult,
} from '../protocol';
import { pathOf, rangeOf } from './fromProto';
import { field, type Session } from './session';
import { toChange, toDiagnostic, toRange } from './toProto';

/** The code actions of the assists at a range, of the kinds that are asked for. */
export function assistActions(
  session: Session,
  analysis: Analysis,
  {
    path,
    params,
    lines,
  }: { readonly path: FilePath; readonly params: CodeActionParams; readonly lines: LineIndex },
  wants: (kind: string) => boolean,
): CodeAction[] {
  const client = session.client();
  const range = rangeOf(params.range, lines);
  const findings = analysis.findings(path);
  return analysis.assists(path, range).flatMap((offer): CodeAction[] => {
    if (!wants(offer.kind) || (offer.movesFiles === true && !client.fileOperations)) return [];
    const place: AssistPlace = {
      uri: session.workspace.uriOf(path),
      range: params.range,
      assist: offer.assist,
      target: offer.target,
    };
    const answered = findings.filter(
      (finding) => offer.fixes?.includes(finding.rule) === true && rangesTouch(finding.range, range),
    );
    const action: CodeAction = {
      title: offer.title,
      kind: offer.kind,
      ...(answered.length > 0 && { diagnostics: answered.map((finding) => toDiagnostic(finding, lines)) }),
      ...(offer.preferred === true && { isPreferred: true }),
    };
    if (client.asksReasons && offer.questions !== undefined && offer.questions.length > 0) {
      const question: ApplyAssistParams = { ...place, title: offer.title, questions: offer.questions };
      return [
        { ...action, command: { title: offer.title, command: APPLY_ASSIST_COMMAND, arguments: [question] } },
      ];
    }
    if (client.resolvesCodeActions) return [{ ...action, data: place }];
    const edit = proposedEdit(session, analysis, path, range, offer);
    return edit ? [{ ...action, edit }] : [];
  });
}

/** For clients that can't resolve: the edit at once. */
function proposedEdit(
  session: Session,
  analysis: Analysis,
  path: FilePath,
  range: { readonly start: number; readonly end: number },
  offer: AssistOffer,
): WorkspaceEdit | undefined {
  const change = analysis.resolveAssist(path, range, offer);
  return change && !isRefusal(change) ? workspaceEdit(session, analysis, change) : undefined;
}

/** `codeAction/resolve`: the edit of an action that was listed without one. */
export function resolveAction(session: Session, action: CodeAction): CodeAction {
  const place = placeIn(action.data);
  if (!place) return action;
  const result = resolveAssist(session, place, {});
  if (result.kind === 'edit') {
    // The edit was made by `toChange` just now.
    return { ...action, edit: result.edit as WorkspaceEdit };
  }
  throw new ResponseError(
    result.kind === 'gone' ? LSPErrorCodes.ContentModified : LSPErrorCodes.RequestFailed,
    result.kind === 'gone' ? 'The code has changed; ask for the code actions again.' : result.message,
  );
}

/** Answers `nextSurface/resolveAssist`. */
export function answerResolveAssist(session: Session, params: unknown): ResolveAssistResult {
  const place = placeIn(params);
  if (!place) throw new ResponseError(ErrorCodes.InvalidParams, 'uri, range, assist and target are needed');
  const given = field(params, 'input');
  const input: AssistInput =
    typeof given === 'object' && given !== null
      ? Object.fromEntries(
          Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
        )
      : {};
  return resolveAssist(session, place, input);
}

function resolveAssist(session: Session, place: AssistPlace, input: AssistInput): ResolveAssistResult {
  const path = pathOf(place.uri);
  const analysis = session.host.snapshot();
  const text = path === undefined ? undefined : analysis.text(path);
  if (path === undefined || text === undefined) return { kind: 'gone' };
  const range = rangeOf(place.range, new LineIndex(text));
  const change = analysis.resolveAssist(path, range, place, input);
  if (!change) return { kind: 'gone' };
  if (isRefusal(change)) {
    const { refused, question } = change;
    return { kind: 'refused', message: refused, ...(question !== undefined && { question }) };
  }
  const edit = workspaceEdit(session, analysis, change);
  if (!edit) return { kind: 'gone' };
  const notes = (change.notes ?? []).map((note) => {
    const lines = note.path === undefined ? undefined : linesOf(analysis, note.path);
    return {
      message: note.message,
      ...(note.path !== undefined && { uri: session.workspace.uriOf(note.path) }),
      ...(lines && note.range && { range: toRange(note.range, lines) }),
    };
  });
  return { kind: 'edit', edit, notes };
}

function workspaceEdit(
  session: Session,
  analysis: Analysis,
  change: SourceChange,
): WorkspaceEdit | undefined {
  const { workspace } = session;
  return toChange(change, {
    client: session.client(),
    linesOf: (path) => linesOf(analysis, path),
    target: (path) => ({ uri: workspace.uriOf(path), version: workspace.documentOf(path)?.version ?? null }),
  });
}

function linesOf(analysis: Analysis, path: FilePath): LineIndex | undefined {
  const text = analysis.text(path);
  return text === undefined ? undefined : new LineIndex(text);
}

/** The place that a client sent back; undefined when it is none. */
function placeIn(value: unknown): AssistPlace | undefined {
  const uri = field(value, 'uri');
  const assist = field(value, 'assist');
  const target = field(value, 'target');
  const range = field(value, 'range');
  const isPosition = (at: unknown): boolean =>
    typeof field(at, 'line') === 'number' && typeof field(at, 'character') === 'number';
  if (typeof uri !== 'string' || typeof assist !== 'string' || typeof target !== 'string') return undefined;
  if (!isPosition(field(range, 'start')) || !isPosition(field(range, 'end'))) return undefined;
  // Its positions were just looked at.
  return { uri, assist, target, range: range as Range };
}

/** The kinds that the assists make, for the server's capabilities. */
export const ASSIST_KINDS: readonly string[] = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorRewrite,
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorMove,
];
