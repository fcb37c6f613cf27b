/** Finds who uses a server action: follows imports, barrels and namespaces to the very export or inline function. */
import { type Usage, type UsageFacts, type UsageKind } from '../facts/usages';
import { type FactId, type ImportFact } from '../facts/fileFacts';
import { type FilePath } from '../text/filePath';
import { registeredName } from './endpoints';
import { exportedNames, findExport } from './moduleExports';
import { isTestFile } from './testFiles';
import { type Endpoint, type Program, type ProgramFiles } from './program';

/** One use of an action. */
export interface Caller {
  readonly path: FilePath;
  /** Its place among the usage ranges of `path`. */
  readonly use: FactId;
  readonly kind: UsageKind;
  readonly label: string;
  /** The exported names of the declaration that it stands in; undefined where that always runs, or is private. */
  readonly owners: readonly string[] | undefined;
  /** See `Usage`. */
  readonly picks: Usage['picks'];
}

/** What finding callers needs beside the program. */
export interface CallerFiles extends ProgramFiles {
  usagesOf(path: FilePath): UsageFacts | undefined;
}

/** Where uses of actions can stand: follows from the program alone, so that typing in a body leaves it as it is. */
export interface CallerGraph {
  readonly actions: readonly Endpoint[];
  /** Files that may use an action, sorted. */
  readonly users: readonly FilePath[];
  /** Modules through which an import can lead to an action. */
  readonly carriers: ReadonlySet<FilePath>;
  readonly targets: Targets;
}

/** Actions by the keys that uses lead to; several where a name stands for the object that holds them. */
type Targets = ReadonlyMap<string, readonly Endpoint[]>;

/** Finds the files whose uses matter, in steps of one file. */
export function* callerGraph(program: Program, files: CallerFiles): Generator<undefined, CallerGraph, void> {
  const actions = program.endpoints.filter(({ kind }) => kind === 'action' || kind === 'inline-action');
  const holders = new Set(actions.map((action) => action.path));
  return { actions, targets: targetsByName(program, actions), ...(yield* usersOf(program, files, holders)) };
}

/** The callers of every action, by endpoint id, in the order of files and places. */
export function findCallers(
  program: Program,
  files: CallerFiles,
  graph: CallerGraph,
): ReadonlyMap<string, readonly Caller[]> {
  const callers = new Map<string, Caller[]>();
  for (const path of graph.users) {
    const link = files.linkFactsOf(path);
    const facts = files.usagesOf(path);
    if (!link || !facts) continue;
    for (const usage of facts.usages) {
      const endpoints = targetsOf(program, files, graph, path, link.imports, usage);
      for (const { id } of endpoints) {
        const list = callers.get(id) ?? [];
        const { id: use, kind, label, owners, picks } = usage;
        list.push({ path, use, kind, label, owners, picks });
        callers.set(id, list);
      }
    }
  }
  return callers;
}

function targetsOf(
  program: Program,
  files: ProgramFiles,
  graph: CallerGraph,
  path: FilePath,
  imports: readonly ImportFact[],
  { local, member, specifier }: Usage,
): readonly Endpoint[] {
  if (specifier !== undefined && member === undefined) {
    const target = program.project.resolve(path, specifier);
    if (target.kind !== 'file' || !graph.carriers.has(target.path)) return [];
    const names = exportedNames(program.project, files, target.path).keys();
    return [...names].flatMap((name) =>
      found(graph, namedKeys(program, files, target.path, name, undefined)),
    );
  }
  const imported =
    specifier === undefined
      ? imports.find((candidate) => candidate.local === local)
      : { specifier, imported: '*' };
  return found(
    graph,
    imported
      ? exportKeys(program, files, path, imported, member, graph.carriers)
      : ownKeys(path, local, member),
  );
}

function found(graph: CallerGraph, keys: readonly string[]): readonly Endpoint[] {
  return keys.map((key) => graph.targets.get(key)).find((targets) => targets !== undefined) ?? [];
}

/**
 * Keys: `path#exported`, and `path#local:name` for a file's own names; with `.member` for what an object holds, with `.*`
 * for all of it.
 */
function targetsByName(program: Program, actions: readonly Endpoint[]): Targets {
  const targets = new Map<string, Endpoint[]>();
  const add = (key: string, endpoint: Endpoint): void => {
    const list = targets.get(key);
    if (list) list.push(endpoint);
    else targets.set(key, [endpoint]);
  };
  for (const endpoint of actions) {
    const link = program.linkFactsOf(endpoint.path);
    if (endpoint.kind === 'action') {
      for (const fact of link?.exports ?? []) {
        if (link && registeredName(link, fact) !== endpoint.name) continue;
        add(`${endpoint.path}#${fact.name}`, endpoint);
        add(`${endpoint.path}#local:${fact.local ?? fact.name}`, endpoint);
      }
      continue;
    }
    const fact = link?.inlineActions.find(({ index }) => `inline:${index}` === endpoint.fact);
    if (!fact) continue;
    if (fact.exportedAs !== undefined) add(`${endpoint.path}#${fact.exportedAs}`, endpoint);
    if (fact.container === undefined) add(`${endpoint.path}#local:${fact.name}`, endpoint);
    else {
      const exported = link?.exports.filter(({ name, local }) => (local ?? name) === fact.container) ?? [];
      for (const holder of [`local:${fact.container}`, ...exported.map(({ name }) => name)]) {
        if (fact.member !== undefined) add(`${endpoint.path}#${holder}.${fact.member}`, endpoint);
        add(`${endpoint.path}#${holder}.*`, endpoint);
      }
    }
  }
  return targets;
}

function ownKeys(path: FilePath, local: string, member: string | undefined): readonly string[] {
  return memberKeys(`${path}#local:${local}`, member);
}

/** The key of a name or of its member; the whole of an object stands for all that it holds. */
function memberKeys(key: string, member: string | undefined): readonly string[] {
  return member === undefined ? [key, `${key}.*`] : [`${key}.${member}`, key];
}

function exportKeys(
  program: Program,
  files: ProgramFiles,
  from: FilePath,
  { specifier, imported }: Pick<ImportFact, 'specifier' | 'imported'>,
  member: string | undefined,
  carriers: ReadonlySet<FilePath>,
): readonly string[] {
  const target = program.project.resolve(from, specifier);
  // Most of what a file imports comes from modules that hold no action: their exports need not be parsed.
  if (target.kind !== 'file' || !carriers.has(target.path)) return [];
  const name = imported === '*' ? member : imported;
  if (name === undefined) return [];
  return namedKeys(program, files, target.path, name, imported === '*' ? undefined : member);
}

/** The re-exporting 'use server' file has an action of its own; only plain barrels are looked through. */
function namedKeys(
  program: Program,
  files: ProgramFiles,
  path: FilePath,
  name: string,
  member: string | undefined,
): readonly string[] {
  const declared = findExport(program.project, files, path, name);
  return [
    ...memberKeys(`${path}#${name}`, member),
    ...(declared ? memberKeys(`${declared.path}#${declared.name}`, member) : []),
  ];
}

/** Where actions may be used, and where they may come from. */
interface Users {
  /** Files that hold an action, or import a carrier; sorted. */
  readonly users: readonly FilePath[];
  /** Files that hold an action, and barrels that pass on what a carrier exports. */
  readonly carriers: ReadonlySet<FilePath>;
}

function* usersOf(
  program: Program,
  files: CallerFiles,
  holders: ReadonlySet<FilePath>,
): Generator<undefined, Users, void> {
  const importers = program.importers();
  const users = new Set(holders);
  const pending = [...holders];
  const followed = new Set(holders);
  for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
    for (const { path, reexport } of importers.get(module) ?? []) {
      users.add(path);
      // They will be asked for, and the tree is at hand only as long as no other file is parsed.
      if (!isTestFile(path)) files.usagesOf(path);
      yield;
      // `import { a }; export { a }` is a barrel too; only its facts tell.
      const passesOn =
        reexport || files.linkFactsOf(path)?.exports.some(({ value }) => value.kind === 'import');
      if (!passesOn || followed.has(path)) continue;
      followed.add(path);
      pending.push(path);
    }
  }
  return { users: [...users].filter((path) => !isTestFile(path)).sort(), carriers: followed };
}
