/** The core bundled alone: it may hold nothing but itself, the parser and the pure libraries that ARCHITECTURE.md lists. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(__dirname, '../..');

/** Package folders among the inputs of a browser bundle of `entry`. */
async function packagesIn(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [join(root, entry)],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'esm',
    logLevel: 'silent',
    external: ['node:*', 'fs', 'path', 'os', 'crypto', 'perf_hooks', 'inspector', 'source-map-support'],
  });
  const names = Object.keys(metafile.inputs).flatMap((input) => {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
    return name === undefined ? (input.startsWith('server/src/') ? [] : [input]) : [name];
  });
  return [...new Set(names)].sort();
}

describe('the core, bundled alone', function () {
  this.timeout(60_000);

  it('holds only itself and the libraries that ARCHITECTURE.md lists', async () => {
    const listed = /Libraries inside the core: (.*)\./.exec(
      readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'),
    )?.[1];
    const allowed = [...(listed ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    assert.deepEqual(
      (await packagesIn('server/src/core/analysisHost.ts')).filter((name) => !allowed.includes(name)),
      [],
    );
  });

  it('can fail: an adapter brings more', async () => {
    assert.ok((await packagesIn('server/src/lsp/server.ts')).includes('vscode-languageserver'));
  });
});
