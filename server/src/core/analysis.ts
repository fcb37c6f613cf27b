/** The façade of the engine: changes go in, answers come out; synchronous, without I/O, and it never throws. */
import { type ExtractedBehavior } from './behavior/extractBehavior';
import { type ConfigMistake } from './appConfigs';
import { type Assist, type AssistInput, type AssistSettings, type Refusal } from './assist/assist';
import { type AssistOffer } from './assist/offers';
import { type ActionAnswer, type ActionQuery } from './features/actionLookup';
import { type GuardIdiom, type GuardPlace } from './features/guardIdiom/guardIdiom';
import { type WantedEndpoint } from './authoring';
import { type NewEndpoint } from './features/snippets/newEndpoint';
import { type SnippetCompletion } from './features/snippets/completions';
import { type FactId, type FileFacts } from './facts/fileFacts';
import { type ModuleScan } from './facts/moduleScan';
import { type UsageFacts } from './facts/usages';
import { type Program } from './program/program';
import { type Finding, type Related, type Severity } from './rule/rule';
import { type SuppressionComment } from './rule/suppression';
import { type ReportEndpoint, type SurfaceReport } from '../protocol';
import { type OwnEntries } from './project/surfaceConfig';
import { type FilePath } from './text/filePath';
import { type SourceChange } from './text/textEdit';
import { type TextRange } from './text/textRange';

/**
 * One file as the adapter hands it over. The text is fetched only when the engine must parse the file (`performance.md`:
 * nothing is parsed that need not be), so `read` must be synchronous and return undefined when the file can't be read.
 */
export interface FileInput extends Partial<FileKnowledge> {
  read(): string | undefined;
}

/**
 * What the engine knows of one file's text by itself: plain data, so that a cache may keep it as JSON and the same engine
 * take it back in place of parsing.
 */
export interface FileKnowledge {
  /** The quick facts; an adapter may also have them from its own first read. */
  readonly scan: ModuleScan;
  /** What a parse told, where the file was parsed. */
  readonly facts?: FileFacts;
  /** How the file uses server actions, where that was asked for. */
  readonly usages?: UsageFacts;
  /** What its functions do, where that was asked for. */
  readonly behavior?: ExtractedBehavior;
}

/** Settings as the engine understands them, whatever front end they come from. */
export interface Settings {
  /** Severity by rule id; `off` silences it. Rules that are absent keep their own severity. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly assists?: AssistSettings;
  /** What the catalogue should know beside its built-in entries; an app's own file comes before it. */
  readonly entries?: OwnEntries;
}

/** What changed since the last change. */
export interface Change {
  /** The workspace folders, when they changed. */
  readonly roots?: readonly FilePath[];
  /** New or changed files; `null` for a file that is gone. */
  readonly files?: ReadonlyMap<FilePath, FileInput | null>;
  readonly settings?: Settings;
}

/** A finding with the rule that made it and the severity that the settings give it. */
export interface RuleFinding extends Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly related?: readonly RelatedPlace[];
}

/** A place that belongs to a finding; the range is there where it is in the finding's own file. */
export interface RelatedPlace extends Related {
  readonly range?: TextRange;
}

/** How far the outstanding work has come. */
export interface WorkProgress {
  readonly done: number;
  readonly total: number;
}

/** A hover: Markdown, and the range it is about. */
export interface Hover {
  readonly markdown: string;
  readonly range: TextRange;
}

/** A place in a file. */
export interface Place {
  readonly path: FilePath;
  readonly range: TextRange;
}

/** Answers about one revision of the workspace. They are computed when asked for and remembered. */
export interface Analysis {
  readonly revision: number;
  /** Findings of one file, in source order; empty for files that are not listed or can't be read. */
  findings(path: FilePath): readonly RuleFinding[];
  /**
   * The same without waiting for anything: rules that would have to link files or to follow calls keep what they said last,
   * at the places where that stands now. Equal to `findings` once all of `work()` is done.
   */
  findingsAtOnce(path: FilePath): readonly RuleFinding[];
  /** Every file that has findings. Computes file by file, so that a caller can stop between two. */
  allFindings(): Iterable<readonly [FilePath, readonly RuleFinding[]]>;
  /** `linkTo` gives the URI of a 1-based line; without it, places are plain text. */
  hover(
    path: FilePath,
    offset: number,
    linkTo?: (path: FilePath, line: number) => string | undefined,
  ): Hover | undefined;
  /** The whole surface as surface.md describes it; files are relative to `base`. */
  report(base: FilePath): SurfaceReport;
  /** The endpoints of one file as the report for `base` has them. */
  endpointsIn(base: FilePath, path: FilePath): readonly ReportEndpoint[];
  /** The place of an endpoint by its id in the report for the same `base`, for editors. */
  placeOf(base: FilePath, endpointId: string): Place | undefined;
  /** The text of a file as this revision knows it; undefined when it can't be read. */
  text(path: FilePath): string | undefined;
  /** The comment that would switch the finding's rule off for its line; undefined for what the build rejects. */
  suppression(path: FilePath, finding: RuleFinding): SuppressionComment | undefined;
  /** What can be done at a selection, listed without edits. */
  assists(path: FilePath, range: TextRange): readonly AssistOffer[];
  /** The change behind an offer of `assists`, made of the texts of this moment; undefined when it is no longer right. */
  resolveAssist(
    path: FilePath,
    range: TextRange,
    offer: Pick<AssistOffer, 'assist' | 'target'>,
    input?: AssistInput,
  ): SourceChange | Refusal | undefined;
  /**
   * The edits of those who ask for the URLs of routes, for files and folders that are about to move (old path to new path):
   * imports are left to the language's own rename. Undefined where no URL in use changes.
   */
  renameEdits(moved: ReadonlyMap<FilePath, FilePath>): SourceChange | undefined;
  /** The range of a fact of a file, for places that findings relate to; undefined when the file lost it. */
  rangeOf(path: FilePath, fact: FactId): TextRange | undefined;
  /** What the apps' `next-surface.json` files say wrongly. */
  configMistakes(): readonly ConfigMistake[];
  /** The manifests that builds of the apps would have left: their texts help to answer `actionOf`. */
  manifestPaths(): readonly FilePath[];
  /** The server action behind an id, with its id in the report for `base`. */
  actionOf(
    base: FilePath,
    query: ActionQuery,
  ): ActionAnswer & { readonly reportId?: string; readonly place?: Place };
  /** How a guard of that kind can be written in the file's app, best first; empty for files outside of apps. */
  guardIdioms(path: FilePath, place: GuardPlace): readonly GuardIdiom[];
  /** The snippets that fit at a place of a file, for the word that is being typed there. */
  snippets(path: FilePath, offset: number): readonly SnippetCompletion[];
  /** A new handler or action near a file or folder; undefined where that is in no app. */
  newEndpoint(near: FilePath, wanted: WantedEndpoint): NewEndpoint | undefined;
  /** What the URL of a new handler near a file or folder starts with; undefined where that is in no app. */
  urlNear(near: FilePath): string | undefined;
  /** The linked program of this revision: the same object as long as no file's shape changed. */
  program(): Program;
  /** True when the path belongs to a Next.js app's sources, so that opening it is worth an answer. */
  isSource(path: FilePath): boolean;
}

/** What a host is made with. */
export interface HostOptions {
  /** The tool's version, for the report. */
  readonly version: string;
  /** False leaves the guard analysis out: every verdict is `unknown`, and says why. */
  readonly guards?: boolean;
  /** Told when a rule threw: its findings for that file are lost, nothing else. Tests throw it on. */
  readonly onRuleCrash?: (rule: string, path: FilePath, error: unknown) => void;
  /** What `Analysis.assists` asks; none for adapters that change nothing. */
  readonly assists?: readonly Assist[];
  /** Told when an assist threw: its offers are lost, nothing else. Tests throw it on. */
  readonly onAssistCrash?: (assist: string, path: FilePath, error: unknown) => void;
}

/** Holds the state; moves only through `applyChange`. */
export interface AnalysisHost {
  applyChange(change: Change): void;
  /**
   * Does the outstanding scanning, parsing and linking bit by bit: each step is about one file, so that an adapter can
   * stop between two and answer a request. Optional: answers do what is left of it themselves.
   */
  work(): Generator<WorkProgress, void, void>;
  snapshot(): Analysis;
  /** What a cache may keep of the scanned files, each with the input that it was learned from. */
  cacheable(): Iterable<readonly [FilePath, FileKnowledge, FileInput]>;
}
