/** The one way from the engine's words to the protocol's: URIs, ranges, diagnostics, edits, hovers. */
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Hover as LspHover,
  MarkupKind,
  type Range,
  type TextEdit as LspTextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { type Hover, type RuleFinding } from '../core/analysis';
import { type Severity } from '../core/rule/rule';
import { type FilePath } from '../core/text/filePath';
import { type LineIndex } from '../core/text/lineIndex';
import { type TextEdit } from '../core/text/textEdit';
import { type TextRange } from '../core/text/textRange';

/** The `source` that editors show beside a diagnostic. */
export const DIAGNOSTIC_SOURCE = 'next-surface';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The URI of a path, encoded as VS Code does it. */
export function toUri(path: FilePath): string {
  const other = /^([a-z][a-z0-9+.-]+):\/\/([^/]*)(.*)$/i.exec(path);
  if (!other) return URI.file(path).toString();
  const [, scheme = '', authority = '', rest = ''] = other;
  return URI.from({ scheme, authority: decodeURIComponent(authority), path: rest }).toString();
}

/** The URI of a 1-based line in a path, for links in Markdown: VS Code opens the line that the fragment names. */
export function toLineUri(path: FilePath, line: number): string {
  return `${toUri(path)}#L${line}`;
}

/** A range of offsets as 0-based lines and UTF-16 columns. */
export function toRange(range: TextRange, lines: LineIndex): Range {
  const start = lines.positionAt(range.start);
  const end = lines.positionAt(range.end);
  return {
    start: { line: start.line, character: start.column },
    end: { line: end.line, character: end.column },
  };
}

/** A finding as a diagnostic: what is wrong, on the next line what to do, a link to the rule's page, and related places. */
export function toDiagnostic(
  finding: RuleFinding,
  lines: LineIndex,
  related: readonly DiagnosticRelatedInformation[] = [],
): Diagnostic {
  return {
    ...(related.length > 0 ? { relatedInformation: [...related] } : {}),
    range: toRange(finding.range, lines),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    codeDescription: { href: ruleDocsUrl(finding.rule) },
    source: DIAGNOSTIC_SOURCE,
    message: finding.help === undefined ? finding.message : `${finding.message}\n${finding.help}`,
  };
}

/** The page that explains a rule. */
export function ruleDocsUrl(rule: string): string {
  return `https://github.com/next-surface/next-surface/blob/main/docs/rules/${rule}.md`;
}

/** Edits of one text. */
export function toTextEdits(edits: readonly TextEdit[], lines: LineIndex): LspTextEdit[] {
  return edits.map((edit) => ({ range: toRange(edit.range, lines), newText: edit.text }));
}

/** The document that an edit is for: its version where it is open, null where the disk's text is meant. */
export interface EditTarget {
  readonly uri: string;
  readonly version: number | null;
}

/** Edits of one document; bound to its version where the client can check that. */
export function toWorkspaceEdit(target: EditTarget, edits: LspTextEdit[], versioned: boolean): WorkspaceEdit {
  return versioned
    ? { documentChanges: [{ textDocument: { uri: target.uri, version: target.version }, edits }] }
    : { changes: { [target.uri]: edits } };
}

/** A hover; clients that show no Markdown get its text as it is. */
export function toHover(hover: Hover, lines: LineIndex, markdown: boolean): LspHover {
  return {
    contents: { kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value: hover.markdown },
    range: toRange(hover.range, lines),
  };
}
