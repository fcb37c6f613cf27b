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
import { type HandlerPlaces } from './features/handlerFacts';
import { endpointHover } from './features/hover';
import { buildReport, endpointRange, reportEndpoint, reportId, type ReportSource } from './features/report';
import { type AssistContext, type AssistSettings } from './assist/assist';
import { offersAt, resolveOffer } from './assist/offers';
import { createOnce } from './assist/once';
import { type AppConfigs, readAppConfigs } from './appConfigs';
import { routeRenameEdits } from './edit/routeRename';
import { Assessments } from './assessments';
import { type Authoring, authoringAnswers, authoringOver } from './authoring';
import { FileStore, isSourcePath } from './fileStore';
import { Findings, type FindingSource } from './findings';
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
import { type HandlerFacts, handlerFacts } from './handlers/handlerFacts';
import { type Endpoint, type Program } from './program/program';
import { type Project } from './project/project';
import { readProject } from './project/readProject';
import { concernsRule } from './rule/concerns';
import { type Rule } from './rule/rule';
import { suppressionFor } from './rule/suppression';
import { type ParsedFile } from './syntax/parse';
import { type FilePath, folderOf } from './text/filePath';
import { finish } from './text/steps';
import { rangesTouch, type TextRange } from './text/textRange';

const NO_ASSIST_SETTINGS: AssistSettings = { corsOrigins: [] };

/** Creates an engine with the given rules. It holds nothing until files are pushed. */
export function createAnalysisHost(rules: readonly Rule[], options: HostOptions): AnalysisHost {
  return new Host(rules, options);
}

class Host implements AnalysisHost {
  readonly #rules: readonly Rule[];
  readonly #options: HostOptions;
  readonly #files: FileStore;
  readonly #findings: Findings;
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
  readonly #once = createOnce();

  constructor(rules: readonly Rule[], options: HostOptions) {
    this.#rules = rules;
    this.#options = options;
    this.#files = new FileStore({ preparesBehavior: options.guards !== false });
    this.#findings = new Findings(this.#findingSource());
  }

  #findingSource(): FindingSource {
    const severities = (path: FilePath): Settings['rules'] => {
      const own = this.#readConfigs().of(this.#readProject().appOf(path))?.rules;
      return own ? { ...this.#settings.rules, ...own } : this.#settings.rules;
    };
    return {
      files: this.#files,
      rules: this.#rules,
      onRuleCrash: this.#options.onRuleCrash,
      settings: () => this.#settings,
      severities,
      knownSeverities: (path) => (this.#project ? severities(path) : undefined),
      program: () => this.#linkProgram(),
      knownProgram: () => this.#knownProgram(),
      assessments: () => this.#assessments(),
      exposureGraph: () => this.#exposureGraph(),
      knownGraph: () => {
        const graph = this.#graph;
        return graph && graph.program === this.#knownProgram() && graph.knowsReaches() ? graph : undefined;
      },
      exposures: () => this.#exposures(),
      knownExposures: () => this.#knownExposures(),
    };
  }

  applyChange(change: Change): void {
    this.#revision++;
    if (change.settings) {
      this.#settings = change.settings;
      this.#configs = undefined;
    }
    for (const [path, input] of change.files ?? []) {
      const before = this.#files.knownBehavior(path)?.behavior;
      if (before) this.#assessed?.edited(path, before);
      if (input === null) {
        if (!this.#files.delete(path)) continue;
        this.#findings.delete(path);
        this.#forgetProject();
        continue;
      }
      if (this.#files.put(path, input) === 'list') this.#forgetProject();
    }
  }

  #forgetProject(): void {
    this.#project = undefined;
    this.#configs = undefined;
    this.#program = undefined;
    this.#findings.forgetAll();
  }

  *work(): Generator<WorkProgress, void, void> {
    const files = this.#files;
    // A linked program has asked for all of this already.
    if (!this.#knownProgram()) {
      const sources = [...this.#sources()];
      const isScanned = (path: FilePath): boolean => files.isScanned(path);
      if (!(yield* this.#each(sources, isScanned, (path) => files.scanOf(path)))) return;
      const project = this.#readProject();
      const candidates = sources.filter((path) => mayHoldEndpoints(project, this.#programFiles, path));
      const isParsed = (path: FilePath): boolean => files.isParsed(path);
      if (!(yield* this.#each(candidates, isParsed, (path) => files.holderFactsOf(path)))) return;
    }
    if (!(yield* this.#steps(() => this.#linkProgram()))) return;
    if (!(yield* this.#makeGraph())) return;
    const graph = this.#exposureGraph();
    if (!this.#knownExposures()) {
      const hasUsages = (path: FilePath): boolean => files.hasUsages(path);
      if (!(yield* this.#each(exposureFiles(graph), hasUsages, (path) => files.usagesOf(path)))) return;
    }
    if (
      !(yield* this.#steps(
        () => this.#exposures(),
        () => graph.wholeReaches(),
      ))
    )
      return;
    const assessments = this.#assessments();
    const isKnown = (endpoint: Endpoint): boolean => assessments.has(endpoint);
    yield* this.#each(this.#linkProgram().endpoints, isKnown, (endpoint) => assessments.of(endpoint));
  }

  *#makeGraph(): Generator<WorkProgress, boolean, void> {
    const program = this.#linkProgram();
    if (this.#graph?.program === program) return true;
    const revision = this.#revision;
    const steps = exposureGraph(program, this.#programFiles);
    let step = steps.next();
    for (let done = 1; !step.done; done++) {
      yield { done, total: done };
      if (revision !== this.#revision) return false;
      step = steps.next();
    }
    this.#graph = step.value;
    return true;
  }

  #steps(...steps: readonly (() => unknown)[]): Generator<WorkProgress, boolean, void> {
    return this.#each(
      steps,
      () => false,
      (step) => step(),
    );
  }

  /** Does what is left to do of the items, one at a time; false when a change came in between. */
  *#each<T>(
    items: readonly T[],
    isDone: (item: T) => boolean,
    make: (item: T) => void,
  ): Generator<WorkProgress, boolean, void> {
    const revision = this.#revision;
    for (const [index, item] of items.entries()) {
      // To see that an item is done takes its time, too.
      if (!isDone(item)) make(item);
      yield { done: index + 1, total: items.length };
      if (revision !== this.#revision) return false;
    }
    return true;
  }

  snapshot(): Analysis {
    return {
      revision: this.#revision,
      findings: (path) => this.#findings.of(path),
      findingsAtOnce: (path) => this.#findings.atOnce(path),
      allFindings: () => this.#allFindings(),
      hover: (path, offset, linkTo) => this.#hover(path, offset, linkTo ?? (() => undefined)),
      report: (base) => buildReport(this.#reportSource(base)),
      endpointsIn: (base, path) => this.#endpointsIn(base, path),
      placeOf: (base, id) => this.#placeOf(base, id),
      rangeOf: (path, fact) => this.#files.rangeOf(path, fact),
      assists: (path, range) => {
        const ctx = this.#assistContext(path, range);
        return ctx ? offersAt(this.#assists, ctx, this.#onAssistCrash(path)) : [];
      },
      resolveAssist: (path, range, offer, input) => {
        const ctx = this.#assistContext(path, range);
        return ctx && resolveOffer(this.#assists, ctx, offer, input ?? {}, this.#onAssistCrash(path));
      },
      renameEdits: (moved) => routeRenameEdits(this.#linkProgram(), this.#files, moved),
      suppression: (path, finding) => {
        const lines = this.#files.linesOf(path);
        const comments = this.#files.factsOf(path)?.suppressions ?? [];
        return lines && suppressionFor(finding, lines, comments, () => this.#files.parse(path));
      },
      configMistakes: () => this.#readConfigs().mistakes,
      manifestPaths: () => this.#readProject().apps.flatMap(manifestPaths),
      actionOf: (base, query) => this.#actionOf(base, query),
      text: (path) => this.#files.text(path),
      isSource: (path) => isSourcePath(path) && this.#readProject().appOf(path) !== undefined,
      ...authoringAnswers(() => this.#authoring()),
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
    const { entries } = this.#settings;
    const text = (path: FilePath): string | undefined => this.#files.text(path);
    return (this.#configs ??= readAppConfigs(this.#readProject(), text, ids, entries));
  }

  #linkProgram(): Program {
    const known = this.#knownProgram();
    if (known) return known;
    this.#program = linkProgram(this.#readProject(), this.#programFiles);
    this.#files.markLinked();
    return this.#program;
  }

  #knownProgram(): Program | undefined {
    return this.#files.isReshaped ? undefined : this.#program;
  }

  get #programFiles(): CallerFiles {
    return {
      paths: () => this.#sources(),
      otherPaths: () => this.#others(),
      scanOf: (path) => this.#files.scanOf(path),
      linkFactsOf: (path) => this.#files.factsOf(path)?.link,
      holderFactsOf: (path, isTraced) => this.#files.holderFactsOf(path, isTraced)?.link,
      usagesOf: (path) => this.#files.usagesOf(path),
    };
  }

  #assessments(): Assessments {
    const project = this.#readProject();
    const configs = this.#readConfigs();
    const source = { behaviorOf: (path: FilePath) => this.#files.behaviorOf(path)?.behavior };
    this.#assessed ??= new Assessments(project, source, configs, this.#options);
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
      rangeOf: (path, fact) => this.#files.rangeOf(path, fact),
      linesOf: (path) => this.#files.linesOf(path),
      text: (path) => this.#files.text(path),
    };
  }

  #exposureGraph(): ExposureGraph {
    const program = this.#linkProgram();
    if (this.#graph?.program !== program) this.#graph = finish(exposureGraph(program, this.#programFiles));
    return this.#graph;
  }

  /** Who uses the actions depends on bodies, so it is kept apart from the program. */
  #exposures(): Exposures {
    const program = this.#linkProgram();
    const known = this.#knownExposures();
    if (known) return known;
    const exposures = exposuresOf(this.#exposureGraph(), this.#programFiles);
    this.#exposed = { program, version: this.#files.usageVersion, exposures };
    return exposures;
  }

  #knownExposures(): Exposures | undefined {
    const old = this.#exposed;
    return old && old.program === this.#knownProgram() && old.version === this.#files.usageVersion
      ? old.exposures
      : undefined;
  }

  *#sources(): Iterable<FilePath> {
    for (const path of this.#files.paths()) if (isSourcePath(path)) yield path;
  }

  *#others(): Iterable<FilePath> {
    for (const path of this.#files.paths()) if (!isSourcePath(path)) yield path;
  }

  /** Only files that may hold endpoints, or that a rule wants to see for their words, are parsed for findings. */
  *#allFindings(): Iterable<readonly [FilePath, readonly RuleFinding[]]> {
    const { project, holders } = this.#linkProgram();
    const isHolder = new Set(holders);
    for (const path of [...this.#sources()].sort()) {
      if (!isHolder.has(path) && !concernsRule(this.#rules, project, this.#files, path)) continue;
      const findings = this.#findings.of(path);
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
      findings: () => this.#findings.of(path).filter((finding) => rangesTouch(finding.range, range)),
      program: () => this.#linkProgram(),
      assessmentOf: (endpoint) => this.#assessments().of(endpoint),
      isReached: (endpoint) => isReached(() => this.#exposureGraph(), endpoint),
      callersOf: (endpoint) => this.#exposures().callersOf(endpoint),
      exposureOf: (endpoint) => this.#exposures().of(endpoint),
      cachingOf: (endpoint) => this.#handlerFacts().cachingOf(endpoint),
      corsOf: (endpoint) => this.#handlerFacts().corsOf(endpoint),
      idiomSource: () => this.#authoring(),
      paths: () => this.#files.paths(),
      textOf: (other) => this.#files.text(other),
      syntaxOf: (other) => {
        if (other === path) return syntax();
        return this.#files.text(other) === undefined ? undefined : this.#files.parse(other);
      },
      once: (key, make) => this.#once(this.#revision, key, make),
      rangeOf: (other, fact) => this.#files.rangeOf(other, fact),
    };
  }

  /** What the app says of itself wins. */
  #assistSettings(path: FilePath): AssistSettings {
    const settings = this.#settings.assists ?? NO_ASSIST_SETTINGS;
    const corsOrigins = this.#readConfigs().of(this.#readProject().appOf(path))?.corsOrigins;
    return corsOrigins ? { ...settings, corsOrigins } : settings;
  }

  #authoring(): Authoring {
    return authoringOver(this.#files, this.#linkProgram(), this.#programFiles, this.#assessments());
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
