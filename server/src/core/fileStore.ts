/** Keeps the files that adapters pushed, and computes each file's scan, facts and lines at most once per text. */
import { extractBehavior, type ExtractedBehavior } from './behavior/extractBehavior';
import { placeRange } from './behavior/scope';
import { extractFacts } from './facts/extractFacts';
import { type FactId, type FileFacts, linkKey } from './facts/fileFacts';
import { extractUsages, type UsageFacts } from './facts/usages';
import { type ModuleScan, scanModule } from './facts/moduleScan';
import { readConfigValue } from './facts/staticConfig';
import { type FileInput, type FileKnowledge } from './analysis';
import { isConfigFile } from './project/apps';
import { type FileTable } from './project/project';
import { type StaticValue } from './facts/staticValue';
import { type ParsedFile, parseFile } from './syntax/parse';
import { type FilePath, folderOf } from './text/filePath';
import { LineIndex } from './text/lineIndex';
import { type TextRange } from './text/textRange';

const SOURCE = /\.[cm]?[jt]sx?$/;
const NO_SCAN: ModuleScan = { mentionsUseServer: false, directive: undefined, imports: [] };

interface Entry {
  readonly input: FileInput;
  scan: ModuleScan | undefined;
  /** null when the file could not be read. */
  facts: FileFacts | null | undefined;
  usages: UsageFacts | null | undefined;
  behavior: ExtractedBehavior | null | undefined;
  lines: LineIndex | undefined;
}

/** What other files see of a file. */
interface Shape {
  readonly scan: string;
  /** Undefined when nobody asked for the facts, so that nothing can rest on them. */
  readonly link: string | undefined;
}

/** True for files whose code may belong to an app. */
export function isSourcePath(path: FilePath): boolean {
  return SOURCE.test(path);
}

/** The files of the workspace and what was computed of each. */
export class FileStore implements FileTable {
  readonly #entries = new Map<FilePath, Entry>();
  /** The files that have another shape than when the program was linked, with the shape of then. */
  readonly #reshaped = new Map<FilePath, Shape>();
  readonly #preparesBehavior: boolean;
  #folders: Set<FilePath> | undefined;
  #usageVersion = 0;
  /** The file that was parsed last, the only one that is kept: the kinds of facts of a file are often wanted in a row. */
  #parsed: { readonly entry: Entry; readonly text: string; readonly file: ParsedFile } | undefined;

  /** `preparesBehavior`: what functions do will be asked for, so that a tree at hand should be used for it. */
  constructor({ preparesBehavior }: { readonly preparesBehavior: boolean }) {
    this.#preparesBehavior = preparesBehavior;
  }

  /** Takes a new text in. Returns whether what is known of the workspace as a whole may be wrong now; see also `isReshaped`. */
  put(path: FilePath, input: FileInput): 'list' | 'text' {
    const old = this.#entries.get(path);
    if (old?.usages !== undefined) this.#usageVersion++;
    const entry: Entry = {
      input,
      scan: input.scan,
      facts: input.facts,
      usages: input.usages,
      behavior: input.behavior,
      lines: undefined,
    };
    this.#entries.set(path, entry);
    if (!old) {
      this.#folders = undefined;
      return 'list';
    }
    // What a configuration says is no fact of its file: the project has read it.
    if (!isSourcePath(path) || isConfigFile(path)) return 'list';
    const before = this.#reshaped.get(path) ?? {
      scan: JSON.stringify(this.#scanOf(old)),
      link: old.facts === undefined ? undefined : keyOf(old.facts),
    };
    if (this.#hasShape(path, entry, before)) this.#reshaped.delete(path);
    else this.#reshaped.set(path, before);
    return 'text';
  }

  #hasShape(path: FilePath, entry: Entry, { scan, link }: Shape): boolean {
    if (JSON.stringify(this.#scanOf(entry)) !== scan) return false;
    return link === undefined || keyOf(this.factsOf(path)) === link;
  }

  /** True when some file looks to others unlike when the program was linked: half-typed code does, for a moment. */
  get isReshaped(): boolean {
    return this.#reshaped.size > 0;
  }

  /** From here on, files are compared with what they are now. */
  markLinked(): void {
    this.#reshaped.clear();
  }

  /** Forgets a file; false when it was not known. */
  delete(path: FilePath): boolean {
    this.#folders = undefined;
    return this.#entries.delete(path);
  }

  has(path: FilePath): boolean {
    return this.#entries.has(path);
  }

  hasFolder(folder: FilePath): boolean {
    this.#folders ??= foldersOf(this.#entries.keys());
    return this.#folders.has(folder);
  }

  paths(): Iterable<FilePath> {
    return this.#entries.keys();
  }

  get size(): number {
    return this.#entries.size;
  }

  /** What was pushed for the file last: the same object as long as its text is the same. */
  inputOf(path: FilePath): FileInput | undefined {
    return this.#entries.get(path)?.input;
  }

  /** The text as it is now; undefined for unknown files and ones that can't be read. */
  text(path: FilePath): string | undefined {
    const entry = this.#entries.get(path);
    return entry && this.#textOf(entry);
  }

  /** Where texts are on disk, reading one again costs as much as parsing a small one. */
  #textOf(entry: Entry): string | undefined {
    return this.#parsed?.entry === entry ? this.#parsed.text : entry.input.read();
  }

  config(path: FilePath): StaticValue | undefined {
    const text = this.text(path);
    return text === undefined ? undefined : readConfigValue(parseFile(path, text));
  }

  /** The quick facts of a source file; undefined for unknown files. */
  scanOf(path: FilePath): ModuleScan | undefined {
    const entry = this.#entries.get(path);
    return entry && isSourcePath(path) ? this.#scanOf(entry) : undefined;
  }

  #scanOf(entry: Entry): ModuleScan {
    if (!entry.scan) {
      const text = this.#textOf(entry);
      entry.scan = text === undefined ? NO_SCAN : scanModule(text);
    }
    return entry.scan;
  }

  /** True when the file's scan is already there, so that asking for it costs nothing. */
  isScanned(path: FilePath): boolean {
    return this.#entries.get(path)?.scan !== undefined || !isSourcePath(path);
  }

  /** The facts of a source file, parsed when first asked for. */
  factsOf(path: FilePath): FileFacts | undefined {
    const entry = this.#entries.get(path);
    if (!entry || !isSourcePath(path)) return undefined;
    if (entry.facts === undefined) {
      const text = this.#textOf(entry);
      entry.facts = text === undefined ? null : attempt(() => extractFacts(this.#parse(entry, path, text)));
      // A file of actions will be asked for its own uses of them, and the tree is at hand only now.
      if (this.#scanOf(entry).mentionsUseServer) this.usagesOf(path);
    }
    return entry.facts ?? undefined;
  }

  /**
   * The facts of a file that may hold endpoints, with what its functions do as long as its tree is at hand: where guards
   * are asked for, or it is known to be wanted for something else.
   */
  holderFactsOf(path: FilePath, isWanted = false): FileFacts | undefined {
    const facts = this.factsOf(path);
    if (this.#preparesBehavior || isWanted) this.behaviorOf(path);
    return facts;
  }

  /** Moves whenever uses that were asked for may be others now. */
  get usageVersion(): number {
    return this.#usageVersion;
  }

  /** True when the uses are there, so that asking for them costs nothing. */
  hasUsages(path: FilePath): boolean {
    return this.#entries.get(path)?.usages !== undefined;
  }

  /** How a source file uses what may be server actions; parsed when first asked for. */
  usagesOf(path: FilePath): UsageFacts | undefined {
    const entry = this.#entries.get(path);
    const link = this.factsOf(path)?.link;
    if (!entry || !link) return undefined;
    if (entry.usages === undefined) {
      const text = this.#textOf(entry);
      entry.usages =
        text === undefined ? null : attempt(() => extractUsages(this.#parse(entry, path, text), link));
    }
    return entry.usages ?? undefined;
  }

  /** What was asked of a file's functions before; undefined when nobody did. */
  knownBehavior(path: FilePath): ExtractedBehavior | undefined {
    return this.#entries.get(path)?.behavior ?? undefined;
  }

  /** What a source file's functions do; parsed when first asked for. */
  behaviorOf(path: FilePath): ExtractedBehavior | undefined {
    const entry = this.#entries.get(path);
    if (!entry || !isSourcePath(path)) return undefined;
    if (entry.behavior === undefined) {
      const text = this.#textOf(entry);
      entry.behavior =
        text === undefined ? null : attempt(() => extractBehavior(this.#parse(entry, path, text)));
    }
    return entry.behavior ?? undefined;
  }

  /** Places in functions are facts of their behavior, uses of actions of their own; all others of the file. */
  rangeOf(path: FilePath, fact: FactId): TextRange | undefined {
    if (fact.startsWith('at:')) return placeRange(this.behaviorOf(path)?.places ?? {}, fact);
    if (fact.startsWith('use:')) return this.usagesOf(path)?.ranges[fact];
    return this.factsOf(path)?.ranges[fact];
  }

  #parse(entry: Entry, path: FilePath, text: string): ParsedFile {
    if (this.#parsed?.entry !== entry) {
      this.#parsed = { entry, text, file: parseFile(path, text) };
      // What is found in it will be shown by line, and the text is at hand only now.
      entry.lines ??= new LineIndex(text);
    }
    return this.#parsed.file;
  }

  /** True when the facts are there, so that asking for them costs nothing. */
  isParsed(path: FilePath): boolean {
    return this.#entries.get(path)?.facts !== undefined;
  }

  /** The tree of a file, for looking at; nothing keeps it for long. */
  parse(path: FilePath): ParsedFile {
    const entry = this.#entries.get(path);
    const text = (entry && this.#textOf(entry)) ?? '';
    return entry ? this.#parse(entry, path, text) : parseFile(path, text);
  }

  linesOf(path: FilePath): LineIndex | undefined {
    const entry = this.#entries.get(path);
    if (!entry) return undefined;
    if (!entry.lines) {
      const text = this.#textOf(entry);
      if (text === undefined) return undefined;
      entry.lines = new LineIndex(text);
    }
    return entry.lines;
  }

  /** What a cache may keep of the files, and what was pushed for them. */
  *cacheable(): Iterable<readonly [FilePath, FileKnowledge, FileInput]> {
    for (const [path, { input, scan, facts, usages, behavior }] of this.#entries) {
      if (!scan) continue;
      yield [
        path,
        { scan, ...(facts && { facts }), ...(usages && { usages }), ...(behavior && { behavior }) },
        input,
      ];
    }
  }
}

function keyOf(facts: FileFacts | null | undefined): string {
  return facts ? linkKey(facts) : '';
}

/** Extraction walks the tree recursively: a tree that is too deep for it has no facts, like a file that can't be read. */
function attempt<T>(extract: () => T): T | null {
  try {
    return extract();
  } catch {
    return null;
  }
}

function foldersOf(paths: Iterable<FilePath>): Set<FilePath> {
  const folders = new Set<FilePath>();
  for (const path of paths) {
    let folder = folderOf(path);
    while (!folders.has(folder)) {
      folders.add(folder);
      const parent = folderOf(folder);
      if (parent === folder) break;
      folder = parent;
    }
  }
  return folders;
}
