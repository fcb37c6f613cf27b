/** What is read and linked from all files: the project, its configuration, the program and what rests on it, each made when asked for. */
import { type HostOptions, type Settings } from './analysis';
import { type AppConfigs, readAppConfigs } from './appConfigs';
import { Assessments } from './assessments';
import { type HandlerPlaces } from './features/handlerEvidence';
import { type FileStore, isSourcePath } from './fileStore';
import { type HandlerFacts, handlerFacts } from './handlers/handlerFacts';
import { type CallerFiles } from './program/actionCallers';
import { type ExposureGraph, exposureGraph, type Exposures, exposuresOf } from './program/exposures';
import { linkProgram } from './program/linkProgram';
import { type Program } from './program/program';
import { type Project } from './project/project';
import { readProject } from './project/readProject';
import { type Rule } from './rule/rule';
import { type FilePath } from './text/filePath';
import { finish } from './text/steps';

/** The linked state of a workspace. What begins with `known` is answered without work, or with undefined. */
export class LinkedState {
  readonly #files: FileStore;
  readonly #rules: readonly Rule[];
  readonly #options: HostOptions;
  #settings: Settings = { rules: {} };
  #project: Project | undefined;
  #configs: AppConfigs | undefined;
  #program: Program | undefined;
  #graph: ExposureGraph | undefined;
  #assessed: Assessments | undefined;
  #handlers: HandlerFacts | undefined;
  #handlersProgram: Program | undefined;
  #exposed: { program: Program; version: number; exposures: Exposures } | undefined;

  constructor(files: FileStore, rules: readonly Rule[], options: HostOptions) {
    this.#files = files;
    this.#rules = rules;
    this.#options = options;
  }

  get settings(): Settings {
    return this.#settings;
  }

  changeSettings(settings: Settings): void {
    this.#settings = settings;
    this.#configs = undefined;
  }

  /** To be called before the file store takes the new text: the old code says which answers rest on it. */
  markEdited(path: FilePath): void {
    const before = this.#files.knownBehavior(path)?.behavior;
    if (before) this.#assessed?.edited(path, before);
  }

  /** The list of files is another, or one of those that describe the project. */
  forgetProject(): void {
    this.#project = undefined;
    this.#configs = undefined;
    this.#program = undefined;
  }

  /** The settings with what the file's app says of its own. */
  severities(path: FilePath): Settings['rules'] {
    const own = this.readConfigs().of(this.readProject().appOf(path))?.rules;
    return own ? { ...this.#settings.rules, ...own } : this.#settings.rules;
  }

  knownSeverities(path: FilePath): Settings['rules'] | undefined {
    return this.#project ? this.severities(path) : undefined;
  }

  readProject(): Project {
    return (this.#project ??= readProject(this.#files));
  }

  readConfigs(): AppConfigs {
    return (this.#configs ??= readAppConfigs(
      this.readProject(),
      (path) => this.#files.text(path),
      this.#rules.map(({ meta }) => meta.id),
      this.#settings.entries,
    ));
  }

  linkProgram(): Program {
    const known = this.knownProgram();
    if (known) return known;
    this.#program = linkProgram(this.readProject(), this.programFiles);
    this.#files.markLinked();
    return this.#program;
  }

  knownProgram(): Program | undefined {
    return this.#files.isReshaped ? undefined : this.#program;
  }

  get programFiles(): CallerFiles {
    return {
      paths: () => this.sources(),
      otherPaths: () => this.#others(),
      scanOf: (path) => this.#files.scanOf(path),
      linkFactsOf: (path) => this.#files.factsOf(path)?.link,
      holderFactsOf: (path, isTraced) => this.#files.holderFactsOf(path, isTraced)?.link,
      usagesOf: (path) => this.#files.usagesOf(path),
    };
  }

  assessments(): Assessments {
    const project = this.readProject();
    const configs = this.readConfigs();
    const source = { behaviorOf: (path: FilePath) => this.#files.behaviorOf(path)?.behavior };
    this.#assessed ??= new Assessments(project, source, configs, this.#options);
    this.#assessed.update(project, configs);
    return this.#assessed;
  }

  handlerFacts(): HandlerFacts {
    const program = this.linkProgram();
    if (!this.#handlers || this.#handlersProgram !== program) {
      this.#handlers = handlerFacts(program, {
        paths: () => this.sources(),
        scanOf: (path) => this.#files.scanOf(path),
        behaviorOf: (path) => this.#files.behaviorOf(path)?.behavior,
      });
      this.#handlersProgram = program;
    }
    return this.#handlers;
  }

  handlerPlaces(base: FilePath): HandlerPlaces {
    return {
      base,
      handlers: this.handlerFacts(),
      rangeOf: (path, fact) => this.#files.rangeOf(path, fact),
      linesOf: (path) => this.#files.linesOf(path),
      text: (path) => this.#files.text(path),
    };
  }

  exposureGraph(): ExposureGraph {
    const program = this.linkProgram();
    if (this.#graph?.program !== program) this.#graph = finish(exposureGraph(program, this.programFiles));
    return this.#graph;
  }

  /** The graph where it is whole, reaches included. */
  knownGraph(): ExposureGraph | undefined {
    const graph = this.#graph;
    return graph && graph.program === this.knownProgram() && graph.knowsReaches() ? graph : undefined;
  }

  isGraphMade(): boolean {
    return this.#graph?.program === this.linkProgram();
  }

  /** Makes the graph a step at a time; it is kept only if it is handed back. */
  graphSteps(): ReturnType<typeof exposureGraph> {
    return exposureGraph(this.linkProgram(), this.programFiles);
  }

  keepGraph(graph: ExposureGraph): void {
    this.#graph = graph;
  }

  /** Who uses the actions depends on bodies, so it is kept apart from the program. */
  exposures(): Exposures {
    const program = this.linkProgram();
    const known = this.knownExposures();
    if (known) return known;
    const exposures = exposuresOf(this.exposureGraph(), this.programFiles);
    this.#exposed = { program, version: this.#files.usageVersion, exposures };
    return exposures;
  }

  knownExposures(): Exposures | undefined {
    const old = this.#exposed;
    return old && old.program === this.knownProgram() && old.version === this.#files.usageVersion
      ? old.exposures
      : undefined;
  }

  *sources(): Iterable<FilePath> {
    for (const path of this.#files.paths()) if (isSourcePath(path)) yield path;
  }

  *#others(): Iterable<FilePath> {
    for (const path of this.#files.paths()) if (!isSourcePath(path)) yield path;
  }
}
