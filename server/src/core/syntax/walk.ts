/** Walks the code of one function with what stands around each node, since trees are parsed without links to parents. */
import * as ts from 'typescript';
import { isFunctionNode } from './functions';

/** A node with the nodes around it, innermost first, up to the node that the walk began at. */
export interface Placed<T extends ts.Node = ts.Node> {
  readonly node: T;
  readonly around: readonly ts.Node[];
}

/** Calls `see` for every node below `root` in source order. `nested` is true inside functions below `root`. */
export function walk(root: ts.Node, see: (placed: Placed, nested: boolean) => void): void {
  const visit = (node: ts.Node, around: readonly ts.Node[], nested: boolean): void => {
    see({ node, around }, nested);
    const inside = nested || isFunctionNode(node) || ts.isClassLike(node);
    ts.forEachChild(node, (child) => visit(child, [node, ...around], inside));
  };
  ts.forEachChild(root, (child) => visit(child, [root], false));
}

/** True where control certainly does not go on behind the statement. */
export function endsFlow(statement: ts.Statement): boolean {
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return true;
  if (ts.isBlock(statement)) return statement.statements.some(endsFlow);
  if (ts.isIfStatement(statement)) {
    return (
      endsFlow(statement.thenStatement) &&
      statement.elseStatement !== undefined &&
      endsFlow(statement.elseStatement)
    );
  }
  if (ts.isTryStatement(statement)) {
    if (statement.finallyBlock && endsFlow(statement.finallyBlock)) return true;
    return endsFlow(statement.tryBlock) && (!statement.catchClause || endsFlow(statement.catchClause.block));
  }
  return false;
}
