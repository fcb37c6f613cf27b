/** Tells which outer names a piece of code uses, for code that is about to move to another file. */
import * as ts from 'typescript';
import { boundNames, isFunctionNode } from './functions';

/** How a name is used: as a value somewhere, or only in types (which an `import type` satisfies). */
export type NameUse = 'value' | 'type';

/** The names that `nodes` read and do not bind themselves, in the order of their first use. Globals are among them. */
export function freeNames(nodes: Iterable<ts.Node>): ReadonlyMap<string, NameUse> {
  const found = new Map<string, NameUse>();
  for (const node of nodes) visit(node, new Set(), 'value', found);
  return found;
}

/** Every identifier of `nodes` that reads the outer name `name`, in source order. */
export function usesOf(nodes: Iterable<ts.Node>, name: string): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  for (const node of nodes) visit(node, new Set(), 'value', new Map(), { name, found });
  return found;
}

interface Wanted {
  readonly name: string;
  readonly found: ts.Identifier[];
}

function visit(
  node: ts.Node,
  bound: ReadonlySet<string>,
  use: NameUse,
  found: Map<string, NameUse>,
  wanted?: Wanted,
): void {
  const down = (child: ts.Node | undefined, names = bound, as = use): void => {
    if (child) visit(child, names, as, found, wanted);
  };
  if (ts.isIdentifier(node)) {
    if (bound.has(node.text)) return;
    if (use === 'value' || !found.has(node.text)) found.set(node.text, use);
    if (wanted?.name === node.text) wanted.found.push(node);
    return;
  }
  if (isFunctionNode(node)) {
    const inner = withNames(bound, [
      ...node.parameters.flatMap(({ name }) => boundNames(name).map(({ text }) => text)),
      ...typeParameters(node),
      ...(ts.isFunctionExpression(node) && node.name ? [node.name.text] : []),
      ...(node.body ? hoistedVars(node.body) : []),
    ]);
    if (ts.isMethodDeclaration(node)) computedName(node.name, down);
    if (ts.canHaveDecorators(node)) for (const decorator of ts.getDecorators(node) ?? []) down(decorator);
    for (const parameter of node.parameters) down(parameter, inner);
    down(node.type, inner, 'type');
    if (node.body) down(node.body, inner);
    return;
  }
  if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return visitType(node, down);
  switch (node.kind) {
    case ts.SyntaxKind.Block:
    case ts.SyntaxKind.CaseBlock:
    case ts.SyntaxKind.ModuleBlock:
    case ts.SyntaxKind.ForStatement:
    case ts.SyntaxKind.ForOfStatement:
    case ts.SyntaxKind.ForInStatement:
    case ts.SyntaxKind.CatchClause: {
      const inner = withNames(bound, declaredIn(node));
      ts.forEachChild(node, (child) => down(child, inner));
      return;
    }
  }
  if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) {
    visitBinding(node.name, down);
    if (!ts.isBindingElement(node)) down(node.type, bound, 'type');
    else if (node.propertyName) computedName(node.propertyName, down);
    down(node.initializer);
    return;
  }
  if (ts.isPropertyAccessExpression(node)) return down(node.expression);
  if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) {
    computedName(node.name, down);
    if (ts.isPropertyDeclaration(node)) down(node.type, bound, 'type');
    return down(node.initializer);
  }
  if (ts.isShorthandPropertyAssignment(node)) return down(node.name);
  if (ts.isJsxAttribute(node)) return down(node.initializer);
  if (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) {
    if (!ts.isIdentifier(node.tagName) || /^[A-Z_$]/.test(node.tagName.text)) down(node.tagName);
    for (const type of node.typeArguments ?? []) down(type, bound, 'type');
    return down(node.attributes);
  }
  if (ts.isJsxClosingElement(node)) return;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
    const inner = withNames(bound, [...typeParameters(node), node.name.text]);
    ts.forEachChild(node, (child) => {
      if (child !== node.name) down(child, inner, 'type');
    });
    return;
  }
  if (ts.isClassLike(node)) {
    const inner = withNames(bound, [...typeParameters(node), ...(node.name ? [node.name.text] : [])]);
    ts.forEachChild(node, (child) => {
      if (child !== node.name) down(child, inner);
    });
    return;
  }
  if (ts.isLabeledStatement(node)) return down(node.statement);
  if (ts.isBreakOrContinueStatement(node) || ts.isMetaProperty(node)) return;
  if (ts.isEnumDeclaration(node)) {
    const inner = withNames(bound, [node.name.text, ...node.members.map(({ name }) => name.getText())]);
    for (const member of node.members) down(member.initializer, inner);
    return;
  }
  ts.forEachChild(node, (child) => down(child));
}

type Down = (child: ts.Node | undefined, names?: ReadonlySet<string>, as?: NameUse) => void;

function visitType(node: ts.TypeNode, down: Down): void {
  if (ts.isTypeReferenceNode(node)) {
    down(leftmost(node.typeName), undefined, 'type');
    for (const argument of node.typeArguments ?? []) down(argument, undefined, 'type');
  } else if (ts.isTypeQueryNode(node)) {
    down(leftmost(node.exprName), undefined, 'type');
    for (const argument of node.typeArguments ?? []) down(argument, undefined, 'type');
  } else if (ts.isTypePredicateNode(node)) {
    down(node.type, undefined, 'type');
  } else {
    ts.forEachChild(node, (child) => visitTypePart(child, down));
  }
}

/** Members, parameters and type parameters of types: what they are called is no use of a name. */
function visitTypePart(node: ts.Node, down: Down): void {
  if (ts.isTypeNode(node)) return down(node, undefined, 'type');
  if (ts.isIdentifier(node)) return;
  if (ts.isParameter(node)) return down(node.type, undefined, 'type');
  if (ts.isPropertySignature(node)) return down(node.type, undefined, 'type');
  ts.forEachChild(node, (child) => visitTypePart(child, down));
}

function leftmost(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : leftmost(name.left);
}

function visitBinding(name: ts.BindingName, down: Down): void {
  if (ts.isIdentifier(name)) return;
  for (const element of name.elements) if (ts.isBindingElement(element)) down(element);
}

function computedName(name: ts.PropertyName, down: Down): void {
  if (ts.isComputedPropertyName(name)) down(name.expression);
}

function typeParameters(node: ts.Node): readonly string[] {
  const { typeParameters: declared } = node as { typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> };
  return declared?.map(({ name }) => name.text) ?? [];
}

function withNames(bound: ReadonlySet<string>, names: readonly string[]): ReadonlySet<string> {
  return names.length === 0 ? bound : new Set([...bound, ...names]);
}

/** What a block, a loop or a catch clause declares for itself. */
function declaredIn(node: ts.Node): readonly string[] {
  const names: string[] = [];
  const add = (child: ts.Node): void => {
    if (ts.isVariableStatement(child)) add(child.declarationList);
    else if (ts.isVariableDeclarationList(child)) {
      for (const { name } of child.declarations) names.push(...boundNames(name).map(({ text }) => text));
    } else if (ts.isVariableDeclaration(child)) names.push(...boundNames(child.name).map(({ text }) => text));
    else if (
      ts.isFunctionDeclaration(child) ||
      ts.isClassDeclaration(child) ||
      ts.isInterfaceDeclaration(child) ||
      ts.isTypeAliasDeclaration(child) ||
      ts.isEnumDeclaration(child)
    ) {
      if (child.name) names.push(child.name.text);
    } else if (ts.isCaseOrDefaultClause(child)) child.statements.forEach(add);
  };
  ts.forEachChild(node, add);
  return names;
}

/** `var` declarations of a function's body, wherever they stand in it. */
function hoistedVars(body: ts.Node): readonly string[] {
  const names: string[] = [];
  const look = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) {
      for (const { name } of node.declarations) names.push(...boundNames(name).map(({ text }) => text));
    }
    ts.forEachChild(node, look);
  };
  look(body);
  return names;
}
