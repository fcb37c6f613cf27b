/** Finds the place in a function's body right behind its last write, where every write has happened and nothing has left. */
import {
  type Block,
  forEachChild,
  isBlock,
  isExpressionStatement,
  isReturnStatement,
  isVariableStatement,
  type Node,
  type Statement,
} from '../core/syntax/ast';
import { isIfStatement, isThrowStatement, isTryStatement } from '../core/syntax/code';
import { isFunctionNode } from '../core/syntax/functions';
import { type ParsedFile } from '../core/syntax/parse';

/** The statement that writes last. */
export interface WritePlace {
  readonly statement: Statement;
  /** It returns what it wrote, so that it has to be split. */
  readonly returns: boolean;
}

/** The place behind writes at these offsets of the body; undefined where a write may be passed by, or left from. */
export function placeAfter(file: ParsedFile, body: Block, writes: readonly number[]): WritePlace | undefined {
  const paths = writes.map((offset) => pathTo(file, body, offset));
  if (paths.some((path) => path === undefined)) return undefined;
  const sorted = [...writes].sort((a, b) => a - b);
  const last = sorted.at(-1);
  const path = last === undefined ? undefined : pathTo(file, body, last);
  const statement = path?.at(-1)?.statement;
  if (!path || !statement) return undefined;
  // An earlier write in another branch would not come by here.
  const isOnTheWay = paths.every((other) => {
    const list = other?.at(-1)?.list;
    return list !== undefined && path.some((step) => step.list === list);
  });
  if (!isOnTheWay) return undefined;
  if (isReturnStatement(statement)) return { statement, returns: true };
  const isPlain = isExpressionStatement(statement) || isVariableStatement(statement);
  return !isPlain && leaves(statement) ? undefined : { statement, returns: false };
}

interface Step {
  readonly list: Block;
  readonly statement: Statement;
}

/** The statements that lead to an offset, through blocks of `try` and `if`; the last one is in the innermost list. */
function pathTo({ tree }: ParsedFile, body: Block, offset: number): readonly Step[] | undefined {
  const path: Step[] = [];
  let list: Block | undefined = body;
  while (list) {
    const statement: Statement | undefined = list.statements.find(
      (candidate) => candidate.getStart(tree) <= offset && offset < candidate.end,
    );
    if (!statement) return undefined;
    path.push({ list, statement });
    list = innerList(statement, offset);
  }
  return path;
}

function innerList(statement: Statement, offset: number): Block | undefined {
  const holds = (node: Node | undefined): boolean =>
    node !== undefined && node.pos <= offset && offset < node.end;
  if (isTryStatement(statement)) return holds(statement.tryBlock) ? statement.tryBlock : undefined;
  if (isIfStatement(statement)) {
    const { thenStatement, elseStatement } = statement;
    const branch = holds(thenStatement) ? thenStatement : holds(elseStatement) ? elseStatement : undefined;
    return branch && isBlock(branch) ? branch : undefined;
  }
  return isBlock(statement) ? statement : undefined;
}

function leaves(statement: Statement): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (isReturnStatement(node) || isThrowStatement(node)) found = true;
    if (!found && !isFunctionNode(node)) forEachChild(node, visit);
  };
  visit(statement);
  return found;
}
