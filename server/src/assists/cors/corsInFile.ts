/** "Add CORS" within the route's own file: every handler in a wrapper, and an OPTIONS beside them. */
import { type AssistContext, type AssistInput, type Offer, type Refusal } from '../../core/assist/assist';
import { type Endpoint } from '../../core/program/program';
import { isCallExpression, isIdentifier } from '../../core/syntax/ast';
import {
  alwaysReturnsValue,
  declaredForm,
  functionOf,
  type HandlerForm,
  handlerForm,
  rootName,
} from '../../core/syntax/handlerForms';
import { type ParsedFile } from '../../core/syntax/parse';
import { boundAtTopLevel } from '../../core/syntax/topLevelNames';
import { relativePath } from '../../core/text/filePath';
import { type SourceChange } from '../../core/text/textEdit';
import { OWN_NAMES, writeInFile, writeSharedModule, writeWithHelper } from './corsDraft';
import { corsHabits } from './corsHelper';
import { writeWithHeaders } from './corsReuse';
import { type AppHeaders } from './corsSources';
import { corsPolicy, corsQuestions } from './corsPolicy';

/** What is offered for the file that `endpoint` is in; `methods` are all but OPTIONS. */
export function fileOffer(
  ctx: AssistContext,
  endpoint: Endpoint,
  methods: readonly Endpoint[],
): Offer | undefined {
  if (hasOptions(ctx) || !handlersOf(ctx, methods)) return undefined;
  const words = listed(methods.map(({ name }) => name));
  const target = `${endpoint.fact} file`;
  const questions = corsQuestions(ctx, methods);
  const { helper, headers, byHand } = corsHabits(ctx, endpoint, methods);
  const hasOwn = helper !== undefined || headers !== undefined;
  if (isPrerendered(ctx, methods))
    return {
      target,
      title: `Add CORS to ${words} and give up prerendering: a prerendered GET refuses preflights with 405`,
      ...(!hasOwn && { questions }),
    };
  if (helper) return { target, title: `Add CORS to ${words} with \`${helper.wrapper.name}\`` };
  if (headers) return { target, title: `Add CORS to ${words} with \`${headers.name}\`${everySite(headers)}` };
  const shared = byHand.length > 0 ? ', with a helper for other routes' : '';
  return { target, title: `Add CORS to ${words}, preflights included${shared}`, questions };
}

/** What a constant allows should not be news afterwards. */
function everySite({ source }: AppHeaders): string {
  return source.values.get('access-control-allow-origin')?.includes('*') ? ', for every site' : '';
}

/** True where Next.js answers GET from a prerendered file. */
export function isPrerendered(ctx: AssistContext, methods: readonly Endpoint[]): boolean {
  return methods.some((method) => method.name === 'GET' && ctx.cachingOf(method)?.mode === 'static');
}

function hasOptions(ctx: AssistContext): boolean {
  return ctx
    .program()
    .endpointsOf(ctx.path)
    .some(({ method }) => method === 'OPTIONS');
}

/** `GET`, `GET and POST`, `GET, POST and PUT`. */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** The declarations behind the methods, each once; undefined where one of them can't be put into a wrapper. */
function handlersOf(ctx: AssistContext, methods: readonly Endpoint[]): readonly HandlerForm[] | undefined {
  const file = ctx.syntax();
  if (hidesRequest(ctx) && !isPrerendered(ctx, methods)) return undefined;
  if (boundAtTopLevel(file).some((name) => OWN_NAMES.includes(name))) return undefined;
  const forms = new Map<string, HandlerForm>();
  for (const { name } of methods) {
    const form = handlerForm(file, name);
    if (!form || !isCertain(ctx, file, form)) return undefined;
    forms.set(form.name, form);
  }
  // `export const POST = GET`: what is wrapped there is wrapped here.
  return [...forms.values()].filter(
    (form) =>
      form.kind === 'function' || !isIdentifier(form.initializer) || !forms.has(form.initializer.text),
  );
}

/** `force-static` beside other methods: the handler sees an empty request, and nobody knows what that is for. */
function hidesRequest({ file }: AssistContext): boolean {
  const dynamic = file.link.segmentConfig['dynamic'];
  return dynamic?.kind === 'literal' && (dynamic.value === 'force-static' || dynamic.value === 'error');
}

/** The result is certainly a response: a function that returns on every way, or what the workspace's own code made. */
function isCertain(ctx: AssistContext, file: ParsedFile, form: HandlerForm): boolean {
  const typed = /\.tsx?$/.test(ctx.path);
  const node = functionOf(form);
  if (node) return alwaysReturnsValue(node);
  if (form.kind === 'function') return false;
  const { initializer } = form;
  if (!isCallExpression(initializer) && !isIdentifier(initializer)) return false;
  const link = ctx.file.link;
  const root = rootName(initializer);
  const imported = link.imports.find(({ local }) => local === root);
  // A package's wrapper may give back what is no response: `auth()` of Auth.js may return nothing.
  if (imported) return !typed || ctx.program().project.resolve(ctx.path, imported.specifier).kind === 'file';
  const own = root === undefined ? undefined : declaredForm(file, root);
  return own !== undefined && functionOf(own) !== undefined;
}

/** The change for the user's answers. */
export function corsInFile(
  ctx: AssistContext,
  endpoint: Endpoint,
  methods: readonly Endpoint[],
  input: AssistInput,
): SourceChange | Refusal | undefined {
  const forms = hasOptions(ctx) ? undefined : handlersOf(ctx, methods);
  if (!forms) return undefined;
  const { helper, headers, passed, byHand } = corsHabits(ctx, endpoint, methods);
  const policy = corsPolicy(ctx, methods, input);
  if ('refused' in policy) return policy;
  const draft = { ctx, methods, forms };
  if (helper) return writeWithHelper(draft, helper, policy);
  if (headers) return writeWithHeaders(draft, headers);
  const change = byHand.length > 0 ? writeSharedModule(draft, policy, byHand) : writeInFile(draft, policy);
  const root = endpoint.app?.root ?? endpoint.path;
  const reasons = passed.map(({ path, name, because }) => ({
    message: `\`${name}\` of \`${relativePath(root, path)}\` is not used: ${because}.`,
    path,
  }));
  return change && { ...change, notes: [...(change.notes ?? []), ...reasons] };
}
