/** Lists the names that a module binds at its top level: what its code stands on, and what other code must not be called. */
import * as ts from 'typescript';
import { boundNames } from './functions';
import { type ParsedFile } from './parse';

/** An import of one name, as its file writes it. */
export interface NameImport {
  readonly local: string;
  /** `default`, `*` or the export's name. */
  readonly imported: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Every name of an import or a declaration (types included) at the module's top level, in source order. */
export function boundAtTopLevel({ tree }: Pick<ParsedFile, 'tree'>): readonly string[] {
  return boundIn(tree.statements);
}

/** The same of the statements of any block. */
export function boundIn(statements: readonly ts.Statement[]): readonly string[] {
  return statements.flatMap((statement) =>
    ts.isImportDeclaration(statement)
      ? importsIn(statement).map(({ local }) => local)
      : declaredNames(statement),
  );
}

/** The names that a statement declares, types and namespaces included; an import declares none. */
export function declaredNames(statement: ts.Statement): readonly string[] {
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
}

/** All names that the file imports, types included, in source order. */
export function importsOf({ tree }: Pick<ParsedFile, 'tree'>): readonly NameImport[] {
  return tree.statements.filter(ts.isImportDeclaration).flatMap(importsIn);
}

function importsIn({ importClause, moduleSpecifier }: ts.ImportDeclaration): readonly NameImport[] {
  if (!importClause || !ts.isStringLiteral(moduleSpecifier)) return [];
  const shared = { specifier: moduleSpecifier.text, typeOnly: importClause.isTypeOnly };
  const { name, namedBindings: bindings } = importClause;
  const own = name ? [{ ...shared, local: name.text, imported: 'default' }] : [];
  if (!bindings) return own;
  if (ts.isNamespaceImport(bindings))
    return [...own, { ...shared, local: bindings.name.text, imported: '*' }];
  return [
    ...own,
    ...bindings.elements.map((element) => ({
      ...shared,
      local: element.name.text,
      imported: (element.propertyName ?? element.name).text,
      typeOnly: shared.typeOnly || element.isTypeOnly,
    })),
  ];
}
