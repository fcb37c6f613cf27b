// `npm run package`: builds everything and packs the extension into dist/next-surface.vsix.

import path from 'node:path';
import { createRequire } from 'node:module';
import { npmOrThrow, ROOT, run } from './processes.mjs';

try {
  // Built anew, so that a package never holds an older state than the sources beside it.
  await npmOrThrow(['run', 'build']);
  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
  // Everything is bundled, so no dependency is packed; .vscodeignore says what is.
  const args = [vsce, 'package', '--no-dependencies', '--out', path.join('dist', 'next-surface.vsix')];
  const { code, output } = await run(process.execPath, args, { cwd: ROOT });
  console.log(output.trimEnd());
  process.exitCode = code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
