/** Finds the app's own wrapper that allows other origins, by what it does to the routes that have it. */
import { type AssistContext } from '../../core/assist/assist';
import { type ImportFact } from '../../core/facts/fileFacts';
import { type Endpoint } from '../../core/program/program';
import { type FilePath } from '../../core/text/filePath';

/** An exported name of a module. */
export interface ModuleName {
  readonly path: FilePath;
  readonly name: string;
}

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
  /** Files of other routes that set the headers by themselves. */
  readonly byHand: readonly FilePath[];
}

/** Looks at the other routes of the endpoint's app. */
export function corsHabits(ctx: AssistContext, { app, path }: Endpoint): CorsHabits {
  const counts = new Map<string, { readonly wrapper: ModuleName; readonly users: FilePath[] }>();
  const byHand = new Set<FilePath>();
  for (const endpoint of ctx.program().endpoints) {
    if (endpoint.app !== app || endpoint.kind !== 'route' || endpoint.path === path) continue;
    if (endpoint.method === 'OPTIONS') continue;
    const cors = ctx.corsOf(endpoint);
    if (!cors || cors.origins.length === 0 || cors.at?.kind !== 'code') continue;
    const { path: setIn } = cors.at.site;
    if (setIn === endpoint.path) byHand.add(endpoint.path);
    const wrapper = calledExport(ctx, endpoint.path, endpoint.name);
    // Where it also asks who is calling, it is more than CORS.
    if (wrapper?.path !== setIn || ctx.assessmentOf(endpoint).guard.at?.path === setIn) continue;
    if (!takesHandler(ctx, wrapper)) continue;
    const key = `${wrapper.path}#${wrapper.name}`;
    const known = counts.get(key) ?? { wrapper, users: [] };
    known.users.push(endpoint.path);
    counts.set(key, known);
  }
  const [most] = [...counts.values()].sort((a, b) => b.users.length - a.users.length);
  return {
    helper: most && { wrapper: most.wrapper, options: optionsOf(ctx, most.users) },
    byHand: [...byHand].sort(),
  };
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
