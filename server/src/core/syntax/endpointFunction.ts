/** Finds the function behind an endpoint's name, through variables and the calls that wrap it, for code that is to be written into it. */
import * as ts from 'typescript';
import { isCast } from './casts';
import { type FunctionNode, isFunctionNode } from './functions';
import { type ParsedFile } from './parse';

/** An endpoint as its file writes it. */
export interface EndpointFunction {
  readonly node: FunctionNode;
  /** The calls that it is handed to, outermost first: `withAuth(withLog(async () => …))` has two. */
  readonly wrappers: readonly ts.CallExpression[];
  /** What is wrapped as a whole: the function itself, or the outermost call. */
  readonly value: FunctionNode | ts.Expression;
  /** The statement (or the object's member) that declares it. */
  readonly declaration: ts.Node;
}

/**
 * The function that the name at `offset` (the start of an endpoint's range) stands for: a declaration, the value of a
 * variable, property or default export, each perhaps wrapped by calls; or the function that starts there itself (an inline
 * action without a name). Undefined where a call is handed no function or several, or the function has no body.
 */
export function endpointFunctionAt(file: ParsedFile, offset: number): EndpointFunction | undefined {
  const { tree } = file;
  let found: EndpointFunction | undefined;
  const visit = (node: ts.Node, declaration: ts.Node): void => {
    if (found || offset < node.pos || offset >= node.end) return;
    const outer = isDeclaring(node) ? node : declaration;
    if (isFunctionNode(node)) {
      const name = node.name ?? node;
      if (name.getStart(tree) === offset || node.getStart(tree) === offset) found = wrapped(node, outer);
    } else if (
      ts.isVariableDeclaration(node) ||
      ts.isPropertyAssignment(node) ||
      ts.isPropertyDeclaration(node)
    ) {
      if (node.name.getStart(tree) === offset && node.initializer) found = wrapped(node.initializer, outer);
    } else if (ts.isExportAssignment(node)) {
      if (node.expression.getStart(tree) === offset || node.getStart(tree) === offset)
        found = wrapped(node.expression, outer);
    }
    if (!found) ts.forEachChild(node, (child) => visit(child, outer));
  };
  visit(tree, tree);
  return found;
}

function isDeclaring(node: ts.Node): boolean {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isVariableStatement(node) ||
    ts.isExportAssignment(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isMethodDeclaration(node)
  );
}

function wrapped(value: ts.Expression | FunctionNode, declaration: ts.Node): EndpointFunction | undefined {
  const wrappers: ts.CallExpression[] = [];
  let inner: ts.Node = value;
  for (;;) {
    if (isFunctionNode(inner)) {
      if (!('body' in inner) || !inner.body) return undefined;
      return { node: inner, wrappers, value, declaration };
    }
    if (isCast(inner)) inner = inner.expression;
    else if (ts.isCallExpression(inner)) {
      wrappers.push(inner);
      const inside: readonly ts.Expression[] = inner.arguments.filter(leadsToFunction);
      const [only] = inside;
      if (!only || inside.length > 1) return undefined;
      inner = only;
    } else return undefined;
  }
}

/** A function, or a call that is handed one: `withAuth(withLog(async () => …))`. */
function leadsToFunction(node: ts.Expression): boolean {
  if (isFunctionNode(node)) return true;
  if (isCast(node)) return leadsToFunction(node.expression);
  return ts.isCallExpression(node) && node.arguments.some(leadsToFunction);
}

/** Where statements can be written at the beginning of a function's body. */
export interface BodyStart {
  /** Behind the opening brace or the last directive. */
  readonly offset: number;
  /** The offset of the first statement that is no directive; undefined for a body without one. */
  readonly firstStatement: number | undefined;
  /** True where the body is an expression that has to become a block first. */
  readonly isExpression: boolean;
}

/** The beginning of a function's body; undefined for functions without one. */
export function bodyStart(file: ParsedFile, node: FunctionNode): BodyStart | undefined {
  const body = 'body' in node ? node.body : undefined;
  if (!body) return undefined;
  if (!ts.isBlock(body)) {
    const start = body.getStart(file.tree);
    return { offset: start, firstStatement: start, isExpression: true };
  }
  let offset = body.getStart(file.tree) + 1;
  let count = 0;
  for (const statement of body.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) break;
    offset = statement.end;
    count++;
  }
  return { offset, firstStatement: body.statements[count]?.getStart(file.tree), isExpression: false };
}
