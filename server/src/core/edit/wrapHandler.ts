/** Puts a declared handler into a call, as an author would who gives it a wrapper. */
import { hasModifier } from '../syntax/functions';
import { type HandlerForm, isReadBefore, needsFunctionKeyword } from '../syntax/handlerForms';
import { type ParsedFile } from '../syntax/parse';
import { SyntaxKind } from '../syntax/ast';
import { type FileStyle } from '../text/fileStyle';
import { insertion, type TextEdit } from '../text/textEdit';

/**
 * Edits after which the handler is `wrapper(…)` of what it was: a function statement becomes a constant with an arrow
 * function. Undefined where that would change more than the handler's result.
 */
export function wrapEdits(
  file: ParsedFile,
  form: HandlerForm,
  wrapper: string,
  style: FileStyle,
): readonly TextEdit[] | undefined {
  const { tree, text } = file;
  if (form.kind === 'variable') {
    // An annotation names the type of what the wrapper is given, not of what it returns.
    if (form.declaration.type) return undefined;
    const { initializer } = form;
    return [insertion(initializer.getStart(tree), `${wrapper}(`), insertion(initializer.end, ')')];
  }
  const { node, name } = form;
  const { body } = node;
  // A constant is not there yet for code above it.
  if (!body || isReadBefore(file, name, node.getStart(tree))) return undefined;
  const start = keywordStart(file, form);
  const opening = `const ${name} = ${wrapper}(`;
  const end = insertion(body.end, `)${style.semicolons || startsBracket(text, body.end) ? ';' : ''}`);
  const keepsKeyword = needsFunctionKeyword(node, name) || node.typeParameters !== undefined;
  if (keepsKeyword) return [insertion(start, opening), end];
  const isAsync = hasModifier(node, SyntaxKind.AsyncKeyword);
  const parenthesis = text.indexOf('(', node.name?.end ?? start);
  return [
    { range: { start, end: parenthesis }, text: `${opening}${isAsync ? 'async ' : ''}` },
    insertion(body.getStart(tree), '=> '),
    end,
  ];
}

/** Where `async function` or `function` begins, behind `export`. */
function keywordStart({ tree, text }: ParsedFile, form: HandlerForm & { readonly kind: 'function' }): number {
  const exported = form.node.modifiers?.find(({ kind }) => kind === SyntaxKind.ExportKeyword);
  if (!exported) return form.node.getStart(tree);
  return exported.end + (/^\s*/.exec(text.slice(exported.end))?.[0].length ?? 0);
}

/** Without a semicolon, a line that begins like this would go on with the call. */
function startsBracket(text: string, end: number): boolean {
  return /^\s*[([`+\-/]/.test(text.slice(end)) && !/^\s*\/[/*]/.test(text.slice(end));
}
