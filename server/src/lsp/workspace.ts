/** The files as the engine should see them: what the machine lists, with the editor's open buffers in front of it. */
import { type Connection, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Change, type FileInput } from '../core/analysis';
import { isWantedName } from '../core/project/fileKinds';
import { baseName, type FilePath, folderOf, isWithin, joinPath } from '../core/text/filePath';
import { type Log, type ServerEnvironment } from './environment';
import { pathOf, type Root } from './fromProto';
import { toUri } from './toProto';

/** What makes a folder an app or a package; read first for open files, so that these are judged before the scan is done. */
const NEAREST_CONFIGS = [
  'package.json',
  'next.config.ts',
  'next.config.mjs',
  'next.config.js',
  'next.config.cjs',
  'next.config.mts',
  'tsconfig.json',
  'jsconfig.json',
];

/** Files are handed over in one change per reading; a reading that takes longer than this (milliseconds) hands over in between. */
const HANDOVER_MS = 2000;

/** More files than any workspace of ours needs: whoever opens their home folder is told, instead of waited for. */
const MAX_FILES = 100_000;

/** Above so many touched paths (a checkout, an install), reading the whole folders again is quicker. */
const MANY_TOUCHED = 200;

/** How far a reading has come: the files listed so far. */
export interface ReadProgress {
  readonly files: number;
}

/** What the workspace tells its owner. */
export interface WorkspaceEvents {
  /** The engine must hear of it, at once. `typed`: it is the new text of a document that was open before. */
  change(change: Change, typed: boolean): void;
  /** There are updates to read: see `readUpdates`. */
  updatesWaiting(): void;
  /** The text of an open document is new. */
  documentChanged(path: FilePath, document: TextDocument): void;
  documentClosed(path: FilePath, uri: string): void;
  /** The workspace holds more files than are read. */
  limitReached(limit: number): void;
}

/** The workspace; all paths are FilePaths, all URIs are the client's own where it has named one. */
export interface Workspace {
  roots(): readonly Root[];
  /** Replaces the workspace folders: new ones are read, files of removed ones are dropped. */
  setRoots(roots: readonly Root[]): void;
  listen(connection: Connection): void;
  openDocuments(): Iterable<readonly [FilePath, TextDocument]>;
  documentOf(path: FilePath): TextDocument | undefined;
  /** The URI under which the client knows the path. */
  uriOf(path: FilePath): string;
  /** Notes that something at the path was made, changed or removed; it is read with the next updates. */
  touch(path: FilePath): void;
  hasUpdates(): boolean;
  /** Reads what was touched, file by file, and hands it to the engine. Stop it between two files with `return()`. */
  readUpdates(): AsyncGenerator<ReadProgress, void, void>;
  /** Forgets what is still to be read. */
  cancelUpdates(): void;
}

/** Makes an empty workspace. */
export function createWorkspace(
  environment: ServerEnvironment,
  log: Log,
  events: WorkspaceEvents,
): Workspace {
  const { files } = environment;
  const documents = new TextDocuments(TextDocument);
  const open = new Map<FilePath, string>();
  const known = new Map<FilePath, string | undefined>();
  const touched = new Set<FilePath>();
  /** Opened since the last look at what makes an app of them. */
  const opened = new Set<FilePath>();
  let roots: readonly Root[] = [];
  let batch = new Map<FilePath, FileInput | null>();
  let handedOverAt = 0;
  let cancelled = false;

  /** The innermost workspace folder that holds the path. */
  function rootOf(path: FilePath): FilePath | undefined {
    let innermost: FilePath | undefined;
    for (const root of roots) {
      if (isWithin(path, root.path) && root.path.length > (innermost?.length ?? -1)) innermost = root.path;
    }
    return innermost;
  }

  function documentOf(path: FilePath): TextDocument | undefined {
    const uri = open.get(path);
    return uri === undefined ? undefined : documents.get(uri);
  }

  function* openDocuments(): Generator<readonly [FilePath, TextDocument]> {
    for (const path of [...open.keys()]) {
      const document = documentOf(path);
      if (document) yield [path, document];
    }
  }

  function pushBuffer(path: FilePath, document: TextDocument, typed: boolean): void {
    const root = rootOf(path);
    // Looking at the folders above takes longer than all the rest of a keystroke: what was wanted stays wanted.
    const isWanted = root === undefined ? roots.length === 0 : known.has(path) || files.wants(root, path);
    if (!isWanted) return;
    known.set(path, undefined);
    events.change({ files: new Map([[path, bufferInput(document)]]) }, typed);
  }

  function bufferChanged(document: TextDocument): void {
    const path = pathOf(document.uri);
    if (path === undefined) return;
    const typed = open.has(path);
    if (!typed) opened.add(path);
    open.set(path, document.uri);
    pushBuffer(path, document, typed);
    events.documentChanged(path, document);
  }

  function bufferClosed(document: TextDocument): void {
    const path = pathOf(document.uri);
    if (path === undefined) return;
    open.delete(path);
    if (rootOf(path) !== undefined) touch(path);
    else if (known.delete(path)) events.change({ files: new Map([[path, null]]) }, false);
    events.documentClosed(path, document.uri);
  }

  function touch(path: FilePath): void {
    touched.add(path);
    if (touched.size > MANY_TOUCHED) {
      const folders = [...touched].map(rootOf);
      touched.clear();
      for (const folder of folders) if (folder !== undefined) touched.add(folder);
    }
    events.updatesWaiting();
  }

  function setRoots(next: readonly Root[]): void {
    const before = roots;
    roots = next;
    const gone = new Map<FilePath, null>();
    for (const path of known.keys()) if (rootOf(path) === undefined) gone.set(path, null);
    for (const path of gone.keys()) known.delete(path);
    for (const path of touched) if (rootOf(path) === undefined) touched.delete(path);
    events.change({ roots: next.map((root) => root.path), files: gone }, false);
    for (const [path, document] of openDocuments()) if (!known.has(path)) pushBuffer(path, document, false);
    for (const { path } of next) if (!before.some((other) => other.path === path)) touched.add(path);
    events.updatesWaiting();
  }

  function handOver(): void {
    const kept = new Map([...batch].filter(([path]) => rootOf(path) !== undefined && !open.has(path)));
    batch = new Map();
    handedOverAt = environment.now();
    if (kept.size > 0) events.change({ files: kept }, false);
  }

  async function* readNearestConfigs(): AsyncGenerator<ReadProgress, void, void> {
    const seen = new Set<FilePath>();
    for (let path = first(opened); path !== undefined; path = first(opened)) {
      opened.delete(path);
      const root = rootOf(path);
      if (root === undefined) continue;
      for (
        let folder = folderOf(path);
        isWithin(folder, root) && !seen.has(folder);
        folder = folderOf(folder)
      ) {
        seen.add(folder);
        for (const name of NEAREST_CONFIGS) yield* readAt(root, joinPath(folder, name), new Set());
      }
    }
    handOver();
  }

  /** Adds what is listed at `at` to the batch and to `found`; false when it was stopped before the end. */
  async function* readAt(
    root: FilePath,
    at: FilePath,
    found: Set<FilePath>,
  ): AsyncGenerator<ReadProgress, boolean, void> {
    for await (const file of files.list(root, at)) {
      if (cancelled || rootOf(at) === undefined) return false;
      if (file) {
        found.add(file.path);
        const same = file.stamp !== undefined && file.stamp === known.get(file.path) && file.path !== at;
        known.set(file.path, open.has(file.path) ? undefined : file.stamp);
        if (!same && !open.has(file.path)) batch.set(file.path, file.input);
        if (known.size > MAX_FILES) {
          touched.clear();
          events.limitReached(MAX_FILES);
          return false;
        }
      }
      yield { files: known.size };
      if (at === root && opened.size > 0) yield* readNearestConfigs();
      if (environment.now() - handedOverAt > HANDOVER_MS) handOver();
    }
    return true;
  }

  async function* readUpdates(): AsyncGenerator<ReadProgress, void, void> {
    cancelled = false;
    handedOverAt = environment.now();
    try {
      for (let at = first(touched); at !== undefined; at = first(touched)) {
        touched.delete(at);
        const root = rootOf(at);
        if (root === undefined) continue;
        const found = new Set<FilePath>();
        if (!(yield* readAt(root, at, found))) continue;
        for (const path of knownAt(at)) {
          if (found.has(path) || open.has(path) || rootOf(path) !== root) continue;
          known.delete(path);
          batch.set(path, null);
          log.debug(`gone: ${path}`);
        }
      }
    } finally {
      opened.clear();
      handOver();
    }
  }

  /** Known paths at or below `at`; a path with the name of a file has nothing below it. */
  function knownAt(at: FilePath): readonly FilePath[] {
    if (known.has(at)) return [at];
    if (isWantedName(baseName(at))) return [];
    return [...known.keys()].filter((path) => isWithin(path, at));
  }

  documents.onDidChangeContent(({ document }) => bufferChanged(document));
  documents.onDidClose(({ document }) => bufferClosed(document));

  return {
    roots: () => roots,
    setRoots,
    listen: (connection) => {
      documents.listen(connection);
    },
    openDocuments,
    documentOf,
    uriOf: (path) => open.get(path) ?? toUri(path),
    touch,
    hasUpdates: () => touched.size > 0,
    readUpdates,
    cancelUpdates: () => {
      touched.clear();
      cancelled = true;
    },
  };
}

/** An open buffer as a file: the text of this very version, whatever is typed later. */
function bufferInput(document: TextDocument): FileInput {
  const text = document.getText();
  return { read: () => text };
}

function first<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}
