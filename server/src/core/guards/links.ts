/** Where a module's name leads: through imports and re-exports to what binds it, or out of the workspace. */
import { type FilePath } from '../text/filePath';
import {
  type Definition,
  holds,
  type Link,
  linksOf,
  type Memory,
  partOf,
  readBy,
  type Reading,
  startReading,
} from './memory';
import { type CodeBase } from './run';
import { library, unknown, type Value } from './value';

/** What is needed to follow a name. */
export interface Workspace {
  readonly code: CodeBase;
  readonly memory: Memory;
}

/** The names being followed, and what is read on the way. */
interface Trail {
  readonly open: Set<string>;
  readonly reads: Reading;
  /** It led back to a name that is being followed. */
  circled: boolean;
}

/** What a name of the module's own scope, or one of its exports, leads to. It is followed once. */
export function linkOf(at: Workspace, kind: 'bindings' | 'exports', path: FilePath, name: string): Link {
  const known = linksOf(at.memory, path)[kind].get(name);
  if (known && holds(at.memory, known.reads)) return known;
  const trail: Trail = { open: new Set(), reads: startReading(), circled: false };
  const to = follow(at, kind, path, name, trail);
  return { to, reads: readBy(at.memory, trail.reads) };
}

/** What `import('./x')` leads to. */
export function importedModule(at: Workspace, from: FilePath, specifier: string): Link['to'] {
  return importTo(at, from, specifier, '*', {
    open: new Set(),
    reads: startReading(),
    circled: false,
  });
}

function follow(
  at: Workspace,
  kind: 'bindings' | 'exports',
  path: FilePath,
  name: string,
  trail: Trail,
): Link['to'] {
  const links = linksOf(at.memory, path)[kind];
  const known = links.get(name);
  if (known && holds(at.memory, known.reads)) {
    trail.reads.answers.push(known.reads);
    return known.to;
  }
  const part = partOf(at.memory, path, `${kind === 'bindings' ? '=' : ':'}${name}`);
  if (trail.open.has(part.id)) {
    trail.circled = true;
    return undefined;
  }
  trail.open.add(part.id);
  const reads = startReading();
  reads.parts.push(part);
  const own = { ...trail, reads };
  const to = kind === 'bindings' ? bindingTo(at, path, name, own) : exportTo(at, path, name, own);
  trail.open.delete(part.id);
  trail.circled ||= own.circled;
  const link: Link = { to, reads: readBy(at.memory, reads) };
  trail.reads.answers.push(link.reads);
  // A circle that was entered here leads nowhere; one that was entered elsewhere may lead on from there.
  if (to !== undefined || !trail.circled || trail.open.size === 0) links.set(name, link);
  return to;
}

function bindingTo(at: Workspace, path: FilePath, name: string, trail: Trail): Link['to'] {
  const bindings = at.code.behaviorOf(path)?.bindings;
  const binding = bindings && Object.hasOwn(bindings, name) ? bindings[name] : undefined;
  if (!binding) return undefined;
  if (binding.k === 'import') return importTo(at, path, binding.specifier, binding.imported, trail);
  return definitionOf(at.memory, path, name);
}

function definitionOf(memory: Memory, path: FilePath, name: string): Definition {
  const { definitions } = linksOf(memory, path);
  let definition = definitions.get(name);
  if (!definition)
    definitions.set(name, (definition = { path, name, part: partOf(memory, path, `=${name}`), values: [] }));
  return definition;
}

function importTo(
  at: Workspace,
  from: FilePath,
  specifier: string,
  imported: string,
  trail: Trail,
): Link['to'] {
  const { code } = at;
  // Of a package that the catalogue speaks for, the source in the workspace tells nothing more.
  if (code.catalogue.knows(specifier)) return exported(specifier, imported);
  const target = code.resolve(from, specifier);
  if (target.kind !== 'file') return exported(specifier, imported);
  if (code.projectModules.has(target.path)) return exported(`file:${target.path}`, imported);
  return imported === '*'
    ? moduleValue(target.path)
    : (follow(at, 'exports', target.path, imported, trail) ?? unknown());
}

function exportTo(at: Workspace, path: FilePath, name: string, trail: Trail): Link['to'] {
  const { code } = at;
  const behavior = code.behaviorOf(path);
  if (!behavior) return undefined;
  const own = Object.hasOwn(behavior.exports, name) ? behavior.exports[name] : undefined;
  if (own?.k === 'local')
    return Object.hasOwn(behavior.bindings, own.n) ? follow(at, 'bindings', path, own.n, trail) : undefined;
  if (own) {
    const target = code.resolve(path, own.specifier);
    if (target.kind !== 'file') return exported(own.specifier, own.imported);
    return own.imported === '*'
      ? moduleValue(target.path)
      : follow(at, 'exports', target.path, own.imported, trail);
  }
  if (name === 'default') return undefined;
  let outside: Value | undefined;
  for (const specifier of behavior.stars) {
    const target = code.resolve(path, specifier);
    if (target.kind === 'file') {
      const found = follow(at, 'exports', target.path, name, trail);
      if (found) return found;
    } else outside ??= library(specifier, name);
  }
  return outside;
}

function exported(specifier: string, imported: string): Value {
  return library(specifier, imported === '*' ? '' : imported);
}

function moduleValue(path: FilePath): Value {
  return [{ k: 'module', path, bits: 0, gates: 0, cause: undefined }];
}
