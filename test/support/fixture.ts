/** Reads fixtures: several files in one string, with a cursor and the findings that are expected, as CONTRIBUTING.md describes. */
import { type FilePath, filePath } from '../../server/src/core/text/filePath';

/** An annotation under a line of code. Offsets count in the cleaned text. */
export interface Expectation {
  readonly path: FilePath;
  /** Undefined for `^file`: the whole file. */
  readonly range: { readonly start: number; readonly end: number } | undefined;
  readonly severity: string;
  readonly rule: string;
  /** A part of the message, where the annotation gives one. */
  readonly message: string | undefined;
}

/** A cursor or a selection, as offsets in the cleaned text of its file. */
export interface Cursor {
  readonly path: FilePath;
  readonly start: number;
  readonly end: number;
}

/** A parsed fixture. Paths are absolute, below `/w`. */
export interface Fixture {
  readonly files: ReadonlyMap<FilePath, string>;
  readonly expectations: readonly Expectation[];
  readonly cursor: Cursor | undefined;
}

/** The folder that a fixture's files lie in. */
export const FIXTURE_ROOT = filePath('/w');

/** The package.json that a fixture has when it brings none: an app on a current Next.js. */
const DEFAULT_MANIFEST = '{ "dependencies": { "next": "16.4.6" } }';

const HEADER = /^\/\/- (\S+)\s*$/;
const ANNOTATION =
  /^\s*\/\/\s*(\^+)(file)?\s+(error|warning|information|hint)\s+([a-z][a-z0-9-]*)(?::\s*(.*))?$/;

/** Parses a fixture; throws on annotations that have no code above them. */
export function parseFixture(source: string): Fixture {
  const files = new Map<FilePath, string>();
  const expectations: Expectation[] = [];
  let cursor: Cursor | undefined;
  for (const [path, lines] of splitFiles(source)) {
    const parsed = parseFile(path, lines);
    files.set(path, parsed.text);
    expectations.push(...parsed.expectations);
    cursor ??= parsed.cursor;
  }
  const manifest = filePath(`${FIXTURE_ROOT}/package.json`);
  if (![...files.keys()].some((path) => path.endsWith('/package.json')))
    files.set(manifest, DEFAULT_MANIFEST);
  return { files, expectations, cursor };
}

function splitFiles(source: string): readonly (readonly [FilePath, readonly string[]])[] {
  const files: [FilePath, string[]][] = [];
  for (const line of source.replace(/^\n/, '').split('\n')) {
    const header = HEADER.exec(line);
    if (header?.[1] !== undefined) files.push([filePath(`${FIXTURE_ROOT}/${header[1]}`), []]);
    else {
      if (files.length === 0) files.push([filePath(`${FIXTURE_ROOT}/app/page.tsx`), []]);
      files[files.length - 1]?.[1].push(line);
    }
  }
  return files;
}

function parseFile(
  path: FilePath,
  lines: readonly string[],
): { text: string; expectations: readonly Expectation[]; cursor: Cursor | undefined } {
  const kept: string[] = [];
  const pending: { line: number; annotation: RegExpExecArray; column: number }[] = [];
  for (const line of lines) {
    const annotation = ANNOTATION.exec(line);
    if (!annotation) kept.push(line);
    else if (kept.length === 0)
      throw new Error(`${path}: an annotation needs a line of code above it: ${line}`);
    else pending.push({ line: kept.length - 1, annotation, column: line.indexOf('^') });
  }
  const { text, cursor } = takeCursor(path, kept.join('\n'));
  const starts = lineStarts(text);
  const expectations = pending.map(({ line, annotation, column }): Expectation => {
    const [, carets = '', file, severity = '', rule = '', message] = annotation;
    const start = (starts[line] ?? 0) + column;
    const range = file ? undefined : { start, end: start + carets.length };
    return { path, range, severity, rule, message };
  });
  return { text, expectations, cursor };
}

/** Removes `$0` (a cursor) or `$0…$0` (a selection); `\$0` stands for the characters themselves. */
function takeCursor(path: FilePath, text: string): { text: string; cursor: Cursor | undefined } {
  const offsets: number[] = [];
  let clean = '';
  for (let i = 0; i < text.length; i++) {
    if (text.startsWith('\\$0', i)) {
      clean += '$0';
      i += 2;
    } else if (text.startsWith('$0', i)) {
      offsets.push(clean.length);
      i += 1;
    } else clean += text[i];
  }
  const [start, end = start] = offsets;
  return { text: clean, cursor: start === undefined || end === undefined ? undefined : { path, start, end } };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text[i] === '\n') starts.push(i + 1);
  return starts;
}
