/** Metadata files: which names are routes, and the last part of the URL that each of them is served at. */

/** The last part of a metadata route's URL. */
export interface MetadataName {
  readonly last: string;
  /** The same where the file lists its images or sitemaps by id; undefined where it can't. */
  readonly lastWithId: string | undefined;
}

/** Files that are served as they are; names by https://nextjs.org/docs/app/api-reference/file-conventions/metadata */
const STATIC_AT_ROOT: ReadonlySet<string> = new Set([
  'favicon.ico',
  'robots.txt',
  'manifest.json',
  'manifest.webmanifest',
]);
const STATIC =
  /^(?:sitemap\.xml|icon\d?\.(?:ico|jpe?g|png|svg)|apple-icon\d?\.(?:jpe?g|png)|(?:opengraph|twitter)-image\d?\.(?:jpe?g|png|gif))$/;
const IMAGE = /^(?:icon|apple-icon|opengraph-image|twitter-image)\d?$/;

/** What generates metadata at the app folder's root only, with the name that it is served under. */
const GENERATED_AT_ROOT: ReadonlyMap<string, string> = new Map([
  ['robots', 'robots.txt'],
  ['manifest', 'manifest.webmanifest'],
]);

/** True for the names that `metadataName` names a route for, in some folder or other. */
export function mayBeMetadata(name: string | undefined, file: string): boolean {
  if (name === undefined) return STATIC.test(file) || STATIC_AT_ROOT.has(file);
  return name === 'sitemap' || IMAGE.test(name) || GENERATED_AT_ROOT.has(name);
}

/**
 * Names the route of a file in the folders `folders` of the app folder, if it is one. `name` is the file's name without its
 * page extension, undefined where it has none: then only the static forms count. `version` is the major of the app's
 * Next.js; what differs was measured with builds of 13.4.19, 14.2.35, 15.5.29 and 16.4.6.
 */
export function metadataName(
  folders: readonly string[],
  name: string | undefined,
  file: string,
  version: number,
): MetadataName | undefined {
  if (name === undefined) {
    const isStatic = STATIC.test(file) || (folders.length === 0 && STATIC_AT_ROOT.has(file));
    return isStatic ? { last: withSuffix(folders, file, version), lastWithId: undefined } : undefined;
  }
  if (name === 'sitemap') return { last: 'sitemap.xml', lastWithId: 'sitemap/[__metadata_id__]' };
  if (IMAGE.test(name)) {
    const last = withSuffix(folders, name, version);
    return { last, lastWithId: `${last}/${version < 15 ? '[[...__metadata_id__]]' : '[__metadata_id__]'}` };
  }
  const last = folders.length === 0 ? GENERATED_AT_ROOT.get(name) : undefined;
  return last === undefined ? undefined : { last, lastWithId: undefined };
}

/**
 * Images in route groups and slots could meet at one URL, so Next.js adds a hash of their folder to the name:
 * `app/(a)/icon.png` is served at `/icon-1ab2c3.png`. Sitemaps have none. Measured with `next build` of 16.4.6.
 */
function withSuffix(folders: readonly string[], file: string, version: number): string {
  const grouped = folders.some(
    (folder) =>
      (folder.startsWith('(') && folder.endsWith(')')) || (folder.startsWith('@') && folder !== '@children'),
  );
  if (!grouped || file === 'sitemap.xml') return file;
  const dot = file.lastIndexOf('.');
  const stem = dot < 0 ? file : file.slice(0, dot);
  const suffix = djb2(`/${folders.join('/').replaceAll('%5F', '_')}`, version >= 14)
    .toString(36)
    .slice(0, 6);
  return `${stem}-${suffix}${dot < 0 ? '' : file.slice(dot)}`;
}

/** Bernstein's hash, http://www.cse.yorku.ca/~oz/hash.html: in 32 bits, or with sums that grow beyond them as in 13. */
function djb2(text: string, in32Bits: boolean): number {
  let hash = 5381;
  for (let i = 0; i < text.length; i++) {
    const sum = (hash << 5) + hash + text.charCodeAt(i);
    hash = in32Bits ? sum | 0 : sum;
  }
  return in32Bits ? hash >>> 0 : Math.abs(hash);
}
