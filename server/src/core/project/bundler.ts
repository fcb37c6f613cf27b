/** Tells which bundler builds an app: Turbopack and webpack register different Server Actions. */
import major from 'semver/functions/major';
import { asObject, stringEntries } from './json';
import { type Manifest } from './packages';
import { type App } from './project';

/**
 * The bundler of `next build` by version and by the flags in the package's scripts. Turbopack is the default since 16:
 * https://nextjs.org/docs/app/api-reference/turbopack
 */
export function bundlerOf(version: string | undefined, manifest: Manifest | undefined): App['bundler'] {
  const flags = buildFlags(manifest);
  if (flags !== undefined) {
    if (/(?:^|\s)--webpack\b/.test(flags)) return 'webpack';
    if (/(?:^|\s)--turbo(?:pack)?\b/.test(flags)) return 'turbopack';
  }
  if (version === undefined) return 'unknown';
  return major(version) >= 16 ? 'turbopack' : 'webpack';
}

/** What follows `next build` in the script `build`, else in the first other script that has it. */
function buildFlags(manifest: Manifest | undefined): string | undefined {
  const scripts = stringEntries(asObject(manifest?.json).scripts);
  const ordered = [
    ...scripts.filter(([name]) => name === 'build'),
    ...scripts.filter(([name]) => name !== 'build'),
  ];
  for (const [, command] of ordered) {
    const build = /\bnext\s+build\b([^&|;]*)/.exec(command);
    if (build) return build[1] ?? '';
  }
  return undefined;
}
