/** Finds out how a file is written, so that code which is added to it looks as if its author had written it. */

/** How a file is written. Each field is what most of the file does; what the file does not show is the default's. */
export interface FileStyle {
  /** One level of indentation: a tab, or that many spaces. */
  readonly indent: string;
  readonly quote: "'" | '"';
  /** Statements end with a semicolon. */
  readonly semicolons: boolean;
  readonly eol: '\n' | '\r\n';
  /** Where a list that is broken over lines ends with a comma: everywhere, only where ES5 has it (objects, arrays, imports), nowhere. */
  readonly trailingCommas: 'all' | 'es5' | 'none';
}

/** What holds where no file shows otherwise: what Prettier does, with the single quotes of most Next.js apps. */
export const DEFAULT_FILE_STYLE: FileStyle = {
  indent: '  ',
  quote: "'",
  semicolons: true,
  eol: '\n',
  trailingCommas: 'all',
};

/**
 * The style of the first text, completed by the following ones: give the file's own text first, then its siblings'. A text
 * that shows nothing of a trait (an empty file, a file without strings) leaves that trait to the next one.
 */
export function detectFileStyle(...texts: readonly string[]): FileStyle {
  const shown = texts.map(traitsOf);
  const first = <K extends keyof FileStyle>(trait: K): FileStyle[K] => {
    for (const traits of shown) {
      const value = traits[trait];
      if (value !== undefined) return value;
    }
    return DEFAULT_FILE_STYLE[trait];
  };
  return {
    indent: first('indent'),
    quote: first('quote'),
    semicolons: first('semicolons'),
    eol: first('eol'),
    trailingCommas: first('trailingCommas'),
  };
}

type Traits = { readonly [K in keyof FileStyle]?: FileStyle[K] | undefined };

function traitsOf(text: string): Traits {
  const counts = countTraits(text);
  const { single, double, ended, unended, commas } = counts;
  return {
    indent: indentOf(text, counts.quietLines),
    quote: single === double ? undefined : single > double ? "'" : '"',
    semicolons: ended === unended ? undefined : ended > unended,
    eol: eolOf(text),
    trailingCommas: commasOf(commas),
  };
}

function eolOf(text: string): FileStyle['eol'] | undefined {
  const all = text.split('\n').length - 1;
  if (all === 0) return undefined;
  return (text.split('\r\n').length - 1) * 2 > all ? '\r\n' : '\n';
}

/** The most frequent step by which a line is indented deeper than the line before it. */
function indentOf(text: string, quiet: ReadonlySet<number>): string | undefined {
  const steps = new Map<string, number>();
  let before = '';
  text.split(/\r?\n/).forEach((line, at) => {
    const own = /^[\t ]*/.exec(line)?.[0] ?? '';
    // Blank lines, and the inside of comments and templates, are indented for other reasons.
    if (own.length === line.length || quiet.has(at)) return;
    if (own.length > before.length && own.startsWith(before)) {
      const step = own.slice(before.length);
      const unit = step.startsWith('\t') ? '\t' : step;
      if (unit === '\t' || step.length === 2 || step.length === 3 || step.length === 4 || step.length === 8) {
        steps.set(unit, (steps.get(unit) ?? 0) + 1);
      }
    }
    before = own;
  });
  let best: string | undefined;
  for (const [unit, count] of steps) if (best === undefined || count > (steps.get(best) ?? 0)) best = unit;
  return best;
}

interface CommaCounts {
  /** Broken lists with a comma at their end: after `(`, and after `[` or `{`. */
  callsWith: number;
  callsWithout: number;
  listsWith: number;
  listsWithout: number;
}

function commasOf({
  callsWith,
  callsWithout,
  listsWith,
  listsWithout,
}: CommaCounts): FileStyle['trailingCommas'] | undefined {
  if (callsWith > callsWithout) return 'all';
  // Commas after objects alone leave open what calls have: the siblings may show it.
  if (listsWith > listsWithout) return callsWithout > 0 ? 'es5' : undefined;
  return listsWithout > listsWith || (callsWithout > 0 && listsWith === 0) ? 'none' : undefined;
}

interface Counts {
  single: number;
  double: number;
  /** Lines that end a statement, with and without a semicolon. */
  ended: number;
  unended: number;
  readonly commas: CommaCounts;
  /** 0-based lines that begin inside a comment or a template. */
  readonly quietLines: Set<number>;
}

interface Bracket {
  readonly open: string;
  /** It holds a list whose last item may have a comma: no block, no condition, no parenthesized expression. */
  readonly list: boolean;
  /** The line goes on after it. */
  readonly line: number;
  hasComma: boolean;
}

/** A statement that is certainly over at its line's end, if the next line starts one: what follows these words is no block. */
const STATEMENT =
  /^\s*(?:import\b.*['"]|export\s+\*.*['"]|export\s+\{[^}]*\}|(?:const|let|var|return|throw|await|type)\b.*[\w)\]'"`}]|[\w.]+\(.*\)|[\w.]+ = .*[\w)\]'"`]|['"]use \w+['"]);?$/;

/** Reads the text as tokens, loosely: what JSX text or a regular expression confuses is outvoted by the rest. */
function countTraits(text: string): Counts {
  const counts: Counts = {
    single: 0,
    double: 0,
    ended: 0,
    unended: 0,
    commas: { callsWith: 0, callsWithout: 0, listsWith: 0, listsWithout: 0 },
    quietLines: new Set(),
  };
  const brackets: Bracket[] = [];
  let line = 0;
  /** The last token, its line, and the word or sign before an opening bracket. */
  let last = '';
  let lastLine = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const token = match[0];
    const sign = token.charAt(0);
    const lines = token.split('\n').length - 1;
    if (sign === '\n') line++;
    else if (token.startsWith('/*') || token.startsWith('//') || sign === '`') {
      for (let quiet = 1; quiet <= lines; quiet++) counts.quietLines.add(line + quiet);
      line += lines;
    } else if (sign === "'" || sign === '"') {
      // A quote within forces the other kind, and JSX attributes have double ones whatever strings have.
      const free = text.charAt(match.index - 1) !== '=' && !/['"]/.test(token.slice(1, -1));
      if (free && token.length > 1) counts[sign === "'" ? 'single' : 'double']++;
    } else if (sign === '(' || sign === '[' || sign === '{') {
      brackets.push({ open: sign, list: opensList(sign, last), line, hasComma: false });
    } else if (sign === ')' || sign === ']' || sign === '}') {
      const bracket = brackets.pop();
      if (bracket?.list && bracket.line < line && lastLine < line && bracket.hasComma) {
        const kind = bracket.open === '(' ? 'calls' : 'lists';
        counts.commas[`${kind}${last === ',' ? 'With' : 'Without'}`]++;
      }
    } else if (sign === ',') {
      const bracket = brackets.at(-1);
      if (bracket) bracket.hasComma = true;
    }
    if (/\s/.test(sign)) continue;
    if (token.startsWith('/*') || token.startsWith('//')) continue;
    last = token;
    lastLine = line;
  }
  text.split(/\r?\n/).forEach((whole, at, all) => {
    if (counts.quietLines.has(at) || !STATEMENT.test(whole)) return;
    if (whole.endsWith(';')) counts.ended++;
    else if (!CONTINUATION.test(all[at + 1] ?? '')) counts.unended++;
  });
  return counts;
}

/** Comments, templates without nested ones, strings on one line, words, and single signs. */
const TOKEN =
  /\/\*[^]*?\*\/|\/\/[^\n]*|`(?:\\[^]|[^`\\])*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|[\w$]+|\n|[^\S\n]+|[^]/g;

function opensList(sign: string, before: string): boolean {
  if (sign === '[') return true;
  // `if (`, `while (` and `return (` hold one expression; so does `(` after a sign.
  if (sign === '(') {
    return (
      /^[\w$]+$|^[)\]>]$/.test(before) && !/^(?:if|for|while|switch|catch|return|await|typeof)$/.test(before)
    );
  }
  return /^[(=:[,?]$|^(?:return|import|export|type|default)$/.test(before);
}

/** A line that goes on with the statement of the line before it, or closes what that one is an item of. */
const CONTINUATION = /^\s*[.?:&|+\-*/%<>=)\],]/;
