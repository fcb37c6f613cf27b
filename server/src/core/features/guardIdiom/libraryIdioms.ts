/** The documented guards of the libraries that an app depends on, with the app's own modules put in where it has them. */
import satisfies from 'semver/functions/satisfies';
import minVersion from 'semver/ranges/min-version';
import { type App } from '../../project/project';
import { type ExportFact } from '../../facts/fileFacts';
import { type FilePath, isWithin, joinPath } from '../../text/filePath';
import { type GuardIdiom, type GuardImport, type GuardPlace } from './guardIdiom';
import { relativeSpecifier } from '../../edit/specifier';
import { dependenciesOf, type IdiomSource, usualSpecifier } from './idiomSource';
import { DEFAULT_REJECTION, LIBRARY_IDIOMS, type LibraryIdiom, type LibraryImport } from './libraryTable';
import { SECRET_IDIOMS } from './secretTable';
import { returnsOf } from './walkBehavior';

/** The idioms of the libraries that the app depends on, in the table's order. */
export function libraryIdioms(source: IdiomSource, app: App, place: GuardPlace): readonly GuardIdiom[] {
  const dependencies = dependenciesOf(source, app);
  return LIBRARY_IDIOMS.filter((idiom) => (idiom.place ?? place) === place && isUsed(idiom, dependencies))
    .filter(({ ownUse }) => ownUse === undefined || isImported(source, app, ownUse))
    .map((idiom) => ({ idiom, written: idiomOf(source, app, idiom) }))
    .filter(
      ({ idiom, written }) => !needsOwn(idiom) || written.imports.every(({ path }) => path !== undefined),
    )
    .map(({ written }) => written);
}

/** Other packages of the workspace may depend on it for purposes of their own. */
function isImported({ files }: IdiomSource, app: App, name: string): boolean {
  for (const path of files.paths()) {
    if (
      isWithin(path, app.root) &&
      files.scanOf(path)?.imports.some(({ specifier }) => isOf(specifier, [name]))
    )
      return true;
  }
  return false;
}

/** A builder without a guarded client of the app's own would guard nothing, and a reader that the app lacks reads nothing. */
function needsOwn({ form, imports }: LibraryIdiom): boolean {
  return form === 'builder' || imports.some(({ reads }) => reads);
}

/** The guard for programs of that id (`api-key`, `cron-secret`): for handlers only. */
export function secretIdiom(
  source: IdiomSource,
  app: App,
  id: 'api-key' | 'cron-secret',
): GuardIdiom | undefined {
  const idiom = SECRET_IDIOMS.find((candidate) => candidate.id === id);
  return idiom && idiomOf(source, app, idiom);
}

/** Whether a library of the table is among the dependencies in the version that the idiom is about. */
function isUsed(idiom: LibraryIdiom, dependencies: ReadonlyMap<string, string>): boolean {
  const name = idiom.packages.find((candidate) => dependencies.has(candidate));
  if (name === undefined) return false;
  return idiom.versions === undefined || mayBe(dependencies.get(name) ?? '', idiom.versions);
}

/** True where the asked-for range starts within `versions`; tags and catalogs say nothing, so that the newest is meant. */
function mayBe(range: string, versions: string): boolean {
  // Auth.js 5 is published under the tag `beta` alone.
  const lowest = range === 'beta' ? '5.0.0-beta.0' : lowerBound(range);
  return lowest === undefined
    ? versions.startsWith('>=')
    : satisfies(lowest, versions, { includePrerelease: true });
}

function lowerBound(range: string): string | undefined {
  try {
    const version = minVersion(range)?.version;
    return version === '0.0.0' ? undefined : version;
  } catch {
    return undefined;
  }
}

function idiomOf(source: IdiomSource, app: App, idiom: LibraryIdiom): GuardIdiom {
  const { form, kind, label, javascript, condition, identity, wrapper } = idiom;
  const imports = idiom.imports.map((wanted) => importOf(source, app, wanted));
  // What the app calls otherwise than the documentation is called so in the code.
  const named = (code: string): string =>
    idiom.imports.reduce((text, { imported }, at) => {
      const local = imports[at]?.local ?? imported;
      return local === imported ? text : text.replaceAll(new RegExp(`\\b${imported}\\b`, 'g'), local);
    }, code);
  const statements = idiom.statements.map(named);
  return {
    source: 'library',
    form,
    kind,
    label,
    imports,
    statements,
    ...(javascript && { javascript: javascript.map(named) }),
    condition,
    rejection: DEFAULT_REJECTION,
    identity,
    wrapper,
    usesRequest: statements.some((code) => code.includes('\u0001')),
    uses: 0,
    actionOnly: false,
  };
}

function importOf(source: IdiomSource, app: App, wanted: LibraryImport): GuardImport {
  const found = wanted.ownModuleOf && findOwnModule(source, app, wanted, wanted.ownModuleOf);
  if (!found) {
    const { imported, specifier } = wanted;
    return { imported, local: imported, specifier, path: undefined };
  }
  const { path, name, unproven } = found;
  const specifier = usualSpecifier(source, path) ?? relativeSpecifier(joinPath(app.root, 'file'), path);
  return { imported: name, local: name, specifier, path, ...(unproven && { unproven }) };
}

interface OwnModule {
  readonly path: FilePath;
  /** The exported name. */
  readonly name: string;
  /** Not made by the package's own function right there. */
  readonly unproven?: true;
}

/** The module in which the app sets the library up: it imports the package and exports the name. The app's own comes first. */
function findOwnModule(
  source: IdiomSource,
  app: App,
  { imported, like, madeBy, reads }: LibraryImport,
  packages: readonly string[],
): OwnModule | undefined {
  const alike = like === undefined ? undefined : new RegExp(like, 'i');
  const found: OwnModule[] = [];
  for (const path of source.files.paths()) {
    const scan = source.files.scanOf(path);
    if (!scan?.imports.some(({ specifier, reexport }) => !reexport && isOf(specifier, packages))) continue;
    if (scan.directive === 'client') continue;
    const all = source.files.linkFactsOf(path)?.exports ?? [];
    const exports = reads ? all.filter((each) => givesNothing(source, path, each)) : all;
    const made = exports.filter(({ value }) => value.kind === 'call' && value.callee === madeBy);
    // `export const auth = await getAuth()`: what a function of its own makes is called as documented.
    const isProven = madeBy === undefined || made.length > 0;
    if (made.length === 0)
      made.push(...exports.filter(({ name, value }) => name === imported && value.kind !== 'literal'));
    const names = (madeBy === undefined ? exports : made)
      .map(({ name }) => name)
      .filter((name) => name !== 'default');
    const name =
      names.find((each) => each === imported) ??
      names.find((each) => alike?.test(each)) ??
      (madeBy === undefined ? undefined : names[0]);
    if (name !== undefined) found.push({ path, name, ...(!isProven && { unproven: true as const }) });
  }
  // Browser and server clients are often called alike: the server's says so.
  const rank = ({ path, name }: OwnModule): number =>
    (isWithin(path, app.root) ? 0 : 8) +
    (/client|browser|middleware|proxy/i.test(path) || /browser|admin|service/i.test(name) ? 4 : 0) +
    (/server/i.test(path) ? 0 : 2) +
    (name === imported ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1))[0];
}

/** A function without parameters that somewhere returns `null` or nothing: so it says that nobody is signed in. */
function givesNothing(source: IdiomSource, path: FilePath, { name, local, value }: ExportFact): boolean {
  if (value.kind !== 'function' || value.parameters > 0 || value.generator) return false;
  const behavior = source.behaviorOf(path);
  const binding = behavior?.bindings[local ?? name];
  const init = binding?.k === 'init' ? behavior?.inits[binding.i]?.e : undefined;
  const id = binding?.k === 'function' ? binding.id : init?.k === 'fn' ? init.id : undefined;
  const body = id === undefined ? undefined : behavior?.functions[id]?.body;
  return returnsOf(body ?? []).some(
    (given) => !given || given.k === 'undef' || (given.k === 'lit' && given.v === null),
  );
}

function isOf(specifier: string, packages: readonly string[]): boolean {
  return packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}
