/** Tells code that only formats and logs: a call of it whose result nobody uses changes nothing that is asked about. */
import { type Expr, type FunctionIr, type Pattern, type Stmt } from '../behavior/ir';
import { type FilePath } from '../text/filePath';
import { holds, idOf, partOf, readBy, startReading } from './memory';
import { bindingValue, exportValue } from './modules';
import { type Run } from './run';
import { type Atom, Bits, type ClassRef, type Closure, type Value } from './value';
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

/** Methods of lists that have the names of queries. */
const SEARCHES: ReadonlySet<string> = new Set('find findIndex findLast findLastIndex'.split(' '));

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

/** The class of an instance that holds nothing but data: of it only the methods of its class can be called. */
function classOfData(atom: Atom | undefined): ClassRef | undefined {
  return atom?.k === 'obj' && isData([atom], 4) ? atom.cls : undefined;
}

function isInert(run: Run, closure: Closure): boolean {
  const self = closure.self ?? [];
  if (!self.every((atom) => atom.k === 'cls' || isData([atom], 4))) return false;
  const cls = self.length === 1 ? classOfData(self[0]) : undefined;
  const { inert } = run.memory;
  const first: Step = { path: closure.path, id: closure.fn.id, cls, made: 0 };
  const name = nameOf(run, first);
  const known = inert.get(name);
  if (known && holds(run.memory, known.reads)) {
    if (known.isInert) run.reads.answers.push(known.reads);
    return known.isInert;
  }
  const outer = run.reads;
  run.reads = startReading();
  const search: Search = { run, seen: new Set(), open: [] };
  enqueue(search, first);
  let isInertSoFar = true;
  for (let next = search.open.pop(); next && isInertSoFar; next = search.open.pop()) {
    run.reads.parts.push(partOf(run.memory, next.path, next.id));
    const fn = run.code.behaviorOf(next.path)?.functions[next.id];
    isInertSoFar = fn !== undefined && new Reader(search, next, fn).isHarmless();
  }
  const found = { isInert: isInertSoFar, reads: readBy(run.memory, run.reads) };
  run.reads = outer;
  inert.set(name, found);
  if (found.isInert) run.reads.answers.push(found.reads);
  return found.isInert;
}

/** The functions that a function may call, as far as they were found. */
interface Search {
  readonly run: Run;
  readonly seen: Set<string>;
  readonly open: Step[];
}

/** A function to be read. */
interface Step {
  readonly path: FilePath;
  readonly id: string;
  /** The class of its `this`, which holds nothing but data. */
  readonly cls: ClassRef | undefined;
  /** A bit for each argument that was made for this call: nobody else has it. */
  readonly made: number;
}

function enqueue({ run, seen, open }: Search, step: Step): void {
  const key = nameOf(run, step);
  if (seen.has(key)) return;
  seen.add(key);
  open.push(step);
}

function nameOf({ memory }: Run, { path, id, cls, made }: Step): string {
  const name = `${path}#${id}`;
  return cls || made ? `${name} ${cls ? idOf(memory, cls.ir) : ''} ${made}` : name;
}

/** Reads one function and the functions in it. */
class Reader {
  readonly #search: Search;
  readonly #path: FilePath;
  readonly #step: Step;
  /** The function, and those in it that stand around the code being read. */
  readonly #around: FunctionIr[];

  constructor(search: Search, step: Step, fn: FunctionIr) {
    this.#search = search;
    this.#path = step.path;
    this.#step = step;
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
      case 'mem':
        return this.#node(code.o, caught) && (code.o.k !== 'this' || this.#isHarmlessGetter(code.n));
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
    let depth = 0;
    for (; root.k === 'mem' || root.k === 'idx'; root = root.o) depth++;
    if (root.k !== 'loc') return false;
    const level = this.#around.length - 1 - root.up;
    // What was made for the call may have been made of what its caller was given.
    return level > 0 || (level === 0 && (depth > 1 ? !this.#isGiven(root.n, 0) : !this.#isGiven(root.n)));
  }

  #isHarmlessCall({ k, f, a }: Extract<Expr, { k: 'call' | 'new' }>): boolean {
    if (f.k === 'glob') return HARMLESS_GLOBALS.has(f.n);
    if (f.k === 'fn') return this.#inner(f.id);
    if (f.k === 'loc') return k === 'call' && this.#isHarmlessName(f.n, f.up, this.#madeAmong(a));
    if (f.k === 'mem' && k === 'call') {
      if (HARMLESS_METHODS.has(f.n) || (SEARCHES.has(f.n) && f.o.k === 'loc')) return this.#node(f.o, false);
      if (LIST_CHANGES.has(f.n)) return this.#isOwn(f.o) && this.#node(f.o, false);
      if (f.o.k === 'this') return this.#isHarmlessMethod(this.#classOfThis(), f.n, this.#madeAmong(a));
    }
    const names: string[] = [];
    let root: Expr = f;
    let end = '';
    while (root.k === 'mem' || (root.k === 'call' && k === 'call')) {
      if (root.k === 'mem') {
        names.unshift(root.n + end);
        end = '';
        root = root.o;
      } else {
        // What a call yields is called on: the call itself, and what it is given, come first.
        if (end !== '' || !this.#node(root, false)) return false;
        end = '()';
        root = root.f;
      }
    }
    if (end !== '') return false;
    if (root.k === 'glob') return HARMLESS_GLOBALS.has(root.n);
    if (root.k !== 'mod' || k === 'new') return false;
    const value = bindingValue(this.#search.run, this.#path, root.n);
    return this.#isHarmlessValue(value, names, this.#madeAmong(a));
  }

  /** The arguments that are made for the call. */
  #madeAmong(args: readonly Expr[]): number {
    let made = 0;
    for (const [index, arg] of args.entries()) {
      if (arg.k === 'spread' || index > 30) break;
      if (arg.k === 'obj' || arg.k === 'arr' || (arg.k === 'loc' && this.#isOwn(arg))) made |= 1 << index;
    }
    return made;
  }

  /** The class of `this` in the code being read. */
  #classOfThis(): ClassRef | undefined {
    const isOwnThis = this.#around.every((fn, level) => level === 0 || fn.arrow === true);
    return isOwnThis ? this.#step.cls : undefined;
  }

  #isHarmlessGetter(name: string): boolean {
    const cls = this.#classOfThis();
    const isGetter = cls?.ir.methods.some((method) => method.n === name && method.get);
    return !isGetter || this.#isHarmlessMethod(cls, name, 0);
  }

  /** What a method of `this`, or of another instance that holds data, would do. */
  #isHarmlessMethod(cls: ClassRef | undefined, name: string, made: number): boolean {
    for (let at = cls; at;) {
      const found = at.ir.methods.find((method) => method.n === name && !method.static);
      if (found) return this.#follow(at.path, found.id, made, cls);
      const parent = at.ir.extends;
      const [base]: Value = parent?.k === 'mod' ? bindingValue(this.#search.run, at.path, parent.n) : [];
      at = base?.k === 'cls' ? base.cls : undefined;
    }
    return false;
  }

  /** A local of this code, which holds data or what is followed here, or a function of the code around it. */
  #isHarmlessName(name: string, up: number, made: number): boolean {
    const level = this.#around.length - 1 - up;
    if (level >= 0) return level > 0 || !this.#isGiven(name);
    const functions = this.#search.run.code.behaviorOf(this.#path)?.functions;
    let at = this.#around[0];
    for (let outer = level; outer < 0 && at; outer++)
      at = functions?.[at.id.slice(0, Math.max(at.id.lastIndexOf('>'), 0))];
    const hoisted = at?.hoisted.find(({ n }) => n === name);
    if (hoisted) return this.#follow(this.#path, hoisted.id, made);
    for (const statement of at?.body ?? [])
      if (statement.k === 'let' && statement.t.k === 'name' && statement.t.n === name)
        return statement.e?.k === 'fn' && this.#follow(this.#path, statement.e.id, made);
    return false;
  }

  /** A parameter; not one for which something was made. */
  #isGiven(name: string, made = this.#step.made): boolean {
    const [fn] = this.#around;
    if (!fn) return false;
    if (fn.rest && binds(fn.rest, name)) return true;
    return fn.params.some(
      (param, index) => !(param.k === 'name' && made & (1 << index)) && binds(param, name),
    );
  }

  #follow(path: FilePath, id: string, made: number, cls?: ClassRef): boolean {
    enqueue(this.#search, { path, id, cls, made });
    return true;
  }

  /** A module's value that is read, and may be called from a local. */
  #isHarmlessRead(value: Value): boolean {
    return value.every((atom) =>
      atom.k === 'obj' || atom.k === 'arr' || atom.k === 'host'
        ? atom.k === 'host'
          ? atom.host === 'environment'
          : isData([atom], 4)
        : this.#isHarmlessValue([atom], [], 0),
    );
  }

  /** What a member of a module's value would do when it is called. */
  #isHarmlessValue(value: Value, names: readonly string[], made: number): boolean {
    const { run } = this.#search;
    const [name, ...rest] = names;
    return value.every((atom) => {
      switch (atom.k) {
        case 'fn':
          return (
            name === undefined &&
            !atom.closure.self &&
            this.#follow(atom.closure.path, atom.closure.fn.id, made)
          );
        case 'lib':
          return (
            // What the catalogue knows of a package, it may say of any later call of a chain.
            !(names.some((part) => part.endsWith('()')) && run.code.catalogue.knows(atom.spec)) &&
            isHarmlessLibrary(run, atom.spec, [atom.name, ...names].filter((part) => part !== '').join('.'))
          );
        case 'module':
          if (name === undefined || name.endsWith('()')) return false;
          return this.#isHarmlessValue(exportValue(run, atom.path, name) ?? [], rest, made);
        case 'obj':
          if (name === undefined || name.endsWith('()') || atom.getters) return false;
          if (atom.cls) return rest.length === 0 && this.#isHarmlessMethod(classOfData(atom), name, made);
          return this.#isHarmlessValue(atom.props.get(name) ?? atom.rest ?? [], rest, made);
        case 'const':
        case 'unknown':
          return true;
        default:
          return false;
      }
    });
  }
}

/** What is made by the platform's own classes, and reading of it; they may be globals where there is no import. */
const HARMLESS_MADE =
  /^new (?:(?:Map|Set|Date|RegExp)\(\)(?:\.(?:has|get))?|AsyncLocalStorage\(\)\.getStore)$/;

/** Nothing is known of it that is worth a word, and it doesn't say that it changes something. */
function isHarmlessLibrary(run: Run, specifier: string, path: string): boolean {
  if (specifier === 'global:') return HARMLESS_MADE.test(path);
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
