/** What a snippet is: its text with marks, and where it belongs. The texts are made of `snippets/` by `npm run generate`. */

/** The files that a snippet fits: a route handler, a `'use server'` module, a component, the proxy, a test; or a command's. */
export type SnippetPlace = 'route' | 'action' | 'client' | 'proxy' | 'test' | 'command';

/** One file of `snippets/`. */
export interface Snippet {
  /** The file's name without its extension: what is typed to get it. */
  readonly id: string;
  /** What it writes, in a few words. */
  readonly title: string;
  readonly place: SnippetPlace;
  /** Where the checks put it; its extension tells whether it has JSX. */
  readonly path: string;
  /** The exports of a route that it writes: a file that has one of them is not offered it. */
  readonly methods: readonly string[];
  /** Facts that must hold, see `SnippetFacts`. */
  readonly needs: readonly string[];
  /** What the places to fill in start with, where that is no identifier; by their names. */
  readonly defaults: Readonly<Record<string, string>>;
  /** How a caller is turned away where the app shows no way of its own. */
  readonly reject: string | undefined;
  /** House style, with `$name$`, `guard();`, `// #if` and the like: see `snippets/README.md`. */
  readonly text: string;
}

/**
 * What is known of the app and the file, by name: `next15` and `next16` (at least), `cacheComponents`, a package's short
 * name (`zod`, `valibot`, `stripe`, `vitest` …), `param` (the route has a dynamic segment), `routeContext` (Next.js makes types of it), `builder` (the app has a guarded
 * action client), `besideRoute`.
 */
export type SnippetFacts = ReadonlySet<string>;

/** True when every part of `a && !b` holds. */
function holds(condition: string, facts: SnippetFacts): boolean {
  return condition.split('&&').every((part) => {
    const name = part.trim();
    return name.startsWith('!') ? !facts.has(name.slice(1).trim()) : facts.has(name);
  });
}

const DIRECTIVE = /^[ \t]*(?:\/\/|\{\/\*) #(if|elif|else|endif)\b([^*]*?)(?:\*\/\})?$/;

/** The lines of `text` whose conditions hold, the conditions' own lines left out. */
export function selectLines(text: string, facts: SnippetFacts): string {
  const kept: string[] = [];
  /** For each open `#if`: whether the current branch is taken, and whether one was. */
  const open: { taken: boolean; done: boolean }[] = [];
  for (const line of text.split('\n')) {
    const [, word, condition = ''] = DIRECTIVE.exec(line) ?? [];
    const inner = open.at(-1);
    if (word === 'if') {
      const taken = holds(condition, facts);
      open.push({ taken, done: taken });
    } else if (word === 'endif') open.pop();
    else if (word !== undefined && inner) {
      inner.taken = !inner.done && (word === 'else' || holds(condition, facts));
      inner.done ||= inner.taken;
    } else if (open.every(({ taken }) => taken)) kept.push(line);
  }
  const chosen = kept.join('\n').replace(/\n{3,}/g, '\n\n');
  return `${chosen.trim()}\n`;
}

const MARK = /\/\* \$0 \*\/|\$([A-Za-z]\w*)\$/g;

/** The text in the snippet syntax of LSP: places to fill in are numbered as they come, equal names are linked. */
export function toSnippetSyntax(text: string, defaults: Snippet['defaults']): string {
  const numbers = new Map<string, number>();
  let result = '';
  let at = 0;
  for (const match of text.matchAll(MARK)) {
    result += escaped(text.slice(at, match.index));
    at = match.index + match[0].length;
    const [, name] = match;
    if (name === undefined) result += '$0';
    else {
      const number = numbers.get(name) ?? numbers.size + 1;
      numbers.set(name, number);
      result += `\${${number}:${escaped(defaults[name] ?? name).replaceAll('}', '\\}')}}`;
    }
  }
  return result + escaped(text.slice(at));
}

function escaped(text: string): string {
  return text.replace(/[\\$]/g, '\\$&');
}

/** The text with everything filled in as proposed, for clients without snippets, and for files that a command writes. */
export function toPlainText(text: string, defaults: Snippet['defaults']): string {
  return text
    .replace(/^[ \t]*\/\* \$0 \*\/\r?\n/gm, '')
    .replace(/\{ \/\* \$0 \*\/ \}/g, '{}')
    .replace(MARK, (_, name: string | undefined) => (name === undefined ? '' : (defaults[name] ?? name)));
}
