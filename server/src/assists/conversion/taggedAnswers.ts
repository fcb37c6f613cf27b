/** Writes a handler's several answers as results with a tag, from which the handler makes the same answers, and which an action returns. */
import {
  isCallExpression,
  isIdentifier,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  type Statement,
} from '../../core/syntax/ast';
import { dottedName, propertyNameText } from '../../core/syntax/functions';
import { endsFlow, walk } from '../../core/syntax/walk';
import { detectFileStyle } from '../../core/text/fileStyle';
import { type TextEdit } from '../../core/text/textEdit';
import { type HandlerAnswer, type HandlerSource } from './handlerSource';

/** Answers that became results. */
export interface TaggedAnswers {
  /** Edits of the work: it returns results. */
  readonly edits: readonly TextEdit[];
  /** The statements by which the handler answers, in the house's style; `call` is code without `await`. */
  readonly lines: (call: string) => readonly string[];
  /** Something is sent along where all went well. */
  readonly givesData: boolean;
}

/** What the handler calls the result. */
export const RESULT = 'result';

/** The members that failures are written with in JSON. */
const KEYS: readonly string[] = ['error', 'message'];

/** The results; a message where the same answers could not be made of them. */
export function taggedAnswers(
  source: HandlerSource,
  rest: readonly Statement[],
  answers: readonly HandlerAnswer[],
): TaggedAnswers | string {
  const { file } = source;
  const { text, tree } = file;
  const last = rest.at(-1);
  if (!last || !endsFlow(last)) return 'It does not always answer';
  if (handsOn(rest)) return 'It hands its work on already';
  const failures = answers.filter(({ status }) => status >= 400);
  const others = answers.filter(({ status }) => status < 400);
  const [success] = others;
  if (!success) return 'It always fails';
  const endingOf = ({ statement, value }: HandlerAnswer): string =>
    value ? text.slice(value.end, statement.end) : statement.getText(tree);
  const beginningOf = ({ statement, value }: HandlerAnswer): string =>
    value ? text.slice(statement.getStart(tree), value.getStart(tree)) : '';
  if (
    others.some((each) => endingOf(each) !== endingOf(success) || beginningOf(each) !== beginningOf(success))
  )
    return 'It answers success in several ways';
  const said = failures.map((failure) => saidBy(failure));
  const [first] = said;
  if (said.some((each) => !each || each.key !== first?.key) || new Set(failures.map(beginningOf)).size > 1)
    return 'It answers failures in several ways';
  const statuses = new Set(failures.map(({ status }) => status));
  const [only, ...more] = statuses;
  const typescript = /\.[cm]?tsx?$/.test(file.path);
  const tag = (ok: boolean): string => `ok: ${ok}${typescript ? ' as const' : ''}`;
  const end = detectFileStyle(text).semicolons ? ';' : '';
  const edits = answers.flatMap(({ statement, value, status }): readonly TextEdit[] => {
    const said = status >= 400 && value && isObjectLiteralExpression(value) ? value.properties[0] : value;
    const own = more.length > 0 && status >= 400 ? `, status: ${status}` : '';
    const opening = `return { ${tag(status < 400)}${own}`;
    const start = statement.getStart(tree);
    if (!said) return [{ range: { start, end: statement.end }, text: `${opening} }${end}` }];
    // The guard's names are written otherwise inside of what is kept.
    return [
      { range: { start, end: said.getStart(tree) }, text: `${opening}, ${status < 400 ? 'data: ' : ''}` },
      { range: { start: said.end, end: statement.end }, text: ` }${end}` },
    ];
  });
  const key = first?.key;
  const response = /^return (\w+)\./.exec(beginningOf(failures[0] ?? success))?.[1] ?? 'Response';
  const failed = `return ${response}.json({ ${key}: ${RESULT}.${key} }, { status: ${more.length > 0 ? `${RESULT}.status` : only} });`;
  const done = success.value
    ? `${beginningOf(success)}${RESULT}.data${endingOf(success)}`
    : endingOf(success);
  return {
    edits,
    givesData: success.value !== undefined,
    lines: (call) =>
      key === undefined
        ? [`const ${RESULT} = await ${call};`, done]
        : [`const ${RESULT} = await ${call};`, `if (!${RESULT}.ok) {`, `  ${failed}`, '}', done],
  };
}

/** `{ error: … }` alone. */
function saidBy({ value }: HandlerAnswer): { readonly key: string } | undefined {
  if (!value || !isObjectLiteralExpression(value) || value.properties.length !== 1) return undefined;
  const [property] = value.properties;
  const key = propertyNameText(property?.name);
  const isPlain = property && (isPropertyAssignment(property) || isShorthandPropertyAssignment(property));
  return isPlain && key !== undefined && KEYS.includes(key) ? { key } : undefined;
}

/** One function is called, whose result is answered. */
function handsOn(rest: readonly Statement[]): boolean {
  let calls = 0;
  let named = 0;
  for (const statement of rest)
    walk(statement, ({ node }) => {
      if (!isCallExpression(node)) return;
      const name = dottedName(node.expression);
      if (name !== undefined && /^(?:Response|NextResponse|req|request)\./.test(name)) return;
      calls++;
      if (isIdentifier(node.expression)) named++;
    });
  return calls === 0 || (calls === 1 && named === 1);
}
