/** Works out what an input looks like: from its type where the file says it, else from what the code does with it. */
import * as ts from 'typescript';
import { propertyNameText } from './functions';
import { type Reference } from './references';

/** What a value is, as far as a schema can say it. */
export type Shape =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'date' | 'file' | 'any' }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'array' | 'record' | 'optional' | 'nullable'; readonly of: Shape }
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  /** Only the type's name is known here. */
  | { readonly kind: 'typed'; readonly type: string };

/** A member of an object. */
export interface Field {
  readonly name: string;
  readonly shape: Shape;
}

/** `json`: what a body can hold; `arguments`: what a server action's caller can send. */
export type Transport = 'json' | 'arguments';

const ANY: Shape = { kind: 'any' };
const MAX_DEPTH = 5;

/** The shape that a type describes. */
export function shapeOfType(tree: ts.SourceFile, type: ts.TypeNode, transport: Transport, depth = 0): Shape {
  const inner = (each: ts.TypeNode): Shape => shapeOfType(tree, each, transport, depth + 1);
  const typed: Shape = { kind: 'typed', type: type.getText(tree) };
  if (depth > MAX_DEPTH) return typed;
  if (ts.isParenthesizedTypeNode(type)) return inner(type.type);
  if (ts.isArrayTypeNode(type)) return { kind: 'array', of: inner(type.elementType) };
  if (ts.isTypeLiteralNode(type)) return objectShape(type.members, inner) ?? typed;
  if (ts.isUnionTypeNode(type)) return unionShape(type, inner) ?? typed;
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal))
    return { kind: 'oneOf', values: [type.literal.text] };
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName))
    return referenceShape(tree, type, type.typeName.text, transport, inner) ?? typed;
  const isAny = type.kind === ts.SyntaxKind.AnyKeyword || type.kind === ts.SyntaxKind.UnknownKeyword;
  return isAny ? ANY : (primitiveShape(type) ?? typed);
}

function primitiveShape({ kind }: ts.TypeNode): Shape | undefined {
  switch (kind) {
    case ts.SyntaxKind.StringKeyword:
      return { kind: 'string' };
    case ts.SyntaxKind.NumberKeyword:
      return { kind: 'number' };
    case ts.SyntaxKind.BooleanKeyword:
      return { kind: 'boolean' };
    default:
      return undefined;
  }
}

function objectShape(
  members: ts.NodeArray<ts.TypeElement>,
  inner: (type: ts.TypeNode) => Shape,
): Shape | undefined {
  const fields: Field[] = [];
  for (const member of members) {
    const name = propertyNameText(member.name);
    if (!ts.isPropertySignature(member) || name === undefined || !member.type) return undefined;
    const shape = inner(member.type);
    const optional = member.questionToken !== undefined && shape.kind !== 'optional';
    fields.push({ name, shape: optional ? { kind: 'optional', of: shape } : shape });
  }
  return { kind: 'object', fields };
}

function unionShape(type: ts.UnionTypeNode, inner: (type: ts.TypeNode) => Shape): Shape | undefined {
  const isNull = (each: ts.TypeNode): boolean =>
    ts.isLiteralTypeNode(each) && each.literal.kind === ts.SyntaxKind.NullKeyword;
  const isUndefined = (each: ts.TypeNode): boolean => each.kind === ts.SyntaxKind.UndefinedKeyword;
  const rest = type.types.filter((each) => !isNull(each) && !isUndefined(each));
  const values = rest.map((each) =>
    ts.isLiteralTypeNode(each) && ts.isStringLiteral(each.literal) ? each.literal.text : undefined,
  );
  const [only] = rest;
  let shape: Shape | undefined;
  if (values.every((value) => value !== undefined) && values.length > 0) shape = { kind: 'oneOf', values };
  else if (rest.length === 1 && only) shape = inner(only);
  if (!shape) return undefined;
  if (type.types.some(isNull)) shape = { kind: 'nullable', of: shape };
  return type.types.some(isUndefined) ? { kind: 'optional', of: shape } : shape;
}

function referenceShape(
  tree: ts.SourceFile,
  type: ts.TypeReferenceNode,
  name: string,
  transport: Transport,
  inner: (type: ts.TypeNode) => Shape,
): Shape | undefined {
  const [first, second] = type.typeArguments ?? [];
  if (name === 'Array' || name === 'ReadonlyArray') return first && { kind: 'array', of: inner(first) };
  if (name === 'Record' && first?.kind === ts.SyntaxKind.StringKeyword && second)
    return { kind: 'record', of: inner(second) };
  // A date in JSON is a string, whatever a cast says: nobody knows what the code does about it.
  if (name === 'Date') return transport === 'arguments' ? { kind: 'date' } : undefined;
  if (name === 'File') return transport === 'arguments' ? { kind: 'file' } : undefined;
  if (type.typeArguments) return undefined;
  for (const statement of tree.statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === name)
      return statement.heritageClauses || statement.typeParameters
        ? undefined
        : objectShape(statement.members, inner);
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name)
      return statement.typeParameters ? undefined : inner(statement.type);
  }
  return undefined;
}

/** The shape of what a pattern takes apart; `usesOf` gives the references of a variable. Undefined where it keeps a rest. */
export function shapeOfPattern(
  pattern: ts.ObjectBindingPattern,
  usesOf: (name: string) => readonly Reference[],
): Shape | undefined {
  const fields: Field[] = [];
  for (const element of pattern.elements) {
    const name =
      propertyNameText(element.propertyName) ??
      (ts.isIdentifier(element.name) ? element.name.text : undefined);
    if (element.dotDotDotToken || name === undefined) return undefined;
    let shape: Shape | undefined;
    if (ts.isIdentifier(element.name)) shape = shapeOfUses(usesOf(element.name.text));
    else if (ts.isObjectBindingPattern(element.name)) shape = shapeOfPattern(element.name, usesOf);
    else shape = { kind: 'array', of: ANY };
    if (!shape) return undefined;
    if (element.initializer)
      shape = { kind: 'optional', of: shape.kind === 'any' ? literalShape(element.initializer) : shape };
    fields.push({ name, shape });
  }
  return fields.length > 0 ? { kind: 'object', fields } : undefined;
}

function literalShape(expression: ts.Expression): Shape {
  if (ts.isStringLiteral(expression) || ts.isNoSubstitutionTemplateLiteral(expression))
    return { kind: 'string' };
  if (ts.isNumericLiteral(expression)) return { kind: 'number' };
  const { kind } = expression;
  return kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword
    ? { kind: 'boolean' }
    : ANY;
}

/** What is done with a value, told by its references. */
export function shapeOfUses(references: readonly Reference[]): Shape {
  for (const { node, ancestors } of references) {
    const shape = shapeOfUse(node, ancestors);
    if (shape) return shape;
  }
  return ANY;
}

const STRING_METHODS =
  /^(?:trim|toLowerCase|toUpperCase|split|startsWith|endsWith|replace|replaceAll|charAt|match|padStart|localeCompare)$/;
const ARRAY_METHODS = /^(?:map|forEach|filter|some|every|reduce|join|flatMap|find)$/;
const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
]);
const EQUALITY: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** What one use says of the value `node`, whose ancestors end with its parent. */
export function shapeOfUse(node: ts.Node, ancestors: readonly ts.Node[]): Shape | undefined {
  const parent = ancestors.at(-1);
  const grand = ancestors.at(-2);
  if (!parent) return undefined;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    if (!grand || !ts.isCallExpression(grand) || grand.expression !== parent) return undefined;
    if (STRING_METHODS.test(parent.name.text)) return { kind: 'string' };
    if (parent.name.text === 'toFixed') return { kind: 'number' };
    return ARRAY_METHODS.test(parent.name.text) ? { kind: 'array', of: ANY } : undefined;
  }
  if (ts.isBinaryExpression(parent)) {
    const other = parent.left === node ? parent.right : parent.left;
    const { kind } = parent.operatorToken;
    if (ARITHMETIC.has(kind)) return { kind: 'number' };
    const literal = literalShape(other);
    return EQUALITY.has(kind) && literal.kind !== 'any' ? literal : undefined;
  }
  if (
    ts.isTypeOfExpression(parent) &&
    grand &&
    ts.isBinaryExpression(grand) &&
    ts.isStringLiteral(grand.right)
  ) {
    const { text } = grand.right;
    return text === 'string' || text === 'number' || text === 'boolean' ? { kind: text } : undefined;
  }
  if (ts.isForOfStatement(parent) && parent.expression === node) return { kind: 'array', of: ANY };
  return ts.isAsExpression(parent) ? primitiveShape(parent.type) : undefined;
}
