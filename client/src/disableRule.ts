/** The quick fix that switches a rule off for a line: asks for the reason, then writes the comment. */
import { l10n, Position, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import { type DisableRuleParams } from '../../server/src/protocol';

/** Asks why the code is right as it is, and writes the comment as one edit. Nothing is written without a reason. */
export async function disableRule({ uri, line, before, after, rule }: DisableRuleParams): Promise<void> {
  const reason = await window.showInputBox({
    title: l10n.t('Disable {0} for this line', rule),
    prompt: l10n.t('Why is this right? The reason stands in the comment, for whoever reviews it.'),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? l10n.t('A reason is needed') : undefined),
  });
  if (reason === undefined || reason.trim() === '') return;
  const edit = new WorkspaceEdit();
  // A comment ends at its mark: the reason must not bring one.
  const words = reason.trim().replace(/\s+/g, ' ').replaceAll('*/', '* /');
  edit.insert(Uri.parse(uri), new Position(line, 0), before + words + after);
  await workspace.applyEdit(edit);
}
