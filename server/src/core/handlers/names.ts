/** Finds what names of modules stand for: bindings are traced when first asked for, imports are followed to file or package. */
import { type Pattern } from '../behavior/ir';
import { type FilePath } from '../text/filePath';
import { bind } from './patterns';
import { evaluate } from './evaluate';
import { type Trace } from './trace';
import { type Scope, UNKNOWN, type Value } from './values';

/** The scope of a module's own code. */
function moduleScope(path: FilePath): Scope {
  return { vars: new Map(), parent: undefined, path, fn: '', self: UNKNOWN };
}

/** The value of a name that a module binds at its top level. */
export function bindingValue(trace: Trace, path: FilePath, name: string): Value {
  const behavior = trace.behaviorOf(path);
  const binding = behavior && Object.hasOwn(behavior.bindings, name) ? behavior.bindings[name] : undefined;
  if (!binding) return UNKNOWN;
  switch (binding.k) {
    case 'function':
      return [{ k: 'fn', path, id: binding.id, scope: undefined }];
    case 'class':
      return [{ k: 'class', path, c: binding.c, scope: undefined }];
    case 'import':
      return importedValue(trace, path, binding.specifier, binding.imported);
    case 'init':
      return initialValue(trace, path, name, binding.i);
    default:
      return UNKNOWN;
  }
}

function initialValue(trace: Trace, path: FilePath, name: string, index: number): Value {
  const key = `${path}#${name}`;
  const known = trace.modules.get(key);
  if (known) return known;
  // While it is being made nothing is known of it.
  trace.modules.set(key, UNKNOWN);
  const init = trace.behaviorOf(path)?.inits[index];
  if (!init?.e) return UNKNOWN;
  const { site } = trace;
  const scope = moduleScope(path);
  trace.site = { path, fn: '', place: -1 };
  trace.loading++;
  const value = evaluate(trace, scope, init.e);
  bind(trace, scope, localized(init.t), value);
  trace.loading--;
  trace.site = site;
  // What may be assigned again is not known to be what it was at first.
  const found = init.mutable ? UNKNOWN : (scope.vars.get(name) ?? UNKNOWN);
  trace.modules.set(key, found);
  return found;
}

/** The same pattern with the module's names as variables of a scope. */
function localized(pattern: Pattern): Pattern {
  switch (pattern.k) {
    case 'global':
      return { k: 'name', n: pattern.n, up: 0 };
    case 'props':
      return {
        ...pattern,
        m: pattern.m.map(({ n, p }) => ({ n, p: localized(p) })),
        ...(pattern.rest && { rest: localized(pattern.rest) }),
      };
    case 'items':
      return {
        ...pattern,
        i: pattern.i.map((item) => item && localized(item)),
        ...(pattern.rest && { rest: localized(pattern.rest) }),
      };
    case 'default':
      return { ...pattern, p: localized(pattern.p) };
    default:
      return pattern;
  }
}

/** What `import { imported } from 'specifier'` yields. */
function importedValue(trace: Trace, from: FilePath, specifier: string, imported: string): Value {
  const target = trace.files.resolve(from, specifier);
  if (target.kind === 'file') {
    if (!trace.files.matters(target.path)) return [{ k: 'far', path: target.path, name: imported }];
    return imported === '*'
      ? [{ k: 'module', path: target.path }]
      : exportedValue(trace, target.path, imported);
  }
  const spec = target.kind === 'package' ? target.name + target.subpath : specifier;
  return [{ k: 'lib', spec, name: imported === '*' ? '' : imported, given: [] }];
}

/** The value of a module's export, through re-exports. */
export function exportedValue(trace: Trace, path: FilePath, name: string): Value {
  return findExport(trace, path, name, new Set()) ?? UNKNOWN;
}

function findExport(trace: Trace, path: FilePath, name: string, seen: Set<string>): Value | undefined {
  const behavior = trace.behaviorOf(path);
  if (!behavior || seen.has(`${path}#${name}`)) return undefined;
  seen.add(`${path}#${name}`);
  const own = Object.hasOwn(behavior.exports, name) ? behavior.exports[name] : undefined;
  if (own?.k === 'local') return bindingValue(trace, path, own.n);
  if (own) {
    const target = trace.files.resolve(path, own.specifier);
    return target.kind === 'file' && own.imported !== '*' && trace.files.matters(target.path)
      ? findExport(trace, target.path, own.imported, seen)
      : importedValue(trace, path, own.specifier, own.imported);
  }
  if (name === 'default') return undefined;
  let outside: Value | undefined;
  for (const specifier of behavior.stars) {
    const target = trace.files.resolve(path, specifier);
    if (target.kind === 'file') {
      if (!trace.files.matters(target.path)) continue;
      const found = findExport(trace, target.path, name, seen);
      if (found) return found;
    } else outside ??= importedValue(trace, path, specifier, name);
  }
  return outside;
}
