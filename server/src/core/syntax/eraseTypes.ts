/** Takes the types out of TypeScript and leaves the rest as it is written, for code that goes into a JavaScript file. */
import * as ts from 'typescript';
import { type TextEdit, applyEdits } from '../text/textEdit';
import { type FilePath } from '../text/filePath';
import { parseFile } from './parse';

/** `text` without types. What exists only as a type (interfaces, aliases, type imports) goes with its line. */
export function eraseTypes(path: FilePath, text: string): string {
  const { tree } = parseFile(path, text);
  const edits: TextEdit[] = [];
  const cut = (start: number, end: number): void => {
    edits.push({ range: { start, end }, text: '' });
  };
  /** From the colon or the question mark: a type starts right behind its colon. */
  const cutAnnotation = (type: ts.TypeNode | undefined, question?: ts.Node): void => {
    if (type) cut(question ? question.getStart(tree) : type.pos - 1, type.end);
    else if (question) cut(question.getStart(tree), question.end);
  };
  const cutList = (list: ts.NodeArray<ts.Node> | undefined): void => {
    if (list) cut(list.pos - 1, list.end + 1);
  };
  const visit = (node: ts.Node): void => {
    if (isTypeOnly(node)) {
      cutLines(node);
      return;
    }
    if (ts.isImportSpecifier(node) && node.isTypeOnly) return;
    if (ts.isNamedImports(node)) cutTypeNames(node);
    if (ts.isParameter(node)) cutAnnotation(node.type, node.questionToken);
    else if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) cutAnnotation(node.type);
    else if (ts.isFunctionLike(node)) cutAnnotation(node.type);
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) cutList(node.typeParameters);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) cutList(node.typeArguments);
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) cut(node.expression.end, node.end);
    if (ts.isNonNullExpression(node)) cut(node.expression.end, node.end);
    ts.forEachChild(node, (child) => {
      if (!ts.isTypeNode(child) || ts.isExpressionWithTypeArguments(child)) visit(child);
    });
  };
  const cutTypeNames = ({ elements }: ts.NamedImports): void => {
    elements.forEach((element, at) => {
      if (!element.isTypeOnly) return;
      const next = elements[at + 1];
      const before = elements[at - 1];
      if (next) cut(element.getStart(tree), next.getStart(tree));
      else cut(before && !before.isTypeOnly ? before.end : element.getStart(tree), element.end);
    });
  };
  const cutLines = (node: ts.Node): void => {
    const start = text.lastIndexOf('\n', node.getStart(tree)) + 1;
    const rest = /^[^\n]*\n?/.exec(text.slice(node.end))?.[0].length ?? 0;
    const end = node.end + rest;
    const blank = /^[ \t]*\n/.exec(text.slice(end))?.[0].length ?? 0;
    const opens = start === 0 || text.charAt(start - 2) === '\n';
    cut(start, opens ? end + blank : end);
  };
  visit(tree);
  return applyEdits(text, edits);
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause;
    if (!clause) return false;
    if (clause.isTypeOnly) return true;
    const named = clause.namedBindings;
    return (
      !clause.name &&
      named !== undefined &&
      ts.isNamedImports(named) &&
      named.elements.length > 0 &&
      named.elements.every(({ isTypeOnly: only }) => only)
    );
  }
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}
