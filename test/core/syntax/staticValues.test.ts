/** Values of single expressions: as Next.js's compiler takes them, and as far as they are certain at their place. */
import assert from 'node:assert/strict';
import * as ts from 'typescript';
import { parseFile } from '../../../server/src/core/syntax/parse';
import { type StaticValue } from '../../../server/src/core/syntax/staticValue';
import { staticValueOf, type StaticValueOptions } from '../../../server/src/core/syntax/staticValues';
import { filePath } from '../../../server/src/core/text/filePath';

/** The value of what the variable `here` is set to, wherever it is declared. */
function valueOfHere(text: string, accept: StaticValueOptions['accept']): StaticValue {
  const file = parseFile(filePath('/app/route.ts'), text);
  let expression: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === 'here') {
      expression = node.initializer;
    }
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  assert.ok(expression);
  return staticValueOf(file, expression, { accept });
}

const UNKNOWN: StaticValue = { kind: 'unknown' };

function literal(value: string | number | boolean | null | undefined): StaticValue {
  return { kind: 'literal', value };
}

describe('staticValueOf: literals', () => {
  const accepted: readonly (readonly [code: string, value: StaticValue])[] = [
    [`'force-dynamic'`, literal('force-dynamic')],
    [`"edge" as const`, literal('edge')],
    [`'nodejs' satisfies string`, literal('nodejs')],
    ['`auto`', literal('auto')],
    ['60', literal(60)],
    ['1_000', literal(1000)],
    ['0x10', literal(16)],
    ['false', literal(false)],
    ['null', literal(null)],
    ['undefined', literal(undefined)],
    [`['iad1', 'sfo1']`, { kind: 'array', items: [literal('iad1'), literal('sfo1')] }],
    [
      `{ unstable: { 'a': 1 } } as const`,
      {
        kind: 'object',
        entries: { unstable: { kind: 'object', entries: { a: literal(1) }, open: false } },
        open: false,
      },
    ],
  ];
  for (const [code, value] of accepted) {
    it(`are accepted as Next.js accepts them: ${code}`, () => {
      assert.deepEqual(valueOfHere(`export const here = ${code}`, 'literals'), value);
      assert.deepEqual(valueOfHere(`export const here = ${code}`, 'everything'), value);
    });
  }

  const refused: readonly (readonly [code: string, value: StaticValue])[] = [
    ['60 * 60', literal(3600)],
    ['(30)', literal(30)],
    ['-1', literal(-1)],
    ['name', literal('x')],
    ['`${name}`', literal('x')],
    [`'a' + 'b'`, literal('ab')],
    ['[...list]', { kind: 'array', items: [literal(1)] }],
    ['[name]', { kind: 'array', items: [literal('x')] }],
    ['{ name }', { kind: 'object', entries: { name: literal('x') }, open: false }],
    ['{ [name]: 1 }', { kind: 'object', entries: { x: literal(1) }, open: false }],
    ['f()', literal('f')],
    ['process.env.NAME', UNKNOWN],
    ['/x/', UNKNOWN],
    ['10n', UNKNOWN],
    ['new Date()', UNKNOWN],
  ];
  for (const [code, value] of refused) {
    it(`are not what is computed: ${code}`, () => {
      const text = `const name = 'x', list = [1]; const f = () => 'f'\nexport const here = ${code}`;
      assert.deepEqual(valueOfHere(text, 'literals'), UNKNOWN);
      assert.deepEqual(valueOfHere(text, 'everything'), value);
    });
  }
});

describe('staticValueOf: places', () => {
  it('sees the names of the functions and blocks around it', () => {
    assert.deepEqual(
      valueOfHere(`const a = 'module'\nfunction f() { const a = 'own'; { const here = a } }`, 'everything'),
      literal('own'),
    );
    assert.deepEqual(
      valueOfHere(`const a = 'module'\nfunction f() { { const a = 'other' } const here = a }`, 'everything'),
      literal('module'),
    );
    assert.deepEqual(
      valueOfHere(`function f() { for (const a of [1]) { const here = a } }`, 'everything'),
      UNKNOWN,
    );
  });

  it('takes parameters and caught errors for unknown', () => {
    assert.deepEqual(valueOfHere(`const a = 1\nconst f = (a) => { const here = a }`, 'everything'), UNKNOWN);
    assert.deepEqual(
      valueOfHere(`const a = 1\nconst f = ({ b: [a] }) => { const here = a }`, 'everything'),
      UNKNOWN,
    );
    assert.deepEqual(valueOfHere(`const a = 1\ntry {} catch (a) { const here = a }`, 'everything'), UNKNOWN);
  });

  it('sees a name as it is at that point', () => {
    assert.deepEqual(valueOfHere(`let a = 1\nconst here = a\na = 2`, 'everything'), literal(1));
    assert.deepEqual(valueOfHere(`let a = 1\na = 2\nconst here = a`, 'everything'), literal(2));
    assert.deepEqual(valueOfHere(`let a = 1\na++\nconst here = a`, 'everything'), UNKNOWN);
    assert.deepEqual(valueOfHere(`let a = 1\nfor (a of [1, 2]) {}\nconst here = a`, 'everything'), UNKNOWN);
    assert.deepEqual(
      valueOfHere(`let a = 1\nconst f = () => { const here = a }\na = 2`, 'everything'),
      literal(2),
    );
  });
});
