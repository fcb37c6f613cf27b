/** Writes a snippet for one app: what is known of the app chosen, its own guard put in, in the file's language and style. */
import { planImports } from '../../edit/imports';
import { eraseTypes } from '../../syntax/eraseTypes';
import { parseFile } from '../../syntax/parse';
import { restyle } from '../../syntax/restyle';
import { DEFAULT_FILE_STYLE, type FileStyle } from '../../text/fileStyle';
import { type FilePath, filePath } from '../../text/filePath';
import { applyEdits } from '../../text/textEdit';
import {
  type GuardIdiom,
  type GuardImport,
  type GuardPlace,
  guardStatements,
} from '../guardIdiom/guardIdiom';
import { DEFAULT_REJECTION, PLACEHOLDER } from '../guardIdiom/libraryTable';
import { selectLines, type Snippet, type SnippetFacts } from './snippet';

/** What a snippet is written for. */
export interface SnippetTarget {
  readonly facts: SnippetFacts;
  readonly javascript: boolean;
  readonly style: FileStyle;
  /** The name of the route's last dynamic segment. */
  readonly segment: string | undefined;
  /** The route's URL in Next.js notation. */
  readonly url: string | undefined;
  /** The ways to guard there, best first; the first one that fits the snippet's form is taken. */
  readonly idioms: readonly GuardIdiom[];
  /** What to write after `from` for an idiom's import. */
  specifierOf(wanted: GuardImport): string;
}

/** A snippet's module with its places to fill in still marked (`$name$`), in the file's style but with `\n`. */
export interface ExpandedSnippet {
  readonly text: string;
  /** The guard that was written; undefined for snippets without one, or with one of their own. */
  readonly idiom: GuardIdiom | undefined;
}

/** The snippet as a whole module. */
export function expandSnippet(snippet: Snippet, target: SnippetTarget): ExpandedSnippet {
  const selected = selectLines(snippet.text, target.facts)
    .replaceAll('PARAM', target.segment ?? 'id')
    .replaceAll('ROUTE', target.url ?? '/api/items/[id]');
  const { text, idiom } = withGuard(snippet, selected, target);
  const path = filePath(`/snippet${snippet.path.endsWith('x') ? '.tsx' : '.ts'}`);
  const imported = idiom ? withImports(path, text, idiom, target) : text;
  const untyped = target.javascript ? eraseTypes(path, imported) : imported;
  return { text: restyle(path, untyped, { ...target.style, eol: '\n' }), idiom };
}

function withGuard(snippet: Snippet, text: string, target: SnippetTarget): ExpandedSnippet {
  const { idioms } = target;
  if (text.includes('BUILDER(')) {
    const idiom = idioms.find(({ form }) => form === 'builder');
    return idiom ? { text: withBuilder(text, idiom), idiom } : { text, idiom: undefined };
  }
  if (!text.includes('guard();')) return { text, idiom: undefined };
  const place: GuardPlace = snippet.path.includes('/api/') ? 'route' : 'action';
  for (const idiom of idioms) {
    if (idiom.form === 'builder' || idiom.kind === 'role') continue;
    if (idiom.form !== 'wrap') return { text: withStatements(snippet, text, place, idiom, target), idiom };
    const wrapped = place === 'route' ? withWrapper(text, idiom) : undefined;
    if (wrapped !== undefined) return { text: wrapped, idiom };
  }
  return { text: withStatements(snippet, text, place, PLACEHOLDER, target), idiom: PLACEHOLDER };
}

/** `BUILDER(schema, fn)` as a chain, broken into lines from the third call on: `client.inputSchema(schema).action(fn)`. */
function withBuilder(text: string, { wrapper }: GuardIdiom): string {
  if (!wrapper) return text;
  const { before, schemaMethod = 'inputSchema', handlerMethod = 'action' } = wrapper;
  const isLong = before.includes('(');
  const gap = isLong ? '\n  ' : '';
  const head = isLong ? before.replace(/\.(?=\w+\()/g, '\n  .') : before;
  return text.replace(
    /BUILDER\((\$\w+\$), ([^]*?)^\}\);\n/gm,
    (_, schema: string, handler: string) =>
      `${head}${gap}.${schemaMethod}(${schema})${gap}.${handlerMethod}(${isLong ? handler.replace(/\n(?=.)/g, '\n  ') : handler}${isLong ? '  ' : ''}});\n`,
  );
}

/** In house style, `guard();` and the function that it is the first statement of. */
const GUARDED =
  /^(export async function [\w$]+\()([^\n]*?)(\)[^\n]*\{\n)((?: {2}[^\n]*\n)*?) {2}guard\(\);\n/gm;

function withStatements(
  snippet: Snippet,
  text: string,
  place: GuardPlace,
  idiom: GuardIdiom,
  { javascript }: SnippetTarget,
): string {
  const own = idiom.rejection[place] !== DEFAULT_REJECTION[place];
  const rejected =
    snippet.reject === undefined || own
      ? idiom
      : { ...idiom, rejection: { ...idiom.rejection, [place]: snippet.reject } };
  return text.replace(GUARDED, (_, head: string, parameters: string, tail: string, before: string) => {
    // The guard reads the request: a handler without that parameter gets it, and one that left it out uses it.
    const needed = parameters === '' ? 'request: Request' : parameters.replace(/^_request\b/, 'request');
    const given = idiom.usesRequest && place === 'route' ? needed : parameters;
    const statements = guardStatements(rejected, place, { request: 'request', javascript });
    const lines = statements.join('\n').replace(/^(?=.)/gm, '  ');
    return `${head}${given}${tail}${before}${lines}\n`;
  });
}

/** In house style, a guarded function with its body up to the brace in the first column. */
const FUNCTION = /^export async function ([\w$]+)\(([^\n]*?)\)[^\n]*\{\n {2}guard\(\);\n\n?([^]*?)^\}\n/gm;

/** The functions handed to the app's wrapper; undefined where the wrapper gives them something else than they need. */
function withWrapper(text: string, { wrapper }: GuardIdiom): string | undefined {
  if (!wrapper || !text.includes('guard();')) return undefined;
  const [first = ''] = wrapper.parameters;
  let fits = true;
  const wrapped = text.replace(FUNCTION, (_, name: string, parameters: string, body: string) => {
    const usesRequest = /\brequest\b/.test(body);
    // What comes after the request, and what a wrapper makes of it, is not known well enough.
    if (parameters.includes('params') || (usesRequest && !/^_?req(?:uest)?$/.test(first))) fits = false;
    return `export const ${name} = ${wrapper.before}async (${usesRequest ? 'request' : ''}) => {\n${body}}${wrapper.after};\n`;
  });
  return fits && !wrapped.includes('guard();') ? wrapped : undefined;
}

function withImports(path: FilePath, text: string, idiom: GuardIdiom, target: SnippetTarget): string {
  const file = parseFile(path, text);
  const wanted = idiom.imports.map((each) => ({
    name: each.imported,
    local: each.local,
    specifier: target.specifierOf(each),
  }));
  return applyEdits(text, planImports(file, wanted, DEFAULT_FILE_STYLE).edits);
}
