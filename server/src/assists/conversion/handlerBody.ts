/** Rewrites an action's body as that of a route handler: its results become answers, its guard answers with a status. */
import { type AssistContext } from '../../core/assist/assist';
import {
  type Expression,
  isBlock,
  isCallExpression,
  isIdentifier,
  isObjectLiteralExpression,
  type Node,
  type Statement,
} from '../../core/syntax/ast';
import { indentAt, indented, outdented } from '../../core/edit/indentation';
import { withoutCasts } from '../../core/syntax/casts';
import { freeNames } from '../../core/syntax/references';
import { endsFlow } from '../../core/syntax/walk';
import { detectFileStyle, type FileStyle } from '../../core/text/fileStyle';
import { applyEdits, insertion, type TextEdit } from '../../core/text/textEdit';
import { findExits, type Exit } from './actionExits';
import { type ActionSource } from './actionSource';
import { type PlannedParameters } from './actionParameters';
import { jsonArgument } from './actionAnswers';
import { hidesNames, isOwnSite, type OwnGuard, ownGuard } from './bodyGuards';
import { errorMessage, resultStatus, wordsStatus } from './failureStatus';
import { type FailureTest, testOf } from './resultTypes';
import {
  bindResult,
  guardCall,
  inlineGuard,
  leavesByThrowing,
  merge,
  type NameOrigin,
  redirectingCall,
} from './guardInline';
import { resolveName } from './moduleNames';
import { nothingCode, rejectionCode, testedCode, wholeCode } from './answerCode';
import { type Answers, type AnswerStyle } from './answerStyle';
import { answeredIn, caughtEdits, caughtRefusals, type CaughtRefusals, caughtStatus } from './caughtGuards';
import { type HandlerReads, parsingCode } from './requestParsing';
import { keptCode, styledStatements } from './styledCode';
import {
  isInterrupt,
  isInTry,
  isUseServer,
  leadingStart,
  originCheck,
  lineRemoval,
  redirectingWords,
  resultTypeOf,
  seeOther,
  withBase,
} from './bodyText';

/** A handler's body, and what it needs. */
export interface HandlerBody {
  /** What stands between the braces, line ends included. */
  readonly code: string;
  readonly reads: HandlerReads;
  /** Names that come from elsewhere than the action's own file. */
  readonly origins: ReadonlyMap<string, NameOrigin>;
  readonly answers: Answers;
  /** Guards that are called as they are, and throw. */
  readonly throwingGuards: readonly string[];
}

/** The body; a message where it can't be written with certainty. */
export function handlerBody(
  ctx: AssistContext,
  action: ActionSource,
  parameters: PlannedParameters,
  style: AnswerStyle,
): HandlerBody | string {
  const { file, node } = action;
  const found = findExits(file, node);
  if (typeof found === 'string') return found;
  return new BodyWriter(ctx, action, parameters, style, found.exits, found).write();
}

/** Where a line of code has become too long for most: Prettier breaks after 80 columns, many files after 100 or 120. */
const LONG_LINE = 110;

class BodyWriter {
  readonly #edits: TextEdit[] = [];
  readonly #kept = keptCode();
  readonly #origins = new Map<string, NameOrigin>();
  readonly #statuses = new Set<number>();
  readonly #values: Expression[] = [];
  readonly #throwing: string[] = [];
  readonly #fileStyle: FileStyle;
  readonly #type: ReturnType<typeof resultTypeOf>;
  #caught: readonly CaughtRefusals[] = [];
  #voids = false;
  #redirects = false;
  #problem: string | undefined;

  constructor(
    readonly ctx: AssistContext,
    readonly action: ActionSource,
    readonly parameters: PlannedParameters,
    readonly style: AnswerStyle,
    readonly exits: readonly Exit[],
    readonly found: Exclude<ReturnType<typeof findExits>, string>,
  ) {
    this.#fileStyle = detectFileStyle(action.file.text);
    this.#type = resultTypeOf(action.node.type);
  }

  write(): HandlerBody | string {
    const { body } = this.action.node;
    if (!body) return 'It has no body';
    const assessment = this.ctx.assessmentOf(this.action.endpoint);
    const elsewhere = assessment.effects.find(
      ({ label, site }) => /^(?:refresh|updateTag)$/.test(label) && !isOwnSite(this.ctx, this.action, site),
    );
    if (elsewhere) return `It calls code that calls \`${elsewhere.label}\`, which only actions may`;
    if (
      assessment.effects.some(
        ({ kind, label }) => kind === 'auth' && /sign(?:In|Out|Up)|log(?:in|out)/i.test(label),
      )
    )
      return 'It signs in or out by a library that redirects as it likes';
    const unsure = redirectingWords(this.action.node.getText(this.action.file.tree));
    if (unsure !== undefined) return `\`${unsure}\` redirects, which a handler answers with 307`;
    const guards = this.#inlineGuards();
    // A call that may redirect would send the request on, with its body.
    this.#problem ??= redirectingCall(this.ctx, this.action.file, this.action.node, guards);
    const guardIf = ownGuard(this.ctx, this.action);
    const { style, action } = this;
    const caught = caughtRefusals(
      this.ctx,
      action,
      this.exits,
      assessment.guard,
      guardIf,
      style.redirects === 'json',
    );
    if (typeof caught === 'string') return caught;
    this.#caught = caught;
    this.#edits.push(...caughtEdits(action.file, caught, style.response, this.#fileStyle));
    for (const exit of this.exits) this.#writeExit(exit, guardIf);
    this.#writeCacheCalls();
    const text = isBlock(body) ? this.#block(body.statements) : this.#expression(body);
    if (this.#problem !== undefined) return this.#problem;
    const kinds = new Set(assessment.effects.map(({ kind }) => kind));
    const revalidates = this.found.cacheCalls.some(
      ({ name, call }) => name !== 'revalidateTag' || call.arguments.length < 2,
    );
    return {
      code: text.code,
      reads: text.reads,
      origins: this.#origins,
      throwingGuards: this.#throwing,
      answers: {
        values: this.#values,
        voids: this.#voids,
        redirects: this.#redirects,
        resultStatuses: [...this.#statuses].sort(),
        refreshes: revalidates || kinds.has('cookie') || kinds.has('auth'),
        type: this.#type.type,
      },
    };
  }

  /** Statements that call a guard become the guard's own statements. */
  #inlineGuards(): ReadonlySet<Statement> {
    const done = new Set<Statement>();
    const { node, file } = this.action;
    if (!node.body || !isBlock(node.body)) return done;
    const { guard } = this.ctx.assessmentOf(this.action.endpoint);
    for (const statement of node.body.statements) {
      const call = guardCall(statement);
      const declared = call && resolveName(this.ctx, file, call.name);
      if (!call || !declared || !leavesByThrowing(this.ctx, declared, 'any')) continue;
      const isGuard = guard.at !== undefined && guard.steps.some(({ label }) => label.includes(call.name));
      const inlined = isGuard
        ? inlineGuard(this.ctx, declared, (status, message) =>
            rejectionCode(this.style.response, status, message),
          )
        : undefined;
      const binding = call.binding?.getText(file.tree);
      const bound = inlined && bindResult(inlined, binding);
      const hides = inlined && hidesNames(this.action, this.parameters, { statement, binding, inlined });
      if (inlined && bound !== undefined && !hides && merge(this.#origins, inlined.origins)) {
        const start = statement.getStart(file.tree);
        const code = styledStatements(file.path, bound, this.#fileStyle);
        this.#edits.push({
          range: { start, end: statement.end },
          text: indented(code, indentAt(file.text, start)),
        });
        done.add(statement);
      } else if (isGuard && !leavesByThrowing(this.ctx, declared, 'redirect')) {
        this.#throwing.push(call.name);
        done.add(statement);
      }
    }
    return done;
  }

  #writeExit(exit: Exit, guardIf: OwnGuard | undefined): void {
    const { file } = this.action;
    const { statement, kind, value } = exit;
    const isRejection = guardIf !== undefined && [statement, ...exit.around].includes(guardIf.node);
    if (kind === 'throw') {
      if (isInTry(exit)) return;
      const message = errorMessage(value);
      const status = isRejection ? guardIf.status : message === undefined ? undefined : wordsStatus(message);
      if (status === undefined) return;
      this.#replace(statement, rejectionCode(this.style.response, status, message));
      return;
    }
    if (kind === 'redirect') {
      if (isRejection)
        this.#replace(statement, rejectionCode(this.style.response, guardIf.status, undefined));
      else if (value) this.#writeRedirect(statement, value);
      return;
    }
    const returnsNothing = !value || value.getText(file.tree) === 'undefined';
    if (returnsNothing && isRejection) {
      this.#replace(statement, rejectionCode(this.style.response, guardIf.status, undefined));
    } else if (returnsNothing) {
      this.#voids = true;
      this.#replace(statement, nothingCode(this.style));
    } else if (this.#type.isVoid && value) {
      this.#voids = true;
      this.#replace(statement, `${this.#kept.mark(this.#awaited(value))};\n${nothingCode(this.style)}`, exit);
    } else if (value && !isInterrupt(value)) {
      const caught = answeredIn(this.#caught, exit);
      if (caught) return this.#writeCaught(exit, value, caught);
      const status = isRejection ? guardIf.status : resultStatus(file, exit);
      const test = status === undefined ? this.#failureTest(value) : undefined;
      if (test || status !== undefined) this.#statuses.add(status ?? 400);
      this.#values.push(value);
      this.#replace(statement, this.#answer(value, status, test), exit);
    }
  }

  /** What a `catch` answers, with the status of what it caught. */
  #writeCaught(exit: Exit, value: Expression, caught: CaughtRefusals): void {
    for (const status of [500, ...caught.words.values()]) this.#statuses.add(status);
    this.#values.push(value);
    const code = `${caughtStatus(caught)}\n${this.#answer(value, 'status', undefined)}`;
    this.#replace(exit.statement, code.replace('{ status: status }', '{ status }'), exit);
  }

  #writeRedirect(statement: Statement, target: Expression): void {
    const { file } = this.action;
    const { basePath, redirects, response } = this.style;
    const text = target.getText(file.tree);
    this.#redirects = true;
    if (redirects === 'json') {
      this.#replace(statement, `return ${response}.json({ redirectTo: ${this.#kept.mark(text)} });`);
      return;
    }
    const location = basePath === '' ? text : withBase(text, basePath);
    if (location === undefined)
      this.#problem ??= 'It redirects to a URL of which nobody knows whether it needs the base path';
    else this.#replace(statement, seeOther(this.#kept.mark(location), response));
  }

  #awaited(value: Expression): string {
    const text = value.getText(this.action.file.tree);
    return text.startsWith('await ') ? text : isCallExpression(value) ? `await ${text}` : `await (${text})`;
  }

  #answer(value: Expression, status: number | 'status' | undefined, test: FailureTest | undefined): string {
    const { action } = this;
    const { response, result } = this.style;
    if (result && isIdentifier(value) && value.text === result.name) return wholeCode(result, response);
    const { mayBeVoid, type } = this.#type;
    const { mark } = this.#kept;
    const tested = test && testedCode(action, value, test, { response, mayBeVoid, mark });
    if (tested !== undefined) return tested;
    const argument = jsonArgument(action.file, value, type !== undefined && !mayBeVoid);
    const init = status === undefined ? '' : `, { status: ${status} }`;
    return `return ${response}.json(${mark(argument)}${init});`;
  }

  /** How a value that is not written out says that something failed. */
  #failureTest(value: Expression): FailureTest | undefined {
    const { action, style } = this;
    const isWhole = isIdentifier(value) && value.text === style.result?.name;
    return isWhole || isObjectLiteralExpression(withoutCasts(value))
      ? undefined
      : testOf(this.ctx, action, value, this.#type.type);
  }

  #replace(statement: Statement, code: string, exit?: Exit): void {
    const { file } = this.action;
    const start = statement.getStart(file.tree);
    const around = exit?.around ?? this.exits.find((other) => other.statement === statement)?.around ?? [];
    const isBranch = around[0] !== undefined && !isBlock(around[0]);
    const column = start - (file.text.lastIndexOf('\n', start - 1) + 1);
    const needsBlock =
      isBranch &&
      (code.includes('\n') || column + (this.#kept.fill(code).split('\n')[0]?.length ?? 0) > LONG_LINE);
    const block = needsBlock ? `{\n  ${code.replaceAll('\n', '\n  ')}\n}` : code;
    const styled = styledStatements(file.path, block, this.#fileStyle);
    this.#edits.push({
      range: { start, end: statement.end },
      text: this.#kept.fill(indented(styled, indentAt(file.text, start))),
    });
  }

  #writeCacheCalls(): void {
    const { file } = this.action;
    for (const { name, call, statement } of this.found.cacheCalls) {
      if (name === 'refresh' && statement)
        this.#edits.push(lineRemoval(file.text, statement.getStart(file.tree), statement.end));
      if (name === 'updateTag') {
        const { expression } = call;
        this.#edits.push({
          range: { start: expression.getStart(file.tree), end: expression.end },
          text: 'revalidateTag',
        });
        // https://nextjs.org/docs/app/api-reference/functions/revalidateTag: in a handler this is what expires at once.
        this.#edits.push(insertion(call.arguments.at(-1)?.end ?? call.end - 1, ', { expire: 0 }'));
        this.#origins.set('revalidateTag', { file, specifier: 'next/cache', imported: 'revalidateTag' });
      }
    }
  }

  #block(statements: readonly Statement[]): { readonly code: string; readonly reads: HandlerReads } {
    const { file, node } = this.action;
    const { body } = node;
    const style = this.#fileStyle;
    const indent = style.indent;
    const { eol } = style;
    const real = statements.filter(
      (statement) => !isUseServer(file.text.slice(statement.getStart(file.tree), statement.end)),
    );
    for (const statement of statements) {
      if (!real.includes(statement))
        this.#edits.push(lineRemoval(file.text, statement.getStart(file.tree), statement.end));
    }
    const bound = new Set(this.parameters.parameters.flatMap(({ binds }) => binds));
    const user = real.find((statement) => [...freeNames([statement]).keys()].some((name) => bound.has(name)));
    const parsing = parsingCode(this.action, this.parameters, user !== undefined, this.style.response);
    if (user && parsing.code !== '') {
      const start = user.getStart(file.tree);
      const at = leadingStart(file.text, user.pos, start);
      const blanks = indentAt(file.text, at);
      const code = indented(styledStatements(file.path, parsing.code, style), blanks);
      this.#edits.push(insertion(at, `${code}${eol}${blanks}`));
    }
    const bodyStart = (body?.getStart(file.tree) ?? 0) + 1;
    const bodyEnd = (body?.end ?? 1) - 1;
    let inner = applyEdits(
      file.text.slice(bodyStart, bodyEnd),
      this.#edits.map((edit) => ({
        ...edit,
        range: { start: edit.range.start - bodyStart, end: edit.range.end - bodyStart },
      })),
    );
    if (!inner.includes('\n')) inner = `${eol}${inner.trim() === '' ? '' : `${indent}${inner.trim()}${eol}`}`;
    const opening = this.style.checksOrigin ? this.#originCheck() : '';
    const last = real.at(-1);
    let tail = '';
    if (
      !last ||
      !(endsFlow(last) || this.exits.some(({ kind, statement }) => kind === 'redirect' && statement === last))
    ) {
      this.#voids = true;
      tail = `${indent}${styledStatements(file.path, nothingCode(this.style), style)}${eol}`;
    }
    // The code of an inline action stands as deep as its component has it.
    const lines = outdented(inner, indentAt(file.text, bodyEnd))
      .replace(real.length < statements.length ? /^(?:[ \t]*\r?\n)+/ : /^\r?\n/, '')
      .replace(/[ \t]*$/, '')
      .replace(/(?:[ \t]*\r?\n)+$/, eol);
    return {
      code: `${opening}${lines.trim() === '' ? '' : lines}${tail}`,
      reads: this.#reads(parsing.reads),
    };
  }

  #expression(body: Node): { readonly code: string; readonly reads: HandlerReads } {
    const style = this.#fileStyle;
    const { file } = this.action;
    const parsing = parsingCode(this.action, this.parameters, true, this.style.response);
    // A body that is no block is an expression.
    const value = body as Expression;
    const lines: string[] = [];
    if (parsing.code !== '') lines.push(parsing.code);
    if (this.#type.isVoid) {
      this.#voids = true;
      lines.push(`${this.#kept.mark(this.#awaited(value))};`, nothingCode(this.style));
    } else {
      const test = this.#failureTest(value);
      if (test) this.#statuses.add(400);
      this.#values.push(value);
      lines.push(this.#answer(value, undefined, test));
    }
    const code = this.#kept.fill(
      indented(styledStatements(file.path, lines.join('\n'), style), style.indent),
    );
    const opening = this.style.checksOrigin ? this.#originCheck() : '';
    return { code: `${opening}${style.indent}${code}${style.eol}`, reads: this.#reads(parsing.reads) };
  }

  #reads(reads: HandlerReads): HandlerReads {
    return this.style.checksOrigin ? { ...reads, request: true } : reads;
  }

  #originCheck(): string {
    const style = this.#fileStyle;
    const code = styledStatements(
      this.action.file.path,
      originCheck(rejectionCode(this.style.response, 403, undefined)),
      style,
    );
    return `${style.indent}${indented(code, style.indent)}${style.eol}${style.eol}`;
  }
}
