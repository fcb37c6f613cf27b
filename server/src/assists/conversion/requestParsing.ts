/** Writes the statements by which a route handler takes an action's arguments out of a request. */
import { freeNames } from '../../core/syntax/references';
import { nextMajor } from '../../core/program/nextMajor';
import { type ActionSource } from './actionSource';
import { type PlannedParameter, type PlannedParameters } from './actionParameters';

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

/** What the body needs of the request; nothing where it uses no parameter (`used` is false). */
export function parsingCode(
  { node, file, endpoint }: ActionSource,
  { body, parameters }: PlannedParameters,
  used: boolean,
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
  const form = read.find(({ carrier }) => carrier === 'form');
  if (form) lines.push(`const ${form.name} = await request.formData();`);
  const whole = read.find(({ carrier }) => carrier === 'whole');
  const isTyped = /\.[cm]?tsx?$/.test(file.path);
  if (whole) lines.push(`const ${whole.name} = ${typed(isTyped ? whole.type : undefined)};`);
  const fields = read.filter(({ carrier }) => carrier === 'field');
  if (body === 'json' && fields.length > 0) {
    const bound = fields.map(({ name, initializer }) =>
      initializer === undefined ? name : `${name} = ${initializer}`,
    );
    const types = fields.map(
      ({ name, type = 'unknown', optional }) => `${name}${optional ? '?' : ''}: ${type}`,
    );
    lines.push(`const { ${bound.join(', ')} } = ${typed(isTyped ? `{ ${types.join('; ')} }` : undefined)};`);
  }
  return {
    code: lines.join('\n'),
    reads: {
      request: form !== undefined || whole !== undefined || fields.length > 0,
      params: segments.length > 0,
    },
  };
}

function typed(type: string | undefined): string {
  return type === undefined ? 'await request.json()' : `(await request.json()) as ${type}`;
}
