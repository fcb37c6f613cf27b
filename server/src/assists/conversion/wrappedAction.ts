/**
 * Reads an action that a wrapper of the app makes, and writes the plain function that stands for it in a conversion: a route can
 * export nothing but handlers, so the wrapped function becomes a constant of its file, which the handler calls.
 */
import { type AssistContext } from '../../core/assist/assist';
import { statementText } from '../../core/edit/removal';
import { type Endpoint } from '../../core/program/program';
import {
  type Block,
  type Expression,
  isBlock,
  isExportAssignment,
  isFunctionDeclaration,
  isIdentifier,
  isInterfaceDeclaration,
  isStringLiteral,
  isTypeAliasDeclaration,
  isVariableStatement,
  isObjectLiteralExpression,
  isReturnStatement,
  isPropertyAssignment,
  type Node,
  type ParameterDeclaration,
  type Statement,
  SyntaxKind,
} from '../../core/syntax/ast';
import { withoutCasts } from '../../core/syntax/casts';
import { isSpreadElement } from '../../core/syntax/code';
import { endpointFunctionAt } from '../../core/syntax/endpointFunction';
import { propertyNameText } from '../../core/syntax/functions';
import { endsFlow, walk } from '../../core/syntax/walk';
import { parseFile, type ParsedFile } from '../../core/syntax/parse';
import { allIdentifiers, freeNames } from '../../core/syntax/references';
import {
  isTypeLiteralNode,
  isTypeReferenceNode,
  isUnionTypeNode,
  type TypeNode,
} from '../../core/syntax/types';
import { detectFileStyle } from '../../core/text/fileStyle';
import { resultType } from './actionAnswers';
import { findExits } from './actionExits';
import { type ActionSource, isPlain, nameOf } from './actionSource';
import { quoted, redirectingWords, resultTypeOf } from './bodyText';
import { wordsStatus } from './failureStatus';
import { redirectingCall } from './guardInline';
import { type HandlerBody } from './handlerBody';
import { isTypeStatement, resolveName } from './moduleNames';
import { unexported } from './movedCode';
import { isUsed, type OwnWrapper, ownWrapper } from './ownWrapper';
import { styledFunction } from './routeModule';

/** A wrapped action. */
export interface WrappedAction {
  /** `node` is the wrapped function. */
  readonly action: ActionSource;
  readonly wrapper: OwnWrapper;
  /** What it is called in the route's file. */
  readonly name: string;
  /** Its constant, in the style of its file. */
  readonly code: string;
  /** It has something made anew. */
  readonly refreshes: boolean;
}

/** The wrapped action; a message where it is none that a handler could call. */
export function wrappedAction(ctx: AssistContext, endpoint: Endpoint): WrappedAction | string {
  const file = ctx.syntax();
  const start = ctx.file.ranges[endpoint.fact]?.start;
  const found = start === undefined ? undefined : endpointFunctionAt(file, start);
  const [call] = found?.wrappers ?? [];
  if (endpoint.kind !== 'action' || !found || !call || !isPlain(found.node))
    return 'It is not one wrapped function';
  const { node } = found;
  const statement = file.tree.statements.find(({ pos, end }) => pos <= node.pos && node.end <= end);
  const fact = ctx.file.link.exports.find(({ name }) => name === endpoint.name);
  if (!statement || !fact) return 'It is not one wrapped function';
  const local = localName(statement);
  if (ctx.file.link.exports.some((other) => other !== fact && (other.local ?? other.name) === local))
    return 'It has several names';
  if (isVariableStatement(statement) ? local === undefined : !isExportAssignment(statement))
    return 'It is declared beside others';
  const wrapper = ownWrapper(ctx, file, call, node);
  if (typeof wrapper === 'string') return wrapper;
  const exits = findExits(file, node);
  if (typeof exits === 'string') return exits;
  if (exits.exits.some(({ kind }) => kind === 'redirect')) return 'It redirects within its wrapper';
  const words = redirectingWords(statement.getText(file.tree));
  const problem = words ?? redirectingCall(ctx, file, node, new Set());
  if (problem !== undefined) return problem;
  const action = { endpoint, file, node, statement, local };
  const name = local ?? nameOf(action);
  if (TAKEN.has(name) || allIdentifiers(node).has(name)) return 'Its name is none that a route could use';
  const { semicolons } = detectFileStyle(file.text);
  const whole = statementText(file, statement);
  const comment = whole.slice(0, whole.length - statement.getText(file.tree).length);
  const code = isExportAssignment(statement)
    ? `${comment}const ${name} = ${statement.expression.getText(file.tree)}${semicolons ? ';' : ''}`
    : unexported(statement, whole);
  return {
    action,
    wrapper,
    name,
    code,
    refreshes: exits.cacheCalls.length > 0,
  };
}

/** Names that the handler has for something else. */
const TAKEN_BY_HANDLER: ReadonlySet<string> = new Set(['request', 'origin', 'host', 'result', 'error']);
/** A form's data is handed on under its name, which nothing else can have. */
const TAKEN: ReadonlySet<string> = new Set([...TAKEN_BY_HANDLER, 'formData']);

function localName(statement: Statement): string | undefined {
  if (!isVariableStatement(statement)) return undefined;
  const [declaration, ...more] = statement.declarationList.declarations;
  return declaration && more.length === 0 && isIdentifier(declaration.name)
    ? declaration.name.text
    : undefined;
}

/** A parameter of the plain function, and what the wrapped one is handed. */
interface Taken {
  readonly parameter: string | undefined;
  readonly argument: string;
}

/**
 * A plain function with the parameters of the wrapped one that calls it, behind the file's own code; a message where nobody
 * knows what it takes. What it gives back is only known where somebody reads it.
 */
export function standIn(
  ctx: AssistContext,
  wrapped: WrappedAction,
  readsResult: boolean,
): ActionSource | string {
  const { action, wrapper, name } = wrapped;
  const { file, endpoint } = action;
  const isTyped = /\.[cm]?tsx?$/.test(file.path);
  const taken = takenBy(ctx, wrapped, isTyped);
  if (typeof taken === 'string') return taken;
  const returned = refusalsOf(wrapper);
  const type = readsResult || returned.length > 0 ? resultText(ctx, wrapped) : 'void';
  if (type === undefined) return 'What it returns may not survive JSON';
  if (returned.length > 0 && /string|number|boolean/.test(type.replace(/\{[^}]*\}/g, '')))
    return 'Some of its results are no objects';
  const parameters = taken.flatMap(({ parameter }) => parameter ?? []).join(', ');
  const call = `${name}(${taken.map(({ argument }) => argument).join(', ')})`;
  const given = type === 'void' ? [`await ${call};`] : answered(returned, call);
  const refusals = [...wrapper.refusals.keys()].map((message) => {
    const words = quoted(message);
    return `  if (error instanceof Error && error.message === ${words}) throw new Error(${words});`;
  });
  const lines =
    refusals.length === 0
      ? given
      : [
          'try {',
          ...given.map((line) => `  ${line}`),
          '} catch (error) {',
          ...refusals,
          '  throw error;',
          '}',
        ];
  const returns = isTyped && type !== 'void' ? `: Promise<${type}>` : '';
  const code = `async function ${STAND_IN}(${parameters})${returns} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
  const styled = styledFunction(file.path, code, file);
  const { eol } = detectFileStyle(file.text);
  const draft = parseFile(file.path, `${file.text.trimEnd()}${eol}${eol}${styled}${eol}`);
  const node = draft.tree.statements.at(-1);
  return node && isFunctionDeclaration(node)
    ? { endpoint, file: draft, node, statement: node, local: STAND_IN }
    : 'It can not be written as a plain function';
}

const STAND_IN = 'nextSurfaceStandIn';

/** What callers pass: by the parameters of the function that the wrapper returns, with the types of the wrapped one where it is handed these. */
function takenBy(
  ctx: AssistContext,
  { action, wrapper }: WrappedAction,
  isTyped: boolean,
): readonly Taken[] | string {
  const { outer, calls } = wrapper;
  const tree = action.file.tree;
  const [first] = outer.parameters;
  const unknown = 'Nobody knows what it takes';
  if (calls.length > 1 && outer.parameters.length > 0) return unknown;
  const [call] = calls;
  if (!call) return unknown;
  const written = (inner: ParameterDeclaration | undefined, name: string): Taken | string => {
    if (!inner || inner.dotDotDotToken) return unknown;
    const type = inner.type?.getText(tree);
    const optional = inner.questionToken !== undefined || inner.initializer !== undefined;
    return {
      parameter: type === undefined ? name : `${name}${optional ? '?' : ''}: ${type}`,
      argument: name,
    };
  };
  const called = (inner: ParameterDeclaration | undefined): string =>
    inner && isIdentifier(inner.name) ? inner.name.text : 'input';
  const list: (Taken | string)[] = [];
  if (first?.dotDotDotToken) {
    const last = call.arguments.at(-1);
    const isHandedOn =
      isIdentifier(first.name) &&
      last !== undefined &&
      isSpreadElement(last) &&
      isIdentifier(last.expression) &&
      last.expression.text === first.name.text;
    if (!isHandedOn) return unknown;
    const rest = action.node.parameters.slice(call.arguments.length - 1);
    for (const inner of rest) list.push(written(inner, called(inner)));
  } else {
    for (const [index, parameter] of outer.parameters.entries()) {
      if (!isIdentifier(parameter.name)) return unknown;
      const { text } = parameter.name;
      const isForm = parameter.type ? isFormData(parameter.type) : /^form_?data$/i.test(text);
      const next = outer.parameters[index + 1];
      if (isForm) list.push({ parameter: isTyped ? `${text}: FormData` : text, argument: text });
      else if (!isUsed(outer, index) && next?.type && isFormData(next.type)) {
        const value = isTyped ? stateOf(ctx, wrapper, parameter.type) : 'undefined';
        const type = closedType(ctx, wrapper.file, parameter.type);
        if (value === undefined || type === undefined) return unknown;
        list.push({ parameter: isTyped ? `${text}: ${type}` : text, argument: value });
      } else {
        const place = call.arguments.findIndex(
          (argument) => isIdentifier(argument) && argument.text === text,
        );
        const inner = place < 0 ? undefined : action.node.parameters[place];
        list.push(written(inner, called(inner)));
      }
    }
  }
  const taken: Taken[] = [];
  for (const each of list) {
    if (typeof each === 'string') return each;
    if (TAKEN_BY_HANDLER.has(each.argument)) return `The name \`${each.argument}\` is taken`;
    taken.push(each);
  }
  return new Set(taken.map(({ argument }) => argument)).size < taken.length ? unknown : taken;
}

function isFormData(type: TypeNode): boolean {
  return isTypeReferenceNode(type) && isIdentifier(type.typeName) && type.typeName.text === 'FormData';
}

/** What can be passed for a state that nobody reads; undefined where the type wants something of it. */
function stateOf(ctx: AssistContext, wrapper: OwnWrapper, type: TypeNode | undefined): string | undefined {
  if (!type || type.kind === SyntaxKind.AnyKeyword || type.kind === SyntaxKind.UnknownKeyword)
    return 'undefined';
  if (type.kind === SyntaxKind.UndefinedKeyword) return 'undefined';
  if (type.getText(wrapper.file.tree) === 'null') return 'null';
  if (isUnionTypeNode(type)) {
    const values = type.types.map((part) => stateOf(ctx, wrapper, part));
    return values.find((value) => value === 'null' || value === 'undefined') ?? values.find(Boolean);
  }
  if (isTypeLiteralNode(type)) return wantsNothing(type.members) ? '{}' : undefined;
  if (!isTypeReferenceNode(type) || !isIdentifier(type.typeName)) return undefined;
  const declared = resolveName(ctx, wrapper.file, type.typeName.text);
  if (!declared || !isTypeStatement(declared.statement)) return undefined;
  const { statement, file } = declared;
  if ('heritageClauses' in statement && statement.heritageClauses) return undefined;
  if ('members' in statement) return wantsNothing(statement.members as readonly Node[]) ? '{}' : undefined;
  return 'type' in statement ? stateOf(ctx, { ...wrapper, file }, statement.type as TypeNode) : undefined;
}

/** The type as it can be written in any file; undefined where it needs others, `unknown` where none is written. */
function closedType(ctx: AssistContext, file: ParsedFile, type: TypeNode | undefined): string | undefined {
  if (!type) return 'unknown';
  if (freeNames([type]).size === 0)
    return type
      .getText(file.tree)
      .replace(/\/\/[^\n]*/g, '')
      .replace(/\s+/g, ' ');
  if (!isTypeReferenceNode(type) || !isIdentifier(type.typeName) || type.typeArguments) return undefined;
  const declared = resolveName(ctx, file, type.typeName.text);
  if (!declared) return undefined;
  const { statement } = declared;
  if (isTypeAliasDeclaration(statement)) return closedType(ctx, declared.file, statement.type);
  if (!isInterfaceDeclaration(statement) || statement.heritageClauses || statement.typeParameters)
    return undefined;
  if (freeNames(statement.members).size > 0) return undefined;
  const members = statement.members.map((member) => member.getText(declared.file.tree).replace(/[;,]$/, ''));
  return `{ ${members.join('; ')} }`;
}

function wantsNothing(members: readonly Node[]): boolean {
  return members.every(
    (member) =>
      member.kind === SyntaxKind.IndexSignature ||
      ('questionToken' in member && member.questionToken !== undefined),
  );
}

/** The type of the results in the action's file, `void` where there are none; undefined where it is not known to be JSON. */
function resultText(ctx: AssistContext, { action, wrapper }: WrappedAction): string | undefined {
  const declared = resultTypeOf(wrapper.outer.type).type;
  if (declared) {
    const text = closedType(ctx, wrapper.file, declared);
    if (text !== undefined) return text;
    // `Promise<R>` says nothing more than what the wrapped function gives back.
    const named = new Set(wrapper.generics);
    if (![...freeNames([declared]).keys()].some((name) => named.has(name))) return undefined;
  }
  const parts: string[] = [];
  const own = wrapper.results.flatMap(({ value }) => value ?? []);
  if (own.length > 0) {
    const type = resultType(wrapper.file, own);
    if (type === undefined) return undefined;
    parts.push(type);
  }
  if (wrapper.passesResult) {
    const { type, isVoid } = resultTypeOf(action.node.type);
    const exits = findExits(action.file, action.node);
    const values =
      typeof exits === 'string'
        ? []
        : exits.exits.flatMap(({ kind, value }) => (kind === 'return' && value) || []);
    const { body } = action.node;
    if (body && !isBlock(body)) values.push(body);
    const isWhole =
      type !== undefined || (body !== undefined && (!isBlock(body) || alwaysReturns(body, values)));
    if (!isWhole) parts.push('undefined');
    if (type) parts.push(type.getText(action.file.tree));
    else if (!isVoid && values.length > 0) {
      const derived = resultType(action.file, values);
      if (derived === undefined) return undefined;
      parts.push(derived);
    }
  }
  const { body } = wrapper.outer;
  if (body && isBlock(body) && !body.statements.some(endsFlow)) parts.push('undefined');
  const all = [...new Set(parts)];
  return all.some((part) => part !== 'undefined') ? all.join(' | ') : 'void';
}

/** Every way out of the function gives one of the values. */
function alwaysReturns(body: Block, values: readonly Expression[]): boolean {
  let empty = false;
  walk(body, ({ node }, nested) => {
    if (!nested && isReturnStatement(node) && !node.expression) empty = true;
  });
  return values.length > 0 && !empty && body.statements.some(endsFlow);
}

/** A result that turns somebody away: what its error says, and its code. */
interface Refusal {
  readonly message: string;
  readonly text: string;
}

/** What the wrapper returns where its words name a status: `{ error: 'Not signed in' }`. */
function refusalsOf({ results, file }: OwnWrapper): readonly Refusal[] {
  return results.flatMap(({ value }) => {
    const object = value && withoutCasts(value);
    if (!object || !isObjectLiteralExpression(object)) return [];
    const property = object.properties.find((each) => propertyNameText(each.name) === 'error');
    if (!property || !isPropertyAssignment(property) || !isStringLiteral(property.initializer)) return [];
    const { text } = property.initializer;
    return wordsStatus(text) === undefined ? [] : [{ message: text, text: object.getText(file.tree) }];
  });
}

/** Statements that answer what the call gives; a refusal that the wrapper returns has a status. */
function answered(refusals: readonly Refusal[], call: string): readonly string[] {
  if (refusals.length === 0) return [`return ${call};`];
  return [
    `const result = await ${call};`,
    ...refusals.map(
      ({ message, text }) =>
        `if (result && 'error' in result && result.error === ${quoted(message)}) return ${text};`,
    ),
    'return result;',
  ];
}

/** What of the wrapper throws in a way that a route answers with 500. */
function throwingWrapper(ctx: AssistContext, { action, wrapper }: WrappedAction): readonly string[] {
  return ctx.assessmentOf(action.endpoint).guard.verdict === 'guarded' &&
    wrapper.throwsMore &&
    wrapper.refusals.size === 0
    ? [wrapper.name]
    : [];
}

/** The handler's body, with what only the wrapped function's code tells. */
export function wrappedBody(ctx: AssistContext, wrapped: WrappedAction, body: HandlerBody): HandlerBody {
  return {
    ...body,
    answers: { ...body.answers, refreshes: body.answers.refreshes || wrapped.refreshes },
    throwingGuards: [...body.throwingGuards, ...throwingWrapper(ctx, wrapped)],
  };
}
