/** House rules that no linter knows: every module says why it exists, and the protocol is documented. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.(?:ts|mts|mjs)$/.test(entry.name) && !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('sources', () => {
  it('open with a sentence that says what the module is for', () => {
    const silent = ['server/src', 'client/src', 'scripts', 'test']
      .flatMap(sources)
      .filter((file) => !/\/test\/(?:projects|oracle\/apps)\//.test(file) && !file.includes('/golden/'))
      .filter((file) => !/^(?:#!.*\n)?(?:\/\*\*?[\s\S]*?\*\/|\/\/ )/.test(readFileSync(file, 'utf8')));
    assert.deepEqual(silent, [], 'write one sentence at the top of each: why does this file exist?');
  });

  it('never promise that a Server Action is out of reach', () => {
    const promise =
      /(?:can(?:no|'|’)t|can not|cannot|never) be (?:called|reached|invoked) (?:from )?(?:the )?outside/i;
    const files = ['server/src', 'client/src', 'docs'].flatMap((folder) =>
      readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    const guilty = [...files, 'README.md', 'package.json', 'package.nls.json']
      .map((file) => (file.startsWith(root) ? file : join(root, file)))
      .filter((file) => promise.test(readFileSync(file, 'utf8')));
    assert.deepEqual(guilty, []);
  });
});

describe('the protocol', () => {
  it('is described in ARCHITECTURE.md, every custom request and notification of it', () => {
    const names = [
      ...readFileSync(join(root, 'server/src/protocol.ts'), 'utf8').matchAll(/'(nextSurface\/\w+)'/g),
    ];
    assert.notEqual(names.length, 0);
    const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    assert.deepEqual(
      names.map(([, name]) => name).filter((name) => name !== undefined && !page.includes(`\`${name}\``)),
      [],
      'add them to the table of custom requests',
    );
  });
});
