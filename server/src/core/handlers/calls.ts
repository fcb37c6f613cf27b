/** Traces calls: functions of the workspace are entered, everything else is asked what it is known to do. */
import { type Expr } from '../behavior/ir';
import { arrayMethod, objectFunction } from './builtins';
import { evaluate } from './evaluate';
import { execute, type Returned } from './execute';
import { callLibrary } from './outside';
import { baseOf, readMember } from './members';
import { bind, noteHeader } from './patterns';
import { type Trace } from './trace';
import {
  type Atom,
  type Class,
  holdsRequest,
  join,
  literal,
  OPAQUE,
  type Scope,
  textOf,
  UNKNOWN,
  type Value,
} from './values';

type Call = Extract<Expr, { k: 'call' | 'new' }>;

/** Traces `f(…)` or `new F(…)`. */
export function callExpression(trace: Trace, scope: Scope, e: Call): Value {
  const site = { path: scope.path, fn: scope.fn, place: e.p };
  trace.site = site;
  const isMember = e.f.k === 'mem';
  const self = e.f.k === 'mem' ? evaluate(trace, scope, e.f.o) : UNKNOWN;
  trace.site = site;
  const callee = e.f.k === 'mem' ? readMember(trace, self, e.f.n) : superValue(trace, scope, e.f);
  const args = argumentValues(trace, scope, e.a);
  trace.site = site;
  if (isMember && e.f.k === 'mem') {
    if (!READING.has(e.f.n) && args[1]) noteHeader(trace, textOf(args[0]), args[1]);
    const known = arrayMethod(trace, self, e.f.n, args);
    if (known) return known;
  }
  const label = labelOf(e.f);
  if (e.k === 'new') return construct(trace, callee, args, label);
  return callValue(trace, callee, args, isMember ? self : UNKNOWN, label);
}

/** Methods that take a header's name and set nothing. */
const READING: ReadonlySet<string> = new Set(['get', 'has', 'delete', 'includes', 'log', 'warn', 'error']);

function superValue(trace: Trace, scope: Scope, f: Expr): Value {
  return f.k === 'super' ? UNKNOWN : evaluate(trace, scope, f);
}

function argumentValues(trace: Trace, scope: Scope, args: readonly Expr[]): readonly Value[] {
  const values: Value[] = [];
  for (const arg of args) {
    if (arg.k !== 'spread') {
      values.push(evaluate(trace, scope, arg));
      continue;
    }
    const spread = evaluate(trace, scope, arg.e);
    const [only] = spread;
    if (spread.length === 1 && only?.k === 'arr') values.push(...only.items);
    else values.push(holdsRequest(spread) ? OPAQUE : UNKNOWN);
  }
  return values;
}

/** How a reader would write the callee. */
function labelOf(f: Expr): string {
  switch (f.k) {
    case 'loc':
    case 'mod':
    case 'glob':
      return f.n;
    case 'mem':
      return `${labelOf(f.o)}.${f.n}`;
    case 'this':
      return 'this';
    case 'call':
      return `${labelOf(f.f)}()`;
    case 'await':
      return labelOf(f.e);
    default:
      return '…';
  }
}

/** Calls whatever a value may be. */
export function callValue(
  trace: Trace,
  callee: Value,
  args: readonly Value[],
  self: Value,
  label: string,
): Value {
  const { site } = trace;
  let result: Value = [];
  for (const atom of callee) {
    trace.site = site;
    result = join(result, callAtom(trace, atom, args, self, label));
  }
  trace.site = site;
  return result.length > 0 ? result : UNKNOWN;
}

function callAtom(trace: Trace, atom: Atom, args: readonly Value[], self: Value, label: string): Value {
  switch (atom.k) {
    case 'fn':
      return callFunction(trace, atom, args, self);
    case 'clone':
      return atom.of;
    case 'lib':
      return objectFunction(trace, atom, args) ?? callLibrary(trace, atom, args, label, false);
    case 'class':
      return construct(trace, [atom], args, label);
    default: {
      const given = args.some((arg) => holdsRequest(arg));
      // A method of something unknown (`searchParams.get`, `db.query`) is not known to look at what it gets.
      if (given) trace.note({ k: 'hands-over', label: `${label}()` });
      callCallbacks(trace, args);
      return given ? OPAQUE : UNKNOWN;
    }
  }
}

/** Calls the functions among arguments, since whoever gets them may. */
export function callCallbacks(trace: Trace, args: readonly Value[], given: readonly Value[] = []): void {
  const { site } = trace;
  for (const arg of args) {
    for (const atom of arg) {
      if (atom.k !== 'fn') continue;
      trace.site = site;
      callFunction(trace, atom, given, UNKNOWN);
    }
  }
  trace.site = site;
}

/** Enters a function of the workspace. A cached function's body does not run for a request. */
export function callFunction(
  trace: Trace,
  { path, id, scope: outer }: Extract<Atom, { k: 'fn' }>,
  args: readonly Value[],
  self: Value,
): Value {
  const fn = trace.behaviorOf(path)?.functions[id];
  const key = `${path}#${id}`;
  if (!fn || trace.active.has(key) || !trace.step())
    return args.some((arg) => holdsRequest(arg)) ? OPAQUE : UNKNOWN;
  // https://nextjs.org/docs/app/api-reference/directives/use-cache
  const isCached =
    fn.directive === 'use cache' || (trace.files.directiveOf(path) === 'cache' && !id.includes('>'));
  if (fn.directive === 'use cache: private') {
    trace.note({ k: 'io', label: "'use cache: private'" });
    return UNKNOWN;
  }
  const scope: Scope = {
    vars: new Map(),
    parent: outer,
    path,
    fn: id,
    self: fn.arrow === true && outer ? outer.self : self,
  };
  trace.active.add(key);
  trace.depth++;
  for (const { n, id: hoisted } of fn.hoisted) scope.vars.set(n, [{ k: 'fn', path, id: hoisted, scope }]);
  fn.params.forEach((param, index) => bind(trace, scope, param, args[index] ?? literal(undefined)));
  if (fn.rest) bind(trace, scope, fn.rest, [{ k: 'arr', items: args.slice(fn.params.length) }]);
  const returned: Returned = { value: [] };
  const branches = trace.branches;
  if (isCached) trace.cached++;
  execute(trace, scope, fn.body, returned);
  trace.branches = branches;
  if (isCached) trace.cached--;
  trace.depth--;
  trace.active.delete(key);
  if (isCached) return UNKNOWN;
  return returned.value.length > 0 ? returned.value : literal(undefined);
}

/** Traces `new`. */
function construct(trace: Trace, callee: Value, args: readonly Value[], label: string): Value {
  const { site } = trace;
  let made: Value = [];
  for (const atom of callee) {
    trace.site = site;
    if (atom.k === 'class') made = join(made, instanceOf(trace, atom, args));
    else if (atom.k === 'lib') made = join(made, callLibrary(trace, atom, args, `new ${label}`, true));
    else {
      if (args.some((arg) => holdsRequest(arg))) trace.note({ k: 'hands-over', label: `new ${label}()` });
      callCallbacks(trace, args);
      made = join(made, UNKNOWN);
    }
  }
  trace.site = site;
  return made.length > 0 ? made : UNKNOWN;
}

function instanceOf(trace: Trace, made: Class, args: readonly Value[]): Value {
  const props = new Map<string, Value>();
  const self: Value = [{ k: 'obj', props, made }];
  for (let from: Class | undefined = made, i = 0; from && i < 8; from = baseOf(trace, from), i++) {
    const { path, c, scope } = from;
    const inner: Scope = { vars: new Map(), parent: scope, path, fn: '', self };
    for (const field of c.fields) {
      if (field.static || props.has(field.n)) continue;
      props.set(field.n, field.e ? evaluate(trace, inner, field.e) : literal(undefined));
    }
    if (c.constructorId !== undefined)
      callFunction(trace, { k: 'fn', path, id: c.constructorId, scope }, args, self);
  }
  return self;
}
