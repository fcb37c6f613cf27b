/** What the tree's rows are grouped by: a setting, which the view's own commands change. */
import { ConfigurationTarget, workspace, type Disposable } from 'vscode';
import { type SurfaceStore } from './surfaceStore';
import { type SurfaceGrouping } from './surfaceTree';

const SECTION = 'nextSurface';
const KEY = 'tree.groupBy';

/** Groups as the setting says, now and whenever it changes. */
export function followGrouping(store: Pick<SurfaceStore, 'setGrouping'>): Disposable {
  const follow = (): void => store.setGrouping(chosenGrouping());
  follow();
  return workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${SECTION}.${KEY}`)) follow();
  });
}

function chosenGrouping(): SurfaceGrouping {
  // People write what they like into a settings file.
  return workspace.getConfiguration(SECTION).get<unknown>(KEY) === 'verdict' ? 'verdict' : 'surface';
}

/** Groups at once, and keeps it where the setting is kept: for the workspace if that has its own, else for the user. */
export async function chooseGrouping(
  store: Pick<SurfaceStore, 'setGrouping'>,
  grouping: SurfaceGrouping,
): Promise<void> {
  store.setGrouping(grouping);
  const settings = workspace.getConfiguration(SECTION);
  const isOwn = settings.inspect(KEY)?.workspaceValue !== undefined;
  await settings.update(KEY, grouping, isOwn ? ConfigurationTarget.Workspace : ConfigurationTarget.Global);
}
