/** Adds a method to a route file, written as the file's other methods are. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { nextMajor } from '../core/program/nextMajor';
import { type Endpoint } from '../core/program/program';
import { isArrowFunction } from '../core/syntax/ast';
import { functionOf, type HandlerForm, handlerForm, statementOf } from '../core/syntax/handlerForms';
import { restyle } from '../core/syntax/restyle';
import { detectFileStyle } from '../core/text/fileStyle';
import { insertion } from '../core/text/textEdit';

export const assist = defineAssist({
  meta: {
    id: 'add-method',
    summary:
      'Adds another HTTP method to a route file, in the form, the style and with the parameters of the others.',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/api/posts/[id]/route.ts
export async function GE$0T(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return Response.json({ id });
}
`,
        after: `//- app/api/posts/[id]/route.ts
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return Response.json({ id });
}

export async function PATCH(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return Response.json({ error: 'Not implemented' }, { status: 501 });
}
`,
      },
    ],
  },

  *offers(ctx) {
    const [endpoint] = endpointsAt(ctx).filter(
      ({ kind, method }) => kind === 'route' && method !== undefined,
    );
    const methods = endpoint ? missing(ctx, endpoint) : [];
    const [proposal] = methods;
    if (!endpoint || proposal === undefined || !modelOf(ctx, endpoint)) return;
    yield {
      target: endpoint.fact,
      title: `Add ${proposal} or another method to ${endpoint.url ?? 'this route'}`,
      questions: [
        {
          id: 'method',
          prompt: 'Method of the new handler',
          proposal,
          choices: methods.map((method) => ({ value: method, label: method, detail: DETAILS[method] ?? '' })),
        },
      ],
    };
  },

  resolve(ctx, target, input) {
    const endpoint = endpointOf(ctx, target);
    const model = endpoint && modelOf(ctx, endpoint);
    if (!model) return undefined;
    const methods = missing(ctx, endpoint);
    const method = (input['method'] ?? methods[0] ?? '').trim().toUpperCase();
    if (!methods.includes(method))
      return { refused: `The file can't have another ${method || 'method'}`, question: 'method' };
    const code = codeOf(ctx, endpoint, method, model);
    const style = detectFileStyle(ctx.text);
    const end = statementOf(model.form).end;
    const rest = /^[^\n]*?(?=\r?\n|$)/.exec(ctx.text.slice(end))?.[0] ?? '';
    const at = /^\s*(?:\/\/.*)?$/.test(rest) ? end + rest.length : end;
    const text = `${style.eol}${style.eol}${restyle(ctx.path, code, style).trimEnd()}`;
    const marked = text.indexOf('Not implemented');
    return {
      edits: new Map([
        [
          ctx.path,
          [
            {
              ...insertion(at, text),
              ...(marked >= 0 && {
                placeholders: [{ start: marked, end: marked + 'Not implemented'.length }],
              }),
            },
          ],
        ],
      ]),
      ...(losesPrerendering(ctx, method) && {
        notes: [{ message: `GET is no longer prerendered: ${method} makes the whole file dynamic.` }],
      }),
    };
  },
});

const DETAILS: Readonly<Record<string, string>> = {
  GET: 'Reads',
  POST: 'Creates, or does something',
  PUT: 'Replaces',
  PATCH: 'Changes',
  DELETE: 'Removes',
  HEAD: 'The headers of GET without running it',
  OPTIONS: 'Says what may be asked',
};

/**
 * The methods that the file has not: for one thing its changes first, for a list its creation. HEAD has a meaning only beside
 * GET, which answers it otherwise. https://nextjs.org/docs/app/api-reference/file-conventions/route#http-methods
 */
function missing(ctx: AssistContext, { url = '' }: Endpoint): readonly string[] {
  const own = ctx.program().endpointsOf(ctx.path);
  const has = new Set(own.flatMap(({ method }) => method ?? []));
  const ofOne = /\]$/.test(url);
  const order = ofOne ? ['PATCH', 'DELETE', 'GET', 'PUT', 'POST'] : ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'];
  return [...order, ...(has.has('GET') ? ['HEAD'] : []), 'OPTIONS'].filter((method) => !has.has(method));
}

interface Model {
  readonly form: HandlerForm;
  /** `request: Request, { params }: …` as it is written. */
  readonly parameters: string;
}

/** The method that the cursor is at, where it is a plain function that is exported where it is declared. */
function modelOf(ctx: AssistContext, endpoint: Endpoint): Model | undefined {
  const exported = ctx.file.link.exports.find(({ name }) => name === endpoint.name);
  if (exported?.form !== 'declaration') return undefined;
  const file = ctx.syntax();
  const form = handlerForm(file, endpoint.name);
  const node = form && functionOf(form);
  if (!node || node.parameters.some((each) => each.dotDotDotToken)) return undefined;
  return { form, parameters: node.parameters.map((each) => each.getText(file.tree)).join(', ') };
}

function codeOf(ctx: AssistContext, endpoint: Endpoint, method: string, { form, parameters }: Model): string {
  const typed = /\.tsx?$/.test(ctx.path);
  const isPlain = method === 'HEAD' || method === 'OPTIONS';
  const own = contextOf(endpoint, parameters, typed);
  const given = isPlain ? '' : own;
  const names = /\{\s*params\s*\}/.test(given) ? /\[(?:\[?\.\.\.)?([A-Za-z_$][\w$]*)\]/g : undefined;
  const segments = names ? [...(endpoint.url ?? '').matchAll(names)].map(([, name = '']) => name) : [];
  // Whatever its neighbors say: https://nextjs.org/docs/app/guides/upgrading/version-15#async-request-apis-breaking-change
  const awaited = endpoint.app === undefined || nextMajor(endpoint.app) >= 15;
  const read =
    segments.length > 0 ? `  const { ${segments.join(', ')} } = ${awaited ? 'await ' : ''}params;\n` : '';
  const answer = /\bNextResponse\.json\(/.test(ctx.text) ? 'NextResponse' : 'Response';
  const others = ctx
    .program()
    .endpointsOf(ctx.path)
    .flatMap((each) => each.method ?? []);
  const allow = [...new Set([...others, ...(others.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].sort();
  const body =
    method === 'HEAD'
      ? '  return new Response(null);\n'
      : method === 'OPTIONS'
        ? `  return new Response(null, { status: 204, headers: { Allow: '${allow.join(', ')}' } });\n`
        : `${read}  return ${answer}.json({ error: 'Not implemented' }, { status: 501 });\n`;
  const isArrow = form.kind === 'variable' && isArrowFunction(form.initializer);
  const word = isPlain ? '' : 'async ';
  const text = isArrow
    ? `export const ${method} = ${word}(${given}) => {\n${body}};\n`
    : form.kind === 'variable'
      ? `export const ${method} = ${word}function (${given}) {\n${body}};\n`
      : `export ${word}function ${method}(${given}) {\n${body}}\n`;
  return text;
}

/** The parameters of the model; where it has none, those that a handler of the URL gets. */
function contextOf({ url = '', app }: Endpoint, parameters: string, typed: boolean): string {
  if (parameters !== '') return parameters;
  const segments = [...url.matchAll(/\[(\[?\.\.\.)?([\w$-]+)\]/g)];
  const request = typed ? 'request: Request' : 'request';
  if (segments.length === 0) return request;
  if (!typed) return `${request}, { params }`;
  const types = segments.map(([, spread, name = '']) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
    return `${key}${spread?.startsWith('[') === true ? '?' : ''}: string${spread === undefined ? '' : '[]'}`;
  });
  const object = `{ ${types.join('; ')} }`;
  // https://nextjs.org/docs/app/guides/upgrading/version-15: a promise since 15.
  const isPromise = app === undefined || nextMajor(app) >= 15;
  return `${request}, { params }: { params: ${isPromise ? `Promise<${object}>` : object} }`;
}

/** https://nextjs.org/docs/app/api-reference/file-conventions/route#caching: HEAD alone leaves GET as it was. */
function losesPrerendering(ctx: AssistContext, method: string): boolean {
  if (method === 'HEAD' || method === 'GET') return false;
  return ctx
    .program()
    .endpointsOf(ctx.path)
    .some((each) => each.method === 'GET' && ctx.cachingOf(each)?.mode === 'static');
}
