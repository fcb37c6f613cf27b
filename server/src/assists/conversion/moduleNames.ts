/** What the names of a module stand for: follows imports and re-exports to declarations, types included. */
import { type AssistContext } from '../../core/assist/assist';
import {
  isExportDeclaration,
  isIdentifier,
  isInterfaceDeclaration,
  isNamedExports,
  isStringLiteral,
  isTypeAliasDeclaration,
  type Statement,
  SyntaxKind,
} from '../../core/syntax/ast';
import { hasModifier } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { declaredNames, importsOf, type NameImport } from '../../core/syntax/topLevelNames';
import { type FilePath } from '../../core/text/filePath';

/** The import that brings `local` into the file. */
export function importOf(file: ParsedFile, local: string): NameImport | undefined {
  return importsOf(file).find((candidate) => candidate.local === local);
}

/** A declaration at the top level of a module. */
export interface Declared {
  readonly file: ParsedFile;
  readonly statement: Statement;
  readonly name: string;
  /** Its module exports it under this very name. */
  readonly exported: boolean;
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
function resolveExport(
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
