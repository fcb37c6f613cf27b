/** Leaves out the entries that speak for other versions of a package than those that an app asks for. */
import intersects from 'semver/ranges/intersects';
import validRange from 'semver/ranges/valid';
import { type CatalogueEntry } from './entry';

/**
 * The entries that hold where `versionsOf` tells the versions, or ranges, of a package that code may mean. An entry goes only
 * where some are known and none can be one of its own: what is not known is judged by all of them.
 */
export function entriesFor(
  entries: readonly CatalogueEntry[],
  versionsOf: (packageName: string) => readonly string[],
): readonly CatalogueEntry[] {
  const left = entries.filter((entry) => mayHold(entry, versionsOf));
  return left.length === entries.length ? entries : left;
}

function mayHold(
  { packages, versions }: CatalogueEntry,
  versionsOf: (packageName: string) => readonly string[],
): boolean {
  // An entry that was not checked may hold no range.
  if (versions === undefined || validRange(versions) === null) return true;
  const asked = packages.flatMap(versionsOf);
  return (
    asked.length === 0 || asked.some((range) => intersects(range, versions, { includePrerelease: true }))
  );
}
