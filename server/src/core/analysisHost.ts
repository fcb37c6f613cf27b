/** The engine's state: takes changes in, keeps what they leave valid, and computes the rest when an answer needs it. */
import {
  type Analysis,
  type AnalysisHost,
  type Change,
  type HostOptions,
  type RuleFinding,
  type Settings,
  type WorkProgress,
} from './analysis';
import { type ActionQuery, lookUpAction, manifestPaths } from './features/actionLookup';
import { type LinkTo } from './features/guardEvidence';
import { guardIdioms } from './features/guardIdiom/appIdioms';
import { type GuardPlace } from './features/guardIdiom/guardIdiom';
import { type IdiomSource } from './features/guardIdiom/idiomSource';
import { type HandlerPlaces } from './features/handlerFacts';
import { endpointHover } from './features/hover';
import { buildReport, endpointRange, reportEndpoint, reportId, type ReportSource } from './features/report';
import { type AssistContext, type AssistSettings } from './assist/assist';
import { offersAt, resolveOffer } from './assist/offers';
import { type AppConfigs, readAppConfigs } from './appConfigs';
import { Assessments } from './assessments';
import { type FactId, type FileFacts } from './facts/fileFacts';
import { FileStore, isSourcePath } from './fileStore';
import { linkProgram, mayHoldEndpoints } from './program/linkProgram';
import { type CallerFiles } from './program/actionCallers';
import {
  type ExposureGraph,
  exposureFiles,
  exposureGraph,
  type Exposures,
  exposuresOf,
  isReached,
} from './program/exposures';
import { type Assessment } from './guards/assess';
import { type HandlerFacts, handlerFacts } from './handlers/handlerFacts';
import { type Endpoint, type Program } from './program/program';
import { type Project } from './project/project';
import { readProject } from './project/readProject';
import { type Rule, type RuleContext } from './rule/rule';
import { runRules } from './rule/runner';
import { lineStart, suppressionComment, withoutSuppressed } from './rule/suppression';
import { isInJsxText } from './syntax/jsxPlace';
import { type ParsedFile } from './syntax/parse';
import { type FilePath, folderOf } from './text/filePath';
import { rangesTouch, type TextRange } from './text/textRange';

const NO_ASSIST_SETTINGS: AssistSettings = { corsOrigins: [] };

/** Files that Next.js takes for a proxy, where they stand in the right place. */
const PROXY_NAME = /\/(?:proxy|middleware)\.[jt]sx?$/;

/** Findings of one file with everything they were made from; they hold as long as all of it is the same. */
interface Memo {
  readonly facts: FileFacts;
  readonly settings: Settings;
  /** The program, if a rule asked for it. */
  readonly program: Program | undefined;
  /** The analysis of each endpoint that a rule asked for. */
  readonly assessments: ReadonlyMap<Endpoint, Assessment>;
  readonly findings: readonly RuleFinding[];
}

/** Creates an engine with the given rules. It holds nothing until files are pushed. */
export function createAnalysisHost(rules: readonly Rule[], options: HostOptions): AnalysisHost {
  return new Host(rules, options);
}

class Host implements AnalysisHost {
  readonly #rules: readonly Rule[];
  readonly #options: HostOptions;
  readonly #files = new FileStore();
  readonly #memos = new Map<FilePath, Memo>();
  #settings: Settings = { rules: {} };
  #project: Project | undefined;
  #configs: AppConfigs | undefined;
  #program: Program | undefined;
  #graph: ExposureGraph | undefined;
  #assessed: Assessments | undefined;
  #handlers: HandlerFacts | undefined;
  #handlersProgram: Program | undefined;
  #exposed: { program: Program; version: number; exposures: Exposures } | undefined;
  #revision = 0;

  constructor(rules: readonly Rule[], options: HostOptions) {
    this.#rules = rules;
    this.#options = options;
  }

  applyChange(change: Change): void {
    this.#revision++;
    if (change.settings) this.#settings = change.settings;
    for (const [path, input] of change.files ?? []) {
      const before = this.#files.knownBehavior(path)?.behavior;
      if (before) this.#assessed?.edited(path, before);
      if (input === null) {
        if (!this.#files.delete(path)) continue;
        this.#memos.delete(path);
        this.#forgetProject();
        continue;
      }
      const effect = this.#files.put(path, input);
      if (effect === 'list') this.#forgetProject();
      else if (effect === 'shape') this.#program = undefined;
    }
  }

  #forgetProject(): void {
    this.#project = undefined;
    this.#configs = undefined;
    this.#program = undefined;
    this.#memos.clear();
  }

  *work(): Generator<WorkProgress, void, void> {
    const revision = this.#revision;
    const sources = [...this.#files.paths()].filter(isSourcePath);
    let done = 0;
    for (const path of sources) {
      done++;
      if (this.#files.isScanned(path)) continue;
      this.#files.scanOf(path);
      yield { done, total: sources.length };
      if (revision !== this.#revision) return;
    }
    const project = this.#readProject();
    const candidates = sources.filter((path) => mayHoldEndpoints(project, this.#programFiles, path));
    done = 0;
    for (const path of candidates) {
      done++;
      if (this.#files.isParsed(path)) continue;
      this.#files.factsOf(path);
      yield { done, total: candidates.length };
      if (revision !== this.#revision) return;
    }
    this.#linkProgram();
    yield { done, total: candidates.length };
    if (revision !== this.#revision) return;
    const users = exposureFiles(this.#exposureGraph());
    done = 0;
    for (const path of users) {
      done++;
      if (this.#files.hasUsages(path)) continue;
      this.#files.usagesOf(path);
      yield { done, total: users.length };
      if (revision !== this.#revision) return;
    }
    this.#exposures();
    const assessments = this.#assessments();
    const { endpoints } = this.#linkProgram();
    done = 0;
    for (const endpoint of endpoints) {
      done++;
      if (assessments.has(endpoint)) continue;
      assessments.of(endpoint);
      yield { done, total: endpoints.length };
      if (revision !== this.#revision) return;
    }
  }

  snapshot(): Analysis {
    return {
      revision: this.#revision,
      findings: (path) => this.#findings(path),
      allFindings: () => this.#allFindings(),
      hover: (path, offset, linkTo) => this.#hover(path, offset, linkTo ?? (() => undefined)),
      report: (base) => buildReport(this.#reportSource(base)),
      endpointsIn: (base, path) => this.#endpointsIn(base, path),
      placeOf: (base, id) => this.#placeOf(base, id),
      rangeOf: (path, fact) => this.#rangeOf(path, fact),
      assists: (path, range) => {
        const ctx = this.#assistContext(path, range);
        return ctx ? offersAt(this.#assists, ctx, this.#onAssistCrash(path)) : [];
      },
      resolveAssist: (path, range, offer, input) => {
        const ctx = this.#assistContext(path, range);
        return ctx && resolveOffer(this.#assists, ctx, offer, input ?? {}, this.#onAssistCrash(path));
      },
      suppression: (path, finding) => this.#suppression(path, finding),
      configMistakes: () => this.#readConfigs().mistakes,
      manifestPaths: () => this.#readProject().apps.flatMap(manifestPaths),
      actionOf: (base, query) => this.#actionOf(base, query),
      text: (path) => this.#files.text(path),
      isSource: (path) => isSourcePath(path) && this.#readProject().appOf(path) !== undefined,
      guardIdioms: (path, place) => this.#guardIdioms(path, place),
      program: () => this.#linkProgram(),
    };
  }

  cacheable(): ReturnType<AnalysisHost['cacheable']> {
    return this.#files.cacheable();
  }

  #readProject(): Project {
    return (this.#project ??= readProject(this.#files));
  }

  #readConfigs(): AppConfigs {
    const ids = this.#rules.map(({ meta }) => meta.id);
    return (this.#configs ??= readAppConfigs(this.#readProject(), (path) => this.#files.text(path), ids));
  }

  #linkProgram(): Program {
    return (this.#program ??= linkProgram(this.#readProject(), this.#programFiles));
  }

  get #programFiles(): CallerFiles {
    return {
      paths: () => this.#sources(),
      otherPaths: () => this.#others(),
      scanOf: (path) => this.#files.scanOf(path),
      linkFactsOf: (path) => this.#files.factsOf(path)?.link,
      usagesOf: (path) => this.#files.usagesOf(path),
    };
  }

  #assessments(): Assessments {
    const project = this.#readProject();
    const configs = this.#readConfigs();
    const source = { behaviorOf: (path: FilePath) => this.#files.behaviorOf(path)?.behavior };
    this.#assessed ??= new Assessments(project, source, configs);
    this.#assessed.update(project, configs);
    return this.#assessed;
  }

  #handlerFacts(): HandlerFacts {
    const program = this.#linkProgram();
    if (!this.#handlers || this.#handlersProgram !== program) {
      this.#handlers = handlerFacts(program, {
        paths: () => this.#sources(),
        scanOf: (path) => this.#files.scanOf(path),
        behaviorOf: (path) => this.#files.behaviorOf(path)?.behavior,
      });
      this.#handlersProgram = program;
    }
    return this.#handlers;
  }

  #handlerPlaces(base: FilePath): HandlerPlaces {
    return {
      base,
      handlers: this.#handlerFacts(),
      rangeOf: (path, fact) => this.#rangeOf(path, fact),
      linesOf: (path) => this.#files.linesOf(path),
      text: (path) => this.#files.text(path),
    };
  }

  #exposureGraph(): ExposureGraph {
    const program = this.#linkProgram();
    if (this.#graph?.program !== program) this.#graph = exposureGraph(program, this.#programFiles);
    return this.#graph;
  }

  /** Who uses the actions depends on bodies, so it is kept apart from the program. */
  #exposures(): Exposures {
    const program = this.#linkProgram();
    const graph = this.#exposureGraph();
    const old = this.#exposed;
    if (old?.program === program && old.version === this.#files.usageVersion) return old.exposures;
    const exposures = exposuresOf(graph, this.#programFiles);
    this.#exposed = { program, version: this.#files.usageVersion, exposures };
    return exposures;
  }

  *#sources(): Iterable<FilePath> {
    for (const path of this.#files.paths()) if (isSourcePath(path)) yield path;
  }

  *#others(): Iterable<FilePath> {
    for (const path of this.#files.paths()) if (!isSourcePath(path)) yield path;
  }

  #findings(path: FilePath): readonly RuleFinding[] {
    const facts = this.#files.factsOf(path);
    if (!facts) return [];
    const memo = this.#memos.get(path);
    if (memo?.facts === facts && memo.settings === this.#settings) {
      if (memo.program === undefined) return memo.findings;
      const assessments = memo.program === this.#linkProgram() ? this.#assessments() : undefined;
      if (assessments && [...memo.assessments].every(([asked, answer]) => assessments.of(asked) === answer)) {
        return memo.findings;
      }
    }
    let asked: Program | undefined;
    const assessed = new Map<Endpoint, Assessment>();
    const program = (): Program => (asked = this.#linkProgram());
    const ctx: RuleContext = {
      path,
      file: facts,
      program,
      linkFactsOf: (other) => program().linkFactsOf(other),
      assessmentOf: (endpoint) => {
        program();
        const answer = this.#assessments().of(endpoint);
        assessed.set(endpoint, answer);
        return answer;
      },
      isReached: (endpoint) => {
        program();
        return isReached(this.#exposureGraph(), endpoint);
      },
      syntax: () => this.#files.parse(path),
    };
    const own = this.#readConfigs().of(this.#readProject().appOf(path))?.rules;
    const run = {
      severities: own ? { ...this.#settings.rules, ...own } : this.#settings.rules,
      onCrash: this.#options.onRuleCrash,
    };
    const found = runRules(this.#rules, ctx, run);
    const lines = found.length > 0 ? this.#files.linesOf(path) : undefined;
    const findings = lines ? withoutSuppressed(found, this.#files.text(path) ?? '', lines) : found;
    this.#memos.set(path, {
      facts,
      settings: this.#settings,
      program: asked,
      assessments: assessed,
      findings,
    });
    return findings;
  }

  /** Only files that may hold endpoints or be a proxy can have findings; nothing else is parsed for them. */
  *#allFindings(): Iterable<readonly [FilePath, readonly RuleFinding[]]> {
    const project = this.#readProject();
    for (const path of [...this.#sources()].sort()) {
      if (!PROXY_NAME.test(path) && !mayHoldEndpoints(project, this.#programFiles, path)) continue;
      const findings = this.#findings(path);
      if (findings.length > 0) yield [path, findings];
    }
  }

  #hover(path: FilePath, offset: number, linkTo: LinkTo): ReturnType<Analysis['hover']> {
    const facts = this.#files.factsOf(path);
    if (!facts) return undefined;
    const app = this.#readProject().appOf(path);
    const places = this.#handlerPlaces(app?.root ?? folderOf(path));
    return endpointHover(facts, this.#linkProgram().endpointsOf(path), offset, {
      places,
      linkTo,
      assessmentOf: (endpoint) => this.#assessments().of(endpoint),
    });
  }

  #endpointsIn(base: FilePath, path: FilePath): ReturnType<Analysis['endpointsIn']> {
    const source = this.#reportSource(base);
    return source.program.endpointsOf(path).map((endpoint) => reportEndpoint(source, endpoint));
  }

  #reportSource(base: FilePath): ReportSource {
    return {
      ...this.#handlerPlaces(base),
      version: this.#options.version,
      program: this.#linkProgram(),
      exposures: this.#exposures(),
      assessmentOf: (endpoint) => this.#assessments().of(endpoint),
      usagesOf: (path) => this.#files.usagesOf(path),
      factsOf: (path) => this.#files.factsOf(path),
      findings: () => this.#allFindings(),
    };
  }

  get #assists(): NonNullable<HostOptions['assists']> {
    return this.#options.assists ?? [];
  }

  #onAssistCrash(path: FilePath): (assist: string, error: unknown) => void {
    return (assist, error) => this.#options.onAssistCrash?.(assist, path, error);
  }

  #assistContext(path: FilePath, range: TextRange): AssistContext | undefined {
    const file = this.#files.factsOf(path);
    const text = this.#files.text(path);
    if (!file || text === undefined) return undefined;
    let parsed: ParsedFile | undefined;
    const syntax = (): ParsedFile => (parsed ??= this.#files.parse(path));
    return {
      path,
      range,
      text,
      file,
      settings: this.#assistSettings(path),
      syntax,
      findings: () => this.#findings(path).filter((finding) => rangesTouch(finding.range, range)),
      program: () => this.#linkProgram(),
      assessmentOf: (endpoint) => this.#assessments().of(endpoint),
      isReached: (endpoint) => isReached(this.#exposureGraph(), endpoint),
      callersOf: (endpoint) => this.#exposures().callersOf(endpoint),
      cachingOf: (endpoint) => this.#handlerFacts().cachingOf(endpoint),
      corsOf: (endpoint) => this.#handlerFacts().corsOf(endpoint),
      textOf: (other) => this.#files.text(other),
      syntaxOf: (other) => {
        if (other === path) return syntax();
        return this.#files.text(other) === undefined ? undefined : this.#files.parse(other);
      },
      rangeOf: (other, fact) => this.#rangeOf(other, fact),
    };
  }

  /** What the app says of itself wins. */
  #assistSettings(path: FilePath): AssistSettings {
    const settings = this.#settings.assists ?? NO_ASSIST_SETTINGS;
    const corsOrigins = this.#readConfigs().of(this.#readProject().appOf(path))?.corsOrigins;
    return corsOrigins ? { ...settings, corsOrigins } : settings;
  }

  #idiomSource(): IdiomSource {
    return {
      program: this.#linkProgram(),
      files: this.#programFiles,
      behaviorOf: (path) => this.#files.behaviorOf(path)?.behavior,
      assessmentOf: (endpoint) => this.#assessments().of(endpoint),
    };
  }

  #guardIdioms(path: FilePath, place: GuardPlace): ReturnType<Analysis['guardIdioms']> {
    const app = this.#readProject().appOf(path);
    return app ? guardIdioms(this.#idiomSource(), app, place) : [];
  }

  /** Errors are what the build rejects: a comment would not change that. */
  #suppression(path: FilePath, finding: RuleFinding): ReturnType<Analysis['suppression']> {
    const lines = this.#files.linesOf(path);
    const text = this.#files.text(path);
    if (finding.severity === 'error' || !lines || text === undefined) return undefined;
    const { start } = finding.range;
    const inJsx = isInJsxText(this.#files.parse(path), lineStart(lines, start));
    return suppressionComment(text, lines, start, { rule: finding.rule, inJsx });
  }

  /** Places in functions are facts of their behavior, uses of actions of their own; all others of the file. */
  #rangeOf(path: FilePath, fact: FactId): TextRange | undefined {
    if (fact.startsWith('at:')) return this.#files.behaviorOf(path)?.ranges[fact];
    if (fact.startsWith('use:')) return this.#files.usagesOf(path)?.ranges[fact];
    return this.#files.factsOf(path)?.ranges[fact];
  }

  #actionOf(base: FilePath, query: ActionQuery): ReturnType<Analysis['actionOf']> {
    const answer = lookUpAction(this.#linkProgram(), query);
    if (answer.kind !== 'found') return answer;
    const id = reportId(base, answer.endpoint);
    const place = this.#placeOf(base, id);
    return { ...answer, reportId: id, ...(place ? { place } : {}) };
  }

  #placeOf(base: FilePath, id: string): ReturnType<Analysis['placeOf']> {
    const endpoint = this.#linkProgram().endpoints.find((candidate) => reportId(base, candidate) === id);
    if (!endpoint) return undefined;
    const facts = this.#files.factsOf(endpoint.path);
    return { path: endpoint.path, range: facts ? endpointRange(facts, endpoint) : { start: 0, end: 0 } };
  }
}
