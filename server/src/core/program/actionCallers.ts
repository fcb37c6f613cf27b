/** Finds who uses a server action: follows imports, barrels and namespaces to the very export or inline function. */
import { type UsageFacts, type UsageKind } from '../facts/usages';
import { type FactId, type ImportFact } from '../facts/fileFacts';
import { type FilePath } from '../text/filePath';
import { findExport } from './moduleExports';
import { type Endpoint, type Program, type ProgramFiles } from './program';

/** One use of an action. */
export interface Caller {
  readonly path: FilePath;
  /** Its place among the usage ranges of `path`. */
  readonly use: FactId;
  readonly kind: UsageKind;
  readonly label: string;
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
  readonly targets: ReadonlyMap<string, Endpoint>;
}

/** Finds the files whose uses matter. */
export function callerGraph(program: Program, files: ProgramFiles): CallerGraph {
  const actions = program.endpoints.filter(({ kind }) => kind === 'action' || kind === 'inline-action');
  const holders = new Set(actions.map((action) => action.path));
  return { actions, targets: targetsByName(program, actions), ...usersOf(program, files, holders) };
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
      const imported = link.imports.find(({ local }) => local === usage.local);
      const keys = imported
        ? exportKeys(program, files, path, imported, usage.member, graph.carriers)
        : ownKeys(path, usage.local, usage.member);
      const endpoint = keys.map((key) => graph.targets.get(key)).find((found) => found !== undefined);
      if (!endpoint) continue;
      const list = callers.get(endpoint.id) ?? [];
      list.push({ path, use: usage.id, kind: usage.kind, label: usage.label });
      callers.set(endpoint.id, list);
    }
  }
  return callers;
}

/** Keys: `path#exported`, `path#container.member`, and `path#local:name` for a file's own names. */
function targetsByName(program: Program, actions: readonly Endpoint[]): ReadonlyMap<string, Endpoint> {
  const targets = new Map<string, Endpoint>();
  const add = (key: string, endpoint: Endpoint): void =>
    void (targets.has(key) || targets.set(key, endpoint));
  for (const endpoint of actions) {
    const link = program.linkFactsOf(endpoint.path);
    if (endpoint.kind === 'action') {
      add(`${endpoint.path}#${endpoint.name}`, endpoint);
      add(`${endpoint.path}#local:${endpoint.name}`, endpoint);
      continue;
    }
    const fact = link?.inlineActions.find(({ index }) => `inline:${index}` === endpoint.fact);
    if (!fact) continue;
    if (fact.exportedAs !== undefined) add(`${endpoint.path}#${fact.exportedAs}`, endpoint);
    if (fact.container !== undefined) {
      for (const key of [`${fact.container}.${fact.name}`, fact.container]) {
        add(`${endpoint.path}#${key}`, endpoint);
        add(`${endpoint.path}#local:${key}`, endpoint);
      }
    } else add(`${endpoint.path}#local:${fact.name}`, endpoint);
  }
  return targets;
}

function ownKeys(path: FilePath, local: string, member: string | undefined): readonly string[] {
  return member === undefined
    ? [`${path}#local:${local}`]
    : [`${path}#local:${local}.${member}`, `${path}#local:${local}`];
}

function exportKeys(
  program: Program,
  files: ProgramFiles,
  from: FilePath,
  { specifier, imported }: ImportFact,
  member: string | undefined,
  carriers: ReadonlySet<FilePath>,
): readonly string[] {
  const target = program.project.resolve(from, specifier);
  // Most of what a file imports comes from modules that hold no action: their exports need not be parsed.
  if (target.kind !== 'file' || !carriers.has(target.path)) return [];
  const name = imported === '*' ? member : imported;
  if (name === undefined) return [];
  const inner = imported === '*' ? undefined : member;
  const keys: string[] = [];
  // The re-exporting 'use server' file has an action of its own; only plain barrels are looked through.
  const found = findExport(program.project, files, target.path, name);
  for (const [path, exported] of [
    [target.path, name] as const,
    ...(found ? [[found.path, found.name] as const] : []),
  ]) {
    if (inner !== undefined) keys.push(`${path}#${exported}.${inner}`);
    keys.push(`${path}#${exported}`);
  }
  return keys;
}

/** Where actions may be used, and where they may come from. */
interface Users {
  /** Files that hold an action, or import a carrier; sorted. */
  readonly users: readonly FilePath[];
  /** Files that hold an action, and barrels that pass on what a carrier exports. */
  readonly carriers: ReadonlySet<FilePath>;
}

function usersOf(program: Program, files: ProgramFiles, holders: ReadonlySet<FilePath>): Users {
  const importers = program.importers();
  const users = new Set(holders);
  const pending = [...holders];
  const followed = new Set(holders);
  for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
    for (const { path, reexport } of importers.get(module) ?? []) {
      users.add(path);
      // `import { a }; export { a }` is a barrel too; only its facts tell.
      const passesOn =
        reexport || files.linkFactsOf(path)?.exports.some(({ value }) => value.kind === 'import');
      if (!passesOn || followed.has(path)) continue;
      followed.add(path);
      pending.push(path);
    }
  }
  return { users: [...users].sort(), carriers: followed };
}
