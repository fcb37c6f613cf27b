/** Puts a directive where it counts. */
import { isBlock, isExpressionStatement, type Node, type Statement } from '../syntax/ast';
import { directivePrologue, isFunctionNode } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { nodesAt } from '../syntax/references';
import { detectFileStyle } from '../text/fileStyle';
import { insertion, type TextEdit } from '../text/textEdit';
import { type TextRange } from '../text/textRange';
import { indentAt } from './indentation';
import { removals } from './removal';

/**
 * The edits that move the directive statement at `range` (UTF-16 offsets) to the beginning of its module or function,
 * without parentheses; undefined where there is a directive at that beginning already.
 */
export function directiveFirstEdits(
  file: ParsedFile,
  range: TextRange,
  word: string,
): readonly TextEdit[] | undefined {
  const around = nodesAt(file.tree, range.start);
  const statement = around.filter(isExpressionStatement).at(-1);
  const block = statement && around[around.indexOf(statement) - 1];
  if (!statement || !block) return undefined;
  const statements = statementsOf(block, around[around.indexOf(block) - 1]);
  const [first] = statements ?? [];
  if (!statements || !first || directivePrologue(statements).some(({ text }) => text.startsWith('use ')))
    return undefined;
  const style = detectFileStyle(file.text);
  const code = `${style.quote}${word}${style.quote}${style.semicolons ? ';' : ''}`;
  // Only the parentheses are wrong.
  if (first === statement)
    return [{ range: { start: statement.getStart(file.tree), end: statement.end }, text: code }];
  const isModule = block === file.tree;
  const start = isModule ? 0 : first.getStart(file.tree);
  const gap = isModule ? style.eol : '';
  const text = `${code}${style.eol}${gap}${indentAt(file.text, start)}`;
  return [insertion(start, text), ...removals(file, [statement])];
}

/** Of a module, or of a function's body. */
function statementsOf(block: Node, owner: Node | undefined): readonly Statement[] | undefined {
  if (isBlock(block)) return owner && isFunctionNode(owner) ? block.statements : undefined;
  return 'statements' in block ? (block.statements as readonly Statement[]) : undefined;
}
