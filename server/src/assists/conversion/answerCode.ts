/** Writes the statements by which a route handler answers, in the house's style. */
import { type Expression, isIdentifier } from '../../core/syntax/ast';
import { allIdentifiers } from '../../core/syntax/references';
import { jsonArgument } from './actionAnswers';
import { type ActionSource } from './actionSource';
import { type AnswerStyle } from './answerStyle';
import { quoted, seeOther } from './bodyText';
import { type FailureTest, statusBy } from './resultTypes';

/** The answer to whoever is turned away. */
export function rejectionCode(response: string, status: number, message: string | undefined): string {
  const words = message ?? (status === 401 ? 'Unauthorized' : 'Forbidden');
  return `return ${response}.json({ error: ${quoted(words)} }, { status: ${status} });`;
}

/** The answer where nothing is returned. */
export function nothingCode({ backTo, response }: AnswerStyle): string {
  return backTo === undefined ? `return new ${response}(null, { status: 204 });` : seeOther(backTo, response);
}

/** The answer with the variable that holds the whole result. */
export function wholeCode(
  { name, mayBeUndefined, status, failure }: NonNullable<AnswerStyle['result']>,
  response: string,
): string {
  const init = status === undefined ? '' : `, { status: ${status} }`;
  const answer = `return ${response}.json(${mayBeUndefined ? `${name} ?? null` : name}${init});`;
  if (!failure) return answer;
  return [
    `if (${failure.condition}) {`,
    `  const status = ${failure.status};`,
    `  return ${response}.json(${name}, { status });`,
    '}',
    answer,
  ].join('\n');
}

/** The answer with a value that says itself whether something failed; undefined where no name is left for it. */
export function testedCode(
  { file, node }: ActionSource,
  value: Expression,
  test: FailureTest,
  {
    response,
    mayBeVoid,
    mark,
  }: { readonly response: string; readonly mayBeVoid: boolean; readonly mark: (text: string) => string },
): string | undefined {
  const taken = allIdentifiers(node);
  const isNamed = isIdentifier(value);
  const name = isNamed ? value.text : ['result', 'outcome', 'answer'].find((each) => !taken.has(each));
  if (name === undefined) return undefined;
  const whole = test.mayBeNothing || mayBeVoid ? `${name} ?? null` : name;
  const answer = `return ${response}.json(${whole}, { status: ${statusBy(test, name)} });`;
  return isNamed ? answer : `const ${name} = ${mark(jsonArgument(file, value, true))};\n${answer}`;
}
