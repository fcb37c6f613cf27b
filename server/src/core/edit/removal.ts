/** Takes code out of a file so that no trace of it is left: its comments, its blank line, and the imports that only it used. */
import {
  type ImportDeclaration,
  isImportDeclaration,
  isNamedImports,
  isNamespaceImport,
  type Node,
} from '../syntax/ast';
import { type ParsedFile } from '../syntax/parse';
import { referencesIn } from '../syntax/references';
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

/** The edit that removes a statement, with one of the blank lines around it. */
export function removal(file: ParsedFile, node: Node): TextEdit {
  const { text } = file;
  const range = statementRange(file, node);
  const blankBefore = /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(0, range.start));
  const after = /^[ \t]*\r?\n/.exec(text.slice(range.end));
  const closes = /^[ \t]*[}\])]/.test(text.slice(range.end));
  if (after && (blankBefore || opensBlock(text, range.start))) {
    return { range: { start: range.start, end: range.end + after[0].length }, text: '' };
  }
  const before = /\n([ \t]*\r?\n)$/.exec(text.slice(0, range.start));
  if (before && (closes || text.slice(range.end).trim() === '')) {
    return { range: { start: range.start - (before[1]?.length ?? 0), end: range.end }, text: '' };
  }
  return { range, text: '' };
}

/** The edits that remove several statements; two of them do not fight for the blank line between them. */
export function removals(file: ParsedFile, nodes: readonly Node[]): readonly TextEdit[] {
  const merged: { start: number; end: number }[] = [];
  const ranges = nodes.map((node) => removal(file, node).range).sort((a, b) => a.start - b.start);
  for (const { start, end } of ranges) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  const last = merged.at(-1);
  // Nothing follows that a blank line would set off.
  if (last && file.text.slice(last.end).trim() === '') {
    last.start -= /\n((?:[ \t]*\r?\n)+)$/.exec(file.text.slice(0, last.start))?.[1]?.length ?? 0;
  }
  return merged.map((range) => ({ range, text: '' }));
}

function opensBlock(text: string, start: number): boolean {
  return start === 0 || /\{[ \t]*\r?\n$/.test(text.slice(0, start));
}

/** Removes the imports of `candidates` (local names) that nothing in the file mentions. */
export function unusedImportRemovals(file: ParsedFile, candidates: ReadonlySet<string>): readonly TextEdit[] {
  const used = new Set(referencesIn(file.tree).map(({ name }) => name));
  const isGone = (name: string): boolean => candidates.has(name) && !used.has(name);
  return file.tree.statements.filter(isImportDeclaration).flatMap((declaration) => {
    const edit = withoutNames(file, declaration, isGone);
    return edit ? [edit] : [];
  });
}

/** The edit that takes some local names out of an import declaration; undefined where it brings none of them. */
export function withoutNames(
  file: ParsedFile,
  declaration: ImportDeclaration,
  isGone: (local: string) => boolean,
): TextEdit | undefined {
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
  if (own === undefined && namespace === undefined && kept.length === 0) return removal(file, declaration);
  if (own === undefined && !clause.name && kept.length > 0 && bindings) {
    return shorterList(file, elements, kept, bindings);
  }
  const list = kept.map((element) => element.getText(file.tree)).join(', ');
  const parts = [own, namespace, kept.length > 0 ? `{ ${list} }` : undefined].filter(
    (part) => part !== undefined,
  );
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
  return {
    range: { start: list.getStart(tree), end: list.end },
    text: result + text.slice(position, list.end),
  };
}
