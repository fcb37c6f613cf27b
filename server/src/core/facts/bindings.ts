/** The module-level names of a file and what they are bound to: the ground on which exports are resolved. */
import {
  type BindingName,
  type Expression,
  isArrowFunction,
  isCallExpression,
  isClassDeclaration,
  isClassExpression,
  isEnumDeclaration,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isImportDeclaration,
  isModuleDeclaration,
  isNamedImports,
  isNumericLiteral,
  isAsExpression,
  isRegularExpressionLiteral,
  isSatisfiesExpression,
  isStringLiteral,
  isVariableStatement,
  type Node,
  type SourceFile,
  type Statement,
  SyntaxKind,
} from '../syntax/ast';
import {
  bodyDirectives,
  boundNames,
  dottedName,
  type FunctionNode,
  hasModifier,
  isAsyncFunction,
  isGenerator,
  parametersOf,
} from '../syntax/functions';
import { type Directive, type ExportedValue, type FunctionShape, type ImportFact } from './fileFacts';

/** A module-level name: what it is, and the node whose start names its place. */
export interface Binding {
  readonly value: ExportedValue;
  readonly name: Node;
  /** The function itself, where the value is one. */
  readonly node: FunctionNode | undefined;
}

/** Everything a file declares at module level that exists at run time. */
export interface ModuleBindings {
  readonly byName: ReadonlyMap<string, Binding>;
  readonly imports: readonly ImportFact[];
  /** Names that are only types: `import type`, interfaces, type aliases, ambient declarations. */
  readonly typeNames: ReadonlySet<string>;
}

const DIRECTIVES: ReadonlySet<string> = new Set(['use server', 'use client']);

/** The directive that a prologue string is, by its cooked value; `use cache: remote` and its like are `use cache`. */
export function directiveOf(text: string): Directive | undefined {
  // The set holds exactly the other two members of the type.
  if (DIRECTIVES.has(text)) return text as Directive;
  return text === 'use cache' || text.startsWith('use cache: ') ? 'use cache' : undefined;
}

/** The shape of a function node. */
export function functionShape(node: FunctionNode): FunctionShape {
  const { count, rest } = parametersOf(node);
  return {
    kind: 'function',
    form: formOf(node),
    async: isAsyncFunction(node),
    generator: isGenerator(node),
    parameters: count,
    rest,
    directive: bodyDirectives(node)
      .map((literal) => directiveOf(literal.text))
      .find((directive) => directive !== undefined),
  };
}

function formOf(node: FunctionNode): FunctionShape['form'] {
  if (node.kind === SyntaxKind.FunctionDeclaration) return 'declaration';
  if (node.kind === SyntaxKind.FunctionExpression) return 'expression';
  return node.kind === SyntaxKind.ArrowFunction ? 'arrow' : 'method';
}

/** Collects a file's module-level bindings. */
export function collectBindings(tree: SourceFile): ModuleBindings {
  const byName = new Map<string, Binding>();
  const imports: ImportFact[] = [];
  const typeNames = new Set<string>();
  const aliases = new Map<string, string>();

  for (const statement of tree.statements) {
    if (isImportDeclaration(statement)) collectImports(statement, imports, typeNames, byName);
    else if (isAmbient(statement)) collectAmbient(statement, typeNames);
    else if (isFunctionDeclaration(statement)) {
      // Overload signatures have no body; the implementation decides.
      if (statement.name && statement.body) {
        byName.set(statement.name.text, {
          value: functionShape(statement),
          name: statement.name,
          node: statement,
        });
      }
    } else if (isClassDeclaration(statement)) {
      if (statement.name)
        byName.set(statement.name.text, { value: { kind: 'class' }, name: statement.name, node: undefined });
    } else if (isEnumDeclaration(statement)) {
      byName.set(statement.name.text, { value: { kind: 'enum' }, name: statement.name, node: undefined });
    } else if (isModuleDeclaration(statement) && isIdentifier(statement.name)) {
      byName.set(statement.name.text, {
        value: { kind: 'namespace' },
        name: statement.name,
        node: undefined,
      });
    } else if (isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        bindDeclaration(declaration.name, declaration.initializer, byName, aliases);
      }
    } else if (
      (statement.kind === SyntaxKind.InterfaceDeclaration ||
        statement.kind === SyntaxKind.TypeAliasDeclaration) &&
      'name' in statement
    ) {
      collectAmbient(statement, typeNames);
    }
  }
  resolveAliases(byName, aliases);
  return { byName, imports, typeNames };
}

function isAmbient(statement: Statement): boolean {
  return hasModifier(statement, SyntaxKind.DeclareKeyword);
}

function collectAmbient(statement: Statement, typeNames: Set<string>): void {
  if (isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations) {
      for (const name of boundNames(declaration.name)) typeNames.add(name.text);
    }
  } else if ('name' in statement && statement.name) {
    // Declarations with a name hold an identifier or a string there.
    const name = statement.name as Node;
    if (isIdentifier(name)) typeNames.add(name.text);
  }
}

function collectImports(
  statement: Statement,
  imports: ImportFact[],
  typeNames: Set<string>,
  byName: Map<string, Binding>,
): void {
  if (!isImportDeclaration(statement) || !isStringLiteral(statement.moduleSpecifier)) return;
  const specifier = statement.moduleSpecifier.text;
  const clause = statement.importClause;
  if (!clause) return;
  const allTypes = clause.phaseModifier === SyntaxKind.TypeKeyword;
  const add = (name: Node & { readonly text: string }, imported: string, typeOnly: boolean): void => {
    imports.push({ local: name.text, imported, specifier, typeOnly });
    if (typeOnly) typeNames.add(name.text);
    else byName.set(name.text, { value: { kind: 'import', specifier, imported }, name, node: undefined });
  };
  if (clause.name) add(clause.name, 'default', allTypes);
  const named = clause.namedBindings;
  if (!named) return;
  if (isNamedImports(named)) {
    for (const element of named.elements) {
      add(element.name, (element.propertyName ?? element.name).text, allTypes || element.isTypeOnly);
    }
  } else add(named.name, '*', allTypes);
}

function bindDeclaration(
  name: BindingName,
  initializer: Expression | undefined,
  byName: Map<string, Binding>,
  aliases: Map<string, string>,
): void {
  if (!isIdentifier(name)) {
    for (const bound of boundNames(name))
      byName.set(bound.text, { value: { kind: 'destructured' }, name: bound, node: undefined });
    return;
  }
  if (initializer && isIdentifier(initializer)) aliases.set(name.text, initializer.text);
  byName.set(name.text, { name, ...valueOf(initializer) });
}

/** `const GET = handler`: the value is the handler's, the place stays the name's own. */
function resolveAliases(byName: Map<string, Binding>, aliases: ReadonlyMap<string, string>): void {
  for (const [name, first] of aliases) {
    const own = byName.get(name);
    const seen = new Set([name]);
    let target: string | undefined = first;
    while (target !== undefined && aliases.has(target) && !seen.has(target)) {
      seen.add(target);
      target = aliases.get(target);
    }
    const found = target === undefined || seen.has(target) ? undefined : byName.get(target);
    if (own && found) byName.set(name, { ...found, name: own.name });
  }
}

/** What an expression evaluates to, as far as syntax tells. */
export function valueOf(expression: Expression | undefined): Pick<Binding, 'value' | 'node'> {
  if (!expression) return { value: { kind: 'value' }, node: undefined };
  if (isArrowFunction(expression) || isFunctionExpression(expression)) {
    return { value: functionShape(expression), node: expression };
  }
  if (isCallExpression(expression)) {
    return { value: { kind: 'call', callee: dottedName(expression.expression) }, node: undefined };
  }
  if (isClassExpression(expression)) return { value: { kind: 'class' }, node: undefined };
  if (isLiteral(expression)) return { value: { kind: 'literal' }, node: undefined };
  return { value: { kind: NEVER_FUNCTIONS.has(expression.kind) ? 'value' : 'other' }, node: undefined };
}

const NEVER_FUNCTIONS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ObjectLiteralExpression,
  SyntaxKind.ArrayLiteralExpression,
  SyntaxKind.TemplateExpression,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.PrefixUnaryExpression,
  SyntaxKind.JsxElement,
  SyntaxKind.JsxSelfClosingElement,
]);

/** The literals that Next.js's compiler rejects as exports; `-1` and templates are not among them. */
function isLiteral(expression: Expression): boolean {
  if (isAsExpression(expression) || isSatisfiesExpression(expression))
    return isLiteral(expression.expression);
  if (isStringLiteral(expression) || isNumericLiteral(expression) || isRegularExpressionLiteral(expression))
    return true;
  const { kind } = expression;
  return (
    kind === SyntaxKind.TrueKeyword ||
    kind === SyntaxKind.FalseKeyword ||
    kind === SyntaxKind.NullKeyword ||
    kind === SyntaxKind.BigIntLiteral
  );
}
