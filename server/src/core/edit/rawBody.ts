/** Makes a webhook verify the body as it came, where it verifies what it serialized again after parsing. */
import {
  forEachChild,
  isCallExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isVariableStatement,
  type CallExpression,
  type Node,
  type Statement,
} from '../syntax/ast';
import { namesWithin, onlyBodyRead } from '../syntax/bodyReads';
import { isFunctionNode } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { nodesAt } from '../syntax/references';
import { boundAtTopLevel } from '../syntax/topLevelNames';
import { detectFileStyle } from '../text/fileStyle';
import { type TextEdit } from '../text/textEdit';
import { type TextRange } from '../text/textRange';
import { freeName } from './imports';
import { indentAt } from './indentation';
import { removals } from './removal';

/**
 * The edits that read the text of the body, parse it, and verify the text, in the function around `range` (UTF-16 offsets):
 * `const body = await request.json()` and one `JSON.stringify(body)`. Undefined for code of another shape.
 */
export function rawBodyEdits(file: ParsedFile, range: TextRange): readonly TextEdit[] | undefined {
  const { tree, text } = file;
  const node = nodesAt(tree, range.start).find(isFunctionNode);
  const read = node && onlyBodyRead(node);
  if (!node || !read || read.kind !== 'json' || read.name === undefined) return undefined;
  const printed = printsOf(node, read.name);
  const [print] = printed;
  if (!print || printed.length > 1) return undefined;
  const holder = namedStatement(read.block.statements, print);
  const raw = holder?.name ?? freeName('payload', new Set([...namesWithin(node), ...boundAtTopLevel(file)]));
  const style = detectFileStyle(text);
  const end = style.semicolons ? ';' : '';
  const start = read.statement.getStart(tree);
  const line = `const ${raw} = await ${read.request}.text()${end}${style.eol}${indentAt(text, start)}`;
  const expression = { start: read.expression.getStart(tree), end: read.expression.end };
  // `(await …) as T` needs parentheses, a call does not.
  const isInBrackets = text.charAt(expression.start - 1) === '(' && text.charAt(expression.end) === ')';
  const parsed = isInBrackets ? { start: expression.start - 1, end: expression.end + 1 } : expression;
  return [
    { range: { start, end: start }, text: line },
    { range: parsed, text: `JSON.parse(${raw})` },
    ...(holder
      ? removals(file, [holder.statement])
      : [{ range: { start: print.getStart(tree), end: print.end }, text: raw }]),
  ];
}

/** Every `JSON.stringify(name)` of the function. */
function printsOf(root: Node, name: string): readonly CallExpression[] {
  const found: CallExpression[] = [];
  const visit = (node: Node): void => {
    if (isCallExpression(node) && isStringify(node)) {
      const [value] = node.arguments;
      if (value && isIdentifier(value) && value.text === name) found.push(node);
    }
    forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function isStringify({ expression }: CallExpression): boolean {
  return (
    isPropertyAccessExpression(expression) &&
    expression.name.text === 'stringify' &&
    isIdentifier(expression.expression) &&
    expression.expression.text === 'JSON'
  );
}

/** The statement that does nothing but name the call's result. */
function namedStatement(
  statements: readonly Statement[],
  call: CallExpression,
): { readonly statement: Statement; readonly name: string } | undefined {
  for (const statement of statements) {
    if (!isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) continue;
    const [declaration] = statement.declarationList.declarations;
    if (declaration?.initializer === call && isIdentifier(declaration.name))
      return { statement, name: declaration.name.text };
  }
  return undefined;
}
