/** Traces what a request would run: the function behind an export, called with the request as Next.js calls it. */
import { type FilePath } from '../text/filePath';
import { callValue } from './calls';
import { exportedValue } from './names';
import { noteAwaited } from './outside';
import { type Event, Trace, type TracedRequest, type TraceFiles } from './trace';
import { REQUEST, UNKNOWN, type Value } from './values';

/** What was seen on the way through a handler. */
export interface HandlerTrace {
  readonly events: readonly Event[];
  readonly returned: Value;
  /** The files that the answer rests on. */
  readonly reads: ReadonlySet<FilePath>;
}

/** What is called, and with what. */
export interface TraceTarget {
  readonly path: FilePath;
  /** The exported name. */
  readonly name: string;
  readonly request: TracedRequest;
  /** A metadata file's function gets no request. */
  readonly withRequest: boolean;
}

/** Traces one exported function. */
export function traceHandler(files: TraceFiles, target: TraceTarget): HandlerTrace {
  const trace = new Trace(files, target.path, target.request);
  let returned: Value = UNKNOWN;
  try {
    const value = exportedValue(trace, target.path, target.name);
    const args = target.withRequest ? [REQUEST, UNKNOWN] : [UNKNOWN, UNKNOWN];
    returned = callValue(trace, value, args, UNKNOWN, target.name);
    noteAwaited(trace, returned);
  } catch {
    // Code that is nested too deeply for the stack: nothing is claimed of it.
    trace.branches = trace.loading = trace.cached = trace.handlers = 0;
    trace.note({ k: 'bound', label: 'the code is nested too deeply to be followed' });
  }
  return { events: trace.events, returned, reads: trace.reads };
}
