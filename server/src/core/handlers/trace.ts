/** The state of one trace: what was seen on the way through a handler, and the budget. */
import { type ModuleBehavior } from '../behavior/ir';
import { type ModuleDirective } from '../facts/modulePrologue';
import { type Resolution } from '../project/project';
import { type FilePath } from '../text/filePath';
import { type Site, type Value } from './values';

/** What a trace may ask of the workspace. */
export interface TraceFiles {
  behaviorOf(path: FilePath): ModuleBehavior | undefined;
  resolve(from: FilePath, specifier: string): Resolution;
  directiveOf(path: FilePath): ModuleDirective | undefined;
  /** False for files that hold nothing of what is asked for, nor lead to it: they are not read. */
  matters(path: FilePath): boolean;
}

/** What a handler was seen to do. */
export type Happening =
  /** Reads what only a real request has: a member of the request, or an API of Next.js that reads it. */
  | { readonly k: 'request'; readonly label: string }
  /** Changes caches or draft mode, which can't be done while building. */
  | { readonly k: 'change'; readonly label: string }
  /** `unstable_noStore()`, which cacheComponents ignores. */
  | { readonly k: 'no-store'; readonly label: string }
  | {
      readonly k: 'fetch';
      readonly label: string;
      readonly mode: 'no-store' | 'cached' | 'default' | 'unknown';
    }
  /** How long a cached function's value lives; `short`: too short to be prerendered. */
  | { readonly k: 'cache-life'; readonly label: string; readonly short: boolean | 'unknown' }
  /** Does what no two runs do alike, or waits for the world outside. Matters only with cacheComponents. */
  | { readonly k: 'io'; readonly label: string }
  /** Waits for a package, of which it is not known whether it does. */
  | { readonly k: 'awaits'; readonly label: string }
  /** Hands the request to something that can't be followed. */
  | { readonly k: 'hands-over'; readonly label: string }
  | { readonly k: 'allow-origin'; readonly value: Value }
  | { readonly k: 'bound'; readonly label: string };

/** A happening with its place, and whether every run comes by. */
export interface Event {
  readonly what: Happening;
  readonly site: Site;
  readonly sure: boolean;
}

/** The request that is traced, as far as it is known without one. */
export interface TracedRequest {
  readonly method: string | undefined;
  /** A path that the URL may have; undefined where it has dynamic parts. */
  readonly pathname: string | undefined;
}

const MAX_STEPS = 20_000;
const MAX_DEPTH = 40;
const MAX_EVENTS = 200;

/** One trace. Module values are kept for its time only, since objects in them may change. */
export class Trace {
  readonly files: TraceFiles;
  readonly request: TracedRequest;
  readonly events: Event[] = [];
  /** Every file whose behavior was asked for. */
  readonly reads = new Set<FilePath>();
  readonly modules = new Map<string, Value>();
  readonly active = new Set<string>();
  site: Site;
  /** How many branches that need not be taken lie around what is traced. */
  branches = 0;
  /** How many cached functions lie around it: they run apart from the request. */
  cached = 0;
  /** How many handlers of exceptions: a build in which one runs has failed before. */
  handlers = 0;
  /** How many timers were started. */
  timers = 0;
  /** How many module initialisers lie around it: they run once, not for a request. */
  loading = 0;
  depth = 0;
  #steps = 0;

  constructor(files: TraceFiles, path: FilePath, request: TracedRequest) {
    this.files = files;
    this.request = request;
    this.site = { path, fn: '', place: -1 };
  }

  behaviorOf(path: FilePath): ModuleBehavior | undefined {
    this.reads.add(path);
    return this.files.behaviorOf(path);
  }

  note(what: Happening): void {
    if (this.events.length >= MAX_EVENTS) return;
    // Of functions that are cached within another one, the outermost says how long.
    if (this.cached > 1 && what.k === 'cache-life') return;
    if (this.cached > 0 && what.k !== 'allow-origin' && what.k !== 'cache-life') return;
    if (this.handlers > 0 && what.k !== 'allow-origin') return;
    if (this.loading > 0 && what.k !== 'allow-origin' && what.k !== 'bound') return;
    this.events.push({ what, site: this.site, sure: this.branches === 0 });
  }

  /** Counts a step; false when the budget is used up. */
  step(): boolean {
    if (++this.#steps <= MAX_STEPS && this.depth <= MAX_DEPTH) return true;
    if (!this.events.some(({ what }) => what.k === 'bound'))
      this.note({ k: 'bound', label: 'the code behind it is too large to follow' });
    return false;
  }

  /** Traces something that need not happen. */
  perhaps<T>(trace: () => T): T {
    this.branches++;
    try {
      return trace();
    } finally {
      this.branches--;
    }
  }
}
