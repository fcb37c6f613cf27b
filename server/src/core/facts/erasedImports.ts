/** Finds imports that leave no trace at run time: TypeScript drops those whose names are only used as types. */
import {
  forEachChild,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  isInterfaceDeclaration,
  isStringLiteral,
  isTypeAliasDeclaration,
  isTypeNode,
  type Node,
  SyntaxKind,
} from '../syntax/ast';
import { type ParsedFile } from '../syntax/parse';
import { type LinkFacts } from './fileFacts';

/**
 * The specifiers that a TypeScript file imports names from without using any of them as a value, sorted. An import for its
 * effects (`import 'x'`) is never dropped. https://www.typescriptlang.org/tsconfig/#verbatimModuleSyntax
 */
export function erasedImports({ path, tree }: ParsedFile, link: LinkFacts): readonly string[] {
  if (!/\.[cm]?tsx?$/.test(path)) return [];
  const kept = new Set<string>();
  for (const statement of tree.statements) {
    if (!isImportDeclaration(statement) || !isStringLiteral(statement.moduleSpecifier)) continue;
    if (!statement.importClause) kept.add(statement.moduleSpecifier.text);
  }
  const pending = new Map<string, string>();
  for (const { local, specifier, typeOnly } of link.imports) {
    if (!typeOnly && !kept.has(specifier)) pending.set(local, specifier);
  }
  for (const { local } of link.exports) {
    const specifier = local === undefined ? undefined : pending.get(local);
    if (specifier !== undefined) kept.add(specifier);
  }
  const visit = (node: Node): void => {
    if (isIdentifier(node)) {
      const specifier = pending.get(node.text);
      if (specifier !== undefined) kept.add(specifier);
      return;
    }
    if (isImportDeclaration(node) || isExportDeclaration(node)) return;
    if (isInterfaceDeclaration(node) || isTypeAliasDeclaration(node)) return;
    // `class A extends Base` names a value though its node passes for a type.
    if (isTypeNode(node) && node.kind !== SyntaxKind.ExpressionWithTypeArguments) return;
    forEachChild(node, visit);
  };
  if (pending.size > 0) forEachChild(tree, visit);
  return [...new Set(pending.values())].filter((specifier) => !kept.has(specifier)).sort();
}
