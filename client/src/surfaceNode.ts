/** The plain rows of the Surface view and what is asked of them; no `vscode` here, so that they are tested without an editor. */
import { type ProtocolRange } from '../../server/src/protocol';

/** What a row stands for. */
export type SurfaceNodeKind = 'app' | 'group' | 'url' | 'file' | 'endpoint';

/** A product icon with an optional theme color, both by VS Code's ids. */
export interface SurfaceIcon {
  readonly id: string;
  readonly color?: string;
}

/** One row of the Surface view. */
export interface SurfaceNode {
  /** The same for the same thing in every answer of the server, so that expansion and selection survive a refresh. */
  readonly id: string;
  readonly kind: SurfaceNodeKind;
  readonly label: string;
  readonly description: string;
  readonly icon: SurfaceIcon;
  /** Markdown; names from the workspace stand in code spans or are escaped. */
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly accessibleLabel: string;
  /** Whether the row is shown open at first. */
  readonly expanded: boolean;
  readonly children: readonly SurfaceNode[];
  /** The endpoint's id in the report, for a row that stands for one endpoint. */
  readonly endpoint?: string;
  /** The URL with the app's base path, for a row that stands for one. */
  readonly url?: string;
  /** What a click opens: a URI, and an LSP range (0-based lines, UTF-16 columns). */
  readonly open?: { readonly uri: string; readonly range: ProtocolRange };
  /** The URI of the file that the row stands for; its icon and decorations are the editor's own. */
  readonly resource?: string;
}

/** A row together with the id of the row it hangs below; none for the rows at the top. */
export interface PlacedNode {
  readonly node: SurfaceNode;
  readonly parent: string | undefined;
}

/** Every row of a tree by its id. */
export function indexSurfaceTree(roots: readonly SurfaceNode[]): ReadonlyMap<string, PlacedNode> {
  const index = new Map<string, PlacedNode>();
  const add = (nodes: readonly SurfaceNode[], parent: string | undefined): void => {
    for (const node of nodes) {
      index.set(node.id, { node, parent });
      add(node.children, node.id);
    }
  };
  add(roots, undefined);
  return index;
}

/**
 * The fewest rows whose redrawing turns `before` into `after`: ids that are in both, `'all'` when the list at the top differs,
 * none when nothing has changed. Redrawing a row redraws everything below it.
 */
export function changedNodes(
  before: readonly SurfaceNode[],
  after: readonly SurfaceNode[],
): 'all' | readonly string[] {
  if (!sameIds(before, after)) return 'all';
  const changed: string[] = [];
  const compareAll = (old: readonly SurfaceNode[], now: readonly SurfaceNode[]): void => {
    for (const [at, node] of now.entries()) {
      const previous = old[at];
      if (previous === undefined) continue;
      if (rowKey(previous) !== rowKey(node) || !sameIds(previous.children, node.children))
        changed.push(node.id);
      else compareAll(previous.children, node.children);
    }
  };
  compareAll(before, after);
  return changed;
}

function sameIds(before: readonly SurfaceNode[], after: readonly SurfaceNode[]): boolean {
  return before.length === after.length && before.every((node, at) => node.id === after[at]?.id);
}

/** Everything that is drawn for the row itself. */
function rowKey({ children, ...row }: SurfaceNode): string {
  // A row turns from a leaf into a parent and back, which is drawn differently.
  return JSON.stringify([row, children.length > 0]);
}
