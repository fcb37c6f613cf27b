/** The fixes of findings, and what the assists offer, as code actions. Stateless: findings are computed for the document's text of this moment. */
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import { type Analysis, type RuleFinding } from '../core/analysis';
import { type Fix } from '../core/rule/rule';
import { type FilePath } from '../core/text/filePath';
import { LineIndex } from '../core/text/lineIndex';
import { type TextEdit } from '../core/text/textEdit';
import { rangesTouch } from '../core/text/textRange';
import { DISABLE_RULE_COMMAND, type DisableRuleParams } from '../protocol';
import { assistActions } from './assistActions';
import { pathOf, rangeOf } from './fromProto';
import { documentUri, type Session } from './session';
import { toDiagnostic, toTextEdits, toWorkspaceEdit } from './toProto';

/** The kind under which editors can fix a whole file when it is saved; holds safe fixes only. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.nextSurface`;

/** The code actions for a range of a document: a quick fix per fix, and one for all safe fixes where it is asked for. */
export function codeActions(session: Session, params: CodeActionParams): CodeAction[] {
  const path = pathOf(documentUri(params));
  if (path === undefined || !session.client().codeActionLiterals) return [];
  const analysis = session.host.snapshot();
  const text = analysis.text(path);
  if (text === undefined) return [];
  // While much is outstanding the engine would do all of it before it answers; fixes of what is known can be had at once.
  const busy = session.background.busy();
  const findings = busy ? analysis.findingsAtOnce(path) : analysis.findings(path);
  const lines = new LineIndex(text);
  const { only } = params.context;
  const actions: CodeAction[] = [];
  // Behind what mends the code: editors keep the order.
  const disabling: CodeAction[] = [];
  const wants = (wanted: string): boolean => !only || only.some((kind) => includesKind(kind, wanted));
  if (wants(CodeActionKind.QuickFix)) {
    const wanted = rangeOf(params.range, lines);
    for (const finding of findings) {
      if (!rangesTouch(finding.range, wanted)) continue;
      for (const fix of finding.fixes ?? []) actions.push(quickFix(session, path, finding, fix, lines));
      const disable = disableAction(session, analysis, path, finding, lines);
      if (disable) disabling.push(disable);
    }
  }
  if (!busy) actions.push(...assistActions(session, analysis, { path, params, lines }, wants));
  actions.push(...disabling);
  if (only?.some((kind) => kind.startsWith(CodeActionKind.Source) && includesKind(kind, FIX_ALL_KIND))) {
    const edits = safeEdits(findings);
    if (edits.length > 0) {
      actions.push({
        title: 'Fix all safely fixable Next Surface findings',
        kind: FIX_ALL_KIND,
        edit: workspaceEdit(session, path, edits, lines),
      });
    }
  }
  return actions;
}

/** Kinds are hierarchical: `source.fixAll` includes `source.fixAll.nextSurface`, and the empty kind includes all. */
function includesKind(outer: string, inner: string): boolean {
  return outer === '' || inner === outer || inner.startsWith(`${outer}.`);
}

function quickFix(
  session: Session,
  path: FilePath,
  finding: RuleFinding,
  fix: Fix,
  lines: LineIndex,
): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(finding, lines)],
    isPreferred: fix.safety === 'safe',
    edit: workspaceEdit(session, path, fix.edits, lines),
  };
}

/** Switches the rule off for the line. Our client asks for the reason; others get a comment that says where it goes. */
function disableAction(
  session: Session,
  analysis: Analysis,
  path: FilePath,
  finding: RuleFinding,
  lines: LineIndex,
): CodeAction | undefined {
  const comment = analysis.suppression(path, finding);
  if (!comment) return undefined;
  const { offset, before, after } = comment;
  const action: CodeAction = {
    title: `Disable ${finding.rule} for this line, with a reason`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(finding, lines)],
  };
  if (!session.client().asksReasons) {
    const edit = { range: { start: offset, end: offset }, text: `${before}say why${after}` };
    return { ...action, edit: workspaceEdit(session, path, [edit], lines) };
  }
  const uri = session.workspace.uriOf(path);
  const place: DisableRuleParams = {
    uri,
    line: lines.positionAt(offset).line,
    before,
    after,
    rule: finding.rule,
  };
  return { ...action, command: { title: action.title, command: DISABLE_RULE_COMMAND, arguments: [place] } };
}

/** The edits of each finding's first safe fix; a fix that overlaps an earlier one waits for the next time. */
function safeEdits(findings: ReturnType<Analysis['findings']>): readonly TextEdit[] {
  const chosen: TextEdit[] = [];
  for (const finding of findings) {
    const fix = finding.fixes?.find((candidate) => candidate.safety === 'safe');
    if (!fix || fix.edits.some((edit) => chosen.some((other) => rangesTouch(edit.range, other.range))))
      continue;
    chosen.push(...fix.edits);
  }
  return chosen;
}

function workspaceEdit(session: Session, path: FilePath, edits: readonly TextEdit[], lines: LineIndex) {
  const target = {
    uri: session.workspace.uriOf(path),
    version: session.workspace.documentOf(path)?.version ?? null,
  };
  return toWorkspaceEdit(target, toTextEdits(edits, lines), session.client().documentChanges);
}
