/**
 * Finds refusals that are thrown inside a `try`: its `catch` answers them, as if something had gone wrong. There a handler
 * tells them by their words.
 */
import { type AssistContext } from '../../core/assist/assist';
import { type Guard } from '../../core/guards/verdict';
import { isCallExpression, isIdentifier, type Node } from '../../core/syntax/ast';
import { type CatchClause, isTryStatement } from '../../core/syntax/code';
import { indentAt, indented } from '../../core/edit/indentation';
import { type ParsedFile } from '../../core/syntax/parse';
import { type FileStyle } from '../../core/text/fileStyle';
import { insertion, type TextEdit } from '../../core/text/textEdit';
import { styledStatements } from './styledCode';
import { namesBoundIn } from '../../core/syntax/names';
import { freeNames } from '../../core/syntax/references';
import { walk } from '../../core/syntax/walk';
import { type Exit } from './actionExits';
import { type ActionSource } from './actionSource';
import { isInTry, quoted } from './bodyText';
import { errorMessage, resultStatus, wordsStatus } from './failureStatus';
import { functionOf, leavesByThrowing } from './guardInline';
import { resolveName } from './moduleNames';
import { type OwnGuard } from './bodyGuards';
import { thrownBy } from './ownWrapper';

/** What a `catch` is to answer. */
export interface CaughtRefusals {
  readonly clause: CatchClause;
  /** What the error is called; undefined where the clause does not name it. */
  readonly error: string | undefined;
  /** Statuses by the words of the errors. */
  readonly words: ReadonlyMap<string, number>;
  /** It answers with results, which get the status; the others need an answer of their own. */
  readonly answers: boolean;
}

const HIDDEN = 'Its `catch` answers what its guard throws';

/** The name that a `catch` without one is given, and those of what is made of the error. */
const ERROR = 'error';
const STATUS = 'status';
const MESSAGE = 'message';

/** The clauses that see refusals; a message where one can't be told from other errors, or not be answered. */
export function caughtRefusals(
  ctx: AssistContext,
  { file, node }: ActionSource,
  exits: readonly Exit[],
  guard: Guard,
  own: OwnGuard | undefined,
  toClients: boolean,
): readonly CaughtRefusals[] | string {
  const found = new Map<CatchClause, Map<string, number>>();
  const add = (clause: CatchClause, words: ReadonlyMap<string, number>): void => {
    const known = found.get(clause) ?? new Map<string, number>();
    for (const [text, status] of words) known.set(text, status);
    found.set(clause, known);
  };
  let problem: string | undefined;
  for (const exit of exits) {
    const clause = isInTry(exit) ? clauseOf(exit.statement, exit.around) : undefined;
    if (!clause || exit.kind !== 'throw') continue;
    const isRefusal = own !== undefined && [exit.statement, ...exit.around].includes(own.node);
    const message = errorMessage(exit.value);
    const status = message === undefined ? undefined : isRefusal ? own.status : wordsStatus(message);
    if (message !== undefined && status !== undefined) add(clause, new Map([[message, status]]));
    else if (isRefusal) problem ??= HIDDEN;
  }
  walk(node, ({ node: call, around }, nested) => {
    if (nested || !isCallExpression(call) || !isIdentifier(call.expression)) return;
    const { text } = call.expression;
    const clause = clauseOf(call, around);
    if (!clause || !guard.steps.some(({ label }) => label.includes(text))) return;
    const declared = resolveName(ctx, file, text);
    const called = declared && functionOf(declared);
    if (!declared || !called || !leavesByThrowing(ctx, declared, 'any')) return;
    const { refusals } = thrownBy(ctx, declared.file, called);
    if (refusals.size === 0) problem ??= HIDDEN;
    else add(clause, refusals);
  });
  if (problem !== undefined) return problem;
  const clauses: CaughtRefusals[] = [];
  for (const [clause, words] of found) {
    const inside = exits.filter(({ statement, around }) => [statement, ...around].includes(clause.block));
    const returns = inside.filter(({ kind }) => kind === 'return');
    const rethrows = inside.some(({ kind }) => kind === 'throw');
    const answers = returns.length > 0 && returns.every((exit) => resultStatus(file, exit) === 500);
    const name = clause.variableDeclaration?.name;
    if (returns.length > 0 && (!answers || rethrows)) return HIDDEN;
    // Client code would be thrown an error where it was told nothing.
    if (returns.length === 0 && !rethrows && toClients) return HIDDEN;
    if (name && !isIdentifier(name)) return HIDDEN;
    const taken = new Set([...freeNames([node]).keys(), ...namesBoundIn(node)]);
    if ((answers && (taken.has(STATUS) || taken.has(MESSAGE))) || (!name && taken.has(ERROR))) return HIDDEN;
    clauses.push({ clause, error: name && isIdentifier(name) ? name.text : undefined, words, answers });
  }
  return clauses;
}

/** The `catch` that sees what is thrown here. */
function clauseOf(node: Node, around: readonly Node[]): CatchClause | undefined {
  const path = [node, ...around];
  for (const [index, outer] of path.entries()) {
    if (isTryStatement(outer) && outer.catchClause && path[index - 1] === outer.tryBlock)
      return outer.catchClause;
  }
  return undefined;
}

/** The clause that answers with this exit, of those whose results get the status. */
export function answeredIn(caught: readonly CaughtRefusals[], { around }: Exit): CaughtRefusals | undefined {
  return caught.find(({ clause, answers }) => answers && around.includes(clause.block));
}

/** Code of the status of what was caught. */
export function caughtStatus({ error = ERROR, words }: CaughtRefusals): string {
  const [only, ...more] = words;
  if (only && more.length === 0) return `const ${STATUS} = ${isIt(error, only[0])} ? ${only[1]} : 500;`;
  const choices = [...words].map(([text, status]) => `${MESSAGE} === ${quoted(text)} ? ${status}`);
  return [
    `const ${MESSAGE} = ${error} instanceof Error ? ${error}.message : '';`,
    `const ${STATUS} = ${choices.join(' : ')} : 500;`,
  ].join('\n');
}

/** The edits by which the clauses name the error, and answer refusals before they do anything else. */
export function caughtEdits(
  { text, tree, path }: ParsedFile,
  caught: readonly CaughtRefusals[],
  response: string,
  style: FileStyle,
): readonly TextEdit[] {
  return caught.flatMap((one) => {
    const { clause, words, answers, error = ERROR } = one;
    const edits: TextEdit[] = [];
    const keyword = clause.getStart(tree) + 'catch'.length;
    if (one.error === undefined) edits.push(insertion(keyword, ` (${error})`));
    if (answers) return edits;
    const lines = [...words].flatMap(([message, status]) => [
      `if (${isIt(error, message)}) {`,
      `  return ${response}.json({ error: ${quoted(message)} }, { status: ${status} });`,
      '}',
    ]);
    const at = clause.block.getStart(tree) + 1;
    const blanks = `${indentAt(text, clause.block.end - 1)}${style.indent}`;
    const code = indented(styledStatements(path, lines.join('\n'), style), blanks);
    const rest =
      clause.block.statements.length > 0 ? '' : `${style.eol}${indentAt(text, clause.block.end - 1)}`;
    return [...edits, insertion(at, `${style.eol}${blanks}${code}${rest}`)];
  });
}

function isIt(error: string, text: string): string {
  return `${error} instanceof Error && ${error}.message === ${quoted(text)}`;
}
