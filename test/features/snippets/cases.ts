/** Every snippet in every form that the facts of an app give it: what the checks of snippets go through. */
import { type GuardIdiom, type GuardImport } from '../../../server/src/core/features/guardIdiom/guardIdiom';
import { PLACEHOLDER } from '../../../server/src/core/features/guardIdiom/libraryTable';
import { expandSnippet } from '../../../server/src/core/features/snippets/expand';
import {
  type Snippet,
  type SnippetFacts,
  toPlainText,
} from '../../../server/src/core/features/snippets/snippet';
import { SNIPPETS } from '../../../server/src/core/features/snippets/snippetTable';
import { DEFAULT_FILE_STYLE, type FileStyle } from '../../../server/src/core/text/fileStyle';

/** One snippet in one form. */
export interface SnippetCase {
  readonly snippet: Snippet;
  readonly facts: SnippetFacts;
  readonly javascript: boolean;
  /** Tells it from the snippet's other forms. */
  readonly name: string;
  /** The path in the app, with the language's extension. */
  readonly path: string;
  readonly idiom: GuardIdiom | undefined;
  /** Everything filled in as proposed. */
  readonly text: string;
}

/** What each group of facts can be; a snippet is written for each that its text tells apart. */
const GROUPS: readonly (readonly (readonly string[])[])[] = [
  [['next15', 'next16'], ['next15'], []],
  [['zod'], ['valibot'], []],
  [[], ['cacheComponents']],
  [['param'], []],
  [['vitest'], ['jest'], []],
  [['builder', 'safeAction'], ['builder', 'zsa'], []],
  [['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'body'], ['GET']],
];

function builderIdiom(head: string, module: string, schemaMethod: string, handlerMethod: string): GuardIdiom {
  const name = head.split('.')[0] ?? head;
  return {
    ...PLACEHOLDER,
    form: 'builder',
    statements: [],
    imports: [{ imported: name, local: name, specifier: module, path: undefined }],
    wrapper: { before: head, after: ')', parameters: ['{ parsedInput }'], schemaMethod, handlerMethod },
  };
}

const SAFE_ACTION = builderIdiom('authActionClient', '@/lib/safe-action', 'inputSchema', 'action');
const ZSA = builderIdiom('authedProcedure.createServerAction()', '@/lib/zsa', 'input', 'handler');

/** All forms of all snippets, as they are written for an app whose own guard is `idiom`. */
export function snippetCases(
  options: { readonly idiom?: GuardIdiom; readonly style?: FileStyle; readonly only?: RegExp } = {},
): readonly SnippetCase[] {
  return SNIPPETS.filter(({ id }) => options.only?.test(id) ?? true).flatMap((snippet) =>
    factSets(snippet).flatMap((facts) =>
      [false, true].map((javascript) => snippetCase(snippet, facts, javascript, options)),
    ),
  );
}

function snippetCase(
  snippet: Snippet,
  facts: SnippetFacts,
  javascript: boolean,
  {
    idiom = PLACEHOLDER,
    style = DEFAULT_FILE_STYLE,
  }: { readonly idiom?: GuardIdiom; readonly style?: FileStyle },
): SnippetCase {
  const { text, idiom: used } = expandSnippet(snippet, {
    facts,
    javascript,
    style,
    segment: facts.has('param') ? 'id' : undefined,
    url: undefined,
    idioms: [idiom, facts.has('zsa') ? ZSA : SAFE_ACTION],
    specifierOf: ({ specifier }: GuardImport) => specifier,
  });
  const file = /^proxy\./.test(snippet.path) && !facts.has('next16') ? 'middleware.ts' : snippet.path;
  return {
    snippet,
    facts,
    javascript,
    name: `${snippet.id} (${[...facts].join(', ')}${javascript ? ', JavaScript' : ''})`,
    path: javascript ? file.replace(/\.ts(x?)$/, '.js$1') : file,
    idiom: used,
    text: toPlainText(text, snippet.defaults).replaceAll('ACTION', 'saveThing'),
  };
}

/** One set of facts per combination that the snippet's text tells apart and its needs allow. */
function factSets({ text, needs }: Snippet): readonly SnippetFacts[] {
  let sets: readonly (readonly string[])[] = [needs];
  const mentions = (fact: string): boolean =>
    new RegExp(`#(?:el)?if [^\\n]*\\b${fact}\\b`).test(text) || needs.includes(fact);
  for (const group of GROUPS) {
    const told = group.flat().some(mentions);
    const choices = group.filter((choice) =>
      needs.every((need) => !group.flat().includes(need) || choice.includes(need)),
    );
    if (told) sets = sets.flatMap((set) => choices.map((choice) => [...set, ...choice]));
    else if (group === GROUPS[0]) sets = sets.map((set) => [...set, 'next15', 'next16']);
  }
  return sets
    .map((set) => new Set(set))
    .filter((set) => !set.has('cacheComponents') || set.has('next16'))
    .filter((set) => !set.has('builder') || needs.includes('safeAction') || hasSchema(set));
}

/** next-safe-action takes a schema of any library, zsa one of zod. */
function hasSchema(facts: SnippetFacts): boolean {
  return facts.has('zod') || (facts.has('valibot') && !facts.has('zsa'));
}
