/** Lowers expressions: names are resolved, types and parentheses drop out, calls and branches get places. */
import {
  type BindingName,
  type Expression,
  isArrayLiteralExpression,
  isArrowFunction,
  isAsExpression,
  isAwaitExpression,
  isBinaryExpression,
  isCallExpression,
  isClassExpression,
  isConditionalExpression,
  isFunctionExpression,
  isGetAccessorDeclaration,
  isIdentifier,
  isMethodDeclaration,
  isNoSubstitutionTemplateLiteral,
  isNumericLiteral,
  isObjectBindingPattern,
  isObjectLiteralExpression,
  isOmittedExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isRegularExpressionLiteral,
  isSatisfiesExpression,
  isShorthandPropertyAssignment,
  isStringLiteral,
  forEachChild,
  type Node,
  type PropertyName,
  SyntaxKind,
} from '../syntax/ast';
import {
  type BinaryExpression,
  isComputedPropertyName,
  isElementAccessExpression,
  isNewExpression,
  isNonNullExpression,
  isPrivateIdentifier,
  isSpreadAssignment,
  isSpreadElement,
  isTaggedTemplateExpression,
  isTemplateExpression,
  isTypeAssertionExpression,
  isTypeOfExpression,
  isYieldExpression,
  type ObjectLiteralExpression,
  type TemplateExpression,
} from '../syntax/code';
import { isFunctionNode, propertyNameText } from '../syntax/functions';
import { type Expr, type Key, type Member, MODULE_CODE, type Pattern } from './ir';
import { lowerClass, lowerFunction } from './lowerFunction';
import { type FunctionScope, type Lowering, placeAt, resolveName } from './scope';

const UNKNOWN: Expr = { k: 'any', e: [] };

/** Lowers one expression. `name` is what a function literal that is the value would be called. */
export function lowerExpression(low: Lowering, scope: FunctionScope, node: Expression, name?: string): Expr {
  const lower = (child: Expression): Expr => lowerExpression(low, scope, child);
  if (isIdentifier(node)) return resolveName(low, scope, node.text);
  if (isPropertyAccessExpression(node)) {
    const o = lower(node.expression);
    return { k: 'mem', o, n: node.name.text, ...(node.questionDotToken && { opt: true }) };
  }
  if (isCallExpression(node)) {
    if (node.expression.kind === SyntaxKind.ImportKeyword) {
      const [from] = node.arguments;
      return from && isStringLiteral(from) ? { k: 'import', s: from.text } : UNKNOWN;
    }
    const f = lower(node.expression);
    const [first] = node.arguments;
    // In a function it is put off on purpose: for code that is needed at times, and seldom for what decides.
    const isRequired = f.k === 'glob' && f.n === 'require' && scope.id === MODULE_CODE;
    if (isRequired && first && isStringLiteral(first)) return { k: 'import', s: first.text, default: true };
    const a = node.arguments.map(lower);
    return { k: 'call', f, a, p: placeAt(low, scope, node), ...(node.questionDotToken && { opt: true }) };
  }
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return { k: 'lit', v: node.text };
  if (isParenthesizedExpression(node)) return lowerExpression(low, scope, node.expression, name);
  if (
    isAsExpression(node) ||
    isSatisfiesExpression(node) ||
    isNonNullExpression(node) ||
    isTypeAssertionExpression(node)
  ) {
    return lowerExpression(low, scope, node.expression, name);
  }
  if (isArrowFunction(node) || isFunctionExpression(node))
    return { k: 'fn', id: lowerFunction(low, scope, node, name) };
  if (isObjectLiteralExpression(node)) return lowerObject(low, scope, node);
  if (isAwaitExpression(node)) return { k: 'await', e: lower(node.expression) };
  if (isBinaryExpression(node)) return lowerBinary(low, scope, node, name);
  if (isConditionalExpression(node)) {
    const c = lower(node.condition);
    const p = placeAt(low, scope, node.condition);
    return {
      k: 'cond',
      c,
      p,
      t: lowerExpression(low, scope, node.whenTrue, name),
      f: lowerExpression(low, scope, node.whenFalse, name),
    };
  }
  if (isNumericLiteral(node)) return { k: 'lit', v: Number(node.text.replaceAll('_', '')) };
  switch (node.kind) {
    case SyntaxKind.TrueKeyword:
      return { k: 'lit', v: true };
    case SyntaxKind.FalseKeyword:
      return { k: 'lit', v: false };
    case SyntaxKind.NullKeyword:
      return { k: 'lit', v: null };
    case SyntaxKind.ThisKeyword:
      return { k: 'this' };
    case SyntaxKind.SuperKeyword:
      return { k: 'super' };
    default:
      return lowerRare(low, scope, node);
  }
}

function lowerRare(low: Lowering, scope: FunctionScope, node: Expression): Expr {
  const lower = (child: Expression): Expr => lowerExpression(low, scope, child);
  if (isElementAccessExpression(node)) {
    const o = lower(node.expression);
    const index = node.argumentExpression;
    if (isStringLiteral(index) && !node.questionDotToken) return { k: 'mem', o, n: index.text };
    return { k: 'idx', o, i: lower(index), ...(node.questionDotToken && { opt: true }) };
  }
  if (isArrayLiteralExpression(node)) return { k: 'arr', i: node.elements.map(lower) };
  if (isTemplateExpression(node)) return lowerTemplate(low, scope, node);
  if (isNewExpression(node)) {
    const f = lower(node.expression);
    const a = (node.arguments ?? []).map(lower);
    return { k: 'new', f, a, p: placeAt(low, scope, node) };
  }
  if (isSpreadElement(node)) return { k: 'spread', e: lower(node.expression) };
  if (isTypeOfExpression(node)) return { k: 'typeof', e: lower(node.expression) };
  if ('operand' in node && 'operator' in node) {
    // Prefix and postfix operators are the only expressions with these two fields.
    const expression = node.operand as Expression;
    if (node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken) {
      const t = lowerTarget(low, scope, expression);
      return { k: 'set', t, e: UNKNOWN, op: 'count', p: placeAt(low, scope, node) };
    }
    const operand = lower(expression);
    if (node.operator === SyntaxKind.ExclamationToken) return { k: 'not', e: operand };
    if (node.operator === SyntaxKind.MinusToken && operand.k === 'lit' && typeof operand.v === 'number') {
      return { k: 'lit', v: -operand.v };
    }
    return { k: 'un', e: operand };
  }
  if (isYieldExpression(node)) return node.expression ? { k: 'await', e: lower(node.expression) } : UNKNOWN;
  if (isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { k: 're', s: node.text.slice(1, end), f: node.text.slice(end + 1) };
  }
  if (isClassExpression(node)) return { k: 'cls', c: lowerClass(low, scope, node) };
  if (isTaggedTemplateExpression(node)) {
    const f = lower(node.tag);
    const p = placeAt(low, scope, node);
    if (isNoSubstitutionTemplateLiteral(node.template))
      return { k: 'tag', f, q: [node.template.text], e: [], p };
    const template = node.template;
    const q = [template.head.text, ...template.templateSpans.map((span) => span.literal.text)];
    return { k: 'tag', f, q, e: template.templateSpans.map((span) => lower(span.expression)), p };
  }
  return lowerParts(low, scope, node);
}

/** JSX and whatever else: only its parts are known. */
function lowerParts(low: Lowering, scope: FunctionScope, node: Node): Expr {
  const parts: Expr[] = [];
  const visit = (child: Node): void => {
    if (isFunctionNode(child)) {
      parts.push({ k: 'fn', id: lowerFunction(low, scope, child) });
    } else if (
      isCallExpression(child) ||
      isAwaitExpression(child) ||
      isConditionalExpression(child) ||
      isBinaryExpression(child)
    ) {
      parts.push(lowerExpression(low, scope, child));
    } else forEachChild(child, visit);
  };
  forEachChild(node, visit);
  return { k: 'any', e: parts };
}

function lowerTemplate(low: Lowering, scope: FunctionScope, node: TemplateExpression): Expr {
  const q = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
  return { k: 'tmpl', q, e: node.templateSpans.map((span) => lowerExpression(low, scope, span.expression)) };
}

function lowerObject(low: Lowering, scope: FunctionScope, node: ObjectLiteralExpression): Expr {
  const m: Member[] = [];
  for (const property of node.properties) {
    if (isPropertyAssignment(property)) {
      const key = lowerKey(low, scope, property.name);
      const name = typeof key === 'string' ? key : undefined;
      m.push({ n: key, e: lowerExpression(low, scope, property.initializer, name) });
    } else if (isShorthandPropertyAssignment(property)) {
      m.push({ n: property.name.text, e: resolveName(low, scope, property.name.text) });
    } else if (isSpreadAssignment(property)) {
      m.push({ spread: lowerExpression(low, scope, property.expression) });
    } else if (isMethodDeclaration(property)) {
      const key = lowerKey(low, scope, property.name);
      m.push({ n: key, e: { k: 'fn', id: lowerFunction(low, scope, property) } });
    } else if (isGetAccessorDeclaration(property)) {
      const name = propertyNameText(property.name);
      if (name !== undefined) m.push({ get: name, id: lowerFunction(low, scope, property) });
    }
  }
  return { k: 'obj', m };
}

/** A property's name: its text, or the computed expression. */
function lowerKey(low: Lowering, scope: FunctionScope, name: PropertyName): Key {
  const text = propertyNameText(name);
  if (text !== undefined) return text;
  if (isComputedPropertyName(name)) {
    const key = lowerExpression(low, scope, name.expression);
    return key.k === 'lit' && typeof key.v === 'string' ? key.v : key;
  }
  return isPrivateIdentifier(name) ? name.text : UNKNOWN;
}

type Assignment = Extract<Expr, { k: 'set' }>['op'];

const ASSIGNMENTS: ReadonlyMap<SyntaxKind, Assignment> = new Map([
  [SyntaxKind.EqualsToken, undefined],
  [SyntaxKind.PlusEqualsToken, '+' as const],
  [SyntaxKind.BarEqualsToken, '|' as const],
  [SyntaxKind.AmpersandAmpersandEqualsToken, '&&' as const],
  [SyntaxKind.BarBarEqualsToken, '||' as const],
  [SyntaxKind.QuestionQuestionEqualsToken, '??' as const],
]);

const LOGICAL: ReadonlyMap<SyntaxKind, 'and' | 'or' | 'nn'> = new Map([
  [SyntaxKind.AmpersandAmpersandToken, 'and' as const],
  [SyntaxKind.BarBarToken, 'or' as const],
  [SyntaxKind.QuestionQuestionToken, 'nn' as const],
]);

function lowerBinary(
  low: Lowering,
  scope: FunctionScope,
  node: BinaryExpression,
  name: string | undefined,
): Expr {
  const operator = node.operatorToken.kind;
  const logical = LOGICAL.get(operator);
  if (logical !== undefined) {
    const l = lowerExpression(low, scope, node.left);
    const p = placeAt(low, scope, node.left);
    return { k: logical, l, p, r: lowerExpression(low, scope, node.right, name) };
  }
  if (operator >= SyntaxKind.FirstAssignment && operator <= SyntaxKind.LastAssignment) {
    const t = lowerTarget(low, scope, node.left);
    const own = isIdentifier(node.left) ? node.left.text : undefined;
    const e = lowerExpression(low, scope, node.right, own);
    const op = ASSIGNMENTS.has(operator) ? ASSIGNMENTS.get(operator) : 'other';
    return { k: 'set', t, e, p: placeAt(low, scope, node), ...(op !== undefined && { op }) };
  }
  const l = lowerExpression(low, scope, node.left);
  const r = lowerExpression(low, scope, node.right);
  if (operator === SyntaxKind.CommaToken) return { k: 'seq', e: [l, r] };
  const op = node.operatorToken.getText(low.tree);
  return { k: 'bin', op, l, r, ...(/^[!=]==?$/.test(op) && { p: placeAt(low, scope, node) }) };
}

/** The target of an assignment, destructuring included. */
export function lowerTarget(low: Lowering, scope: FunctionScope, node: Expression): Pattern {
  if (isIdentifier(node)) return namePattern(low, scope, node.text);
  if (isObjectLiteralExpression(node)) {
    const m: { n: Key; p: Pattern }[] = [];
    let rest: Pattern | undefined;
    for (const property of node.properties) {
      if (isShorthandPropertyAssignment(property))
        m.push({ n: property.name.text, p: namePattern(low, scope, property.name.text) });
      else if (isPropertyAssignment(property)) {
        m.push({ n: lowerKey(low, scope, property.name), p: lowerTarget(low, scope, property.initializer) });
      } else if (isSpreadAssignment(property)) rest = lowerTarget(low, scope, property.expression);
    }
    return { k: 'props', m, ...(rest && { rest }) };
  }
  if (isArrayLiteralExpression(node)) {
    return {
      k: 'items',
      i: node.elements.map((e) => (isOmittedExpression(e) ? null : lowerTarget(low, scope, e))),
    };
  }
  if (isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.EqualsToken) {
    return {
      k: 'default',
      p: lowerTarget(low, scope, node.left),
      d: lowerExpression(low, scope, node.right),
    };
  }
  if (isParenthesizedExpression(node) || isAsExpression(node) || isNonNullExpression(node)) {
    return lowerTarget(low, scope, node.expression);
  }
  return { k: 'member', e: lowerExpression(low, scope, node) };
}

/** A name as a target; a module's own binding counts as a level above every function. */
function namePattern(low: Lowering, scope: FunctionScope, name: string): Pattern {
  const found = resolveName(low, scope, name);
  return found.k === 'loc' ? { k: 'name', n: found.n, up: found.up } : { k: 'global', n: name };
}

/** A declared name or pattern whose names are already declared in the scope. */
export function lowerBinding(low: Lowering, scope: FunctionScope, name: BindingName): Pattern {
  if (isIdentifier(name)) return namePattern(low, scope, name.text);
  if (isObjectBindingPattern(name)) {
    const m: { n: Key; p: Pattern }[] = [];
    let rest: Pattern | undefined;
    for (const element of name.elements) {
      let p = lowerBinding(low, scope, element.name);
      if (element.dotDotDotToken) {
        rest = p;
        continue;
      }
      if (element.initializer) p = { k: 'default', p, d: lowerExpression(low, scope, element.initializer) };
      const key = element.propertyName ?? (isIdentifier(element.name) ? element.name : undefined);
      if (key) m.push({ n: lowerKey(low, scope, key), p });
    }
    return { k: 'props', m, ...(rest && { rest }) };
  }
  const i: (Pattern | null)[] = [];
  let rest: Pattern | undefined;
  for (const element of name.elements) {
    if (isOmittedExpression(element)) {
      i.push(null);
      continue;
    }
    const p = lowerBinding(low, scope, element.name);
    if (element.dotDotDotToken) rest = p;
    else
      i.push(
        element.initializer ? { k: 'default', p, d: lowerExpression(low, scope, element.initializer) } : p,
      );
  }
  return { k: 'items', i, ...(rest && { rest }) };
}
