/** Tells of a type annotation whether every value of it survives `JSON.stringify` and `JSON.parse` unchanged. */
import { type AssistContext } from '../../core/assist/assist';
import {
  type Expression,
  forEachChild,
  isAsExpression,
  isCallExpression,
  isEnumDeclaration,
  isIdentifier,
  isInterfaceDeclaration,
  isPropertyAccessExpression,
  isTypeAliasDeclaration,
  isVariableStatement,
  type Node,
  type Statement,
  SyntaxKind,
} from '../../core/syntax/ast';
import {
  isArrayTypeNode,
  isIndexedAccessTypeNode,
  isIntersectionTypeNode,
  isLiteralTypeNode,
  isParenthesizedTypeNode,
  isPropertySignature,
  isQualifiedName,
  isRestTypeNode,
  isTupleTypeNode,
  isTypeLiteralNode,
  isTypeOperatorNode,
  isTypeQueryNode,
  isTypeReferenceNode,
  isUnionTypeNode,
  type TypeElement,
  type TypeNode,
} from '../../core/syntax/types';
import { type ParsedFile } from '../../core/syntax/parse';
import { type Declared, importOf, resolveName } from './moduleNames';

/** TypeScript's own helpers whose result is JSON where their arguments are. */
const HELPERS: ReadonlySet<string> = new Set([
  'Array',
  'Exclude',
  'Extract',
  'NonNullable',
  'Omit',
  'Partial',
  'Pick',
  'Readonly',
  'ReadonlyArray',
  'Record',
  'Required',
]);

/** Types nested deeper than this are not followed: what is not followed is not known to be JSON. */
const MAX_DEPTH = 8;

/** True where it is certain. `undefined` passes as a member (it is left out), not as a value of its own. */
export function isJsonType(ctx: AssistContext, file: ParsedFile, type: TypeNode): boolean {
  return new JsonTypes(ctx).isJson(file, type, 0, new Set());
}

/** Follows types; what is being looked at is taken for JSON, so that types may refer to themselves. */
class JsonTypes {
  readonly #ctx: AssistContext;
  readonly #open = new Set<string>();

  constructor(ctx: AssistContext) {
    this.#ctx = ctx;
  }

  isJson(file: ParsedFile, type: TypeNode, depth: number, parameters: ReadonlySet<string>): boolean {
    const next = (inner: TypeNode): boolean => this.isJson(file, inner, depth + 1, parameters);
    if (depth > MAX_DEPTH) return false;
    switch (type.kind) {
      case SyntaxKind.StringKeyword:
      case SyntaxKind.NumberKeyword:
      case SyntaxKind.BooleanKeyword:
      case SyntaxKind.UndefinedKeyword:
      case SyntaxKind.NeverKeyword:
        return true;
    }
    if (isLiteralTypeNode(type)) return type.literal.kind !== SyntaxKind.BigIntLiteral;
    if (isArrayTypeNode(type)) return next(type.elementType);
    if (isParenthesizedTypeNode(type) || isTypeOperatorNode(type) || isRestTypeNode(type))
      return type.kind === SyntaxKind.TypeOperator && isUnique(type) ? false : next(type.type);
    if (isTupleTypeNode(type)) return type.elements.every((element) => isNamedMember(element, next));
    if (isUnionTypeNode(type) || isIntersectionTypeNode(type)) return type.types.every(next);
    if (isTypeLiteralNode(type)) return type.members.every((member) => this.#isMember(member, next));
    if (isIndexedAccessTypeNode(type)) return this.#isIndexed(file, type.objectType, depth, parameters);
    if (!isTypeReferenceNode(type)) return false;
    const { typeName, typeArguments = [] } = type;
    if (isQualifiedName(typeName)) {
      const inferred = ['infer', 'input', 'output'].includes(typeName.right.text);
      const [schema] = typeArguments;
      return inferred && schema !== undefined && isTypeQueryNode(schema) && isIdentifier(schema.exprName)
        ? this.#isJsonSchema(file, schema.exprName.text, depth)
        : false;
    }
    const name = typeName.text;
    if (parameters.has(name)) return true;
    const declared = resolveName(this.#ctx, file, name);
    if (!declared) return HELPERS.has(name) && !importOf(file, name) && typeArguments.every(next);
    return typeArguments.every(next) && this.#isDeclared(declared, depth);
  }

  #isMember(member: TypeElement, next: (type: TypeNode) => boolean): boolean {
    return isPropertySignature(member) && member.type !== undefined && next(member.type);
  }

  #isDeclared({ file, statement, name }: Declared, depth: number): boolean {
    const key = `${file.path}#${name}`;
    if (this.#open.has(key)) return true;
    this.#open.add(key);
    const parameters = new Set(
      isInterfaceDeclaration(statement) || isTypeAliasDeclaration(statement)
        ? (statement.typeParameters ?? []).map((parameter) => parameter.name.text)
        : [],
    );
    const next = (type: TypeNode): boolean => this.isJson(file, type, depth + 1, parameters);
    if (isEnumDeclaration(statement)) return true;
    if (isTypeAliasDeclaration(statement)) return next(statement.type);
    if (!isInterfaceDeclaration(statement)) return false;
    const bases = (statement.heritageClauses ?? []).flatMap((clause) => [...clause.types]);
    return (
      statement.members.every((member) => this.#isMember(member, next)) &&
      bases.every(({ expression }) => {
        const base = isIdentifier(expression) ? resolveName(this.#ctx, file, expression.text) : undefined;
        return base !== undefined && this.#isDeclared(base, depth + 1);
      })
    );
  }

  /** `Order['status']` is JSON where `Order` is; `(typeof KINDS)[number]` where `KINDS` is a list of literals. */
  #isIndexed(file: ParsedFile, object: TypeNode, depth: number, parameters: ReadonlySet<string>): boolean {
    const inner = isParenthesizedTypeNode(object) ? object.type : object;
    if (!isTypeQueryNode(inner)) return this.isJson(file, inner, depth + 1, parameters);
    if (!isIdentifier(inner.exprName)) return false;
    const declared = resolveName(this.#ctx, file, inner.exprName.text);
    const value = declared && valueOf(declared);
    return (
      value !== undefined && isAsExpression(value) && value.type.getText(declared?.file.tree) === 'const'
    );
  }

  /** A schema of which every part is known to take and give JSON. */
  #isJsonSchema(file: ParsedFile, name: string, depth: number): boolean {
    const declared = depth > MAX_DEPTH ? undefined : resolveName(this.#ctx, file, name);
    const value = declared && valueOf(declared);
    if (!declared || !value || !isCallExpression(value)) return false;
    let certain = true;
    const visit = (node: Node): void => {
      if (!certain) return;
      if (isPropertyAccessExpression(node)) {
        if (UNJSON.test(node.name.text)) certain = false;
        return visit(node.expression);
      }
      if (isCallExpression(node)) {
        visit(node.expression);
        node.arguments.forEach(visit);
        return;
      }
      if (isIdentifier(node)) {
        const known = importOf(declared.file, node.text);
        if (known && /^(?:zod|zod\/.*|valibot|yup)$/.test(known.specifier)) return;
        certain = this.#isJsonSchema(declared.file, node.text, depth + 1);
        return;
      }
      if (node.kind === SyntaxKind.PropertyAssignment) {
        forEachChild(node, (child) => {
          if (!isIdentifier(child) || child !== (node as { name?: Node }).name) visit(child);
        });
        return;
      }
      // Messages, limits and patterns are values of their own; functions are refinements, which see what was parsed.
      if (node.kind === SyntaxKind.ArrowFunction || node.kind === SyntaxKind.FunctionExpression) return;
      forEachChild(node, visit);
    };
    visit(value);
    return certain;
  }
}

/** Parts of schema libraries that take or give what JSON has not. */
const UNJSON =
  /^(?:date|bigint|instanceof|instance|file|blob|custom|map|set|function|promise|symbol|any|unknown|lazy|transform|preprocess|pipe|codec|undefined|void|nan|stringbool)$/;

function valueOf({ statement, name }: Declared): Expression | undefined {
  return initializerOf(statement, name);
}

/** The initializer of the variable `name` that a statement declares. */
export function initializerOf(statement: Statement, name: string): Expression | undefined {
  if (!isVariableStatement(statement)) return undefined;
  return statement.declarationList.declarations.find(
    (declaration) => isIdentifier(declaration.name) && declaration.name.text === name,
  )?.initializer;
}

function isUnique(type: { readonly operator?: SyntaxKind }): boolean {
  return type.operator === SyntaxKind.UniqueKeyword;
}

/** `[first: string]` names its member. */
function isNamedMember(element: TypeNode, next: (type: TypeNode) => boolean): boolean {
  return element.kind === SyntaxKind.NamedTupleMember
    ? next((element as TypeNode & { readonly type: TypeNode }).type)
    : next(element);
}
