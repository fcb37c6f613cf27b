/** The import walls of ARCHITECTURE.md: one forbidden import per wall must be an error, so that no wall falls unseen. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ESLint } from 'eslint';

const root = join(__dirname, '../..');

const FORBIDDEN: readonly (readonly [file: string, specifier: string])[] = [
  ['server/src/core/text/x.ts', '../syntax/parse'],
  ['server/src/core/syntax/x.ts', '../facts/fileFacts'],
  ['server/src/core/facts/x.ts', 'typescript'],
  ['server/src/core/facts/x.ts', '../program/program'],
  ['server/src/core/project/x.ts', '../syntax/parse'],
  ['server/src/core/project/x.ts', '../program/program'],
  ['server/src/core/program/x.ts', '../syntax/parse'],
  ['server/src/core/program/x.ts', 'node:fs'],
  ['server/src/core/behavior/x.ts', '../guards/assess'],
  ['server/src/core/guards/x.ts', '../syntax/parse'],
  ['server/src/core/guards/x.ts', '../program/program'],
  ['server/src/core/handlers/x.ts', '../guards/assess'],
  ['server/src/core/catalogue/x.ts', '../guards/assess'],
  ['server/src/core/rule/x.ts', '../analysis'],
  ['server/src/core/features/x.ts', '../../rules/require-async-server-action'],
  ['server/src/core/analysis.ts', '../rules/index'],
  ['server/src/core/edit/x.ts', '../assist/assist'],
  ['server/src/core/assist/x.ts', '../../assists/index'],
  ['server/src/assists/x.ts', 'typescript'],
  ['server/src/assists/x.ts', '../core/analysisHost'],
  ['server/src/rules/x.ts', 'typescript'],
  ['server/src/rules/x.ts', '../core/analysis'],
  ['server/src/lsp/x.ts', '../core/program/program'],
  ['server/src/lsp/x.ts', '../cli/main'],
  ['server/src/lsp/x.ts', 'node:fs'],
  ['server/src/cli/x.ts', '../lsp/server'],
  ['server/src/cli/x.ts', 'vscode-languageserver'],
  ['server/src/browser/x.ts', 'node:path'],
  ['client/src/x.ts', '../../server/src/core/analysis'],
];

describe('import walls', function () {
  // The linter is loaded once for all of them.
  this.timeout(30_000);
  const eslint = new ESLint({ cwd: root });

  for (const [file, specifier] of FORBIDDEN) {
    it(`${file.replace(/\/x\.ts$/, '')} must not import ${specifier}`, async () => {
      const [result] = await eslint.lintText(`/** X. */\nexport * from '${specifier}';\n`, {
        filePath: join(root, file),
      });
      const rules = result?.messages.map((message) => message.ruleId) ?? [];
      assert.ok(rules.includes('no-restricted-imports'), `allowed; messages: ${rules.join(', ') || 'none'}`);
    });
  }

  it('lets the core import its own lower layers', async () => {
    const [result] = await eslint.lintText("/** X. */\nexport * from '../text/filePath';\n", {
      filePath: join(root, 'server/src/core/program/x.ts'),
    });
    assert.deepEqual(result?.messages, []);
  });
});
