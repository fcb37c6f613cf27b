/** Tells which errors a client of next-safe-action or zsa lets its callers see, so that a route can answer them with their statuses. */
import { type AssistContext } from '../../core/assist/assist';
import {
  type Expression,
  isArrowFunction,
  isBinaryExpression,
  isBlock,
  isCallExpression,
  isClassDeclaration,
  isConditionalExpression,
  isConstructorDeclaration,
  isIdentifier,
  isMethodDeclaration,
  isNoSubstitutionTemplateLiteral,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isReturnStatement,
  isStringLiteral,
  type Node,
  SyntaxKind,
} from '../../core/syntax/ast';
import { withoutCasts } from '../../core/syntax/casts';
import {
  isIfStatement,
  isNewExpression,
  isTemplateExpression,
  isThrowStatement,
} from '../../core/syntax/code';
import { type FunctionNode, isFunctionNode, propertyNameText } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { walk } from '../../core/syntax/walk';
import { wordsStatus } from './failureStatus';
import { chainedCalls, type ClientChain } from './actionClient';
import { isInTry } from './bodyText';
import { functionOf } from './guardInline';
import { importOf, resolveName } from './moduleNames';

/** What an action's `serverError` tells a route. */
export interface ClientErrors {
  /** Statuses by what it may be. */
  readonly statuses: ReadonlyMap<string, number>;
  /** Whether it tells that somebody was turned away; `interrupts` are answered by Next.js itself. */
  readonly refusal: 'told' | 'sometimes' | 'hidden' | 'unknown' | 'interrupts';
  /** Some of the statuses are by an error's words, where others are by its code. */
  readonly byWords?: boolean;
}

/** A function in its file. */
interface Code {
  readonly file: ParsedFile;
  readonly node: FunctionNode;
}

interface Thrown {
  /** Its class and those that it extends. */
  readonly classes: readonly string[];
  readonly message: string | undefined;
  readonly code: string | undefined;
  readonly status: number | undefined;
}

/** One way in which the client puts an error into words. */
interface Said {
  /** What is said: a member of the error, or always the same. */
  readonly member: string | undefined;
  readonly text: string | undefined;
  /** Of which errors; undefined for all. */
  readonly classes: readonly string[] | undefined;
  /** Under conditions that nobody here understands. */
  readonly perhaps: boolean;
}

/** Reads the clients' middleware, the function that puts errors into words, and the action's own `action`. */
export function clientErrors(ctx: AssistContext, links: ClientChain['links'], action: Code): ClientErrors {
  const middleware = givenTo(ctx, links, 'use');
  const refusing = middleware.flatMap((code) => thrownBy(ctx, code));
  const says = handlerOf(ctx, links);
  const statuses = new Map<string, number>();
  if (says === 'unknown' || says === 'none')
    return { statuses, refusal: refusalBy(middleware, says === 'none' ? 'hidden' : 'unknown') };
  let refusal: ClientErrors['refusal'] = 'hidden';
  for (const thrown of [...refusing, ...thrownBy(ctx, action)]) {
    for (const { member, text, classes, perhaps } of says) {
      if (classes && !thrown.classes.some((name) => classes.includes(name))) continue;
      const said = member === 'message' ? thrown.message : member === 'code' ? thrown.code : text;
      const { status } = thrown;
      if (said !== undefined && status !== undefined && (member !== undefined || classes)) {
        if (!statuses.has(said)) statuses.set(said, status);
        if (isRefusal(status) && refusal !== 'told') refusal = perhaps ? 'sometimes' : 'told';
      }
      if (!perhaps) break;
    }
  }
  for (const { text, classes } of says) {
    const status = text === undefined || !classes ? undefined : codeStatus(text);
    if (text === undefined || status === undefined || statuses.has(text)) continue;
    statuses.set(text, status);
    if (isRefusal(status) && refusal === 'hidden') refusal = 'sometimes';
  }
  return { statuses, refusal: refusal === 'hidden' ? refusalBy(middleware, refusal) : refusal };
}

/** Reads the procedures of zsa and the action itself: an error that is no `ZSAError` keeps its words, with the code `ERROR`. https://zsa.vercel.app/docs/error-handling */
export function procedureErrors(ctx: AssistContext, links: ClientChain['links'], action: Code): ClientErrors {
  const codes = new Map<string, number>();
  const words = new Map<string, number>();
  for (const code of [...givenTo(ctx, links, 'handler'), action]) {
    for (const { classes, message, status } of thrownBy(ctx, code)) {
      if (message === undefined) continue;
      if (classes.includes('ZSAError')) {
        const known = ZSA_CODES[message];
        if (known !== undefined) codes.set(message, known);
      } else if (status !== undefined) words.set(message, status);
    }
  }
  const statuses = new Map([...codes, ...words]);
  const refusal = [...statuses.values()].some(isRefusal) ? 'told' : 'unknown';
  return { statuses, refusal, byWords: words.size > 0 };
}

/** The codes of a `ZSAError` that mean something in HTTP. */
const ZSA_CODES: Readonly<Record<string, number>> = {
  NOT_AUTHORIZED: 401,
  INSUFFICIENT_CREDITS: 402,
  PAYMENT_REQUIRED: 402,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNPROCESSABLE_CONTENT: 422,
  TOO_MANY_REQUESTS: 429,
};

/** The functions that the clients' chains hand to their method of this name, those of the innermost client first. */
function givenTo(ctx: AssistContext, links: ClientChain['links'], method: string): readonly Code[] {
  return [...links].reverse().flatMap(({ file, made }) =>
    chainedCalls(made).flatMap((call) => {
      const isIt = isPropertyAccessExpression(call.expression) && call.expression.name.text === method;
      const [first] = isIt ? call.arguments : [];
      return first ? codeOf(ctx, file, first) : [];
    }),
  );
}

function isRefusal(status: number): boolean {
  return status === 401 || status === 403;
}

/** `unauthorized()` and `forbidden()` go through the client: https://next-safe-action.dev/docs/define-actions/middleware */
function refusalBy(middleware: readonly Code[], otherwise: ClientErrors['refusal']): ClientErrors['refusal'] {
  const interrupts = middleware.some(({ file, node }) => {
    let found = false;
    walk(node, ({ node: inner }) => {
      if (!isCallExpression(inner) || !isIdentifier(inner.expression)) return;
      const source = importOf(file, inner.expression.text);
      found ||=
        source?.specifier === 'next/navigation' && /^(?:unauthorized|forbidden)$/.test(source.imported);
    });
    return found;
  });
  return interrupts ? 'interrupts' : otherwise;
}

/** The function that is handed to `use`: written there, named, or through `createMiddleware().define`. */
function codeOf(ctx: AssistContext, file: ParsedFile, value: Expression): readonly Code[] {
  if (isFunctionNode(value)) return [{ file, node: value }];
  if (isIdentifier(value)) {
    const declared = resolveName(ctx, file, value.text);
    const node = declared && functionOf(declared);
    return declared && node ? [{ file: declared.file, node }] : [];
  }
  return isCallExpression(value) ? value.arguments.flatMap((each) => codeOf(ctx, file, each)) : [];
}

/** Functions called by functions that are called: those that refuse are not deeper. */
const MAX_DEPTH = 2;

/** What the function throws itself, and by what the functions that it calls turn callers away. */
function thrownBy(ctx: AssistContext, { file, node }: Code, depth = 0): readonly Thrown[] {
  const found: Thrown[] = [];
  walk(node, ({ node: inner, around }) => {
    if (isThrowStatement(inner)) {
      const thrown = isInTry({ statement: inner, around })
        ? undefined
        : thrownError(ctx, file, inner.expression);
      if (thrown) found.push(thrown);
    } else if (isCallExpression(inner) && isIdentifier(inner.expression) && depth < MAX_DEPTH) {
      const declared = resolveName(ctx, file, inner.expression.text);
      const called = declared && functionOf(declared);
      if (!declared || !called || called === node) return;
      const deeper = thrownBy(ctx, { file: declared.file, node: called }, depth + 1);
      found.push(...deeper.filter(({ status }) => status !== undefined && isRefusal(status)));
    }
  });
  return found;
}

/** `new AppError('Sign in first')`, `new AppError({ code: 'UNAUTHORIZED', message: '…' })` */
function thrownError(ctx: AssistContext, file: ParsedFile, value: Expression): Thrown | undefined {
  if (!isNewExpression(value) || !isIdentifier(value.expression)) return undefined;
  const [first] = value.arguments ?? [];
  const message = hasMessage(ctx, file, value.expression.text)
    ? (literal(first) ?? memberText(first, 'message'))
    : undefined;
  const code = memberText(first, 'code');
  const classes = classesOf(ctx, file, value.expression.text);
  const status =
    (code === undefined ? undefined : codeStatus(code)) ??
    classStatus(value.expression.text) ??
    (message === undefined ? undefined : wordsStatus(message));
  return { classes, message, code, status };
}

function literal(value: Expression | undefined): string | undefined {
  return value && (isStringLiteral(value) || isNoSubstitutionTemplateLiteral(value)) ? value.text : undefined;
}

function memberText(value: Expression | undefined, name: string): string | undefined {
  if (!value || !isObjectLiteralExpression(value)) return undefined;
  const found = value.properties.find((property) => propertyNameText(property.name) === name);
  return found && isPropertyAssignment(found) ? literal(withoutCasts(found.initializer)) : undefined;
}

function classesOf(ctx: AssistContext, file: ParsedFile, name: string, depth = 0): readonly string[] {
  const declared = depth > MAX_DEPTH ? undefined : resolveName(ctx, file, name);
  const clauses =
    declared && isClassDeclaration(declared.statement) ? declared.statement.heritageClauses : [];
  const base = clauses?.flatMap(({ types }) => types.map(({ expression }) => expression)).find(isIdentifier);
  const rest = declared && base ? classesOf(ctx, declared.file, base.text, depth + 1) : [];
  // Everything that code throws on purpose is an error.
  return [...new Set([name, ...rest, 'Error'])];
}

/** What is handed to the class is its message: a constructor of its own may make another of it. */
function hasMessage(ctx: AssistContext, file: ParsedFile, name: string, depth = 0): boolean {
  const declared = depth > MAX_DEPTH ? undefined : resolveName(ctx, file, name);
  if (!declared) return true;
  const { statement } = declared;
  if (!isClassDeclaration(statement)) return false;
  const own = statement.members.find(isConstructorDeclaration);
  const base = statement.heritageClauses?.flatMap(({ types }) =>
    types.map(({ expression }) => expression),
  )[0];
  if (!own) return !base || !isIdentifier(base) || hasMessage(ctx, declared.file, base.text, depth + 1);
  let passes = false;
  walk(own, ({ node }) => {
    if (!isCallExpression(node) || node.expression.kind !== SyntaxKind.SuperKeyword) return;
    const given = node.arguments[0]?.getText(declared.file.tree);
    const [parameter] = own.parameters;
    passes =
      given !== undefined &&
      (given === parameter?.name.getText(declared.file.tree) || /^(?:\w+\.)?message$/.test(given));
  });
  return passes;
}

function classStatus(name: string): number | undefined {
  if (/^(?:Not|Un)Authenticated|^Authentication|^Unauthori[sz]ed/i.test(name)) return 401;
  if (/^Authori[sz]ation|^Forbidden|^AccessDenied|^Permission/.test(name)) return 403;
  return /NotFound/.test(name) ? 404 : undefined;
}

/** The status that a code is named after. */
function codeStatus(code: string): number | undefined {
  const name = code.toUpperCase().replace(/[\s-]/g, '_');
  if (/^(?:UNAUTHORI[SZ]ED|UNAUTHENTICATED|NOT_AUTHENTICATED)$/.test(name)) return 401;
  if (name === 'FORBIDDEN') return 403;
  if (name === 'NOT_FOUND') return 404;
  return name === 'CONFLICT' ? 409 : undefined;
}

/** How errors are put into words by the client that the library makes. */
function handlerOf(ctx: AssistContext, links: ClientChain['links']): readonly Said[] | 'none' | 'unknown' {
  const last = links.at(-1);
  const [maker] = last ? chainedCalls(last.made) : [];
  if (!last || !maker) return 'unknown';
  const [options] = maker.arguments;
  if (!options) return 'none';
  if (!isObjectLiteralExpression(options)) return 'unknown';
  const property = options.properties.find((each) =>
    /^handle(?:Returned)?ServerError$/.test(propertyNameText(each.name) ?? ''),
  );
  if (!property) return options.properties.some(({ name }) => !name) ? 'unknown' : 'none';
  const value = isPropertyAssignment(property) ? property.initializer : property.name;
  const [code] = isMethodDeclaration(property)
    ? [{ file: last.file, node: property }]
    : value && (isIdentifier(value) || isFunctionNode(value))
      ? codeOf(ctx, last.file, value)
      : [];
  const [parameter] = code?.node.parameters ?? [];
  if (!code || (parameter && !isIdentifier(parameter.name))) return 'unknown';
  const error = parameter && isIdentifier(parameter.name) ? parameter.name.text : '';
  return saidBy(code, error) ?? 'unknown';
}

/** What a function says of its parameter `error`; undefined where that may be no text. */
function saidBy({ file, node }: Code, error: string): readonly Said[] | undefined {
  const found: Said[] = [];
  let isText = true;
  const take = (value: Expression, conditions: readonly Expression[]): void => {
    const plain = withoutCasts(value);
    if (isConditionalExpression(plain)) {
      take(plain.whenTrue, [...conditions, plain.condition]);
      take(plain.whenFalse, conditions);
    } else if (isBinaryExpression(plain) && isChoice(plain.operatorToken.kind)) {
      take(plain.left, conditions);
      take(plain.right, conditions);
    } else {
      const when = conditionsOf(conditions, file, error);
      const of = isPropertyAccessExpression(plain) ? withoutCasts(plain.expression) : undefined;
      const isMember = of !== undefined && isIdentifier(of) && of.text === error;
      const text = literal(plain);
      const member = isMember && isPropertyAccessExpression(plain) ? plain.name.text : undefined;
      found.push({ member, text, ...when });
      if (text === undefined && !isMember && !looksLikeText(plain, file)) isText = false;
    }
  };
  const { body } = node;
  if (isArrowFunction(node) && !isBlock(node.body)) take(node.body, []);
  else if (body)
    walk(body, ({ node: inner, around }, nested) => {
      if (nested || !isReturnStatement(inner)) return;
      const path: readonly Node[] = [inner, ...around];
      const conditions = path.flatMap((outer, index) =>
        isIfStatement(outer) && path[index - 1] === outer.thenStatement ? [outer.expression] : [],
      );
      if (inner.expression) take(inner.expression, conditions);
      else isText = false;
    });
  return isText ? found : undefined;
}

function isChoice(kind: SyntaxKind): boolean {
  return kind === SyntaxKind.BarBarToken || kind === SyntaxKind.QuestionQuestionToken;
}

/** `DEFAULT_SERVER_ERROR_MESSAGE`, `messageOf(error)`, `error.cause.message`, a template. */
function looksLikeText(value: Expression, file: ParsedFile): boolean {
  if (isTemplateExpression(value)) return true;
  const named = isCallExpression(value) ? value.expression : value;
  return (
    (isIdentifier(named) || isPropertyAccessExpression(named)) &&
    /message|text$/i.test(named.getText(file.tree))
  );
}

/** Of which errors the conditions let one by, all of which must hold. */
function conditionsOf(
  conditions: readonly Expression[],
  { tree }: ParsedFile,
  error: string,
): Pick<Said, 'classes' | 'perhaps'> {
  const classes: string[] = [];
  let perhaps = false;
  for (const condition of conditions) {
    const text = condition.getText(tree);
    const named = [...text.matchAll(new RegExp(`\\b${error.replaceAll('$', '\\$')} instanceof (\\w+)`, 'g'))];
    classes.push(...named.flatMap(([, name]) => name ?? []));
    // What stands beside the test of its class may let fewer by, or others.
    perhaps ||= text.replace(/\s|\(|\)/g, '').split(/&&|\|\|/).length > named.length;
  }
  return { classes: classes.length > 0 ? classes : undefined, perhaps };
}
