/** Says which answer of a route handler stands for what an action returned or threw. */
import {
  type Expression,
  isArrayLiteralExpression,
  isAsExpression,
  isAwaitExpression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isNumericLiteral,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isStringLiteral,
  type Node,
  SyntaxKind,
} from '../../core/syntax/ast';
import { isIfStatement, isNewExpression, isTemplateExpression } from '../../core/syntax/code';
import { dottedName, propertyNameText } from '../../core/syntax/functions';
import { isCast, withoutCasts } from '../../core/syntax/casts';
import { type ParsedFile } from '../../core/syntax/parse';
import { type Exit } from './actionExits';

/** The status of a result that says it failed, where that is certain; undefined for all others, which answer with 200. */
export function resultStatus(file: ParsedFile, exit: Exit): number | undefined {
  const value = exit.value && withoutCasts(exit.value);
  if (!value || !isObjectLiteralExpression(value) || !saysFailure(file, value)) return undefined;
  const inCatch = exit.around.some((node) => node.kind === SyntaxKind.CatchClause);
  const words = wordsStatus(value.getText(file.tree));
  if (words !== undefined) return words;
  if (inCatch) return 500;
  return exit.around.some((node) => isIfStatement(node) && isValidation(node.expression.getText(file.tree)))
    ? 400
    : undefined;
}

/** The status that a thrown error's own words name; undefined where they say nothing. */
export function wordsStatus(text: string): 401 | 403 | 404 | 409 | undefined {
  // What could not be checked was neither allowed nor forbidden.
  if (/^(?:failed|unable|could ?n[o']t|error)\b/i.test(text)) return undefined;
  if (/\bnot found or\b/i.test(text)) return 404;
  if (
    /not (?:been )?(?:authenticated|signed in|logged in)|unauthenticated|unauthori[sz]ed|sign in first|log ?in first/i.test(
      text,
    )
  )
    return 401;
  if (
    /forbidden|permission|not (?:allowed|authori[sz]ed)|access denied|admin(?:istrator)?s? only/i.test(text)
  )
    return 403;
  if (/\bnot found\b|does ?n[o']t exist|no such /i.test(text)) return 404;
  return /already (?:exists|taken|in use|registered)/i.test(text) ? 409 : undefined;
}

/** What the error says, where it is written out: `new Error('No')`. */
export function errorMessage(value: Expression | undefined): string | undefined {
  if (!value || !isNewExpression(value)) return undefined;
  const [first] = value.arguments ?? [];
  return first && (isStringLiteral(first) || isNoSubstitutionTemplateLiteral(first)) ? first.text : undefined;
}

/** `{ error: 'No' }`, `{ success: false, … }`, `{ ok: false }`. */
function saysFailure(file: ParsedFile, value: Expression): boolean {
  if (!isObjectLiteralExpression(value)) return false;
  return value.properties.some((property) => {
    const name = propertyNameText(property.name);
    if (isShorthandPropertyAssignment(property)) return name === 'error' || name === 'errors';
    if (!isPropertyAssignment(property)) return false;
    const { kind } = property.initializer;
    if (name === 'success' || name === 'ok') return kind === SyntaxKind.FalseKeyword;
    if (name !== 'error' && name !== 'errors') return false;
    const text = property.initializer.getText(file.tree);
    return (
      kind !== SyntaxKind.NullKeyword &&
      kind !== SyntaxKind.FalseKeyword &&
      !/^(?:undefined|''|"")$/.test(text)
    );
  });
}

/** A test of what a schema said. */
function isValidation(condition: string): boolean {
  return /^!\s*\w*(?:\.\w+)*\.success$|\.success === false$|\.error$/.test(condition.trim());
}

/** How a returned value is handed to `Response.json`, which takes no promise and no `undefined`. */
export function jsonArgument(file: ParsedFile, value: Expression, neverUndefined: boolean): string {
  const text = value.getText(file.tree);
  const needsAwait = mayBePromise(value);
  const awaited = needsAwait
    ? isCallExpression(value) || isIdentifier(value)
      ? `await ${text}`
      : `await (${text})`
    : text;
  if (neverUndefined || isDefined(value)) return awaited;
  const simple =
    isIdentifier(value) || isPropertyAccessExpression(value) || (!needsAwait && isCallExpression(value));
  return simple ? `${awaited} ?? null` : `(${awaited}) ?? null`;
}

/** Calls whose results are no promises, by what the method is called. */
const PLAIN_METHODS =
  /^(?:map|filter|slice|concat|join|trim|toString|toISOString|flat|flatMap|sort|reverse|keys|values|entries|fromEntries|stringify|includes|some|every|toLowerCase|toUpperCase|String|Number|Boolean)$/;

function mayBePromise(value: Expression): boolean {
  if (isCallExpression(value)) {
    const { expression } = value;
    const name = isPropertyAccessExpression(expression)
      ? expression.name.text
      : isIdentifier(expression)
        ? expression.text
        : '';
    return !PLAIN_METHODS.test(name) && dottedName(expression) !== 'JSON.parse';
  }
  if (isConditionalExpression(value)) return mayBePromise(value.whenTrue) || mayBePromise(value.whenFalse);
  if (isParenthesizedExpression(value) || isAsExpression(value)) return mayBePromise(value.expression);
  if (isBinaryExpression(value)) return mayBePromise(value.right) || mayBePromise(value.left);
  return false;
}

/** Results of these methods of databases are never `undefined`. */
const GIVES_VALUE =
  /^(?:findMany|create|createMany|update|updateMany|upsert|delete|deleteMany|count|aggregate|groupBy|json|text|findFirst|findUnique)$/;

function isDefined(value: Node): boolean {
  if (isAwaitExpression(value)) {
    const { expression } = value;
    if (!isCallExpression(expression) || !isPropertyAccessExpression(expression.expression)) return false;
    return GIVES_VALUE.test(expression.expression.name.text);
  }
  if (isCast(value)) return isDefined(value.expression);
  if (isConditionalExpression(value)) return isDefined(value.whenTrue) && isDefined(value.whenFalse);
  if (isCallExpression(value)) return !mayBePromise(value);
  if (isBinaryExpression(value)) {
    const { kind } = value.operatorToken;
    const chooses = kind === SyntaxKind.BarBarToken || kind === SyntaxKind.QuestionQuestionToken;
    return chooses
      ? isDefined(value.right)
      : kind !== SyntaxKind.AmpersandAmpersandToken || isDefined(value.right);
  }
  return (
    isObjectLiteralExpression(value) ||
    isArrayLiteralExpression(value) ||
    isStringLiteral(value) ||
    isNumericLiteral(value) ||
    isNoSubstitutionTemplateLiteral(value) ||
    isTemplateExpression(value) ||
    isNewExpression(value) ||
    isPrefixUnaryExpression(value) ||
    value.kind === SyntaxKind.TrueKeyword ||
    value.kind === SyntaxKind.FalseKeyword ||
    value.kind === SyntaxKind.NullKeyword
  );
}

/**
 * The type of the results, as TypeScript would infer it, from values that are written out; undefined where one is not.
 * Of several objects each gets the others' members as missing ones, which is what reading `result.error` relies on.
 */
export function resultType(file: ParsedFile, values: readonly Expression[]): string | undefined {
  const types: (string | ReadonlyMap<string, string>)[] = [];
  for (const value of values) {
    const type = typeOfValue(file, withoutCasts(value));
    if (type === undefined) return undefined;
    types.push(type);
  }
  const objects = types.filter((type) => typeof type !== 'string');
  const keys = [...new Set(objects.flatMap((object) => [...object.keys()]))];
  const written = types.map((type) => {
    if (typeof type === 'string') return type;
    const members = keys.map((key) => `${key}${type.has(key) ? `: ${type.get(key) ?? ''}` : '?: undefined'}`);
    return `{ ${members.join('; ')} }`;
  });
  return [...new Set(written)].join(' | ');
}

function typeOfValue(file: ParsedFile, value: Expression): string | ReadonlyMap<string, string> | undefined {
  switch (value.kind) {
    case SyntaxKind.TrueKeyword:
    case SyntaxKind.FalseKeyword:
      return 'boolean';
    case SyntaxKind.NullKeyword:
      return 'null';
    case SyntaxKind.StringLiteral:
    case SyntaxKind.NoSubstitutionTemplateLiteral:
    case SyntaxKind.TemplateExpression:
      return 'string';
    case SyntaxKind.NumericLiteral:
      return 'number';
  }
  if (isPrefixUnaryExpression(value))
    return value.operator === SyntaxKind.ExclamationToken ? 'boolean' : undefined;
  if (!isObjectLiteralExpression(value)) return undefined;
  const members = new Map<string, string>();
  for (const property of value.properties) {
    const name = propertyNameText(property.name);
    if (!isPropertyAssignment(property) || name === undefined || !/^[A-Za-z_$][\w$]*$/.test(name))
      return undefined;
    const type = typeOfValue(file, withoutCasts(property.initializer));
    if (typeof type !== 'string') return undefined;
    members.set(name, type);
  }
  return members;
}
