/** Which names a piece of code can see, and what each of them is bound to. */
import * as ts from 'typescript';
import { boundNames } from '../functions';
import { EMPTY_OBJECT, type Value } from './value';

/** The name under which a module's scope holds `module.exports`, also called `exports`; no identifier can have it. */
export const MODULE_EXPORTS = 'module.exports';

/** A node that declares names of its own. */
export type ScopeNode =
  | ts.SourceFile
  | ts.Block
  | ts.CaseBlock
  | ts.CatchClause
  | ts.ForStatement
  | ts.ForInStatement
  | ts.ForOfStatement
  | ts.FunctionLikeDeclaration;

/** How a name gets its first value. */
export type Initial =
  | {
      readonly kind: 'expression';
      readonly expression: ts.Expression | undefined;
      readonly path: BindingPath;
    }
  | { readonly kind: 'function'; readonly node: ts.FunctionDeclaration }
  | { readonly kind: 'foreign'; readonly module: string }
  | { readonly kind: 'value'; readonly value: Value };

/** The properties that lead from a declaration's value to one name of its pattern; undefined where it is not that simple. */
export type BindingPath = readonly string[] | undefined;

/** A name of a scope. `values` remembers what the name was found to be at a position. */
export interface Binding {
  readonly initial: Initial;
  readonly values: Map<number, Value>;
}

/** The names of one run of a scope node's code, and those around it. */
export interface Scope {
  readonly node: ScopeNode;
  readonly parent: Scope | undefined;
  readonly bindings: ReadonlyMap<string, Binding>;
  /** The scope of the function's (or module's) own run that this one is part of; undefined when it is that scope itself. */
  readonly frame: Scope | undefined;
}

/** The names that `node` declares, without those of the blocks and functions inside it. */
export function declaredNames(node: ScopeNode): ReadonlyMap<string, Initial> {
  const names = new Map<string, Initial>();
  if (ts.isSourceFile(node)) names.set(MODULE_EXPORTS, { kind: 'value', value: EMPTY_OBJECT });
  if (ts.isSourceFile(node) || ts.isBlock(node)) declareStatements(names, node.statements);
  else if (ts.isCaseBlock(node))
    for (const clause of node.clauses) declareStatements(names, clause.statements);
  else if (ts.isCatchClause(node)) declareUnknown(names, node.variableDeclaration?.name);
  else if (ts.isFunctionLike(node)) {
    for (const parameter of node.parameters) declareUnknown(names, parameter.name);
    if (node.body && ts.isBlock(node.body)) declareStatements(names, node.body.statements);
    if (ts.isFunctionExpression(node) && node.name && !names.has(node.name.text))
      declareUnknown(names, node.name);
  } else if (node.initializer && ts.isVariableDeclarationList(node.initializer)) {
    for (const declaration of node.initializer.declarations) declareUnknown(names, declaration.name);
  }
  return names;
}

/** A scope for `node` inside `parent`; `given` are values of its parameters. */
export function openScope(
  node: ScopeNode,
  parent: Scope | undefined,
  given: ReadonlyMap<string, Value> = new Map(),
): Scope {
  const bindings = new Map<string, Binding>();
  for (const [name, initial] of declaredNames(node)) bindings.set(name, { initial, values: new Map() });
  for (const [name, value] of given)
    bindings.set(name, { initial: { kind: 'value', value }, values: new Map() });
  const own = parent === undefined || ts.isFunctionLike(node);
  return { node, parent, bindings, frame: own ? undefined : frameOf(parent) };
}

/** The scope of the function's or module's run that `scope` belongs to. */
export function frameOf(scope: Scope): Scope {
  return scope.frame ?? scope;
}

/** The innermost scope that declares `name`. */
export function scopeOf(name: string, from: Scope): Scope | undefined {
  for (let scope: Scope | undefined = from; scope; scope = scope.parent)
    if (scope.bindings.has(name)) return scope;
  return undefined;
}

/** True for the nodes that declare names for what is inside them. A function's body is part of the function's scope. */
export function isScopeNode(node: ts.Node): node is ScopeNode {
  switch (node.kind) {
    case ts.SyntaxKind.SourceFile:
    case ts.SyntaxKind.Block:
    case ts.SyntaxKind.CaseBlock:
    case ts.SyntaxKind.CatchClause:
    case ts.SyntaxKind.ForStatement:
    case ts.SyntaxKind.ForInStatement:
    case ts.SyntaxKind.ForOfStatement:
    case ts.SyntaxKind.FunctionDeclaration:
    case ts.SyntaxKind.FunctionExpression:
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.MethodDeclaration:
    case ts.SyntaxKind.Constructor:
    case ts.SyntaxKind.GetAccessor:
    case ts.SyntaxKind.SetAccessor:
      return true;
    default:
      return false;
  }
}

function declareStatements(names: Map<string, Initial>, statements: readonly ts.Statement[]): void {
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        declarePattern(names, name, initializer, []);
      }
    } else if (ts.isFunctionDeclaration(statement) && statement.name) {
      names.set(statement.name.text, { kind: 'function', node: statement });
    } else if (ts.isImportDeclaration(statement)) declareImports(names, statement);
    else if (ts.isImportEqualsDeclaration(statement)) {
      const reference = statement.moduleReference;
      const from = ts.isExternalModuleReference(reference) ? reference.expression : undefined;
      if (from && ts.isStringLiteral(from))
        names.set(statement.name.text, { kind: 'foreign', module: from.text });
    } else if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
      declareUnknown(names, statement.name);
    }
  }
}

function declareImports(
  names: Map<string, Initial>,
  { importClause, moduleSpecifier }: ts.ImportDeclaration,
): void {
  if (!importClause || !ts.isStringLiteral(moduleSpecifier)) return;
  const foreign: Initial = { kind: 'foreign', module: moduleSpecifier.text };
  if (importClause.name) names.set(importClause.name.text, foreign);
  const bindings = importClause.namedBindings;
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) names.set(bindings.name.text, foreign);
  else for (const element of bindings.elements) names.set(element.name.text, foreign);
}

function declareUnknown(names: Map<string, Initial>, name: ts.BindingName | undefined): void {
  if (!name) return;
  for (const bound of boundNames(name)) names.set(bound.text, { kind: 'value', value: { kind: 'unknown' } });
}

function declarePattern(
  names: Map<string, Initial>,
  name: ts.BindingName,
  expression: ts.Expression | undefined,
  path: BindingPath,
): void {
  if (ts.isIdentifier(name)) {
    names.set(name.text, { kind: 'expression', expression, path });
    return;
  }
  name.elements.forEach((element, index) => {
    if (ts.isOmittedExpression(element)) return;
    const key = ts.isArrayBindingPattern(name) ? String(index) : keyOf(element);
    const simple = key !== undefined && !element.dotDotDotToken && !element.initializer;
    declarePattern(names, element.name, expression, simple && path ? [...path, key] : undefined);
  });
}

function keyOf({ propertyName, name }: ts.BindingElement): string | undefined {
  const key = propertyName ?? name;
  return ts.isIdentifier(key) || ts.isStringLiteral(key) ? key.text : undefined;
}
