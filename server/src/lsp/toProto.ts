/** The one way from the engine's words to the protocol's: URIs, ranges, diagnostics, edits, hovers. */
import {
  type AnnotatedTextEdit,
  type ChangeAnnotation,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Hover as LspHover,
  MarkupKind,
  type Range,
  type SnippetTextEdit,
  type TextEdit as LspTextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { type Hover, type RuleFinding } from '../core/analysis';
import { type Severity } from '../core/rule/rule';
import { type FilePath } from '../core/text/filePath';
import { type LineIndex } from '../core/text/lineIndex';
import { type SourceChange, type TextEdit } from '../core/text/textEdit';
import { type TextRange } from '../core/text/textRange';
import { type ClientTraits } from './fromProto';

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
    // Clients leave out tags that they don't know.
    ...(finding.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    message: finding.help === undefined ? finding.message : `${finding.message}\n${finding.help}`,
  };
}

/** The page that explains a rule. */
function ruleDocsUrl(rule: string): string {
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

/** What a change needs to become a workspace edit: the documents it edits, and what the client can do. */
export interface ChangeSource {
  target(path: FilePath): EditTarget;
  /** Undefined for files that can't be read: they can't be edited either. */
  linesOf(path: FilePath): LineIndex | undefined;
  readonly client: Pick<ClientTraits, 'documentChanges' | 'changeAnnotations' | 'snippetEdits'>;
}

/**
 * A change of several files: new files first, then edits, then moves and deletions. Edits that may be wrong ask the user
 * where the client can. Undefined when a file that it edits is gone.
 */
export function toChange(change: SourceChange, source: ChangeSource): WorkspaceEdit | undefined {
  const { client } = source;
  const changes: NonNullable<WorkspaceEdit['documentChanges']> = [];
  const annotations: Record<string, ChangeAnnotation> = {};
  const plain: Record<string, LspTextEdit[]> = {};
  for (const [path, text] of change.newFiles ?? []) {
    const { uri } = source.target(path);
    changes.push({ kind: 'create', uri, options: { ignoreIfExists: false } });
    const start = { line: 0, character: 0 };
    changes.push({
      textDocument: { uri, version: null },
      edits: [{ range: { start, end: start }, newText: text }],
    });
  }
  for (const [path, edits] of change.edits) {
    const lines = source.linesOf(path);
    if (!lines) return undefined;
    const target = source.target(path);
    plain[target.uri] = toTextEdits(edits, lines);
    changes.push({
      textDocument: target,
      edits: edits.map((edit) => toAnnotatedEdit(edit, lines, annotations, client)),
    });
  }
  for (const [from, to] of change.movedFiles ?? []) {
    changes.push({ kind: 'rename', oldUri: source.target(from).uri, newUri: source.target(to).uri });
  }
  for (const path of change.deletedFiles ?? [])
    changes.push({ kind: 'delete', uri: source.target(path).uri });
  if (!client.documentChanges) return { changes: plain };
  return {
    documentChanges: changes,
    ...(Object.keys(annotations).length > 0 && { changeAnnotations: annotations }),
  };
}

function toAnnotatedEdit(
  edit: TextEdit,
  lines: LineIndex,
  annotations: Record<string, ChangeAnnotation>,
  client: ChangeSource['client'],
): LspTextEdit | AnnotatedTextEdit | SnippetTextEdit {
  const range = toRange(edit.range, lines);
  if (edit.uncertain !== undefined && client.changeAnnotations) {
    annotations[edit.uncertain] = { label: edit.uncertain, needsConfirmation: true };
    return { range, newText: edit.text, annotationId: edit.uncertain };
  }
  if (edit.placeholders && edit.placeholders.length > 0 && client.snippetEdits) {
    return { range, snippet: { kind: 'snippet', value: toSnippet(edit.text, edit.placeholders) } };
  }
  return { range, newText: edit.text };
}

/** A text with its placeholders (offsets in it, which do not overlap) in LSP's snippet syntax, numbered from 1. */
function toSnippet(text: string, placeholders: readonly TextRange[]): string {
  const escaped = (part: string): string => part.replace(/[\\$}]/g, '\\$&');
  let result = '';
  let position = 0;
  [...placeholders]
    .sort((a, b) => a.start - b.start)
    .forEach(({ start, end }, index) => {
      result += `${escaped(text.slice(position, start))}\${${index + 1}:${escaped(text.slice(start, end))}}`;
      position = end;
    });
  return result + escaped(text.slice(position));
}

/** A hover; clients that show no Markdown get its text as it is. */
export function toHover(hover: Hover, lines: LineIndex, markdown: boolean): LspHover {
  return {
    contents: { kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value: hover.markdown },
    range: toRange(hover.range, lines),
  };
}
