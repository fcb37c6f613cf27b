/** Reads what stands between `import`, `export` or `require` and the module's name. */
import { type ScannedImport } from './moduleScan';
import { copyOf, type TokenReader } from './moduleTokens';

/** What the bindings of a clause import, before it is known whether a module name follows. */
interface Bindings {
  readonly names: readonly string[];
  readonly typeOnly: boolean;
}

/** One of them; without a name behind a last comma. */
interface Imported {
  readonly name: string | undefined;
  readonly typeOnly: boolean;
}

/**
 * Reads a static import after the word `import`; undefined when it is none.
 * The reader is left behind the module name, or wherever reading had to stop.
 */
export function readImportClause(reader: TokenReader): ScannedImport | undefined {
  const usual = readUsualClause(reader);
  if (usual) return usual;
  reader.skipTrivia();
  if (reader.atQuote()) return edge(reader.string(), { names: [], typeOnly: false }, false);

  // At most `type x from` or `defer x from` comes before a quote or a bracket.
  const words: string[] = [];
  for (let word = reader.word(); word !== undefined; word = reader.word()) {
    words.push(word);
    if (words.length > 3) return undefined;
    reader.skipTrivia();
  }
  if (reader.atQuote()) {
    if (words.pop() !== 'from' || words.length === 0) return undefined;
    return edge(
      reader.string(),
      { names: ['default'], typeOnly: words.length > 1 && words[0] === 'type' },
      false,
    );
  }
  if (reader.take('=')) return readImportEquals(reader, words);
  if (reader.take(',')) {
    const typeOnly = words.length > 1 && words[0] === 'type';
    reader.skipTrivia();
    const rest = readBindings(reader);
    if (rest === undefined) return undefined;
    return readFrom(reader, { names: ['default', ...rest.names], typeOnly }, false);
  }
  if (words.length > 1) return undefined;
  const bindings = readBindings(reader);
  if (bindings === undefined) return undefined;
  return readFrom(
    reader,
    { names: bindings.names, typeOnly: words[0] === 'type' || bindings.typeOnly },
    false,
  );
}

/**
 * Nearly all imports have this form, and one expression reads it faster than a function per token: a default import or
 * a list without quotes, comments or escapes, and a specifier of plain characters. Undefined for every other form.
 */
function readUsualClause(reader: TokenReader): ScannedImport | undefined {
  const usual =
    /[ \t]+(?:(type)[ \t]+)?(?:([A-Za-z_$][\w$]*)|\{([\w$\s,]*)\})[ \t]+from[ \t]*(["'])([\w@~./:#-]+)\4/y;
  usual.lastIndex = reader.position;
  const match = usual.exec(reader.text);
  if (!match) return undefined;
  const [, type, name, list, , specifier = ''] = match;
  const bindings =
    list === undefined ? name !== undefined && { names: ['default'], typeOnly: false } : bindingsOf(list);
  if (!bindings) return undefined;
  reader.position = usual.lastIndex;
  return edge(copyOf(specifier), { ...bindings, typeOnly: type !== undefined || bindings.typeOnly }, false);
}

function bindingsOf(list: string): Bindings | undefined {
  const names: string[] = [];
  let values = 0;
  for (const part of list.split(',')) {
    const text = part.trim();
    if (text === '') continue;
    const binding = /\s/.test(text) ? bindingOf(text.split(/\s+/)) : { name: text, typeOnly: false };
    if (binding?.name === undefined) return undefined;
    names.push(copyOf(binding.name));
    if (!binding.typeOnly) values++;
  }
  return { names, typeOnly: names.length > 0 && values === 0 };
}

/** Reads `export … from` after the word `export`; undefined when it exports something else. */
export function readExportClause(reader: TokenReader): ScannedImport | undefined {
  reader.skipTrivia();
  // Nearly every `export` begins a declaration.
  if (!reader.atAny('{*t')) return undefined;
  const word = reader.word();
  if (word !== undefined && word !== 'type') return undefined;
  reader.skipTrivia();
  const bindings = readBindings(reader);
  if (bindings === undefined) return undefined;
  return readFrom(reader, { names: bindings.names, typeOnly: word === 'type' || bindings.typeOnly }, true);
}

/**
 * Reads the argument of `import` or `require` after that word; undefined when it is not one literal string.
 * `import('x').Name` is a type (a promise has no such member), so it is no edge at run time.
 */
export function readCall(reader: TokenReader, keyword: 'import' | 'require'): ScannedImport | undefined {
  reader.skipTrivia();
  if (keyword === 'import' && reader.take('.')) {
    reader.skipTrivia();
    const phase = reader.word();
    if (phase !== 'defer' && phase !== 'source') return undefined;
    reader.skipTrivia();
  }
  if (!reader.take('(')) return undefined;
  reader.skipTrivia();
  const specifier = reader.string();
  if (specifier === undefined) return undefined;
  reader.skipTrivia();
  const closed = reader.take(')');
  if (!closed && !reader.take(',')) return undefined;
  return {
    specifier,
    reexport: false,
    typeOnly: closed && keyword === 'import' && isTypeMember(reader),
    dynamic: true,
    names: [],
  };
}

function isTypeMember(reader: TokenReader): boolean {
  const end = reader.position;
  reader.skipTrivia();
  const member = reader.take('.') ? reader.word() : undefined;
  reader.position = end;
  return member !== undefined && !['then', 'catch', 'finally', 'constructor', 'toString'].includes(member);
}

/** `import x = require('y')`, after the equals sign. */
function readImportEquals(reader: TokenReader, words: readonly string[]): ScannedImport | undefined {
  reader.skipTrivia();
  if (reader.word() !== 'require') return undefined;
  const call = readCall(reader, 'require');
  return call === undefined ? undefined : { ...call, typeOnly: words.length > 1 && words[0] === 'type' };
}

/** `* as x` or `{ … }`. */
function readBindings(reader: TokenReader): Bindings | undefined {
  if (reader.take('*')) {
    const start = reader.position;
    reader.skipTrivia();
    if (reader.word() === 'as') {
      reader.skipTrivia();
      if (reader.word() === undefined && reader.string() === undefined) return undefined;
    } else reader.position = start;
    return { names: ['*'], typeOnly: false };
  }
  if (!reader.take('{')) return undefined;
  const names: string[] = [];
  let values = 0;
  for (;;) {
    const binding = readBinding(reader);
    if (binding === undefined) return undefined;
    if (binding.name !== undefined) {
      names.push(binding.name);
      if (!binding.typeOnly) values++;
    }
    if (reader.take(',')) continue;
    return reader.take('}') ? { names, typeOnly: names.length > 0 && values === 0 } : undefined;
  }
}

/** One binding of a list: `a`, `a as b`, `type a`, `type a as b`, where `type` and `as` may also be names. */
function readBinding(
  reader: TokenReader,
): { readonly name: string | undefined; readonly typeOnly: boolean } | undefined {
  const parts: string[] = [];
  for (;;) {
    reader.skipTrivia();
    const part = reader.word() ?? (reader.atQuote() ? reader.string() : undefined);
    if (part === undefined) return bindingOf(parts);
    parts.push(part);
    if (parts.length > 4) return undefined;
  }
}

function bindingOf(parts: readonly string[]): Imported | undefined {
  if (parts.length > 4) return undefined;
  const typeOnly = parts[0] === 'type' && (parts.length === 2 || parts.length === 4);
  return { name: parts[typeOnly ? 1 : 0], typeOnly };
}

function readFrom(reader: TokenReader, bindings: Bindings, reexport: boolean): ScannedImport | undefined {
  reader.skipTrivia();
  if (reader.word() !== 'from') return undefined;
  reader.skipTrivia();
  return reader.atQuote() ? edge(reader.string(), bindings, reexport) : undefined;
}

function edge(
  specifier: string | undefined,
  bindings: Bindings,
  reexport: boolean,
): ScannedImport | undefined {
  if (specifier === undefined) return undefined;
  return { specifier, reexport, typeOnly: bindings.typeOnly, dynamic: false, names: bindings.names };
}
