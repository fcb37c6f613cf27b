/** What the names of a module stand for: follows imports and re-exports to declarations, types included. */
import { type AssistContext } from '../../core/assist/assist';
import {
  isExportDeclaration,
  isFunctionDeclaration,
  isIdentifier,
  isImportDeclaration,
  isInterfaceDeclaration,
  isNamedExports,
  isNamespaceImport,
  isStringLiteral,
  isTypeAliasDeclaration,
  isVariableStatement,
  isClassDeclaration,
  isEnumDeclaration,
  type Statement,
  SyntaxKind,
} from '../../core/syntax/ast';
import { boundNames, hasModifier } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { type FilePath } from '../../core/text/filePath';

/** An import of one name, as its file writes it. */
export interface NameImport {
  readonly local: string;
  /** `default`, `*` or the export's name. */
  readonly imported: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** The import that brings `local` into the file. */
export function importOf(file: ParsedFile, local: string): NameImport | undefined {
  return importsOf(file).find((candidate) => candidate.local === local);
}

/** All names that the file imports, types included, in source order. */
export function importsOf({ tree }: ParsedFile): readonly NameImport[] {
  return tree.statements.flatMap((statement): readonly NameImport[] => {
    if (!isImportDeclaration(statement) || !isStringLiteral(statement.moduleSpecifier)) return [];
    const clause = statement.importClause;
    if (!clause) return [];
    const specifier = statement.moduleSpecifier.text;
    const typeOnly = clause.isTypeOnly;
    const bindings = clause.namedBindings;
    const own = clause.name ? [{ local: clause.name.text, imported: 'default', specifier, typeOnly }] : [];
    if (!bindings) return own;
    if (isNamespaceImport(bindings))
      return [...own, { local: bindings.name.text, imported: '*', specifier, typeOnly }];
    return [
      ...own,
      ...bindings.elements.map((element) => ({
        local: element.name.text,
        imported: (element.propertyName ?? element.name).text,
        specifier,
        typeOnly: typeOnly || element.isTypeOnly,
      })),
    ];
  });
}

/** A declaration at the top level of a module. */
export interface Declared {
  readonly file: ParsedFile;
  readonly statement: Statement;
  readonly name: string;
  /** Its module exports it under this very name. */
  readonly exported: boolean;
}

/** The names that a top-level statement declares. */
export function declaredNames(statement: Statement): readonly string[] {
  if (isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      boundNames(name).map(({ text }) => text),
    );
  }
  if (
    isFunctionDeclaration(statement) ||
    isClassDeclaration(statement) ||
    isInterfaceDeclaration(statement) ||
    isTypeAliasDeclaration(statement) ||
    isEnumDeclaration(statement)
  ) {
    return statement.name ? [statement.name.text] : [];
  }
  return [];
}

/** True for an interface or a type alias. */
export function isTypeStatement(statement: Statement): boolean {
  return isInterfaceDeclaration(statement) || isTypeAliasDeclaration(statement);
}

/** The file's own declaration of `name`. */
export function declarationOf(file: ParsedFile, name: string): Declared | undefined {
  const statement = file.tree.statements.find((candidate) => declaredNames(candidate).includes(name));
  if (!statement) return undefined;
  return { file, statement, name, exported: isExportedAs(file, statement, name) };
}

function isExportedAs({ tree }: ParsedFile, statement: Statement, name: string): boolean {
  if (hasModifier(statement, SyntaxKind.ExportKeyword) && !hasModifier(statement, SyntaxKind.DefaultKeyword))
    return true;
  return tree.statements.some(
    (other) =>
      isExportDeclaration(other) &&
      !other.moduleSpecifier &&
      other.exportClause !== undefined &&
      isNamedExports(other.exportClause) &&
      other.exportClause.elements.some(
        (element) => element.name.text === name && (element.propertyName ?? element.name).text === name,
      ),
  );
}

/** The declaration behind a name that the file uses: its own, or that of the workspace's module that it imports. */
export function resolveName(
  ctx: AssistContext,
  file: ParsedFile,
  name: string,
  depth = 0,
): Declared | undefined {
  const own = declarationOf(file, name);
  if (own) return own;
  const found = importOf(file, name);
  return found && resolveExport(ctx, file.path, found.specifier, found.imported, depth);
}

/** The declaration that a module exports under `name`, through re-exports. */
export function resolveExport(
  ctx: AssistContext,
  from: FilePath,
  specifier: string,
  name: string,
  depth = 0,
): Declared | undefined {
  const target = ctx.program().project.resolve(from, specifier);
  if (target.kind !== 'file' || depth > 5) return undefined;
  const file = ctx.syntaxOf(target.path);
  if (!file) return undefined;
  const own = declarationOf(file, name);
  if (own) return own;
  for (const statement of file.tree.statements) {
    if (!isExportDeclaration(statement)) continue;
    const { exportClause, moduleSpecifier } = statement;
    const from = moduleSpecifier && isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
    if (!exportClause) {
      const found = from === undefined ? undefined : resolveExport(ctx, file.path, from, name, depth + 1);
      if (found) return found;
    } else if (isNamedExports(exportClause)) {
      const element = exportClause.elements.find((candidate) => candidate.name.text === name);
      const local = element && (element.propertyName ?? element.name);
      if (!local || !isIdentifier(local)) continue;
      return from === undefined
        ? resolveName(ctx, file, local.text, depth + 1)
        : resolveExport(ctx, file.path, from, local.text, depth + 1);
    }
  }
  return undefined;
}
