/** The exposure and the callers of every action of a program, computed together because both follow the import graph. */
import { type FilePath } from '../text/filePath';
import { type Caller, type CallerFiles, type CallerGraph, callerGraph, findCallers } from './actionCallers';
import { type Exposure, exposureOf } from './exposure';
import { type AppReach, reachOf } from './moduleGraph';
import { type Endpoint, type Program, type ProgramFiles } from './program';

/** What is known of all actions. */
export interface Exposures {
  /** Undefined for routes, whose exposure is their being routes. */
  of(endpoint: Endpoint): Exposure | undefined;
  callersOf(endpoint: Endpoint): readonly Caller[];
}

/** The part that follows from the program alone: typing in a body leaves it as it is. */
export interface ExposureGraph {
  readonly program: Program;
  readonly reaches: readonly AppReach[];
  readonly callers: CallerGraph;
}

/** Follows every app's entries, and finds the files whose uses of actions matter. */
export function exposureGraph(program: Program, files: ProgramFiles): ExposureGraph {
  const callers = callerGraph(program, files);
  const apps = callers.actions.length === 0 ? [] : program.project.apps;
  const reaches = apps
    .filter(({ appDir }) => appDir !== undefined)
    .map((app) => reachOf(program.project, files, app));
  return { program, reaches, callers };
}

/** The files whose uses `exposuresOf` reads: parse them beforehand to have the answer at once. */
export function exposureFiles(graph: ExposureGraph): readonly FilePath[] {
  return graph.callers.users;
}

/** Judges every action by who uses it. */
export function exposuresOf(graph: ExposureGraph, files: CallerFiles): Exposures {
  const callers = findCallers(graph.program, files, graph.callers);
  const found = new Map(
    graph.callers.actions.map((action) => [
      action.id,
      exposureOf(action, callers.get(action.id) ?? [], graph.reaches),
    ]),
  );
  return {
    of: (endpoint) => found.get(endpoint.id),
    callersOf: (endpoint) => callers.get(endpoint.id) ?? [],
  };
}
