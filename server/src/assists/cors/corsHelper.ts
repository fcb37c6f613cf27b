/** Finds the app's own wrapper that allows other origins, by what it does to the routes that have it. */
import { type AssistContext } from '../../core/assist/assist';
import { type ImportFact } from '../../core/facts/fileFacts';
import { type Endpoint } from '../../core/program/program';
import { headerValues } from '../../core/syntax/corsHeaders';
import { type FilePath } from '../../core/text/filePath';
import {
  type AppHeaders,
  headersAtHand,
  type ModuleName,
  type PassedOver,
  whyNotValues,
} from './corsSources';

/** How the app's routes say that other origins may read them. */
export interface CorsHelper {
  /** Takes a handler and gives one whose answers have the headers. */
  readonly wrapper: ModuleName;
  /** What the app's routes export as OPTIONS beside it; undefined where each writes its own. */
  readonly options: PreflightHabit | undefined;
}

/** A function of another module that answers OPTIONS, or one that returns such a function. */
export interface PreflightHabit {
  readonly kind: 'value' | 'call';
  readonly of: ModuleName;
  /** A route file that does it. */
  readonly user: FilePath;
}

/** What the app does about other origins elsewhere. */
export interface CorsHabits {
  readonly helper: CorsHelper | undefined;
  /** Constants or functions of the app that hold the headers; undefined where there is a helper. */
  readonly headers: AppHeaders | undefined;
  /** What the app has and this route can't take. */
  readonly passed: readonly PassedOver[];
  /** Files of other routes that set the headers by themselves. */
  readonly byHand: readonly FilePath[];
}

/** Looks at the other routes of the endpoint's app, for what is right for the methods of this one. */
export function corsHabits(ctx: AssistContext, endpoint: Endpoint, methods: readonly Endpoint[]): CorsHabits {
  const { wrappers, imported, byHand } = whatOthersDo(ctx, endpoint);
  const passed: PassedOver[] = [];
  for (const { wrapper, users } of wrappers) {
    const file = ctx.syntaxOf(wrapper.path);
    const because = file && whyNotValues(ctx, methods, headerValues(file, file.tree));
    if (because === undefined)
      return { helper: { wrapper, options: optionsOf(ctx, users) }, headers: undefined, passed, byHand };
    passed.push({ ...wrapper, because });
  }
  const found = headersAtHand(ctx, endpoint, methods, imported);
  return { helper: undefined, headers: found.headers, passed: [...passed, ...found.passed], byHand };
}

interface Others {
  /** The most used first. */
  readonly wrappers: readonly { readonly wrapper: ModuleName; readonly users: readonly FilePath[] }[];
  /** What their files import of the modules that the headers come from, once for each user. */
  readonly imported: readonly ModuleName[];
  readonly byHand: readonly FilePath[];
}

function whatOthersDo(ctx: AssistContext, { app, path }: Endpoint): Others {
  const imported = new Map<string, ModuleName>();
  const counts = new Map<string, { readonly wrapper: ModuleName; readonly users: FilePath[] }>();
  const byHand = new Set<FilePath>();
  for (const endpoint of ctx.program().endpoints) {
    if (endpoint.app !== app || endpoint.kind !== 'route' || endpoint.path === path) continue;
    if (endpoint.method === 'OPTIONS') continue;
    const cors = ctx.corsOf(endpoint);
    if (!cors || cors.origins.length === 0 || cors.at?.kind !== 'code') continue;
    const { path: setIn } = cors.at.site;
    if (setIn === endpoint.path) byHand.add(endpoint.path);
    else
      for (const of of importsFrom(ctx, endpoint.path, setIn))
        imported.set(`${endpoint.path} ${of.name}`, of);
    const wrapper = calledExport(ctx, endpoint.path, endpoint.name);
    // Where it also asks who is calling, it is more than CORS.
    if (wrapper?.path !== setIn || ctx.assessmentOf(endpoint).guard.at?.path === setIn) continue;
    if (!takesHandler(ctx, wrapper)) continue;
    const key = `${wrapper.path}#${wrapper.name}`;
    const known = counts.get(key) ?? { wrapper, users: [] };
    known.users.push(endpoint.path);
    counts.set(key, known);
  }
  return {
    wrappers: [...counts.values()].sort((a, b) => b.users.length - a.users.length),
    imported: [...imported.values()],
    byHand: [...byHand].sort(),
  };
}

/** What a route file imports by name from the module. */
function importsFrom(ctx: AssistContext, user: FilePath, module: FilePath): readonly ModuleName[] {
  return (ctx.program().linkFactsOf(user)?.imports ?? [])
    .flatMap((fact) => importedName(ctx, user, fact) ?? [])
    .filter((of) => of.path === module);
}

/** The exported function of another file that `name` of `path` is the result of. */
function calledExport(ctx: AssistContext, path: FilePath, name: string): ModuleName | undefined {
  const link = ctx.program().linkFactsOf(path);
  const value = link?.exports.find((each) => each.name === name)?.value;
  if (value?.kind !== 'call' || value.callee === undefined) return undefined;
  return importedName(
    ctx,
    path,
    link?.imports.find(({ local }) => local === value.callee),
  );
}

function importedName(
  ctx: AssistContext,
  path: FilePath,
  fact: Pick<ImportFact, 'specifier' | 'imported'> | undefined,
): ModuleName | undefined {
  if (!fact || fact.imported === '*') return undefined;
  const target = ctx.program().project.resolve(path, fact.specifier);
  return target.kind === 'file' ? { path: target.path, name: fact.imported } : undefined;
}

/** A function of one parameter: what else it wants would have to be guessed. */
function takesHandler(ctx: AssistContext, { path, name }: ModuleName): boolean {
  const value = ctx
    .program()
    .linkFactsOf(path)
    ?.exports.find((each) => each.name === name)?.value;
  return value?.kind === 'function' && value.parameters === 1 && !value.async;
}

/** What the users of a wrapper export as OPTIONS: a function of another module, or what one returns. */
function optionsOf(ctx: AssistContext, users: readonly FilePath[]): CorsHelper['options'] {
  for (const path of users) {
    const link = ctx.program().linkFactsOf(path);
    const value = link?.exports.find(({ name }) => name === 'OPTIONS')?.value;
    if (!value || !answersPreflight(ctx, path)) continue;
    if (value.kind === 'reexport' || value.kind === 'import') {
      const of = importedName(ctx, path, value);
      if (of) return { kind: 'value', of, user: path };
    }
    if (value.kind === 'call') {
      const of = calledExport(ctx, path, 'OPTIONS');
      if (of && !takesHandlerOf(ctx, path, of)) return { kind: 'call', of, user: path };
    }
  }
  return undefined;
}

/** The OPTIONS is a wrapped handler of its own, not the result of a factory. */
function takesHandlerOf(ctx: AssistContext, user: FilePath, of: ModuleName): boolean {
  return ctx
    .program()
    .endpointsOf(user)
    .some(({ name }) => {
      const called = name === 'OPTIONS' ? undefined : calledExport(ctx, user, name);
      return called?.path === of.path && called.name === of.name;
    });
}

function answersPreflight(ctx: AssistContext, path: FilePath): boolean {
  const options = ctx
    .program()
    .endpointsOf(path)
    .find(({ method }) => method === 'OPTIONS');
  return options !== undefined && (ctx.corsOf(options)?.origins.length ?? 0) > 0;
}
