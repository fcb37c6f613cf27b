/** The exposure and the callers of every action of a program, computed together because both follow the import graph. */
import { type Caller, type CallerFiles, findCallers } from './actionCallers';
import { type Exposure, exposureOf } from './exposure';
import { reachOf } from './moduleGraph';
import { type Endpoint, type Program } from './program';

/** What is known of all actions. */
export interface Exposures {
  /** Undefined for routes, whose exposure is their being routes. */
  of(endpoint: Endpoint): Exposure | undefined;
  callersOf(endpoint: Endpoint): readonly Caller[];
}

/** Follows every app's entries and every use of an action. */
export function exposuresOf(program: Program, files: CallerFiles): Exposures {
  const actions = program.endpoints.filter(({ kind }) => kind === 'action' || kind === 'inline-action');
  if (actions.length === 0) return { of: () => undefined, callersOf: () => [] };
  const reaches = program.project.apps
    .filter(({ appDir }) => appDir !== undefined)
    .map((app) => reachOf(program.project, files, app));
  const callers = findCallers(program, files);
  const found = new Map(
    actions.map((action) => [action.id, exposureOf(action, callers.get(action.id) ?? [], reaches)]),
  );
  return {
    of: (endpoint) => found.get(endpoint.id),
    callersOf: (endpoint) => callers.get(endpoint.id) ?? [],
  };
}
