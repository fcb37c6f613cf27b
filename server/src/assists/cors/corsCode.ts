/** The code of CORS as "Add CORS" writes it, in the house's own style; `restyle` makes it the file's. */

/** Who may read the answers, and how they may ask. */
export interface CorsPolicy {
  /** `*` alone, or the origins by name. */
  readonly origins: readonly string[];
  /** Scripts may send the visitor's cookies along. Never together with `*`. */
  readonly credentials: boolean;
  /** Request headers that scripts may set. */
  readonly requestHeaders: readonly string[];
}

/** How a wrapper's code is typed. */
export interface WrapperShape {
  /** The type of the request; undefined in JavaScript. */
  readonly request: string | undefined;
  /** The handlers take a second argument. */
  readonly context: boolean;
  readonly exported: boolean;
}

/** How long a browser may remember the answer to its question: a day. */
const MAX_AGE = '86400';

/** True where every origin is allowed. */
export function allowsAll({ origins }: CorsPolicy): boolean {
  return origins.includes('*');
}

/** `const ALLOWED_ORIGINS = [...]`, on one line where it fits. */
export function originList(policy: CorsPolicy): string {
  const items = policy.origins.map((origin) => `'${origin}'`);
  const line = `const ALLOWED_ORIGINS = [${items.join(', ')}];\n`;
  if (line.length <= 81) return line;
  return `const ALLOWED_ORIGINS = [\n${items.map((item) => `  ${item},\n`).join('')}];\n`;
}

/** The function that puts the headers on whatever a handler returns. */
export function wrapperCode(policy: CorsPolicy, shape: WrapperShape): string {
  const who = allowsAll(policy) ? 'every site' : 'the allowed origins';
  return wrapperAround(`${headerCode(policy)}    return response;\n`, who, shape);
}

/** A wrapper whose last statements, with four blanks before them, do something to `response`. */
export function wrapperAround(
  statements: string,
  who: string,
  shape: WrapperShape,
  copy = 'Response',
): string {
  const { request: type, context } = shape;
  const names = context ? ['request', 'context'] : ['request'];
  // `*` needs no look at the request, but a handler may.
  const typed =
    type === undefined ? names : context ? [`request: ${type}`, 'context: Context'] : [`request: ${type}`];
  const handler = handlerParameter(typed, type !== undefined);
  const generic = context && type !== undefined ? '<Context>' : '';
  const word = shape.exported ? 'export function' : 'function';
  return `/** Lets scripts of ${who} read what the handler answers. */
${word} withCors${generic}(${handler}) {
  return async (${typed.join(', ')}) => {
    const answer = await handler(${names.join(', ')});
    // The headers of a redirect and of what fetch() returned can't be changed; those of a copy can.
    const response = new ${copy}(answer.body, answer);
${statements}  };
}
`;
}

function handlerParameter(typed: readonly string[], hasTypes: boolean): string {
  if (!hasTypes) return 'handler';
  const result = 'Response | Promise<Response>';
  const line = `handler: (${typed.join(', ')}) => ${result}`;
  if (`function withCors(${line}) {`.length <= 80) return line;
  if (line.length <= 77) return `\n  ${line},\n`;
  return `\n  handler: (\n${typed.map((each) => `    ${each},\n`).join('')}  ) => ${result},\n`;
}

function headerCode(policy: CorsPolicy): string {
  if (allowsAll(policy)) return "    response.headers.set('Access-Control-Allow-Origin', '*');\n";
  const credentials = policy.credentials
    ? "      response.headers.set('Access-Control-Allow-Credentials', 'true');\n"
    : '';
  return `    const origin = request.headers.get('origin');
    if (origin && ALLOWED_ORIGINS.includes(origin)) {
      response.headers.set('Access-Control-Allow-Origin', origin);
${credentials}    }
    response.headers.append('Vary', 'Origin');
`;
}

/** What OPTIONS answers; `depth` blanks stand before its lines but the first. */
function preflightResponse(methods: string, { requestHeaders }: CorsPolicy, depth: string): string {
  const lines = [
    'new Response(null, {',
    '  status: 204,',
    '  headers: {',
    `    'Access-Control-Allow-Methods': ${methods},`,
    `    'Access-Control-Allow-Headers': '${requestHeaders.join(', ')}',`,
    `    'Access-Control-Max-Age': '${MAX_AGE}',`,
    '  },',
    '})',
  ];
  return lines.join(`\n${depth}`);
}

/** `export const OPTIONS = withCors(() => …)`. */
export function optionsCode(methods: readonly string[], policy: CorsPolicy, wrapper: string): string {
  const answer = preflightResponse(`'${methods.join(', ')}'`, policy, '    ');
  return `export const OPTIONS = ${wrapper}(\n  () =>\n    ${answer},\n);\n`;
}

/** A module for the whole app: the wrapper, and what makes an OPTIONS of it. */
export function sharedModule(policy: CorsPolicy, typed: boolean): string {
  const type = typed ? ': string' : '';
  const head = typed ? "import type { NextRequest } from 'next/server';\n\n" : '';
  const list = allowsAll(policy) ? '' : `${originList(policy)}\n`;
  const wrapper = wrapperCode(policy, {
    request: typed ? 'NextRequest' : undefined,
    context: true,
    exported: true,
  });
  return `${head}${list}${wrapper}
/** Answers what a browser asks before it sends a request that is more than a simple one. */
export function preflight(methods${type}) {
  return withCors(
    () =>
      ${preflightResponse('methods', policy, '      ')},
  );
}
`;
}

/** Entries for what the configuration's `headers()` returns; without methods, nothing is said to preflights. */
export function configEntries(
  policy: CorsPolicy,
  { source, methods }: { readonly source: string; readonly methods: readonly string[] },
): readonly string[] {
  const several = policy.origins.length > 1;
  const entries = policy.origins.map((origin) => {
    const headers: [string, string][] = [['Access-Control-Allow-Origin', origin]];
    if (policy.credentials) headers.push(['Access-Control-Allow-Credentials', 'true']);
    if (methods.length > 0)
      headers.push(
        ['Access-Control-Allow-Methods', methods.join(', ')],
        ['Access-Control-Allow-Headers', policy.requestHeaders.join(', ')],
        ['Access-Control-Max-Age', MAX_AGE],
      );
    if (!several && !allowsAll(policy)) headers.push(['Vary', 'Origin']);
    // The value is a regular expression: https://nextjs.org/docs/app/api-reference/config/next-config-js/headers
    const pattern = origin.replace(/[.+*?^$()[\]{}|\\]/g, '\\\\$&');
    const has = several ? `  has: [{ type: 'header', key: 'origin', value: '${pattern}' }],\n` : '';
    const lines = headers.map(([key, value]) => `    { key: '${key}', value: '${value}' },\n`);
    return `{\n  source: '${source}',\n${has}  headers: [\n${lines.join('')}  ],\n}`;
  });
  // What other origins get must not be kept for these.
  return several
    ? [`{\n  source: '${source}',\n  headers: [{ key: 'Vary', value: 'Origin' }],\n}`, ...entries]
    : entries;
}

/** A proxy that does nothing but CORS. */
export function proxyModule(
  policy: CorsPolicy,
  {
    methods,
    matcher,
    name,
    typed,
  }: {
    readonly methods: readonly string[];
    readonly matcher: string;
    readonly name: 'proxy' | 'middleware';
    readonly typed: boolean;
  },
): string {
  const head = typed
    ? "import { NextResponse, type NextRequest } from 'next/server';\n"
    : "import { NextResponse } from 'next/server';\n";
  const list = allowsAll(policy) ? '' : `\n${originList(policy)}`;
  return `${head}${list}
${proxyFunction(policy, methods, {
  head: `export function ${name}(request${typed ? ': NextRequest' : ''})`,
  otherwise: 'NextResponse.next()',
})}
export const config = { matcher: '${matcher}' };
`;
}

/** A function that answers preflights, and allows the origins on what comes of other requests. */
export function proxyFunction(
  policy: CorsPolicy,
  methods: readonly string[],
  {
    head,
    first = '',
    otherwise,
    copies = false,
  }: {
    /** All before the body. */
    readonly head: string;
    /** Statements that come first, with their blanks. */
    readonly first?: string;
    /** What requests that are no preflight get. */
    readonly otherwise: string;
    /** Its headers may not be changed. */
    readonly copies?: boolean;
  },
): string {
  const who = allowsAll(policy) ? 'every site' : 'the allowed origins';
  const answer = preflightResponse(`'${methods.join(', ')}'`, policy, '      ').replace(
    'new Response',
    'new NextResponse',
  );
  const copy = `  // The headers of a redirect and of what fetch() returned can't be changed; those of a copy can.
  const response = new NextResponse(answer.body, answer);
`;
  return `/** Lets scripts of ${who} read what the routes answer, and answers what browsers ask first. */
${head} {
${first}  const isPreflight =
    request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
  const ${copies ? 'answer' : 'response'} = isPreflight
    ? ${answer}
    : ${otherwise};
${copies ? copy : ''}${headerCode(policy).replace(/^ {2}/gm, '')}  return response;
}
`;
}
