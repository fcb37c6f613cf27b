/** Remembers what the guard analysis said of each endpoint, and forgets exactly what an edit may have changed. */
import { type AppConfigs } from './appConfigs';
import { type ModuleBehavior } from './behavior/ir';
import { builtInEntries } from './catalogue/builtInEntries';
import { type Catalogue, createCatalogue } from './catalogue/catalogue';
import { type CatalogueEntry } from './catalogue/entry';
import { entriesFor } from './catalogue/versions';
import { assess, type Assessment } from './guards/assess';
import { createMemory, holds, type Memory, noteEdit, restsOn } from './guards/memory';
import { type Endpoint } from './program/program';
import { isSourceName } from './project/fileKinds';
import { type App, type Project, type Resolution } from './project/project';
import { type FilePath } from './text/filePath';

const BUILT_IN: ReadonlySet<CatalogueEntry> = new Set(builtInEntries);

const TOO_DEEP = unknownBecause('The code is nested too deeply to be followed.');
const FAILED = unknownBecause('An error in Next Surface kept it from being judged: please report it.');
const NOT_ASKED = unknownBecause('The guard analysis was left out.');

function unknownBecause(note: string): Assessment {
  return {
    guard: { verdict: 'unknown', kind: null, at: undefined, hops: null, steps: [], note, reason: null },
    effects: [],
    mutates: 'unknown',
    validation: 'unknown',
    publicByDesign: { value: 'unknown', reason: null },
    turnsAway: false,
    weaknesses: [],
    open: [],
    anyOrigin: false,
    returned: undefined,
    reads: { parts: [], answers: [], checked: 0 },
  };
}

/** A static metadata file (`favicon.ico`, `robots.txt`): Next.js serves it to everybody, and no code runs. */
const STATIC_FILE: Assessment = {
  guard: {
    verdict: 'unguarded',
    kind: null,
    at: undefined,
    hops: null,
    steps: [],
    note: null,
    reason: null,
  },
  effects: [],
  mutates: false,
  validation: 'no-input',
  publicByDesign: { value: true, reason: 'metadata' },
  turnsAway: false,
  weaknesses: [],
  open: [],
  anyOrigin: false,
  returned: undefined,
  reads: { parts: [], answers: [], checked: 0 },
};

/** Where functions' behavior comes from. */
export interface BehaviorSource {
  behaviorOf(path: FilePath): ModuleBehavior | undefined;
}

/** A catalogue with the answers that were found with it. */
interface Judged {
  readonly catalogue: Catalogue;
  readonly memory: Memory;
  readonly known: Map<string, Assessment>;
}

/**
 * The answers about a workspace's endpoints. They rest on functions, on where their files' imports lead, and on what the
 * apps' configurations say. Programs come and go above them: what an endpoint does is the same whoever links it.
 */
export class Assessments {
  readonly #source: BehaviorSource;
  #project: Project;
  #configs: AppConfigs;
  /** Apps that name guards or effects, or ask for other versions of packages, have a catalogue of their own. By its entries. */
  readonly #judged = new Map<string, Judged>();
  readonly #judgedBy = new Map<App | undefined, Judged>();
  /** Files that were edited since the last question, with the behavior that answers may rest on; undefined: all of it is stale. */
  readonly #edited = new Map<FilePath, ModuleBehavior | undefined>();
  /** Where the imports led that were followed, by file and specifier. */
  readonly #followed = new Map<FilePath, Map<string, Resolution>>();
  #runs = 0;
  readonly #guards: boolean;

  constructor(
    project: Project,
    source: BehaviorSource,
    configs: AppConfigs,
    { guards = true }: { readonly guards?: boolean } = {},
  ) {
    this.#guards = guards;
    this.#project = project;
    this.#source = source;
    this.#configs = configs;
  }

  /** Goes on with a project and configurations that were read anew: an import that leads elsewhere makes its file's code stale. */
  update(project: Project, configs: AppConfigs): void {
    if (project === this.#project && configs === this.#configs) return;
    this.#project = project;
    this.#configs = configs;
    this.#judgedBy.clear();
    for (const [from, targets] of this.#followed) {
      const isSame = [...targets].every(([specifier, target]) =>
        leadsTo(project.resolve(from, specifier), target),
      );
      if (isSame) continue;
      this.#followed.delete(from);
      this.#edited.set(from, undefined);
    }
  }

  #judgedFor(endpoint: Endpoint): Judged {
    const { app } = endpoint;
    const known = this.#judgedBy.get(app);
    if (known) return known;
    const config = this.#configs.of(app);
    const all = config ? [...config.guards, ...config.effects, ...builtInEntries] : builtInEntries;
    const entries = app ? entriesFor(all, (name) => this.#project.versionsOf(app, name)) : all;
    // Of the built-in entries the ids tell which are left.
    const key = JSON.stringify(entries.map((entry) => (BUILT_IN.has(entry) ? entry.id : entry)));
    const judged = this.#judged.get(key) ?? {
      catalogue: createCatalogue(entries),
      memory: createMemory(),
      known: new Map<string, Assessment>(),
    };
    this.#judged.set(key, judged);
    this.#judgedBy.set(app, judged);
    return judged;
  }

  /** How many endpoints were analyzed so far: for tests, which count instead of looking at a clock. */
  get runs(): number {
    return this.#runs;
  }

  /** Tells that a file has another text. `before` is its behavior until now; files whose behavior nobody asked for need no word. */
  edited(path: FilePath, before: ModuleBehavior): void {
    if (!this.#edited.has(path)) this.#edited.set(path, before);
  }

  /** The answer if it is there and certainly still holds; never works for it. */
  peek(endpoint: Endpoint): Assessment | undefined {
    const { memory, known } = this.#judgedFor(endpoint);
    const found = known.get(keyOf(endpoint));
    if (!found || !holds(memory, found.reads)) return undefined;
    return this.#edited.size > 0 && restsOn(found.reads, this.#edited) ? undefined : found;
  }

  /** True when the answer is there, so that asking for it costs nothing. */
  has(endpoint: Endpoint): boolean {
    this.#noteEdits();
    return this.#knownOf(endpoint) !== undefined;
  }

  /** What is known of the endpoint: the very same object until an edit changes what it rests on. */
  of(endpoint: Endpoint): Assessment {
    this.#noteEdits();
    const known = this.#knownOf(endpoint);
    if (known) return known;
    this.#runs++;
    const judged = this.#judgedFor(endpoint);
    const found = this.#assess(endpoint, judged);
    judged.known.set(keyOf(endpoint), found);
    return found;
  }

  #knownOf(endpoint: Endpoint): Assessment | undefined {
    const { memory, known } = this.#judgedFor(endpoint);
    const found = known.get(keyOf(endpoint));
    return found && holds(memory, found.reads) ? found : undefined;
  }

  /** Code that exhausts the interpreter, such as thousands of nested calls, yields `unknown`, never an exception. */
  #assess(endpoint: Endpoint, judged: Judged): Assessment {
    if (endpoint.framework && !isSourceName(endpoint.path)) return STATIC_FILE;
    if (!this.#guards) return NOT_ASKED;
    try {
      return this.#interpret(endpoint, judged);
    } catch (error) {
      return error instanceof RangeError ? TOO_DEEP : FAILED;
    }
  }

  #interpret(endpoint: Endpoint, { catalogue, memory }: Judged): Assessment {
    return assess(
      {
        catalogue,
        behaviorOf: (path) => this.#source.behaviorOf(path),
        resolve: (from, specifier) => this.#resolve(from, specifier),
        projectModules: new Set(),
      },
      memory,
      {
        path: endpoint.path,
        kind: endpoint.kind,
        name: endpoint.name,
        inline: endpoint.fact.startsWith('inline:')
          ? Number(endpoint.fact.slice('inline:'.length))
          : undefined,
        framework: endpoint.framework,
        method: endpoint.method,
        url: endpoint.url,
      },
    );
  }

  #resolve(from: FilePath, specifier: string): Resolution {
    const target = this.#project.resolve(from, specifier);
    const targets = this.#followed.get(from);
    if (targets) targets.set(specifier, target);
    else this.#followed.set(from, new Map([[specifier, target]]));
    return target;
  }

  #noteEdits(): void {
    for (const [path, before] of this.#edited) {
      const after = this.#source.behaviorOf(path);
      for (const { memory } of this.#judged.values()) noteEdit(memory, path, before, after);
    }
    this.#edited.clear();
  }
}

/** What an answer depends on of the endpoint itself; its catalogue aside. */
function keyOf({ id, kind, fact, framework, method, url }: Endpoint): string {
  return `${id} ${kind} ${fact} ${framework} ${method ?? ''} ${url ?? ''}`;
}

function leadsTo(a: Resolution, b: Resolution): boolean {
  if (a.kind === 'file' && b.kind === 'file') return a.path === b.path;
  if (a.kind === 'package' && b.kind === 'package') return a.name === b.name && a.subpath === b.subpath;
  return a.kind === b.kind;
}
