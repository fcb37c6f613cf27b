/** The code actions that need something from the user: asks for it, lets the server judge it, and applies the edit. */
import { l10n, Position, type QuickPickItem, Range, Uri, window, workspace } from 'vscode';
import {
  type ApplyAssistParams,
  type AssistQuestion,
  RESOLVE_ASSIST_REQUEST,
  type ResolveAssistParams,
  type ResolveAssistResult,
} from '../../server/src/protocol';
import { type ServerConnection } from './serverConnection';

/** Asks one question after the other, then applies the change as one undo step. Escape at any of them leaves all as it is. */
export async function applyAssist(
  connection: Pick<ServerConnection, 'request' | 'toWorkspaceEdit'>,
  { title, questions, uri, range, assist, target }: ApplyAssistParams,
): Promise<void> {
  const resolve = (input: Readonly<Record<string, string>>): Promise<ResolveAssistResult> => {
    const params: ResolveAssistParams = { uri, range, assist, target, input };
    return connection.request<ResolveAssistResult>(RESOLVE_ASSIST_REQUEST, params);
  };
  const input: Record<string, string> = {};
  for (const [index, question] of questions.entries()) {
    const step = questions.length > 1 ? ` (${index + 1}/${questions.length})` : '';
    const answer = await ask(question, `${title}${step}`, (value) =>
      refusal(resolve, { ...input, [question.id]: value }, question),
    );
    if (answer === undefined) return;
    input[question.id] = answer;
  }
  const result = await resolve(input);
  if (result.kind === 'edit') {
    if (!(await workspace.applyEdit(await connection.toWorkspaceEdit(result.edit)))) return;
    await showNotes(result.notes);
  } else if (result.kind === 'refused') await window.showErrorMessage(result.message);
  else {
    await window.showWarningMessage(
      l10n.t('The code has changed in the meantime: ask for the code actions again.'),
    );
  }
}

/** Why the server would not take this answer; answers to later questions are not asked for yet, so only this one counts. */
async function refusal(
  resolve: (input: Readonly<Record<string, string>>) => Promise<ResolveAssistResult>,
  input: Readonly<Record<string, string>>,
  question: AssistQuestion,
): Promise<string | undefined> {
  const result = await resolve(input);
  return result.kind === 'refused' && result.question === question.id ? result.message : undefined;
}

async function ask(
  { prompt, proposal, choices }: AssistQuestion,
  title: string,
  judge: (value: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  if (!choices) {
    return window.showInputBox({
      title,
      prompt,
      value: proposal,
      ignoreFocusOut: true,
      validateInput: judge,
    });
  }
  const items = choices.map(({ value, label, detail }): QuickPickItem & { readonly value: string } => ({
    label,
    value,
    ...(detail !== undefined && { detail }),
  }));
  // The proposal comes first: Enter takes it.
  items.sort((a, b) => Number(b.value === proposal) - Number(a.value === proposal));
  const picked = await window.showQuickPick(items, { title, placeHolder: prompt, ignoreFocusOut: true });
  return picked?.value;
}

/** What is left to do, with a way to the first place. */
async function showNotes(notes: Extract<ResolveAssistResult, { kind: 'edit' }>['notes']): Promise<void> {
  const [first] = notes;
  if (!first) return;
  const show = l10n.t('Show');
  const text = notes.map(({ message }) => message).join(' ');
  const choice = await window.showInformationMessage(text, ...(first.uri === undefined ? [] : [show]));
  if (choice !== show || first.uri === undefined) return;
  const document = await workspace.openTextDocument(Uri.parse(first.uri));
  const { start } = first.range ?? { start: { line: 0, character: 0 } };
  const at = new Position(start.line, start.character);
  await window.showTextDocument(document, { selection: new Range(at, at) });
}
