/** Lists the names that a module binds at its top level, for code that is about to bind another. */
import * as ts from 'typescript';
import { boundNames } from './functions';
import { type ParsedFile } from './parse';

/** Every name of an import or a declaration (types included) at the module's top level, in source order. */
export function boundAtTopLevel({ tree }: ParsedFile): readonly string[] {
  return tree.statements.flatMap((statement): readonly string[] => {
    if (ts.isImportDeclaration(statement)) return importedNames(statement);
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({ name }) =>
        boundNames(name).map(({ text }) => text),
      );
    }
    if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement)
    ) {
      return statement.name ? [statement.name.text] : [];
    }
    return ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name) ? [statement.name.text] : [];
  });
}

function importedNames({ importClause }: ts.ImportDeclaration): readonly string[] {
  const bindings = importClause?.namedBindings;
  const named = !bindings
    ? []
    : ts.isNamespaceImport(bindings)
      ? [bindings.name.text]
      : bindings.elements.map(({ name }) => name.text);
  return importClause?.name ? [importClause.name.text, ...named] : named;
}
