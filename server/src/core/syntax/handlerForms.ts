/** Finds how a route file declares an exported handler, for code that is about to wrap it. */
import * as ts from 'typescript';
import { isCast, withoutCasts } from './casts';
import { dottedName, hasModifier, isFunctionNode, isGenerator } from './functions';
import { type ParsedFile } from './parse';

/** A handler that this file declares: a function statement, or a variable with a value. */
export type HandlerForm =
  | { readonly kind: 'function'; readonly name: string; readonly node: ts.FunctionDeclaration }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly statement: ts.VariableStatement;
      readonly declaration: ts.VariableDeclaration;
      readonly initializer: ts.Expression;
    };

/** The declaration behind the exported name; undefined for re-exports, destructuring, CommonJS and what has no value. */
export function handlerForm(file: ParsedFile, exported: string): HandlerForm | undefined {
  const local = exportedName(file.tree, exported);
  return local === undefined ? undefined : declaredForm(file, local);
}

/** The top-level declaration of a name of the file. */
export function declaredForm({ tree }: ParsedFile, local: string): HandlerForm | undefined {
  const overloads = tree.statements.filter(
    (statement) => ts.isFunctionDeclaration(statement) && statement.name?.text === local,
  );
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement)) {
      if (statement.name?.text !== local || !statement.body || isGenerator(statement)) continue;
      return overloads.length === 1 ? { kind: 'function', name: local, node: statement } : undefined;
    }
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      if (!ts.isIdentifier(declaration.name) || declaration.name.text !== local) continue;
      const { initializer } = declaration;
      return initializer && { kind: 'variable', name: local, statement, declaration, initializer };
    }
  }
  return undefined;
}

/** The file's own name for what it exports under `exported`; undefined for what has none. */
export function exportedName(tree: ts.SourceFile, exported: string): string | undefined {
  for (const statement of tree.statements) {
    if (ts.isExportDeclaration(statement)) {
      if (!statement.exportClause || !ts.isNamedExports(statement.exportClause)) continue;
      const element = statement.exportClause.elements.find(({ name }) => name.text === exported);
      if (!element) continue;
      return statement.moduleSpecifier || element.isTypeOnly || statement.isTypeOnly
        ? undefined
        : (element.propertyName ?? element.name).text;
    }
    if (ts.isExportAssignment(statement)) {
      const value = withoutCasts(statement.expression);
      if (exported === 'default') return ts.isIdentifier(value) ? value.text : undefined;
      continue;
    }
    if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) continue;
    if (ts.isFunctionDeclaration(statement)) {
      const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
      if ((isDefault ? 'default' : statement.name?.text) === exported) return statement.name?.text;
      continue;
    }
    if (
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.some(
        ({ name }) => ts.isIdentifier(name) && name.text === exported,
      )
    )
      return exported;
  }
  return undefined;
}

/** The function that a form declares right there; undefined where the value is something else (a call, another name). */
export function functionOf(
  form: HandlerForm,
): ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression | undefined {
  if (form.kind === 'function') return form.node;
  const { initializer } = form;
  return ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer) ? initializer : undefined;
}

/** The first name of an expression: `withAuth` of `withAuth({ role })(handler)`, `route` of `route.get(handler)`. */
export function rootName(expression: ts.Expression): string | undefined {
  let inner = expression;
  for (;;) {
    if (ts.isIdentifier(inner)) return inner.text;
    if (ts.isCallExpression(inner) || ts.isPropertyAccessExpression(inner) || isCast(inner))
      inner = inner.expression;
    else return undefined;
  }
}

/** True when `name` is read by code that runs as the module is loaded and stands before `offset`. */
export function isReadBefore({ tree }: ParsedFile, name: string, offset: number): boolean {
  const reads = (node: ts.Node): boolean => {
    if (isFunctionNode(node) || ts.isTypeNode(node)) return false;
    if (ts.isIdentifier(node)) return node.text === name;
    if (ts.isPropertyAccessExpression(node)) return reads(node.expression);
    return ts.forEachChild(node, (child) => reads(child) || undefined) ?? false;
  };
  return tree.statements.some(
    (statement) => statement.end <= offset && !ts.isExportDeclaration(statement) && reads(statement),
  );
}

/** True when the function's own code has `this` or `arguments`, or calls the function by its name. */
export function needsFunctionKeyword(node: ts.FunctionLikeDeclaration, name: string): boolean {
  const visit = (child: ts.Node): boolean => {
    if (child.kind === ts.SyntaxKind.ThisKeyword) return true;
    if (ts.isIdentifier(child) && (child.text === 'arguments' || child.text === name)) return true;
    if (ts.isFunctionDeclaration(child) || ts.isFunctionExpression(child) || ts.isClassLike(child))
      return false;
    return ts.forEachChild(child, (inner) => visit(inner) || undefined) ?? false;
  };
  return node.body ? visit(node.body) : false;
}

/** Functions of `next/navigation` that never return. */
const EXITS = /^(?:redirect|permanentRedirect|notFound|unauthorized|forbidden|unstable_rethrow)$/;

/** True when the function returns a value on every way that does not throw, as far as its syntax tells. */
export function alwaysReturnsValue(node: ts.FunctionLikeDeclaration): boolean {
  const { body } = node;
  if (!body) return false;
  if (!ts.isBlock(body)) return true;
  return exits(body) && !hasBareReturn(body);
}

function exits(statement: ts.Statement | undefined): boolean {
  if (!statement) return false;
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return true;
  if (ts.isBlock(statement)) return statement.statements.some(exits);
  if (ts.isIfStatement(statement)) return exits(statement.thenStatement) && exits(statement.elseStatement);
  if (ts.isTryStatement(statement)) {
    if (statement.finallyBlock && exits(statement.finallyBlock)) return true;
    return exits(statement.tryBlock) && (!statement.catchClause || exits(statement.catchClause.block));
  }
  if (ts.isSwitchStatement(statement)) {
    const { clauses } = statement.caseBlock;
    const last = clauses[clauses.length - 1];
    return (
      clauses.some((clause) => ts.isDefaultClause(clause)) &&
      clauses.every((clause) => clause.statements.length === 0 || clause.statements.some(exits)) &&
      last !== undefined &&
      last.statements.length > 0
    );
  }
  if (ts.isWhileStatement(statement)) return statement.expression.kind === ts.SyntaxKind.TrueKeyword;
  if (!ts.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  return ts.isCallExpression(expression) && EXITS.test(dottedName(expression.expression) ?? '');
}

function hasBareReturn(node: ts.Node): boolean {
  if (isFunctionNode(node)) return false;
  if (ts.isReturnStatement(node)) return !node.expression;
  return ts.forEachChild(node, (child) => hasBareReturn(child) || undefined) ?? false;
}

/** The top-level statement that declares a form. */
export function statementOf(form: HandlerForm): ts.Statement {
  return form.kind === 'function' ? form.node : form.statement;
}
