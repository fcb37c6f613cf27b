/** Tells the type of a value that a function captures, where the file says it and a form can carry it. */
import {
  isArrayTypeNode,
  isAwaitExpression,
  isIdentifier,
  isLiteralTypeNode,
  isNoSubstitutionTemplateLiteral,
  isNumericLiteral,
  isObjectBindingPattern,
  isParameter,
  isParenthesizedTypeNode,
  isPropertySignature,
  isStringLiteral,
  isTypeLiteralNode,
  isTypeReferenceNode,
  isUnionTypeNode,
  isVariableDeclaration,
  type BindingName,
  type Expression,
  forEachChild,
  type Node,
  type ParameterDeclaration,
  SyntaxKind,
  type TypeNode,
  type VariableDeclaration,
} from '../../core/syntax/ast';
import { isTemplateExpression } from '../../core/syntax/code';
import { boundNames, isFunctionNode, propertyNameText } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { declaredProperty } from '../../core/edit/requestApis/promisedTypes';
import { bindsSegment } from './segmentParameter';

const PLAIN: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.StringKeyword,
  SyntaxKind.NumberKeyword,
  SyntaxKind.BooleanKeyword,
  SyntaxKind.BigIntKeyword,
  SyntaxKind.UndefinedKeyword,
]);

/**
 * The type of `name` in `scope` as source text, where it is plain data that React can carry to the browser and back; in
 * JavaScript, where nothing is written, `''` for what is no function. https://react.dev/reference/rsc/use-server#serializable-parameters-and-return-values
 */
export function capturedType(file: ParsedFile, name: string, scope: Node): string | undefined {
  const declaration = declarationOf(name, scope);
  if (!declaration) return undefined;
  const isTypeScript = /\.[cm]?tsx?$/.test(file.path);
  const type =
    typeOf(file, declaration, name) ?? (bindsSegment(file, declaration, name) ? 'string' : undefined);
  if (type !== undefined) return type;
  if (isTypeScript) return undefined;
  return isPlainValue(declaration) ? '' : undefined;
}

/** True where `name` in `scope` is a dynamic segment of the page's URL. */
export function capturesSegment(file: ParsedFile, name: string, scope: Node): boolean {
  const declaration = declarationOf(name, scope);
  return declaration !== undefined && bindsSegment(file, declaration, name);
}

type Declaration = ParameterDeclaration | VariableDeclaration;

/** The parameter or variable of this very scope that declares the name. */
function declarationOf(name: string, scope: Node): Declaration | undefined {
  let found: Declaration | undefined;
  const visit = (node: Node): void => {
    if (found) return;
    if (isParameter(node) || isVariableDeclaration(node)) {
      if (boundNames(node.name).some(({ text }) => text === name)) found = node;
    }
    if (node !== scope && isFunctionNode(node)) return;
    forEachChild(node, visit);
  };
  visit(scope);
  return found;
}

function typeOf(file: ParsedFile, declaration: Declaration, name: string): string | undefined {
  const { type } = declaration;
  if (isIdentifier(declaration.name)) {
    if (type) return serializable(file, type);
    return declaration.initializer && isVariableDeclaration(declaration)
      ? literalType(declaration.initializer)
      : undefined;
  }
  const key = keyIn(declaration.name, name);
  if (key === undefined) return undefined;
  if (type) return memberType(file, type, key);
  const initializer = isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  // `const { id } = await params`, with a type on the parameter that brings the promise.
  if (!initializer || !isAwaitExpression(initializer) || !isIdentifier(initializer.expression))
    return undefined;
  const promise = parameterType(file, initializer.expression.text);
  if (!promise || !isTypeReferenceNode(promise) || promise.typeName.getText(file.tree) !== 'Promise')
    return undefined;
  const [value] = promise.typeArguments ?? [];
  return value && memberType(file, value, key);
}

/** The declared type of a destructured parameter property, `params` in `{ params }: { params: … }`, if all that have it agree. */
function parameterType(file: ParsedFile, name: string): TypeNode | undefined {
  const found: TypeNode[] = [];
  const visit = (node: Node): void => {
    if (
      isParameter(node) &&
      node.type &&
      isObjectBindingPattern(node.name) &&
      keyIn(node.name, name) === name
    ) {
      const { type } = declaredProperty(file.tree, node.type, name);
      if (type) found.push(type);
    }
    forEachChild(node, visit);
  };
  visit(file.tree);
  const texts = new Set(found.map((type) => type.getText(file.tree)));
  return texts.size === 1 ? found[0] : undefined;
}

function memberType(file: ParsedFile, type: TypeNode, key: string): string | undefined {
  const found = declaredProperty(file.tree, type, key);
  if (!found.type) return undefined;
  const text = serializable(file, found.type);
  return text !== undefined && found.optional === true ? `${text} | undefined` : text;
}

/** The key that a pattern takes the name from; a default value changes the type. */
function keyIn(pattern: BindingName, name: string): string | undefined {
  if (!isObjectBindingPattern(pattern)) return undefined;
  for (const element of pattern.elements) {
    if (!isIdentifier(element.name) || element.name.text !== name) continue;
    if (element.initializer || element.dotDotDotToken) return undefined;
    return element.propertyName ? propertyNameText(element.propertyName) : name;
  }
  return undefined;
}

function serializable(file: ParsedFile, type: TypeNode): string | undefined {
  return isSerializable(file, type) ? type.getText(file.tree) : undefined;
}

function isSerializable(file: ParsedFile, type: TypeNode): boolean {
  if (PLAIN.has(type.kind) || isLiteralTypeNode(type)) return true;
  if (isParenthesizedTypeNode(type)) return isSerializable(file, type.type);
  if (isArrayTypeNode(type)) return isSerializable(file, type.elementType);
  if (isUnionTypeNode(type)) return type.types.every((part) => isSerializable(file, part));
  if (isTypeLiteralNode(type)) {
    return type.members.every(
      (member) =>
        isPropertySignature(member) && member.type !== undefined && isSerializable(file, member.type),
    );
  }
  if (!isTypeReferenceNode(type)) return false;
  const name = type.typeName.getText(file.tree);
  if (name === 'Date') return true;
  const isGeneric = name === 'Record' || name === 'Array' || name === 'Readonly' || name === 'Partial';
  return isGeneric && (type.typeArguments ?? []).every((argument) => isSerializable(file, argument));
}

function literalType(expression: Expression): string | undefined {
  if (isStringLiteral(expression) || isNoSubstitutionTemplateLiteral(expression)) return 'string';
  if (isTemplateExpression(expression)) return 'string';
  if (isNumericLiteral(expression)) return 'number';
  const { kind } = expression;
  return kind === SyntaxKind.TrueKeyword || kind === SyntaxKind.FalseKeyword ? 'boolean' : undefined;
}

/** In JavaScript: a parameter's property, or a variable that is certainly no function, class or element. */
function isPlainValue(declaration: Declaration): boolean {
  if (isParameter(declaration)) return true;
  const value = declaration.initializer;
  return value !== undefined && (literalType(value) !== undefined || isAwaitExpression(value));
}
