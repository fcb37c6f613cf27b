/** What the language server needs from the machine it runs on; node and the browser worker each bring their own. */
import { type AnalysisHost, type FileInput } from '../core/analysis';
import { type RuleMeta } from '../core/rule/rule';
import { type FilePath } from '../core/text/filePath';

/** A file that exists and that the engine may want. */
export interface ListedFile {
  readonly path: FilePath;
  readonly input: FileInput;
  /** Equal for as long as the file has not been written to; undefined where the machine can't tell. */
  readonly stamp?: string;
}

/** The files of the machine. Nothing here ever throws: what can't be read is left out, and logged. */
export interface Files {
  /**
   * What is worth listing at or below `at` (a file or a folder; by default the whole `root`); nothing where it is gone.
   * `undefined` in between is a place to stop for a moment. `root` is the workspace folder that `at` lies in.
   */
  list(
    root: FilePath,
    at?: FilePath,
  ): Iterable<ListedFile | undefined> | AsyncIterable<ListedFile | undefined>;
  /** Whether a file at `path` would be listed, were it there: unsaved buffers are judged by it. */
  wants(root: FilePath, path: FilePath): boolean;
}

/** Something that can be called off. */
export interface Cancellable {
  dispose(): void;
}

/** The machine, and what the server was built with. */
export interface ServerEnvironment {
  readonly files: Files;
  /** Keeps what the host learned of the files for the next start; in short steps, to be taken when nothing else waits. */
  remember?(host: AnalysisHost): Iterable<unknown>;
  /** The rules of the host: their ids are what the settings may name. */
  readonly rules: readonly RuleMeta[];
  readonly version: string;
  /** The text of a file that is not part of the workspace's sources, such as a build's manifest; undefined where it can't be read. */
  readText?(path: FilePath): string | undefined;
  /** SHA-1 of a text's UTF-8 bytes, in hexadecimal; without it action ids are looked up in manifests only. */
  sha1?(text: string): string;
  /** A variable of the server's own environment. */
  variable?(name: string): string | undefined;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Lets the event loop run once, so that waiting messages are answered. */
  yieldNow(): Promise<void>;
  /** Calls back once after some milliseconds, unless disposed before. */
  after(milliseconds: number, callback: () => void): Cancellable;
}

/** Where the server's log lines go, by level. */
export interface Log {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

/** An error as one log text, with its stack where it has one. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
