/** Finds the function that a file exports under a name, where it is written out and not made by a call. */
import * as ts from 'typescript';
import { withoutCasts } from './casts';
import { type FunctionNode, hasModifier, isFunctionNode } from './functions';

/** A function that a module exports, with what declares it. */
export interface ExportedFunction {
  readonly node: FunctionNode;
  /** The statement that holds it: what moves when it moves. */
  readonly statement: ts.Statement;
  /** The declared name; undefined for an anonymous default export. */
  readonly name: ts.Identifier | undefined;
  /** The variable that holds it, where one does. */
  readonly variable: ts.VariableDeclaration | undefined;
}

/** The function behind an export: declared, held by a variable, or named in a list; casts are looked through. */
export function exportedFunction(tree: ts.SourceFile, exported: string): ExportedFunction | undefined {
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.body) {
      if (hasModifier(statement, ts.SyntaxKind.ExportKeyword)) {
        const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
        if ((isDefault ? 'default' : statement.name?.text) === exported) {
          return { node: statement, statement, name: statement.name, variable: undefined };
        }
      }
    } else if (ts.isVariableStatement(statement) && hasModifier(statement, ts.SyntaxKind.ExportKeyword)) {
      const found = variableFunction(statement, exported);
      if (found) return found;
    } else if (ts.isExportAssignment(statement) && exported === 'default') {
      const value = withoutCasts(statement.expression);
      if (ts.isIdentifier(value)) return declaredFunction(tree, value.text);
      return isFunctionNode(value)
        ? { node: value, statement, name: undefined, variable: undefined }
        : undefined;
    } else if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier && statement.exportClause) {
      if (!ts.isNamedExports(statement.exportClause)) continue;
      const specifier = statement.exportClause.elements.find(({ name }) => name.text === exported);
      if (specifier) return declaredFunction(tree, (specifier.propertyName ?? specifier.name).text);
    }
  }
  return undefined;
}

/** The function that a module-level name is declared as. */
export function declaredFunction(tree: ts.SourceFile, name: string): ExportedFunction | undefined {
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.body && statement.name?.text === name) {
      return { node: statement, statement, name: statement.name, variable: undefined };
    }
    const found = ts.isVariableStatement(statement) ? variableFunction(statement, name) : undefined;
    if (found) return found;
  }
  return undefined;
}

function variableFunction(statement: ts.VariableStatement, name: string): ExportedFunction | undefined {
  for (const variable of statement.declarationList.declarations) {
    if (!ts.isIdentifier(variable.name) || variable.name.text !== name || !variable.initializer) continue;
    const value = withoutCasts(variable.initializer);
    if (isFunctionNode(value)) return { node: value, statement, name: variable.name, variable };
  }
  return undefined;
}
