/** Reads expressions: literals, objects, arrays, operators, members, and through them names and calls. */
import * as ts from 'typescript';
import { resultOf, valueOfCall } from './calls';
import { type Evaluation, isExhausted, type WrapperPolicy } from './evaluation';
import { targetOf, withoutTypes } from './mutations';
import { listOf, valueOfName } from './names';
import { MODULE_EXPORTS, type Scope } from './scope';
import {
  either,
  EMPTY_OBJECT,
  type LiteralValue,
  merge,
  type ObjectValue,
  obscured,
  propertyOf,
  truthOf,
  UNDEFINED,
  UNKNOWN,
  type Value,
} from './value';

/** Longer strings are not put together. */
const MAX_STRING = 100_000;

/** Begins a reading. */
export function startEvaluation(wrapping: WrapperPolicy = () => undefined): Evaluation {
  return { wrapping, mutations: new Map(), steps: 0, depth: 0, evaluate };
}

/** The value of an expression in a scope. */
export function evaluate(run: Evaluation, expression: ts.Expression, scope: Scope): Value {
  if (isExhausted(run)) return UNKNOWN;
  run.depth++;
  const value = read(run, withoutTypes(expression), scope);
  run.depth--;
  return value;
}

/** The value of a literal that stands for itself; undefined for any other expression. */
export function literalValue(node: ts.Expression): LiteralValue | undefined {
  if (ts.isStringLiteralLike(node)) return { kind: 'literal', value: node.text };
  if (ts.isNumericLiteral(node)) return { kind: 'literal', value: Number(node.text) };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'literal', value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'literal', value: false };
  return node.kind === ts.SyntaxKind.NullKeyword ? { kind: 'literal', value: null } : undefined;
}

function read(run: Evaluation, node: ts.Expression, scope: Scope): Value {
  const literal = literalValue(node);
  if (literal) return literal;
  if (ts.isIdentifier(node)) {
    return valueOfName(run, node.text === 'exports' ? MODULE_EXPORTS : node.text, scope, node.pos);
  }
  if (ts.isObjectLiteralExpression(node)) return readObject(run, node, scope);
  if (ts.isArrayLiteralExpression(node)) return { kind: 'array', items: listOf(run, node.elements, scope) };
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { kind: 'function', node, scope };
  if (ts.isPropertyAccessExpression(node)) return readMember(run, node, node.name.text, scope);
  if (ts.isElementAccessExpression(node)) {
    const key = evaluate(run, node.argumentExpression, scope);
    return readMember(run, node, key.kind === 'literal' ? String(key.value) : undefined, scope);
  }
  if (ts.isCallExpression(node)) return valueOfCall(run, node, scope);
  if (ts.isTemplateExpression(node)) return readTemplate(run, node, scope);
  if (ts.isBinaryExpression(node)) return readBinary(run, node, scope);
  if (ts.isPrefixUnaryExpression(node)) return readUnary(node.operator, evaluate(run, node.operand, scope));
  if (ts.isAwaitExpression(node)) return evaluate(run, node.expression, scope);
  if (ts.isVoidExpression(node)) return UNDEFINED;
  if (ts.isConditionalExpression(node)) {
    const truth = truthOf(evaluate(run, node.condition, scope));
    if (truth !== undefined) return evaluate(run, truth ? node.whenTrue : node.whenFalse, scope);
    return either(evaluate(run, node.whenTrue, scope), evaluate(run, node.whenFalse, scope));
  }
  return UNKNOWN;
}

function readMember(
  run: Evaluation,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  key: string | undefined,
  scope: Scope,
): Value {
  const target = targetOf(node);
  if (target?.name === MODULE_EXPORTS && target.path.length === 0) {
    return valueOfName(run, MODULE_EXPORTS, scope, node.pos);
  }
  const value = evaluate(run, node.expression, scope);
  if (node.questionDotToken && value.kind === 'literal' && (value.value ?? undefined) === undefined)
    return UNDEFINED;
  return key === undefined ? UNKNOWN : propertyOf(value, key);
}

function readObject(run: Evaluation, node: ts.ObjectLiteralExpression, scope: Scope): Value {
  let object: ObjectValue = EMPTY_OBJECT;
  let entries = new Map<string, Value>();
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const added = spreadValue(run, property.expression, scope);
      if (isExhausted(run, added.kind === 'object' ? added.entries.size + entries.size : 1)) return UNKNOWN;
      object = merge({ ...object, entries }, added);
      entries = new Map(object.entries);
      continue;
    }
    const key = keyOf(run, property.name, scope);
    // Setting `__proto__` gives the object the keys of another one.
    if (key === undefined || key === '__proto__') {
      object = obscured({ ...object, entries });
      entries = new Map(object.entries);
    } else entries.set(key, propertyValue(run, property, scope));
  }
  return { ...object, entries };
}

function propertyValue(
  run: Evaluation,
  property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
  scope: Scope,
): Value {
  if (ts.isPropertyAssignment(property)) return evaluate(run, property.initializer, scope);
  if (ts.isShorthandPropertyAssignment(property)) return evaluate(run, property.name, scope);
  return ts.isMethodDeclaration(property) ? { kind: 'function', node: property, scope } : UNKNOWN;
}

function keyOf(run: Evaluation, name: ts.PropertyName, scope: Scope): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) return name.text;
  if (ts.isNumericLiteral(name)) return String(Number(name.text));
  if (!ts.isComputedPropertyName(name)) return undefined;
  const key = evaluate(run, name.expression, scope);
  return key.kind === 'literal' ? String(key.value) : undefined;
}

/** What spreading an expression into an object adds; entries that may be missing are unknown. */
function spreadValue(run: Evaluation, expression: ts.Expression, scope: Scope): Value {
  const node = withoutTypes(expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
    const truth = truthOf(evaluate(run, node.left, scope));
    if (truth === false) return EMPTY_OBJECT;
    const right = added(evaluate(run, node.right, scope));
    return truth ? right : either(EMPTY_OBJECT, right);
  }
  if (ts.isConditionalExpression(node) && truthOf(evaluate(run, node.condition, scope)) === undefined) {
    const whenTrue = added(evaluate(run, node.whenTrue, scope));
    return either(whenTrue, added(evaluate(run, node.whenFalse, scope)));
  }
  return added(evaluate(run, node, scope));
}

function added(value: Value): Value {
  return value.kind === 'literal' && typeof value.value !== 'string' ? EMPTY_OBJECT : value;
}

function readTemplate(run: Evaluation, node: ts.TemplateExpression, scope: Scope): Value {
  let text = node.head.text;
  for (const span of node.templateSpans) {
    const value = evaluate(run, span.expression, scope);
    if (value.kind !== 'literal' || text.length > MAX_STRING) return UNKNOWN;
    text += String(value.value) + span.literal.text;
  }
  return { kind: 'literal', value: text };
}

function readUnary(operator: ts.PrefixUnaryOperator, value: Value): Value {
  if (operator === ts.SyntaxKind.ExclamationToken) {
    const truth = truthOf(value);
    return truth === undefined ? UNKNOWN : { kind: 'literal', value: !truth };
  }
  if (value.kind !== 'literal' || typeof value.value !== 'number') return UNKNOWN;
  if (operator === ts.SyntaxKind.MinusToken) return { kind: 'literal', value: -value.value };
  return operator === ts.SyntaxKind.PlusToken ? value : UNKNOWN;
}

function readBinary(run: Evaluation, node: ts.BinaryExpression, scope: Scope): Value {
  const left = evaluate(run, node.left, scope);
  const right = (): Value => evaluate(run, node.right, scope);
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsToken:
    case ts.SyntaxKind.CommaToken:
      return right();
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return chosen(truthOf(left), right, left);
    case ts.SyntaxKind.BarBarToken:
      return chosen(truthOf(left), () => left, right);
    case ts.SyntaxKind.QuestionQuestionToken: {
      const certain = left.kind !== 'unknown' && left.kind !== 'foreign';
      const missing = left.kind === 'literal' && (left.value ?? undefined) === undefined;
      return chosen(certain ? missing : undefined, right, left);
    }
    default:
      return computed(node.operatorToken.kind, left, right());
  }
}

/** One of two values by a truth; where that is unknown, what both agree in. */
function chosen(truth: boolean | undefined, whenTrue: () => Value, whenFalse: Value | (() => Value)): Value {
  const otherwise = (): Value => (typeof whenFalse === 'function' ? whenFalse() : whenFalse);
  if (truth === undefined) return either(whenTrue(), otherwise());
  return truth ? whenTrue() : otherwise();
}

function computed(operator: ts.SyntaxKind, left: Value, right: Value): Value {
  if (left.kind !== 'literal' || right.kind !== 'literal') return UNKNOWN;
  const a = left.value;
  const b = right.value;
  if (operator === ts.SyntaxKind.EqualsEqualsEqualsToken) return { kind: 'literal', value: a === b };
  if (operator === ts.SyntaxKind.ExclamationEqualsEqualsToken) return { kind: 'literal', value: a !== b };
  if (typeof a === 'number' && typeof b === 'number') return arithmetic(operator, a, b);
  const texts = [a, b].every((value) => typeof value === 'string' || typeof value === 'number');
  if (operator !== ts.SyntaxKind.PlusToken || !texts) return UNKNOWN;
  const text = `${a}${b}`;
  return text.length > MAX_STRING ? UNKNOWN : { kind: 'literal', value: text };
}

function arithmetic(operator: ts.SyntaxKind, a: number, b: number): Value {
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return { kind: 'literal', value: a + b };
    case ts.SyntaxKind.MinusToken:
      return { kind: 'literal', value: a - b };
    case ts.SyntaxKind.AsteriskToken:
      return { kind: 'literal', value: a * b };
    case ts.SyntaxKind.SlashToken:
      return { kind: 'literal', value: a / b };
    case ts.SyntaxKind.PercentToken:
      return { kind: 'literal', value: a % b };
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return { kind: 'literal', value: a ** b };
    default:
      return UNKNOWN;
  }
}

/** The object with the functions at `keys` replaced by what they return, for keys whose functions a framework calls. */
export function withResults(run: Evaluation, value: Value, keys: readonly string[]): Value {
  if (value.kind !== 'object') return value;
  const entries = new Map(value.entries);
  for (const key of keys) {
    const entry = entries.get(key);
    if (entry?.kind === 'function') entries.set(key, resultOf(run, entry, undefined));
  }
  return { ...value, entries };
}
