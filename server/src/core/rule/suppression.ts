/** Applies the comments that switch rules off, and writes new ones. */
import { SUPPRESSION_MARKER, type SuppressionFact } from '../facts/suppressions';
import { isInJsxText } from '../syntax/jsxPlace';
import { type ParsedFile } from '../syntax/parse';
import { type LineIndex } from '../text/lineIndex';
import { type TextRange } from '../text/textRange';
import { type RatedFinding } from './runner';

/** Leaves out findings that a comment switches off. A comment without a reason switches nothing off; the finding says so. */
export function withoutSuppressed(
  findings: readonly RatedFinding[],
  comments: readonly SuppressionFact[],
  lineOf: (offset: number) => number,
): readonly RatedFinding[] {
  if (findings.length === 0 || comments.length === 0) return findings;
  return findings.flatMap((finding) => {
    const line = lineOf(finding.range.start);
    const about = comments.filter(
      (comment) => comment.line === line && comment.rules.some(({ id }) => id === finding.rule),
    );
    if (about.length === 0) return [finding];
    if (about.some(({ reason }) => reason !== '')) return [];
    const missing = 'The comment above needs a reason: `-- why this is right`.';
    return [{ ...finding, help: finding.help === undefined ? missing : `${finding.help} ${missing}` }];
  });
}

/** A comment to be written above a line, in two parts with the reason between them. */
export interface SuppressionComment {
  /** The start of the line that the finding is on: the comment goes here. */
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

/**
 * The comment that switches the finding's rule off for its line. Errors are what the build rejects: no comment changes that.
 * Nor is there one for what is found in such a comment: above it, it would be about the code below as well.
 */
export function suppressionFor(
  { rule, severity, range }: Pick<RatedFinding, 'rule' | 'severity' | 'range'>,
  lines: LineIndex,
  comments: readonly SuppressionFact[],
  parse: () => ParsedFile,
): SuppressionComment | undefined {
  const isInComment = comments.some((comment) => isWithin(range, comment.range));
  if (severity === 'error' || isInComment) return undefined;
  const file = parse();
  const inJsx = isInJsxText(file, lineStart(lines, range.start));
  return suppressionComment(file.text, lines, range.start, { rule, inJsx });
}

/** The comment that switches `rule` off for the line at `offset`. `inJsx`: that line begins among an element's children. */
function suppressionComment(
  text: string,
  lines: LineIndex,
  offset: number,
  { rule, inJsx }: { readonly rule: string; readonly inJsx: boolean },
): SuppressionComment {
  const start = lineStart(lines, offset);
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const [open, close] = inJsx ? ['{/*', ' */}'] : ['//', ''];
  return {
    offset: start,
    before: `${indent}${open} ${SUPPRESSION_MARKER} ${rule} -- `,
    after: `${close}${end}`,
  };
}

/** The offset at which the line of `offset` begins. */
function lineStart(lines: LineIndex, offset: number): number {
  return lines.offsetAt({ line: lines.positionAt(offset).line, column: 0 });
}

function isWithin(inner: TextRange, outer: TextRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
