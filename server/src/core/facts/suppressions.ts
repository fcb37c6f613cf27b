/** Comments that switch rules off for the next line, each with the reason that makes it reviewable. */
import { type TextRange } from '../text/textRange';

/** The word that makes a comment one of these. */
export const SUPPRESSION_MARKER = 'next-surface-disable-next-line';

/** A rule that a comment names. */
export interface SuppressedRule {
  readonly id: string;
  readonly range: TextRange;
}

/** One such comment. */
export interface SuppressionFact {
  /** The 0-based line that it is about; several above one another are about the same line. */
  readonly line: number;
  readonly rules: readonly SuppressedRule[];
  /** Why it is right; '' where nothing is said, so that the comment switches nothing off. */
  readonly reason: string;
  /** The comment's line with its line break. */
  readonly range: TextRange;
}

/** `// MARKER rule-a, rule-b -- reason`, also as a block comment and in JSX. */
const COMMENT = new RegExp(
  String.raw`^\s*(?:\{\s*)?(?://|/\*+)\s*${SUPPRESSION_MARKER}[ \t]+([a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)[ \t]*(?:--[ \t]*(.*?))?[ \t]*(?:\*/\s*\}?)?\s*$`,
  'd',
);

/** All such comments of a text, in source order. */
export function extractSuppressions(text: string): readonly SuppressionFact[] {
  if (!text.includes(SUPPRESSION_MARKER)) return [];
  const found: SuppressionFact[] = [];
  // Comments above one another wait for the line that they are all about.
  let waiting: Omit<SuppressionFact, 'line'>[] = [];
  let line = 0;
  for (const { 0: whole, index: start } of text.matchAll(/.*(?:\r\n|\r|\n|$)/g)) {
    const match = COMMENT.exec(whole);
    const names = match?.indices?.[1];
    if (match && names) {
      waiting.push({
        rules: rulesIn(match[1] ?? '', start + names[0]),
        reason: (match[2] ?? '').trim(),
        range: { start, end: start + whole.length },
      });
    } else {
      for (const each of waiting) found.push({ ...each, line });
      waiting = [];
    }
    line++;
  }
  return found;
}

function rulesIn(list: string, offset: number): readonly SuppressedRule[] {
  return [...list.matchAll(/[a-z0-9-]+/g)].map(({ 0: id, index }) => ({
    id,
    range: { start: offset + index, end: offset + index + id.length },
  }));
}
