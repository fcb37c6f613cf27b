/** Runs an endpoint as a request would: finds the function behind it and calls it with what a caller controls. */
import { type Expr, type FunctionId } from '../behavior/ir';
import { type FilePath } from '../text/filePath';
import { callValue } from './call';
import { awaited, functionValue } from './evaluate';
import { moduleFrame, newFrame, setVar } from './frames';
import { type Memory, partOf, type Reads, readBy, slotsOf } from './memory';
import { bind } from './patterns';
import { execute } from './execute';
import { exportValue } from './modules';
import { type CodeBase, type LogEntry, Run, type World } from './run';
import { Bits, type Frame, host, type Site, type Thrown, unknown, type Value } from './value';

/** What is to be called. */
export interface Target {
  readonly path: FilePath;
  readonly kind: 'route' | 'action' | 'inline-action' | 'pages-api';
  /** The exported name, or the number of the inline action among its file's. */
  readonly name: string;
  readonly inline: number | undefined;
  readonly framework: boolean;
  readonly method: string | undefined;
  readonly url: string | undefined;
}

/** What a request came to in one world. */
export interface RequestRun {
  readonly log: readonly LogEntry[];
  readonly returned: Value;
  readonly throws: readonly Thrown[];
  readonly reads: Reads;
  /** The function that a request enters is the endpoint's own body, not a wrapper's. */
  readonly entersBody: boolean;
  /** Some function is the endpoint's own: what stands around it is not its code. */
  readonly hasBody: boolean;
  /** The endpoint's value can't be called by what is known: the reason. */
  readonly unresolved: string | undefined;
  /** What the code around an inline action did when it rendered. */
  readonly render: readonly LogEntry[];
  readonly bounded: boolean;
  /** Parameters of the function itself: none means that nothing the caller sends is read. */
  readonly parameters: number;
}

/** Calls the endpoint in the given world. */
export function runRequest(world: World, code: CodeBase, memory: Memory, target: Target): RequestRun {
  const run = new Run(world, code, memory);
  run.call = (callee, args, site) => callValue(run, callee, args, site, 'callback');
  const dynamic = [...(target.url ?? '').matchAll(/\[\[?(?:\.\.\.)?([^\]]+)\]/g)];
  run.setRequest(target.method, target.url, new Set(dynamic.map((match) => match[1] ?? '')));
  run.inDefinition = true;
  const { value, render } =
    target.inline === undefined ? exported(run, target) : inlineAction(run, target.path, target.inline);
  run.inDefinition = false;
  run.path = { dead: false, gates: 0, control: undefined, handles: false };
  run.log = [];
  run.throws = [];
  run.exits = [];
  const site: Site = { path: target.path, fn: '', place: -1 };
  const [atom] = value;
  const entered = atom?.k === 'fn' ? atom.closure : undefined;
  const entersBody = atom?.k !== 'fn' || run.own.has(entered?.id ?? '');
  const unresolved = callable(run, value);
  const returned =
    unresolved === undefined
      ? awaited(run, callValue(run, value, requestArguments(target), site, target.name))
      : unknown();
  const parameters = entered ? entered.fn.params.length + (entered.fn.rest ? 1 : 0) : -1;
  return {
    log: run.log,
    returned,
    throws: run.throws,
    reads: readBy(memory, run.reads),
    entersBody,
    hasBody: run.own.size > 0,
    unresolved,
    render,
    bounded: run.bounded,
    parameters,
  };
}

function requestArguments(target: Target): readonly Value[] {
  if (target.framework) return [];
  if (target.kind === 'route') {
    const context: Value = [
      {
        k: 'obj',
        props: new Map([['params', host('params')]]),
        rest: undefined,
        cls: undefined,
        bits: 0,
        gates: 0,
        cause: undefined,
      },
    ];
    return [host('request'), context];
  }
  if (target.kind === 'pages-api') return [host('request'), host('pagesResponse')];
  return Array.from({ length: 6 }, () => unknown(Bits.INPUT));
}

/** The value that is exported, and the functions in its definition: they are the endpoint's own code. */
function exported(run: Run, target: Target): { readonly value: Value; readonly render: readonly LogEntry[] } {
  const name = target.framework ? 'default' : target.kind === 'pages-api' ? 'default' : target.name;
  const behavior = run.code.behaviorOf(target.path);
  const local = behavior && Object.hasOwn(behavior.exports, name) ? behavior.exports[name] : undefined;
  if (behavior && local?.k === 'local') ownFunctions(run, target.path, local.n, 2);
  const value = exportValue(run, target.path, name) ?? unknown();
  for (const atom of value) {
    if (atom.k === 'fn' && atom.closure.path !== target.path && atom.closure.frame === undefined) {
      // Re-exported from another file: its code is the endpoint's body.
      run.own.add(atom.closure.id);
    }
  }
  return { value, render: [] };
}

function ownFunctions(run: Run, path: FilePath, name: string, depth: number): void {
  const behavior = run.code.behaviorOf(path);
  const binding = behavior && Object.hasOwn(behavior.bindings, name) ? behavior.bindings[name] : undefined;
  if (!behavior || !binding || depth < 0) return;
  if (binding.k === 'function') run.own.add(`${path}#${binding.id}`);
  if (binding.k === 'import') {
    const target = run.code.resolve(path, binding.specifier);
    const exports = target.kind === 'file' ? run.code.behaviorOf(target.path)?.exports : undefined;
    const local = exports && Object.hasOwn(exports, binding.imported) ? exports[binding.imported] : undefined;
    if (target.kind === 'file' && local?.k === 'local' && depth === 2)
      ownFunctions(run, target.path, local.n, depth);
    return;
  }
  const init = binding.k === 'init' ? behavior.inits[binding.i] : undefined;
  if (!init?.e) return;
  eachExpression(init.e, (e) => {
    if (e.k === 'fn') run.own.add(`${path}#${e.id}`);
    else if (e.k === 'mod' && depth > 0 && behavior.bindings[e.n]?.k !== 'import')
      ownFunctions(run, path, e.n, depth - 1);
    // A function that is called where it stands makes the handler: what it is made of is the endpoint's as well.
    else if (e.k === 'call' && e.f.k === 'fn') ownAllIn(run, path, e.f.id, Object.keys(behavior.functions));
  });
}

function ownAllIn(run: Run, path: FilePath, id: FunctionId, functions: readonly FunctionId[]): void {
  for (const each of functions) if (each.startsWith(`${id}>`)) run.own.add(`${path}#${each}`);
}

/** Visits an expression and its parts; not the bodies of functions in it. */
function eachExpression(e: Expr, visit: (e: Expr) => void): void {
  visit(e);
  const parts: readonly (Expr | undefined)[] =
    e.k === 'call' || e.k === 'new'
      ? [e.f, ...e.a]
      : e.k === 'mem' || e.k === 'idx'
        ? [e.o]
        : e.k === 'obj'
          ? e.m.map((member) => ('e' in member ? member.e : 'spread' in member ? member.spread : undefined))
          : e.k === 'arr'
            ? e.i
            : e.k === 'await' || e.k === 'spread' || e.k === 'not'
              ? [e.e]
              : e.k === 'cond'
                ? [e.t, e.f]
                : [];
  for (const part of parts) if (part) eachExpression(part, visit);
}

/** An inline action with the variables of the code around it, which is run up to where the action is made. */
function inlineAction(
  run: Run,
  path: FilePath,
  index: number,
): { readonly value: Value; readonly render: readonly LogEntry[] } {
  const id = run.code.behaviorOf(path)?.inlineActions[index];
  if (id === undefined) return { value: unknown(), render: [] };
  run.own.add(`${path}#${id}`);
  const log = run.log;
  run.log = [];
  const frame = frameAround(run, path, id);
  const value = functionValue(run, frame, id);
  const render = run.log;
  run.log = log;
  return { value, render };
}

function frameAround(run: Run, path: FilePath, id: string): Frame {
  const functions = run.code.behaviorOf(path)?.functions;
  let parentId = id;
  do parentId = parentId.includes('>') ? parentId.slice(0, parentId.lastIndexOf('>')) : '';
  while (parentId !== '' && functions?.[parentId] === undefined);
  const fn = functions?.[parentId];
  if (!fn) return moduleFrame(path);
  const frame = newFrame(path, parentId, slotsOf(run.memory, fn), frameAround(run, path, parentId));
  run.reads.parts.push(partOf(run.memory, path, parentId));
  for (const { n, id: hoisted } of fn.hoisted) setVar(frame, n, functionValue(run, frame, hoisted));
  for (const param of fn.params) bind(run, frame, param, unknown());
  run.lenient = true;
  run.exits = [];
  execute(run, frame, fn.body);
  run.lenient = false;
  run.path = { dead: false, gates: 0, control: undefined, handles: false };
  run.throws = [];
  return frame.parent?.fn === '' ? { ...frame, parent: undefined } : frame;
}

/** Why a value can't be followed, or undefined when it can. */
function callable(run: Run, value: Value): string | undefined {
  const [atom] = value;
  if (!atom) return 'its module never finishes loading';
  if (atom.k === 'fn' || atom.k === 'native') return undefined;
  if (atom.k !== 'lib') return 'what is exported cannot be followed to a function';
  const isDelegate = run.code.catalogue
    .find(atom.spec, atom.name)
    .some(({ rule }) => rule.behavior.role === 'delegates');
  if (atom.delegates || isDelegate || handlersOf(atom.given).length > 0) return undefined;
  return `it comes from \`${atom.spec}\`, which the catalogue says nothing of`;
}

/** Functions among what a package was given. */
function handlersOf(given: readonly Value[]): readonly Value[] {
  return given.filter((arg) => arg.some((atom) => atom.k === 'fn' || atom.k === 'native'));
}
