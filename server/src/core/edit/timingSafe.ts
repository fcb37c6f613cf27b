/** Turns a comparison by operator into one that takes as long whatever the two sides have in common. */
import {
  type Expression,
  isAsExpression,
  isAwaitExpression,
  isBinaryExpression,
  isBlock,
  isCallExpression,
  isFunctionDeclaration,
  isIdentifier,
  isImportDeclaration,
  isNamespaceImport,
  isNonNullExpression,
  isNoSubstitutionTemplateLiteral,
  isParameter,
  isParenthesizedExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isReturnStatement,
  isSatisfiesExpression,
  isStringLiteral,
  isVariableDeclaration,
  type Node,
  type Statement,
  SyntaxKind,
} from '../syntax/ast';
import {
  isElementAccessExpression,
  isIfStatement,
  isTemplateExpression,
  isThrowStatement,
} from '../syntax/code';
import { declarationOf } from '../syntax/declarations';
import { isAsyncFunction, isFunctionNode } from '../syntax/functions';
import { nodesAt } from '../syntax/references';
import { type ParsedFile } from '../syntax/parse';
import { detectFileStyle, type FileStyle } from '../text/fileStyle';
import { type TextEdit } from '../text/textEdit';
import { type TextRange } from '../text/textRange';
import { indentAt } from './indentation';
import { planImports } from './imports';

/**
 * The edits that make the comparison at `range` (UTF-16 offsets) one of Node.js's `timingSafeEqual` over the SHA-256 of
 * both sides: that function throws where the two are not of one length. Undefined where a side may be no string.
 * https://nodejs.org/docs/latest-v20.x/api/crypto.html#cryptotimingsafeequala-b
 */
export function timingSafeEdits(file: ParsedFile, range: TextRange): readonly TextEdit[] | undefined {
  const around = nodesAt(file.tree, range.start);
  const at = around.findIndex((node) => isBinaryExpression(node) && node.end === range.end);
  const comparison = around[at];
  if (!comparison || !isBinaryExpression(comparison)) return undefined;
  const operator = comparison.operatorToken.kind;
  const differs =
    operator === SyntaxKind.ExclamationEqualsEqualsToken || operator === SyntaxKind.ExclamationEqualsToken;
  if (
    !differs &&
    operator !== SyntaxKind.EqualsEqualsEqualsToken &&
    operator !== SyntaxKind.EqualsEqualsToken
  )
    return undefined;
  const sides = [comparison.left, comparison.right].map((side) => textOf(file, around, side));
  const [left, right] = sides;
  if (left === undefined || right === undefined) return undefined;
  const style = detectFileStyle(file.text);
  const crypto = cryptoNames(file, style);
  if (!crypto) return undefined;
  const parent = around[at - 1];
  const isCondition = parent !== undefined && isIfStatement(parent);
  const outer = indentAt(file.text, comparison.getStart(file.tree));
  const inner = isCondition ? outer + style.indent : outer;
  const comma = style.trailingCommas === 'all' ? ',' : '';
  const digest = (side: string): string =>
    `${inner}${style.indent}${crypto.hash}(${style.quote}sha256${style.quote}).update(${side}).digest()`;
  const lines = [
    `${differs ? '!' : ''}${crypto.equal}(`,
    `${digest(left)},`,
    `${digest(right)}${comma}`,
    `${inner})`,
  ];
  const call = lines.join(style.eol);
  const text = isCondition ? `${style.eol}${inner}${call}${style.eol}${outer}` : call;
  return [...crypto.edits, { range, text }];
}

interface CryptoNames {
  readonly equal: string;
  readonly hash: string;
  readonly edits: readonly TextEdit[];
}

/** What the file calls, or will call, the two functions of `node:crypto`. */
function cryptoNames(file: ParsedFile, style: FileStyle): CryptoNames | undefined {
  let specifier = 'node:crypto';
  for (const statement of file.tree.statements) {
    if (!isImportDeclaration(statement) || !isStringLiteral(statement.moduleSpecifier)) continue;
    if (!/^(?:node:)?crypto$/.test(statement.moduleSpecifier.text) || statement.importClause?.isTypeOnly)
      continue;
    specifier = statement.moduleSpecifier.text;
    const { name, namedBindings } = statement.importClause ?? {};
    const whole =
      name ?? (namedBindings && isNamespaceImport(namedBindings) ? namedBindings.name : undefined);
    if (whole) return { equal: `${whole.text}.timingSafeEqual`, hash: `${whole.text}.createHash`, edits: [] };
  }
  const wanted = ['createHash', 'timingSafeEqual'].map((name) => ({ specifier, name }));
  const { edits, locals } = planImports(file, wanted, style);
  const [hash, equal] = locals;
  return hash === undefined || equal === undefined ? undefined : { hash, equal, edits };
}

/** The side as an argument that is a string: with an empty one for a header that was not sent. Undefined where it may be something else. */
function textOf(file: ParsedFile, around: readonly Node[], side: Expression): string | undefined {
  const kind = kindOf(around, side, 0);
  const code = side.getText(file.tree);
  if (kind === undefined) return undefined;
  return kind === 'text' ? code : `${code} ?? ${detectFileStyle(file.text).quote.repeat(2)}`;
}

const MAX_DEPTH = 4;

/** Methods whose answer is a string whatever they are called on, as far as code that compares signatures goes. */
const TEXT_METHODS =
  /^(?:digest|toString|toLowerCase|toUpperCase|trim|slice|substring|replace|replaceAll|join|concat)$/;

function kindOf(around: readonly Node[], node: Expression, depth: number): 'text' | 'nullable' | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const inner = (expression: Expression): 'text' | 'nullable' | undefined =>
    kindOf(around, expression, depth + 1);
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node) || isTemplateExpression(node))
    return 'text';
  if (isParenthesizedExpression(node) || isSatisfiesExpression(node)) return inner(node.expression);
  if (isNonNullExpression(node)) return inner(node.expression) && 'text';
  if (isAsExpression(node)) return node.type.kind === SyntaxKind.StringKeyword ? 'text' : undefined;
  if (isAwaitExpression(node)) return undefined;
  if (isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    if (operator === SyntaxKind.PlusToken)
      return inner(node.left) === 'text' || inner(node.right) === 'text' ? 'text' : undefined;
    const isFallback = operator === SyntaxKind.QuestionQuestionToken || operator === SyntaxKind.BarBarToken;
    return isFallback && inner(node.left) !== undefined ? inner(node.right) : undefined;
  }
  if (isCallExpression(node)) {
    const helper = isIdentifier(node.expression) ? resultOf(around, node.expression.text) : undefined;
    if (helper) return inner(helper);
    return callKind(node.expression, node.arguments, node.questionDotToken !== undefined);
  }
  // `header.split('=')[1]`
  if (isElementAccessExpression(node))
    return isCallExpression(node.expression) && isSplit(node.expression.expression) ? 'nullable' : undefined;
  if (!isIdentifier(node)) return undefined;
  const declared = declarationOf(around, node.text);
  if (!declared?.whole) return undefined;
  const { declaration, constant } = declared;
  if (isFunctionDeclaration(declaration)) return undefined;
  if (isParameter(declaration))
    return declaration.type?.kind === SyntaxKind.StringKeyword && !declaration.questionToken
      ? 'text'
      : undefined;
  const { initializer } = declaration;
  const kind = constant && isVariableDeclaration(declaration) && initializer ? inner(initializer) : undefined;
  return kind === 'nullable' && isTested(around, node.text) ? 'text' : kind;
}

/** What a helper of the file returns, where it is one expression: `const sign = (text) => createHmac(…).digest('hex')`. */
function resultOf(around: readonly Node[], name: string): Expression | undefined {
  const declaration = declarationOf(around, name)?.declaration;
  const value = declaration && isVariableDeclaration(declaration) ? declaration.initializer : declaration;
  if (!value || !isFunctionNode(value) || !('body' in value) || !value.body || isAsyncFunction(value))
    return undefined;
  if (!isBlock(value.body)) return value.body;
  const [only, ...others] = value.body.statements;
  return only && others.length === 0 && isReturnStatement(only) ? only.expression : undefined;
}

function isSplit(callee: Expression): boolean {
  return isPropertyAccessExpression(callee) && callee.name.text === 'split';
}

/** Whoever has no such value has left before: `if (!signature) return …`. */
function isTested(around: readonly Node[], name: string): boolean {
  return around.some((node, depth) => {
    if (!isBlock(node)) return false;
    const at = node.statements.findIndex((statement) => statement === around[depth + 1]);
    return node.statements
      .slice(0, at)
      .some(
        (statement) =>
          isIfStatement(statement) && rejects(statement.expression, name) && leaves(statement.thenStatement),
      );
  });
}

function rejects(condition: Expression, name: string): boolean {
  if (isPrefixUnaryExpression(condition))
    return isIdentifier(condition.operand) && condition.operand.text === name;
  return (
    isBinaryExpression(condition) &&
    condition.operatorToken.kind === SyntaxKind.BarBarToken &&
    (rejects(condition.left, name) || rejects(condition.right, name))
  );
}

function leaves(statement: Statement): boolean {
  const last = isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (isReturnStatement(last) || isThrowStatement(last));
}

function callKind(
  callee: Expression,
  given: readonly Expression[],
  isOptional: boolean,
): 'text' | 'nullable' | undefined {
  if (isIdentifier(callee)) return callee.text === 'String' ? 'text' : undefined;
  if (!isPropertyAccessExpression(callee)) return undefined;
  const { name, expression, questionDotToken } = callee;
  if (name.text === 'get' && given.length === 1) {
    // https://developer.mozilla.org/docs/Web/API/Headers/get
    const source = isPropertyAccessExpression(expression) ? expression.name.text : headersName(expression);
    return /headers?$|headersList$/i.test(source) ? 'nullable' : undefined;
  }
  // A digest without an encoding is a buffer, and so is what `slice` of one gives.
  if (name.text === 'digest' && given.length === 0) return undefined;
  if (!TEXT_METHODS.test(name.text)) return undefined;
  return questionDotToken || isOptional ? 'nullable' : 'text';
}

/** `headers` of `headers().get(…)` and `(await headers()).get(…)`. */
function headersName(node: Expression): string {
  let inner = node;
  while (isParenthesizedExpression(inner) || isAwaitExpression(inner) || isCallExpression(inner))
    inner = inner.expression;
  return isIdentifier(inner) ? inner.text : '';
}
