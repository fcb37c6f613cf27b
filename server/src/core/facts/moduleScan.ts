/** What a quick look at a file's text tells without parsing it: its directives and its imports. */
import { readCall, readExportClause, readImportClause } from './importClause';
import { similarDirective } from './similarDirective';
import { moduleDirective, type ModuleDirective } from './modulePrologue';
import { isBlank, isLineBreak, isWordPart, TokenReader, utf8FromLatin1 } from './moduleTokens';

/** One module specifier of a file, as the text has it. */
export interface ScannedImport {
  /** Escapes resolved. */
  readonly specifier: string;
  /** `export … from` as opposed to `import … from`. */
  readonly reexport: boolean;
  /** `import type`/`export type`, or a clause whose every binding is marked `type`: erased, no edge at run time. */
  readonly typeOnly: boolean;
  /** `import('x')` or `require('x')`. */
  readonly dynamic: boolean;
  /**
   * Imported names (`default`, `*` for a namespace import or `export *`, else the exported name before `as`);
   * empty for `import 'x'`, dynamic imports (all names) and where the clause could not be read.
   */
  readonly names: readonly string[];
}

/** The quick facts of one module. */
export interface ModuleScan {
  /** The text has `use server` somewhere (also `'use\u0020server'`), or opens with what is nearly that: it may hold actions and must be parsed to know. */
  readonly mentionsUseServer: boolean;
  /** The module's own directive prologue: `use client`, `use server`, `use cache…`, or none. The first that counts. */
  readonly directive: ModuleDirective | undefined;
  /** In the order of the text. */
  readonly imports: readonly ScannedImport[];
  /** The text has `use cache` somewhere, or `use client` though it is no client module, or opens with what is nearly the former. */
  readonly mentionsDirective?: true;
  /** The text names the header `Access-Control-Allow-Origin`: it may say who may read an answer. */
  readonly mentionsAllowOrigin?: true;
}

/**
 * Scans a module's text, in time linear in its length. No import of a module that parses is missed; text in
 * comments, strings, template literals and JSX that reads like an import is listed too, which is harmless:
 * the question that follows such an edge parses the file.
 *
 * The text may be UTF-8 that was decoded as latin1 (cheaper for a file that is only scanned): specifiers and names
 * are then restored, so the result is the same.
 */
export function scanModule(text: string): ModuleScan {
  const directive = moduleDirective(text);
  let reader = new TokenReader(text);
  let imports = scanImports(reader);
  if (reader.metNonAscii) {
    const decoded = utf8FromLatin1(text);
    if (decoded !== text) {
      reader = new TokenReader(decoded);
      imports = scanImports(reader);
    }
  }
  return {
    mentionsUseServer: directive === 'server' || mentionsUseServer(text) || opensNearly(text, 'use server'),
    directive,
    imports,
    ...(mentionsDirective(text, directive) && { mentionsDirective: true as const }),
    ...(mentionsAllowOrigin(text) && { mentionsAllowOrigin: true as const }),
  };
}

/** A hostile text could make clauses overlap; reading stops when failed clauses cost this many times the text. */
const MAX_REREADING = 2;

function scanImports(reader: TokenReader): readonly ScannedImport[] {
  const imports: ScannedImport[] = [];
  const { text } = reader;
  const keywords = /\b(?:import|export|require)\b/g;
  let budget = text.length * MAX_REREADING + 10_000;
  while (budget > 0 && keywords.test(text)) {
    const end = keywords.lastIndex;
    const next = text.charCodeAt(end);
    if (isWordPart(next)) {
      // `importé`, or `import` before a blank that was decoded as latin1.
      if (next > 127) reader.metNonAscii = true;
      continue;
    }
    reader.position = end;
    const found = readEdge(reader);
    if (found === undefined) {
      budget -= reader.position - end;
      keywords.lastIndex = end;
    } else {
      imports.push(found);
      keywords.lastIndex = reader.position;
    }
  }
  return imports;
}

/** Reads what follows one of the three keywords; the reader is right behind it, and is left where reading stopped. */
function readEdge(reader: TokenReader): ScannedImport | undefined {
  const { text, position: end } = reader;
  if (text.charAt(end - 1) === 'e') {
    return isMember(text, end - 'require'.length) ? undefined : readCall(reader, 'require');
  }
  const start = end - 'import'.length;
  const first = text.charAt(start);
  if (first === 'e') return startsStatement(reader, start) ? readExportClause(reader) : undefined;
  const clause = startsStatement(reader, start) ? readImportClause(reader) : undefined;
  if (clause !== undefined || isMember(text, start)) return clause;
  const stopped = reader.position;
  reader.position = end;
  const call = readCall(reader, 'import');
  if (call === undefined) reader.position = Math.max(reader.position, stopped);
  if (call === undefined || !/\btypeof\s*$/.test(text.slice(Math.max(0, start - 20), start))) return call;
  return { ...call, typeOnly: true };
}

/** True when a statement can begin at `start`: at the start of a line, or behind what ends a statement or a comment. */
function startsStatement(reader: TokenReader, start: number): boolean {
  const { text } = reader;
  for (let i = start - 1; i >= 0; i--) {
    const code = text.charCodeAt(i);
    if (isLineBreak(code)) return true;
    if (code > 127) reader.metNonAscii = true;
    if (!isBlank(code)) return ';{})'.includes(text.charAt(i)) || text.endsWith('*/', i + 1);
  }
  return true;
}

/** True for `x.import(…)`, `this.#require(…)` and `$require(…)`, but not for `...require(…)`. */
function isMember(text: string, start: number): boolean {
  const before = text.charAt(start - 1);
  return before === '#' || before === '$' || (before === '.' && !text.endsWith('...', start));
}

/** `use server` as it stands in code, its blank possibly escaped: the compiler goes by the cooked string. */
/** Far enough for the comment that opens a file. */
const OPENING = 1000;

/** The file opens with what the compiler takes for a misspelt directive. */
function opensNearly(text: string, word: 'use server' | 'use cache'): boolean {
  const [, , value] = /^[ \t]*(['"])(u[^'"\n]{6,11})\1/im.exec(text.slice(0, OPENING)) ?? [];
  return value !== undefined && value !== 'use client' && similarDirective(value) === word;
}

function mentionsDirective(text: string, directive: ModuleDirective | undefined): boolean {
  if (directive !== 'client' && text.includes('use client')) return true;
  return text.includes('use cache') || opensNearly(text, 'use cache');
}

function mentionsUseServer(text: string): boolean {
  return (
    text.includes('use server') ||
    (text.includes('use\\') && /use\\(?:u0020|u\{0*20\}|x20|0?40)server/.test(text))
  );
}

/** Two searches for the usual spellings cost a tenth of one that ignores case. */
function mentionsAllowOrigin(text: string): boolean {
  return text.includes('-Allow-Origin') || text.includes('-allow-origin') || text.includes('-ALLOW-ORIGIN');
}
