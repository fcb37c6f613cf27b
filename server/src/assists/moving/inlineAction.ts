/** Reads an inline action off its file: its code as a module's function, what it captures, and who uses it. */
import { type AssistContext } from '../../core/assist/assist';
import { type Endpoint } from '../../core/program/program';
import { dedented } from '../../core/edit/indentation';
import {
  forEachChild,
  isArrowFunction,
  isAwaitExpression,
  isBlock,
  isCallExpression,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isJsxAttribute,
  isMethodDeclaration,
  isNoSubstitutionTemplateLiteral,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isPropertyDeclaration,
  isVariableDeclaration,
  isVariableStatement,
  type Node,
  type ParameterDeclaration,
  type Statement,
  SyntaxKind,
  type VariableDeclaration,
} from '../../core/syntax/ast';
import { isTemplateExpression } from '../../core/syntax/code';
import { endpointFunctionAt } from '../../core/syntax/endpointFunction';
import { dottedName, type FunctionNode } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { nodesAt, type Reference, referencesIn } from '../../core/syntax/references';
import { walk } from '../../core/syntax/walk';
import { capturedType, capturesSegment } from './capturedType';

/** A value of the component that the action reads. */
export interface Capture {
  readonly name: string;
  /** As a parameter would declare it; undefined in JavaScript. */
  readonly type: string | undefined;
  /** It is a dynamic segment of the page's URL. */
  readonly isSegment: boolean;
}

/** An inline action that can stand in a module of its own. */
export interface InlineAction {
  readonly node: FunctionNode;
  /** The statement that goes; undefined where the function stands in an expression, as in a prop. */
  readonly statement: Statement | undefined;
  /** The name that its uses have; undefined in an expression. */
  readonly name: string | undefined;
  /** The JSX prop that is given the function itself. */
  readonly prop: string | undefined;
  readonly captures: readonly Capture[];
  /** Mentions of its name elsewhere. */
  readonly uses: readonly Reference[];
}

/** The inline action of the endpoint; undefined where it can't be moved for certain. */
export function inlineActionOf(ctx: AssistContext, { fact }: Endpoint): InlineAction | undefined {
  const start = ctx.file.ranges[fact]?.start;
  const file = ctx.syntax();
  const found = start === undefined ? undefined : endpointFunctionAt(file, start);
  if (!found || found.wrappers.length > 0) return undefined;
  const { node } = found;
  if (
    !isFunctionDeclaration(node) &&
    !isArrowFunction(node) &&
    !isFunctionExpression(node) &&
    !isMember(node)
  )
    return undefined;
  const ancestors = nodesAt(file.tree, node.getStart(file.tree));
  const outside = ancestors.slice(0, ancestors.indexOf(node));
  const holder = holderOf(node, outside);
  if (!holder || !hasTypes(ctx, node, holder)) return undefined;
  const all = referencesIn(file.tree);
  const inside = all.filter(({ ancestors: path }) => path.includes(node));
  const captures = capturesOf(ctx, file, inside, outside, all);
  if (!captures) return undefined;
  const { name, statement, prop } = holder;
  const scope = name === undefined ? undefined : scopeOf(name, outside, all, node);
  const uses =
    name === undefined || scope === undefined
      ? []
      : all.filter((reference) => reference.name === name && reference.scope === scope);
  // A function that calls itself would need its captures twice.
  if (uses.some((use) => inside.includes(use))) return undefined;
  if (hidesCaptures(uses, captures, all)) return undefined;
  return { node, statement, name, prop, captures, uses };
}

interface Holder {
  readonly statement: Statement | undefined;
  readonly name: string | undefined;
  readonly variable?: VariableDeclaration;
  readonly prop?: string;
}

/** A method of an object that needs nothing of it. */
function isMember(node: FunctionNode): boolean {
  if (!isMethodDeclaration(node) || node.asteriskToken || !isIdentifier(node.name)) return false;
  let isBound = false;
  walk(node, ({ node: inner }) => {
    if (inner.kind === SyntaxKind.ThisKeyword || inner.kind === SyntaxKind.SuperKeyword) isBound = true;
  });
  return !isBound;
}

/** A declaration, the only variable of a statement, or an expression. */
function holderOf(node: FunctionNode, outside: readonly Node[]): Holder | undefined {
  if (isFunctionDeclaration(node)) {
    return node.name ? { statement: node, name: node.name.text } : undefined;
  }
  const parent = outside.at(-1);
  if (parent && isVariableDeclaration(parent) && isIdentifier(parent.name)) {
    const statement = outside.filter(isVariableStatement).at(-1);
    return statement?.declarationList.declarations.length === 1
      ? { statement, name: parent.name.text, variable: parent }
      : undefined;
  }
  const none = { statement: undefined, name: undefined };
  // A class says more of its methods than their own code.
  if (isMethodDeclaration(node)) return parent && isObjectLiteralExpression(parent) ? none : undefined;
  if (parent && isPropertyDeclaration(parent)) return undefined;
  const attribute = outside.at(-2);
  return attribute && isJsxAttribute(attribute) && isIdentifier(attribute.name)
    ? { ...none, prop: attribute.name.text }
    : none;
}

/** In TypeScript each parameter must say what it is, once nothing else does; a form's is known. */
function hasTypes({ path }: AssistContext, node: FunctionNode, { variable, prop }: Holder): boolean {
  if (!/\.[cm]?tsx?$/.test(path) || variable?.type) return true;
  return node.parameters.every(
    (parameter, index) => parameter.type !== undefined || (isFormParameter(parameter, prop) && index === 0),
  );
}

function isFormParameter(parameter: ParameterDeclaration, prop: string | undefined): boolean {
  return (prop === 'action' || prop === 'formAction') && isIdentifier(parameter.name);
}

function capturesOf(
  ctx: AssistContext,
  file: ParsedFile,
  inside: readonly Reference[],
  outside: readonly Node[],
  all: readonly Reference[],
): readonly Capture[] | undefined {
  const captures = new Map<string, Capture>();
  for (const { name, scope, inType, ancestors } of inside) {
    if (!scope || scope === file.tree || !outside.includes(scope)) continue;
    if (inType) return undefined;
    // A promise, or what is assigned later, is not what the form would bring back.
    if (all.some((other) => other.name === name && other.scope === scope && other.written)) return undefined;
    const parent = ancestors.at(-1);
    if (!parent || isAwaitExpression(parent)) return undefined;
    if (isCallExpression(parent) && (isUse(parent) || isCallee(parent, name))) return undefined;
    if (isPropertyAccessExpression(parent) && parent.name.text === 'then') return undefined;
    if (captures.has(name)) continue;
    const type = capturedType(file, name, scope);
    if (type === undefined) return undefined;
    captures.set(name, {
      name,
      type: /\.[cm]?tsx?$/.test(ctx.path) ? type : undefined,
      isSegment: capturesSegment(file, name, scope),
    });
  }
  return [...captures.values()];
}

function isUse(call: Node & { readonly expression: Node }): boolean {
  return isIdentifier(call.expression) && call.expression.text === 'use';
}

function isCallee(call: Node & { readonly expression: Node }, name: string): boolean {
  return isIdentifier(call.expression) && call.expression.text === name;
}

function scopeOf(
  name: string,
  outside: readonly Node[],
  all: readonly Reference[],
  node: FunctionNode,
): Node | undefined {
  const candidates = all.filter(
    (reference) => reference.name === name && reference.scope && outside.includes(reference.scope),
  );
  // The innermost of them is the one that the declaration belongs to.
  return candidates
    .map(({ scope }) => scope)
    .filter((scope) => scope !== node)
    .sort((a, b) => outside.indexOf(b ?? node) - outside.indexOf(a ?? node))[0];
}

/** Where the action is used, a captured name must still mean the same. */
function hidesCaptures(
  uses: readonly Reference[],
  captures: readonly Capture[],
  all: readonly Reference[],
): boolean {
  const names = new Set(captures.map(({ name }) => name));
  return uses.some((use) =>
    all.some(
      (other) =>
        names.has(other.name) &&
        other.scope !== undefined &&
        other.scope !== use.scope &&
        use.ancestors.indexOf(other.scope) > use.ancestors.indexOf(use.scope ?? other.scope),
    ),
  );
}

/** The code of a module's exported function: without its directive, with the captures as its first parameters. */
export function exportedCode(file: ParsedFile, action: InlineAction, name: string): string {
  const { node, statement, captures } = action;
  const { tree, text } = file;
  const body = node.body;
  if (!body || !isBlock(body)) return '';
  const own = node.parameters.map((parameter, index) => {
    const written = parameter.getText(tree);
    const isUntyped = parameter.type === undefined && /\.[cm]?tsx?$/.test(file.path) && !statement;
    return isUntyped && index === 0 ? `${written}: FormData` : written;
  });
  const bound = captures.map((capture) =>
    capture.type === undefined ? capture.name : `${capture.name}: ${capture.type}`,
  );
  const parameters = [...bound, ...own].join(', ');
  const block = withoutDirective(text.slice(body.getStart(tree), body.end));
  const result = node.type ? `: ${node.type.getText(tree)}` : '';
  const generics = node.typeParameters
    ? `<${node.typeParameters.map((parameter) => parameter.getText(tree)).join(', ')}>`
    : '';
  const variable =
    statement && isVariableStatement(statement) ? statement.declarationList.declarations[0] : undefined;
  const type = variable?.type && captures.length === 0 ? `: ${variable.type.getText(tree)}` : '';
  const head =
    variable === undefined
      ? `export async function ${name}${generics}(${parameters})${result} `
      : isArrowFunction(node)
        ? `export const ${name}${type} = async ${generics}(${parameters})${result} => `
        : `export const ${name}${type} = async function ${generics}(${parameters})${result} `;
  const end = variable && statement && text.slice(0, statement.end).endsWith(';') ? ';' : '';
  const code = `${head}${block}${end}`;
  return hasTemplate(file, node) ? code : dedented(code);
}

/** The block without the directive that opens it. */
function withoutDirective(block: string): string {
  const directive = /^(\{)(\s*)(['"])use server\3[ \t]*;?([ \t]*\r?\n(?:[ \t]*\r?\n)*)?/.exec(block);
  if (!directive) return block;
  const [whole, , before = ''] = directive;
  const rest = block.slice(whole.length);
  const opening = before.includes('\n') ? `{${/\r?\n/.exec(before)?.[0] ?? '\n'}` : '{';
  if (rest.trim() === '}') return '{}';
  return `${opening}${rest}`;
}

/** A template over several lines, whose blanks are its content. */
export function hasTemplate({ tree }: ParsedFile, node: Node): boolean {
  let found = false;
  const visit = (child: Node): void => {
    const isTemplate = isNoSubstitutionTemplateLiteral(child) || isTemplateExpression(child);
    if (isTemplate && child.getText(tree).includes('\n')) found = true;
    forEachChild(child, visit);
  };
  visit(node);
  return found;
}

/** Asks who is calling. */
const CALLER =
  /^(?:cookies|headers)$|(?:^|\.)(?:auth|protect|(?:get|require|ensure|assert|check|verify|validate|current)[A-Z]\w*)$/;

/** What the action is best called: by its own name, its property's, or what it calls. */
export function proposedActionName(file: ParsedFile, { node, name }: InlineAction): string {
  const own = name ?? (node.name && isIdentifier(node.name) ? node.name.text : undefined);
  if (own !== undefined) return own;
  const holder = nodesAt(file.tree, node.getStart(file.tree)).filter((outer) => outer.end >= node.end);
  const parent = holder[holder.indexOf(node) - 1];
  if (parent && isPropertyAssignment(parent) && isIdentifier(parent.name)) return parent.name.text;
  let called: string | undefined;
  const visit = (child: Node): void => {
    if (called === undefined && isAwaitExpression(child) && isCallExpression(child.expression)) {
      const callee = dottedName(child.expression.expression);
      // Who is calling says nothing of what is done.
      if (callee !== undefined && !CALLER.test(callee)) called = callee;
    }
    forEachChild(child, visit);
  };
  visit(node);
  const parts = called?.split('.') ?? [];
  const [thing = '', verb = ''] = parts.slice(-2);
  // `prisma.post.create` makes a post.
  if (parts.length > 2 && /^(?:create|update|upsert|delete)$/.test(verb) && /^[a-z]\w*$/.test(thing))
    return `${verb}${thing.charAt(0).toUpperCase()}${thing.slice(1)}`;
  const last = parts.at(-1);
  return last === undefined || !/^[a-z]\w*$/.test(last) ? 'submitAction' : `${last}Action`;
}
