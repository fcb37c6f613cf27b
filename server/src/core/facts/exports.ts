/** Extracts what a module exports at run time, in every form that Next.js accepts for handlers and actions. */
import {
  type Expression,
  isBinaryExpression,
  isClassDeclaration,
  isEnumDeclaration,
  isExportAssignment,
  isExportDeclaration,
  isExpressionStatement,
  isFunctionDeclaration,
  isIdentifier,
  isModuleDeclaration,
  isNamedExports,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isMethodDeclaration,
  isShorthandPropertyAssignment,
  isStringLiteral,
  isVariableStatement,
  type Node,
  type SourceFile,
  type Statement,
  SyntaxKind,
} from '../syntax/ast';
import {
  boundNames,
  dottedName,
  type FunctionNode,
  hasModifier,
  propertyNameText,
} from '../syntax/functions';
import { functionShape, type ModuleBindings, valueOf } from './bindings';
import { type ExportedValue, type ExportFact, type StarExportFact } from './fileFacts';

/** An export with the nodes that its places come from. */
export interface ExtractedExport {
  readonly fact: ExportFact;
  /** What names the declaration that the export resolves to within the file; the export itself for re-exports. */
  readonly place: Node;
  /** The export's own statement. */
  readonly statement: Node;
  /** The exported function, where it is one of this file. */
  readonly node: FunctionNode | undefined;
}

/** All run-time exports of a file, in source order; a later export of the same name is left out. */
export interface ExtractedExports {
  readonly named: readonly ExtractedExport[];
  readonly stars: readonly { readonly fact: StarExportFact; readonly statement: Node }[];
}

/** Extracts the exports of `tree`. */
export function extractExports(tree: SourceFile, bindings: ModuleBindings): ExtractedExports {
  const named = new Map<string, ExtractedExport>();
  const stars: { fact: StarExportFact; statement: Node }[] = [];
  const add = (found: ExtractedExport): void => {
    if (!named.has(found.fact.name)) named.set(found.fact.name, found);
  };
  for (const statement of tree.statements) {
    if (isExportDeclaration(statement)) {
      const specifier =
        statement.moduleSpecifier && isStringLiteral(statement.moduleSpecifier)
          ? statement.moduleSpecifier.text
          : undefined;
      if (!statement.exportClause) {
        if (specifier !== undefined)
          stars.push({ fact: { specifier, typeOnly: statement.isTypeOnly }, statement });
      } else if (!statement.isTypeOnly) {
        if (!isNamedExports(statement.exportClause)) {
          if (specifier === undefined) continue;
          const value: ExportedValue = { kind: 'reexport', specifier, imported: '*' };
          add({
            fact: { name: statement.exportClause.name.text, value, form: 'specifier' },
            place: statement.exportClause.name,
            statement,
            node: undefined,
          });
          continue;
        }
        for (const element of statement.exportClause.elements) {
          if (element.isTypeOnly) continue;
          const local = (element.propertyName ?? element.name).text;
          const name = element.name.text;
          if (specifier !== undefined) {
            const value: ExportedValue = { kind: 'reexport', specifier, imported: local };
            add({
              fact: { name, value, form: 'specifier' },
              place: element.name,
              statement,
              node: undefined,
            });
          } else {
            const found = exportOfLocal(local, name, 'specifier', element.name, statement, bindings);
            if (found) add(found);
          }
        }
      }
    } else if (isExportAssignment(statement)) {
      if (!statement.isExportEquals) {
        const found = defaultExport(statement.expression, statement, bindings);
        if (found) add(found);
      }
    } else if (
      hasModifier(statement, SyntaxKind.ExportKeyword) &&
      !hasModifier(statement, SyntaxKind.DeclareKeyword)
    ) {
      for (const found of exportedDeclaration(statement, bindings)) add(found);
    } else {
      for (const found of commonJsExports(statement, bindings)) add(found);
    }
  }
  return { named: [...named.values()], stars };
}

function exportOfLocal(
  local: string,
  name: string,
  form: ExportFact['form'],
  site: Node,
  statement: Node,
  bindings: ModuleBindings,
): ExtractedExport | undefined {
  const binding = bindings.byName.get(local);
  if (!binding) {
    // A type, an ambient value, or a name that the half-typed file does not declare yet.
    return undefined;
  }
  // An imported binding that is passed on has its place at the export: the import is somebody else's declaration.
  const place = binding.value.kind === 'import' ? site : binding.name;
  return { fact: { name, value: binding.value, local, form }, place, statement, node: binding.node };
}

function defaultExport(
  expression: Expression,
  statement: Node,
  bindings: ModuleBindings,
): ExtractedExport | undefined {
  if (isIdentifier(expression)) {
    return exportOfLocal(expression.text, 'default', 'default', expression, statement, bindings);
  }
  const { value, node } = valueOf(expression);
  return { fact: { name: 'default', value, form: 'default' }, place: expression, statement, node };
}

function* exportedDeclaration(statement: Statement, bindings: ModuleBindings): Iterable<ExtractedExport> {
  const isDefault = hasModifier(statement, SyntaxKind.DefaultKeyword);
  const form = isDefault ? 'default' : 'declaration';
  if (isFunctionDeclaration(statement)) {
    if (!statement.body) return;
    const name = isDefault ? 'default' : statement.name?.text;
    if (name === undefined) return;
    const place = statement.name ?? statement;
    yield { fact: { name, value: functionShape(statement), form }, place, statement, node: statement };
  } else if (isClassDeclaration(statement)) {
    const name = isDefault ? 'default' : statement.name?.text;
    if (name === undefined) return;
    yield {
      fact: { name, value: { kind: 'class' }, form },
      place: statement.name ?? statement,
      statement,
      node: undefined,
    };
  } else if (isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations) {
      for (const bound of boundNames(declaration.name)) {
        const binding = bindings.byName.get(bound.text);
        if (!binding) continue;
        yield {
          fact: { name: bound.text, value: binding.value, form },
          place: bound,
          statement,
          node: binding.node,
        };
      }
    }
  } else if (isEnumDeclaration(statement)) {
    yield {
      fact: { name: statement.name.text, value: { kind: 'enum' }, form },
      place: statement.name,
      statement,
      node: undefined,
    };
  } else if (isModuleDeclaration(statement) && isIdentifier(statement.name)) {
    const value: ExportedValue = { kind: 'namespace' };
    yield {
      fact: { name: statement.name.text, value, form },
      place: statement.name,
      statement,
      node: undefined,
    };
  }
}

/** `module.exports = { GET }`, `module.exports.GET = …`, `exports.GET = …`, `module.exports = handler`: Next.js serves all of them. */
function* commonJsExports(statement: Statement, bindings: ModuleBindings): Iterable<ExtractedExport> {
  if (!isExpressionStatement(statement) || !isBinaryExpression(statement.expression)) return;
  const { left, operatorToken, right } = statement.expression;
  if (operatorToken.kind !== SyntaxKind.EqualsToken || !isPropertyAccessExpression(left)) return;
  const target = dottedName(left);
  if (target === 'module.exports') {
    if (!isObjectLiteralExpression(right)) {
      yield commonJsExport('default', right, left, statement, bindings);
      return;
    }
    for (const property of right.properties) {
      const name = propertyNameText(property.name);
      if (name === undefined || !property.name) continue;
      if (isShorthandPropertyAssignment(property)) {
        const found = exportOfLocal(name, name, 'commonjs', property.name, statement, bindings);
        if (found) yield found;
      } else if (isPropertyAssignment(property)) {
        yield commonJsExport(name, property.initializer, property.name, statement, bindings);
      } else if (isMethodDeclaration(property)) {
        const fact: ExportFact = { name, value: functionShape(property), form: 'commonjs' };
        yield { fact, place: property.name, statement, node: property };
      }
    }
  } else if (target?.startsWith('module.exports.') || target?.startsWith('exports.')) {
    const name = target.slice(target.lastIndexOf('.') + 1);
    yield commonJsExport(name, right, left.name, statement, bindings);
  }
}

function commonJsExport(
  name: string,
  expression: Expression,
  site: Node,
  statement: Node,
  bindings: ModuleBindings,
): ExtractedExport {
  const local = isIdentifier(expression)
    ? exportOfLocal(expression.text, name, 'commonjs', site, statement, bindings)
    : undefined;
  if (local) return local;
  const { value, node } = valueOf(expression);
  return { fact: { name, value, form: 'commonjs' }, place: site, statement, node };
}
