/** What every assist owes the project: a test, words a user can act on, and examples that are true. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { allAssists } from '../../server/src/assists/index';
import { checkAssist } from '../support/checkAssist';

const root = join(__dirname, '../..');

describe('assists', () => {
  it('are all in the index (run `npm run generate`)', () => {
    const files = readdirSync(join(root, 'server/src/assists')).filter(
      (file) => /^[a-z0-9-]+\.ts$/.test(file) && file !== 'index.ts',
    );
    assert.deepEqual(
      allAssists.map(({ meta }) => `${meta.id}.ts`),
      files.sort(),
    );
  });

  for (const { meta } of allAssists) {
    describe(meta.id, () => {
      it('has a test, and a summary of one sentence', () => {
        assert.ok(
          existsSync(join(root, `test/assists/${meta.id}.test.ts`)),
          'test/assists has no test of it',
        );
        assert.match(meta.summary, /^[^\n]+\.$/);
      });

      it('does to its examples what they say', () => {
        assert.notEqual(meta.examples.length, 0);
        for (const { before, after } of meta.examples) checkAssist(meta.id, before, after);
      });
    });
  }
});
