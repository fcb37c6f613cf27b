/** Remembers what the guard analysis said of each endpoint, and forgets exactly what an edit may have changed. */
import { type AppConfigs } from './appConfigs';
import { type ModuleBehavior } from './behavior/ir';
import { builtInEntries } from './catalogue/builtInEntries';
import { type Catalogue, createCatalogue } from './catalogue/catalogue';
import { assess, type Assessment } from './guards/assess';
import { createMemory, type Memory } from './guards/run';
import { type Endpoint, type Program } from './program/program';
import { isSourceName } from './project/fileKinds';
import { type SurfaceConfig } from './project/surfaceConfig';
import { type FilePath } from './text/filePath';

const TOO_DEEP: Assessment = {
  guard: {
    verdict: 'unknown',
    kind: null,
    at: undefined,
    hops: null,
    steps: [],
    note: 'The code is nested too deeply to be followed.',
    reason: null,
  },
  effects: [],
  mutates: 'unknown',
  validation: 'unknown',
  publicByDesign: { value: 'unknown', reason: null },
  reads: new Set(),
};

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
  reads: new Set(),
};

/** Where functions' behavior comes from. */
export interface BehaviorSource {
  behaviorOf(path: FilePath): ModuleBehavior | undefined;
}

/** The answers of one program. A new program starts with none: other imports may lead to other code. */
export class Assessments {
  readonly #program: Program;
  readonly #source: BehaviorSource;
  readonly #configs: AppConfigs;
  /** Apps that name guards or effects of their own have a catalogue, and so a memory, of their own. */
  readonly #catalogues = new Map<
    SurfaceConfig | undefined,
    { readonly catalogue: Catalogue; readonly memory: Memory }
  >();
  readonly #known = new Map<string, Assessment>();
  /** Files that were edited since the last question, with the behavior that answers may rest on. */
  readonly #edited = new Map<FilePath, ModuleBehavior>();
  #runs = 0;

  constructor(program: Program, source: BehaviorSource, configs: AppConfigs) {
    this.#program = program;
    this.#source = source;
    this.#configs = configs;
  }

  #catalogueOf(endpoint: Endpoint): { readonly catalogue: Catalogue; readonly memory: Memory } {
    const config = this.#configs.of(endpoint.app);
    const own = config && config.guards.length + config.effects.length > 0 ? config : undefined;
    const known = this.#catalogues.get(own);
    if (known) return known;
    const entries = own ? [...own.guards, ...own.effects, ...builtInEntries] : builtInEntries;
    const made = { catalogue: createCatalogue(entries), memory: createMemory() };
    this.#catalogues.set(own, made);
    return made;
  }

  /** How many endpoints were analyzed so far: for tests, which count instead of looking at a clock. */
  get runs(): number {
    return this.#runs;
  }

  /** Tells that a file has another text. `before` is its behavior until now; files whose behavior nobody asked for need no word. */
  edited(path: FilePath, before: ModuleBehavior): void {
    if (!this.#edited.has(path)) this.#edited.set(path, before);
  }

  /** True when the answer is there, so that asking for it costs nothing. */
  has(endpoint: Endpoint): boolean {
    this.#forgetStale();
    return this.#known.has(endpoint.id);
  }

  /** What is known of the endpoint: the very same object until an edit changes what it rests on. */
  of(endpoint: Endpoint): Assessment {
    this.#forgetStale();
    const known = this.#known.get(endpoint.id);
    if (known) return known;
    this.#runs++;
    const found = this.#assess(endpoint);
    this.#known.set(endpoint.id, found);
    return found;
  }

  /** Code that exhausts the interpreter, such as thousands of nested calls, yields `unknown`, never an exception. */
  #assess(endpoint: Endpoint): Assessment {
    if (endpoint.framework && !isSourceName(endpoint.path)) return STATIC_FILE;
    try {
      return this.#interpret(endpoint);
    } catch {
      return TOO_DEEP;
    }
  }

  #interpret(endpoint: Endpoint): Assessment {
    const { project } = this.#program;
    const { catalogue, memory } = this.#catalogueOf(endpoint);
    return assess(
      {
        catalogue,
        behaviorOf: (path) => this.#source.behaviorOf(path),
        resolve: (from, specifier) => project.resolve(from, specifier),
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

  #forgetStale(): void {
    if (this.#edited.size === 0) return;
    const changes = [...this.#edited].map(([path, before]) =>
      changesOf(path, before, this.#source.behaviorOf(path)),
    );
    this.#edited.clear();
    const isStale = (read: string): boolean => changes.some((change) => change(read));
    forget(this.#known, ({ reads }) => some(reads, isStale));
    for (const { memory } of this.#catalogues.values()) {
      forget(memory.outcomes, ({ reads }) => some(reads, isStale));
      forget(memory.modules, ({ reads }) => some(reads, isStale));
    }
  }
}

function some(reads: Iterable<string>, test: (read: string) => boolean): boolean {
  for (const read of reads) if (test(read)) return true;
  return false;
}

function forget<V>(map: Map<string, V>, isStale: (value: V) => boolean): void {
  for (const [key, value] of map) if (isStale(value)) map.delete(key);
}

/** Which reads (`path#function`, `path#=binding`) an edit of a file makes stale; all of the file's when its shape changed. */
function changesOf(
  path: FilePath,
  before: ModuleBehavior,
  after: ModuleBehavior | undefined,
): (read: string) => boolean {
  const prefix = `${path}#`;
  if (!after || shapeOf(before) !== shapeOf(after)) return (read) => read.startsWith(prefix);
  const stale = new Set([
    ...differing(before.functions, after.functions).map((name) => prefix + name),
    ...differing(before.bindings, after.bindings).map((name) => `${prefix}=${name}`),
  ]);
  return (read) => stale.has(read);
}

function shapeOf({ inits, exports, stars, inlineActions, declaredPublic }: ModuleBehavior): string {
  return JSON.stringify([inits, exports, stars, inlineActions, declaredPublic]);
}

function differing(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
