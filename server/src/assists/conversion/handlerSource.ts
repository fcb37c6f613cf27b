/** Reads a route handler that takes arguments and gives a result as a function could: what it reads of the request, and what it answers. */
import { type AssistContext } from '../../core/assist/assist';
import { type Endpoint } from '../../core/program/program';
import {
  type Expression,
  isAsExpression,
  isAwaitExpression,
  isBlock,
  isCallExpression,
  isIdentifier,
  isNumericLiteral,
  isObjectBindingPattern,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isReturnStatement,
  isVariableDeclaration,
  type Node,
  type Statement,
  SyntaxKind,
} from '../../core/syntax/ast';
import { isNewExpression } from '../../core/syntax/code';
import { usesOf } from '../../core/syntax/references';
import { dottedName, propertyNameText } from '../../core/syntax/functions';
import { walk } from '../../core/syntax/walk';
import { importsOf } from '../../core/syntax/topLevelNames';
import { type ActionSource, plainFunction } from './actionSource';
import { segmentsOf } from './routeUrl';

/** How the body of the request is read, at one place. */
export interface BodyRead {
  readonly kind: 'json' | 'form';
  /** From `await` (and the parentheses and the cast around it) to its end. */
  readonly expression: Node;
  /** A schema's `parse` is given it: any value will do. */
  readonly isParsed: boolean;
  /** The type that it is cast to. */
  readonly type: string | undefined;
  /** The statement that is nothing but `const x = await request.json()`, with what it binds. */
  readonly declaration:
    { readonly statement: Statement; readonly name: string; readonly type: string | undefined } | undefined;
}

/** One way in which the handler answers. */
export interface HandlerAnswer {
  readonly statement: Node;
  /** The JSON value; undefined for an empty body. */
  readonly value: Expression | undefined;
  readonly status: number;
}

/** A handler that a function with arguments can stand for. */
export interface HandlerSource extends ActionSource {
  readonly body: BodyRead | undefined;
  /** The URL's parameters in order, with the statements that take them out of `params`. */
  readonly segments: readonly string[];
  readonly segmentStatements: readonly Statement[];
  readonly answers: readonly HandlerAnswer[];
}

/** The handler; a message where it reads or answers what only HTTP has. */
export function handlerSource(ctx: AssistContext, endpoint: Endpoint): HandlerSource | string {
  const source = plainFunction(ctx, endpoint);
  if (!source) return 'It is not one plain async function';
  const { node, file } = source;
  if (!node.body || !isBlock(node.body)) return 'It is an expression';
  const [request, context, ...more] = node.parameters;
  if (more.length > 0) return 'It takes more than a request and its parameters';
  const outside = importsOf(file).find(
    ({ specifier, imported }) =>
      (specifier === 'next/headers' && imported === 'headers') ||
      (specifier === 'next/navigation' && imported !== 'notFound') ||
      (specifier === 'next/server' && imported === 'after'),
  );
  if (outside && usesOf([node.body], outside.local).length > 0) return `It uses \`${outside.local}\``;
  const body = request ? bodyRead(source, request.name) : undefined;
  if (typeof body === 'string') return body;
  const params = context ? paramsRead(source, context.name, segmentsOf(endpoint.url ?? '')) : [];
  if (typeof params === 'string') return params;
  const answers = answersOf(source);
  if (typeof answers === 'string') return answers;
  const segments = params.length > 0 ? segmentsOf(endpoint.url ?? '') : [];
  return { ...source, body, segments, segmentStatements: params, answers };
}

function bodyRead({ node, file }: ActionSource, name: Node): BodyRead | undefined | string {
  if (!node.body) return undefined;
  if (!isIdentifier(name)) return 'It takes the request apart';
  const uses = new Set<Node>(usesOf([node.body], name.text));
  if (uses.size === 0) return undefined;
  if (uses.size > 1) return 'It reads more of the request than its body';
  let found: BodyRead | string = 'It reads more of the request than its body';
  walk(node, ({ node: inner, around }, nested) => {
    if (!uses.has(inner)) return;
    const [access, call, awaited, ...outer] = around;
    if (nested || !access || !isPropertyAccessExpression(access) || !call || !isCallExpression(call)) return;
    if (!awaited || !isAwaitExpression(awaited)) return;
    const kind = access.name.text === 'json' ? 'json' : access.name.text === 'formData' ? 'form' : undefined;
    if (!kind) return;
    let expression: Node = awaited;
    let type: string | undefined;
    let rest: readonly Node[] = outer;
    for (
      let parent = rest[0];
      parent && (isParenthesizedExpression(parent) || isAsExpression(parent));
      parent = rest[0]
    ) {
      if (isAsExpression(parent)) type = parent.type.getText(file.tree);
      expression = parent;
      rest = rest.slice(1);
    }
    const [declaration, list, statement, block] = rest;
    const isOwn =
      declaration !== undefined &&
      isVariableDeclaration(declaration) &&
      declaration.initializer === expression &&
      list !== undefined &&
      'declarations' in list &&
      (list.declarations as readonly Node[]).length === 1 &&
      block === node.body;
    found = {
      kind,
      expression,
      type,
      isParsed:
        declaration !== undefined &&
        isCallExpression(declaration) &&
        /(?:^|\.)(?:safeP|p)arse(?:Async)?$/.test(declaration.expression.getText(file.tree)),
      declaration: isOwn
        ? {
            // The parent of a declaration list is its statement.
            statement: statement as Statement,
            name: declaration.name.getText(file.tree),
            type: declaration.type?.getText(file.tree) ?? type,
          }
        : undefined,
    };
  });
  return found;
}

/** `const { id } = await params;` at the top of the body: each of them, for all parameters of the URL. */
function paramsRead(
  { node, file }: ActionSource,
  name: Node,
  segments: readonly string[],
): readonly Statement[] | string {
  const wrong = 'It reads the parameters of its URL in another way';
  if (!node.body || !isBlock(node.body)) return wrong;
  if (!isObjectBindingPattern(name) || name.elements.length !== 1) return wrong;
  const [element] = name.elements;
  if (!element || !isIdentifier(element.name) || element.propertyName || element.name.text !== 'params')
    return wrong;
  const uses = usesOf([node.body], 'params').length;
  const taken: string[] = [];
  const statements = node.body.statements.filter((statement) => {
    const match = /^const \{ ([\w$, ]+) \} = (?:\(?await )?params\)?;?$/.exec(statement.getText(file.tree));
    if (match) taken.push(...(match[1] ?? '').split(',').map((part) => part.trim()));
    return match !== null;
  });
  if (statements.length !== uses) return wrong;
  return taken.every((part) => segments.includes(part)) && segments.every((segment) => /^\w+$/.test(segment))
    ? statements
    : wrong;
}

function answersOf({ node }: ActionSource): readonly HandlerAnswer[] | string {
  const answers: HandlerAnswer[] = [];
  let problem: string | undefined;
  walk(node, ({ node: inner }, nested) => {
    if (nested || !isReturnStatement(inner)) return;
    const answer = inner.expression && answerOf(inner, inner.expression);
    if (answer) answers.push(answer);
    else problem ??= 'It answers with something else than JSON or a status';
  });
  return problem ?? answers;
}

function answerOf(statement: Node, value: Expression): HandlerAnswer | undefined {
  if (isCallExpression(value)) {
    const name = dottedName(value.expression);
    const [json, init] = value.arguments;
    if ((name !== 'Response.json' && name !== 'NextResponse.json') || !json) return undefined;
    const status = statusOf(init);
    return status === undefined ? undefined : { statement, value: json, status };
  }
  if (!isNewExpression(value)) return undefined;
  const name = dottedName(value.expression);
  const [body, init] = value.arguments ?? [];
  if (name !== 'Response' && name !== 'NextResponse') return undefined;
  const isEmpty =
    body === undefined ||
    body.kind === SyntaxKind.NullKeyword ||
    (isIdentifier(body) && body.text === 'undefined');
  const status = statusOf(init);
  return isEmpty && status !== undefined ? { statement, value: undefined, status } : undefined;
}

/** The status that `{ status: 201 }` names, 200 without it; undefined where it has more than a status. */
function statusOf(init: Expression | undefined): number | undefined {
  if (!init) return 200;
  if (!isObjectLiteralExpression(init)) return undefined;
  let status = 200;
  for (const property of init.properties) {
    const name = propertyNameText(property.name);
    if (!isPropertyAssignment(property) || (name !== 'status' && name !== 'statusText')) return undefined;
    if (name === 'statusText') continue;
    if (!isNumericLiteral(property.initializer)) return undefined;
    status = Number(property.initializer.text);
  }
  return status;
}
