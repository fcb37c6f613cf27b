/** Finds the function that a file exports under a name, where it is written out and not made by a call. */
import * as ts from 'typescript';
import { withoutCasts } from './casts';
import { type FunctionNode, hasModifier, isFunctionNode } from './functions';
import { declaredForm, exportedName } from './handlerForms';
import { type ParsedFile } from './parse';

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
export function exportedFunction(file: ParsedFile, exported: string): ExportedFunction | undefined {
  const name = exportedName(file.tree, exported);
  if (name !== undefined) return declaredFunction(file, name);
  if (exported !== 'default') return undefined;
  for (const statement of file.tree.statements) {
    const node = ts.isExportAssignment(statement)
      ? withoutCasts(statement.expression)
      : hasModifier(statement, ts.SyntaxKind.DefaultKeyword)
        ? statement
        : undefined;
    if (node && isFunctionNode(node) && node.body)
      return { node, statement, name: undefined, variable: undefined };
  }
  return undefined;
}

function declaredFunction(file: ParsedFile, local: string): ExportedFunction | undefined {
  const form = declaredForm(file, local);
  if (form?.kind === 'function') {
    const { node } = form;
    return { node, statement: node, name: node.name, variable: undefined };
  }
  const value = form && withoutCasts(form.initializer);
  if (!form || !value || !isFunctionNode(value)) return undefined;
  const { statement, declaration } = form;
  const name = ts.isIdentifier(declaration.name) ? declaration.name : undefined;
  return { node: value, statement, name, variable: declaration };
}
