/** Gives an export of a file another name, for names that Next.js calls by themselves. */
import {
  forEachChild,
  isArrowFunction,
  isCallExpression,
  isExportAssignment,
  isExportDeclaration,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isNamedExports,
  isObjectBindingPattern,
  isPropertyAccessExpression,
  isShorthandPropertyAssignment,
  type Node,
  type ParameterDeclaration,
  SyntaxKind,
} from '../syntax/ast';
import { declaredForm } from '../syntax/handlerForms';
import { hasModifier } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { referencesIn } from '../syntax/references';
import { boundAtTopLevel } from '../syntax/topLevelNames';
import { type TextEdit } from '../text/textEdit';

/** The edits that export under `to` what is exported under `from`, a name of the file itself; undefined where `to` is taken. */
export function renameExportEdits(
  file: ParsedFile,
  from: string,
  to: string,
): readonly TextEdit[] | undefined {
  const { tree } = file;
  for (const statement of tree.statements) {
    if (!isExportDeclaration(statement) || !statement.exportClause || !isNamedExports(statement.exportClause))
      continue;
    const element = statement.exportClause.elements.find(({ name }) => name.text === from);
    if (!element) continue;
    const start = element.getStart(tree);
    const local = (element.propertyName ?? element.name).getText(tree);
    return [{ range: { start, end: element.end }, text: local === to ? to : `${local} as ${to}` }];
  }
  const form = declaredForm(file, from);
  const name = form?.kind === 'function' ? form.node.name : form?.declaration.name;
  if (!name || boundAtTopLevel(file).includes(to)) return undefined;
  return [{ range: { start: name.getStart(tree), end: name.end }, text: to }, ...usesRenamed(file, from, to)];
}

function usesRenamed({ tree }: ParsedFile, from: string, to: string): readonly TextEdit[] {
  return referencesIn(tree)
    .filter(({ name, scope }) => name === from && scope === tree)
    .map(({ node, ancestors }) => {
      const isShorthand = isShorthandPropertyAssignment(ancestors.at(-1) ?? tree);
      const range = { start: node.getStart(tree), end: node.end };
      return { range, text: isShorthand ? `${from}: ${to}` : to };
    });
}

/** A default export that could be a handler, and the edits that make it one. */
export interface NamedHandler {
  readonly method: 'GET' | 'POST';
  readonly edits: readonly TextEdit[];
}

/**
 * The edits that export a route's default function as `POST` where it reads the body, else as `GET`. Undefined for a
 * function in the manner of `pages/api`, for one that asks for the method itself, and for what is no function.
 */
export function namedHandler(file: ParsedFile): NamedHandler | undefined {
  const { tree, text } = file;
  for (const statement of tree.statements) {
    if (isFunctionDeclaration(statement) && hasModifier(statement, SyntaxKind.DefaultKeyword)) {
      const method = methodOf(statement, statement.parameters);
      if (!method || !statement.body) return undefined;
      const start = statement.getStart(tree);
      const keyword = /^export\s+default\s+(async\s+)?function\s*/.exec(text.slice(start));
      if (!keyword) return undefined;
      const range = { start, end: statement.name?.end ?? start + keyword[0].length };
      const uses = statement.name ? usesRenamed(file, statement.name.text, method) : [];
      return { method, edits: [{ range, text: `export ${keyword[1] ?? ''}function ${method}` }, ...uses] };
    }
    if (!isExportAssignment(statement) || statement.isExportEquals) continue;
    const { expression } = statement;
    if (isIdentifier(expression)) {
      const form = declaredForm(file, expression.text);
      const value = form?.kind === 'function' ? form.node : form?.initializer;
      if (!value || !(isFunctionDeclaration(value) || isArrowFunction(value) || isFunctionExpression(value)))
        return undefined;
      const method = methodOf(value, value.parameters);
      if (!method) return undefined;
      const range = { start: statement.getStart(tree), end: expression.end };
      return { method, edits: [{ range, text: `export { ${expression.text} as ${method} }` }] };
    }
    if (!isArrowFunction(expression) && !isFunctionExpression(expression)) return undefined;
    const method = methodOf(expression, expression.parameters);
    if (!method) return undefined;
    const range = { start: statement.getStart(tree), end: expression.getStart(tree) };
    return { method, edits: [{ range, text: `export const ${method} = ` }] };
  }
  return undefined;
}

const READS = /^(?:json|text|formData|arrayBuffer|blob|bytes)$/;

function methodOf(
  root: Node,
  parameters: readonly ParameterDeclaration[],
): NamedHandler['method'] | undefined {
  const [request, context, ...others] = parameters;
  if (others.length > 0 || (context && !isObjectBindingPattern(context.name))) return undefined;
  if (request && !isIdentifier(request.name)) return undefined;
  const name = request && isIdentifier(request.name) ? request.name.text : undefined;
  let reads = false;
  let asks = false;
  const visit = (node: Node): void => {
    if (isPropertyAccessExpression(node) && isIdentifier(node.expression) && node.expression.text === name) {
      if (node.name.text === 'method') asks = true;
      if (READS.test(node.name.text)) reads = true;
    }
    // Whoever is given the request may read it.
    if (isCallExpression(node) && node.arguments.some((given) => isIdentifier(given) && given.text === name))
      asks = true;
    forEachChild(node, visit);
  };
  visit(root);
  if (asks) return undefined;
  return reads ? 'POST' : 'GET';
}
