/** The names under which Next.js's compiler registers actions: what its manifests list, and what ids are hashed from. */
import { type FilePath, folderOf, isWithin, relativePath } from '../text/filePath';
import { type App } from '../project/project';
import { type Endpoint, type Program } from './program';

/** One action as a build of one app knows it. */
export interface ActionReference {
  readonly endpoint: Endpoint;
  /** `save`, `default`, or `$$RSC_SERVER_ACTION_<n>` for inline actions. */
  readonly exportedName: string;
}

/** Every action of the program with its compiled name. */
export function actionReferences(program: Program): readonly ActionReference[] {
  return program.endpoints.flatMap((endpoint) => {
    if (endpoint.kind === 'action') return [{ endpoint, exportedName: endpoint.name }];
    if (endpoint.kind !== 'inline-action') return [];
    const facts = program.linkFactsOf(endpoint.path)?.inlineActions ?? [];
    const fact = facts.find(({ index }) => `inline:${index}` === endpoint.fact);
    return fact ? [{ endpoint, exportedName: `$$RSC_SERVER_ACTION_${fact.order}` }] : [];
  });
}

/**
 * The names that a build may give a file: relative to the app, or with Turbopack to the folder above it that holds the
 * lockfile, wherever that is; with webpack to the parent of `app`. Measured with `next build` of 16.4.6.
 */
export function manifestNames(app: App, path: FilePath): readonly string[] {
  const names = new Set([relativePath(app.root, path), relativePath(folderOf(app.appDir ?? app.root), path)]);
  for (
    let below = app.root, folder = folderOf(below);
    folder !== below;
    below = folder, folder = folderOf(folder)
  ) {
    if (isWithin(path, folder)) names.add(relativePath(folder, path));
  }
  return [...names];
}
