/** Follows what a test tells of a name: in `LIST.includes(origin)`, `origin` is one of the list's items. */
import { type Expr } from '../behavior/ir';
import { evaluate } from './evaluate';
import { scopeUp } from './patterns';
import { type Trace } from './trace';
import { type Scope, type Value } from './values';

/** A name, and what it is where the test came out as asked. */
interface Narrowed {
  readonly vars: Map<string, Value>;
  readonly name: string;
  readonly value: Value;
}

/** Traces code that runs only where `test` came out as `truth`. */
export function where<T>(trace: Trace, scope: Scope, test: Expr, truth: boolean, run: () => T): T {
  const names = narrowedBy(trace, scope, test, truth);
  const old = names.map(({ vars, name }) => vars.get(name));
  for (const { vars, name, value } of names) vars.set(name, value);
  const result = run();
  names.forEach(({ vars, name, value }, index) => {
    const before = old[index];
    // What the code itself put there stays.
    if (before && vars.get(name) === value) vars.set(name, before);
  });
  return result;
}

/** Keeps what `test` tells for all that follows: everything else has left. */
export function fromHereOn(trace: Trace, scope: Scope, test: Expr, truth: boolean): void {
  for (const { vars, name, value } of narrowedBy(trace, scope, test, truth)) vars.set(name, value);
}

function narrowedBy(trace: Trace, scope: Scope, test: Expr, truth: boolean): readonly Narrowed[] {
  switch (test.k) {
    case 'not':
      return narrowedBy(trace, scope, test.e, !truth);
    case 'and':
    case 'or':
      if ((test.k === 'and') !== truth) return [];
      return [test.l, test.r].flatMap((side) => narrowedBy(trace, scope, side, truth));
    case 'call': {
      const [argument] = test.a;
      if (!truth || test.f.k !== 'mem' || test.f.n !== 'includes' || argument?.k !== 'loc') return [];
      const vars = scopeUp(scope, argument.up)?.vars;
      const [list, ...others] = vars?.has(argument.n) ? evaluate(trace, scope, test.f.o) : [];
      if (!vars || list?.k !== 'arr' || others.length > 0 || list.items.length === 0) return [];
      const items = list.items.flat();
      return items.every(({ k }) => k === 'lit') ? [{ vars, name: argument.n, value: items }] : [];
    }
    default:
      return [];
  }
}
