/** Which files of a workspace are worth handing to the engine: decided by name, the same on every host. */
import { baseName, type FilePath } from '../text/filePath';

const SOURCE = /\.[cm]?[jt]sx?$/;
const LOCKFILES: ReadonlySet<string> = new Set(['pnpm-lock.yaml', 'yarn.lock', 'bun.lock']);
const NEVER_ENTERED: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.next',
  '.turbo',
  '.vercel',
  '.yarn',
]);

/** True for files that may hold code: their text is searched for directives and imports. */
export function isSourceName(name: string): boolean {
  return SOURCE.test(name);
}

/**
 * True for files that the engine wants listed: code, and what configures it. Every `.json` is listed (not read), because
 * a tsconfig may extend one of any name and code may import one.
 */
export function isWantedName(name: string): boolean {
  return (
    isSourceName(name) ||
    name.endsWith('.json') ||
    name === 'pnpm-workspace.yaml' ||
    name === '.yarnrc.yml' ||
    LOCKFILES.has(name)
  );
}

/**
 * True for the names of metadata files that hold no code. They are routes where they lie in an app folder, so there they
 * are listed; nothing reads them. https://nextjs.org/docs/app/api-reference/file-conventions/metadata
 */
export function isMetadataName(name: string): boolean {
  return METADATA.test(name);
}

const METADATA =
  /^(?:favicon\.ico|robots\.txt|sitemap\.xml|manifest\.webmanifest|icon\d?\.(?:ico|jpe?g|png|svg)|apple-icon\d?\.(?:jpe?g|png)|(?:opengraph|twitter)-image\d?\.(?:jpe?g|png|gif))$/;

/**
 * True for folders that are not entered. Dot folders hold tools' data, except inside a folder of routes, where Next.js
 * serves them: `app/.well-known/x/route.ts` answers `/.well-known/x`.
 */
export function isSkippedFolder(name: string, insideRoutes: boolean): boolean {
  return NEVER_ENTERED.has(name) || (!insideRoutes && name.startsWith('.'));
}

/** True for the names of folders that hold routes: https://nextjs.org/docs/app/getting-started/project-structure */
export function isRouteFolderName(name: string): boolean {
  return name === 'app' || name === 'pages';
}

/** True for files that make their folder a package or an app, so that an `app` beside them holds routes. */
export function marksPackage(name: string): boolean {
  return name === 'package.json' || name.startsWith('next.config.');
}

/**
 * True for the one file of `node_modules` that is worth listing: it tells which Next.js is installed.
 */
export function isInstalledNext(path: FilePath): boolean {
  return path.endsWith('/node_modules/next/package.json');
}

/**
 * Whether a file below `root` would be listed, judged by its path alone: any `app` or `pages` on the way counts as a
 * folder of routes, since a path doesn't tell what lies beside it.
 */
export function isWantedPath(root: FilePath, path: FilePath): boolean {
  const wanted = isWantedName(baseName(path));
  if (!wanted && !isMetadataName(baseName(path))) return false;
  const relative = path.slice(root.length);
  const folders = relative.slice(0, relative.lastIndexOf(isInstalledNext(path) ? '/node_modules/' : '/'));
  let insideRoutes = false;
  for (const folder of folders.split('/')) {
    insideRoutes ||= isRouteFolderName(folder);
    if (isSkippedFolder(folder, insideRoutes)) return false;
  }
  return wanted || insideRoutes;
}
