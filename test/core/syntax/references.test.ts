/** Which names a piece of code takes from around it: every scope that binds one, and every place that mentions one. */
import assert from 'node:assert/strict';
import { freeNames, usesOf } from '../../../server/src/core/syntax/references';
import { parseFile } from '../../../server/src/core/syntax/parse';
import { filePath } from '../../../server/src/core/text/filePath';

function statements(text: string) {
  return parseFile(filePath('/x.tsx'), text).tree.statements;
}

function free(text: string): string {
  return [...freeNames(statements(text))].map(([name, use]) => `${name}: ${use}`).join(', ');
}

describe('free names', () => {
  const cases: readonly (readonly [title: string, text: string, expected: string])[] = [
    [
      'of a function are what neither its parameters nor its body bind',
      'function f(a = b) { const c = a; return c + d; }',
      'b: value, d: value',
    ],
    [
      'include what a `var` of the body hides only inside the function',
      'function f() { if (x) { var y = 1; } return y; }',
      'x: value',
    ],
    ['include what a statement declares for its surroundings', 'type Tree = { left?: Tree };', 'Tree: type'],
    [
      'do not include the members of interfaces',
      'interface Item { label: string; icon: Icon }',
      'Icon: type',
    ],
    ['do not include the members of an enum', 'enum Level { Low = start, High = Low + 1 }', 'start: value'],
    [
      'do not include type parameters, and include what these extend',
      'function f<T extends Base>(value: T): T { return value; }',
      'Base: type',
    ],
    [
      'do not include what a conditional type infers',
      'type Item<L> = L extends List<infer I> ? I : never;',
      'List: type',
    ],
    [
      'tell a base class from a type that is implemented',
      'class A extends Base implements Shape {}',
      'Base: value, Shape: type',
    ],
    [
      'include a type that is called like the parameter it types, and no value of that name',
      'function f(input: input, first: second.Row, second: typeof first): input is Row { return input; }',
      'input: type, second: type, Row: type',
    ],
    ['take what an interface extends for a type', 'interface A extends Base {}', 'Base: type'],
    ['are values where one use is', 'const a: Schema = Schema.parse(1);', 'Schema: value'],
    [
      'include components, and no tags of the browser',
      'const a = <Card title={t}><p /></Card>;',
      'Card: value, t: value',
    ],
    [
      'do not include members, keys and labels',
      'const a = { k: v.k, s }; out: for (;;) break out;',
      'v: value, s: value',
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => assert.equal(free(text), expected));
  }

  it('are used at closing tags too, which a new name has to reach', () => {
    const text = 'const a = <Card><b /></Card>;';
    assert.deepEqual(
      usesOf(statements(text), 'Card').map(({ end }) => text.slice(0, end).split('Card').length - 1),
      [1, 2],
    );
  });

  it('are not used where an inner scope binds the name', () => {
    assert.equal(usesOf(statements('g((a) => a); a;'), 'a').length, 1);
  });
});
