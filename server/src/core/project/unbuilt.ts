/** Maps a build product that a checkout doesn't hold to the source it would be built from. */
import { isWithin, relativePath, type FilePath } from '../text/filePath';
import { joinFast } from './folders';
import { isDeclarationFile, withoutExtension } from './moduleFile';
import { type TsConfig } from './tsconfig';

const OUTPUT_FOLDERS: ReadonlySet<string> = new Set([
  'dist',
  'build',
  'lib',
  'out',
  'output',
  'es',
  'esm',
  'cjs',
]);
const FORMAT_FOLDERS: ReadonlySet<string> = new Set([
  'esm',
  'cjs',
  'es',
  'mjs',
  'commonjs',
  'module',
  'types',
]);

/**
 * Paths without extension where the source of `target` may lie, most likely first. `root` is the folder of the package
 * that names the target, `config` the tsconfig of that folder.
 */
export function sourceStems(
  target: FilePath,
  root: FilePath,
  config: TsConfig | undefined,
): readonly FilePath[] {
  // A target in TypeScript is no build product.
  if (/\.[cm]?tsx?$/.test(target) && !isDeclarationFile(target)) return [];
  const stem = withoutExtension(target);
  const stems: FilePath[] = [];
  if (config?.outDir !== undefined && isWithin(stem, config.outDir) && config.outDir !== root) {
    const rest = relativePath(config.outDir, stem);
    if (config.rootDir !== undefined) stems.push(joinFast(config.rootDir, rest));
    stems.push(joinFast(root, `src/${rest}`), joinFast(root, rest));
  }
  const parts = relativePath(root, stem).split('/');
  if (OUTPUT_FOLDERS.has(parts[0] ?? '')) {
    const rest = parts.slice(1);
    while (rest.length > 1 && FORMAT_FOLDERS.has(rest[0] ?? '')) rest.shift();
    stems.push(joinFast(root, `src/${rest.join('/')}`), joinFast(root, rest.join('/')));
  }
  return stems;
}
