/** "Add CORS" in the proxy that an app has: preflights are answered before anything it does, and what it does stays. */
import { type AssistContext } from '../../core/assist/assist';
import { placeBehindImports } from '../../core/edit/behindImports';
import { prependStatements } from '../../core/edit/bodyStart';
import { freeName, planImports } from '../../core/edit/imports';
import { type Endpoint } from '../../core/program/program';
import { configMember } from '../../core/project/configFacts';
import { type App } from '../../core/project/project';
import { isArrayLiteralExpression } from '../../core/syntax/ast';
import { listEnd } from '../../core/syntax/configObject';
import { isAsyncFunction } from '../../core/syntax/functions';
import { alwaysReturnsValue } from '../../core/syntax/handlerForms';
import { type ParsedFile } from '../../core/syntax/parse';
import { matcherIn, proxyForm, type ProxyForm } from '../../core/syntax/proxyForm';
import { allIdentifiers } from '../../core/syntax/references';
import { restyle } from '../../core/syntax/restyle';
import { type FilePath } from '../../core/text/filePath';
import { detectFileStyle, type FileStyle } from '../../core/text/fileStyle';
import { insertion, type SourceChange, type TextEdit } from '../../core/text/textEdit';
import { allowsAll, type CorsPolicy, originList, proxyFunction } from './corsCode';
import { EXAMPLE_ORIGIN } from './corsPolicy';

/** A proxy that can be changed. */
export interface EditableProxy {
  readonly path: FilePath;
  readonly file: ParsedFile;
  readonly form: ProxyForm;
  /** It sees the routes already; otherwise its matcher must be extended. */
  readonly covers: boolean;
}

/** The app's proxy, where it is understood what happens before and after it for all of these routes. */
export function editableProxy(ctx: AssistContext, routes: readonly Endpoint[]): EditableProxy | undefined {
  const seen = routes.map((route) => ctx.program().proxyOf(route));
  const [first] = seen;
  const path = first?.path;
  if (path === undefined || seen.some((each) => each?.covered !== first?.covered)) return undefined;
  if (first?.covered !== true && first?.covered !== false) return undefined;
  const file = ctx.syntaxOf(path);
  const form = file && proxyForm(file);
  // Only this type surely has `nextUrl`.
  if (/\.tsx?$/.test(path) && form?.parameters[0]?.type !== 'NextRequest') return undefined;
  if (!form || /access-control-/i.test(file.text) || allIdentifiers(file.tree).has('ALLOWED_ORIGINS'))
    return undefined;
  if (!first.covered && (!matcherIn(file) || returnsPromise(form, file))) return undefined;
  return { path, file, form, covers: first.covered };
}

/** The early answer is no promise. */
function returnsPromise({ node }: ProxyForm, { tree }: ParsedFile): boolean {
  return !isAsyncFunction(node) && /^Promise\b/.test(node.type?.getText(tree) ?? '');
}

/** The change. `source` is the matcher that covers the routes, `methods` are the names of their methods. */
export function corsInProxy(
  ctx: AssistContext,
  app: App,
  { path, file, form, covers }: EditableProxy,
  policy: CorsPolicy,
  { source, methods }: { readonly source: string; readonly methods: readonly string[] },
): SourceChange | undefined {
  const style = detectFileStyle(file.text, ctx.text);
  const typed = /\.tsx?$/.test(path);
  const wanted = [
    { specifier: 'next/server', name: 'NextResponse' },
    ...(typed ? [{ specifier: 'next/server', name: 'NextRequest', typeOnly: true }] : []),
  ];
  const imports = planImports(file, covers ? wanted.slice(0, 1) : wanted, style);
  const [next, request] = imports.locals;
  // Another name for what Next.js calls so would have to be written everywhere.
  if (next !== 'NextResponse' || (request !== undefined && request !== 'NextRequest')) return undefined;
  const list = allowsAll(policy) ? '' : originList(policy);
  const draft = { file, form, style, typed, isRoute: pathTest(app, source) };
  const taken = new Set(allIdentifiers(file.tree));
  const name = freeName(covers ? 'respond' : 'answerOtherOrigins', taken);
  const edits = covers
    ? wrapped(draft, policy, methods, name)
    : answeredFirst(draft, policy, { methods, source, name });
  if (!edits) return undefined;
  const behind = restyle(path, covers ? list : `${list === '' ? '' : `${list}\n`}${edits.helper}`, style);
  if (behind.trim() === '') return { edits: new Map([[path, [...imports.edits, ...edits.edits]]]) };
  const at = behind.indexOf(EXAMPLE_ORIGIN);
  const marks = at < 0 ? [] : [{ start: at, end: at + EXAMPLE_ORIGIN.length }];
  const helper = placeBehindImports(file, behind, style, marks, imports.edits);
  return { edits: new Map([[path, [...imports.edits, helper, ...edits.edits]]]) };
}

interface Draft {
  readonly file: ParsedFile;
  readonly form: ProxyForm;
  readonly style: FileStyle;
  readonly typed: boolean;
  /** Code that tells the routes' requests from others, for what the request is called. */
  isRoute(request: string, wanted: boolean): string;
}

interface Edited {
  readonly edits: readonly TextEdit[];
  /** Stands behind the imports, after the list of origins. */
  readonly helper: string;
}

/** What the proxy never saw goes on as before, and is not told from now on what the others are told. */
function answeredFirst(
  { file, form, style, typed, isRoute }: Draft,
  policy: CorsPolicy,
  {
    methods,
    source,
    name,
  }: { readonly methods: readonly string[]; readonly source: string; readonly name: string },
): Edited | undefined {
  const request = form.parameters[0]?.name ?? 'request';
  const statement = restyled(file, `if (${isRoute(request, true)}) return ${name}(${request});`, style);
  const first = prependStatements(file, form.node, [statement], style);
  const matcher = extendedMatcher(file, source, style);
  if (!first || !matcher) return undefined;
  const helper = proxyFunction(policy, methods, {
    head: `function ${name}(request${typed ? ': NextRequest' : ''})`,
    otherwise: 'NextResponse.next()',
  });
  return { edits: [...first, matcher], helper };
}

/** What the proxy does becomes a function of its own, and the exported one calls it. */
function wrapped(
  { file, form, style, isRoute }: Draft,
  policy: CorsPolicy,
  methods: readonly string[],
  name: string,
): Edited {
  const { text } = file;
  const { head, statement, exported, parameters } = form;
  const written = text.slice(head.start, head.end).replace(/^export\s+(?:default\s+)?/, '');
  const renamed = form.name === undefined ? `${written} ${name}` : written.replace(/[\w$]+$/, name);
  const given = ['request', ...parameters.slice(1).map((each) => each.name)];
  const call = `${name}(${given.join(', ')})`;
  const signature = parameters.map(
    ({ type }, index) => `${given[index] ?? ''}${type === '' ? '' : `: ${type}`}`,
  );
  const own = exported === 'default' ? 'default async function' : 'async function';
  const declared = exported === 'default' ? (form.name ?? 'proxy') : exported;
  const result = `await ${call}`;
  const code = proxyFunction(policy, methods, {
    head: `export ${own} ${declared}(${signature.join(', ')})`,
    first: `  if (${isRoute('request', false)}) return ${call};\n`,
    otherwise: alwaysReturnsValue(form.node) ? result : `((${result}) ?? NextResponse.next())`,
    copies: true,
  });
  const restyledCode = restyle(file.path, code, style).trimEnd();
  return {
    edits: [
      { range: head, text: renamed },
      insertion(statement.end, `${style.eol}${style.eol}${restyledCode}`),
    ],
    helper: '',
  };
}

function restyled({ path }: ParsedFile, code: string, style: FileStyle): string {
  return restyle(path, `${code}\n`, style).trimEnd();
}

function extendedMatcher(file: ParsedFile, source: string, style: FileStyle): TextEdit | undefined {
  const matcher = matcherIn(file);
  if (!matcher) return undefined;
  const added = `${style.quote}${source}${style.quote}`;
  const start = matcher.getStart(file.tree);
  if (!isArrayLiteralExpression(matcher))
    return { range: { start, end: matcher.end }, text: `[${matcher.getText(file.tree)}, ${added}]` };
  const last = matcher.elements.at(-1);
  const end = listEnd(file, matcher, start);
  const isBroken = last !== undefined && file.text.slice(last.end, matcher.end).includes('\n');
  if (!isBroken) return insertion(last?.end ?? start + 1, `${last ? ', ' : ''}${added}`);
  const comma = end.comma ? ',' : '';
  const trailing = matcher.elements.hasTrailingComma ? ',' : '';
  return insertion(end.at, `${comma}${style.eol}${end.depth}${style.indent}${added}${trailing}`);
}

/** `/api/:path*`, `/users/:id` and their like as a condition over the request's pathname, which has no base path. */
function pathTest(app: App, source: string): Draft['isRoute'] {
  const slash = configMember(app.config, 'trailingSlash');
  const isPlain = !source.includes(':') && slash === undefined && app.config.kind === 'object';
  const pattern = source
    .split('/')
    .slice(1)
    .map((segment) =>
      segment.endsWith('*')
        ? '(?:\\/.*)?'
        : `\\/${segment.startsWith(':') ? '[^/]+' : segment.replace(/[.+?^$()[\]{}|\\]/g, '\\$&')}`,
    )
    .join('');
  const end = source.endsWith('*') ? '' : '\\/?';
  return (request, wanted) =>
    isPlain
      ? `${request}.nextUrl.pathname ${wanted ? '===' : '!=='} '${source}'`
      : `${wanted ? '' : '!'}/^${pattern}${end}$/.test(${request}.nextUrl.pathname)`;
}
