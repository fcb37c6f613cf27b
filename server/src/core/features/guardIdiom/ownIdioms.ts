/** Reads an app's own ways to guard off the endpoints that it guards: the first statements, or the wrapper around them. */
import { type Expr, type FunctionIr, type ModuleBehavior, type Stmt } from '../../behavior/ir';
import { type IdentityKind } from '../../catalogue/entry';
import { type Site } from '../../guards/value';
import { type Guard } from '../../guards/verdict';
import { type Endpoint } from '../../program/program';
import { type App } from '../../project/project';
import { type GuardImport, type GuardPlace, REQUEST } from './guardIdiom';
import { type IdiomSource } from './idiomSource';
import { printExpression, printStatement, type PrintNames } from './printBehavior';
import { holdsPlace, isCallAt, localsOf, nameOf, returnsOf, statementAt } from './walkBehavior';
import { wrapperSighting } from './wrapperIdioms';

/** One endpoint's guard, as its file writes it. */
export interface Sighting {
  readonly place: GuardPlace;
  readonly kind: IdentityKind;
  readonly form: 'assert' | 'check' | 'wrap' | 'builder';
  /** What the sighting is one of many of: the helper with its module. */
  readonly group: string;
  readonly label: string;
  readonly imports: readonly GuardImport[];
  readonly statements: readonly string[];
  readonly condition: string | undefined;
  /** The statement that turns the caller away, with what it imports; undefined for helpers that reject by themselves. */
  readonly rejection: { readonly code: string; readonly imports: readonly GuardImport[] } | undefined;
  readonly identity: string | undefined;
  readonly wrapper:
    | {
        readonly before: string;
        readonly after: string;
        readonly parameters: readonly Parameter[];
        readonly schemaMethod?: string;
        readonly handlerMethod?: string;
      }
    | undefined;
}

/** A parameter of a wrapped function: its name, or the properties that it takes of an object. */
export type Parameter = { readonly name: string } | { readonly keys: readonly string[] };

const KINDS: ReadonlySet<string> = new Set<IdentityKind>(['session', 'role', 'api-key', 'token']);

/** Modules that a statement may need beside the guard's own. */
const PLATFORM = /^(?:next|react|server-only)(?:\/|$)/;

/** What the guards of the app's endpoints look like, in the program's order. */
export function sightingsOf(source: IdiomSource, app: App): readonly Sighting[] {
  const found: Sighting[] = [];
  for (const endpoint of source.program.endpoints) {
    if (endpoint.app !== app || endpoint.framework || endpoint.kind === 'pages-api') continue;
    const { guard } = source.assessmentOf(endpoint);
    if (guard.verdict !== 'guarded' || guard.kind === null || !KINDS.has(guard.kind)) continue;
    const sighting = sightingOf(source, endpoint, guard);
    if (sighting) found.push(sighting);
  }
  return found;
}

function sightingOf(source: IdiomSource, endpoint: Endpoint, guard: Guard): Sighting | undefined {
  const behavior = source.behaviorOf(endpoint.path);
  if (!behavior) return undefined;
  const code = codeOf(behavior, endpoint);
  if (!code) return undefined;
  const common = {
    place: endpoint.kind === 'route' ? ('route' as const) : ('action' as const),
    // Kinds were tested by the caller.
    kind: guard.kind as IdentityKind,
  };
  const printer = namesIn(source, endpoint, behavior);
  if (code.k === 'fn') return bodySighting(source, code.fn, endpoint, guard, printer, common);
  const inner = handlerIn(behavior, code.expr);
  const own = inner && bodySighting(source, inner, endpoint, guard, printer, common);
  if (own) return own;
  // What is decided within the function is not the wrapper's doing: it may only have brought the session along.
  const decided = [guard.at, guard.steps[0]?.site];
  if (inner && decided.some((site) => site?.path === endpoint.path && isWithinFunction(site.fn, inner.id))) {
    return undefined;
  }
  const wrapped = wrapperSighting(code.expr, behavior, printer);
  return wrapped && { ...common, ...wrapped, statements: [], condition: undefined, rejection: undefined };
}

type Code = { readonly k: 'fn'; readonly fn: FunctionIr } | { readonly k: 'expr'; readonly expr: Expr };

/** The endpoint's code in its own file; undefined for what another file holds. */
function codeOf(behavior: ModuleBehavior, endpoint: Endpoint): Code | undefined {
  if (endpoint.fact.startsWith('inline:')) {
    const id = behavior.inlineActions[Number(endpoint.fact.slice('inline:'.length))];
    const fn = id === undefined ? undefined : behavior.functions[id];
    return fn && { k: 'fn', fn };
  }
  const exported = behavior.exports[endpoint.name];
  return exported?.k === 'local' ? boundCode(behavior, exported.n) : undefined;
}

function boundCode(behavior: ModuleBehavior, name: string): Code | undefined {
  const binding = behavior.bindings[name];
  if (binding?.k === 'function') {
    const fn = behavior.functions[binding.id];
    return fn && { k: 'fn', fn };
  }
  const expr = binding?.k === 'init' ? behavior.inits[binding.i]?.e : undefined;
  if (expr?.k === 'fn') {
    const fn = behavior.functions[expr.id];
    return fn && { k: 'fn', fn };
  }
  return expr && { k: 'expr', expr };
}

/** The function that a wrapper is given. */
function handlerIn(behavior: ModuleBehavior, expr: Expr): FunctionIr | undefined {
  if (expr.k !== 'call') return undefined;
  for (const argument of [...expr.a].reverse()) {
    if (argument.k === 'fn') return behavior.functions[argument.id];
    if (argument.k !== 'mod') continue;
    const code = boundCode(behavior, argument.n);
    if (code?.k === 'fn') return code.fn;
  }
  return undefined;
}

/** Names as another file can write them, and the imports that they take. */
export interface Printer {
  readonly names: PrintNames;
  /** What was printed since the last call. */
  takeImports(): readonly GuardImport[];
}

function namesIn(source: IdiomSource, { path }: Endpoint, behavior: ModuleBehavior): Printer {
  let imports: GuardImport[] = [];
  return {
    names: {
      local: (name, up) => (up === 0 && /^[\w$]+$/.test(name) ? name : undefined),
      module(name) {
        const binding = behavior.bindings[name];
        // What the file keeps for itself can't be had from elsewhere.
        if (binding?.k !== 'import') return undefined;
        const target = source.program.project.resolve(path, binding.specifier);
        if (!imports.some(({ local }) => local === name)) {
          imports.push({
            imported: binding.imported,
            local: name,
            specifier: binding.specifier,
            path: target.kind === 'file' ? target.path : undefined,
          });
        }
        return name;
      },
    },
    takeImports() {
      const taken = imports;
      imports = [];
      return taken;
    },
  };
}

/** The guard in the function's own body, where it stands at its top level or in a `try`. */
function bodySighting(
  source: IdiomSource,
  fn: FunctionIr,
  { path }: Endpoint,
  guard: Guard,
  printer: Printer,
  common: Pick<Sighting, 'place' | 'kind'>,
): Sighting | undefined {
  const inFunction = (site: Site | undefined): site is Site => site?.path === path && site.fn === fn.id;
  const first = guard.steps[0]?.site;
  const site = inFunction(guard.at) ? guard.at : inFunction(first) ? first : undefined;
  if (!site) return undefined;
  const body = opened(fn.body);
  let at = body.statements.findIndex((stmt) => holdsPlace(stmt, site.place));
  const outcome = outcomeOf(source, guard);
  // The helper may have decided, and yet the caller's own test of what it returns is what others copy.
  if (outcome === 'nothing' && testsResult(body.statements[at], body.statements[at + 1])) at++;
  const deciding = body.statements[at];
  if (!deciding || (deciding.k !== 'if' && deciding.k !== 'let' && deciding.k !== 'do')) return undefined;
  const tested = deciding.k === 'if' ? deciding.c : deciding;
  const request = common.place === 'route' ? nameOf(fn.params[0]) : undefined;
  const names: PrintNames = {
    ...printer.names,
    local: (name, up) => (name === request && up === 0 ? REQUEST : printer.names.local(name, up)),
  };
  const parameters = new Set(fn.params.flatMap((param) => [...localsOf(param)]));
  if (request !== undefined) parameters.delete(request);
  const before = dependencies(tested, body.statements.slice(0, at));
  if (!before || [...before, tested].some((code) => uses(code, parameters))) return undefined;
  const caller = [...before, tested].find(
    (code) => first && inFunction(first) && holdsPlace(code, first.place),
  );
  const callee = calleeOf(caller ?? before.at(-1) ?? tested);
  printer.takeImports();
  const statements = before.map((stmt) => printStatement(stmt, names));
  const written = deciding.k === 'if' ? undefined : printStatement(deciding, names);
  const asked = deciding.k === 'if' ? printExpression(deciding.c, names) : undefined;
  const imports = printer.takeImports();
  const helper = helperOf(callee, imports);
  if (!helper || !known(statements)) return undefined;
  const found = { ...common, imports, wrapper: undefined };
  if (deciding.k === 'if') {
    if (asked === undefined) return undefined;
    const code = deciding.t.map((stmt) => printStatement(stmt, names));
    const rejection = { code: code.join('\n'), imports: printer.takeImports() };
    return {
      ...found,
      form: 'check',
      group: `check ${helper.key}`,
      label: helper.label,
      statements,
      condition: asked,
      rejection: leaves(deciding.t) && known(code) ? rejection : undefined,
      identity: identityOf(asked),
    };
  }
  if (written === undefined) return undefined;
  const result = deciding.k === 'let' ? nameOf(deciding.t) : undefined;
  const all = [...statements, written];
  if (outcome === 'nothing' && result !== undefined) {
    return {
      ...found,
      form: 'check',
      group: `check ${helper.key}`,
      label: helper.label,
      statements: all,
      condition: `!${result}`,
      rejection: undefined,
      identity: result,
    };
  }
  // A helper that throws in a `try` rejects by what the `catch` answers.
  if (outcome !== 'throws' || body.inTry) return undefined;
  return {
    ...found,
    form: 'assert',
    group: `assert ${helper.key}`,
    label: helper.label,
    statements: all,
    condition: undefined,
    rejection: undefined,
    identity: result,
  };
}

function testsResult(asking: Stmt | undefined, next: Stmt | undefined): boolean {
  if (asking?.k !== 'let' || next?.k !== 'if' || !leaves(next.t)) return false;
  return uses(next.c, localsOf(asking.t));
}

/** What happens to a caller whom the helper rejects: it never returns, or returns nothing to go on with. */
function outcomeOf(source: IdiomSource, { at, steps }: Guard): 'throws' | 'nothing' | undefined {
  if (!at) return undefined;
  // The function that the endpoint calls itself holds the second step, or the decision.
  const helper = steps[1]?.site ?? at;
  const body = source.behaviorOf(helper.path)?.functions[helper.fn]?.body;
  if (!body) return undefined;
  // A helper may throw for a forged token and return null where there is none.
  if (returnsOf(body).some(isNothing)) return 'nothing';
  if (helper === at) return decisionThrows(body, at) ? 'throws' : undefined;
  return body.some((stmt) => stmt.k === 'if' && endsCall(stmt.t)) ? 'throws' : undefined;
}

function decisionThrows(body: readonly Stmt[], { place }: Site): boolean {
  const decision = statementAt(body, place);
  // A call that decides by itself is a library's that rejects.
  if (decision?.k !== 'if') return decision !== undefined && isCallAt(decision, place);
  return endsCall(decision.t);
}

/** The branch ends the whole call, not only this function. */
function endsCall(branch: readonly Stmt[]): boolean {
  const last = branch.at(-1);
  if (last?.k === 'throw') return true;
  const called = last?.k === 'do' || last?.k === 'return' ? last.e : undefined;
  if (called?.k !== 'call') return false;
  return (
    last?.k === 'do' ||
    (called.f.k === 'mod' && /^(?:redirect|notFound|unauthorized|forbidden)$/.test(called.f.n))
  );
}

function isNothing(value: Expr | undefined): boolean {
  return !value || value.k === 'undef' || (value.k === 'lit' && (value.v === null || value.v === false));
}

function isWithinFunction(id: string, outer: string): boolean {
  return id === outer || id.startsWith(`${outer}>`);
}

/** The statements that matter: a body that is one `try` counts as what it tries. */
function opened(body: readonly Stmt[]): { readonly statements: readonly Stmt[]; readonly inTry: boolean } {
  const rest = body.filter((stmt) => !(stmt.k === 'do' && stmt.e.k === 'lit'));
  const last = rest.at(-1);
  const tried = rest.find((stmt) => stmt.k === 'try');
  if (tried?.k !== 'try' || (tried !== last && rest.indexOf(tried) !== 0)) {
    return { statements: rest, inTry: false };
  }
  return { statements: [...rest.slice(0, rest.indexOf(tried)), ...tried.b], inTry: true };
}

/** More than this is no guard's preparation. */
const MAX_DEPENDENCIES = 3;

/** The earlier statements that what follows can't do without; undefined where that is more than a guard needs. */
function dependencies(code: Stmt | Expr, earlier: readonly Stmt[]): readonly Stmt[] | undefined {
  const wanted = new Set(localsOf(code));
  const needed: Stmt[] = [];
  for (const stmt of [...earlier].reverse()) {
    if (stmt.k !== 'let') continue;
    if (![...localsOf(stmt.t)].some((name) => wanted.has(name))) continue;
    needed.unshift(stmt);
    if (stmt.e) for (const name of localsOf(stmt.e)) wanted.add(name);
  }
  return needed.length > MAX_DEPENDENCIES ? undefined : needed;
}

function uses(code: Stmt | Expr, names: ReadonlySet<string>): boolean {
  for (const name of localsOf(code)) if (names.has(name)) return true;
  return false;
}

function leaves(statements: readonly Stmt[]): boolean {
  const last = statements.at(-1);
  return last?.k === 'return' || last?.k === 'throw' || (last?.k === 'do' && last.e.k === 'call');
}

function known(statements: readonly (string | undefined)[]): statements is readonly string[] {
  return statements.every((text) => text !== undefined);
}

/** The name that the guard's call begins with: `auth` of `auth.api.getSession(…)`, `getSession`. */
function calleeOf(code: Expr | Stmt): string | undefined {
  switch (code.k) {
    case 'let':
    case 'do':
      return code.e && calleeOf(code.e);
    case 'await':
    case 'not':
      return calleeOf(code.e);
    case 'call':
      return calleeOf(code.f);
    case 'mem':
      return calleeOf(code.o);
    case 'mod':
      return code.n;
    default:
      return undefined;
  }
}

/** The import that the guard is about; undefined where it takes none but the platform's. */
function helperOf(
  callee: string | undefined,
  imports: readonly GuardImport[],
): { readonly key: string; readonly label: string } | undefined {
  const own = imports.filter(({ specifier }) => !PLATFORM.test(specifier));
  const main =
    own.find(({ local }) => local === callee) ?? own.find(({ path }) => path !== undefined) ?? own[0];
  return main && { key: `${main.path ?? main.specifier}#${main.imported}`, label: main.local };
}

/** `session.user` of `!session?.user`; undefined where the condition is about more. */
function identityOf(condition: string): string | undefined {
  const tested = /^!\(?([\w$]+(?:\??\.[\w$]+)*)\)?(?: \|\| .*)?$/.exec(condition)?.[1];
  return tested?.replaceAll('?.', '.');
}
