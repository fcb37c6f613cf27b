/** Moves the findings that a file showed last over an edit, for the moment in which no rule can look at the file again. */
import { type RuleFinding } from './analysis';
import { type FactId, type FileFacts } from './facts/fileFacts';
import { type FilePath } from './text/filePath';
import { type TextRange } from './text/textRange';

/** Findings with the file as it was when they were shown. */
export interface ShownFindings {
  readonly text: string;
  readonly facts: FileFacts;
  readonly findings: readonly RuleFinding[];
  /** True as long as the other file has the text that the findings speak of. */
  readonly isSame: (path: FilePath) => boolean;
}

/**
 * The findings of `rules` where they stand in the file as it is now. Left out is what was edited itself: where it stands
 * can't be told. They come without fixes, which are made for one text only.
 */
export function carryOver(
  shown: ShownFindings,
  rules: ReadonlySet<string>,
  path: FilePath,
  text: string,
  facts: FileFacts,
): readonly RuleFinding[] {
  const wanted = shown.findings.filter(({ rule }) => rules.has(rule));
  if (wanted.length === 0) return [];
  const move = mover(shown.text, text);
  const placeOf = (range: TextRange): TextRange | undefined =>
    move(range) ?? byFact(range, shown.facts, facts);
  return wanted.flatMap(({ fixes: _fixes, related, ...finding }) => {
    const range = placeOf(finding.range);
    if (!range) return [];
    const places = related?.flatMap((place) => {
      if (place.path !== path) return shown.isSame(place.path) ? [place] : [];
      const moved = place.range && placeOf(place.range);
      return moved ? [{ ...place, range: moved }] : [];
    });
    return [{ ...finding, range, ...(places && { related: places }) }];
  });
}

/** Moves ranges over the edit that lies between two texts; undefined for what the edit touches. */
function mover(before: string, after: string): (range: TextRange) => TextRange | undefined {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let kept = 0;
  while (
    kept < most - start &&
    before.charCodeAt(before.length - 1 - kept) === after.charCodeAt(after.length - 1 - kept)
  )
    kept++;
  const end = before.length - kept;
  const by = after.length - before.length;
  return (range) => {
    if (by === 0 && start === end) return range;
    if (range.end < start) return range;
    return range.start > end ? { start: range.start + by, end: range.end + by } : undefined;
  };
}

/** Where the fact stands now that stood there: a name survives what is typed around it, and a reformatted file. */
function byFact(range: TextRange, before: FileFacts, after: FileFacts): TextRange | undefined {
  const isThere = ([, place]: readonly [FactId, TextRange]): boolean =>
    place.start === range.start && place.end === range.end;
  const found = Object.entries(before.ranges).find(isThere);
  return found && after.ranges[found[0]];
}
