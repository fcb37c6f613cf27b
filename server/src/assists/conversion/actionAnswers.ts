/** Says what of a route handler's answer stands for what an action returned: its JSON, and its type. */
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
  isStringLiteral,
  type Node,
  SyntaxKind,
} from '../../core/syntax/ast';
import { isNewExpression, isTemplateExpression } from '../../core/syntax/code';
import { dottedName, propertyNameText } from '../../core/syntax/functions';
import { isCast, withoutCasts } from '../../core/syntax/casts';
import { type ParsedFile } from '../../core/syntax/parse';

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
