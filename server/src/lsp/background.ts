/** Does the reading and the engine's outstanding work in slices, so that requests are answered in between. */
import { type AnalysisHost } from '../core/analysis';
import { type Cancellable, describeError, type Log, type ServerEnvironment } from './environment';
import { type Workspace } from './workspace';

/** A slice of work, in milliseconds: short enough that a keystroke behind it is not felt. */
export const SLICE_MS = 8;

/** How long (milliseconds) typing must pause before what takes longer is worked out: most people type faster than that. */
const PAUSE_MS = 250;

/** Where the background has got to, for progress shown to the user. */
export type BackgroundStep =
  | { readonly phase: 'reading'; readonly files: number }
  | { readonly phase: 'analyzing'; readonly done: number; readonly total: number };

/** What the background tells its owner. */
export interface BackgroundEvents {
  /** About once per slice. */
  step(step: BackgroundStep): void;
  /** Everything that was waiting is done. `first` is true once: when the workspace has been read for the first time. */
  settled(first: boolean): void;
}

/** The background work of one server. */
export interface Background {
  /** True once the workspace has been read and analyzed for the first time. */
  scanned(): boolean;
  /** True while files of the disk are being read or what they changed is being analyzed; typing alone is not busy. */
  busy(): boolean;
  /** True while something is left to do; being settled is told when it is done. */
  waiting(): boolean;
  /** From here on, being settled means that the workspace has been read. */
  start(): void;
  /** Says that the host has something to work on, or the workspace something to read. */
  wake(): void;
  /** The same after somebody typed: when they pause. Until then only files of the disk are read. */
  wakeSoon(): void;
  /** Resolves when the workspace has been read and nothing is waiting. */
  whenSettled(): Promise<void>;
  stop(): void;
}

/** Makes the background; it sleeps until it is woken. */
export function createBackground(
  environment: ServerEnvironment,
  host: AnalysisHost,
  workspace: Workspace,
  log: Log,
  events: BackgroundEvents,
): Background {
  let started = false;
  let scanned = false;
  let busy = false;
  let running = false;
  let stopped = false;
  let workWaiting = false;
  let pause: Cancellable | undefined;
  let waiters: (() => void)[] = [];

  async function run(): Promise<void> {
    await environment.yieldNow();
    while (!stopped) {
      if (workspace.hasUpdates()) {
        busy = true;
        await inSlices(workspace.readUpdates(), (progress) => ({ phase: 'reading', files: progress.files }));
        workWaiting = true;
      } else if (workWaiting && !pause) {
        workWaiting = false;
        await inSlices(
          host.work(),
          (progress) => ({ phase: 'analyzing', ...progress }),
          () => workWaiting || workspace.hasUpdates(),
        );
      } else break;
    }
    running = false;
    if (stopped || workWaiting) return;
    busy = false;
    const first = started && !scanned;
    scanned ||= started;
    try {
      events.settled(first);
    } catch (error) {
      log.error(`Background work failed: ${describeError(error)}`);
    }
    if (!scanned) return;
    const done = waiters;
    waiters = [];
    for (const resolve of done) resolve();
  }

  /** Takes steps until they end, the server stops, or `interrupted` says that they are outdated. Errors end them, too. */
  async function inSlices<T>(
    steps: Iterable<T> | AsyncIterable<T>,
    describe: (step: T) => BackgroundStep,
    interrupted: () => boolean = () => false,
  ): Promise<void> {
    let sliceEnd = environment.now() + SLICE_MS;
    try {
      for await (const step of steps) {
        if (environment.now() < sliceEnd) continue;
        events.step(describe(step));
        await environment.yieldNow();
        if (stopped || interrupted()) return;
        sliceEnd = environment.now() + SLICE_MS;
      }
    } catch (error) {
      log.error(`Background work failed: ${describeError(error)}`);
    }
  }

  function wake(): void {
    workWaiting = true;
    if (running || stopped) return;
    running = true;
    run().catch((error: unknown) => {
      running = false;
      log.error(`Background work failed: ${describeError(error)}`);
    });
  }

  return {
    scanned: () => scanned,
    busy: () => busy || workspace.hasUpdates(),
    waiting: () => workWaiting || running || workspace.hasUpdates(),
    start() {
      started = true;
      wake();
    },
    wake,
    wakeSoon() {
      workWaiting = true;
      pause?.dispose();
      pause = environment.after(PAUSE_MS, () => {
        pause = undefined;
        wake();
      });
    },
    whenSettled: () =>
      scanned && !running ? Promise.resolve() : new Promise<void>((resolve) => waiters.push(resolve)),
    stop() {
      stopped = true;
      pause?.dispose();
    },
  };
}
