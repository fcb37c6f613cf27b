/** Assertions of libraries: a call that goes on only where what it is given holds is a branch like any other. */
import { branch, testOf } from './branch';
import { difference } from './differences';
import { moduleFrame } from './frames';
import { binary, noteComparison } from './operators';
import { type Run } from './run';
import { constant, type Site, unknown, type Value } from './value';

/** `assert(value)`, or `assert.equal(actual, expected)` with its operator. */
export function asserted(
  run: Run,
  operator: '===' | '!==' | undefined,
  [actual = constant(undefined), expected = constant(undefined)]: readonly Value[],
  site: Site,
): Value {
  let value = actual;
  if (operator) {
    noteComparison(run, actual, expected, site);
    value = difference(run, operator, actual, expected) ?? binary(run, operator, actual, expected);
  }
  const passes = (): Value => constant(undefined);
  const fails = (): Value => {
    run.throw(unknown(), run.path.control);
    return [];
  };
  return branch(run, moduleFrame(site.path), testOf(run, value), site, passes, fails);
}
