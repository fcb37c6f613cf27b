/** What a test tells of the variables in it: on each side only the alternatives that lead there remain. */
import { type Expr } from '../behavior/ir';
import { testOf } from './branch';
import { evaluate } from './evaluate';
import { getVar, setVar } from './frames';
import { getMember } from './members';
import { binary } from './operators';
import { type Run } from './run';
import { type Atom, constant, type Frame, mark, type Value } from './value';

/** Narrows the variables of the function's own frame by a test that came out as `truth`. */
export function narrow(run: Run, frame: Frame, test: Expr, truth: boolean): void {
  switch (test.k) {
    case 'not':
      narrow(run, frame, test.e, !truth);
      return;
    case 'and':
      if (!truth) {
        // `a && b` is false and `a` is true: then `b` is false.
        if (isCertain(run, frame, test.l, true)) narrow(run, frame, test.r, false);
        else if (cameOut(run, test.r, true)) narrow(run, frame, test.l, false);
        return;
      }
      narrow(run, frame, test.l, true);
      narrow(run, frame, test.r, true);
      return;
    case 'or':
      if (truth) {
        if (isCertain(run, frame, test.l, false)) narrow(run, frame, test.r, true);
        else if (cameOut(run, test.r, false)) narrow(run, frame, test.l, true);
        return;
      }
      narrow(run, frame, test.l, false);
      narrow(run, frame, test.r, false);
      return;
    case 'loc':
    case 'mem':
      keep(run, frame, test, (value) => testOf(run, value), truth);
      return;
    case 'bin': {
      const negated = test.op.startsWith('!');
      if (!/^[!=]==?$/.test(test.op)) return;
      const literal = literalOf(test.r) ?? literalOf(test.l);
      const other = literalOf(test.r) ? test.l : test.r;
      if (!literal) return;
      keep(
        run,
        frame,
        other,
        (value) => testOf(run, binary(run, negated ? test.op.replace('!', '=') : test.op, value, literal)),
        truth !== negated,
      );
      return;
    }
    default:
  }
}

/** True when a test that runs no code comes out as `truth` whatever happened. */
function isCertain(run: Run, frame: Frame, test: Expr, truth: boolean): boolean {
  if (test.k === 'not') return isCertain(run, frame, test.e, !truth);
  let root: Expr = test;
  while (root.k === 'mem') root = root.o;
  if (root.k !== 'loc') return false;
  const outcome = testOf(run, evaluate(run, frame, test));
  return truth ? !outcome.whenFalse : !outcome.whenTrue;
}

/** True when the right side of an operator was certain where it was evaluated. */
function cameOut(run: Run, test: Expr, truth: boolean): boolean {
  const outcome = run.tests.get(test);
  return outcome !== undefined && (truth ? !outcome.whenFalse : !outcome.whenTrue);
}

function literalOf(e: Expr): Value | undefined {
  if (e.k === 'lit') return constant(e.v);
  return e.k === 'undef' ? constant(undefined) : undefined;
}

/** Keeps the alternatives of the variable at the root of `e` for which the test of `e` can come out so. */
function keep(
  run: Run,
  frame: Frame,
  e: Expr,
  test: (value: Value) => ReturnType<typeof testOf>,
  truth: boolean,
): void {
  const path: string[] = [];
  let root = e;
  while (root.k === 'mem') {
    path.unshift(root.n);
    root = root.o;
  }
  if (root.k !== 'loc' || root.up !== 0) return;
  const value = getVar(frame, root.n);
  if (!value || value.length < 2) return;
  const kept = value.filter((atom) => {
    const part = path.reduce<Value>(
      (whole, name) => (isPlain(whole) ? getMember(run, whole, name) : []),
      [atom],
    );
    if (part.length === 0) return true;
    const outcome = test(part);
    return truth ? outcome.whenTrue : outcome.whenFalse;
  });
  if (kept.length > 0 && kept.length < value.length) setVar(frame, root.n, mark(kept, 0));
}

/** Reading a member of it runs no code. */
function isPlain(value: Value): boolean {
  return value.every(
    (atom: Atom) =>
      (atom.k === 'obj' && !atom.getters && !atom.cls) || atom.k === 'const' || atom.k === 'unknown',
  );
}
