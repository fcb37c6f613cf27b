/** The edits that turn a function into an async one, its declared return type included. */
import * as ts from 'typescript';
import { type TextEdit } from '../text/textEdit';
import { type FunctionNode, hasModifier, isFunctionNode } from './functions';
import { type ParsedFile } from './parse';

/**
 * Edits that make the function whose name (or first token) stands at `offset` async, and wrap a declared return type in
 * `Promise<…>` unless it is one. Undefined when no function is named there, or when it is async or a generator.
 */
export function asyncEdits(file: ParsedFile, offset: number): readonly TextEdit[] | undefined {
  const target = functionNamedAt(file.tree, offset);
  if (!target || hasModifier(target, ts.SyntaxKind.AsyncKeyword)) return undefined;
  if ('asteriskToken' in target && target.asteriskToken) return undefined;
  // `x is T` and `asserts x` can't be promised.
  if (target.type && ts.isTypePredicateNode(target.type)) return undefined;
  const edits: TextEdit[] = [];
  for (const node of [...overloadsOf(file.tree, target), target]) {
    if (node === target) {
      const at = asyncPosition(file.tree, node);
      edits.push({ range: { start: at, end: at }, text: 'async ' });
    }
    if (node.type && !isPromise(node.type)) {
      const start = node.type.getStart(file.tree);
      const end = node.type.getEnd();
      edits.push(
        { range: { start, end: start }, text: 'Promise<' },
        { range: { start: end, end }, text: '>' },
      );
    }
  }
  return edits;
}

/** The function that the name at `offset` declares: itself, or the value of its variable or property. */
function functionNamedAt(tree: ts.SourceFile, offset: number): FunctionNode | undefined {
  let found: FunctionNode | undefined;
  const visit = (node: ts.Node): void => {
    if (found || offset < node.pos || offset > node.end) return;
    if (isFunctionNode(node)) {
      const name = node.name ?? node;
      if (name.getStart(tree) === offset || node.getStart(tree) === offset) found = node;
    } else if (
      (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) &&
      node.name.getStart(tree) === offset
    ) {
      if (node.initializer && isFunctionNode(node.initializer)) found = node.initializer;
    } else if (ts.isExportAssignment(node) && isFunctionNode(node.expression)) {
      if (node.expression.getStart(tree) === offset) found = node.expression;
    }
    if (!found) ts.forEachChild(node, visit);
  };
  visit(tree);
  return found && 'body' in found && found.body ? found : undefined;
}

/** Overload signatures of the same name: their return types must be promises too. */
function overloadsOf(tree: ts.SourceFile, target: FunctionNode): readonly ts.FunctionDeclaration[] {
  if (!ts.isFunctionDeclaration(target)) return [];
  return tree.statements.filter(
    (statement): statement is ts.FunctionDeclaration =>
      ts.isFunctionDeclaration(statement) && !statement.body && statement.name?.text === target.name?.text,
  );
}

/** Blanks and comments between two tokens. */
const TRIVIA = /(?:\s|\/\*[^]*?\*\/|\/\/[^\n]*)*/y;

/** Where `async` goes: before `function`, the arrow's parameters, or a method's name, after other modifiers. */
function asyncPosition(tree: ts.SourceFile, node: FunctionNode): number {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  const last = modifiers[modifiers.length - 1];
  if (!last) return node.getStart(tree);
  TRIVIA.lastIndex = last.end;
  return last.end + (TRIVIA.exec(tree.text)?.[0].length ?? 0);
}

function isPromise(type: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === 'Promise';
}
