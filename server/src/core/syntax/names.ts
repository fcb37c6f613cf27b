/** Names in a piece of code: which it binds, and the same code with one of them called otherwise. */
import * as ts from 'typescript';
import { type FilePath } from '../text/filePath';
import { applyEdits, type TextEdit } from '../text/textEdit';
import { boundNames } from './functions';
import { parseFile } from './parse';

/** Every name that is bound somewhere in `node`: parameters, variables, functions, classes, at any depth. */
export function namesBoundIn(node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isVariableDeclaration(child) || ts.isParameter(child)) {
      for (const { text } of boundNames(child.name)) names.add(text);
    } else if ((ts.isFunctionDeclaration(child) || ts.isClassDeclaration(child)) && child.name) {
      names.add(child.name.text);
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

/** `code` (statements) with the variable `from` called `to`; properties of that name keep it. */
export function renamed(code: string, from: string, to: string): string {
  if (from === to || !code.includes(from)) return code;
  // The path only tells the language.
  const { tree } = parseFile('code.tsx' as FilePath, code);
  const edits: TextEdit[] = [];
  const visit = (node: ts.Node, parent: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === from && !isPropertyName(node, parent)) {
      const keepsKey =
        ts.isShorthandPropertyAssignment(parent) ||
        (ts.isBindingElement(parent) &&
          !parent.propertyName &&
          parent.name === node &&
          parent.dotDotDotToken === undefined &&
          isInObjectPattern(parent));
      edits.push({
        range: { start: node.getStart(tree), end: node.end },
        text: keepsKey ? `${from}: ${to}` : to,
      });
    }
    if (ts.isObjectBindingPattern(node)) objectElements(node);
    ts.forEachChild(node, (child) => visit(child, node));
  };
  const inObjects = new Set<ts.Node>();
  const objectElements = (pattern: ts.ObjectBindingPattern): void => {
    for (const element of pattern.elements) inObjects.add(element);
  };
  const isInObjectPattern = (element: ts.Node): boolean => inObjects.has(element);
  visit(tree, tree);
  return applyEdits(code, edits);
}

function isPropertyName(node: ts.Identifier, parent: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent))
    return parent.name === node;
  return ts.isBindingElement(parent) && parent.propertyName === node;
}
