/** The contract of an assist: a change that a user can ask for, listed without edits and worked out when it is chosen. */
import { type FactId, type FileFacts } from '../facts/fileFacts';
import { type IdiomSource } from '../features/guardIdiom/idiomSource';
import { type Assessment } from '../guards/assess';
import { type Caching } from '../handlers/caching';
import { type Cors } from '../handlers/cors';
import { type Caller } from '../program/actionCallers';
import { type Exposure } from '../program/exposure';
import { type Endpoint, type Program } from '../program/program';
import { type RatedFinding } from '../rule/runner';
import { type ParsedFile } from '../syntax/parse';
import { type FilePath } from '../text/filePath';
import { type SourceChange } from '../text/textEdit';
import { type TextRange } from '../text/textRange';

/** What an offer is, in the words of the editor's menus. A quick fix answers a finding; the others change what is right already. */
export type AssistKind = 'quickfix' | 'refactor.rewrite' | 'refactor.extract' | 'refactor.move';

/** Everything that is said about an assist, in one place. */
export interface AssistMeta {
  /** kebab-case; also the file name and the test's file name. */
  readonly id: string;
  /** One line that ends with a dot; Markdown with code spans only. For the list of code actions in the docs. */
  readonly summary: string;
  readonly kind: AssistKind;
  /** The version of this extension that first had the assist. */
  readonly since: string;
  /** Fixtures with a cursor, and what the proposal makes of them; the tests apply them, the docs show them. */
  readonly examples: readonly { readonly before: string; readonly after: string }[];
}

/** Something that only the user knows. Clients without our command take the proposal. */
export interface Question {
  readonly id: string;
  /** A short request: `URL of the route`. */
  readonly prompt: string;
  /** What is taken when nobody is asked; also what the input starts with. */
  readonly proposal: string;
  /** To choose from; any text is allowed without them. The proposal is one of them. */
  readonly choices?: readonly { readonly value: string; readonly label: string; readonly detail?: string }[];
}

/** Answers by question id. */
export type AssistInput = Readonly<Record<string, string>>;

/** One change that can be had at a place. Cheap to make: no edits, and nothing that only the edit needs. */
export interface Offer {
  /** Tells the assist's offers at one place apart and finds the place again: a fact id, or one with a variant behind it. */
  readonly target: string;
  /** Says what will happen. */
  readonly title: string;
  /** The assist's own kind unless this offer is of another. */
  readonly kind?: AssistKind;
  /** Ids of the rules whose findings at the place it answers: it is then shown as their quick fix as well. */
  readonly fixes?: readonly string[];
  /** True for the one that nearly everybody would take for the finding. */
  readonly preferred?: boolean;
  readonly questions?: readonly Question[];
  /** It creates, moves or deletes files, which not every client can do. */
  readonly movesFiles?: boolean;
}

/** Why an assist can't do what it was asked with this input; `question` names the answer that is wrong. */
export interface Refusal {
  readonly refused: string;
  readonly question?: string;
}

/** Settings that assists follow. */
export interface AssistSettings {
  /** `nextSurface.cors.allowedOrigins`: what "Add CORS" proposes. */
  readonly corsOrigins: readonly string[];
}

/** What an assist may look at. Everything is made on demand; other files' trees are for `resolve` alone. */
export interface AssistContext {
  readonly path: FilePath;
  /** The selection, or the cursor as an empty range; offsets in `text`. */
  readonly range: TextRange;
  readonly text: string;
  readonly file: FileFacts;
  readonly settings: AssistSettings;
  syntax(): ParsedFile;
  /** Findings of the file that touch the selection. */
  findings(): readonly RatedFinding[];
  program(): Program;
  assessmentOf(endpoint: Endpoint): Assessment;
  /** Whether the app's entries reach an action's module; true for routes, 'unknown' where an import leads nowhere. */
  isReached(endpoint: Endpoint): boolean | 'unknown';
  callersOf(endpoint: Endpoint): readonly Caller[];
  /** Whether a browser is given an action's id; undefined for routes. */
  exposureOf(endpoint: Endpoint): Exposure | undefined;
  /** How a route is cached; undefined for actions. */
  cachingOf(endpoint: Endpoint): Caching | undefined;
  /** Who may read a route's answers from other origins; undefined for actions, and where it is not known. */
  corsOf(endpoint: Endpoint): Cors | undefined;
  /** What guards are read from: how this app guards its endpoints, and what its libraries offer. */
  idiomSource(): IdiomSource;
  /** Every listed file, for changes that concern a whole folder. */
  paths(): Iterable<FilePath>;
  /** Any listed file's text as the editor has it; undefined when it can't be read. */
  textOf(path: FilePath): string | undefined;
  /** Parses any listed source file; undefined when it can't be read. */
  syntaxOf(path: FilePath): ParsedFile | undefined;
  /**
   * What `make` gives, worked out once until any file or setting changes, however often the cursor moves. The key says
   * whose answer it is and what it is about; the answer must not depend on the selection.
   */
  once<T>(key: readonly string[], make: () => T): T;
  /** The range of a fact: of the file's own, of its functions' behavior (`at:…`), or a use of an action (`Caller.use`). */
  rangeOf(path: FilePath, fact: FactId): TextRange | undefined;
}

/** An assist: what it offers at a place, and the change that an offer stands for. */
export interface Assist {
  readonly meta: AssistMeta;
  /** Called at every move of the cursor: look at facts first, and at the tree only where they say that it is worth it. */
  offers(ctx: AssistContext): Iterable<Offer>;
  /** Works the change out against the texts of this moment; undefined when the offer is no longer right. */
  resolve(ctx: AssistContext, target: string, input: AssistInput): SourceChange | Refusal | undefined;
}

/** Types an assist where it is written. */
export function defineAssist(assist: Assist): Assist {
  return assist;
}

/** True for an answer that is no change. */
export function isRefusal(result: SourceChange | Refusal): result is Refusal {
  return 'refused' in result;
}
