/** Says with which status a route handler answers where an action returns that something failed, or throws. */
import {
  type CallExpression,
  type Expression,
  isArrayLiteralExpression,
  isAwaitExpression,
  isBinaryExpression,
  isCallExpression,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isObjectLiteralExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isStringLiteral,
  isVariableDeclaration,
  type Node,
  SyntaxKind,
} from '../../core/syntax/ast';
import {
  isIfStatement,
  isNewExpression,
  isTemplateExpression,
  type ObjectLiteralExpression,
} from '../../core/syntax/code';
import { boundNames, propertyNameText } from '../../core/syntax/functions';
import { withoutCasts } from '../../core/syntax/casts';
import { type ParsedFile } from '../../core/syntax/parse';
import { walk } from '../../core/syntax/walk';
import { type Exit } from './actionExits';

/** Members that say by `true` that all went well. */
export const FLAGS: readonly string[] = ['ok', 'success', 'isSuccess', 'succeeded'];

/** Members that say what went wrong, where they are there. */
export const ERRORS: readonly string[] = ['error', 'errors'];

/** Members that say by a word how it went, and the words of failures. */
export const STATES: readonly string[] = ['status', 'state', 'type'];
export const FAILED = /^(?:error|failed|failure|fail)$/;

/** The status of a result that says it failed, where that is certain; undefined for all others, which answer with 200. */
export function resultStatus(file: ParsedFile, exit: Exit): number | undefined {
  const value = exit.value && withoutCasts(exit.value);
  if (!value || !isObjectLiteralExpression(value) || !saysFailure(file, value, exit)) return undefined;
  const message = messageOf(file, value);
  const words = wordsStatus(message);
  if (words !== undefined) return words;
  if (exit.around.some((node) => node.kind === SyntaxKind.CatchClause)) return 500;
  const [condition] = conditionsOf(exit);
  if (condition && isValidation(condition.getText(file.tree))) return 400;
  // What nobody foresaw is none of the caller's faults.
  if (
    /^(?:failed to|something went wrong|an? (?:unknown|unexpected|internal)|unexpected error|unknown error|internal)\b|\b(?:not|be) configured\b/i.test(
      message,
    )
  )
    return 500;
  return (condition && absentStatus(condition, exit)) ?? 400;
}

/** The status that a thrown error's own words name; undefined where they say nothing. */
export function wordsStatus(text: string): 401 | 403 | 404 | 409 | 429 | undefined {
  // What could not be checked was neither allowed nor forbidden.
  if (/^(?:failed|unable|error)\b/i.test(text)) return undefined;
  if (/\bnot found or\b/i.test(text)) return 404;
  if (
    /not (?:been )?(?:authenticated|signed in|logged in)|unauthenticated|unauthori[sz]ed|sign in first|log ?in first|(?:invalid|incorrect|wrong) (?:credentials|password|(?:e-?mail|username) or password)/i.test(
      text,
    )
  )
    return 401;
  if (
    /forbidden|permission|not (?:allowed|authori[sz]ed)|access denied|admin(?:istrator)?s? only/i.test(text)
  )
    return 403;
  if (/\bnot found\b|does ?n[o']t exist|no such |could ?n[o']t find /i.test(text)) return 404;
  if (/already (?:exists|taken|in use|registered)/i.test(text)) return 409;
  return /too many (?:requests|attempts)|rate limit/i.test(text) ? 429 : undefined;
}

/** What the error says, where it is written out: `new Error('No')`. */
export function errorMessage(value: Expression | undefined): string | undefined {
  if (!value || !isNewExpression(value)) return undefined;
  return literalText(value.arguments?.[0]);
}

/** The text of a literal; undefined for all other expressions. */
export function literalText(value: Expression | undefined): string | undefined {
  return value && (isStringLiteral(value) || isNoSubstitutionTemplateLiteral(value)) ? value.text : undefined;
}

/** The value of a member that the object is written with: `true` for a shorthand. */
export function memberOf(value: Expression | undefined, name: string): Expression | undefined {
  const object = value && withoutCasts(value);
  if (!object || !isObjectLiteralExpression(object)) return undefined;
  const found = object.properties.find((property) => propertyNameText(property.name) === name);
  if (found && isShorthandPropertyAssignment(found)) return found.name;
  return found && isPropertyAssignment(found) ? found.initializer : undefined;
}

/** The words of the result: what went wrong, as text where it is a literal and as code otherwise. */
function messageOf(file: ParsedFile, value: ObjectLiteralExpression): string {
  const said = [...ERRORS, 'message', 'reason'].flatMap((name) => {
    const member = memberOf(value, name);
    return member ? [literalText(withoutCasts(member)) ?? member.getText(file.tree)] : [];
  });
  return said.length > 0 ? said.join('\n') : value.getText(file.tree);
}

/** `{ error: 'No' }`, `{ success: false, … }`, `{ ok: false }`, `{ status: 'error' }`. */
function saysFailure(file: ParsedFile, value: ObjectLiteralExpression, exit: Exit): boolean {
  for (const name of FLAGS) {
    const flag = memberOf(value, name);
    if (flag) return withoutCasts(flag).kind === SyntaxKind.FalseKeyword;
  }
  const states = STATES.map((name) => literalText(memberOf(value, name))).filter(
    (each) => each !== undefined,
  );
  if (states.some((state) => FAILED.test(state))) return true;
  if (states.some((state) => /^succe|^ok$/.test(state))) return false;
  return ERRORS.some((name) => {
    const error = memberOf(value, name);
    return error !== undefined && isSomething(file, withoutCasts(error), exit);
  });
}

/** The error is certainly there: written out, caught, or tested just before. */
function isSomething(file: ParsedFile, error: Expression, exit: Exit): boolean {
  const text = error.getText(file.tree);
  if (error.kind === SyntaxKind.NullKeyword || error.kind === SyntaxKind.FalseKeyword) return false;
  if (text === 'undefined') return false;
  const literal = literalText(error);
  if (literal !== undefined) return literal !== '';
  if (isObjectLiteralExpression(error)) return error.properties.length > 0;
  if (isArrayLiteralExpression(error)) return error.elements.length > 0;
  if (isTemplateExpression(error)) return true;
  if (exit.around.some((node) => node.kind === SyntaxKind.CatchClause)) return true;
  // `error.message` is read of an error that is there; `error?.message` may be anything.
  if (
    isPropertyAccessExpression(error) &&
    !error.questionDotToken &&
    /^(?:message|issues)$/.test(error.name.text)
  )
    return !/\?\./.test(text);
  return conditionsOf(exit).some((condition) => mentions(file, condition, text.replace(/[.?([].*$/s, '')));
}

/** The conditions of the branches that the exit stands in, innermost first. */
function conditionsOf({ statement, around }: Exit): readonly Expression[] {
  const path: readonly Node[] = [statement, ...around];
  return path.flatMap((outer, index) =>
    isIfStatement(outer) && path[index - 1] === outer.thenStatement ? [outer.expression] : [],
  );
}

/** `if (error)`, `if (result.error)`, `if (!result.success)`: the name is tested. */
function mentions({ tree }: ParsedFile, condition: Expression, name: string): boolean {
  return (
    /^[\w$]+$/.test(name) && new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(condition.getText(tree))
  );
}

/** A test of what a schema said. */
function isValidation(condition: string): boolean {
  return /^!\s*\w*(?:\.\w+)*\.success$|\.success === false$|\.error$/.test(condition.trim());
}

/** `if (!note)`: what was looked up is not there, or nobody is signed in. */
function absentStatus(condition: Expression, { around }: Exit): number | undefined {
  const name = absentName(withoutCasts(condition));
  const root = around.at(-1);
  if (name === undefined || !root) return undefined;
  let status: number | undefined;
  walk(root, ({ node }) => {
    if (!isVariableDeclaration(node) || !boundNames(node.name).some(({ text }) => text === name)) return;
    const value = node.initializer && withoutCasts(node.initializer);
    const call = value && isAwaitExpression(value) ? withoutCasts(value.expression) : undefined;
    if (call && isCallExpression(call)) status = lookupStatus(call, isIdentifier(node.name));
  });
  return status;
}

/** `!note`, `note === null`, `note == undefined` */
function absentName(condition: Expression): string | undefined {
  if (isPrefixUnaryExpression(condition) && condition.operator === SyntaxKind.ExclamationToken) {
    const { operand } = condition;
    return isIdentifier(operand) ? operand.text : undefined;
  }
  if (!isBinaryExpression(condition) || !isIdentifier(condition.left)) return undefined;
  const { kind } = condition.operatorToken;
  const isEqual = kind === SyntaxKind.EqualsEqualsToken || kind === SyntaxKind.EqualsEqualsEqualsToken;
  const { right, left } = condition;
  const isNothing =
    right.kind === SyntaxKind.NullKeyword || (isIdentifier(right) && right.text === 'undefined');
  return isEqual && isNothing ? left.text : undefined;
}

/** Functions that say who is calling, and functions that look for what they are given. */
function lookupStatus(
  { expression, arguments: given }: CallExpression,
  isWhole: boolean,
): number | undefined {
  const name = isIdentifier(expression)
    ? expression.text
    : isPropertyAccessExpression(expression)
      ? expression.name.text
      : '';
  if (
    /^(?:auth|currentUser|get(?:Server|Current)?(?:Session|User))$/.test(name) &&
    (given.length === 0 || /Session$/.test(name))
  )
    return 401;
  return isWhole &&
    given.length > 0 &&
    /^(?:find(?:First|Unique|One|ById)?|get[A-Z]\w*|fetch[A-Z]\w*|load[A-Z]\w*)$/.test(name)
    ? 404
    : undefined;
}
