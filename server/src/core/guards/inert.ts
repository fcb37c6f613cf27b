/** Tells code that only formats and logs: a call of it whose result nobody uses changes nothing that is asked about. */
import { type Expr, type FunctionIr, type Pattern, type Stmt } from '../behavior/ir';
import { type FilePath } from '../text/filePath';
import { holds, partOf, readBy, startReading } from './memory';
import { bindingValue, exportValue } from './modules';
import { type Run } from './run';
import { Bits, type Closure, type Value } from './value';
import { WRITES } from './writes';

/** Globals that neither answer, nor store, nor ask who is calling. */
const HARMLESS_GLOBALS: ReadonlySet<string> = new Set(
  (
    'console JSON Object Array String Number Boolean Math Date Error TypeError RangeError RegExp Map Set WeakMap ' +
    'WeakSet Symbol Intl BigInt Promise parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent ' +
    'require structuredClone performance setTimeout clearTimeout queueMicrotask'
  ).split(' '),
);

/** Methods of texts, lists, dates and plain objects. */
const HARMLESS_METHODS: ReadonlySet<string> = new Set(
  (
    'toString toJSON toISOString toFixed toLocaleString getTime valueOf toLowerCase toUpperCase trim trimEnd ' +
    'trimStart slice substring split replace replaceAll startsWith endsWith includes indexOf lastIndexOf padStart ' +
    'padEnd repeat charAt charCodeAt match test concat join map filter reduce some every flat flatMap forEach at ' +
    'keys values entries hasOwnProperty'
  ).split(' '),
);

/** Methods that change the list that they are called on. */
const LIST_CHANGES: ReadonlySet<string> = new Set('push unshift sort reverse pop shift'.split(' '));

/** True when nothing comes of a call, its result aside. */
export function isInertCall(run: Run, callee: Value, args: readonly Value[]): boolean {
  return (
    callee.length > 0 &&
    callee.every((atom) => atom.k === 'fn') &&
    args.every((arg) => isData(arg, 4)) &&
    callee.every((atom) => atom.k === 'fn' && isInert(run, atom.closure))
  );
}

/** No code that could be called, and no credential that could be sent on. */
function isData(value: Value, depth: number): boolean {
  return value.every((atom) => {
    if (atom.bits & Bits.CREDENTIAL) return false;
    if (atom.k === 'const' || atom.k === 'unknown' || atom.k === 're' || atom.k === 'lib') return true;
    const parts =
      atom.k === 'obj' && !atom.getters
        ? [...atom.props.values()]
        : atom.k === 'arr'
          ? atom.items
          : undefined;
    if (!parts || depth === 0 || (atom.k !== 'obj' && atom.k !== 'arr')) return false;
    return parts.every((part) => isData(part, depth - 1)) && (!atom.rest || isData(atom.rest, depth - 1));
  });
}

function isInert(run: Run, closure: Closure): boolean {
  const { inert } = run.memory;
  const known = inert.get(closure.id);
  if (known && holds(run.memory, known.reads)) {
    if (known.isInert) run.reads.answers.push(known.reads);
    return known.isInert;
  }
  const outer = run.reads;
  run.reads = startReading();
  const search: Search = { run, seen: new Set(), open: [] };
  enqueue(search, closure.path, closure.fn.id);
  let isInertSoFar = true;
  for (let next = search.open.pop(); next && isInertSoFar; next = search.open.pop()) {
    run.reads.parts.push(partOf(run.memory, next.path, next.id));
    const fn = run.code.behaviorOf(next.path)?.functions[next.id];
    isInertSoFar = fn !== undefined && new Reader(search, next.path, fn).isHarmless();
  }
  const found = { isInert: isInertSoFar, reads: readBy(run.memory, run.reads) };
  run.reads = outer;
  inert.set(closure.id, found);
  if (found.isInert) run.reads.answers.push(found.reads);
  return found.isInert;
}

/** The functions that a function may call, as far as they were found. */
interface Search {
  readonly run: Run;
  readonly seen: Set<string>;
  readonly open: { readonly path: FilePath; readonly id: string }[];
}

function enqueue({ seen, open }: Search, path: FilePath, id: string): void {
  const key = `${path}#${id}`;
  if (seen.has(key)) return;
  seen.add(key);
  open.push({ path, id });
}

/** Reads one function and the functions in it. */
class Reader {
  readonly #search: Search;
  readonly #path: FilePath;
  /** The function, and those in it that stand around the code being read. */
  readonly #around: FunctionIr[];

  constructor(search: Search, path: FilePath, fn: FunctionIr) {
    this.#search = search;
    this.#path = path;
    this.#around = [fn];
  }

  isHarmless(): boolean {
    const fn = this.#around.at(-1);
    return (
      fn !== undefined &&
      this.#each([fn.params, fn.rest, fn.body], false) &&
      fn.hoisted.every(({ id }) => this.#inner(id))
    );
  }

  #inner(id: string): boolean {
    const fn = this.#search.run.code.behaviorOf(this.#path)?.functions[id];
    if (!fn) return false;
    this.#around.push(fn);
    const harmless = this.isHarmless();
    this.#around.pop();
    return harmless;
  }

  #each(parts: readonly unknown[], caught: boolean): boolean {
    return parts.every((part) => this.#node(part, caught));
  }

  /** Code, lists of code and the plain values in it. `caught`: what is thrown is handled in the function. */
  #node(node: unknown, caught: boolean): boolean {
    if (Array.isArray(node)) return this.#each(node, caught);
    if (typeof node !== 'object' || node === null) return true;
    if ('get' in node) return false;
    if (!('k' in node)) return this.#each(Object.values(node), caught);
    // What has a kind is one of these; their kinds differ.
    const code = node as Expr | Stmt | Pattern;
    switch (code.k) {
      case 'throw':
        return caught && this.#node(code.e, caught);
      case 'try':
        return (
          this.#node(code.b, caught || code.catch !== undefined) &&
          this.#each([code.catch?.t, code.catch?.b, code.finally], caught)
        );
      case 'fn':
        return this.#inner(code.id);
      case 'call':
      case 'new':
        return this.#isHarmlessCall(code) && this.#each(code.a, caught);
      case 'name':
        return code.up < this.#around.length;
      case 'mod':
        return this.#isHarmlessRead(bindingValue(this.#search.run, this.#path, code.n));
      case 'glob':
        return code.n !== 'fetch';
      case 'member':
        return this.#isOwn(code.e) && this.#node(code.e, caught);
      case 'tag':
      case 'import':
      case 'super':
      case 'cls':
      case 'class':
      case 'global':
        return false;
      default:
        return this.#each(Object.values(code), caught);
    }
  }

  /** True for a part of something that was made here, and not given. */
  #isOwn(e: Expr): boolean {
    let root = e;
    while (root.k === 'mem' || root.k === 'idx') root = root.o;
    if (root.k !== 'loc') return false;
    const { n, up } = root;
    const level = this.#around.length - 1 - up;
    return level > 0 || (level === 0 && !this.#isGiven(n));
  }

  #isHarmlessCall({ k, f }: Extract<Expr, { k: 'call' | 'new' }>): boolean {
    if (f.k === 'glob') return HARMLESS_GLOBALS.has(f.n);
    if (f.k === 'fn') return this.#inner(f.id);
    if (f.k === 'loc') return k === 'call' && this.#isHarmlessName(f.n, f.up);
    if (f.k === 'mem' && k === 'call') {
      if (HARMLESS_METHODS.has(f.n)) return this.#node(f.o, false);
      if (LIST_CHANGES.has(f.n)) return this.#isOwn(f.o) && this.#node(f.o, false);
    }
    const names: string[] = [];
    let root: Expr = f;
    for (; root.k === 'mem'; root = root.o) names.unshift(root.n);
    if (root.k === 'glob') return HARMLESS_GLOBALS.has(root.n);
    if (root.k !== 'mod' || k === 'new') return false;
    return this.#isHarmlessValue(bindingValue(this.#search.run, this.#path, root.n), names);
  }

  /** A local of this code, which holds data or what is followed here, or a function of the code around it. */
  #isHarmlessName(name: string, up: number): boolean {
    const level = this.#around.length - 1 - up;
    if (level >= 0) return level > 0 || !this.#isGiven(name);
    const functions = this.#search.run.code.behaviorOf(this.#path)?.functions;
    let at = this.#around[0];
    for (let outer = level; outer < 0 && at; outer++)
      at = functions?.[at.id.slice(0, Math.max(at.id.lastIndexOf('>'), 0))];
    const hoisted = at?.hoisted.find(({ n }) => n === name);
    if (hoisted) return this.#follow(this.#path, hoisted.id);
    for (const statement of at?.body ?? [])
      if (statement.k === 'let' && statement.t.k === 'name' && statement.t.n === name)
        return statement.e?.k === 'fn' && this.#follow(this.#path, statement.e.id);
    return false;
  }

  #isGiven(name: string): boolean {
    const [fn] = this.#around;
    return (
      fn !== undefined && [...fn.params, ...(fn.rest ? [fn.rest] : [])].some((param) => binds(param, name))
    );
  }

  #follow(path: FilePath, id: string): boolean {
    enqueue(this.#search, path, id);
    return true;
  }

  /** A module's value that is read, and may be called from a local. */
  #isHarmlessRead(value: Value): boolean {
    return value.every((atom) =>
      atom.k === 'obj' || atom.k === 'arr' || atom.k === 'host'
        ? atom.k === 'host'
          ? atom.host === 'environment'
          : isData([atom], 4)
        : this.#isHarmlessValue([atom], []),
    );
  }

  /** What a member of a module's value would do when it is called. */
  #isHarmlessValue(value: Value, names: readonly string[]): boolean {
    const { run } = this.#search;
    const [name, ...rest] = names;
    return value.every((atom) => {
      switch (atom.k) {
        case 'fn':
          return name === undefined && this.#follow(atom.closure.path, atom.closure.fn.id);
        case 'lib':
          return isHarmlessLibrary(
            run,
            atom.spec,
            [atom.name, ...names].filter((part) => part !== '').join('.'),
          );
        case 'module':
          return name !== undefined && this.#isHarmlessValue(exportValue(run, atom.path, name) ?? [], rest);
        case 'obj':
          if (name === undefined || atom.getters || atom.cls) return false;
          return this.#isHarmlessValue(atom.props.get(name) ?? atom.rest ?? [], rest);
        case 'const':
        case 'unknown':
          return true;
        default:
          return false;
      }
    });
  }
}

/** Nothing is known of it that is worth a word, and it doesn't say that it changes something. */
function isHarmlessLibrary(run: Run, specifier: string, path: string): boolean {
  if (specifier === 'global:') return /^new (?:Map|Set|Date|RegExp)\(\)(?:\.(?:has|get))?$/.test(path);
  if (/^(?:next|react)(?:\/|$)/.test(specifier) || WRITES.test(path)) return false;
  return run.code.catalogue
    .find(specifier, path)
    .every(({ rule: { behavior } }) => behavior.role === 'neutral' && !behavior.calls && !behavior.lends);
}

function binds(pattern: Pattern, name: string): boolean {
  switch (pattern.k) {
    case 'name':
      return pattern.n === name;
    case 'default':
      return binds(pattern.p, name);
    case 'props':
      return (
        pattern.m.some(({ p }) => binds(p, name)) || (pattern.rest !== undefined && binds(pattern.rest, name))
      );
    case 'items':
      return (
        pattern.i.some((p) => p !== null && binds(p, name)) ||
        (pattern.rest !== undefined && binds(pattern.rest, name))
      );
    default:
      return false;
  }
}
