/** Turns a tree into the behavior of its functions; the tree can be dropped afterwards. */
import {
  type Expression,
  forEachChild,
  isClassDeclaration,
  isEnumDeclaration,
  isExportAssignment,
  isExportDeclaration,
  isExpressionStatement,
  isFunctionDeclaration,
  isIdentifier,
  isImportDeclaration,
  isNamedExports,
  isNamedImports,
  isNumericLiteral,
  isStringLiteral,
  isVariableStatement,
  isBinaryExpression,
  isPropertyAccessExpression,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  type Node,
  NodeFlags,
  type SourceFile,
  type Statement,
  SyntaxKind,
} from '../syntax/ast';
import { type EnumDeclaration, isIfStatement } from '../syntax/code';
import { boundNames, dottedName, hasModifier, isFunctionNode, propertyNameText } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import {
  type BindingIr,
  type ExportIr,
  type Expr,
  type FunctionIr,
  type InitIr,
  type ModuleBehavior,
  MODULE_CODE,
} from './ir';
import { lowerBinding, lowerExpression } from './lowerExpression';
import { lowerClass, lowerFunction } from './lowerFunction';
import { FunctionScope, type Lowering, type Places } from './scope';

/** A file's behavior, and apart from it where its places are. */
export interface ExtractedBehavior {
  readonly behavior: ModuleBehavior;
  readonly places: Places;
}

/** The name under which an export without a name of its own is bound. */
const DEFAULT = '*default*';

/** Lowers all code of a file. */
export function extractBehavior(file: ParsedFile): ExtractedBehavior {
  const { tree, text } = file;
  const functions: Record<string, FunctionIr> = {};
  const places: Record<string, readonly number[]> = {};
  const low: Lowering = {
    tree,
    hasVars: /\bvar\b/.test(text),
    functions,
    places,
    moduleNames: moduleNames(tree),
    inlineActions: [],
    ids: new Set(),
  };
  const scope = new FunctionScope(MODULE_CODE, undefined);
  const reader = new ModuleReader(low, scope);
  for (const statement of tree.statements) reader.read(statement);
  places[MODULE_CODE] = scope.positions;
  const inline = [...low.inlineActions].sort((a, b) => a.start - b.start);
  const starts = inline.map(({ start }) => start);
  const declaredPublic = readDeclaredPublic(text, starts);
  const behavior: ModuleBehavior = {
    functions,
    bindings: reader.bindings,
    inits: reader.inits,
    exports: reader.exports,
    stars: reader.stars,
    inlineActions: inline.map(({ id }) => id),
    declaredPublic,
  };
  return { behavior, places };
}

/** `declare const globalThis: …` gives a type to what is there already, and binds nothing. */
function isAmbient(statement: Statement): boolean {
  return hasModifier(statement, SyntaxKind.DeclareKeyword);
}

/** Every name that the module binds at the top level. */
function moduleNames(tree: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of tree.statements) {
    if (isAmbient(statement)) continue;
    if (isImportDeclaration(statement)) {
      const clause = statement.importClause;
      if (clause?.name) names.add(clause.name.text);
      const named = clause?.namedBindings;
      if (named && isNamedImports(named)) for (const element of named.elements) names.add(element.name.text);
      else if (named) names.add(named.name.text);
    } else if (isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations)
        for (const each of boundNames(name)) names.add(each.text);
    } else if (
      (isFunctionDeclaration(statement) || isClassDeclaration(statement) || isEnumDeclaration(statement)) &&
      statement.name
    ) {
      names.add(statement.name.text);
    }
  }
  return names;
}

/** An `if` around a statement, and which way it has to go. */
interface Condition {
  readonly test: Expression;
  readonly is: boolean;
}

class ModuleReader {
  readonly bindings: Record<string, BindingIr> = {};
  readonly exports: Record<string, ExportIr> = {};
  readonly inits: InitIr[] = [];
  readonly stars: string[] = [];
  readonly #low: Lowering;
  readonly #scope: FunctionScope;

  constructor(low: Lowering, scope: FunctionScope) {
    this.#low = low;
    this.#scope = scope;
  }

  read(statement: Statement): void {
    const low = this.#low;
    const scope = this.#scope;
    if (isImportDeclaration(statement)) return this.#readImport(statement);
    const exported = hasModifier(statement, SyntaxKind.ExportKeyword);
    const isDefault = exported && hasModifier(statement, SyntaxKind.DefaultKeyword);
    if (isAmbient(statement)) return;
    if (isFunctionDeclaration(statement)) {
      if (!statement.body) return;
      const name = statement.name?.text ?? DEFAULT;
      this.bindings[name] = {
        k: 'function',
        id: lowerFunction(low, scope, statement, isDefault ? 'default' : undefined),
      };
      if (exported) this.exports[isDefault ? 'default' : name] = { k: 'local', n: name };
    } else if (isClassDeclaration(statement)) {
      const name = statement.name?.text ?? DEFAULT;
      this.bindings[name] = { k: 'class', c: lowerClass(low, scope, statement) };
      if (exported) this.exports[isDefault ? 'default' : name] = { k: 'local', n: name };
    } else if (isEnumDeclaration(statement)) {
      this.bindings[statement.name.text] = { k: 'enum', m: enumMembers(statement) };
      if (exported) this.exports[statement.name.text] = { k: 'local', n: statement.name.text };
    } else if (isVariableStatement(statement)) {
      const mutable =
        (statement.declarationList.flags & NodeFlags.Const) === 0 ? { mutable: true as const } : {};
      for (const { name, initializer } of statement.declarationList.declarations) {
        const own = isIdentifier(name) ? name.text : undefined;
        const e = initializer && lowerExpression(low, scope, initializer, own);
        const i = this.inits.length;
        this.inits.push({ t: lowerBinding(low, scope, name), ...(e && { e }), ...mutable });
        for (const bound of boundNames(name)) {
          this.bindings[bound.text] = { k: 'init', i };
          if (exported) this.exports[bound.text] = { k: 'local', n: bound.text };
        }
      }
    } else if (isExportDeclaration(statement)) {
      const from =
        statement.moduleSpecifier && isStringLiteral(statement.moduleSpecifier)
          ? statement.moduleSpecifier.text
          : undefined;
      if (statement.isTypeOnly) return;
      if (!statement.exportClause) {
        if (from !== undefined) this.stars.push(from);
      } else if (isNamedExports(statement.exportClause)) {
        for (const { name, propertyName, isTypeOnly } of statement.exportClause.elements) {
          if (isTypeOnly) continue;
          const local = (propertyName ?? name).text;
          this.exports[name.text] =
            from === undefined ? { k: 'local', n: local } : { k: 'from', specifier: from, imported: local };
        }
      } else if (from !== undefined) {
        this.exports[statement.exportClause.name.text] = { k: 'from', specifier: from, imported: '*' };
      }
    } else if (isExportAssignment(statement)) this.#bindExport('default', statement.expression);
    else {
      this.#readCommonJs(statement);
      this.#readAssignments(statement);
    }
  }

  /** `let db; if (production) { db = a(); } else { db = b(); }`: what a name may be assigned at the top level. */
  #readAssignments(node: Node, when: readonly Condition[] = []): void {
    if (isFunctionNode(node)) return;
    if (isIfStatement(node)) {
      const { expression: test } = node;
      this.#readAssignments(test, when);
      this.#readAssignments(node.thenStatement, [...when, { test, is: true }]);
      if (node.elseStatement) this.#readAssignments(node.elseStatement, [...when, { test, is: false }]);
      return;
    }
    if (
      isBinaryExpression(node) &&
      node.operatorToken.kind === SyntaxKind.EqualsToken &&
      isIdentifier(node.left)
    ) {
      const name = node.left.text;
      const known = this.bindings[name];
      if (known?.k === 'init' || known?.k === 'assigned') {
        const i = this.inits.length;
        this.inits.push({
          t: { k: 'global', n: name },
          e: lowerExpression(this.#low, this.#scope, node.right, name),
          ...(when.length > 0 && { when: when.map((condition) => this.#lowerCondition(condition)) }),
        });
        this.bindings[name] = { k: 'assigned', i: [...(known.k === 'init' ? [known.i] : known.i), i] };
      }
      return;
    }
    forEachChild(node, (child) => this.#readAssignments(child, when));
  }

  #lowerCondition({ test, is }: Condition): Expr {
    const e = lowerExpression(this.#low, this.#scope, test);
    return is ? e : { k: 'not', e };
  }

  #readImport(statement: Statement): void {
    if (!isImportDeclaration(statement) || !isStringLiteral(statement.moduleSpecifier)) return;
    const specifier = statement.moduleSpecifier.text;
    const clause = statement.importClause;
    if (!clause) return;
    if (clause.name) this.bindings[clause.name.text] = { k: 'import', specifier, imported: 'default' };
    const named = clause.namedBindings;
    if (named && isNamedImports(named)) {
      for (const { name, propertyName } of named.elements) {
        this.bindings[name.text] = { k: 'import', specifier, imported: (propertyName ?? name).text };
      }
    } else if (named) this.bindings[named.name.text] = { k: 'import', specifier, imported: '*' };
  }

  /** An exported expression gets a binding of its own, so that everything exported has a name. */
  #bindExport(name: string, expression: Expression): void {
    if (isIdentifier(expression) && this.#low.moduleNames.has(expression.text)) {
      this.exports[name] = { k: 'local', n: expression.text };
      return;
    }
    const own = `*${name}*`;
    const e = lowerExpression(this.#low, this.#scope, expression, name);
    this.bindings[own] = { k: 'init', i: this.inits.length };
    this.inits.push({ t: { k: 'global', n: own }, e });
    this.exports[name] = { k: 'local', n: own };
  }

  #readCommonJs(statement: Statement): void {
    if (!isExpressionStatement(statement) || !isBinaryExpression(statement.expression)) return;
    const { left, operatorToken, right } = statement.expression;
    if (operatorToken.kind !== SyntaxKind.EqualsToken || !isPropertyAccessExpression(left)) return;
    const target = dottedName(left);
    if (target === 'module.exports') {
      if (!isObjectLiteralExpression(right)) return this.#bindExport('default', right);
      for (const property of right.properties) {
        const name = propertyNameText(property.name);
        if (name === undefined) continue;
        if (isPropertyAssignment(property)) this.#bindExport(name, property.initializer);
        else if (isShorthandPropertyAssignment(property)) this.#bindExport(name, property.name);
      }
    } else if (target?.startsWith('module.exports.') || target?.startsWith('exports.')) {
      this.#bindExport(target.slice(target.lastIndexOf('.') + 1), right);
    }
  }
}

function enumMembers(node: EnumDeclaration): Record<string, string | number | null> {
  const members: Record<string, string | number | null> = {};
  let next: number | null = 0;
  for (const { name, initializer } of node.members) {
    const key = propertyNameText(name);
    if (key === undefined) continue;
    let value: string | number | null = next;
    if (initializer)
      value = isStringLiteral(initializer)
        ? initializer.text
        : isNumericLiteral(initializer)
          ? Number(initializer.text)
          : null;
    members[key] = value;
    next = typeof value === 'number' ? value + 1 : null;
  }
  return members;
}

/** No reason takes more. */
const LONG_COMMENT = 2000;

/**
 * `@public <reason>` in a JSDoc comment, by the name that follows the comment, or by `inline:N` where the N-th of the inline
 * actions does, perhaps behind the name of its property. Comments are no part of the tree.
 */
function readDeclaredPublic(text: string, inline: readonly number[]): Record<string, string> {
  const declared: Record<string, string> = {};
  if (!text.includes('@public')) return declared;
  const comment =
    /\/\*\*(?:(?!\*\/)[\s\S])*?@public[ \t]+([^\n*]+)(?:(?!\*\/)[\s\S])*?\*\/\s*(?:export\s+)?(default\s+)?(?:async\s+)?(?:(?:function\s*\*?|const|let|var)\s+([\w$]+))?/g;
  for (const [, reason = '', byDefault, name] of text.matchAll(comment)) {
    if (name !== undefined) declared[name] = reason.trim();
    if (byDefault !== undefined) declared['default'] = reason.trim();
  }
  for (const [index, start] of inline.entries()) {
    const above =
      /\/\*\*(?:(?!\*\/)[\s\S])*?@public[ \t]+([^\n*]+)(?:(?!\*\/)[\s\S])*\*\/\s*(?:[\w$]+\s*:\s*)?\(?\s*$/;
    const reason = above.exec(text.slice(Math.max(0, start - LONG_COMMENT), start))?.[1];
    if (reason !== undefined) declared[`inline:${index}`] = reason.trim();
  }
  return declared;
}
