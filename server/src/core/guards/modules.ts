/** Values of modules: bindings are evaluated when first asked for, imports are followed to the file or package they name. */
import { classValue, evaluate, functionValue, moduleFrame } from './evaluate';
import { bind } from './patterns';
import { type Run, type Path } from './run';
import { Bits, constant, join, library, object, unknown, type Value } from './value';
import { type FilePath } from '../text/filePath';

/** The value of a name that a module binds at its top level. */
export function bindingValue(run: Run, path: FilePath, name: string): Value {
  const binding = run.code.behaviorOf(path)?.bindings[name];
  run.reads.add(`${path}#=${name}`);
  if (!binding) return unknown();
  const assigned = run.globals.get(`${path}#${name}`);
  if (assigned) return assigned;
  switch (binding.k) {
    case 'function':
      return functionValue(run, moduleFrame(path), binding.id);
    case 'class':
      run.reads.add(`${path}#=${name}`);
      return remembered(run, path, name, () => classValue(moduleFrame(path), binding.c));
    case 'enum':
      return object(
        new Map(Object.entries(binding.m).map(([key, v]) => [key, v === null ? unknown() : constant(v)])),
      );
    case 'import':
      return importValue(run, path, binding.specifier, binding.imported);
    case 'assigned':
      return remembered(run, path, name, () => {
        const values = binding.i.map((index) => initValue(run, path, name, index, false));
        const given = values.filter(
          (value) => !(value.length === 1 && value[0]?.k === 'const' && value[0].v === undefined),
        );
        return given.length > 0 ? given.reduce(join) : unknown(Bits.STATE);
      });
    case 'init':
      return remembered(run, path, name, () => initValue(run, path, name, binding.i));
  }
}

function remembered(run: Run, path: FilePath, name: string, make: () => Value): Value {
  const key = `${run.world}|${path}#=${name}`;
  const known = run.memory.modules.get(key);
  if (known) {
    for (const read of known.reads) run.reads.add(read);
    return known.value;
  }
  // While it is being made nothing is known of it: a module that needs its own value gets no answer.
  run.memory.modules.set(key, { value: unknown(), reads: new Set() });
  const outer = {
    path: run.path,
    throws: run.throws,
    log: run.log,
    exits: run.exits,
    reads: run.reads,
    jumps: run.jumps,
  };
  const path0: Path = { dead: false, gates: 0, control: undefined, handles: false };
  const lenient = run.lenient;
  const depth = run.depth;
  run.lenient = false;
  run.depth = 0;
  run.inModule++;
  Object.assign(run, {
    path: path0,
    throws: [],
    log: [],
    exits: [],
    reads: new Set([`${path}#=${name}`]),
    jumps: [],
  });
  const value = make();
  const reads = run.reads;
  Object.assign(run, outer);
  run.inModule--;
  run.lenient = lenient;
  run.depth = depth;
  for (const read of reads) run.reads.add(read);
  run.memory.modules.set(key, { value, reads });
  return value;
}

function initValue(run: Run, path: FilePath, name: string, index: number, isWhole = true): Value {
  const init = run.code.behaviorOf(path)?.inits[index];
  if (!init) return unknown();
  const frame = moduleFrame(path);
  const value = init.e ? evaluate(run, frame, init.e) : constant(undefined);
  if (run.path.dead) return unknown();
  if (init.t.k === 'global') return init.mutable && isWhole ? [...value, ...unknown(Bits.STATE)] : value;
  // Patterns bind module names: they are collected as locals of a frame of their own.
  bind(run, frame, localized(init.t), value);
  return frame.vars.get(name) ?? unknown();
}

/** The same pattern with the module's names as locals. */
function localized(t: Parameters<typeof bind>[2]): Parameters<typeof bind>[2] {
  switch (t.k) {
    case 'global':
      return { k: 'name', n: t.n, up: 0 };
    case 'props':
      return {
        ...t,
        m: t.m.map(({ n, p }) => ({ n, p: localized(p) })),
        ...(t.rest && { rest: localized(t.rest) }),
      };
    case 'items':
      return { ...t, i: t.i.map((p) => p && localized(p)), ...(t.rest && { rest: localized(t.rest) }) };
    case 'default':
      return { ...t, p: localized(t.p) };
    default:
      return t;
  }
}

/** What a specifier's export is worth: a value of a workspace file, or something of a package. */
export function importValue(run: Run, from: FilePath, specifier: string, imported: string): Value {
  // Of a package that the catalogue speaks for, the source in the workspace tells nothing more.
  if (run.code.catalogue.knows(specifier)) return library(specifier, imported === '*' ? '' : imported);
  const target = run.code.resolve(from, specifier);
  if (target.kind === 'file') {
    if (run.code.projectModules.has(target.path))
      return library(`file:${target.path}`, imported === '*' ? '' : imported);
    return imported === '*'
      ? moduleValue(target.path)
      : (exportValue(run, target.path, imported) ?? unknown());
  }
  return library(specifier, imported === '*' ? '' : imported);
}

/** `import('./x')`. */
export function importedModule(run: Run, from: FilePath, specifier: string): Value {
  return importValue(run, from, specifier, '*');
}

function moduleValue(path: FilePath): Value {
  return [{ k: 'module', path, bits: 0, gates: 0, cause: undefined }];
}

/** The value of an export, through re-exports; undefined when the module has none of that name. */
export function exportValue(
  run: Run,
  path: FilePath,
  name: string,
  seen: readonly string[] = [],
): Value | undefined {
  const behavior = run.code.behaviorOf(path);
  const key = `${path}#${name}`;
  if (!behavior || seen.includes(key)) return undefined;
  run.reads.add(`${path}#:${name}`);
  const own = Object.hasOwn(behavior.exports, name) ? behavior.exports[name] : undefined;
  if (own?.k === 'local')
    return Object.hasOwn(behavior.bindings, own.n) ? bindingValue(run, path, own.n) : undefined;
  if (own) {
    const target = run.code.resolve(path, own.specifier);
    if (target.kind !== 'file') return library(own.specifier, own.imported === '*' ? '' : own.imported);
    return own.imported === '*'
      ? moduleValue(target.path)
      : exportValue(run, target.path, own.imported, [...seen, key]);
  }
  if (name === 'default') return undefined;
  let outside: Value | undefined;
  for (const specifier of behavior.stars) {
    const target = run.code.resolve(path, specifier);
    if (target.kind === 'file') {
      const found = exportValue(run, target.path, name, [...seen, key]);
      if (found) return found;
    } else outside ??= library(specifier, name);
  }
  return outside;
}

const PLATFORM: readonly string[] =
  'crypto fetch console URL URLSearchParams Buffer Response Request Headers performance structuredClone setTimeout setInterval atob btoa TextEncoder TextDecoder AbortController queueMicrotask JSON Math Date Object Promise Array String Number Boolean Symbol Error'.split(
    ' ',
  );

/** The platform's own members are there; what a module keeps there between reloads is made anew by the first request. */
function globalObject(): Value {
  return object(new Map([...PLATFORM, 'process'].map((name) => [name, globalValue(name)])), undefined);
}

/** A global: everything that isn't computed here is looked up in the catalogue under `global:`. */
export function globalValue(name: string): Value {
  if (name === 'process')
    return [{ k: 'host', host: 'process', props: new Map(), bits: 0, gates: 0, cause: undefined }];
  if (name === 'NaN' || name === 'Infinity') return unknown();
  if (name === 'globalThis' || name === 'global') return globalObject();
  return library('global:', name);
}
