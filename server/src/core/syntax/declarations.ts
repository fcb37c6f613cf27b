/** Finds the declaration behind a name at a place: what code that is rewritten has to know of its values. */
import * as ts from 'typescript';
import { boundNames, isFunctionNode } from './functions';
import { namesDeclaredBy } from './references';

/** What declares a value. */
export interface Declared {
  /** The variable, parameter or function as a whole; a name taken out of a pattern has the pattern's. */
  readonly declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.FunctionDeclaration;
  /** The declaration's whole name is this one: it is no part of a pattern. */
  readonly whole: boolean;
  /** Never written again. */
  readonly constant: boolean;
}

/**
 * The declaration of `name` as the innermost of the nodes sees it (`around` goes from the file down, as `nodesAt` gives
 * them); undefined where it is imported, global, or something else than a value.
 */
export function declarationOf(around: readonly ts.Node[], name: string): Declared | undefined {
  for (const scope of [...around].reverse()) {
    if (namesDeclaredBy(scope)?.has(name)) return declarationIn(scope, name);
  }
  return undefined;
}

function declarationIn(scope: ts.Node, name: string): Declared | undefined {
  const body = isFunctionNode(scope) && 'body' in scope ? scope.body : undefined;
  let found: Declared | undefined;
  const visit = (node: ts.Node, constant: boolean): void => {
    if (found) return;
    if (ts.isVariableDeclaration(node) || ts.isParameter(node)) {
      if (boundNames(node.name).some(({ text }) => text === name))
        found = { declaration: node, whole: ts.isIdentifier(node.name), constant };
      return;
    }
    if (ts.isFunctionDeclaration(node) && node.name?.text === name) {
      found = { declaration: node, whole: true, constant: true };
      return;
    }
    // The names of another function or block are its own.
    if (isFunctionNode(node) || (ts.isBlock(node) && node !== body)) return;
    const isConst = ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.Const) !== 0;
    ts.forEachChild(node, (child) => visit(child, isConst));
  };
  ts.forEachChild(scope, (child) => visit(child, false));
  return found;
}
