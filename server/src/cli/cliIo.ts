/** What the command line needs from the machine it runs on, so that tests can run it in memory. */
import { type AnalysisHost, type FileInput } from '../core/analysis';
import { type FilePath } from '../core/text/filePath';

/** 0: answered (a report, an action, help); 1: no action has the id; 2: bad usage or an unreadable path; 3: there is no app. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Where text goes: stdout or stderr. */
export interface TextSink {
  write(text: string): void;
  /** True for a person's terminal, false for a file or a pipe. */
  readonly isTerminal: boolean;
  /** The terminal's width in columns, where it is known. */
  readonly columns: number | undefined;
}

/** Why a folder or a file can't be used. `detail` is the machine's own word for it, where it has one. */
export interface IoProblem {
  readonly problem: 'missing' | 'not-a-folder' | 'unreadable';
  readonly detail?: string;
}

/** A folder as it was found: its files, and what is remembered of an earlier run over it. */
export interface OpenedFolder {
  readonly root: FilePath;
  readonly fileCount: number;
  /** What could not be read below it, one message each. */
  readonly unreadable: readonly string[];
  /** The JSON report that the same engine made of the very same files, if it is remembered. */
  readonly rememberedReport: string | undefined;
  files(): ReadonlyMap<FilePath, FileInput>;
  /** How many of the files are known from an earlier run, as far as they were asked for. */
  remembered(): number;
  /** Remembers the facts, and the JSON report if it is a whole one, for the next run; does nothing where remembering is off. */
  remember(host: AnalysisHost, report: string | undefined): void;
}

/** The machine, as the command line sees it. */
export interface CliIo {
  readonly out: TextSink;
  readonly err: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The version of the tool. */
  readonly version: string;
  /** `path` is as the user wrote it, relative to the working folder. */
  openFolder(path: string, options: { readonly cache: boolean }): OpenedFolder | IoProblem;
  /** Writes a whole file, UTF-8. Returns why it could not. */
  writeFile(path: string, text: string): IoProblem | undefined;
  /** The text of one file, UTF-8; `path` as the user wrote it, or absolute. */
  readFile(path: string): string | IoProblem;
  /** SHA-1 of a text's UTF-8 bytes, in lower-case hexadecimal: what Next.js makes action ids of. */
  sha1(text: string): string;
  /** What the run has cost so far: milliseconds since the process started, and its peak memory in bytes. */
  usage(): { readonly milliseconds: number; readonly peakMemory: number };
}
