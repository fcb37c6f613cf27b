/** The command that leads from an action's id, as a log or a network tab shows it, to the action's source. */
import { commands, l10n, Range, Uri, window } from 'vscode';
import { FIND_ACTION_REQUEST, type FindActionParams, type FindActionResult } from '../../server/src/protocol';
import { type ServerConnection } from './serverConnection';

/** Asks for an id and opens what it stands for. Where no build tells, the key is asked for like a password and used once. */
export async function findAction(connection: Pick<ServerConnection, 'request'>): Promise<void> {
  const id = await window.showInputBox({
    title: l10n.t('Find Server Action by Id'),
    prompt: l10n.t('The value of the Next-Action header, or of a hidden $ACTION_ID_… field'),
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[0-9a-f]{42}$/i.test(idIn(text)) ? undefined : l10n.t('An id has 42 hexadecimal digits'),
  });
  if (id === undefined) return;
  const ask = (more: Omit<FindActionParams, 'id'> = {}): Promise<FindActionResult> =>
    connection.request<FindActionResult>(FIND_ACTION_REQUEST, { id: idIn(id), ...more });
  let result = await ask();
  if (result.kind === 'unknown') {
    const key = await window.showInputBox({
      title: l10n.t('Find Server Action by Id'),
      prompt: l10n.t(
        'No build here lists this id. The encryption key of the build that made it (NEXT_SERVER_ACTIONS_ENCRYPTION_KEY) is used once, to compute the ids of the source; it is not stored.',
      ),
      password: true,
      ignoreFocusOut: true,
    });
    if (key === undefined || key === '') return;
    result = await ask({ key });
    if (result.kind === 'unknown') {
      const buildRoot = await window.showInputBox({
        title: l10n.t('Find Server Action by Id'),
        prompt: l10n.t('If webpack made the build: the absolute folder that the app was built in'),
        ignoreFocusOut: true,
      });
      if (buildRoot !== undefined && buildRoot !== '') result = await ask({ key, buildRoot });
    }
  }
  await show(result);
}

/** The id in what was pasted: a hidden field's name carries it behind a prefix. */
function idIn(text: string): string {
  return text.trim().replace(/^\$ACTION_ID_/, '');
}

async function show(result: FindActionResult): Promise<void> {
  if (result.kind === 'found') {
    const { start, end } = result.range;
    const selection = new Range(start.line, start.character, end.line, end.character);
    await commands.executeCommand('vscode.open', Uri.parse(result.uri), { selection });
  } else if (result.kind === 'unlisted') {
    void window.showInformationMessage(
      l10n.t('The build has it as {0} of {1}, which the source no longer holds.', result.name, result.file),
    );
  } else void window.showInformationMessage(l10n.t('No server action of this workspace has this id.'));
}
