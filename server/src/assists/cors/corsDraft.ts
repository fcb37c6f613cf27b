/** Writes CORS into one route file: the wrapper or its import, the wrapped handlers, and OPTIONS. */
import { type AssistContext } from '../../core/assist/assist';
import { placeBehindImports } from '../../core/edit/behindImports';
import { planImports, type WantedImport } from '../../core/edit/imports';
import { newModulePath } from './newModule';
import { specifierFor } from '../../core/edit/specifier';
import { wrapEdits } from '../../core/edit/wrapHandler';
import { type Endpoint } from '../../core/program/program';
import { functionOf, type HandlerForm, statementOf } from '../../core/syntax/handlerForms';
import { restyle } from '../../core/syntax/restyle';
import { exportedConstantLines } from '../../core/syntax/exportedConstants';
import { type FilePath, relativePath } from '../../core/text/filePath';
import { detectFileStyle, type FileStyle } from '../../core/text/fileStyle';
import { type ChangeNote, insertion, type SourceChange, type TextEdit } from '../../core/text/textEdit';
import { allowsAll, type CorsPolicy, optionsCode, originList, sharedModule, wrapperCode } from './corsCode';
import { type CorsHelper } from './corsHelper';
import { type ModuleName } from './corsSources';
import { callArguments } from './corsPreflight';
import { EXAMPLE_ORIGIN } from './corsPolicy';

/** What is written into a route file. */
export interface RouteDraft {
  readonly ctx: AssistContext;
  /** All methods but OPTIONS. */
  readonly methods: readonly Endpoint[];
  /** Their declarations, each once. */
  readonly forms: readonly HandlerForm[];
}

/** The change with the wrapper in the file itself. */
export function writeInFile(draft: RouteDraft, policy: CorsPolicy): SourceChange | undefined {
  const shape = { request: requestType(draft), context: hasContext(draft), exported: false };
  const wanted: WantedImport[] =
    shape.request === 'NextRequest'
      ? [{ specifier: 'next/server', name: 'NextRequest', typeOnly: true }]
      : [];
  const list = allowsAll(policy) ? '' : `${originList(policy)}\n`;
  const code = `${list}${wrapperCode(policy, shape)}`;
  const options = optionsCode(methodNames(draft), policy, 'withCors');
  return written(draft, { wanted, wrapper: () => 'withCors', code: () => code, options: () => options });
}

/** The change with a new module that other routes can use, too. */
export function writeSharedModule(
  draft: RouteDraft,
  policy: CorsPolicy,
  byHand: readonly FilePath[],
): SourceChange | undefined {
  const { ctx, methods } = draft;
  const project = ctx.program().project;
  const typed = /\.tsx?$/.test(ctx.path);
  const path = newModulePath(ctx, 'cors', typed ? 'ts' : 'js');
  if (path === undefined) return undefined;
  const specifier = specifierFor(project, ctx.path, path, specifiersOf(ctx));
  const wanted = ['withCors', 'preflight'].map((name) => ({ specifier, name }));
  const change = written(draft, {
    wanted,
    wrapper: ([name = 'withCors']) => name,
    code: () => '',
    options: ([, name = 'preflight']) =>
      `export const OPTIONS = ${name}('${methodNames(draft).join(', ')}');\n`,
  });
  if (!change) return undefined;
  const root = methods[0]?.app?.root ?? path;
  const notes = byHand.map((file) => ({
    message: `\`${relativePath(root, file)}\` sets these headers by itself: \`withCors\` can do that for it.`,
    path: file,
  }));
  return {
    ...change,
    newFiles: new Map([[path, restyle(path, sharedModule(policy, typed), styleOf(ctx))]]),
    notes: [...(change.notes ?? []), ...notes],
  };
}

/** The change with the wrapper that the app has. */
export function writeWithHelper(
  draft: RouteDraft,
  { wrapper, options }: CorsHelper,
  policy: CorsPolicy,
): SourceChange | undefined {
  const { ctx } = draft;
  const methods = methodNames(draft);
  const given = options?.kind === 'call' ? callArguments(ctx, options, methods) : undefined;
  const usesOptions = options?.kind === 'value' || given !== undefined;
  const wanted = [wantedName(ctx, wrapper, 'withCors')];
  if (options && usesOptions) wanted.push(wantedName(ctx, options.of, 'preflight'));
  const setsMethods = /access-control-allow-methods/i.test(ctx.textOf(wrapper.path) ?? '');
  return written(draft, {
    wanted,
    wrapper: ([name = wrapper.name]) => name,
    code: () => '',
    options: ([name = wrapper.name, preflight = '']) => {
      if (usesOptions) return `export const OPTIONS = ${preflight}${given ?? ''};\n`;
      return setsMethods
        ? `export const OPTIONS = ${name}(() => new Response(null, { status: 204 }));\n`
        : optionsCode(methods, policy, name);
    },
  });
}

/** Names that the code of `writeInFile` takes. */
export const OWN_NAMES: readonly string[] = ['withCors', 'ALLOWED_ORIGINS'];

function methodNames({ methods }: RouteDraft): readonly string[] {
  return methods.map(({ name }) => name);
}

/** The import of a module's name as the route's file would write it. */
export function wantedName(ctx: AssistContext, { path, name }: ModuleName, local: string): WantedImport {
  const specifier = specifierFor(ctx.program().project, ctx.path, path, specifiersOf(ctx));
  return name === 'default' ? { specifier, name, local } : { specifier, name };
}

function specifiersOf({ file }: AssistContext): readonly string[] {
  return file.link.imports.map(({ specifier }) => specifier);
}

function styleOf(ctx: AssistContext): FileStyle {
  return detectFileStyle(ctx.text);
}

/** What the handlers' first parameter is called in types; undefined in JavaScript. */
export function requestType({ ctx, forms }: RouteDraft): string | undefined {
  if (!/\.tsx?$/.test(ctx.path)) return undefined;
  const tree = ctx.syntax().tree;
  // A handler that wants more than a `Request` says so, and what another function made may want it.
  const plain = forms.every((form) => {
    const node = functionOf(form);
    if (!node) return false;
    const [first] = node.parameters;
    return !first || first.type?.getText(tree) === 'Request';
  });
  return plain ? 'Request' : 'NextRequest';
}

/** A handler wants more than the request. */
export function hasContext({ forms }: RouteDraft): boolean {
  return forms.some((form) => {
    const node = functionOf(form);
    return !node || node.parameters.length > 1 || node.parameters.some((each) => each.dotDotDotToken);
  });
}

/** The parts of a change, each given what the file calls the imports. */
export interface Written {
  readonly wanted: readonly WantedImport[];
  /** What the handlers are wrapped with; undefined where `inside` changes them. */
  wrapper(locals: readonly string[]): string;
  /** Edits of the handlers' own code in place of a wrapper. */
  inside?(locals: readonly string[]): readonly TextEdit[] | undefined;
  /** Stands behind the imports; may be empty. */
  code(locals: readonly string[]): string;
  options(locals: readonly string[]): string;
}

/** Puts a change together. */
export function written(draft: RouteDraft, parts: Written): SourceChange | undefined {
  const { ctx, methods, forms } = draft;
  const { wanted, wrapper, inside, code, options } = parts;
  const file = ctx.syntax();
  const style = styleOf(ctx);
  const imports = planImports(file, wanted, style);
  const edits: TextEdit[] = [...imports.edits];
  const helperCode = code(imports.locals);
  if (helperCode !== '') {
    const helper = restyle(ctx.path, helperCode, style);
    const at = helper.indexOf(EXAMPLE_ORIGIN);
    const mark = { start: at, end: at + EXAMPLE_ORIGIN.length };
    edits.push(placeBehindImports(file, helper, style, at < 0 ? [] : [mark], imports.edits));
  }
  const own = inside?.(imports.locals);
  if (own) edits.push(...own);
  for (const form of own ? [] : forms) {
    const wrapped = wrapEdits(file, form, wrapper(imports.locals), style);
    if (!wrapped) return undefined;
    edits.push(...wrapped);
  }
  const answer = restyle(ctx.path, options(imports.locals), style);
  edits.push(behind(ctx.text, lastEnd(draft), answer, style));
  const kept = keepsRequest(draft);
  if (!kept) return undefined;
  return {
    edits: new Map([[ctx.path, [...edits, ...kept]]]),
    notes: notesOf(ctx, methods),
  };
}

/** Where the last handler ends, or what exports it. */
function lastEnd({ ctx, forms, methods }: RouteDraft): number {
  const ends = forms.map((form) => statementOf(form).end);
  for (const { name } of methods) {
    const statement = ctx.file.ranges[`exportStatement:${name}`];
    if (statement) ends.push(statement.end);
  }
  return Math.max(...ends);
}

/** As paragraphs of its own behind the line that `end` is on. */
function behind(text: string, end: number, code: string, { eol }: FileStyle): TextEdit {
  const next = text.indexOf('\n', end);
  const rest = text.slice(end, next < 0 ? text.length : next).replace(/\r$/, '');
  const at = /^[ \t;]*(?:\/\/.*|\/\*.*\*\/[ \t]*)?$/.test(rest) ? end + rest.length : end;
  return insertion(at, `${eol}${eol}${code.trimEnd()}`);
}

/**
 * Takes away what would hide the request's headers from the wrapper: `force-static` empties them, `error` throws where they
 * are read. `revalidate` has no effect beside an OPTIONS. Undefined where that can't be done.
 * https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config/dynamic
 */
function keepsRequest({ ctx }: RouteDraft): readonly TextEdit[] | undefined {
  const { segmentConfig } = ctx.file.link;
  const dynamic = segmentConfig['dynamic'];
  const hides =
    dynamic?.kind === 'literal' && (dynamic.value === 'force-static' || dynamic.value === 'error');
  const names = [...(hides ? ['dynamic'] : []), ...('revalidate' in segmentConfig ? ['revalidate'] : [])];
  return exportedConstantLines(ctx.syntax(), names)?.map((range) => ({ range, text: '' }));
}

function notesOf(ctx: AssistContext, methods: readonly Endpoint[]): readonly ChangeNote[] {
  const notes: ChangeNote[] = [];
  const exits = ctx.file.link.imports.filter(
    ({ specifier, imported }) =>
      specifier === 'next/navigation' &&
      /^(?:redirect|permanentRedirect|notFound|unauthorized|forbidden)$/.test(imported),
  );
  if (exits.length > 0) {
    const names = exits.map(({ local }) => `\`${local}()\``).join(', ');
    notes.push({ message: `What ${names} throws is answered by Next.js itself, without the headers.` });
  }
  const [first] = methods;
  const proxy = first && ctx.program().proxyOf(first);
  if (proxy?.path !== undefined && proxy.covered !== false)
    notes.push({
      message:
        'The proxy sees the preflight first, which has no cookies: it must let OPTIONS requests through.',
      path: proxy.path,
    });
  return notes;
}
