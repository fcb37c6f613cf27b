/** Lowers statements into structured control flow: nothing jumps except `break`, `continue`, `return` and `throw`. */
import {
  isBlock,
  isClassDeclaration,
  isExpressionStatement,
  isFunctionDeclaration,
  isVariableStatement,
  type Expression,
  type Statement,
  SyntaxKind,
} from '../syntax/ast';
import {
  isBreakOrContinueStatement,
  isDoStatement,
  isForInStatement,
  isForOfStatement,
  isForStatement,
  isIfStatement,
  isLabeledStatement,
  isReturnStatement,
  isSwitchStatement,
  isThrowStatement,
  isTryStatement,
  isVariableDeclarationList,
  isWhileStatement,
  type ForInStatement,
  type ForOfStatement,
  type ForStatement,
  type SwitchStatement,
  type TryStatement,
  type VariableDeclarationList,
} from '../syntax/code';
import { boundNames } from '../syntax/functions';
import { type Case, type Expr, type Stmt } from './ir';
import { lowerBinding, lowerExpression, lowerTarget } from './lowerExpression';
import { lowerClass, lowerFunction } from './lowerFunction';
import { declareBlock, type FunctionScope, type Lowering, placeAt } from './scope';
import { isIdentifier } from '../syntax/ast';

/** Lowers the statements of one block; declarations are visible from its start. */
export function lowerStatements(
  low: Lowering,
  scope: FunctionScope,
  statements: readonly Statement[],
): Stmt[] {
  scope.enter();
  declareBlock(scope, statements);
  const lowered: Stmt[] = [];
  for (const statement of statements) {
    if (isFunctionDeclaration(statement) && statement.name && statement.body) {
      const n = scope.slotOf(statement.name.text) ?? statement.name.text;
      scope.hoisted.push({ n, id: lowerFunction(low, scope, statement) });
    }
  }
  for (const statement of statements) lowerStatement(low, scope, statement, lowered);
  scope.leave();
  return lowered;
}

function lowerBody(low: Lowering, scope: FunctionScope, statement: Statement): Stmt[] {
  return lowerStatements(low, scope, isBlock(statement) ? statement.statements : [statement]);
}

function lowerStatement(low: Lowering, scope: FunctionScope, node: Statement, out: Stmt[]): void {
  const lower = (expression: Expression): Expr => lowerExpression(low, scope, expression);
  if (isExpressionStatement(node)) {
    const e = lower(node.expression);
    out.push({ k: 'do', e: e.k === 'call' ? { ...e, loose: true } : e });
  } else if (isVariableStatement(node)) lowerDeclarations(low, scope, node.declarationList, out);
  else if (isReturnStatement(node)) {
    const e = node.expression && lower(node.expression);
    out.push({ k: 'return', ...(e && { e }), p: placeAt(low, scope, node) });
  } else if (isIfStatement(node)) {
    const c = lower(node.expression);
    const p = placeAt(low, scope, node);
    const t = lowerBody(low, scope, node.thenStatement);
    const f = node.elseStatement && lowerBody(low, scope, node.elseStatement);
    out.push({ k: 'if', c, p, t, ...(f && { f }) });
  } else if (isThrowStatement(node))
    out.push({ k: 'throw', e: lower(node.expression), p: placeAt(low, scope, node) });
  else if (isBlock(node)) out.push({ k: 'block', b: lowerStatements(low, scope, node.statements) });
  else if (isTryStatement(node)) out.push(lowerTry(low, scope, node));
  else if (isForOfStatement(node) || isForInStatement(node)) out.push(lowerEach(low, scope, node));
  else if (isForStatement(node)) lowerFor(low, scope, node, out);
  else if (isWhileStatement(node) || isDoStatement(node)) {
    const c = lower(node.expression);
    const p = placeAt(low, scope, node.expression);
    const once = isDoStatement(node) ? { once: true as const } : {};
    out.push({ k: 'loop', c, b: lowerBody(low, scope, node.statement), p, ...once });
  } else if (isSwitchStatement(node)) out.push(lowerSwitch(low, scope, node));
  else if (isBreakOrContinueStatement(node)) {
    const k = node.kind === SyntaxKind.BreakStatement ? 'break' : 'continue';
    out.push({ k, ...(node.label && { label: node.label.text }) });
  } else if (isLabeledStatement(node)) {
    out.push({ k: 'label', label: node.label.text, b: lowerBody(low, scope, node.statement) });
  } else if (isClassDeclaration(node) && node.name) {
    out.push({
      k: 'class',
      n: scope.slotOf(node.name.text) ?? node.name.text,
      c: lowerClass(low, scope, node),
    });
  }
}

/** Lowers `const a = 1, { b } = c;`: one statement for each declaration. */
function lowerDeclarations(
  low: Lowering,
  scope: FunctionScope,
  list: VariableDeclarationList,
  out: Stmt[],
): void {
  for (const { name, initializer } of list.declarations) {
    const own = isIdentifier(name) ? name.text : undefined;
    const e = initializer && lowerExpression(low, scope, initializer, own);
    out.push({ k: 'let', t: lowerBinding(low, scope, name), ...(e && { e }), p: placeAt(low, scope, name) });
  }
}

function lowerTry(low: Lowering, scope: FunctionScope, node: TryStatement): Stmt {
  const b = lowerStatements(low, scope, node.tryBlock.statements);
  let caught: { t?: ReturnType<typeof lowerBinding>; b: Stmt[] } | undefined;
  if (node.catchClause) {
    scope.enter();
    const name = node.catchClause.variableDeclaration?.name;
    if (name) for (const bound of boundNames(name)) scope.declare(bound.text);
    const t = name && lowerBinding(low, scope, name);
    caught = { b: lowerStatements(low, scope, node.catchClause.block.statements), ...(t && { t }) };
    scope.leave();
  }
  const last = node.finallyBlock && lowerStatements(low, scope, node.finallyBlock.statements);
  return { k: 'try', b, ...(caught && { catch: caught }), ...(last && { finally: last }) };
}

function lowerEach(low: Lowering, scope: FunctionScope, node: ForOfStatement | ForInStatement): Stmt {
  const e = lowerExpression(low, scope, node.expression);
  const p = placeAt(low, scope, node.expression);
  scope.enter();
  const declared = isVariableDeclarationList(node.initializer)
    ? node.initializer.declarations[0]?.name
    : undefined;
  if (declared) for (const bound of boundNames(declared)) scope.declare(bound.text);
  // The initializer is a declaration list or an expression: a declaration list has a name in its first declaration.
  const t = declared
    ? lowerBinding(low, scope, declared)
    : lowerTarget(low, scope, node.initializer as Expression);
  const b = lowerBody(low, scope, node.statement);
  scope.leave();
  return { k: 'of', t, e, b, p, ...(isForInStatement(node) && { keys: true }) };
}

function lowerFor(low: Lowering, scope: FunctionScope, node: ForStatement, out: Stmt[]): void {
  scope.enter();
  const b: Stmt[] = [];
  if (node.initializer) {
    if (isVariableDeclarationList(node.initializer)) {
      for (const { name } of node.initializer.declarations)
        for (const bound of boundNames(name)) scope.declare(bound.text);
      lowerDeclarations(low, scope, node.initializer, b);
    } else b.push({ k: 'do', e: lowerExpression(low, scope, node.initializer) });
  }
  const c = node.condition && lowerExpression(low, scope, node.condition);
  const u = node.incrementor && lowerExpression(low, scope, node.incrementor);
  const p = placeAt(low, scope, node.statement);
  b.push({ k: 'loop', ...(c && { c }), ...(u && { u }), b: lowerBody(low, scope, node.statement), p });
  scope.leave();
  out.push({ k: 'block', b });
}

function lowerSwitch(low: Lowering, scope: FunctionScope, node: SwitchStatement): Stmt {
  const e = lowerExpression(low, scope, node.expression);
  const p = placeAt(low, scope, node.expression);
  scope.enter();
  for (const clause of node.caseBlock.clauses) declareBlock(scope, clause.statements);
  const c: Case[] = node.caseBlock.clauses.map((clause) => {
    const test = 'expression' in clause ? lowerExpression(low, scope, clause.expression) : undefined;
    return { b: lowerStatements(low, scope, clause.statements), ...(test && { test }) };
  });
  scope.leave();
  return { k: 'switch', e, c, p };
}
