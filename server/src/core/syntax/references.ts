/** Resolves the names in a piece of a tree to the scopes that declare them: what code that moves, or that is rewritten, has to know. */
import * as ts from 'typescript';
import { boundNames, type FunctionNode, isFunctionNode } from './functions';
import { boundIn } from './topLevelNames';

/** One mention of a name that reads, writes or types something. Names of members, labels and declarations are none. */
export interface Reference {
  readonly node: ts.Identifier;
  readonly name: string;
  /** From the walked root down to the parent of the name. */
  readonly ancestors: readonly ts.Node[];
  /** The node inside the root whose scope declares the name; undefined where the root does not declare it. */
  readonly scope: ts.Node | undefined;
  /** It stands in a type, so that nothing is left of it at run time. */
  readonly inType: boolean;
  /** It is assigned, incremented or deleted. */
  readonly written: boolean;
}

/** Every reference in `root` (itself included), in source order. */
export function referencesIn(root: ts.Node): readonly Reference[] {
  const found: Reference[] = [];
  const scopes: { readonly node: ts.Node; readonly names: ReadonlySet<string> }[] = [];
  const ancestors: ts.Node[] = [];
  const visit = (node: ts.Node, inType: boolean): void => {
    if (ts.isIdentifier(node)) {
      const typed = inType && isTypeName(node, ancestors);
      const scope = last(
        scopes,
        ({ node: owner, names }) => names.has(node.text) && !(typed && declaresValueOnly(owner, node.text)),
      )?.node;
      found.push({
        node,
        name: node.text,
        ancestors: [...ancestors],
        scope,
        inType,
        written: isWritten(node, ancestors),
      });
      return;
    }
    const names = namesDeclaredBy(node);
    if (names) scopes.push({ node, names });
    ancestors.push(node);
    const type = inType || isTypeOnly(node);
    ts.forEachChild(node, (child) => {
      if (ts.isIdentifier(child) ? isMention(node, child) : !ts.isImportDeclaration(child)) {
        visit(child, type && !isHeritageValue(ancestors, child));
      }
    });
    ancestors.pop();
    if (names) scopes.pop();
  };
  visit(root, false);
  return found;
}

/** How a name is used: as a value somewhere, or only in types (which an `import type` satisfies). */
export type NameUse = 'value' | 'type';

/**
 * The names that `nodes` take from around them, in the order of their first use. Globals are among them, and so is what
 * a node of `nodes` declares for its surroundings, where it mentions that.
 */
export function freeNames(nodes: Iterable<ts.Node>): ReadonlyMap<string, NameUse> {
  const found = new Map<string, NameUse>();
  for (const node of nodes) {
    for (const { name, scope, inType } of referencesIn(node)) {
      if (!scope && (!inType || !found.has(name))) found.set(name, inType ? 'type' : 'value');
    }
  }
  return found;
}

/** Every identifier of `nodes` that stands for the outer name `name`, in source order; closing tags are among them. */
export function usesOf(nodes: Iterable<ts.Node>, name: string): readonly ts.Identifier[] {
  return [...nodes].flatMap((node) =>
    referencesIn(node).flatMap((reference) =>
      reference.name === name && !reference.scope ? [reference.node] : [],
    ),
  );
}

/** Every identifier of the node whatever it stands for: a new name that is none of them collides with nothing. */
export function allIdentifiers(root: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    else ts.forEachChild(node, visit);
  };
  visit(root);
  return names;
}

/** The nodes that hold the offset, from the file down to the innermost one. */
export function nodesAt(tree: ts.SourceFile, offset: number): readonly ts.Node[] {
  const path: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (offset < node.getStart(tree) || offset > node.end) return;
    path.push(node);
    const depth = path.length;
    ts.forEachChild(node, (child) => {
      if (path.length === depth) visit(child);
    });
  };
  visit(tree);
  return path;
}

/** The innermost function among the nodes that hold a place. */
export function enclosingFunction(ancestors: readonly ts.Node[]): FunctionNode | undefined {
  return ancestors.filter(isFunctionNode).at(-1);
}

function last<T>(items: readonly T[], matches: (item: T) => boolean): T | undefined {
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at];
    if (item !== undefined && matches(item)) return item;
  }
  return undefined;
}

/** The names that a node declares for what is in it; undefined where it opens no scope. */
export function namesDeclaredBy(node: ts.Node): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const bind = (name: ts.BindingName | undefined): void => {
    if (name) for (const { text } of boundNames(name)) names.add(text);
  };
  if (isFunctionNode(node) || isSignature(node)) {
    for (const { name } of node.parameters) bind(name);
    for (const { name } of node.typeParameters ?? []) names.add(name.text);
    if (ts.isFunctionExpression(node)) bind(node.name);
    const body = 'body' in node ? node.body : undefined;
    if (body && ts.isBlock(body)) hoistVars(body, names);
    return names;
  }
  if (ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node)) {
    for (const name of boundIn(node.statements)) names.add(name);
    if (ts.isSourceFile(node)) hoistVars(node, names);
    return names;
  }
  if (ts.isCaseBlock(node)) {
    return new Set(node.clauses.flatMap(({ statements }) => boundIn(statements)));
  }
  if (ts.isCatchClause(node)) {
    bind(node.variableDeclaration?.name);
    return names;
  }
  if (ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    const { initializer } = node;
    if (initializer && ts.isVariableDeclarationList(initializer)) {
      for (const { name } of initializer.declarations) bind(name);
    }
    return names;
  }
  if (ts.isClassExpression(node)) {
    bind(node.name);
    for (const { name } of node.typeParameters ?? []) names.add(name.text);
    return names;
  }
  if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
    for (const { name } of node.typeParameters ?? []) names.add(name.text);
    return names;
  }
  if (ts.isEnumDeclaration(node)) {
    return new Set(node.members.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])));
  }
  if (ts.isMappedTypeNode(node)) return new Set([node.typeParameter.name.text]);
  if (ts.isConditionalTypeNode(node)) {
    const infer = (child: ts.Node): void => {
      if (ts.isInferTypeNode(child)) names.add(child.typeParameter.name.text);
      ts.forEachChild(child, infer);
    };
    infer(node.extendsType);
    return names;
  }
  return undefined;
}

/** True where the name can only be that of a type: of `typeof name` and `name is Type` it is a value's. */
function isTypeName(node: ts.Node, ancestors: readonly ts.Node[]): boolean {
  let child: ts.Node = node;
  for (const parent of [...ancestors].reverse()) {
    if (ts.isTypeReferenceNode(parent)) return parent.typeName === child;
    if (!ts.isQualifiedName(parent)) return false;
    child = parent;
  }
  return false;
}

/** True where a scope's name is a parameter's or a variable's, which hides no type of the same name: `(input: input)`. */
function declaresValueOnly(scope: ts.Node, name: string): boolean {
  if (isFunctionNode(scope) || isSignature(scope))
    return !(scope.typeParameters ?? []).some((parameter) => parameter.name.text === name);
  return (
    ts.isCatchClause(scope) ||
    ts.isForStatement(scope) ||
    ts.isForInStatement(scope) ||
    ts.isForOfStatement(scope)
  );
}

type Signature = ts.Node & {
  readonly parameters: readonly ts.ParameterDeclaration[];
  readonly typeParameters?: readonly ts.TypeParameterDeclaration[];
};

function isSignature(node: ts.Node): node is Signature {
  return (
    ts.isFunctionTypeNode(node) ||
    ts.isConstructorTypeNode(node) ||
    ts.isMethodSignature(node) ||
    ts.isCallSignatureDeclaration(node) ||
    ts.isConstructSignatureDeclaration(node) ||
    ts.isIndexSignatureDeclaration(node)
  );
}

/** `var` belongs to the function, wherever in it it stands. */
function hoistVars(body: ts.Node, names: Set<string>): void {
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
      for (const { name } of node.declarations) for (const { text } of boundNames(name)) names.add(text);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
}

/** Whether an identifier that is a child of `parent` stands for a value or a type, and not for a member or a declaration. */
function isMention(parent: ts.Node, child: ts.Identifier): boolean {
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isExportSpecifier(parent)) return child === (parent.propertyName ?? parent.name);
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return false;
  if (ts.isQualifiedName(parent)) return child === parent.left;
  if (ts.isNamespaceExportDeclaration(parent) || ts.isNamespaceExport(parent)) return false;
  if (ts.isImportTypeNode(parent)) return false;
  if (
    ts.isJsxOpeningElement(parent) ||
    ts.isJsxSelfClosingElement(parent) ||
    ts.isJsxClosingElement(parent)
  ) {
    // https://react.dev/reference/react/createElement: lower-case tags are the browser's.
    return !/^[a-z]/.test(child.text);
  }
  if ('name' in parent && parent.name === child) return false;
  if ('propertyName' in parent && parent.propertyName === child) return false;
  return !('label' in parent && parent.label === child);
}

function isTypeOnly(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node)
  );
}

/** `class A extends Base` names a value, though its node passes for a type; what it implements is one. */
function isHeritageValue(ancestors: readonly ts.Node[], child: ts.Node): boolean {
  const [owner, clause, node] = ancestors.slice(-3);
  return (
    node !== undefined &&
    ts.isExpressionWithTypeArguments(node) &&
    child === node.expression &&
    clause !== undefined &&
    ts.isHeritageClause(clause) &&
    clause.token === ts.SyntaxKind.ExtendsKeyword &&
    owner !== undefined &&
    ts.isClassLike(owner)
  );
}

function isWritten(node: ts.Identifier, ancestors: readonly ts.Node[]): boolean {
  let child: ts.Node = node;
  for (const parent of [...ancestors].reverse()) {
    if (ts.isBinaryExpression(parent)) {
      const { kind } = parent.operatorToken;
      const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
      return assigns && parent.left === child;
    }
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
      return (
        parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
      );
    }
    if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === child;
    // The patterns of a destructuring assignment are written as literals.
    const isPattern =
      ts.isParenthesizedExpression(parent) ||
      ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isSpreadAssignment(parent) ||
      (ts.isPropertyAssignment(parent) && parent.initializer === child) ||
      ts.isNonNullExpression(parent) ||
      ts.isAsExpression(parent);
    if (!isPattern) return false;
    child = parent;
  }
  return false;
}
