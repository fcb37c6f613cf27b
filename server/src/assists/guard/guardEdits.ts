/** Writes one guard into one endpoint: the statements at its beginning, or another client at the head of its chain. */
import { type AssistContext } from '../../core/assist/assist';
import { prependStatements } from '../../core/edit/bodyStart';
import { planImports, type WantedImport } from '../../core/edit/imports';
import { indentAt } from '../../core/edit/indentation';
import { withoutLeftovers } from '../../core/edit/removal';
import {
  type GuardIdiom,
  type GuardImport,
  type GuardPlace,
  guardStatements,
  isUncertain,
} from '../../core/features/guardIdiom/guardIdiom';
import { importSpecifier } from '../../core/features/guardIdiom/idiomSource';
import { type Endpoint } from '../../core/program/program';
import {
  isBlock,
  isCallExpression,
  isIdentifier,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isReturnStatement,
  type Node,
  forEachChild,
} from '../../core/syntax/ast';
import { type EndpointFunction, endpointFunctionAt } from '../../core/syntax/endpointFunction';
import {
  type FunctionNode,
  isAsyncFunction,
  isFunctionNode,
  isGenerator,
  propertyNameText,
} from '../../core/syntax/functions';
import { asyncEdits } from '../../core/syntax/makeAsync';
import { namesBoundIn, renamed } from '../../core/syntax/names';
import { parseFile, type ParsedFile } from '../../core/syntax/parse';
import { restyle } from '../../core/syntax/restyle';
import { boundAtTopLevel, importsOf } from '../../core/syntax/topLevelNames';
import { type FilePath } from '../../core/text/filePath';
import { type FileStyle } from '../../core/text/fileStyle';
import { insertion, type TextEdit } from '../../core/text/textEdit';
import { wrapEdits } from './guardWrap';

/** What has to be written for one endpoint. Imports are planned later, for all endpoints of a file together. */
export interface GuardPlan {
  readonly imports: readonly WantedImport[];
  /** The names that the code uses for the imports, in the same order. */
  readonly locals: readonly string[];
  /** The edits, given what the file calls the imports; undefined where one of those names means something else there. */
  edits(locals: readonly string[]): readonly TextEdit[] | undefined;
  /** It takes code away, of which imports may be left. */
  readonly drops?: boolean;
}

/** A file that guards are written into. */
export interface GuardedFile {
  readonly path: FilePath;
  readonly parsed: ParsedFile;
  readonly style: FileStyle;
  readonly ctx: AssistContext;
}

/** The place that an endpoint is for guards; undefined for handlers of `pages/api`, which answer through another interface. */
export function guardPlaceOf({ kind }: Endpoint): GuardPlace | undefined {
  if (kind === 'pages-api') return undefined;
  return kind === 'route' ? 'route' : 'action';
}

/** Plans the guard of the endpoint whose range starts at `offset`; undefined where it can't be written so that it is right. */
export function planGuard(
  file: GuardedFile,
  endpoint: Endpoint,
  offset: number,
  idiom: GuardIdiom,
): GuardPlan | undefined {
  const place = guardPlaceOf(endpoint);
  const found = endpointFunctionAt(file.parsed, offset);
  if (!place || !found || isGenerator(found.node) || idiom.source === 'placeholder') return undefined;
  if (place === 'route' && !canRun(file, idiom)) return undefined;
  if (place === 'route' && idiom.actionOnly) return undefined;
  const imports = idiom.imports.map(
    (wanted): WantedImport & { readonly local: string } =>
      asDefault(file, wanted) ?? {
        specifier: ownEntry(file, wanted) ?? importSpecifier(file.ctx.idiomSource(), file.path, wanted),
        name: wanted.imported,
        local: wanted.local,
      },
  );
  const locals = imports.map(({ local }) => local);
  if (idiom.imports.some(isUncertain)) return undefined;
  // A client that is set up in this very file needs no import.
  if (idiom.imports.some(({ path }) => path === file.path)) return undefined;
  if (idiom.form === 'builder') return planBuilder(file, found, idiom, { imports, locals });
  if (idiom.form === 'wrap')
    return place === 'route' ? planWrapper(file, found, idiom, { imports, locals }) : undefined;
  return planStatements(file, found, place, idiom, { imports, locals });
}

/**
 * `force-static` shows a handler an empty request, and nobody is signed in there; with `error` the build fails. The Edge
 * Runtime has no `node:crypto`.
 * https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config/dynamic and …/edge#unsupported-apis
 */
function canRun({ path, ctx }: GuardedFile, { imports }: GuardIdiom): boolean {
  const config = ctx.program().linkFactsOf(path)?.segmentConfig;
  const dynamic = config?.['dynamic'];
  if (dynamic?.kind === 'literal' && (dynamic.value === 'force-static' || dynamic.value === 'error'))
    return false;
  const runtime = config?.['runtime'];
  const onEdge = runtime?.kind === 'literal' && runtime.value !== 'nodejs';
  return !onEdge || !imports.some(({ specifier }) => specifier.startsWith('node:'));
}

/** The entry of the same package from which the file has the very name: `next-auth` for `next-auth/next`. */
function ownEntry({ parsed }: GuardedFile, { imported, specifier, path }: GuardImport): string | undefined {
  if (path !== undefined || imported === 'default' || imported === '*') return undefined;
  const name = packageName(specifier);
  return importsOf(parsed).find(
    (own) => !own.typeOnly && own.imported === imported && packageName(own.specifier) === name,
  )?.specifier;
}

/** The module's default export, where that is the same as what is wanted and the file imports that. */
function asDefault(
  { path: from, parsed, ctx }: GuardedFile,
  { imported, local, path }: GuardImport,
): (WantedImport & { readonly local: string }) | undefined {
  const exports = (path && ctx.program().linkFactsOf(path)?.exports) ?? [];
  const named = exports.find(({ name }) => name === imported);
  const byDefault = exports.find(({ name }) => name === 'default')?.local;
  if (!named || byDefault === undefined || byDefault !== (named.local ?? named.name)) return undefined;
  const own = importsOf(parsed).find(({ imported: name, specifier, typeOnly }) => {
    const target = ctx.program().project.resolve(from, specifier);
    return name === 'default' && !typeOnly && target.kind === 'file' && target.path === path;
  });
  return own && { specifier: own.specifier, name: 'default', local };
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function planWrapper(
  { parsed, style }: GuardedFile,
  found: EndpointFunction,
  { wrapper }: GuardIdiom,
  needs: Needs,
): GuardPlan | undefined {
  if (!wrapper) return undefined;
  const edits = (locals: readonly string[]): readonly TextEdit[] | undefined => {
    const named = needs.locals.reduce(
      (code, local, at) => code.replace(new RegExp(`\\b${local}\\b`, 'g'), locals[at] ?? local),
      wrapper.before,
    );
    return wrapEdits(parsed, found, wrapper, named, style);
  };
  return edits(needs.locals) && { ...needs, edits, drops: true };
}

type Needs = Pick<GuardPlan, 'imports' | 'locals'>;

function planStatements(
  file: GuardedFile,
  { node, wrappers }: EndpointFunction,
  place: GuardPlace,
  idiom: GuardIdiom,
  needs: Needs,
): GuardPlan | undefined {
  const request = idiom.usesRequest
    ? requestOf(file, node, place, wrappers.length > 0)
    : { name: 'request', edits: [] };
  const own = place === 'action' ? actionRejection(idiom, node) : routeRejection(file, idiom, node);
  if (!request || !own) return undefined;
  const javascript = /\.[cm]?jsx?$/.test(file.path);
  const statements = guardStatements(own, place, { request: request.name, javascript });
  const known = repeated(file, node, own, statements);
  const bound = new Set(namesBoundIn(node));
  for (const name of known.names) bound.delete(name);
  const chosen = withFreeNames(statements, bound, [...boundAtTopLevel(file.parsed), ...needs.locals]);
  const makeAsync = isAsyncFunction(node) ? [] : asyncEdits(file.parsed, nameOffset(file.parsed, node));
  if (!chosen || !makeAsync) return undefined;
  // A wrapper may not wait for its function.
  if (makeAsync.length > 0 && wrappers.length > 0) return undefined;
  return {
    ...needs,
    edits: (locals) => {
      if (locals.some((local) => bound.has(local))) return undefined;
      const code = needs.locals.reduce(
        (text, local, at) => renamedAll(text, local, locals[at] ?? local),
        chosen,
      );
      const written = code.map((statement) => restyle(file.path, statement, file.style));
      const prepended = prependStatements(file.parsed, node, written, file.style, true);
      if (!prepended) return undefined;
      return [...makeAsync, ...request.edits, ...known.removals, ...prepended];
    },
  };
}

function renamedAll(code: readonly string[], from: string, to: string): readonly string[] {
  return code.map((statement) => renamed(statement, from, to));
}

/** The statements with names that nothing in the function has; undefined where a name would have to be made up. */
function withFreeNames(
  statements: readonly string[],
  bound: ReadonlySet<string>,
  taken: readonly string[],
): readonly string[] | undefined {
  // The path only tells the language.
  const declared = boundAtTopLevel(parseFile('code.ts' as FilePath, statements.join('\n')));
  let result = statements;
  for (const name of declared) {
    if (!bound.has(name)) continue;
    const other = OTHER_NAMES[name]?.find((candidate) => !bound.has(candidate) && !taken.includes(candidate));
    if (other === undefined) return undefined;
    result = renamedAll(result, name, other);
  }
  return result;
}

/** What an author would call it where the name means something else already. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  session: ['currentSession', 'callerSession'],
  user: ['currentUser', 'viewer', 'caller'],
  userId: ['currentUserId', 'callerId'],
  supabase: ['supabaseAuth', 'authClient'],
  token: ['sessionToken', 'callerToken'],
};

/** The handler's first parameter, or the edit that declares it; undefined where it is taken apart, or a wrapper gives something else. */
function requestOf(
  { parsed, path }: GuardedFile,
  node: FunctionNode,
  place: GuardPlace,
  isWrapped: boolean,
): { readonly name: string; readonly edits: readonly TextEdit[] } | undefined {
  if (place === 'action') return undefined;
  const [first] = node.parameters;
  if (first) return isIdentifier(first.name) && !isWrapped ? { name: first.name.text, edits: [] } : undefined;
  const open = parsed.text.indexOf('(', node.name?.end ?? node.getStart(parsed.tree));
  if (isWrapped || open < 0) return undefined;
  const text = /\.[cm]?jsx?$/.test(path) ? 'request' : 'request: Request';
  return { name: 'request', edits: [insertion(open + 1, text)] };
}

/** Only a handler's first token may stand for it where it has no name. */
function nameOffset({ tree }: ParsedFile, node: FunctionNode): number {
  return node.name ? node.name.getStart(tree) : node.getStart(tree);
}

/** Actions return what their callers read: the app's way of returning an error fits only where the action returns such objects. */
export function actionRejection(idiom: GuardIdiom, node: FunctionNode): GuardIdiom | undefined {
  const { action } = idiom.rejection;
  if (idiom.condition === undefined || !action.startsWith('return')) return idiom;
  const keys = keysOf(action);
  const results = returnedIn(node);
  const fits =
    keys !== undefined &&
    node.type === undefined &&
    results.some((value) => {
      if (!value || !isObjectLiteralExpression(value)) return false;
      const names = value.properties.map(({ name }) => (name ? propertyNameText(name) : undefined));
      return keys.every((key) => names.includes(key));
    });
  if (fits) return idiom;
  return { ...idiom, rejection: { ...idiom.rejection, action: "throw new Error('Unauthorized');" } };
}

/** The keys of the object that a `return {…};` returns. */
function keysOf(statement: string): readonly string[] | undefined {
  const { tree } = parseFile('code.ts' as FilePath, `function f() { ${statement} }`);
  const [declaration] = tree.statements;
  const [value] = declaration && isFunctionNode(declaration) ? returnedIn(declaration) : [];
  if (!value || !isObjectLiteralExpression(value)) return undefined;
  const keys = value.properties.map(({ name }) => (name ? propertyNameText(name) : undefined));
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

/** What a function returns, in source order; nested functions are left out. */
export function returnedIn(node: FunctionNode): readonly (Node | undefined)[] {
  const found: (Node | undefined)[] = [];
  const visit = (child: Node): void => {
    if (isFunctionNode(child)) return;
    if (isReturnStatement(child)) found.push(child.expression);
    forEachChild(child, visit);
  };
  if ('body' in node && node.body) {
    if (isBlock(node.body)) forEachChild(node.body, visit);
    else found.push(node.body);
  }
  return found;
}

/** A handler that promises a certain response type can't return just any; one that uses NextResponse rejects with it as well. */
export function routeRejection(
  { parsed }: GuardedFile,
  idiom: GuardIdiom,
  node: FunctionNode,
): GuardIdiom | undefined {
  const { route } = idiom.rejection;
  if (idiom.condition === undefined) return idiom;
  const promised = node.type?.getText(parsed.tree) ?? '';
  if (/NextResponse\s*<(?!\s*(?:unknown|any)\s*>)/.test(promised)) return undefined;
  const usesNext =
    boundAtTopLevel(parsed).includes('NextResponse') && /\bNextResponse\.json\(/.test(parsed.text);
  if (!usesNext && /\bNextResponse\b/.test(promised)) return undefined;
  if (!usesNext) return idiom;
  return {
    ...idiom,
    rejection: {
      ...idiom.rejection,
      route: route.replace('return Response.json(', 'return NextResponse.json('),
    },
  };
}

/** Statements of the guard that the function has already: they move to its beginning, where the decision follows. */
function repeated(
  { parsed }: GuardedFile,
  node: FunctionNode,
  idiom: GuardIdiom,
  statements: readonly string[],
): { readonly removals: readonly TextEdit[]; readonly names: readonly string[] } {
  const none = { removals: [], names: [] };
  if (idiom.form !== 'check' || !('body' in node) || !node.body || !isBlock(node.body)) return none;
  const wanted = statements.slice(0, idiom.statements.length).map(bare);
  const { body } = node;
  const found = wanted.map((code) =>
    body.statements.find((statement) => bare(statement.getText(parsed.tree)) === code),
  );
  // What a later statement needs comes before it: only a beginning of the guard can be moved.
  const missing = found.indexOf(undefined);
  const own = found
    .slice(0, missing < 0 ? found.length : missing)
    .filter((statement) => statement !== undefined);
  if (own.length === 0) return none;
  const removals = own.map((statement): TextEdit => {
    const start = statement.getStart(parsed.tree);
    const from = start - indentAt(parsed.text, start).length;
    const rest = /^[ \t]*\r?\n(?:[ \t]*\r?\n)?/.exec(parsed.text.slice(statement.end))?.[0].length ?? 0;
    return { range: { start: from, end: statement.end + rest }, text: '' };
  });
  // The path only tells the language.
  const moved = statements.slice(0, own.length).join('\n');
  const names = boundAtTopLevel(parseFile('code.ts' as FilePath, moved));
  return { removals, names };
}

function bare(code: string): string {
  return code
    .replace(/[\s;]+/g, ' ')
    .replaceAll('"', "'")
    .trim();
}

/** A chain that begins with an open client begins with the guarded one; what is inside stays as it is. */
function planBuilder(
  { parsed }: GuardedFile,
  { wrappers }: EndpointFunction,
  idiom: GuardIdiom,
  needs: Needs,
): GuardPlan | undefined {
  const [call] = wrappers;
  const guarded = idiom.wrapper?.before;
  const [client, ...others] = needs.locals;
  if (!call || wrappers.length > 1 || guarded === undefined || client === undefined || others.length > 0)
    return undefined;
  if (guarded !== client) return undefined;
  const last = isPropertyAccessExpression(call.expression) ? call.expression.name.text : undefined;
  if (last === undefined || (idiom.wrapper?.handlerMethod ?? 'action') !== last) return undefined;
  let head: Node = call.expression;
  while (isPropertyAccessExpression(head) || isCallExpression(head)) head = head.expression;
  if (!isIdentifier(head) || head.text === client || !boundAtTopLevel(parsed).includes(head.text))
    return undefined;
  const range = { start: head.getStart(parsed.tree), end: head.end };
  return { ...needs, drops: true, edits: ([local = client]) => [{ range, text: local }] };
}

/** The edits of several plans for one file, with their imports merged; plans that turn out not to fit are left out. */
export function fileEdits(file: GuardedFile, plans: readonly GuardPlan[]): readonly TextEdit[] {
  const imports = planImports(
    file.parsed,
    plans.flatMap((plan) => plan.imports),
    file.style,
  );
  let at = 0;
  const edits = plans.flatMap((plan) => {
    const locals = imports.locals.slice(at, at + plan.imports.length);
    at += plan.imports.length;
    return plan.edits(locals) ?? [];
  });
  if (edits.length === 0) return [];
  const all = [...imports.edits, ...edits];
  return plans.some(({ drops }) => drops) ? withoutLeftovers(file.parsed, all) : all;
}
