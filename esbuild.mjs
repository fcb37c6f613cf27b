// Builds every bundle of the product: one table, one command.
import { rm } from 'node:fs/promises';
import { readFile } from 'node:fs/promises';
import { build, context } from 'esbuild';
import { shakeTypescript } from './scripts/shakeTypescript.mjs';

const manifest = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'));
const watch = process.argv.includes('--watch');

const common = {
  bundle: true,
  minify: true,
  sourcemap: false,
  target: 'es2022',
  logLevel: 'warning',
  // The licenses of what is bundled ask for their notices to be kept.
  legalComments: 'eof',
  define: { __VERSION__: JSON.stringify(manifest.version) },
  plugins: [shakeTypescript()],
};
// `module` first: the CommonJS entry of jsonc-parser hides its imports from bundlers.
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
const browser = { ...common, platform: 'browser' };

const bundles = [
  { ...node, entryPoints: ['client/src/node/main.ts'], outfile: 'dist/client.js', external: ['vscode'] },
  { ...node, entryPoints: ['server/src/node/serverMain.ts'], outfile: 'dist/server.js' },
  {
    ...node,
    entryPoints: ['server/src/node/cliMain.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...browser,
    entryPoints: ['client/src/browser/main.ts'],
    outfile: 'dist/web/client.js',
    format: 'cjs',
    external: ['vscode'],
  },
  {
    ...browser,
    entryPoints: ['server/src/browser/serverMain.ts'],
    outfile: 'dist/web/server.js',
    format: 'iife',
  },
];

await rm(new URL('dist', import.meta.url), { recursive: true, force: true });
if (watch) await Promise.all(bundles.map(async (bundle) => (await context(bundle)).watch()));
else await Promise.all(bundles.map((bundle) => build(bundle)));
