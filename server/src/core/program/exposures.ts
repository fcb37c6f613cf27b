/** The exposure and the callers of every action of a program, computed together because both follow the import graph. */
import { type FilePath } from '../text/filePath';
import { type Caller, type CallerFiles, type CallerGraph, callerGraph, findCallers } from './actionCallers';
import { type Exposure, exposureOf } from './exposure';
import { type AppReach, type ErasedImports, reachOf } from './moduleGraph';
import { type Endpoint, type Program } from './program';

/** What is known of all actions. */
export interface Exposures {
  /** Undefined for routes, whose exposure is their being routes. */
  of(endpoint: Endpoint): Exposure | undefined;
  callersOf(endpoint: Endpoint): readonly Caller[];
}

/** The part that follows from the program alone: typing in a body leaves it as it is. */
export interface ExposureGraph {
  readonly program: Program;
  /** What the apps reach when the imports of `erased` are dropped; the last answer is remembered. */
  readonly reachesWithout: (erased: ErasedImports) => readonly AppReach[];
  /** What the apps reach when no import is dropped; made when first asked for. */
  readonly wholeReaches: () => readonly AppReach[];
  /** True when they are made. */
  readonly knowsReaches: () => boolean;
  readonly callers: CallerGraph;
}

/** Follows every app's entries, and finds the files whose uses of actions matter; in steps of one file. */
export function* exposureGraph(
  program: Program,
  files: CallerFiles,
): Generator<undefined, ExposureGraph, void> {
  const callers = yield* callerGraph(program, files);
  const apps = program.project.apps.filter(({ appDir }) => appDir !== undefined);
  let last: { readonly key: string; readonly reaches: readonly AppReach[] } | undefined;
  const reachesWithout = (erased: ErasedImports): readonly AppReach[] => {
    const key = JSON.stringify([...erased]);
    if (last?.key === key) return last.reaches;
    const reaches = apps.map((app) => reachOf(program.project, files, app, erased));
    last = { key, reaches };
    return reaches;
  };
  let whole: readonly AppReach[] | undefined;
  const wholeReaches = (): readonly AppReach[] =>
    (whole ??= apps.map((app) => reachOf(program.project, files, app)));
  return { program, reachesWithout, wholeReaches, knowsReaches: () => whole !== undefined, callers };
}

/** The files whose uses `exposuresOf` reads: parse them beforehand to have the answer at once. */
export function exposureFiles(graph: ExposureGraph): readonly FilePath[] {
  return graph.callers.users;
}

/** Whether some app's pages reach the endpoint's module: what nothing reaches answers no request. */
export function isReached(graph: () => ExposureGraph, endpoint: Endpoint): boolean | 'unknown' {
  if (endpoint.kind === 'route' || endpoint.kind === 'pages-api') return true;
  const { path } = endpoint;
  const reaches = graph().wholeReaches();
  if (reaches.some(({ server, clientActions }) => server.has(path) || clientActions.has(path))) return true;
  return reaches.every(({ complete }) => complete) ? false : 'unknown';
}

/** Judges every action by who uses it. */
export function exposuresOf(graph: ExposureGraph, files: CallerFiles): Exposures {
  if (graph.callers.actions.length === 0) return { of: () => undefined, callersOf: () => [] };
  const callers = findCallers(graph.program, files, graph.callers);
  const reaches = graph.reachesWithout(erasedEdges(graph, files));
  const found = new Map(
    graph.callers.actions.map((action) => [
      action.id,
      exposureOf(action, callers.get(action.id) ?? [], reaches),
    ]),
  );
  return {
    of: (endpoint) => found.get(endpoint.id),
    callersOf: (endpoint) => (callers.get(endpoint.id) ?? []).filter(({ kind }) => kind !== 'whole'),
  };
}

/** Imports of modules with actions that the compiler drops, since only types are used of them. */
function erasedEdges({ callers }: ExposureGraph, files: CallerFiles): ErasedImports {
  const erased = new Map<FilePath, readonly string[]>();
  for (const path of callers.users) {
    const specifiers = files.usagesOf(path)?.erased ?? [];
    if (specifiers.length > 0) erased.set(path, specifiers);
  }
  return erased;
}
