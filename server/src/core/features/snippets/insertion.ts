/** Fits an expanded snippet into a file that has content: its imports join the file's, its directive is there already. */
import { planImports, type WantedImport } from '../../edit/imports';
import {
  isImportDeclaration,
  isNamedImports,
  isNamespaceImport,
  isStringLiteral,
  type SourceFile,
} from '../../syntax/ast';
import { directivePrologue } from '../../syntax/functions';
import { parseFile, type ParsedFile } from '../../syntax/parse';
import { withEol } from '../../syntax/restyle';
import { type FileStyle } from '../../text/fileStyle';
import { filePath } from '../../text/filePath';
import { type TextEdit } from '../../text/textEdit';
import { type Snippet, toPlainText } from './snippet';

/** What goes to the cursor, and what goes to the file's imports. */
export interface SnippetInsertion {
  /** Still with its marks. */
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** The insertion of `expanded` into `file`, which is the file as it was before the snippet's name was typed. */
export function insertionFor(
  expanded: string,
  snippet: Snippet,
  file: ParsedFile,
  style: FileStyle,
): SnippetInsertion {
  if (file.text.trim() === '') return { text: withEol(expanded, style), edits: [] };
  const { tree } = parseFile(filePath('/snippet.tsx'), expanded);
  const skipped = [
    ...directivePrologue(tree.statements).map(({ end }) => end),
    ...tree.statements.filter(isImportDeclaration).map(({ end }) => end),
  ];
  const bodyStart = Math.max(0, ...skipped);
  // Behind the line that the last import ends on, blank lines included.
  const body = expanded.slice(bodyStart).replace(/^[^\n]*\n+/, bodyStart === 0 ? '$&' : '');
  const { edits, locals } = planImports(file, importsOf(tree, snippet), style);
  const names = importsOf(tree, snippet).map(({ local, name }) => local ?? name);
  const text = names.reduce((code, name, at) => renamed(code, name, locals[at] ?? name), body);
  return { text: withEol(text, style), edits };
}

/** The name may stand between the marks of a place to fill in. */
function renamed(code: string, name: string, local: string): string {
  return name === local ? code : code.replaceAll(new RegExp(`(?<![\\w.'"])${name}(?![\\w'"])`, 'g'), local);
}

function importsOf(tree: SourceFile, snippet: Snippet): readonly WantedImport[] {
  const plain = (text: string): string => toPlainText(text, snippet.defaults);
  const wanted: WantedImport[] = [];
  for (const statement of tree.statements) {
    if (!isImportDeclaration(statement) || !isStringLiteral(statement.moduleSpecifier)) continue;
    const clause = statement.importClause;
    const specifier = plain(statement.moduleSpecifier.text);
    const typeOnly = clause?.isTypeOnly === true;
    const add = (name: string, local: string, only: boolean): void => {
      wanted.push({ specifier, name: plain(name), local: plain(local), ...(only && { typeOnly: true }) });
    };
    if (clause?.name) add('default', clause.name.text, typeOnly);
    const bindings = clause?.namedBindings;
    if (bindings && isNamespaceImport(bindings)) add('*', bindings.name.text, typeOnly);
    if (bindings && isNamedImports(bindings)) {
      for (const { name, propertyName, isTypeOnly } of bindings.elements)
        add((propertyName ?? name).text, name.text, typeOnly || isTypeOnly);
    }
  }
  return wanted;
}
