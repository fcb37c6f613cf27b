/** The contract of a rule: what it declares about itself, what it may look at, and what it yields. */
import { type FileFacts, type FactId, type LinkFacts } from '../facts/fileFacts';
import { type ModuleScan } from '../facts/moduleScan';
import { type Assessment } from '../guards/assess';
import { type Exposure } from '../program/exposure';
import { type Endpoint, type Program } from '../program/program';
import { type App } from '../project/project';
import { type MissingGuard } from './missingGuard';
import { type ParsedFile } from '../syntax/parse';
import { type FilePath } from '../text/filePath';
import { type TextEdit } from '../text/textEdit';
import { type TextRange } from '../text/textRange';

/** How much a finding matters: `error` is what Next.js rejects, `warning` what a reader of the code would fix. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What a rule is about; rules of one group stand together in the docs. */
export type RuleGroup = 'route-handlers' | 'server-actions' | 'boundaries' | 'comments';

/** A page that a claim rests on. */
export interface Reference {
  readonly title: string;
  readonly url: string;
}

/** Everything that is said about a rule, in one place: docs, settings, hovers and SARIF are made from it. */
export interface RuleMeta {
  /** kebab-case; also the file name, the diagnostic's code, the settings key and the docs page. */
  readonly id: string;
  /** One line that ends with a dot; Markdown with code spans only. */
  readonly summary: string;
  /** A paragraph or more of Markdown on why this matters. */
  readonly why: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  /** The version of this extension that first had the rule. */
  readonly since: string;
  /** `safe`: behavior stays the same; `unsafe`: the user must look. */
  readonly fix: 'none' | 'safe' | 'unsafe';
  /** What fixes it, the code actions that do among it, and why there is nothing for the rest. Markdown. */
  readonly fixNote: string;
  readonly references: readonly Reference[];
  /** Fixtures (see CONTRIBUTING.md): each `bad` has one finding of this rule, each `good` none of any rule. */
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
  readonly whenNotToUse: string;
}

/** Another place that belongs to a finding; turned into a range only when it is read. */
export interface Related {
  readonly path: FilePath;
  readonly fact: FactId;
  readonly message: string;
}

/** An edit of the finding's own file. */
export interface Fix {
  /** Says what will happen, and what the user must do beside it. */
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  readonly edits: readonly TextEdit[];
}

/** What a rule has to say about one place of its file. */
export interface Finding {
  /** One sentence with the user's own names in backticks: what is wrong. */
  readonly message: string;
  /** The smallest token that names the problem. */
  readonly range: TextRange;
  /** The rule's own severity unless this finding weighs less or more; settings win over both. */
  readonly severity?: Severity;
  /** What to do about it. */
  readonly help?: string;
  readonly related?: readonly Related[];
  /** A place elsewhere that causes it for many: a report tells it once, there, in the words of the message. */
  readonly shared?: Related;
  readonly fixes?: readonly Fix[];
  /** What the range holds is of no use: editors fade it. */
  readonly unnecessary?: true;
}

/** What the engine tells of a file. `program()` and `syntax()` are made on demand: ask only when the facts don't tell. */
export interface OwnContext {
  readonly path: FilePath;
  readonly file: FileFacts;
  program(): Program;
  linkFactsOf(path: FilePath): LinkFacts | undefined;
  /** What the guard analysis says of an endpoint of `program()`: verdict, evidence, effects, validation. */
  assessmentOf(endpoint: Endpoint): Assessment;
  /** Whether the app's entries reach an action's module; true for routes, 'unknown' where an import leads nowhere. */
  isReached(endpoint: Endpoint): boolean | 'unknown';
  /** Whether a browser is given an action's id; undefined for routes, which have a URL. Costs a look at every user of it. */
  exposureOf(endpoint: Endpoint): Exposure['exposure'] | undefined;
  /** The range of a place in a function of this file. */
  rangeOf(fact: FactId): TextRange | undefined;
  /** A word in it may settle a question for less than a tree costs. */
  text(): string;
  syntax(): ParsedFile;
  /** The 0-based line of an offset of this file. */
  lineOf(offset: number): number;
}

/** What a rule may look at: that, and what several rules share. */
export interface RuleContext extends OwnContext {
  /** The endpoints of this file whose guard lacks something, each with its most specific cause. */
  missingGuards(): readonly MissingGuard[];
}

/** A file of an app as it is known without parsing it. */
export interface FileGlance {
  readonly path: FilePath;
  readonly app: App;
  /** The file's name without the extension, if it is one of a page (`page`, `layout`, `proxy`); '' for all else. */
  readonly name: string;
  readonly scan: ModuleScan;
  /** Costs a look at the disk: ask last. */
  text(): string;
}

/** A rule: its metadata and its check. */
export interface Rule {
  readonly meta: RuleMeta;
  /**
   * Whether the rule may have something to say of a file that holds no endpoint: reports parse no others of them. The names
   * and words that a finding needs decide it; the check is asked all the same where a file is open.
   */
  concerns?(glance: FileGlance): boolean;
  check(ctx: RuleContext): Iterable<Finding>;
  /** What it has to say once all others have spoken. */
  review?(ctx: RuleContext, others: Spoken): Iterable<Finding>;
}

/** What the other rules came to in a file. */
export interface Spoken {
  /** All findings, also those that a comment of the file switches off. */
  readonly findings: readonly (Finding & { readonly rule: string })[];
  /** Of each rule by id, whether its check was run to its end; false where the settings switch it off, or where it crashed. */
  readonly rules: ReadonlyMap<string, boolean>;
  /** Nothing was left open: of no endpoint that a rule asked about the guard, or what it writes, is unknown. */
  readonly isWhole: boolean;
}

/** Types a rule where it is written. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
