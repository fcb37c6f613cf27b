/** Writes the statements by which a route handler takes an action's arguments out of a request. */
import { dedented } from '../../core/edit/indentation';
import { freeNames } from '../../core/syntax/references';
import { nextMajor } from '../../core/program/nextMajor';
import { detectFileStyle } from '../../core/text/fileStyle';
import { type ActionSource } from './actionSource';
import { FORM_NAME, type PlannedParameter, type PlannedParameters } from './actionParameters';
import { type AnswerStyle } from './answerStyle';

/** Which of its arguments a handler uses. */
export interface HandlerReads {
  readonly request: boolean;
  readonly params: boolean;
}

/** The statements in the house's style, with `\n` between them. */
export interface Parsing {
  readonly code: string;
  readonly reads: HandlerReads;
}

/** What the body needs of the request; nothing where it uses no parameter (`used` is false). What a form sends in place of a capture may be missing. */
export function parsingCode(
  { node, file, endpoint }: ActionSource,
  { body, parameters }: PlannedParameters,
  used: boolean,
  response: AnswerStyle['response'],
): Parsing {
  if (!used) return { code: '', reads: { request: false, params: false } };
  const names = freeNames(node.body ? [node.body] : []);
  const isRead = ({ binds }: PlannedParameter): boolean => binds.some((name) => names.has(name));
  const read = parameters.filter(isRead);
  const lines: string[] = [];
  const segments = read.filter(({ carrier }) => carrier === 'segment');
  const isAsync = !endpoint.app || nextMajor(endpoint.app) >= 15;
  const strings = segments.filter(({ primitive }) => primitive === 'string').map(({ name }) => name);
  // https://nextjs.org/docs/app/api-reference/file-conventions/route#context-optional
  if (strings.length > 0)
    lines.push(`const { ${strings.join(', ')} } = ${isAsync ? 'await params' : 'params'};`);
  for (const { name, primitive } of segments) {
    if (primitive === 'number')
      lines.push(`const ${name} = Number(${isAsync ? '(await params)' : 'params'}.${name});`);
  }
  const hidden = read.filter(({ carrier }) => carrier === 'hidden').map(({ name }) => name);
  const form = (hidden.length > 0 ? parameters : read).find(({ carrier }) => carrier === 'form');
  const data = form?.name ?? FORM_NAME;
  if (form || hidden.length > 0) lines.push(`const ${data} = await request.formData();`);
  for (const name of hidden) lines.push(`const ${name} = ${data}.get('${name}');`);
  if (hidden.length > 0) {
    const isMissing = hidden.map((name) => `typeof ${name} !== 'string'`).join(' || ');
    lines.push(
      `if (${isMissing}) {`,
      `  return ${response}.json({ error: 'Bad request' }, { status: 400 });`,
      '}',
    );
  }
  const whole = read.find(({ carrier }) => carrier === 'whole');
  const isTyped = /\.[cm]?tsx?$/.test(file.path);
  const { indent } = detectFileStyle(file.text);
  if (whole) {
    const type = isTyped && whole.type !== undefined ? houseType(whole.type, indent) : undefined;
    lines.push(`const ${whole.name} = ${typed(type)};`);
  }
  const fields = read.filter(({ carrier }) => carrier === 'field');
  if (body === 'json' && fields.length > 0) {
    const bound = fields.map(({ name, initializer }) =>
      initializer === undefined ? name : `${name} = ${initializer}`,
    );
    const types = fields.map(
      ({ name, type = 'unknown', optional }) => `${name}${optional ? '?' : ''}: ${houseType(type, indent)}`,
    );
    lines.push(`const { ${bound.join(', ')} } = ${typed(isTyped ? `{ ${types.join('; ')} }` : undefined)};`);
  }
  return {
    code: lines.join('\n'),
    reads: {
      request: form !== undefined || hidden.length > 0 || whole !== undefined || fields.length > 0,
      params: segments.length > 0,
    },
  };
}

function typed(type: string | undefined): string {
  return type === undefined ? 'await request.json()' : `(await request.json()) as ${type}`;
}

/** A type over several lines with the house's indentation, beginning where its first line stands. */
function houseType(type: string, indent: string): string {
  return dedented(type).replace(
    /\r?\n([ \t]*)/g,
    (_match, blanks: string) => `\n${'  '.repeat(Math.round(blanks.length / indent.length))}`,
  );
}
