/** Finds where a function reads the body of its request, for code that is about to read it another way. */
import * as ts from 'typescript';

/** How a body is read. */
export type BodyKind = 'json' | 'text' | 'formData';

/** The only place where a function reads its request's body. */
export interface BodyRead {
  /** What the function calls the request. */
  readonly request: string;
  readonly kind: BodyKind;
  /** The whole `await request.json()`. */
  readonly expression: ts.AwaitExpression;
  /** The statement that it stands in. */
  readonly statement: ts.Statement;
  /** The name that the statement gives to the value as it is. */
  readonly name: string | undefined;
  /** The names that it takes out of the value, where it takes it apart at once: name of the field and of the variable. */
  readonly fields: readonly ts.BindingElement[] | undefined;
  /** What the value is said to be: `(await request.json()) as Input`, or the variable's annotation. */
  readonly type: ts.TypeNode | undefined;
  /** The statements that the read one is among: the function's own, or those of a `try` of it. */
  readonly block: ts.Block;
}

/** Every name that stands anywhere in the function. */
export function namesWithin(node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) names.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

/**
 * The read of the body where the function's first parameter is a plain name, the body is read once, by a statement of the
 * function itself (or of a `try` of it), and the request is handed to nobody else. Undefined otherwise.
 */
export function onlyBodyRead(node: ts.FunctionLikeDeclaration): BodyRead | undefined {
  const [parameter] = node.parameters;
  if (!parameter || !ts.isIdentifier(parameter.name) || !node.body || !ts.isBlock(node.body))
    return undefined;
  const request = parameter.name.text;
  const uses = usesOf(node.body, request);
  if (uses.bare || uses.reads.length !== 1) return undefined;
  const [kind] = uses.reads;
  if (kind !== 'json' && kind !== 'text' && kind !== 'formData') return undefined;
  for (const block of blocksOf(node.body)) {
    for (const statement of block.statements) {
      const found = readIn(statement, request);
      if (found) return { request, kind, block, statement, ...found };
    }
  }
  return undefined;
}

const BODY_MEMBERS = /^(?:json|text|formData|arrayBuffer|blob|bytes|body|clone)$/;

function usesOf(body: ts.Node, name: string): { readonly bare: boolean; readonly reads: readonly string[] } {
  const reads: string[] = [];
  let bare = false;
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      if (node.expression.text === name && BODY_MEMBERS.test(node.name.text)) reads.push(node.name.text);
      return;
    }
    if (ts.isPropertyAssignment(node)) {
      visit(node.initializer);
      return;
    }
    if (ts.isIdentifier(node) && node.text === name) bare = true;
    ts.forEachChild(node, visit);
  };
  visit(body);
  return { bare, reads };
}

function blocksOf(body: ts.Block): readonly ts.Block[] {
  return [body, ...body.statements.filter(ts.isTryStatement).map(({ tryBlock }) => tryBlock)];
}

function readIn(
  statement: ts.Statement,
  request: string,
): Pick<BodyRead, 'expression' | 'name' | 'fields' | 'type'> | undefined {
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1)
    return undefined;
  const [declaration] = statement.declarationList.declarations;
  if (!declaration?.initializer) return undefined;
  const said = withoutCasts(declaration.initializer);
  const expression = said.expression;
  if (!ts.isAwaitExpression(expression) || !ts.isCallExpression(expression.expression)) return undefined;
  const called = expression.expression.expression;
  if (!ts.isPropertyAccessExpression(called) || !ts.isIdentifier(called.expression)) return undefined;
  if (called.expression.text !== request || !BODY_MEMBERS.test(called.name.text)) return undefined;
  const type = declaration.type ?? said.type;
  const { name } = declaration;
  if (ts.isIdentifier(name)) return { expression, name: name.text, fields: undefined, type };
  if (ts.isObjectBindingPattern(name))
    return { expression, name: undefined, fields: [...name.elements], type };
  return { expression, name: undefined, fields: undefined, type };
}

/** The expression inside of parentheses and `as`, with the outermost type. */
function withoutCasts(expression: ts.Expression): {
  readonly expression: ts.Expression;
  readonly type: ts.TypeNode | undefined;
} {
  let inner = expression;
  let type: ts.TypeNode | undefined;
  for (;;) {
    if (ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner)) {
      type ??= inner.type;
      inner = inner.expression;
    } else if (ts.isParenthesizedExpression(inner)) inner = inner.expression;
    else return { expression: inner, type };
  }
}
