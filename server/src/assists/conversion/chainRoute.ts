/** Gives an action that a client makes (next-safe-action, zsa) a route handler which calls it: its middleware and its schema stay in front of both. */
import { type AssistContext } from '../../core/assist/assist';
import { indented } from '../../core/edit/indentation';
import { type Endpoint } from '../../core/program/program';
import {
  isArrowFunction,
  isFunctionExpression,
  isPropertyAccessExpression,
  type Statement,
} from '../../core/syntax/ast';
import { endpointFunctionAt } from '../../core/syntax/endpointFunction';
import { rootName } from '../../core/syntax/handlerForms';
import { type ParsedFile } from '../../core/syntax/parse';
import { type SourceChange } from '../../core/text/textEdit';
import { findExits } from './actionExits';
import { originCheck, quoted, redirectingWords } from './bodyText';
import { clientChain } from './actionClient';
import { clientErrors, type ClientErrors, procedureErrors } from './clientErrors';
import { type NameOrigin, redirectingCall } from './guardInline';
import { prefersNextResponse, usesCookies } from './answerStyle';
import { hostOf, type Hosted, type RouteWishes } from './convertible';
import { routeNotes } from './routeNotes';
import { moduleText, styledFunction } from './routeModule';
import { BODY_METHODS, freeUrl, routeFileFor, urlProblem } from './routeUrl';
import { type SharedProblem } from './sharedConversion';

/** An action that a client makes. */
export interface ChainAction extends Omit<Hosted, 'action'> {
  readonly endpoint: Endpoint;
  readonly file: ParsedFile;
  readonly statement: Statement;
  readonly library: Library;
  /** What is known of the errors that the action's callers see. */
  readonly errors: ClientErrors;
  /** Code of what the action is given; empty for nothing. */
  readonly argument: string;
  readonly proposal: RouteWishes;
}

/** A library that makes actions which other code of the server may call. */
interface Library {
  readonly package: string;
  readonly makers: readonly string[];
  /** The method that is given the action's function. */
  readonly method: string;
  /** Reads what the clients and the action say of errors. */
  readonly errors: typeof clientErrors;
  /** Statements that call the action and answer, in the house's style. */
  answer(call: string, response: string, errors: ClientErrors): readonly string[];
}

const LIBRARIES: readonly Library[] = [
  {
    package: 'next-safe-action',
    makers: ['createSafeActionClient'],
    method: 'action',
    errors: clientErrors,
    // https://next-safe-action.dev/docs/define-actions/action-result-object
    answer: (call, response, { statuses }) => [
      `const result = await ${call};`,
      'if (result?.validationErrors) {',
      `  return ${response}.json({ errors: result.validationErrors }, { status: 400 });`,
      '}',
      'if (result?.serverError) {',
      ...serverErrorAnswer(response, statuses),
      '}',
      `return ${response}.json(result?.data ?? null);`,
    ],
  },
  {
    package: 'zsa',
    makers: ['createServerAction', 'createServerActionProcedure'],
    method: 'handler',
    errors: procedureErrors,
    // https://zsa.vercel.app/docs/error-handling
    answer: (call, response, { statuses, byWords = false }) => [
      `const [data, error] = await ${call};`,
      'if (error) {',
      '  const statuses: Record<string, number> = {',
      ...rows(new Map([...ZSA_STATUSES, ...statuses])),
      '  };',
      ...(byWords
        ? [
            '  const status = statuses[error.code] ?? statuses[error.message] ?? 500;',
            `  return ${response}.json({ error: error.message }, { status });`,
          ]
        : [`  return ${response}.json({ error: error.message }, { status: statuses[error.code] ?? 500 });`]),
      '}',
      `return ${response}.json(data ?? null);`,
    ],
  },
];

const ZSA_STATUSES: ReadonlyMap<string, number> = new Map([
  ['INPUT_PARSE_ERROR', 400],
  ['NOT_AUTHORIZED', 401],
  ['FORBIDDEN', 403],
  ['NOT_FOUND', 404],
]);

function rows(statuses: ReadonlyMap<string, number>): readonly string[] {
  return [...statuses].map(
    ([text, status]) => `    ${/^[A-Za-z_$][\w$]*$/.test(text) ? text : quoted(text)}: ${status},`,
  );
}

/** One status as a comparison, several as a table. */
function serverErrorAnswer(response: string, statuses: ReadonlyMap<string, number>): readonly string[] {
  const [only, ...more] = statuses;
  const answer = (status: string): string =>
    `  return ${response}.json({ error: result.serverError }, { ${status} });`;
  if (!only) return [answer('status: 500')];
  if (more.length === 0)
    return [
      `  const status = result.serverError === ${quoted(only[0])} ? ${only[1]} : 500;`,
      answer('status'),
    ];
  return [
    '  const statuses: Record<string, number> = {',
    ...rows(statuses),
    '  };',
    answer('status: statuses[result.serverError] ?? 500'),
  ];
}

/** Reads an action that one of the libraries makes; a message where a route could not call it. */
export function chainAction(ctx: AssistContext, endpoint: Endpoint): ChainAction | string {
  const host = hostOf(endpoint);
  if (typeof host === 'string') return host;
  const file = ctx.syntax();
  const offset = ctx.file.ranges[endpoint.fact]?.start;
  const found = offset === undefined ? undefined : endpointFunctionAt(file, offset);
  const [call, ...others] = found?.wrappers ?? [];
  if (!found || !call || others.length > 0 || !isPropertyAccessExpression(call.expression))
    return 'No client makes it';
  const { node } = found;
  if (!isArrowFunction(node) && !isFunctionExpression(node)) return 'No client makes it';
  const method = call.expression.name.text;
  const root = rootName(call.expression);
  const client = root === undefined ? undefined : clientChain(ctx, file, root);
  const library = LIBRARIES.find(
    (each) =>
      each.method === method &&
      client?.maker.specifier === each.package &&
      each.makers.includes(client.maker.imported),
  );
  const statement = file.tree.statements.find(({ pos, end }) => pos <= node.pos && node.end <= end);
  if (!library || !client || !statement) return 'Nobody knows what its client does';
  const clients = client.links.map(({ file: { tree }, made }) => made.getText(tree));
  // What it does before the action is done before the route's answer too.
  if (clients.some((text) => REDIRECTS.test(text) || redirectingWords(text) !== undefined))
    return 'Its client redirects';
  if (endpoint.name === 'default' || TAKEN.has(endpoint.name))
    return 'Its name is none that a route could use';
  const chain = file.text.slice(call.getStart(file.tree), node.getStart(file.tree));
  if ([chain, ...clients].some((text) => /bindArgsSchemas/.test(text)))
    return 'It takes arguments that are bound to it';
  const exits = findExits(file, node);
  if (typeof exits === 'string') return exits;
  if (exits.exits.some(({ kind }) => kind === 'redirect')) return 'It redirects';
  if (exits.cacheCalls.some(({ name }) => name === 'refresh' || name === 'updateTag'))
    return 'It does what only actions may';
  const words = redirectingWords(statement.getText(file.tree));
  const problem = words ?? redirectingCall(ctx, file, node, new Set());
  if (problem !== undefined) return problem;
  const hasInput = /\.(?:inputSchema|schema|input)\(/.test(chain);
  const isForm = /\bzfd\.|type: *['"]formData['"]/.test(chain);
  const argument = !hasInput ? '' : isForm ? 'await request.formData()' : 'await request.json()';
  const isCalled = ctx.callersOf(endpoint).some(({ path }) =>
    ctx
      .program()
      .endpointsOf(path)
      .some(({ kind }) => kind === 'route'),
  );
  if (isCalled) return 'A route calls it already';
  const url = freeUrl(ctx.program(), host.app, endpoint.name);
  const links = [{ file, made: call }, ...client.links];
  const errors = library.errors(ctx, links, { file, node });
  return { ...host, endpoint, file, statement, library, errors, argument, proposal: { method: 'POST', url } };
}

/** Names that the handler has for something else. */
const TAKEN: ReadonlySet<string> = new Set([
  'request',
  'origin',
  'host',
  'result',
  'data',
  'error',
  'status',
  'statuses',
]);

const REDIRECTS = /\b(?:permanentR|r)edirect\(/;

/** What is left to say of who is turned away. */
const HIDDEN: Readonly<Record<ClientErrors['refusal'], string | undefined>> = {
  told: undefined,
  interrupts: undefined,
  hidden: 'Its client says no more than that something failed: who is turned away gets a 500',
  sometimes: 'Where its client does not say why somebody is turned away, the route answers with 500',
  unknown: 'Nobody knows what its client says of who is turned away: the route answers with 500',
};

/** The change; a problem where these wishes can't be had. */
export function routeCalling(
  ctx: AssistContext,
  { endpoint, file, statement, app, appDir, library, errors, argument }: ChainAction,
  wishes: RouteWishes,
): SourceChange | SharedProblem {
  const url = wishes.url.trim();
  const wrongUrl = urlProblem(ctx.program(), app, url);
  if (wrongUrl !== undefined) return { problem: wrongUrl, question: 'url' };
  if (url.includes('[')) return { problem: 'Its schema takes no segment of a URL', question: 'url' };
  if (!BODY_METHODS.includes(wishes.method))
    return { problem: `${wishes.method} carries no body`, question: 'method' };
  const typescript = /\.[cm]?tsx?$/.test(file.path);
  const path = routeFileFor(app, appDir, url, typescript);
  if (ctx.textOf(path) !== undefined) return { problem: 'A file is there already', question: 'url' };
  const response = prefersNextResponse(ctx, app) ? 'NextResponse' : 'Response';
  const checksOrigin = usesCookies(ctx, { endpoint, file, statement });
  const opening = checksOrigin
    ? `${originCheck(`return ${response}.json({ error: 'Forbidden' }, { status: 403 });`)}\n\n`
    : '';
  const answer = library.answer(`${endpoint.name}(${argument})`, response, errors).join('\n');
  const body = `${opening}${typescript ? answer : answer.replace(': Record<string, number>', '')}`;
  const parameter = body.includes('request.') ? `request${typescript ? ': Request' : ''}` : '';
  const code = `export async function ${wishes.method}(${parameter}) {\n  ${indented(body, '  ')}\n}`;
  const origins = new Map<string, NameOrigin>([
    [endpoint.name, { file, specifier: undefined, imported: endpoint.name }],
  ]);
  if (response === 'NextResponse')
    origins.set(response, { file, specifier: 'next/server', imported: response });
  const route = moduleText(ctx, {
    path,
    from: file,
    code: styledFunction(path, code, file),
    moved: [],
    exportsMoved: false,
    kept: new Set(),
    origins,
    sibling: undefined,
  });
  if (typeof route === 'string') return { problem: route };
  const isGuarded = ctx.assessmentOf(endpoint).guard.verdict === 'guarded';
  const hidden = isGuarded ? HIDDEN[errors.refusal] : undefined;
  return {
    edits: new Map(),
    newFiles: new Map([[path, route.text]]),
    notes: [
      ...routeNotes(ctx, endpoint, app, {
        method: wishes.method,
        url,
        style: { checksOrigin },
        body: { throwingGuards: [] },
        tests: [],
      }),
      ...(hidden === undefined ? [] : [{ message: hidden }]),
    ],
  };
}
