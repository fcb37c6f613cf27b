/** Shows the surface as a tree in the activity bar's container. */
import {
  Disposable,
  EventEmitter,
  l10n,
  MarkdownString,
  Range,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  type Command,
  type TreeDataProvider,
  type TreeView,
} from 'vscode';
import { isUnguarded } from './shownVerdict';
import { changedNodes, indexSurfaceTree, type PlacedNode, type SurfaceNode } from './surfaceNode';
import { type SurfaceStore } from './surfaceStore';

/** The view's id in the manifest. */
export const SURFACE_VIEW = 'nextSurface.surface';

/**
 * Gives VS Code the rows by their ids: an id stays what it is when the rows are made anew, so that only those that differ
 * have to be drawn again.
 */
export class SurfaceTreeProvider implements TreeDataProvider<string>, Disposable {
  private readonly emitter = new EventEmitter<string[] | undefined>();
  readonly onDidChangeTreeData = this.emitter.event;
  private roots: readonly SurfaceNode[] = [];
  private index: ReadonlyMap<string, PlacedNode> = new Map();

  /** Shows other rows. */
  setRoots(roots: readonly SurfaceNode[]): void {
    const changed = changedNodes(this.roots, roots);
    this.roots = roots;
    this.index = indexSurfaceTree(roots);
    if (changed === 'all') this.emitter.fire(undefined);
    else if (changed.length > 0) this.emitter.fire([...changed]);
  }

  /** The row of an id; none when it has gone meanwhile. */
  node(id: string): SurfaceNode | undefined {
    return this.index.get(id)?.node;
  }

  getChildren(id?: string): string[] {
    const nodes = id === undefined ? this.roots : (this.node(id)?.children ?? []);
    return nodes.map((node) => node.id);
  }

  getParent(id: string): string | undefined {
    return this.index.get(id)?.parent;
  }

  getTreeItem(id: string): TreeItem {
    const node = this.node(id);
    return node === undefined ? new TreeItem('') : toTreeItem(node);
  }

  dispose(): void {
    this.emitter.dispose();
  }
}

/** The view with its message and progress, following the store. */
export interface SurfaceView extends Disposable {
  readonly provider: SurfaceTreeProvider;
  readonly tree: TreeView<string>;
}

/** Makes the view and keeps it up to date. */
export function createSurfaceView(store: SurfaceStore): SurfaceView {
  const provider = new SurfaceTreeProvider();
  const tree = window.createTreeView(SURFACE_VIEW, { treeDataProvider: provider, showCollapseAll: true });
  const progress = new ViewProgress();
  const follow = (): void => {
    const { kind } = store.state;
    const isBusy = kind === 'starting' || kind === 'scanning';
    provider.setRoots(store.tree);
    progress.show(isBusy);
    tree.message = viewMessage(store);
  };
  const subscriptions = Disposable.from(
    tree,
    provider,
    progress,
    store.onDidChange(follow),
    tree.onDidChangeVisibility(({ visible }) => store.setWatched(visible)),
  );
  store.setWatched(tree.visible);
  follow();
  return { provider, tree, dispose: () => subscriptions.dispose() };
}

/** What stands above the rows. An empty message takes no room; the typings do not let it be undefined. */
function viewMessage({ state, tree, filter }: SurfaceStore): string {
  const isBusy = state.kind === 'starting' || state.kind === 'scanning';
  if (isBusy && tree.length === 0) return l10n.t('Looking for Next.js apps…');
  if (filter === 'all' || tree.length === 0) return '';
  const hasNone = state.kind === 'ready' && !state.surface.endpoints.some(isUnguarded);
  return hasNone
    ? l10n.t('No unguarded endpoint was found. The filter button above shows all again.')
    : l10n.t('Only unguarded endpoints are shown. The filter button above shows all again.');
}

/** The thin bar below the view's title. */
class ViewProgress implements Disposable {
  private end: (() => void) | undefined;

  show(isBusy: boolean): void {
    if (!isBusy) {
      this.dispose();
      return;
    }
    if (this.end !== undefined) return;
    const busy = new Promise<void>((resolve) => {
      this.end = resolve;
    });
    void window.withProgress({ location: { viewId: SURFACE_VIEW } }, () => busy);
  }

  dispose(): void {
    this.end?.();
    this.end = undefined;
  }
}

function toTreeItem(node: SurfaceNode): TreeItem {
  const item = new TreeItem(node.label, collapsibleState(node));
  item.id = node.id;
  item.description = node.description;
  item.tooltip = new MarkdownString(node.tooltip);
  item.contextValue = contextValue(node);
  item.accessibilityInformation = { label: node.accessibleLabel };
  if (node.resource !== undefined) {
    item.resourceUri = Uri.parse(node.resource);
    item.iconPath = ThemeIcon.File;
  } else {
    const { id, color } = node.icon;
    item.iconPath = new ThemeIcon(id, color === undefined ? undefined : new ThemeColor(color));
  }
  const command = openCommand(node);
  if (command !== undefined) item.command = command;
  return item;
}

function collapsibleState(node: SurfaceNode): TreeItemCollapsibleState {
  if (node.children.length === 0) return TreeItemCollapsibleState.None;
  return node.expanded ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

/** Words for the `viewItem` of the manifest's menus. */
function contextValue(node: SurfaceNode): string {
  return [
    node.kind,
    ...(node.url === undefined ? [] : ['url']),
    ...(node.open === undefined ? [] : ['open']),
  ].join(' ');
}

/** What opens the place of a row, for a click and for the context menu. */
export function openCommand({ open }: SurfaceNode): Command | undefined {
  if (open === undefined) return undefined;
  const { start, end } = open.range;
  const selection = new Range(start.line, start.character, end.line, end.character);
  return { command: 'vscode.open', title: l10n.t('Open'), arguments: [Uri.parse(open.uri), { selection }] };
}
