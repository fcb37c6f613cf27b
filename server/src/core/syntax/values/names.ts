/** Reads what a name is bound to at a place: its first value and the changes made to it before. */
import * as ts from 'typescript';
import { type Evaluation, isExhausted } from './evaluation';
import { type Mutation, mutationsIn, withoutTypes } from './mutations';
import { type Binding, frameOf, type Initial, openScope, type Scope, scopeOf } from './scope';
import { changedAt, either, merge, propertyOf, UNDEFINED, UNKNOWN, type Value } from './value';

/**
 * The value of `name` as code at the 0-based offset `position` of `from` sees it. Code of another function runs later,
 * so it sees the name as the whole scope leaves it.
 */
export function valueOfName(run: Evaluation, name: string, from: Scope, position: number): Value {
  const scope = scopeOf(name, from);
  const binding = scope?.bindings.get(name);
  if (!scope || !binding) return name === 'undefined' ? UNDEFINED : UNKNOWN;
  const at = frameOf(scope) === frameOf(from) ? position : Infinity;
  const known = binding.values.get(at);
  if (known) return known;
  if (isExhausted(run)) return UNKNOWN;
  // What leads back to itself is unknown.
  binding.values.set(at, UNKNOWN);
  run.depth++;
  let value = initialValue(run, binding, scope);
  for (const mutation of mutationsOf(run, name, scope)) {
    if (mutation.position > at) break;
    value = isExhausted(run, 1 + sizeOf(value)) ? UNKNOWN : mutated(run, value, mutation, scope);
  }
  run.depth--;
  binding.values.set(at, value);
  return value;
}

/** The value of the elements of a list in brackets or parentheses; an unknown item stands for any number of items. */
export function listOf(run: Evaluation, elements: readonly ts.Expression[], scope: Scope): readonly Value[] {
  const items: Value[] = [];
  for (const element of elements) {
    if (ts.isOmittedExpression(element)) items.push(UNDEFINED);
    else if (ts.isSpreadElement(element)) {
      const spread = run.evaluate(run, element.expression, scope);
      if (spread.kind === 'array' && !isExhausted(run, spread.items.length)) items.push(...spread.items);
      else items.push(UNKNOWN);
    } else items.push(run.evaluate(run, element, scope));
  }
  return items;
}

function mutationsOf(run: Evaluation, name: string, scope: Scope): readonly Mutation[] {
  let all = run.mutations.get(scope.node);
  if (!all) run.mutations.set(scope.node, (all = mutationsIn(scope.node)));
  return all.get(name) ?? [];
}

/** The place before the text, where no change has happened yet. */
const BEFORE = -1;

function initialValue(run: Evaluation, binding: Binding, scope: Scope): Value {
  const known = binding.values.get(BEFORE);
  if (known) return known;
  binding.values.set(BEFORE, UNKNOWN);
  const value = declaredValue(run, binding.initial, scope);
  binding.values.set(BEFORE, value);
  return value;
}

function declaredValue(run: Evaluation, initial: Initial, scope: Scope): Value {
  switch (initial.kind) {
    case 'value':
      return initial.value;
    case 'foreign':
      return { kind: 'foreign', module: initial.module, called: false };
    case 'function':
      return { kind: 'function', node: initial.node, scope };
    case 'expression': {
      if (!initial.path) return UNKNOWN;
      if (!initial.expression) return UNDEFINED;
      return initial.path.reduce(propertyOf, aliasedValue(run, initial.expression, scope));
    }
  }
}

/** The value of a declaration's right side. A second name of an object sees what is done to it by its first name later. */
function aliasedValue(run: Evaluation, expression: ts.Expression, scope: Scope): Value {
  const node = withoutTypes(expression);
  if (!ts.isIdentifier(node)) return run.evaluate(run, expression, scope);
  const owner = scopeOf(node.text, scope);
  const rebound = owner && mutationsOf(run, node.text, owner).some((mutation) => mutation.path.length === 0);
  return valueOfName(run, node.text, scope, rebound === false ? Infinity : node.pos);
}

function mutated(run: Evaluation, value: Value, mutation: Mutation, scope: Scope): Value {
  const inner = mutation.scopes.reduce((outer, node) => openScope(node, outer), scope);
  const { effect, path, operands, certain } = mutation;
  if (effect === 'push') {
    const added = certain ? listOf(run, operands, inner) : [UNKNOWN];
    return changedAt(value, path, (old) =>
      old.kind === 'array' ? { kind: 'array', items: [...old.items, ...added] } : UNKNOWN,
    );
  }
  const after = changedAt(value, path, (old) => {
    if (effect === 'spoil') return UNKNOWN;
    const values = operands.map((operand) => run.evaluate(run, operand, inner));
    if (effect === 'assign') return values[0] ?? UNKNOWN;
    return values.reduce((target, added) => (target.kind === 'object' ? merge(target, added) : UNKNOWN), old);
  });
  return certain ? after : either(value, after);
}

function sizeOf(value: Value): number {
  if (value.kind === 'object') return value.entries.size;
  return value.kind === 'array' ? value.items.length : 0;
}
