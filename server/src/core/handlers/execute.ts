/** Traces statements in the order they run; both sides of a branch that can't be told, and nothing behind a certain exit. */
import { type Stmt } from '../behavior/ir';
import { anyPart, evaluate } from './evaluate';
import { fromHereOn, where } from './narrow';
import { bind } from './patterns';
import { type Trace } from './trace';
import { join, type Scope, truthOf, UNKNOWN, type Value } from './values';

/** What a function returns, gathered while its body is traced. */
export interface Returned {
  value: Value;
}

/** Traces statements; true when control certainly does not go on behind them. */
export function execute(trace: Trace, scope: Scope, body: readonly Stmt[], returned: Returned): boolean {
  return body.some((statement) => executeOne(trace, scope, statement, returned));
}

function executeOne(trace: Trace, scope: Scope, s: Stmt, returned: Returned): boolean {
  if (!trace.step()) return true;
  const at = (place: number): void => void (trace.site = { path: scope.path, fn: scope.fn, place });
  const block = (b: readonly Stmt[]): boolean => execute(trace, scope, b, returned);
  const perhaps = (b: readonly Stmt[]): boolean => trace.perhaps(() => block(b));
  switch (s.k) {
    case 'do':
      evaluate(trace, scope, s.e);
      return false;
    case 'let': {
      at(s.p);
      const value = s.e ? evaluate(trace, scope, s.e) : UNKNOWN;
      at(s.p);
      bind(trace, scope, s.t, value);
      return false;
    }
    case 'return':
      at(s.p);
      returned.value = join(returned.value, s.e ? evaluate(trace, scope, s.e) : []);
      return true;
    case 'throw':
      at(s.p);
      evaluate(trace, scope, s.e);
      return true;
    case 'if': {
      at(s.p);
      const truth = truthOf(evaluate(trace, scope, s.c));
      if (truth !== undefined) return block((truth ? s.t : s.f) ?? []);
      const first = where(trace, scope, s.c, true, () => perhaps(s.t));
      const other = where(trace, scope, s.c, false, () => perhaps(s.f ?? []));
      if (first && !other) fromHereOn(trace, scope, s.c, false);
      return other && first && s.f !== undefined;
    }
    case 'switch': {
      at(s.p);
      evaluate(trace, scope, s.e);
      for (const each of s.c) {
        if (each.test) evaluate(trace, scope, each.test);
        perhaps(each.b);
      }
      return false;
    }
    case 'of': {
      at(s.p);
      const items = anyPart(evaluate(trace, scope, s.e));
      bind(trace, scope, s.t, s.keys ? UNKNOWN : items);
      perhaps(s.b);
      return false;
    }
    case 'loop': {
      at(s.p);
      if (s.c) evaluate(trace, scope, s.c);
      if (s.once) block(s.b);
      else perhaps(s.b);
      if (s.u) trace.perhaps(() => s.u && evaluate(trace, scope, s.u));
      return false;
    }
    case 'try': {
      const left = block(s.b);
      const caught = s.catch;
      let leftAfter = true;
      if (caught) {
        if (caught.t) bind(trace, scope, caught.t, UNKNOWN);
        trace.handlers++;
        leftAfter = perhaps(caught.b);
        trace.handlers--;
      }
      return (s.finally ? block(s.finally) : false) || (left && leftAfter);
    }
    case 'label':
    case 'block':
      return block(s.b);
    case 'class':
      scope.vars.set(s.n, [{ k: 'class', path: scope.path, c: s.c, scope }]);
      return false;
    case 'break':
    case 'continue':
      return true;
  }
}
