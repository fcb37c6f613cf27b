/** Reads what calls return: functions of the file by their returns, a few built-ins, and wrappers by policy. */
import * as ts from 'typescript';
import { isGenerator } from '../functions';
import { type Evaluation, isExhausted } from './evaluation';
import { withoutTypes } from './mutations';
import { listOf } from './names';
import { isScopeNode, openScope, type Scope, scopeOf } from './scope';
import { either, type ForeignValue, merge, truthOf, UNDEFINED, UNKNOWN, type Value } from './value';

/** The value of a call expression. */
export function valueOfCall(run: Evaluation, node: ts.CallExpression, scope: Scope): Value {
  const callee = withoutTypes(node.expression);
  const [first] = node.arguments;
  if (first && ts.isStringLiteralLike(first) && isModuleLoader(callee, scope)) {
    return { kind: 'foreign', module: first.text, called: false };
  }
  const builtIn = ts.isPropertyAccessExpression(callee) ? builtInCall(run, callee, node, scope) : undefined;
  if (builtIn) return builtIn;

  const target = run.evaluate(run, callee, scope);
  const given = listOf(run, node.arguments, scope);
  if (target.kind === 'function') {
    return resultOf(run, target, node.arguments.some(ts.isSpreadElement) ? undefined : given);
  }
  const foreign = target.kind === 'foreign' ? target : target.kind === 'object' ? target.origin : undefined;
  return wrapped(run, callee, foreign, given) ?? (foreign ? { ...foreign, called: true } : UNKNOWN);
}

/**
 * What calling a function of the file returns, its promise resolved. `given` are the arguments, undefined where they
 * are not known. Where several returns may happen, what is certain is what they agree in.
 */
export function resultOf(
  run: Evaluation,
  { node, scope }: Extract<Value, { kind: 'function' }>,
  given: readonly Value[] | undefined,
): Value {
  const { body } = node;
  if (!body || isGenerator(node) || isExhausted(run)) return UNKNOWN;
  const parameters = new Map<string, Value>();
  node.parameters.forEach(({ name, dotDotDotToken, initializer }, index) => {
    if (!given || !ts.isIdentifier(name) || dotDotDotToken) return;
    const value = given[index] ?? UNDEFINED;
    const defaulted = initializer !== undefined && value.kind === 'literal' && value.value === undefined;
    parameters.set(name.text, defaulted ? UNKNOWN : value);
  });
  const inner = openScope(node, scope, parameters);
  if (!ts.isBlock(body)) return run.evaluate(run, body, inner);

  const results = returnsOf(body, inner).map(({ expression, scope: at }) =>
    expression ? run.evaluate(run, expression, at) : UNDEFINED,
  );
  if (mayEnd(body)) results.push(UNDEFINED);
  return results.reduce((a, b) => either(a, b));
}

function wrapped(
  run: Evaluation,
  callee: ts.Expression,
  foreign: ForeignValue | undefined,
  given: readonly Value[],
): Value | undefined {
  const wrapping = run.wrapping({
    name: lastNameOf(callee),
    module: foreign?.module,
    curried: ts.isCallExpression(callee) || foreign?.called === true,
    arguments: given.map((value) => value.kind),
  });
  if (!wrapping) return undefined;
  const argument = given[wrapping.argument];
  const value = argument?.kind === 'function' ? resultOf(run, argument, undefined) : argument;
  if (value?.kind !== 'object') return undefined;
  const unsettled = wrapping.unsettled.map((key) => [key, UNKNOWN] as const);
  return {
    kind: 'object',
    entries: new Map([...value.entries, ...unsettled]),
    open: true,
    ...(foreign && { origin: { ...foreign, called: true } }),
  };
}

/** `withX` of `withX`, `a.withX` and `withX(…)`. */
function lastNameOf(callee: ts.Expression): string {
  let node = withoutTypes(callee);
  while (ts.isCallExpression(node)) node = withoutTypes(node.expression);
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isIdentifier(node) ? node.text : '';
}

function isModuleLoader(callee: ts.Expression, scope: Scope): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(callee) && callee.text === 'require' && !scopeOf('require', scope);
}

/** The methods of built-in objects that configurations are written with; undefined for any other call. */
function builtInCall(
  run: Evaluation,
  { expression, name }: ts.PropertyAccessExpression,
  { arguments: operands }: ts.CallExpression,
  scope: Scope,
): Value | undefined {
  if (ts.isIdentifier(expression) && !scopeOf(expression.text, scope)) {
    const call = `${expression.text}.${name.text}`;
    if (!['Object.assign', 'Object.freeze', 'Object.seal', 'Promise.resolve'].includes(call))
      return undefined;
    const [first = UNDEFINED, ...rest] = listOf(run, operands, scope);
    if (call !== 'Object.assign') return first;
    return rest.reduce((target, added) => (target.kind === 'object' ? merge(target, added) : UNKNOWN), first);
  }
  if (!['join', 'concat', 'filter'].includes(name.text)) return undefined;
  const receiver = run.evaluate(run, expression, scope);
  if (receiver.kind !== 'array') return undefined;
  if (name.text === 'concat') {
    const added = listOf(run, operands, scope).flatMap((item) =>
      item.kind === 'array' ? item.items : [item],
    );
    return isExhausted(run, added.length) ? UNKNOWN : { kind: 'array', items: [...receiver.items, ...added] };
  }
  const [operand] = operands;
  if (name.text === 'filter') {
    const boolean = operand && ts.isIdentifier(operand) && operand.text === 'Boolean';
    return boolean
      ? { kind: 'array', items: receiver.items.filter((item) => truthOf(item) !== false) }
      : UNKNOWN;
  }
  return joined(
    receiver.items,
    operand ? run.evaluate(run, operand, scope) : { kind: 'literal', value: ',' },
  );
}

function joined(items: readonly Value[], separator: Value): Value {
  if (separator.kind !== 'literal' || typeof separator.value !== 'string') return UNKNOWN;
  const texts = items.map((item) => (item.kind === 'literal' ? String(item.value ?? '') : undefined));
  return texts.includes(undefined) ? UNKNOWN : { kind: 'literal', value: texts.join(separator.value) };
}

interface Returned {
  readonly expression: ts.Expression | undefined;
  readonly scope: Scope;
}

/** The returns of a function's block, without those of functions inside it. */
function returnsOf(body: ts.Block, scope: Scope): readonly Returned[] {
  const found: Returned[] = [];
  const visit = (node: ts.Node, at: Scope): void => {
    if (ts.isReturnStatement(node)) found.push({ expression: node.expression, scope: at });
    else if (!ts.isFunctionLike(node) && !ts.isClassLike(node) && !ts.isExpressionStatement(node)) {
      const inner = isScopeNode(node) && node !== body ? openScope(node, at) : at;
      ts.forEachChild(node, (child) => {
        if (isStatementPart(child)) visit(child, inner);
      });
    }
  };
  visit(body, scope);
  return found;
}

function isStatementPart(node: ts.Node): boolean {
  return (
    ts.isStatement(node) || ts.isCaseBlock(node) || ts.isCaseOrDefaultClause(node) || ts.isCatchClause(node)
  );
}

/** False when the end of the statement is certainly not reached. */
function mayEnd(node: ts.Statement | undefined): boolean {
  if (!node) return true;
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return false;
  if (ts.isBlock(node)) return node.statements.every(mayEnd);
  if (ts.isIfStatement(node)) return mayEnd(node.thenStatement) || mayEnd(node.elseStatement);
  if (ts.isTryStatement(node)) {
    if (node.finallyBlock && !mayEnd(node.finallyBlock)) return false;
    return mayEnd(node.tryBlock) || (node.catchClause !== undefined && mayEnd(node.catchClause.block));
  }
  return true;
}
