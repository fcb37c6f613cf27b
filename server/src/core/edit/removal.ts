/** Takes code out of a file so that no trace of it is left: its comments, its blank line, and the imports that only it used. */
import {
  type ImportDeclaration,
  isImportDeclaration,
  isNamedImports,
  isNamespaceImport,
  type Node,
} from '../syntax/ast';
import { type ParsedFile } from '../syntax/parse';
import { changesBetween, edited } from './draft';
import { referencesIn } from '../syntax/references';
import { importsOf } from '../syntax/topLevelNames';
import { type TextEdit } from '../text/textEdit';
import { type TextRange } from '../text/textRange';

/** A statement with the comments right above it, from its first line's beginning to the end of its last line. */
export function statementRange({ text, tree }: ParsedFile, node: Node): TextRange {
  let start = text.lastIndexOf('\n', node.getStart(tree) - 1) + 1;
  const own = text.slice(start, node.getStart(tree));
  if (own.trim() !== '') return { start: node.getStart(tree), end: node.end };
  // Comments belong to what they stand right above.
  const floor = firstOwnOffset(text, node.pos);
  const above = /(?:^|\n)((?:[ \t]*(?:\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*\r?)\n)+)$/.exec(
    text.slice(floor, start),
  );
  if (above) start -= above[1]?.length ?? 0;
  const lineEnd = text.indexOf('\n', node.end);
  const rest = text.slice(node.end, lineEnd < 0 ? text.length : lineEnd);
  if (!/^[ \t;]*(?:\/\/.*)?\r?$/.test(rest)) return { start, end: node.end };
  return { start, end: lineEnd < 0 ? text.length : lineEnd + 1 };
}

/** A comment behind the statement before belongs to that one. */
function firstOwnOffset(text: string, pos: number): number {
  if (pos === 0) return 0;
  const lineEnd = text.indexOf('\n', pos);
  return lineEnd < 0 ? pos : lineEnd;
}

/** The code of a statement with the comments right above it. */
export function statementText(file: ParsedFile, statement: Node): string {
  return file.text.slice(statementRange(file, statement).start, statement.end);
}

/** The edits that remove statements, and the imports of the local names that are `gone`; no holes are left between them. */
export function removals(
  file: ParsedFile,
  nodes: readonly Node[],
  isGone?: (local: string) => boolean,
): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const ranges = nodes.map((node) => statementRange(file, node));
  for (const declaration of isGone ? file.tree.statements.filter(isImportDeclaration) : []) {
    const rest = isGone && withoutNames(file, declaration, isGone);
    if (rest === 'nothing') ranges.push(importRange(file, declaration));
    else if (rest) edits.push(rest);
  }
  for (const hole of joined(file.text, ranges)) edits.push(closed(file.text, hole));
  return edits.sort((a, b) => a.range.start - b.range.start);
}

/** Above a file's first statement stands what is said of the file. */
function importRange(file: ParsedFile, declaration: ImportDeclaration): TextRange {
  const range = statementRange(file, declaration);
  const isFirst = file.tree.statements[0] === declaration;
  return isFirst ? { start: declaration.getStart(file.tree), end: range.end } : range;
}

interface Hole extends TextRange {
  /** A blank line of those between the statements that go; empty where there is none. */
  readonly gap: string;
}

/** What only blank lines part goes as one, so that nobody fights for these. */
function joined(text: string, ranges: readonly TextRange[]): readonly Hole[] {
  const result: Hole[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    const between = last && text.slice(last.end, range.start);
    if (last && between?.trim() === '') {
      const gap = last.gap === '' ? (/\r?\n/.exec(between)?.[0] ?? '') : last.gap;
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end), gap };
    } else result.push({ ...range, gap: '' });
  }
  return result;
}

/** The removal with the blank lines on one side, where two gaps would meet or nothing is left to set apart; one gap stays. */
function closed(text: string, { start, end, gap }: Hole): TextEdit {
  const before = /(?:^|\n)((?:[ \t]*\r?\n)*)$/.exec(text.slice(0, start))?.[1]?.length ?? 0;
  const after = /^(?:[ \t]*\r?\n)*/.exec(text.slice(end))?.[0].length ?? 0;
  const isLast = text.slice(end).trim() === '' || /^[ \t]*[}\])]/.test(text.slice(end + after));
  if (isLast) return { range: { start: start - before, end: end + after }, text: '' };
  const opens = start === 0 || /\{[ \t]*\r?\n$/.test(text.slice(0, start));
  if (before > 0 || opens) return { range: { start, end: end + after }, text: '' };
  return { range: { start, end }, text: after > 0 ? '' : gap };
}

/** The local names of imports that nothing in the file mentions. */
export function unusedImports(file: ParsedFile): ReadonlySet<string> {
  const used = new Set(referencesIn(file.tree).map(({ name }) => name));
  return new Set(importsOf(file).flatMap(({ local }) => (used.has(local) ? [] : [local])));
}

/** Removes the imports of `candidates` (local names) that nothing in the file mentions. */
export function unusedImportRemovals(file: ParsedFile, candidates: ReadonlySet<string>): readonly TextEdit[] {
  const unused = unusedImports(file);
  return removals(file, [], (name) => candidates.has(name) && unused.has(name));
}

/** The edits, and those that remove the imports which the file used before them and does not use behind them. */
export function withoutLeftovers(file: ParsedFile, edits: readonly TextEdit[]): readonly TextEdit[] {
  const draft = edited(file, edits);
  const before = unusedImports(file);
  const left = [...unusedImports(draft)].filter((name) => !before.has(name));
  if (left.length === 0) return edits;
  const rest = edited(draft, unusedImportRemovals(draft, new Set(left)));
  return changesBetween(file.text, rest.text);
}

/** The edit that takes local names out of an import declaration, where something of it stays; undefined where it brings none of them. */
export function withoutNames(
  file: ParsedFile,
  declaration: ImportDeclaration,
  isGone: (local: string) => boolean,
): TextEdit | 'nothing' | undefined {
  const clause = declaration.importClause;
  if (!clause) return undefined;
  const bindings = clause.namedBindings;
  const elements = bindings && isNamedImports(bindings) ? bindings.elements : [];
  const own = clause.name && !isGone(clause.name.text) ? clause.name.text : undefined;
  const namespace =
    bindings && isNamespaceImport(bindings) && !isGone(bindings.name.text)
      ? bindings.getText(file.tree)
      : undefined;
  const kept = elements.filter(({ name }) => !isGone(name.text));
  const bindsAll =
    kept.length === elements.length &&
    (own !== undefined) === (clause.name !== undefined) &&
    (bindings === undefined || isNamedImports(bindings) || namespace !== undefined);
  if (bindsAll) return undefined;
  if (own === undefined && namespace === undefined && kept.length === 0) return 'nothing';
  const list = bindings && kept.length > 0 ? shorterList(file, elements, kept, bindings) : undefined;
  if (list && own === undefined && !clause.name) return list;
  const parts = [own, namespace, list?.text].filter((part) => part !== undefined);
  const start = (clause.name ?? bindings ?? clause).getStart(file.tree);
  return { range: { start, end: clause.end }, text: parts.join(', ') };
}

/** Keeps the list's line breaks: an element goes with the comma and the blanks behind it, the last one with those before it. */
function shorterList(
  file: ParsedFile,
  elements: readonly Node[],
  kept: readonly Node[],
  list: Node,
): TextEdit {
  const { text, tree } = file;
  let result = '';
  let position = list.getStart(tree);
  elements.forEach((element, index) => {
    if (kept.includes(element)) return;
    const next = elements[index + 1];
    const isLastKept = !elements.slice(index + 1).some((other) => kept.includes(other));
    const before = elements[index - 1];
    const start = isLastKept && before ? before.end : element.getStart(tree);
    const end = isLastKept ? element.end : (next?.getStart(tree) ?? element.end);
    if (start >= position) result += text.slice(position, start);
    position = Math.max(position, end);
  });
  const range = { start: list.getStart(tree), end: list.end };
  const broken = result + text.slice(position, list.end);
  return { range, text: onOneLine(text, range, broken) ?? broken };
}

const LONG_LINE = 80;

/** The list without its line breaks, where all of the declaration has room in a line then, as formatters write it. */
function onOneLine(text: string, { start, end }: TextRange, list: string): string | undefined {
  if (!list.includes('\n') || /\/[/*]/.test(list)) return undefined;
  const line = list.replace(/\s+/g, ' ').replace(/,? \}$/, ' }');
  const before = start - (text.lastIndexOf('\n', start - 1) + 1);
  const behind = /^[^\r\n]*/.exec(text.slice(end))?.[0].length ?? 0;
  return before + line.length + behind <= LONG_LINE ? line : undefined;
}
