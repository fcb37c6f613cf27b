/** Makes a check of the caller run in every environment, where a test of the environment leaves it out. */
import {
  type Expression,
  isBinaryExpression,
  isBlock,
  isIdentifier,
  isParenthesizedExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isReturnStatement,
  isStringLiteral,
  isVariableDeclaration,
  isVariableStatement,
  forEachChild,
  type Node,
  type Statement,
  SyntaxKind,
} from '../syntax/ast';
import { isElementAccessExpression, isIfStatement, isThrowStatement } from '../syntax/code';
import { declarationOf } from '../syntax/declarations';
import { isFunctionNode } from '../syntax/functions';
import { namesBoundIn } from '../syntax/names';
import { type ParsedFile } from '../syntax/parse';
import { allIdentifiers, nodesAt } from '../syntax/references';
import { detectFileStyle } from '../text/fileStyle';
import { type TextEdit } from '../text/textEdit';
import { type TextRange } from '../text/textRange';
import { indentAt } from './indentation';

/** What a fix does, for its title. */
export interface EveryEnvironment {
  /** The variable without which callers are turned away from now on; undefined where the test of the environment just goes. */
  readonly secret: string | undefined;
  readonly edits: readonly TextEdit[];
}

/**
 * The edits for the check at `range` (UTF-16 offsets): `if (SECRET && a !== SECRET) reject` becomes
 * `if (!SECRET || a !== SECRET) reject`, and a test of anything else of the environment goes. Undefined for other shapes.
 */
export function everyEnvironment(file: ParsedFile, range: TextRange): EveryEnvironment | undefined {
  const around = nodesAt(file.tree, range.start);
  const test = around.filter(isIfStatement).at(-1);
  if (!test || test.elseStatement) return undefined;
  if (range.start >= test.thenStatement.pos) return unwrapped(file, around);
  return conjoined(file, around, test.expression, test.thenStatement) ?? unwrapped(file, around);
}

/** The operands of one condition, of which some are about the environment. */
function conjoined(
  file: ParsedFile,
  around: readonly Node[],
  condition: Expression,
  rejection: Statement,
): EveryEnvironment | undefined {
  const operands = operandsOf(condition);
  const tests = operands.filter((operand) => isEnvironment(around, operand));
  const rest = operands.filter((operand) => !tests.includes(operand));
  const [first] = tests;
  if (!first || rest.length === 0 || !leaves(rejection)) return undefined;
  const code = rest.map((operand) => operand.getText(file.tree)).join(' && ');
  const range = { start: condition.getStart(file.tree), end: condition.end };
  const secret = secretOf(file, around, first, rest);
  if (secret === undefined || tests.length > 1) {
    if (tests.some((test) => isPresence(around, test))) return undefined;
    const bare = rest.length === 1 && rest[0] ? withoutBrackets(file, rest[0]) : code;
    return { secret: undefined, edits: [{ range, text: bare }] };
  }
  const grouped = rest.length > 1 ? `(${code})` : code;
  return { secret, edits: [{ range, text: `!${secret} || ${grouped}` }] };
}

/** A check within `if (process.env.NODE_ENV === 'production') { … }`. */
function unwrapped(file: ParsedFile, around: readonly Node[]): EveryEnvironment | undefined {
  const test = around
    .filter(isIfStatement)
    .filter(({ expression }) => operandsOf(expression).every((operand) => isEnvironment(around, operand)))
    .at(-1);
  const list = test && around[around.indexOf(test) - 1];
  if (!test || test.elseStatement || !isBlock(test.thenStatement)) return undefined;
  if (!list || !isBlock(list)) return undefined;
  const inner = test.thenStatement.statements;
  const others = list.statements.filter((statement) => statement !== test);
  const names = inner.flatMap((statement) => [...declaredBy(statement)]);
  if (others.some((statement) => names.some((name) => namesBoundIn(statement).has(name)))) return undefined;
  const [first] = operandsOf(test.expression);
  const [last] = inner.slice(-1);
  if (!first || !last) return undefined;
  const secret = secretOf(file, around, first, inner);
  const isAboutPresence = operandsOf(test.expression).some((operand) => isPresence(around, operand));
  if (isAboutPresence && (secret === undefined || operandsOf(test.expression).length > 1)) return undefined;
  const style = detectFileStyle(file.text);
  const start = test.getStart(file.tree);
  const indent = indentAt(file.text, start);
  const open = test.thenStatement.getStart(file.tree) + 1;
  const body = file.text
    .slice(open, test.thenStatement.end - 1)
    .replace(/^[^\S\n]*\r?\n/, '')
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith(indent + style.indent) ? line.slice(style.indent.length) : line))
    .join('\n')
    .trimStart();
  const range = { start, end: test.end };
  if (secret === undefined) return { secret, edits: [{ range, text: body }] };
  // The rejection that is there serves for the missing secret, too.
  const rejection = inner.filter(isIfStatement).at(-1);
  if (!rejection || rejection.elseStatement || !leaves(rejection.thenStatement)) return undefined;
  const mentioned = allIdentifiers(rejection.thenStatement);
  if (names.some((name) => mentioned.has(name))) return undefined;
  if (inner.length === 1) {
    const condition = rejection.expression;
    const code = condition.getText(file.tree);
    const isConjunction =
      isBinaryExpression(condition) && condition.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken;
    const reject = rejection.thenStatement.getText(file.tree);
    const dedented = reject.replaceAll(`\n${indent}${style.indent}`, `\n${indent}`);
    const text = `if (!${secret} || ${isConjunction ? `(${code})` : code}) ${dedented}`;
    return { secret, edits: [{ range, text }] };
  }
  const reject = rejection.thenStatement
    .getText(file.tree)
    .replaceAll(`\n${indent}${style.indent}`, `\n${indent}`);
  return { secret, edits: [{ range, text: `if (!${secret}) ${reject}${style.eol}${indent}${body}` }] };
}

function operandsOf(condition: Expression): readonly Expression[] {
  if (isParenthesizedExpression(condition)) return operandsOf(condition.expression);
  if (isBinaryExpression(condition) && condition.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken)
    return [...operandsOf(condition.left), ...operandsOf(condition.right)];
  return [condition];
}

function withoutBrackets({ tree }: ParsedFile, node: Expression): string {
  return (isParenthesizedExpression(node) ? node.expression : node).getText(tree);
}

/** Says nothing but what the environment is: variables of it, constants made of them, and literals. */
function isEnvironment(around: readonly Node[], node: Expression, depth = 0): boolean {
  if (depth > 3) return false;
  if (isParenthesizedExpression(node)) return isEnvironment(around, node.expression, depth);
  if (isPrefixUnaryExpression(node)) return isEnvironment(around, node.operand, depth);
  if (isVariable(node)) return true;
  if (isBinaryExpression(node)) {
    const sides = [node.left, node.right];
    return (
      sides.some((side) => isEnvironment(around, side, depth)) &&
      sides.every((side) => isEnvironment(around, side, depth) || isFixed(side))
    );
  }
  if (!isIdentifier(node)) return false;
  const declared = declarationOf(around, node.text);
  if (!declared?.whole || !declared.constant || !isVariableDeclaration(declared.declaration)) return false;
  const { initializer } = declared.declaration;
  return initializer !== undefined && isEnvironment(around, initializer, depth + 1);
}

function isFixed(node: Expression): boolean {
  return isStringLiteral(node) || (isIdentifier(node) && node.text === 'undefined');
}

/** Only asks whether something is set. */
function isPresence(around: readonly Node[], node: Expression): boolean {
  if (isBinaryExpression(node)) return !isStringLiteral(node.right) && !isStringLiteral(node.left);
  if (isPrefixUnaryExpression(node)) return isPresence(around, node.operand);
  if (isParenthesizedExpression(node)) return isPresence(around, node.expression);
  if (!isIdentifier(node)) return true;
  const declared = declarationOf(around, node.text);
  const value =
    declared && isVariableDeclaration(declared.declaration) ? declared.declaration.initializer : undefined;
  return value === undefined || isPresence(around, value);
}

/** The secret whose presence the operand asks for and that the rest then compares with. */
function secretOf(
  file: ParsedFile,
  around: readonly Node[],
  operand: Expression,
  rest: readonly Node[],
): string | undefined {
  const isPlain = isVariable(operand) || (isIdentifier(operand) && isEnvironment(around, operand));
  if (!isPlain || !isPresence(around, operand)) return undefined;
  const code = operand.getText(file.tree);
  return rest.some((node) => mentions(file, node, code)) ? code : undefined;
}

function mentions({ tree }: ParsedFile, root: Node, code: string): boolean {
  const visit = (node: Node): boolean =>
    ((isIdentifier(node) || isPropertyAccessExpression(node)) && node.getText(tree) === code) ||
    (forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(root);
}

/** `process.env.NAME` and `process.env['NAME']`. */
function isVariable(node: Expression): boolean {
  if (!isPropertyAccessExpression(node) && !isElementAccessExpression(node)) return false;
  const { expression } = node;
  return (
    isPropertyAccessExpression(expression) &&
    expression.name.text === 'env' &&
    isIdentifier(expression.expression) &&
    expression.expression.text === 'process'
  );
}

function leaves(statement: Statement): boolean {
  const last = isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (isReturnStatement(last) || isThrowStatement(last));
}

function declaredBy(statement: Statement): ReadonlySet<string> {
  return isVariableStatement(statement) || isFunctionNode(statement) ? namesBoundIn(statement) : new Set();
}
