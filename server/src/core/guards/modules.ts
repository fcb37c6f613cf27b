/** Values of modules' names: bindings are evaluated when first asked for. */
import { type FilePath } from '../text/filePath';
import { testOf } from './branch';
import { classValue, evaluate, functionValue } from './evaluate';
import { getVar, moduleFrame } from './frames';
import { importedModule as followImport, linkOf } from './links';
import { type Definition, holds, type KnownValue, type Link, readBy, type Reads } from './memory';
import { isStateless } from './state';
import { conditionsSince, inWorld, meets, noteUse, usesOf } from './outcomes';
import { bind } from './patterns';
import { type Run } from './run';
import { Bits, constant, join, library, object, unknown, type Value } from './value';

/** The value of a name that a module binds at its top level. */
export function bindingValue(run: Run, path: FilePath, name: string): Value {
  const { to, reads } = linkOf(run, 'bindings', path, name);
  run.reads.answers.push(reads);
  return linkedValue(run, to) ?? unknown();
}

/** The value of an export, through re-exports; undefined when the module has none of that name. */
export function exportValue(run: Run, path: FilePath, name: string): Value | undefined {
  const { to, reads } = linkOf(run, 'exports', path, name);
  run.reads.answers.push(reads);
  return linkedValue(run, to);
}

/** `import('./x')`; `isWhole` is `require('x')`, which yields a CommonJS package as an import by default does. */
export function importedModule(run: Run, from: FilePath, specifier: string, isWhole = false): Value {
  const to = followImport(run, from, specifier);
  const value = linkedValue(run, to) ?? unknown();
  return isWhole
    ? value.flatMap((atom) => (atom.k === 'lib' ? library(atom.spec, 'default') : [atom]))
    : value;
}

function linkedValue(run: Run, to: Link['to']): Value | undefined {
  return to && 'values' in to && 'part' in to ? definedValue(run, to) : to;
}

function definedValue(run: Run, definition: Definition): Value {
  const assigned = run.globals.size > 0 ? run.globals.get(definition.part.id) : undefined;
  if (assigned) return assigned;
  const known = knownValue(run, definition) ?? remembered(run, definition);
  run.reads.answers.push(known.reads);
  return known.value;
}

function knownValue(run: Run, { values }: Definition): KnownValue | undefined {
  for (const known of values) {
    if (!meets(run, known.on) || !holds(run.memory, known.reads)) continue;
    noteUse(run, known.on);
    return known;
  }
  return undefined;
}

function remembered(run: Run, definition: Definition): KnownValue {
  const { path, name, part, values } = definition;
  const others = values.filter(({ reads }) => holds(run.memory, reads));
  // While it is being made nothing is known of it: a module that needs its own value gets no answer.
  const nothing: Reads = { parts: [], answers: [], checked: run.memory.edition };
  definition.values = [...others, { on: inWorld(run), value: unknown(), reads: nothing }];
  const { depth } = run;
  const before = usesOf(run);
  const outer = run.enter();
  run.depth = 0;
  run.inModule++;
  run.reads.parts.push(part);
  const value = makeValue(run, path, name);
  const reads = readBy(run.memory, run.reads);
  run.inModule--;
  run.depth = depth;
  run.resume(outer);
  // What one world leaves in an object is no matter of the other's.
  const on = isStateless(value, 4) ? conditionsSince(run, before) : inWorld(run);
  const known = { on, value, reads };
  noteUse(run, on);
  definition.values = [...others, known];
  return known;
}

function makeValue(run: Run, path: FilePath, name: string): Value {
  const binding = run.code.behaviorOf(path)?.bindings[name];
  switch (binding?.k) {
    case 'function':
      return functionValue(run, moduleFrame(path), binding.id);
    case 'class':
      return classValue(moduleFrame(path), binding.c);
    case 'enum':
      return object(
        new Map(Object.entries(binding.m).map(([key, v]) => [key, v === null ? unknown() : constant(v)])),
      );
    case 'assigned': {
      const values = binding.i
        .filter((index) => mayBeAssigned(run, path, index))
        .map((index) => initValue(run, path, name, index, false));
      const given = values.filter(
        (value) => !(value.length === 1 && value[0]?.k === 'const' && value[0].v === undefined),
      );
      return given.length > 0 ? given.reduce(join) : unknown(Bits.STATE);
    }
    case 'init':
      return initValue(run, path, name, binding.i);
    default:
      return unknown();
  }
}

/** False where an `if` around the assignment is known to go the other way; one that asks how the app is set up is not. */
function mayBeAssigned(run: Run, path: FilePath, index: number): boolean {
  const { when = [] } = run.code.behaviorOf(path)?.inits[index] ?? {};
  const frame = moduleFrame(path);
  return when.every((test) => {
    const { whenTrue, bits } = testOf(run, evaluate(run, frame, test));
    return whenTrue !== undefined || (bits & Bits.ENVIRONMENT) !== 0;
  });
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
  return getVar(frame, name) ?? unknown();
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
