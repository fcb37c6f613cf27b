/** What is read from a next.config is certain: each case is also run, and may not come out otherwise. */
import assert from 'node:assert/strict';
import { readConfigValue } from '../../../server/src/core/facts/staticConfig';
import { type StaticValue } from '../../../server/src/core/facts/staticValue';
import { parseFile } from '../../../server/src/core/syntax/parse';
import { filePath } from '../../../server/src/core/text/filePath';
import { CASES, OPEN, UNKNOWN } from './configCases';
import { contradictions, runnable } from './configRun';

function read(text: string, name = 'next.config.ts'): StaticValue {
  return readConfigValue(parseFile(filePath(`/app/${name}`), text));
}

/** A value as plain JavaScript, so that expectations read like the config they come from. */
function plain(value: StaticValue): unknown {
  switch (value.kind) {
    case 'literal':
      return value.value;
    case 'unknown':
      return UNKNOWN;
    case 'array':
      return value.items.map(plain);
    case 'object': {
      const entries = Object.entries(value.entries).map(([key, entry]) => [key, plain(entry)] as const);
      return { ...Object.fromEntries(entries), ...(value.open ? OPEN : {}) };
    }
  }
}

describe('readConfigValue', () => {
  for (const [title, text, expected] of CASES) {
    it(`reads ${title}`, () => {
      assert.deepEqual(plain(read(text)), expected);
    });
    it(`reads nothing that is not so: ${title}`, async () => {
      const value = read(text);
      const run = runnable(text);
      for (const env of [
        {},
        { A: 'x', B: 'y', C: 'x' },
        { A: 'basePath', KEY: 'basePath', BASE_PATH: '/env' },
      ]) {
        for (const phase of ['build', 'dev']) {
          assert.deepEqual(contradictions(value, await run(env, phase)), []);
        }
      }
    });
  }

  it('reads JavaScript and CommonJS files alike', () => {
    for (const name of ['next.config.js', 'next.config.mjs', 'next.config.cjs', 'next.config.cts']) {
      assert.deepEqual(
        plain(read(`/** @type {import('next').NextConfig} */\nmodule.exports = { basePath: '/a' }`, name)),
        {
          basePath: '/a',
        },
      );
    }
    assert.deepEqual(plain(read(`export = { basePath: '/a' }`, 'next.config.cts')), { basePath: '/a' });
  });

  it('takes names that lead back to themselves for unknown', () => {
    assert.deepEqual(plain(read(`const a = b, b = a\nexport default { basePath: a }`)), {
      basePath: UNKNOWN,
    });
    assert.deepEqual(plain(read(`const f = () => f()\nexport default { basePath: f() }`)), {
      basePath: UNKNOWN,
    });
    assert.deepEqual(plain(read(`const a = { ...a, x: 1 }\nexport default a`)), { x: 1, ...OPEN });
    assert.deepEqual(plain(read(`const a = { a: [a] }\nexport default a`)), { a: [UNKNOWN] });
  });

  it('reads what is left of a file that is half typed', () => {
    assert.deepEqual(plain(read(`const config = { basePath: '/a', output: \n}\nexport default config`)), {
      basePath: '/a',
      output: UNKNOWN,
    });
    assert.equal(plain(read('export default ')), UNKNOWN);
    assert.equal(plain(read('')), UNKNOWN);
  });
});
