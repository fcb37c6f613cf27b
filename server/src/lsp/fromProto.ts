/** The one way from the protocol's words (URIs, positions, capabilities) to the engine's. */
import {
  type ClientCapabilities,
  type InitializeParams,
  MarkupKind,
  type Position,
  type Range,
  ResourceOperationKind,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { type FilePath, filePath } from '../core/text/filePath';
import { type LineIndex } from '../core/text/lineIndex';
import { type TextRange } from '../core/text/textRange';

/** A workspace folder of the client. */
export interface Root {
  readonly path: FilePath;
  readonly name: string;
}

/** What the client can do, as far as the server behaves differently for it. */
export interface ClientTraits {
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly configuration: boolean;
  readonly registerConfiguration: boolean;
  readonly registerWatchedFiles: boolean;
  readonly workspaceFolders: boolean;
  readonly documentChanges: boolean;
  readonly codeActionLiterals: boolean;
  readonly markdownHovers: boolean;
  /** Completions may be snippets, with places to fill in. */
  readonly snippetCompletions: boolean;
  readonly markdownCompletions: boolean;
  /** The client has our commands that ask: `nextSurface.disableRule` and `nextSurface.applyAssist`. */
  readonly asksReasons: boolean;
  /** A code action may come without its edit, which `codeAction/resolve` then brings. */
  readonly resolvesCodeActions: boolean;
  /** Workspace edits may create, rename and delete files. */
  readonly fileOperations: boolean;
  /** Edits may need the user's yes. */
  readonly changeAnnotations: boolean;
  /** Edits of a workspace edit may have placeholders. */
  readonly snippetEdits: boolean;
}

/**
 * The path of a URI: `/repo/x.ts`, `c:/repo/x.ts` (drive letters in lower case), `//server/share/x.ts`, and for schemes
 * other than `file` the URI with its path decoded. Undefined for what is no file of a workspace: unsaved buffers without
 * a path, and revisions or diffs, which carry a query.
 */
export function pathOf(uri: string): FilePath | undefined {
  let parsed: URI;
  try {
    parsed = URI.parse(uri, true);
  } catch {
    return undefined;
  }
  if (parsed.scheme === 'untitled' || parsed.query !== '' || parsed.fragment !== '') return undefined;
  const path = cleanPath(parsed.path);
  if (parsed.scheme === 'file') {
    if (parsed.authority !== '') return filePath(`//${parsed.authority}${path}`);
    const drive = /^\/([A-Za-z]):(?=\/|$)/.exec(path);
    return filePath(drive ? `${(drive[1] ?? '').toLowerCase()}:${path.slice(3)}` : path);
  }
  return filePath(`${parsed.scheme}://${encodeURIComponent(parsed.authority)}${path}`);
}

/** Without a trailing slash and without `.` and `..` parts, which no well-behaved client sends. */
function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** The workspace folders that the client opens with; falls back to the single root of older clients. */
export function rootsOf(params: InitializeParams): readonly Root[] {
  const folders = params.workspaceFolders ?? [];
  if (folders.length > 0) return foldersToRoots(folders);
  if (typeof params.rootUri === 'string') return foldersToRoots([{ uri: params.rootUri, name: '' }]);
  if (typeof params.rootPath === 'string' && params.rootPath !== '') {
    return foldersToRoots([{ uri: URI.file(params.rootPath).toString(), name: '' }]);
  }
  return [];
}

/** Workspace folders as roots; those whose URI means no folder are left out. */
export function foldersToRoots(
  folders: readonly { readonly uri: string; readonly name: string }[],
): readonly Root[] {
  const roots: Root[] = [];
  for (const folder of folders) {
    const path = pathOf(folder.uri);
    if (path === undefined) continue;
    roots.push({ path, name: folder.name === '' ? path.slice(path.lastIndexOf('/') + 1) : folder.name });
  }
  return roots;
}

/** The offset of a position (0-based line, UTF-16 column); clamped to the text. */
export function offsetOf(position: Position, lines: LineIndex): number {
  return lines.offsetAt({ line: position.line, column: position.character });
}

/** The range of offsets that an LSP range covers. */
export function rangeOf(range: Range, lines: LineIndex): TextRange {
  return { start: offsetOf(range.start, lines), end: offsetOf(range.end, lines) };
}

/** Reads the capabilities that matter here. */
export function traitsOf(capabilities: ClientCapabilities, options?: unknown): ClientTraits {
  const { workspace, textDocument } = capabilities;
  const edits = workspace?.workspaceEdit;
  const codeAction = textDocument?.codeAction;
  const operations = edits?.resourceOperations ?? [];
  return {
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    configuration: workspace?.configuration === true,
    registerConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registerWatchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    documentChanges: edits?.documentChanges === true,
    codeActionLiterals: codeAction?.codeActionLiteralSupport !== undefined,
    resolvesCodeActions:
      codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes('edit') === true,
    fileOperations:
      edits?.documentChanges === true &&
      [ResourceOperationKind.Create, ResourceOperationKind.Rename, ResourceOperationKind.Delete].every(
        (kind) => operations.includes(kind),
      ),
    changeAnnotations: edits?.documentChanges === true && edits.changeAnnotationSupport !== undefined,
    snippetEdits: edits?.documentChanges === true && edits.snippetEditSupport === true,
    asksReasons:
      typeof options === 'object' &&
      options !== null &&
      'asksReasons' in options &&
      options.asksReasons === true,
    snippetCompletions: textDocument?.completion?.completionItem?.snippetSupport === true,
    markdownCompletions:
      textDocument?.completion?.completionItem?.documentationFormat?.includes(MarkupKind.Markdown) === true,
    markdownHovers: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true,
  };
}
