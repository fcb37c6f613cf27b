/** Computes files' findings, and remembers them with what they were made from. */
import { type RuleFinding, type Settings } from './analysis';
import { type Assessments } from './assessments';
import { carryOver, type ShownFindings } from './carriedFindings';
import { type FileFacts } from './facts/fileFacts';
import { type FileStore } from './fileStore';
import { type Assessment } from './guards/assess';
import { type Exposure } from './program/exposure';
import { type ExposureGraph, type Exposures, isReached } from './program/exposures';
import { type Endpoint, type Program } from './program/program';
import { type OwnContext, type Rule } from './rule/rule';
import { bySource, NOT_YET, runRules } from './rule/runner';
import { withoutSuppressed } from './rule/suppression';
import { type FilePath } from './text/filePath';

/** What findings are made from. What begins with `known` is answered without work, or with undefined. */
export interface FindingSource {
  readonly files: FileStore;
  readonly rules: readonly Rule[];
  readonly onRuleCrash: ((rule: string, path: FilePath, error: unknown) => void) | undefined;
  settings(): Settings;
  /** The settings with what the file's app says of its own. */
  severities(path: FilePath): Settings['rules'];
  knownSeverities(path: FilePath): Settings['rules'] | undefined;
  program(): Program;
  knownProgram(): Program | undefined;
  assessments(): Assessments;
  exposureGraph(): ExposureGraph;
  knownGraph(): ExposureGraph | undefined;
  exposures(): Exposures;
  knownExposures(): Exposures | undefined;
}

/** Findings of one file with everything they were made from; they hold as long as all of it is the same. */
interface Memo {
  readonly facts: FileFacts;
  readonly settings: Settings;
  /** The program, if a rule asked for it. */
  readonly program: Program | undefined;
  /** The analysis of each endpoint that a rule asked for. */
  readonly assessments: ReadonlyMap<Endpoint, Assessment>;
  /** The exposure of each action that a rule asked for: code elsewhere changes it. */
  readonly exposed: ReadonlyMap<Endpoint, Exposure['exposure'] | undefined>;
  /** All of them, also those that a comment of the file switches off. */
  readonly found: readonly RuleFinding[];
  readonly findings: readonly RuleFinding[];
}

/** What a run of the rules came to; `waiting` are the rules that it could not run. */
interface RulesRun extends Omit<Memo, 'settings' | 'findings'> {
  readonly waiting: ReadonlySet<string>;
}

/** The findings of a workspace's files. */
export class Findings {
  readonly #source: FindingSource;
  readonly #memos = new Map<FilePath, Memo>();
  /** What was answered last for the files that answers at once are wanted for: the few that an editor has open. */
  readonly #shown = new Map<FilePath, ShownFindings>();

  constructor(source: FindingSource) {
    this.#source = source;
  }

  /** Forgets a file that is gone. */
  delete(path: FilePath): void {
    this.#memos.delete(path);
    this.#shown.delete(path);
  }

  /** The apps' configurations may be others now. */
  forgetAll(): void {
    this.#memos.clear();
  }

  /** All findings of a file, whatever it costs. */
  of(path: FilePath): readonly RuleFinding[] {
    const facts = this.#source.files.factsOf(path);
    if (!facts) return [];
    const memo = this.#memos.get(path);
    if (memo && this.#holds(memo, facts, false)) return memo.findings;
    const run = this.#run(path, facts, false);
    if (this.#shown.has(path)) this.#show(path, facts, run.found);
    return this.#remember(path, run);
  }

  /**
   * What can be said of a file at once. The rules that would have to link files or to analyze functions keep what they said
   * last, moved to where that stands now; once that work is done, this is `of`.
   */
  atOnce(path: FilePath): readonly RuleFinding[] {
    const facts = this.#source.files.factsOf(path);
    if (!facts) return [];
    const memo = this.#memos.get(path);
    if (memo && this.#holds(memo, facts, true)) {
      this.#show(path, facts, memo.found);
      return memo.findings;
    }
    const run = this.#run(path, facts, true);
    if (run.waiting.size === 0) {
      this.#show(path, facts, run.found);
      return this.#remember(path, run);
    }
    const shown = this.#shown.get(path);
    const text = shown && this.#source.files.text(path);
    const carried = shown && text !== undefined ? carryOver(shown, run.waiting, path, text, facts) : [];
    const found = [...run.found, ...carried].sort(bySource);
    this.#show(path, facts, found);
    return this.#withoutSuppressed(path, facts, found);
  }

  #holds(memo: Memo, facts: FileFacts, atOnce: boolean): boolean {
    if (memo.facts !== facts || memo.settings !== this.#source.settings()) return false;
    if (memo.program === undefined) return true;
    if (memo.program !== (atOnce ? this.#source.knownProgram() : this.#source.program())) return false;
    const assessments = this.#source.assessments();
    const isSame = [...memo.assessments].every(
      ([asked, answer]) => (atOnce ? assessments.peek(asked) : assessments.of(asked)) === answer,
    );
    if (!isSame || memo.exposed.size === 0) return isSame;
    const exposures = atOnce ? this.#source.knownExposures() : this.#source.exposures();
    return [...memo.exposed].every(([asked, answer]) => exposures?.of(asked)?.exposure === answer);
  }

  #run(path: FilePath, facts: FileFacts, atOnce: boolean): RulesRun {
    const source = this.#source;
    let asked: Program | undefined;
    const assessed = new Map<Endpoint, Assessment>();
    const exposed = new Map<Endpoint, Exposure['exposure'] | undefined>();
    const waiting = new Set<string>();
    const program = (): Program => (asked = atOnce ? (source.knownProgram() ?? notYet()) : source.program());
    const ctx: OwnContext = {
      path,
      file: facts,
      program,
      linkFactsOf: (other) => program().linkFactsOf(other),
      assessmentOf(endpoint) {
        program();
        const assessments = source.assessments();
        const answer = atOnce ? (assessments.peek(endpoint) ?? notYet()) : assessments.of(endpoint);
        assessed.set(endpoint, answer);
        return answer;
      },
      isReached(endpoint) {
        program();
        const graph = (): ExposureGraph => source.knownGraph() ?? notYet();
        return isReached(atOnce ? graph : () => source.exposureGraph(), endpoint);
      },
      exposureOf(endpoint) {
        program();
        const exposures = atOnce ? (source.knownExposures() ?? notYet()) : source.exposures();
        const answer = exposures.of(endpoint)?.exposure;
        exposed.set(endpoint, answer);
        return answer;
      },
      rangeOf: (fact) => source.files.rangeOf(path, fact),
      text: () => source.files.text(path) ?? '',
      syntax: () => source.files.parse(path),
      lineOf: (offset) => this.#lineOf(path, offset),
    };
    const severities = atOnce ? source.knownSeverities(path) : source.severities(path);
    const found = runRules(source.rules, ctx, {
      severities: severities ?? source.settings().rules,
      onCrash: source.onRuleCrash,
      onWaiting: (rule) => waiting.add(rule),
    });
    return {
      facts,
      program: asked,
      assessments: assessed,
      exposed,
      found: found.map((finding) => this.#placed(path, finding)),
      waiting,
    };
  }

  /** Places in the finding's own file are looked up while the file is what the finding was made from. */
  #placed(path: FilePath, finding: RuleFinding): RuleFinding {
    if (!finding.related?.some((place) => place.path === path)) return finding;
    const related = finding.related.map((place) => {
      const range = place.path === path ? this.#source.files.rangeOf(path, place.fact) : undefined;
      return range ? { ...place, range } : place;
    });
    return { ...finding, related };
  }

  #remember(path: FilePath, { waiting: _waiting, ...run }: RulesRun): readonly RuleFinding[] {
    const findings = this.#withoutSuppressed(path, run.facts, run.found);
    this.#memos.set(path, { ...run, settings: this.#source.settings(), findings });
    return findings;
  }

  #show(path: FilePath, facts: FileFacts, findings: readonly RuleFinding[]): void {
    const { files } = this.#source;
    const text = findings.length > 0 ? (files.text(path) ?? '') : '';
    const others = findings.flatMap(({ related }) => related?.map((place) => place.path) ?? []);
    const inputs = new Map(others.map((other) => [other, files.inputOf(other)]));
    const isSame = (other: FilePath): boolean => files.inputOf(other) === inputs.get(other);
    this.#shown.set(path, { text, facts, findings, isSame });
  }

  #withoutSuppressed(
    path: FilePath,
    { suppressions }: FileFacts,
    found: readonly RuleFinding[],
  ): readonly RuleFinding[] {
    return withoutSuppressed(found, suppressions, (offset) => this.#lineOf(path, offset));
  }

  #lineOf(path: FilePath, offset: number): number {
    return this.#source.files.linesOf(path)?.positionAt(offset).line ?? 0;
  }
}

function notYet(): never {
  throw NOT_YET;
}
