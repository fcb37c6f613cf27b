/** Pattern matching (`ts-pattern`): each arm is a branch, tried in the order in which it is written. */
import { branch, testOf } from './branch';
import { callValue } from './call';
import { awaited } from './evaluate';
import { moduleFrame } from './frames';
import { getMember } from './members';
import { binary } from './operators';
import { type Run, type Test } from './run';
import { type Atom, Bits, bitsOf, constant, native, object, type Site, unknown, type Value } from './value';

interface Arm {
  readonly site: Site;
  readonly handler: Value;
  test(run: Run): Test;
}

/** `match(value)` with its methods. https://github.com/gvergnaud/ts-pattern#api-reference */
export function matchCall(
  { name }: Extract<Atom, { k: 'lib' }>,
  [value = constant(undefined)]: readonly Value[],
): Value | undefined {
  return name === 'match' ? matcher(value, []) : undefined;
}

function matcher(value: Value, arms: readonly Arm[]): Value {
  const self: Value = object(new Map());
  const [only] = self;
  if (only?.k !== 'obj') return self;
  const add = (name: string, testOn: (run: Run, given: readonly Value[], site: Site) => Test): void => {
    const method = native(name, (args, site) => {
      const given = args.slice(0, -1);
      const handler = args.at(-1) ?? unknown();
      return matcher(value, [...arms, { site, handler, test: (run) => testOn(run, given, site) }]);
    });
    only.props.set(name, method);
  };
  add('with', (run, patterns) => anyOf(patterns.map((pattern) => testFor(run, value, pattern))));
  add('when', (run, [predicate = unknown()], site) =>
    testOf(run, awaited(run, callValue(run, predicate, [value], site, 'when'))),
  );
  for (const name of ['exhaustive', 'run'])
    only.props.set(
      name,
      native(name, (_args, _site, run) => follow(run, value, arms, () => unknown())),
    );
  only.props.set(
    'otherwise',
    native('otherwise', ([handler = unknown()], site, run) =>
      follow(run, value, arms, () => callValue(run, handler, [value], site, 'otherwise')),
    ),
  );
  for (const name of ['returnType', 'narrow'])
    only.props.set(
      name,
      native(name, () => self),
    );
  return self;
}

function follow(run: Run, value: Value, [arm, ...others]: readonly Arm[], otherwise: () => Value): Value {
  if (!arm) return otherwise();
  const { site, handler } = arm;
  return branch(
    run,
    moduleFrame(site.path),
    arm.test(run),
    site,
    () => callValue(run, handler, [value], site, 'handler'),
    () => follow(run, value, others, otherwise),
  );
}

/** Whether a value has the form of a pattern. */
function testFor(run: Run, value: Value, pattern: Value): Test {
  const [only] = pattern;
  if (only?.k === 'lib') {
    const name = only.name.replace(/^(?:P|Pattern)\./, '');
    if (name === 'nullish') return opposite(testOf(run, value, true));
    if (name === 'nonNullable') return testOf(run, value, true);
    if (name === '_' || name === 'any')
      return { whenTrue: { value, gates: 0 }, whenFalse: undefined, bits: 0, cause: undefined };
  }
  if (only?.k === 'const') return testOf(run, binary(run, '===', value, pattern));
  if (only?.k === 'obj' && !only.rest) {
    const isThere = testOf(run, value, true);
    const members = [...only.props].map(([name, part]) => testFor(run, getMember(run, value, name), part));
    return allOf([isThere, ...members]);
  }
  const side = { value, gates: 0 };
  return { whenTrue: side, whenFalse: side, bits: bitsOf(value) & ~Bits.IDENTITY, cause: undefined };
}

function opposite({ whenTrue, whenFalse, ...test }: Test): Test {
  return { ...test, whenTrue: whenFalse, whenFalse: whenTrue };
}

/** Holds where all do; where one can't, that one decides. */
function allOf(tests: readonly Test[]): Test {
  const never = tests.find(({ whenTrue }) => !whenTrue);
  if (never) return never;
  return tests.find(({ whenFalse }) => whenFalse) ?? tests[0] ?? NEVER;
}

/** Holds where one does. */
function anyOf(tests: readonly Test[]): Test {
  const always = tests.find(({ whenFalse }) => !whenFalse);
  if (always) return always;
  return tests.find(({ whenTrue }) => whenTrue) ?? tests[0] ?? NEVER;
}

const NEVER: Test = { whenTrue: undefined, whenFalse: undefined, bits: 0, cause: undefined };
