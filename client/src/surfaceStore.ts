/** Holds the surface as the server last told it, and asks again when it has changed. */
import { EventEmitter, l10n, type Disposable } from 'vscode';
import { type SurfaceResult } from '../../server/src/protocol';
import { type ConnectionStatus } from './serverConnection';
import { type SurfaceNode } from './surfaceNode';
import { buildSurfaceTree, type SurfaceFilter, type SurfaceGrouping } from './surfaceTree';

/** What the views show. The kind is also the value of the context key `nextSurface.state`. */
export type SurfaceState =
  | { readonly kind: 'starting' | 'failed' | 'stopped' }
  /** `empty`: the scan is done and there is no app. */
  | { readonly kind: 'scanning' | 'ready' | 'empty'; readonly surface: SurfaceResult };

/** Runs something after some milliseconds; what is returned cancels it. */
export type Later = (milliseconds: number, run: () => void) => Disposable;

/** How long changes are collected while nobody looks at the tree: the status alone is not worth an answer for each keystroke. */
const HIDDEN_DELAY = 2000;

export class SurfaceStore implements Disposable {
  private readonly emitter = new EventEmitter<SurfaceState>();
  readonly onDidChange = this.emitter.event;
  private current: SurfaceState = { kind: 'starting' };
  private nodes: readonly SurfaceNode[] = [];
  private shown: SurfaceFilter = 'all';
  private groups: SurfaceGrouping = 'surface';
  private isComplete = false;
  private isWatched = false;
  private waiting: Disposable | undefined;
  private asking: Promise<void> | undefined;
  private askingNext: Promise<void> | undefined;

  constructor(
    private readonly ask: () => Promise<SurfaceResult>,
    private readonly later: Later,
  ) {}

  get state(): SurfaceState {
    return this.current;
  }

  /** The rows of the view; none while the surface is not known. */
  get tree(): readonly SurfaceNode[] {
    return this.nodes;
  }

  /** Which endpoints have a row; the value of the context key `nextSurface.filter`. */
  get filter(): SurfaceFilter {
    return this.shown;
  }

  /** Shows all endpoints or only some, at once. */
  setFilter(filter: SurfaceFilter): void {
    this.shown = filter;
    this.show(this.current);
  }

  /** What the endpoints are grouped by; the value of the context key `nextSurface.grouping`. */
  get grouping(): SurfaceGrouping {
    return this.groups;
  }

  /** Groups the endpoints in another way, at once. */
  setGrouping(grouping: SurfaceGrouping): void {
    this.groups = grouping;
    this.show(this.current);
  }

  /** Follows the server: its first answer is asked for as soon as it runs. */
  setConnection(status: ConnectionStatus): void {
    if (status === 'running') this.refreshQuietly();
    else this.show({ kind: status });
  }

  /** While the tree is in sight, a change is asked for at once. */
  setWatched(isWatched: boolean): void {
    this.isWatched = isWatched;
    if (isWatched && this.waiting !== undefined) this.refreshQuietly();
  }

  /** The server's surface has changed. */
  invalidate(): void {
    if (this.isWatched || this.current.kind === 'scanning') {
      this.refreshQuietly();
      return;
    }
    this.waiting ??= this.later(HIDDEN_DELAY, () => this.refreshQuietly());
  }

  /**
   * Asks the server; resolves when the state holds an answer that is not older than this call. One question at a time is
   * under way, and one more waits, however many changes come meanwhile.
   */
  refresh(): Promise<void> {
    this.waiting?.dispose();
    this.waiting = undefined;
    if (this.asking === undefined) {
      this.asking = this.load().finally(() => {
        this.asking = undefined;
      });
      return this.asking;
    }
    this.askingNext ??= this.asking
      .catch(() => undefined)
      .then(() => {
        this.askingNext = undefined;
        return this.refresh();
      });
    return this.askingNext;
  }

  dispose(): void {
    this.waiting?.dispose();
    this.emitter.dispose();
  }

  private async load(): Promise<void> {
    const surface = await this.ask();
    if (surface.state === 'scanning') this.show({ kind: 'scanning', surface });
    else this.show({ kind: surface.apps.length === 0 ? 'empty' : 'ready', surface });
  }

  private refreshQuietly(): void {
    // A server that stops meanwhile is reported by the connection.
    this.refresh().catch(() => undefined);
  }

  private show(state: SurfaceState): void {
    this.current = state;
    this.nodes = this.nodesFor(state);
    this.emitter.fire(state);
  }

  /** What was complete stays in sight while a restarted server scans: a tree that empties itself loses what was expanded. */
  private nodesFor(state: SurfaceState): readonly SurfaceNode[] {
    if (this.isComplete && (state.kind === 'starting' || state.kind === 'scanning')) return this.nodes;
    this.isComplete = state.kind === 'ready' || state.kind === 'empty';
    return 'surface' in state
      ? buildSurfaceTree(state.surface, (text, ...args) => l10n.t(text, ...args), this.shown, this.groups)
      : [];
  }
}
