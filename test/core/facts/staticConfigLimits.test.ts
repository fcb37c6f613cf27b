/** Configurations that would take forever to read are given up on. */
import assert from 'node:assert/strict';
import { readConfigValue } from '../../../server/src/core/facts/staticConfig';
import { parseFile } from '../../../server/src/core/syntax/parse';
import { filePath } from '../../../server/src/core/text/filePath';

// The time limit of a test is the assertion here: what grows exponentially would not end.
describe('readConfigValue: hostile files', () => {
  const doubling = (line: (i: number) => string): string =>
    Array.from({ length: 60 }, (_, i) => line(i)).join('\n');
  const many = (line: (i: number) => string): string =>
    Array.from({ length: 20_000 }, (_, i) => line(i)).join('\n');
  const texts: readonly (readonly [title: string, text: string])[] = [
    [
      'arrays that double',
      `const a0 = ['x']\n${doubling((i) => `const a${i + 1} = [...a${i}, ...a${i}]`)}\nexport default { x: a60 }`,
    ],
    [
      'arrays that nest',
      `const a0 = ['x']\n${doubling((i) => `const a${i + 1} = [a${i}, a${i}]`)}\nexport default { x: a60 }`,
    ],
    [
      'strings that double',
      `const a0 = 'x'\n${doubling((i) => `const a${i + 1} = a${i} + a${i}`)}\nexport default { x: a60 }`,
    ],
    [
      'calls that double',
      `const f0 = (x) => [x, x]\n${doubling((i) => `const f${i + 1} = (x) => f${i}(f${i}(x))`)}\nexport default { x: f60(1) }`,
    ],
    [
      'conditionals over nested values',
      `const a0 = process.env.A ? { x: 1 } : { x: 2 }\n${doubling((i) => `const a${i + 1} = process.env.A ? { x: a${i}, y: a${i} } : { x: a${i}, y: a${i}, z: 1 }`)}\nexport default a60`,
    ],
    ['a long sum', `export default { x: ${"'a' + ".repeat(5_000)}'b' }`],
    ['a long chain of members', `const a = {}\nexport default { x: a${'.b'.repeat(3_000)} }`],
    [
      'many changes',
      `const config = {}\n${many((i) => `config.a${i} = config.a${i - 1}`)}\nexport default config`,
    ],
    ['many names', `const a0 = 'x'\n${many((i) => `const a${i + 1} = a${i}`)}\nexport default { x: a20000 }`],
    ['many functions', `${many((i) => `function f${i}() { return f${i + 1}() }`)}\nexport default f0`],
  ];
  for (const [title, text] of texts) {
    it(`are given up in good time: ${title}`, function () {
      this.timeout(20_000);
      assert.ok(
        JSON.stringify(readConfigValue(parseFile(filePath('/next.config.js'), text))).length < 20_000_000,
      );
    });
  }
});
