/** Every snippet in every form passes the real type checker against the real packages. */
import assert from 'node:assert/strict';
import { snippetCases } from './cases';
import { compile, installPackages } from './typecheck';

describe('the snippets', () => {
  before(installPackages);

  for (const javascript of [false, true]) {
    it(`type-check in ${javascript ? 'JavaScript' : 'TypeScript'}, in every form`, () => {
      const cases = snippetCases().filter((each) => each.javascript === javascript);
      assert.ok(cases.length > 60);
      assert.deepEqual(compile(javascript ? 'javascript' : 'typescript', cases), []);
    });
  }
});
