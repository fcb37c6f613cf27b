/** Finds imports that leave no trace at run time: TypeScript drops those whose names are only used as types. */
import {
  forEachChild,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  isInterfaceDeclaration,
  isStringLiteral,
  isTypeAliasDeclaration,
  isToken,
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
  const forEffects = new Set<string>();
  for (const statement of tree.statements) {
    if (!isImportDeclaration(statement) || !isStringLiteral(statement.moduleSpecifier)) continue;
    if (!statement.importClause) forEffects.add(statement.moduleSpecifier.text);
  }
  const specifiers = new Map<string, string>();
  for (const { local, specifier, typeOnly } of link.imports) {
    if (!typeOnly && !forEffects.has(specifier)) specifiers.set(local, specifier);
  }
  const unused = new Set(specifiers.values());
  const keep = (local: string): void => {
    const specifier = specifiers.get(local);
    if (specifier !== undefined) unused.delete(specifier);
  };
  for (const { local } of link.exports) if (local !== undefined) keep(local);
  /** Returns true when nothing is left to look for, which ends the walk. */
  const visit = (node: Node): boolean | undefined => {
    if (isIdentifier(node)) {
      keep(node.text);
      return unused.size === 0;
    }
    if (isToken(node) || isImportDeclaration(node) || isExportDeclaration(node)) return undefined;
    if (isInterfaceDeclaration(node) || isTypeAliasDeclaration(node)) return undefined;
    // `class A extends Base` names a value though its node passes for a type.
    if (isTypeNode(node) && node.kind !== SyntaxKind.ExpressionWithTypeArguments) return undefined;
    return forEachChild(node, visit);
  };
  if (unused.size > 0) forEachChild(tree, visit);
  return [...unused].sort();
}
