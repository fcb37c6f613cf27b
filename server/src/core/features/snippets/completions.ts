/** Offers snippets where they fit: by the kind of file, the app's version and libraries, and what the file has already. */
import lt from 'semver/functions/lt';
import { type FileFacts } from '../../facts/fileFacts';
import { nextMajor } from '../../program/nextMajor';
import { routeFileOf } from '../../program/routes';
import { type App } from '../../project/project';
import { parseFile } from '../../syntax/parse';
import { detectFileStyle } from '../../text/fileStyle';
import { baseName, type FilePath, folderOf, isWithin, joinPath, relativePath } from '../../text/filePath';
import { type TextEdit } from '../../text/textEdit';
import { type TextRange } from '../../text/textRange';
import { relativeSpecifier } from '../../edit/specifier';
import { type GuardIdiom, type GuardPlace } from '../guardIdiom/guardIdiom';
import { dependenciesOf, type IdiomSource, importSpecifier } from '../guardIdiom/idiomSource';
import { expandSnippet, type SnippetTarget } from './expand';
import { insertionFor } from './insertion';
import { type SnippetFacts, type SnippetPlace, toPlainText, toSnippetSyntax } from './snippet';
import { SNIPPETS } from './snippetTable';

/** One snippet at a place of a file. Offsets are of the file as it is, the typed word included. */
export interface SnippetCompletion {
  /** What is typed to get it. */
  readonly id: string;
  readonly title: string;
  /** The typed word, which the text replaces, with the blanks before it. */
  readonly range: TextRange;
  /** In LSP's snippet syntax, and with everything filled in as proposed. */
  readonly snippet: string;
  readonly plain: string;
  /** Imports, elsewhere in the file. */
  readonly edits: readonly TextEdit[];
}

/** What completions look at beside the file. */
export interface SnippetSource extends IdiomSource {
  /** The ways to guard in the file's app, best first. */
  idiomsFor(place: GuardPlace): readonly GuardIdiom[];
  /** Texts whose style the file's own text is completed by. */
  siblingTexts(): readonly string[];
  isListed(path: FilePath): boolean;
}

/** The snippets for the word that ends at `offset`; empty where a statement could not begin, and outside of apps. */
export function snippetCompletions(
  source: SnippetSource,
  path: FilePath,
  text: string,
  facts: FileFacts,
  offset: number,
): readonly SnippetCompletion[] {
  const app = source.program.project.appOf(path);
  const range = wordAt(text, offset);
  if (!app || !range) return [];
  const word = text.slice(range.start, offset).trimStart();
  const without = text.slice(0, range.start) + text.slice(range.end);
  const place = placeOf(app, path, without, facts);
  if (!place) return [];
  const file = parseFile(path, without);
  const isInside = file.tree.statements.some(
    (statement) => statement.getStart(file.tree) < range.start && range.start < statement.end,
  );
  if (isInside) return [];
  const exported = new Set(facts.link.exports.map(({ name }) => name));
  const target = targetOf(source, app, path, place === 'action' ? 'action' : 'route', without);
  return SNIPPETS.filter(
    (snippet) =>
      snippet.place === place &&
      isTyped(word, snippet.id) &&
      snippet.needs.every((need) => target.facts.has(need)) &&
      !snippet.methods.some((method) => exported.has(method)) &&
      !(
        place === 'proxy' &&
        (exported.has('proxy') || exported.has('middleware') || exported.has('default'))
      ),
  ).map((snippet) => {
    const expanded = withOwnModules(source, app, path, expandSnippet(snippet, target).text);
    const inserted = insertionFor(expanded, snippet, file, target.style);
    const before = inserted.edits.filter((edit) => edit.range.start === range.start);
    const body = before.map((edit) => edit.text).join('') + inserted.text;
    const ends = text.slice(range.end) === '' ? body : body.replace(/\r?\n$/, '');
    return {
      id: snippet.id,
      title: snippet.title,
      range,
      snippet: toSnippetSyntax(ends, snippet.defaults),
      plain: toPlainText(ends, snippet.defaults),
      edits: inserted.edits.filter((edit) => !before.includes(edit)).map((edit) => shifted(edit, range)),
    };
  });
}

/**
 * The word that is typed, alone on its line, from the line's start: an editor may have indented it after an unfinished
 * look at the line before. Undefined where the line holds something else.
 */
function wordAt(text: string, offset: number): TextRange | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const rest = /^[\w-]*/.exec(text.slice(offset))?.[0] ?? '';
  const end = offset + rest.length;
  if (!/^[ \t]*[\w-]*$/.test(text.slice(lineStart, offset)) || !/^[ \t]*(?:\r?\n|$)/.test(text.slice(end)))
    return undefined;
  return { start: lineStart, end };
}

/** Every typed character appears in the name, in order: editors match no less loosely. */
function isTyped(word: string, id: string): boolean {
  let at = 0;
  for (const character of word.toLowerCase()) {
    at = id.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Edits were made for the file without the typed word. */
function shifted(edit: TextEdit, { start, end }: TextRange): TextEdit {
  const by = edit.range.start > start ? end - start : 0;
  return { ...edit, range: { start: edit.range.start + by, end: edit.range.end + by } };
}

/** https://nextjs.org/docs/app/api-reference/file-conventions: files that are no components of the app's own. */
const ROUTER_FILE =
  /^(?:page|layout|template|loading|error|global-error|not-found|default|route|forbidden|unauthorized)\.[jt]sx?$/;
const ACTION_FILE = /(?:^|\/)actions?(?:\/[^/]+)?\.[jt]s$|[-.]actions?\.[jt]s$/;

/** What kind of file it is to the snippets; undefined for those that none is made for. */
function placeOf(app: App, path: FilePath, text: string, { link }: FileFacts): SnippetPlace | undefined {
  const name = baseName(path);
  if (/\.(?:test|spec)\.[jt]sx?$/.test(name)) return 'test';
  if (routeFileOf(app, path)?.kind === 'handler') return 'route';
  const root = app.appDir ?? app.pagesDir;
  if (root !== undefined && folderOf(path) === folderOf(root) && /^(?:proxy|middleware)\.[jt]s$/.test(name))
    return name.startsWith('middleware') || nextMajor(app) >= 16 ? 'proxy' : undefined;
  if (link.directive === 'use server') return 'action';
  if (link.directive === 'use client') return 'client';
  if (text.trim() !== '' || ROUTER_FILE.test(name)) return undefined;
  if (ACTION_FILE.test(path)) return 'action';
  return /\.[jt]sx$/.test(name) ? 'client' : undefined;
}

/** Packages by the names that snippets have for them. */
const PACKAGES: Readonly<Record<string, string>> = {
  stripe: 'stripe',
  svix: 'svix',
  clerk: '@clerk/nextjs',
  resend: 'resend',
  safeAction: 'next-safe-action',
  vitest: 'vitest',
  jest: 'jest',
};

/** What a snippet in that file is written for. `place` decides whose guards are looked for. */
export function targetOf(
  source: SnippetSource,
  app: App,
  path: FilePath,
  place: GuardPlace,
  text: string,
): SnippetTarget {
  const idioms = source.idiomsFor(place);
  const url = place === 'route' ? routeFileOf(app, path)?.url : undefined;
  const segment = segmentOf(url);
  return {
    facts: factsOf(source, app, path, idioms, segment),
    javascript: /\.[cm]?jsx?$/.test(path),
    style: detectFileStyle(text, ...source.siblingTexts()),
    segment,
    url,
    idioms,
    specifierOf: (wanted) => importSpecifier(source, path, wanted),
  };
}

function factsOf(
  source: SnippetSource,
  app: App,
  path: FilePath,
  idioms: readonly GuardIdiom[],
  segment: string | undefined,
): SnippetFacts {
  const dependencies = dependenciesOf(source, app);
  const facts = new Set<string>();
  const major = nextMajor(app);
  // The function is called as its file is.
  const isProxy = baseName(path).startsWith('proxy.');
  if (major >= 15) facts.add('next15');
  // https://nextjs.org/docs/app/api-reference/file-conventions/route#route-context-helper
  if (app.next === undefined || !lt(app.next, '15.5.0')) facts.add('routeContext');
  if (baseName(path).startsWith('middleware.') ? isProxy : major >= 16) facts.add('next16');
  if (app.cacheComponents === true) facts.add('cacheComponents');
  for (const [fact, name] of Object.entries(PACKAGES)) if (dependencies.has(name)) facts.add(fact);
  const schema = ['zod', 'valibot'].find((name) => dependencies.has(name));
  if (schema !== undefined) facts.add(schema);
  if (segment !== undefined) facts.add('param');
  const builder = idioms.find(({ form }) => form === 'builder')?.wrapper;
  // zsa's clients take schemas of zod alone.
  const isZsa = builder?.handlerMethod === 'handler';
  if (builder && schema !== undefined && !(isZsa && schema !== 'zod')) facts.add('builder');
  if (isZsa) facts.delete('safeAction');
  const besides = ['ts', 'tsx', 'js', 'jsx'].some((extension) =>
    source.isListed(joinPath(folderOf(path), `route.${extension}`)),
  );
  if (besides) facts.add('besideRoute');
  return facts;
}

/** The last dynamic segment of a URL in Next.js notation, where it holds one part; catch-alls hold lists. */
function segmentOf(url: string | undefined): string | undefined {
  const found = [...(url ?? '').matchAll(/\/\[([A-Za-z_$][\w$]*)\](?=\/|$)/g)].at(-1);
  return found?.[1];
}

/** `@/lib/…` is what most apps write; where the alias is not known, the way from the file is written. */
export function withOwnModules(source: SnippetSource, app: App, path: FilePath, text: string): string {
  const root = folderOf(app.appDir ?? app.pagesDir ?? joinPath(app.root, 'app'));
  if ([root, app.root].some((folder) => isAliased(source, path, folder))) return text;
  const lib = relativeSpecifier(path, joinPath(root, 'lib/x')).slice(0, -1);
  return text.replace(/(from ['"])@\/lib\//g, (_, from: string) => from + lib);
}

/** Whether `@/` means the folder: some file in it is found that way. */
function isAliased({ program, files }: SnippetSource, path: FilePath, folder: FilePath): boolean {
  for (const known of files.paths()) {
    if (!isWithin(known, folder)) continue;
    const target = program.project.resolve(
      path,
      `@/${relativePath(folder, known).replace(/\.[jt]sx?$/, '')}`,
    );
    return target.kind === 'file' && target.path === known;
  }
  return false;
}
