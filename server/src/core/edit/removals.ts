/** Takes declarations and imports out of a file without leaving holes. */
import { isImportDeclaration, isNamedImports, type ImportDeclaration, type Node } from '../syntax/ast';
import { type ParsedFile } from '../syntax/parse';
import { type TextEdit } from '../text/textEdit';

/** Removes a top-level statement with the comments that belong to it and the blank lines behind it. */
export function statementRemoval({ text, tree }: ParsedFile, statement: Node): TextEdit {
  const start = commentsStart(text, statement.pos, statement.getStart(tree));
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const from = text.slice(lineStart, start).trim() === '' ? lineStart : start;
  const rest = /^[ \t]*(?:\/\/[^\n]*)?\r?(?:\n|$)/.exec(text.slice(statement.end));
  if (!rest) return { range: { start: from, end: statement.end }, text: '' };
  let end = statement.end + rest[0].length;
  const blanks = /^(?:[ \t]*\r?\n)+/.exec(text.slice(end));
  if (blanks) end += blanks[0].length;
  // At the file's end the blank lines before it go instead.
  if (end >= text.length) {
    const before = /(?:[ \t]*\r?\n)*$/.exec(text.slice(0, from))?.[0] ?? '';
    const kept = /^[ \t]*\r?\n/.exec(before)?.[0].length ?? 0;
    return { range: { start: from - before.length + kept, end: text.length }, text: '' };
  }
  return { range: { start: from, end }, text: '' };
}

/** The code of a statement with the comments that belong to it. */
export function statementText({ text, tree }: ParsedFile, statement: Node): string {
  return text.slice(commentsStart(text, statement.pos, statement.getStart(tree)), statement.end);
}

/** Where the comments right above a statement begin: a blank line parts it from those that are about something else. */
function commentsStart(text: string, pos: number, start: number): number {
  const above = text.slice(pos, start);
  const gap = /(?:^|\n)[ \t]*\r?\n(?![^]*\n[ \t]*\r?\n)/.exec(above);
  const from = gap ? pos + gap.index + gap[0].length : pos;
  const comment = /\S/.exec(text.slice(from, start));
  if (!comment) return start;
  const at = from + comment.index;
  // What stands on the line of the statement before is its comment, not ours.
  const isTrailing = !gap && pos > 0 && !text.slice(pos, at).includes('\n');
  if (!isTrailing) return at;
  const next = text.indexOf('\n', at);
  return next < 0 || next >= start ? start : commentsStart(text, next, start);
}

/** Removes the named imports (by what the file calls them), and the declarations that would be left empty. */
export function importRemovals(file: ParsedFile, locals: ReadonlySet<string>): readonly TextEdit[] {
  return file.tree.statements.filter(isImportDeclaration).flatMap((declaration) => {
    const edit = removalFrom(file, declaration, locals);
    return edit ? [edit] : [];
  });
}

function removalFrom(
  file: ParsedFile,
  declaration: ImportDeclaration,
  locals: ReadonlySet<string>,
): TextEdit | undefined {
  const clause = declaration.importClause;
  if (!clause) return undefined;
  const { text, tree } = file;
  const bindings = clause.namedBindings;
  const named = bindings && isNamedImports(bindings) ? [...bindings.elements] : [];
  const kept = named.filter(({ name }) => !locals.has(name.text));
  const keepsDefault = clause.name !== undefined && !locals.has(clause.name.text);
  const keepsNamespace =
    bindings !== undefined && !isNamedImports(bindings) && !locals.has(bindings.name.text);
  const dropsDefault = clause.name !== undefined && !keepsDefault;
  const dropsNamespace = bindings !== undefined && !isNamedImports(bindings) && !keepsNamespace;
  if (!dropsDefault && !dropsNamespace && kept.length === named.length) return undefined;
  if (!keepsDefault && !keepsNamespace && kept.length === 0) return importRemoval(file, declaration);
  const parts: string[] = [];
  if (keepsDefault) parts.push(clause.name.text);
  if (keepsNamespace) parts.push(bindings.getText(tree));
  if (kept.length > 0 && bindings) {
    const inner = text.slice(bindings.getStart(tree) + 1, bindings.end - 1);
    const names = kept.map((element) => element.getText(tree));
    const broken = /^\s*?(\r?\n[ \t]*)/.exec(inner)?.[1];
    const comma = /,\s*$/.test(inner) ? ',' : '';
    const closing = /\r?\n[ \t]*$/.exec(inner)?.[0] ?? '';
    parts.push(
      broken === undefined
        ? `{ ${names.join(', ')} }`
        : `{${names.map((name) => `${broken}${name}`).join(',')}${comma}${closing}}`,
    );
  }
  const first = clause.name ?? bindings;
  return { range: { start: first?.getStart(tree) ?? clause.pos, end: clause.end }, text: parts.join(', ') };
}

/** An import goes with its line; the blank line that parts imports from code stays. */
function importRemoval({ text, tree }: ParsedFile, declaration: ImportDeclaration): TextEdit {
  const start = declaration.getStart(tree);
  // At the file's beginning the blank line behind it goes as well.
  const isFirst = text.slice(0, start).trim() === '';
  const rest = (isFirst ? /^[ \t]*\r?\n(?:[ \t]*\r?\n)*/ : /^[ \t]*\r?\n/).exec(text.slice(declaration.end));
  return { range: { start, end: declaration.end + (rest?.[0].length ?? 0) }, text: '' };
}
