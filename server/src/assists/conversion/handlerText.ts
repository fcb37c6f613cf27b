/** Writes the handler itself around its body: its comment, its head and what it imports to answer. */
import { withoutTags } from './bodyText';
import { type App } from '../../core/project/project';
import { nextMajor } from '../../core/program/nextMajor';
import { indentAt, outdented } from '../../core/edit/indentation';
import { statementText } from '../../core/edit/removal';
import { detectFileStyle } from '../../core/text/fileStyle';
import { type PlannedParameters } from './actionParameters';
import { type ActionSource } from './actionSource';
import { type AnswerStyle } from './answerStyle';
import { type HandlerBody } from './handlerBody';

/** What a handler's body needs, and the app's own `NextResponse`. */
export function withResponse(
  action: ActionSource,
  body: HandlerBody,
  { response }: AnswerStyle,
): HandlerBody['origins'] {
  if (response !== 'NextResponse') return body.origins;
  return new Map([
    ...body.origins,
    [response, { file: action.file, specifier: 'next/server', imported: response }],
  ]);
}

/** The handler with its comment, in the style of the action's file. */
export function handlerText(
  { file, statement }: ActionSource,
  app: App,
  { parameters }: PlannedParameters,
  { code, reads }: HandlerBody,
  method: string,
): string {
  const style = detectFileStyle(file.text);
  const whole = statementText(file, statement);
  const above = whole.slice(0, whole.length - statement.getText(file.tree).length);
  const comment = withoutTags(outdented(above, indentAt(file.text, statement.getStart(file.tree))));
  const typescript = /\.[cm]?tsx?$/.test(file.path);
  const request = /\brequest\b/.test(code) || reads.request;
  const isAsync = nextMajor(app) >= 15;
  const segments = parameters.filter(
    ({ carrier, name }) => carrier === 'segment' && new RegExp(`\\b${name}\\b`).test(code),
  );
  const members = segments.map(({ name }) => `${name}: string`).join('; ');
  const params = isAsync ? `Promise<{ ${members} }>` : `{ ${members} }`;
  const args: string[] = [];
  if (request || reads.params)
    args.push(`${request ? 'request' : '_request'}${typescript ? ': Request' : ''}`);
  if (reads.params) args.push(typescript ? `{ params }: { params: ${params} }` : '{ params }');
  return `${comment}export async function ${method}(${args.join(', ')}) {${style.eol}${code}}`;
}
