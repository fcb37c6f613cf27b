/** Traces expressions: what they may be, and what evaluating them does. */
import { type Expr, type Member } from '../behavior/ir';
import { callExpression } from './calls';
import { bindingValue } from './names';
import { where } from './narrow';
import { bind, noteHeader, scopeUp } from './patterns';
import { keyText, readMember } from './members';
import { noteAwaited } from './outside';
import { type Trace } from './trace';
import {
  constantOf,
  GLOBAL,
  holdsRequest,
  join,
  literal,
  OPAQUE,
  type Scope,
  textOf,
  truthOf,
  UNKNOWN,
  type Value,
} from './values';

/** Traces an expression in a scope. */
export function evaluate(trace: Trace, scope: Scope, e: Expr): Value {
  if (!trace.step()) return UNKNOWN;
  switch (e.k) {
    case 'lit':
      return literal(e.v);
    case 'undef':
      return literal(undefined);
    case 'tmpl':
      return template(trace, scope, e);
    case 'loc':
      return scopeUp(scope, e.up)?.vars.get(e.n) ?? UNKNOWN;
    case 'mod':
      return bindingValue(trace, scope.path, e.n);
    case 'glob':
      return [{ k: 'lib', spec: GLOBAL, name: e.n, given: [] }];
    case 'this':
      return scope.self;
    case 'mem':
      return readMember(trace, evaluate(trace, scope, e.o), e.n);
    case 'idx': {
      const owner = evaluate(trace, scope, e.o);
      const key = keyText(trace, scope, e.i);
      if (key !== undefined) return readMember(trace, owner, key);
      if (holdsRequest(owner)) trace.note({ k: 'hands-over', label: 'a computed member of the request' });
      return anyPart(owner);
    }
    case 'call':
    case 'new':
      return callExpression(trace, scope, e);
    case 'tag':
      for (const part of [e.f, ...e.e]) evaluate(trace, scope, part);
      return UNKNOWN;
    case 'spread':
      evaluate(trace, scope, e.e);
      return UNKNOWN;
    case 'obj':
      return objectValue(trace, scope, e.m);
    case 'arr':
      return arrayValue(trace, scope, e.i);
    case 'fn':
      return [{ k: 'fn', path: scope.path, id: e.id, scope: scope.fn === '' ? undefined : scope }];
    case 'cls':
      return [{ k: 'class', path: scope.path, c: e.c, scope: scope.fn === '' ? undefined : scope }];
    case 'cond':
    case 'and':
    case 'or':
    case 'nn':
      return branch(trace, scope, e);
    case 'not': {
      const truth = truthOf(evaluate(trace, scope, e.e));
      return truth === undefined ? UNKNOWN : literal(!truth);
    }
    case 'typeof':
    case 'un':
      evaluate(trace, scope, e.e);
      return UNKNOWN;
    case 'bin':
      return binary(evaluate(trace, scope, e.l), e.op, evaluate(trace, scope, e.r));
    case 'set': {
      const value = evaluate(trace, scope, e.e);
      trace.site = { path: scope.path, fn: scope.fn, place: e.p };
      bind(trace, scope, e.t, e.op === undefined ? value : UNKNOWN, e.op !== undefined || trace.branches > 0);
      return value;
    }
    case 'await': {
      const value = evaluate(trace, scope, e.e);
      noteAwaited(trace, value);
      return value;
    }
    case 'import': {
      const target = trace.files.resolve(scope.path, e.s);
      return target.kind === 'file'
        ? [{ k: 'module', path: target.path }]
        : [{ k: 'lib', spec: e.s, name: '', given: [] }];
    }
    case 'seq':
      return e.e.reduce<Value>((_, part) => evaluate(trace, scope, part), UNKNOWN);
    case 'any':
      for (const part of e.e) evaluate(trace, scope, part);
      return UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function template(trace: Trace, scope: Scope, e: Extract<Expr, { k: 'tmpl' }>): Value {
  let text: string | undefined = e.q[0] ?? '';
  e.e.forEach((part, index) => {
    const value = evaluate(trace, scope, part);
    if (value.some(({ k }) => k === 'url')) trace.note({ k: 'request', label: 'nextUrl.toString' });
    const constant = constantOf(value);
    text = constant && text !== undefined ? `${text}${String(constant.v)}${e.q[index + 1] ?? ''}` : undefined;
  });
  return text === undefined ? UNKNOWN : literal(text);
}

function objectValue(trace: Trace, scope: Scope, members: readonly Member[]): Value {
  const props = new Map<string, Value>();
  for (const member of members) {
    if ('spread' in member) {
      const value = evaluate(trace, scope, member.spread);
      for (const atom of value) {
        if (atom.k === 'obj') for (const [name, part] of atom.props) props.set(name, part);
        else if (atom.k === 'opaque') props.set('*', OPAQUE);
      }
    } else if ('get' in member) {
      props.set(member.get, UNKNOWN);
    } else {
      const key = keyText(trace, scope, member.n);
      const value = evaluate(trace, scope, member.e);
      noteHeader(trace, key, value);
      if (key !== undefined) props.set(key, value);
      else if (holdsRequest(value)) props.set('*', OPAQUE);
    }
  }
  return [{ k: 'obj', props, made: undefined }];
}

function arrayValue(trace: Trace, scope: Scope, elements: readonly Expr[]): Value {
  const items: Value[] = [];
  let open = false;
  for (const element of elements) {
    if (element.k === 'spread') {
      const value = evaluate(trace, scope, element.e);
      const [only] = value;
      if (value.length === 1 && only?.k === 'arr') items.push(...only.items);
      else open = true;
    } else items.push(evaluate(trace, scope, element));
  }
  const [name, value] = items;
  // An entry of `new Headers([['name', 'value']])`.
  if (items.length === 2 && value) noteHeader(trace, textOf(name), value);
  return open ? anyPart([{ k: 'arr', items }]) : [{ k: 'arr', items }];
}

/** What an unknown part of a value may be. */
export function anyPart(value: Value): Value {
  let found: Value = UNKNOWN;
  for (const atom of value) {
    if (atom.k === 'arr') for (const item of atom.items) found = join(found, item);
    else if (atom.k === 'obj') for (const part of atom.props.values()) found = join(found, part);
    else if (atom.k === 'opaque') found = join(found, OPAQUE);
  }
  return found;
}

type Branch = Extract<Expr, { k: 'cond' | 'and' | 'or' | 'nn' }>;

function branch(trace: Trace, scope: Scope, e: Branch): Value {
  if (e.k === 'cond') {
    const truth = truthOf(evaluate(trace, scope, e.c));
    trace.site = { path: scope.path, fn: scope.fn, place: e.p };
    if (truth !== undefined) return evaluate(trace, scope, truth ? e.t : e.f);
    return join(
      trace.perhaps(() => where(trace, scope, e.c, true, () => evaluate(trace, scope, e.t))),
      trace.perhaps(() => where(trace, scope, e.c, false, () => evaluate(trace, scope, e.f))),
    );
  }
  const left = evaluate(trace, scope, e.l);
  const truth = truthOf(left);
  if (e.k === 'nn') {
    const constant = constantOf(left);
    if (constant) return constant.v == null ? evaluate(trace, scope, e.r) : left;
  } else if (truth !== undefined) {
    return (e.k === 'and') === truth ? evaluate(trace, scope, e.r) : left;
  }
  const right = trace.perhaps(() =>
    where(trace, scope, e.l, e.k === 'and', () => evaluate(trace, scope, e.r)),
  );
  return e.k === 'and'
    ? join(right, left.some(({ k }) => k === 'unknown') ? literal(undefined) : [])
    : join(left, right);
}

function binary(left: Value, op: string, right: Value): Value {
  const a = constantOf(left);
  const b = constantOf(right);
  if (!a || !b) return UNKNOWN;
  switch (op) {
    case '===':
    case '==':
      return literal(a.v === b.v);
    case '!==':
    case '!=':
      return literal(a.v !== b.v);
    case '+':
      return typeof a.v === 'string' || typeof b.v === 'string'
        ? literal(`${String(a.v)}${String(b.v)}`)
        : UNKNOWN;
    default:
      return UNKNOWN;
  }
}
