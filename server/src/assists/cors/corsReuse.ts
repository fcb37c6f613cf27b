/** Writes CORS into a route file with the headers that the app has: into each response, or around handlers whose responses come from elsewhere. */
import { indentAt } from '../../core/edit/indentation';
import { type WantedImport } from '../../core/edit/imports';
import { isIdentifier } from '../../core/syntax/ast';
import { type HeaderSource } from '../../core/syntax/corsHeaders';
import { functionOf, type HandlerForm } from '../../core/syntax/handlerForms';
import { type HeaderPlace, headerPlaces } from '../../core/syntax/responseInits';
import { detectFileStyle, type FileStyle } from '../../core/text/fileStyle';
import { insertion, type SourceChange, type TextEdit } from '../../core/text/textEdit';
import { wrapperAround } from './corsCode';
import { hasContext, requestType, type RouteDraft, wantedName, written } from './corsDraft';
import { type AppHeaders } from './corsSources';

/** The change with the app's constant or function. */
export function writeWithHeaders(draft: RouteDraft, headers: AppHeaders): SourceChange | undefined {
  const { ctx } = draft;
  const { source, name } = headers;
  const own = wantedName(ctx, headers, 'corsHeaders');
  const typed = /\.tsx?$/.test(ctx.path);
  const options = ([local = name]: readonly string[]): string => optionsCode(source, local, typed);
  const forOptions = [typed && usesRequest(source) ? typeOf(source) : '', responseOf(source)];
  const inside = changedInside(draft, source, name);
  if (inside)
    return written(draft, {
      wanted: [own, ...namesOfNext(forOptions)],
      wrapper: () => '',
      inside: ([local = name]) => changedInside(draft, source, local),
      code: () => '',
      options,
    });
  const request =
    requestType(draft) && (source.request === 'NextRequest' ? 'NextRequest' : requestType(draft));
  const shape = { request, context: hasContext(draft), exported: false };
  return written(draft, {
    wanted: [own, ...namesOfNext([request ?? '', ...forOptions])],
    wrapper: () => 'withCors',
    code: ([local = name]) =>
      wrapperAround(statementsOf(source, local), 'other origins', shape, responseOf(source)),
    options,
  });
}

function usesRequest({ use }: HeaderSource): boolean {
  return /request|origin/.test(use);
}

function typeOf({ request }: HeaderSource): string {
  return request ?? 'Request';
}

function responseOf({ response }: HeaderSource): string {
  return response ?? 'Response';
}

function namesOfNext(names: readonly string[]): readonly WantedImport[] {
  const wanted = [...new Set(names)].filter((name) => name.startsWith('Next'));
  // One declaration for both: the request's class is a value, too.
  const typeOnly = wanted.join() === 'NextRequest';
  return wanted.map((name) => ({ specifier: 'next/server', name, ...(typeOnly && { typeOnly }) }));
}

/** What the function is given beside the response. */
function argumentOf({ use }: HeaderSource, request: string): string {
  if (use.endsWith('request')) return request;
  return use.endsWith('origin') ? `${request}.headers.get('origin')` : '';
}

function expressionOf(source: HeaderSource, local: string, request: string): string {
  return source.use === 'value' ? local : `${local}(${argumentOf(source, request)})`;
}

function settingOf(source: HeaderSource, local: string, response: string): string {
  const more = argumentOf(source, 'request');
  return `${local}(${response}${more === '' ? '' : `, ${more}`})`;
}

/** What a wrapper does to the copy of the response. */
function statementsOf(source: HeaderSource, local: string): string {
  if (source.use.startsWith('set')) {
    const call = settingOf(source, local, 'response');
    return source.returns ? `    return ${call};\n` : `    ${call};\n    return response;\n`;
  }
  const made = `new Headers(${expressionOf(source, local, 'request')})`;
  const set = 'response.headers.set(name, value)';
  // What the response depends on already stays.
  const each = source.values.has('vary')
    ? `{\n      if (name === 'vary') response.headers.append(name, value);\n      else ${set};\n    }`
    : set;
  return `    ${made}.forEach((value, name) => ${each});\n    return response;\n`;
}

function optionsCode(source: HeaderSource, local: string, typed: boolean): string {
  const parameter = usesRequest(source) ? `request${typed ? `: ${typeOf(source)}` : ''}` : '';
  const head = `export function OPTIONS(${parameter}) {\n`;
  if (!source.use.startsWith('set'))
    return `${head}  return new Response(null, { status: 204, headers: ${expressionOf(source, local, 'request')} });\n}\n`;
  const empty = `new ${responseOf(source)}(null, { status: 204 })`;
  if (source.returns) return `${head}  return ${settingOf(source, local, empty)};\n}\n`;
  return `${head}  const response = ${empty};\n  ${settingOf(source, local, 'response')};\n  return response;\n}\n`;
}

/** Edits that give every response of every handler the headers; undefined where one is not made on the spot. */
function changedInside(
  draft: RouteDraft,
  source: HeaderSource,
  local: string,
): readonly TextEdit[] | undefined {
  if (source.use.startsWith('set')) return undefined;
  const { ctx, forms } = draft;
  const style = detectFileStyle(ctx.text);
  const edits: TextEdit[] = [];
  for (const form of forms) {
    const fn = functionOf(form);
    const request = usesRequest(source) ? requestName(draft, source, form) : '';
    const places = fn && headerPlaces(fn);
    if (!places || request === undefined) return undefined;
    for (const place of places) {
      if (place.kind === 'headers' && !source.spreads) return undefined;
      edits.push(placed(ctx.text, place, expressionOf(source, local, request), style));
    }
  }
  return edits;
}

/** What a handler calls its request, where the app's function takes one of that type. */
function requestName({ ctx }: RouteDraft, source: HeaderSource, form: HandlerForm): string | undefined {
  const first = functionOf(form)?.parameters[0];
  if (!first || !isIdentifier(first.name)) return undefined;
  const type = first.type?.getText(ctx.syntax().tree);
  return source.request === 'NextRequest' && type !== 'NextRequest' ? undefined : first.name.text;
}

function placed(text: string, place: HeaderPlace, code: string, style: FileStyle): TextEdit {
  const quoted = style.quote === '"' ? code.replaceAll("'", '"') : code;
  if (place.kind === 'argument') {
    const { arguments: given } = place.call;
    const options = `{ headers: ${quoted} }`;
    const end = given?.end ?? place.call.end;
    if (!given?.hasTrailingComma) return insertion(end, `, ${options}`);
    return insertion(end, `${style.eol}${indentAt(text, given[0]?.end ?? end)}${options},`);
  }
  const object = place.kind === 'member' ? place.options : place.headers;
  const member = place.kind === 'member' ? `headers: ${quoted}` : `...${quoted}`;
  const open = text.indexOf('{', object.pos) + 1;
  const [first] = object.properties;
  if (!first) return { range: { start: open, end: object.end - 1 }, text: ` ${member} ` };
  // The space of the members in the same object, whatever that is.
  const gap = text.slice(open, text.slice(open).search(/\S/) + open);
  return insertion(open, `${gap}${member},`);
}
