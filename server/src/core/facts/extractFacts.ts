/** Turns a tree into a file's facts; the tree can be dropped afterwards. */
import { type Node } from '../syntax/ast';
import { directivePrologue, isFunctionNode } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { type TextRange } from '../text/textRange';
import { collectBindings, directiveOf } from './bindings';
import { extractExports } from './exports';
import { type FactId, type FileFacts } from './fileFacts';
import { extractInlineActions } from './inlineActions';
import { extractMistakes } from './mistakes';
import { extractSuppressions } from './suppressions';
import { extractSegmentConfig } from './segmentConfig';

/** Before `server`: any spelling of the directive that the compiler would cook to `use server`. */
const USE = /use(?: |\\u0020|\\x20|\\u\{20\})$/;

/** Extracts the facts of a parsed file: plain data, without nodes. */
export function extractFacts(file: ParsedFile): FileFacts {
  const { tree, text } = file;
  const ranges: Record<FactId, TextRange> = {};
  const rangeOf = (node: Node): TextRange => ({ start: node.getStart(tree), end: node.getEnd() });

  const prologue = directivePrologue(tree.statements);
  const opening = prologue.find((literal) => directiveOf(literal.text) !== undefined);
  const directive = opening && directiveOf(opening.text);
  if (opening) ranges['directive'] = rangeOf(opening);

  const bindings = collectBindings(tree);
  const exported = extractExports(tree, bindings);
  for (const { fact, place, statement } of exported.named) {
    ranges[`export:${fact.name}`] = placeRange(place, text, rangeOf);
    ranges[`exportStatement:${fact.name}`] = rangeOf(statement);
  }
  exported.stars.forEach(({ statement }, index) => (ranges[`star:${index}`] = rangeOf(statement)));

  // Walking every function costs more than all other facts together: only where the text has another directive.
  const inline =
    mentionsOfUseServer(text) > (directive === 'use server' ? 1 : 0)
      ? extractInlineActions(tree, exported.named)
      : [];
  for (const { fact, place } of inline) ranges[`inline:${fact.index}`] = placeRange(place, text, rangeOf);

  const segment = extractSegmentConfig(file);
  for (const [name, node] of segment.places) ranges[`segment:${name}`] = rangeOf(node);

  return {
    link: {
      directive,
      imports: bindings.imports,
      exports: exported.named.map(({ fact }) => fact),
      starExports: exported.stars.map(({ fact }) => fact),
      inlineActions: inline.map(({ fact }) => fact),
      segmentConfig: segment.values,
    },
    ranges,
    mistakes: extractMistakes(file, exported.named),
    suppressions: extractSuppressions(text),
  };
}

/** Named places are exact; a function without a name is shown by its signature, not by its whole body. */
function placeRange(place: Node, text: string, rangeOf: (node: Node) => TextRange): TextRange {
  const whole = rangeOf(place);
  if (!isFunctionNode(place) || !place.body) return whole;
  const signature = text.slice(whole.start, place.body.pos).trimEnd();
  return { start: whole.start, end: whole.start + Math.max(1, signature.length) };
}

/** Looks for the rarer word: an expression over the whole text costs ten times as much. */
function mentionsOfUseServer(text: string): number {
  let mentions = 0;
  for (let at = text.indexOf('server'); at >= 0; at = text.indexOf('server', at + 1)) {
    if (USE.test(text.slice(Math.max(0, at - 10), at))) mentions++;
  }
  return mentions;
}
