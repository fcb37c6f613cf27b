/** What every rule owes the project: a test, a page, examples that are true, and words a user can act on. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { allRules } from '../../server/src/rules/index';
import { engineOver } from '../support/engine';
import { parseFixture } from '../support/fixture';
import { checkRule } from '../support/check';

const root = join(__dirname, '../..');

describe('rules', () => {
  it('are all in the index (run `npm run generate`)', () => {
    const files = readdirSync(join(root, 'server/src/rules')).filter((file) => file !== 'index.ts');
    assert.deepEqual(
      allRules.map(({ meta }) => `${meta.id}.ts`),
      files.sort(),
    );
  });

  it('call no fix safe that changes what the code does: whoever saves a file applies those of this list', () => {
    const safe = allRules.filter(({ meta }) => meta.fix === 'safe').map(({ meta }) => meta.id);
    // A comment is taken away, and no code.
    assert.deepEqual(
      safe,
      ['unused-suppression'],
      'argue in the review why the fix changes no behavior, and add the rule here',
    );
  });

  for (const { meta } of allRules) {
    describe(meta.id, () => {
      it('has an id that is a statement about code', () => {
        assert.match(meta.id, /^(?:no|require|prefer|unused)-[a-z0-9-]+$/);
      });

      it('has a test and a page (run `npm run new-rule` and `npm run generate`)', () => {
        assert.ok(existsSync(join(root, `test/rules/${meta.id}.test.ts`)), 'test/rules has no test of it');
        assert.ok(existsSync(join(root, `docs/rules/${meta.id}.md`)), 'docs/rules has no page of it');
      });

      it('has a summary of one sentence, and references to pages of Next.js or a standard', () => {
        assert.match(meta.summary, /^[^\n]+\.$/);
        assert.notEqual(meta.references.length, 0);
        for (const { url } of meta.references) assert.match(url, /^https:\/\//);
      });

      it('has bad examples with exactly one finding, of this rule, as annotated', () => {
        assert.notEqual(meta.examples.bad.length, 0);
        for (const example of meta.examples.bad) {
          checkRule(example);
          const { files } = parseFixture(example);
          const rules = [...engineOver(files).snapshot().allFindings()].flatMap(([, all]) =>
            all.map((f) => f.rule),
          );
          assert.deepEqual(rules, [meta.id], example);
        }
      });

      it('has fixes that are as safe as it says', () => {
        for (const example of meta.examples.bad) {
          const { files } = parseFixture(example);
          const findings = [...engineOver(files).snapshot().allFindings()].flatMap(([, all]) => all);
          for (const { fixes = [] } of findings) {
            for (const { safety } of fixes) assert.equal(safety, meta.fix, example);
          }
        }
      });

      it('has good examples that are clean under all rules', () => {
        assert.notEqual(meta.examples.good.length, 0);
        for (const example of meta.examples.good) checkRule(example);
      });
    });
  }
});
