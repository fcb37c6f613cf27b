/** Writes the name of a moved action in the place of the function that stood in an expression: a prop, an argument, an object. */
import { indentAt } from '../../core/edit/indentation';
import {
  isCallExpression,
  isIdentifier,
  isJsxOpeningLikeElement,
  isMethodDeclaration,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  type Node,
  SyntaxKind,
} from '../../core/syntax/ast';
import { type FunctionNode } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { walk } from '../../core/syntax/walk';
import { type TextEdit } from '../../core/text/textEdit';

/** Where most break a line. */
const LONG_LINE = 80;

/** The function with its first arguments bound, or the function itself. */
export function boundTo(name: string, args: readonly string[]): string {
  return args.length === 0 ? name : `${name}.bind(null, ${args.join(', ')})`;
}

/** The edit that puts the name there, with the captures bound to it; a `.bind` that is there binds them as well. */
export function expressionEdit(
  file: ParsedFile,
  node: FunctionNode,
  name: string,
  captures: readonly string[],
): TextEdit {
  const { tree } = file;
  const around = aroundOf(file, node);
  const value = boundTo(name, captures);
  const [parent] = around;
  const range = { start: node.getStart(tree), end: node.end };
  if (isMethodDeclaration(node) && isIdentifier(node.name))
    return { range, text: value === node.name.text ? value : `${node.name.text}: ${value}` };
  if (parent && isPropertyAssignment(parent) && parent.name.getText(tree) === value)
    return { range: { start: parent.getStart(tree), end: parent.end }, text: value };
  const [inner, ...outer] = parent && isParenthesizedExpression(parent) ? around : [node, ...around];
  const [member, call] = outer;
  const isBound =
    inner !== undefined &&
    member !== undefined &&
    call !== undefined &&
    isPropertyAccessExpression(member) &&
    member.name.text === 'bind' &&
    isCallExpression(call) &&
    call.expression === member;
  const [self, ...more] = isBound ? call.arguments : [];
  if (isBound && self?.kind === SyntaxKind.NullKeyword) {
    const args = [...captures, ...more.map((argument) => argument.getText(tree))];
    return onOneLine(file, call, boundTo(name, args));
  }
  return onOneLine(file, inner ?? node, value);
}

/** What is around the node, innermost first. */
function aroundOf({ tree }: ParsedFile, wanted: Node): readonly Node[] {
  let found: readonly Node[] = [];
  walk(tree, ({ node, around }) => {
    if (node === wanted) found = around;
  });
  return found;
}

/** The code in the place of an attribute, or of a node in one; an element that had lines only for the function's code gets one line. */
export function onOneLine(file: ParsedFile, node: Node, code: string): TextEdit {
  const { text, tree } = file;
  const start = node.getStart(tree);
  const plain: TextEdit = { range: { start, end: node.end }, text: code };
  const element = aroundOf(file, node).find(isJsxOpeningLikeElement);
  const [attribute, ...others] = element?.attributes.properties ?? [];
  if (!element || !attribute || others.length > 0 || element.typeArguments) return plain;
  const gap = text.slice(element.tagName.end, attribute.getStart(tree));
  if (!/^\s*\n\s*$/.test(gap)) return plain;
  const close = text.endsWith('/>', element.end) ? ' />' : '>';
  const written = `${text.slice(attribute.getStart(tree), start)}${code}${text.slice(node.end, attribute.end)}`;
  const head = `<${element.tagName.getText(tree)}`;
  const line = `${indentAt(text, element.getStart(tree))}${head} ${written}${close}`;
  if (line.includes('\n') || line.length > LONG_LINE) return plain;
  return { range: { start: element.tagName.end, end: element.end }, text: ` ${written}${close}` };
}
