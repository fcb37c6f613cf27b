/** Comments that switch a rule off for the next line, each with the reason that makes it reviewable. */
import { isInJsxText } from '../syntax/jsxPlace';
import { type ParsedFile } from '../syntax/parse';
import { type LineIndex } from '../text/lineIndex';
import { type RatedFinding } from './runner';

const MARKER = 'next-surface-disable-next-line';

/** `// MARKER rule-a, rule-b -- reason`, also as a block comment and in JSX. */
const COMMENT = new RegExp(
  String.raw`^\s*(?:\{\s*)?(?://|/\*+)\s*${MARKER}[ \t]+([a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)[ \t]*(?:--[ \t]*(.*?))?[ \t]*(?:\*/\s*\}?)?\s*$`,
);

/** Leaves out findings that a comment switches off. A comment without a reason switches nothing off; the finding says so. */
export function withoutSuppressed(
  findings: readonly RatedFinding[],
  text: string,
  lines: LineIndex,
): readonly RatedFinding[] {
  if (findings.length === 0 || !text.includes(MARKER)) return findings;
  const comments = commentsByLine(text);
  return findings.flatMap((finding) => {
    const comment = comments.get(lines.positionAt(finding.range.start).line);
    if (!comment?.rules.includes(finding.rule)) return [finding];
    if (comment.reason !== '') return [];
    const missing = 'The comment above needs a reason: `-- why this is right`.';
    return [{ ...finding, help: finding.help === undefined ? missing : `${finding.help} ${missing}` }];
  });
}

/** The comments by the 0-based line that they are about; several above one another are about the same line. */
function commentsByLine(
  text: string,
): ReadonlyMap<number, { readonly rules: readonly string[]; readonly reason: string }> {
  const found = new Map<number, { rules: string[]; reason: string }>();
  let above: { rules: string[]; reason: string } | undefined;
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    const match = COMMENT.exec(line);
    if (match) {
      const rules = (match[1] ?? '').split(',').map((rule) => rule.trim());
      const reason = (match[2] ?? '').trim();
      above = above
        ? { rules: [...above.rules, ...rules], reason: above.reason && reason }
        : { rules, reason };
    } else {
      if (above) found.set(index, above);
      above = undefined;
    }
  });
  return found;
}

/** A comment to be written above a line, in two parts with the reason between them. */
export interface SuppressionComment {
  /** The start of the line that the finding is on: the comment goes here. */
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

/** The comment that switches the finding's rule off for its line. Errors are what the build rejects: no comment changes that. */
export function suppressionFor(
  { rule, severity, range }: Pick<RatedFinding, 'rule' | 'severity' | 'range'>,
  lines: LineIndex,
  parse: () => ParsedFile,
): SuppressionComment | undefined {
  if (severity === 'error') return undefined;
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
  return { offset: start, before: `${indent}${open} ${MARKER} ${rule} -- `, after: `${close}${end}` };
}

/** The offset at which the line of `offset` begins. */
function lineStart(lines: LineIndex, offset: number): number {
  return lines.offsetAt({ line: lines.positionAt(offset).line, column: 0 });
}
