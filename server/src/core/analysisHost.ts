/** The engine: takes changes in, passes them to its state, and answers from it; long work is done in slices. */
import {
  type Analysis,
  type AnalysisHost,
  type Change,
  type HostOptions,
  type RuleFinding,
  type WorkProgress,
} from './analysis';
import { type ActionQuery, lookUpAction, manifestPaths } from './features/actionLookup';
import { type LinkTo } from './features/guardEvidence';
import { endpointHover } from './features/hover';
import { buildReport, endpointRange, reportEndpoint, reportId, type ReportSource } from './features/report';
import { type AssistContext, type AssistSettings } from './assist/assist';
import { offersAt, resolveOffer } from './assist/offers';
import { createOnce } from './assist/once';
import { routeRenameEdits } from './edit/routeRename';
import { type Authoring, authoringAnswers, authoringOver } from './authoring';
import { FileStore, isSourcePath } from './fileStore';
import { Findings, type FindingSource } from './findings';
import { LinkedState } from './linkedState';
import { mayHoldEndpoints } from './program/linkProgram';
import { exposureFiles, isReached } from './program/exposures';
import { type Endpoint } from './program/program';
import { concernsRule } from './rule/concerns';
import { type Rule } from './rule/rule';
import { suppressionFor } from './rule/suppression';
import { type ParsedFile } from './syntax/parse';
import { type FilePath, folderOf } from './text/filePath';
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
  readonly #linked: LinkedState;
  #revision = 0;
  readonly #once = createOnce();

  constructor(rules: readonly Rule[], options: HostOptions) {
    this.#rules = rules;
    this.#options = options;
    this.#files = new FileStore({ preparesBehavior: options.guards !== false });
    this.#linked = new LinkedState(this.#files, rules, options);
    this.#findings = new Findings(this.#findingSource());
  }

  #findingSource(): FindingSource {
    const linked = this.#linked;
    return {
      files: this.#files,
      rules: this.#rules,
      onRuleCrash: this.#options.onRuleCrash,
      settings: () => linked.settings,
      severities: (path) => linked.severities(path),
      knownSeverities: (path) => linked.knownSeverities(path),
      program: () => linked.linkProgram(),
      knownProgram: () => linked.knownProgram(),
      assessments: () => linked.assessments(),
      exposureGraph: () => linked.exposureGraph(),
      knownGraph: () => linked.knownGraph(),
      exposures: () => linked.exposures(),
      knownExposures: () => linked.knownExposures(),
    };
  }

  applyChange(change: Change): void {
    this.#revision++;
    if (change.settings) this.#linked.changeSettings(change.settings);
    for (const [path, input] of change.files ?? []) {
      this.#linked.markEdited(path);
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
    this.#linked.forgetProject();
    this.#findings.forgetAll();
  }

  *work(): Generator<WorkProgress, void, void> {
    const files = this.#files;
    // A linked program has asked for all of this already.
    if (!this.#linked.knownProgram()) {
      const sources = [...this.#linked.sources()];
      const isScanned = (path: FilePath): boolean => files.isScanned(path);
      if (!(yield* this.#each(sources, isScanned, (path) => files.scanOf(path)))) return;
      const project = this.#linked.readProject();
      const candidates = sources.filter((path) => mayHoldEndpoints(project, this.#linked.programFiles, path));
      const isParsed = (path: FilePath): boolean => files.isParsed(path);
      if (!(yield* this.#each(candidates, isParsed, (path) => files.holderFactsOf(path)))) return;
    }
    if (!(yield* this.#steps(() => this.#linked.linkProgram()))) return;
    if (!(yield* this.#makeGraph())) return;
    const graph = this.#linked.exposureGraph();
    if (!this.#linked.knownExposures()) {
      const hasUsages = (path: FilePath): boolean => files.hasUsages(path);
      if (!(yield* this.#each(exposureFiles(graph), hasUsages, (path) => files.usagesOf(path)))) return;
    }
    if (
      !(yield* this.#steps(
        () => this.#linked.exposures(),
        () => graph.wholeReaches(),
      ))
    )
      return;
    const assessments = this.#linked.assessments();
    const isKnown = (endpoint: Endpoint): boolean => assessments.has(endpoint);
    yield* this.#each(this.#linked.linkProgram().endpoints, isKnown, (endpoint) => assessments.of(endpoint));
  }

  *#makeGraph(): Generator<WorkProgress, boolean, void> {
    if (this.#linked.isGraphMade()) return true;
    const revision = this.#revision;
    const steps = this.#linked.graphSteps();
    let step = steps.next();
    for (let done = 1; !step.done; done++) {
      yield { done, total: done };
      if (revision !== this.#revision) return false;
      step = steps.next();
    }
    this.#linked.keepGraph(step.value);
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
      renameEdits: (moved) => routeRenameEdits(this.#linked.linkProgram(), this.#files, moved),
      suppression: (path, finding) => {
        const lines = this.#files.linesOf(path);
        const comments = this.#files.factsOf(path)?.suppressions ?? [];
        return lines && suppressionFor(finding, lines, comments, () => this.#files.parse(path));
      },
      configMistakes: () => this.#linked.readConfigs().mistakes,
      manifestPaths: () => this.#linked.readProject().apps.flatMap(manifestPaths),
      actionOf: (base, query) => this.#actionOf(base, query),
      text: (path) => this.#files.text(path),
      isSource: (path) => isSourcePath(path) && this.#linked.readProject().appOf(path) !== undefined,
      ...authoringAnswers(() => this.#authoring()),
      program: () => this.#linked.linkProgram(),
    };
  }

  cacheable(): ReturnType<AnalysisHost['cacheable']> {
    return this.#files.cacheable();
  }

  /** Only files that may hold endpoints, or that a rule wants to see for their words, are parsed for findings. */
  *#allFindings(): Iterable<readonly [FilePath, readonly RuleFinding[]]> {
    const { project, holders } = this.#linked.linkProgram();
    const isHolder = new Set(holders);
    for (const path of [...this.#linked.sources()].sort()) {
      if (!isHolder.has(path) && !concernsRule(this.#rules, project, this.#files, path)) continue;
      const findings = this.#findings.of(path);
      if (findings.length > 0) yield [path, findings];
    }
  }

  #hover(path: FilePath, offset: number, linkTo: LinkTo): ReturnType<Analysis['hover']> {
    const facts = this.#files.factsOf(path);
    if (!facts) return undefined;
    const app = this.#linked.readProject().appOf(path);
    const places = this.#linked.handlerPlaces(app?.root ?? folderOf(path));
    return endpointHover(facts, this.#linked.linkProgram().endpointsOf(path), offset, {
      places,
      linkTo,
      assessmentOf: (endpoint) => this.#linked.assessments().of(endpoint),
    });
  }

  #endpointsIn(base: FilePath, path: FilePath): ReturnType<Analysis['endpointsIn']> {
    const source = this.#reportSource(base);
    return source.program.endpointsOf(path).map((endpoint) => reportEndpoint(source, endpoint));
  }

  #reportSource(base: FilePath): ReportSource {
    return {
      ...this.#linked.handlerPlaces(base),
      version: this.#options.version,
      program: this.#linked.linkProgram(),
      exposures: this.#linked.exposures(),
      assessmentOf: (endpoint) => this.#linked.assessments().of(endpoint),
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
      program: () => this.#linked.linkProgram(),
      assessmentOf: (endpoint) => this.#linked.assessments().of(endpoint),
      isReached: (endpoint) => isReached(() => this.#linked.exposureGraph(), endpoint),
      callersOf: (endpoint) => this.#linked.exposures().callersOf(endpoint),
      exposureOf: (endpoint) => this.#linked.exposures().of(endpoint),
      cachingOf: (endpoint) => this.#linked.handlerFacts().cachingOf(endpoint),
      corsOf: (endpoint) => this.#linked.handlerFacts().corsOf(endpoint),
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
    const settings = this.#linked.settings.assists ?? NO_ASSIST_SETTINGS;
    const corsOrigins = this.#linked.readConfigs().of(this.#linked.readProject().appOf(path))?.corsOrigins;
    return corsOrigins ? { ...settings, corsOrigins } : settings;
  }

  #authoring(): Authoring {
    return authoringOver(
      this.#files,
      this.#linked.linkProgram(),
      this.#linked.programFiles,
      this.#linked.assessments(),
    );
  }

  #actionOf(base: FilePath, query: ActionQuery): ReturnType<Analysis['actionOf']> {
    const answer = lookUpAction(this.#linked.linkProgram(), query);
    if (answer.kind !== 'found') return answer;
    const id = reportId(base, answer.endpoint);
    const place = this.#placeOf(base, id);
    return { ...answer, reportId: id, ...(place ? { place } : {}) };
  }

  #placeOf(base: FilePath, id: string): ReturnType<Analysis['placeOf']> {
    const endpoint = this.#linked
      .linkProgram()
      .endpoints.find((candidate) => reportId(base, candidate) === id);
    if (!endpoint) return undefined;
    const facts = this.#files.factsOf(endpoint.path);
    return { path: endpoint.path, range: facts ? endpointRange(facts, endpoint) : { start: 0, end: 0 } };
  }
}
