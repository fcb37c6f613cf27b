/** Finds how an endpoint's function takes its input, for code that is about to check it. */
import * as ts from 'typescript';
import { type BodyRead, onlyBodyRead } from './bodyReads';
import { type FunctionNode } from './functions';
import { type Field, shapeOfPattern, shapeOfType, shapeOfUse, shapeOfUses, type Shape } from './inputShapes';
import { type Reference, referencesIn } from './references';

/** A part of the code that reads a field of the input, with what is to stand there. */
export interface FieldRead {
  readonly node: ts.Node;
  readonly field: string;
}

/** How the input comes. */
export type InputPlan =
  /** `await request.json()` in a statement of its own. */
  | { readonly kind: 'body'; readonly shape: Shape; readonly read: BodyRead; readonly value: ts.Expression }
  /** `form.get('name')`: of a body that was read as a form, or of an action's parameter. */
  | {
      readonly kind: 'form';
      readonly shape: Shape;
      readonly form: string;
      readonly reads: readonly FieldRead[];
      /** The statement that read the form; undefined for a parameter. */
      readonly after: ts.Statement | undefined;
    }
  /** One parameter that is an object; its uses become uses of the checked value. */
  | {
      readonly kind: 'object';
      readonly shape: Shape;
      readonly parameter: ts.ParameterDeclaration;
      readonly uses: readonly Reference[];
    }
  /** Several parameters, or one that is no object: checked together, by name. */
  | { readonly kind: 'values'; readonly shape: Shape };

/** The plan for a route handler; undefined where its input is not certain. */
export function bodyPlan(tree: ts.SourceFile, node: FunctionNode): InputPlan | undefined {
  const read = onlyBodyRead(node);
  if (!read || !ts.isVariableStatement(read.statement)) return undefined;
  const [declaration] = read.statement.declarationList.declarations;
  if (!declaration?.initializer) return undefined;
  const references = referencesIn(node);
  const usesOf = (name: string): readonly Reference[] =>
    references.filter((each) => each.name === name && !each.inType);
  if (read.kind === 'formData') {
    if (read.name === undefined) return undefined;
    return formPlan(usesOf(read.name), read.name, read.statement, usesOf);
  }
  if (read.kind !== 'json') return undefined;
  const shape = read.type
    ? shapeOfType(tree, read.type, 'json')
    : ts.isObjectBindingPattern(declaration.name)
      ? shapeOfPattern(declaration.name, usesOf)
      : read.name === undefined
        ? undefined
        : shapeOfMembers(usesOf(read.name), usesOf);
  if (shape?.kind !== 'object' || shape.fields.length === 0) return undefined;
  return { kind: 'body', shape, read, value: declaration.initializer };
}

/** The fields that are read of a name; undefined where it is used as a whole, or written. */
function shapeOfMembers(
  uses: readonly Reference[],
  usesOf: (name: string) => readonly Reference[],
): Shape | undefined {
  const fields = new Map<string, Shape>();
  const add = (name: string, shape: Shape): void => {
    const known = fields.get(name);
    if (!known || known.kind === 'any') fields.set(name, shape);
  };
  for (const { node, ancestors, written } of uses) {
    const parent = ancestors.at(-1);
    if (written || !parent) return undefined;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      const shape = shapeOfUse(parent, ancestors.slice(0, -1)) ?? { kind: 'any' };
      const field: Shape = parent.questionDotToken ? { kind: 'optional', of: shape } : shape;
      if (isAssigned(parent, ancestors.at(-2))) return undefined;
      add(parent.name.text, field.kind === 'optional' && shape.kind === 'any' ? shape : field);
    } else if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
      const shape = shapeOfPattern(parent.name, usesOf);
      if (shape?.kind !== 'object') return undefined;
      for (const { name, shape: each } of shape.fields) add(name, each);
    } else return undefined;
  }
  return { kind: 'object', fields: [...fields].map(([name, shape]): Field => ({ name, shape })) };
}

function isAssigned(node: ts.Node, parent: ts.Node | undefined): boolean {
  return (
    parent !== undefined &&
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

function formPlan(
  uses: readonly Reference[],
  form: string,
  after: ts.Statement | undefined,
  usesOf: (name: string) => readonly Reference[],
): InputPlan | undefined {
  const reads: FieldRead[] = [];
  const fields = new Map<string, Shape>();
  for (const { node, ancestors, written } of uses) {
    const [member, call, outer] = [ancestors.at(-1), ancestors.at(-2), ancestors.at(-3)];
    if (written || !member || !call || !ts.isPropertyAccessExpression(member) || member.expression !== node)
      return undefined;
    if (member.name.text !== 'get' || !ts.isCallExpression(call) || call.expression !== member)
      return undefined;
    const [argument] = call.arguments;
    if (!argument || !ts.isStringLiteral(argument) || call.arguments.length !== 1) return undefined;
    const { shape, node: whole } = formValue(call, outer, usesOf);
    const known = fields.get(argument.text);
    if (known && JSON.stringify(known) !== JSON.stringify(shape)) return undefined;
    fields.set(argument.text, shape);
    reads.push({ node: whole, field: argument.text });
  }
  if (reads.length === 0) return undefined;
  const shape: Shape = { kind: 'object', fields: [...fields].map(([name, each]) => ({ name, shape: each })) };
  return { kind: 'form', shape, form, reads, after };
}

/** A form's field is a string, or a file where it is said to be one; a box that is not checked is missing. */
function formValue(
  call: ts.Expression,
  outer: ts.Node | undefined,
  usesOf: (name: string) => readonly Reference[],
): { readonly shape: Shape; readonly node: ts.Node } {
  if (outer && ts.isAsExpression(outer)) {
    const shape = castShape(outer.type);
    return shape ? { shape, node: outer } : { shape: { kind: 'any' }, node: call };
  }
  if (
    outer &&
    ts.isVariableDeclaration(outer) &&
    ts.isIdentifier(outer.name) &&
    usesOf(outer.name.text).some(isFileUse)
  )
    return { shape: { kind: 'file' }, node: call };
  const mayMiss =
    outer !== undefined &&
    ((ts.isBinaryExpression(outer) && outer.left === call) ||
      ts.isPrefixUnaryExpression(outer) ||
      ts.isConditionalExpression(outer) ||
      (ts.isPropertyAccessExpression(outer) && outer.questionDotToken !== undefined));
  const shape: Shape = { kind: 'string' };
  return { shape: mayMiss ? { kind: 'nullable', of: shape } : shape, node: call };
}

/** What a cast says of a form's field; undefined where it may be a string or a file. */
function castShape(type: ts.TypeNode): Shape | undefined {
  if (type.kind === ts.SyntaxKind.StringKeyword) return { kind: 'string' };
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === 'File')
    return { kind: 'file' };
  if (!ts.isUnionTypeNode(type)) return undefined;
  const isNull = (each: ts.TypeNode): boolean =>
    ts.isLiteralTypeNode(each) && each.literal.kind === ts.SyntaxKind.NullKeyword;
  const [only, ...others] = type.types.filter((each) => !isNull(each));
  const of = only && others.length === 0 ? castShape(only) : undefined;
  return of && { kind: 'nullable', of };
}

/** What only a file has, or a test whether it is one. */
function isFileUse({ node, ancestors }: Reference): boolean {
  const parent = ancestors.at(-1);
  if (!parent) return false;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
    return /^(?:arrayBuffer|bytes|lastModified|size|stream)$/.test(parent.name.text);
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword
  );
}

/** The plan for a server action's parameters; undefined where they are not certain. */
export function parameterPlan(tree: ts.SourceFile, node: FunctionNode): InputPlan | undefined {
  const references = referencesIn(node);
  const usesOf = (name: string): readonly Reference[] =>
    references.filter((each) => each.name === name && !each.inType && each.scope === node);
  const parameters = [...node.parameters];
  if (parameters.some((each) => each.dotDotDotToken)) return undefined;
  const last = parameters.at(-1);
  if (
    last &&
    ts.isIdentifier(last.name) &&
    (last.type?.getText(tree) === 'FormData' || (!last.type && last.name.text === 'formData'))
  )
    return parameters.length <= 2
      ? formPlan(usesOf(last.name.text), last.name.text, undefined, usesOf)
      : undefined;
  const [only] = parameters;
  if (parameters.length === 1 && only && !only.initializer && !only.questionToken) {
    if (ts.isObjectBindingPattern(only.name)) {
      const shape = only.type
        ? shapeOfType(tree, only.type, 'arguments')
        : shapeOfPattern(only.name, (name) => references.filter((each) => each.name === name));
      return shape?.kind === 'object' ? { kind: 'object', shape, parameter: only, uses: [] } : undefined;
    }
    const shape = only.type && shapeOfType(tree, only.type, 'arguments');
    const { name } = only;
    if (shape?.kind === 'object' && ts.isIdentifier(name)) {
      const uses = usesOf(name.text);
      const shadowed = references.some(
        (each) => each.name === name.text && each.scope !== node && !each.inType,
      );
      return shadowed || uses.some(({ written }) => written)
        ? undefined
        : { kind: 'object', shape, parameter: only, uses };
    }
  }
  const fields: Field[] = [];
  for (const { name, type, questionToken, initializer } of parameters) {
    if (!ts.isIdentifier(name)) return undefined;
    const shape = type ? shapeOfType(tree, type, 'arguments') : shapeOfUses(usesOf(name.text));
    const optional = questionToken !== undefined && shape.kind !== 'optional' && !initializer;
    fields.push({ name: name.text, shape: optional ? { kind: 'optional', of: shape } : shape });
  }
  const known = fields.some(({ shape }) => shape.kind !== 'any' && shape.kind !== 'typed');
  return known ? { kind: 'values', shape: { kind: 'object', fields } } : undefined;
}
