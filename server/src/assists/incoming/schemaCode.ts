/** Writes schemas in the words of the library that the app has. */
import { type AssistContext } from '../../core/assist/assist';
import { type WantedImport } from '../../core/edit/imports';
import { type Shape } from '../../core/syntax/inputShapes';

/** A schema library as this app imports it. */
export interface SchemaLibrary {
  readonly id: 'zod' | 'valibot';
  readonly wanted: WantedImport;
}

/** The library that the app's endpoints import most, else one that is installed; undefined without one. */
export function schemaLibrary(ctx: AssistContext): SchemaLibrary | undefined {
  const program = ctx.program();
  const { project } = program;
  const counts = new Map<string, { readonly library: SchemaLibrary; count: number }>();
  const own = project.packageOf(ctx.path);
  for (const path of new Set([ctx.path, ...program.endpoints.map((endpoint) => endpoint.path)])) {
    if (project.packageOf(path) !== own) continue;
    for (const { specifier, imported, local, typeOnly } of program.linkFactsOf(path)?.imports ?? []) {
      const id = idOf(specifier);
      if (!id || typeOnly || !/^(?:z|v|zod|default|\*)$/.test(imported)) continue;
      const key = `${specifier} ${imported}`;
      const wanted = { specifier, name: imported, local };
      const entry = counts.get(key) ?? { library: { id, wanted }, count: 0 };
      // What the file itself imports is at hand.
      entry.count += path === ctx.path ? 1000 : 1;
      counts.set(key, entry);
    }
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  if (most) return most.library;
  if (own?.dependencies.has('zod') === true) return { id: 'zod', wanted: { specifier: 'zod', name: 'z' } };
  if (own?.dependencies.has('valibot') === true)
    return { id: 'valibot', wanted: { specifier: 'valibot', name: '*', local: 'v' } };
  return undefined;
}

function idOf(specifier: string): SchemaLibrary['id'] | undefined {
  if (/^zod(?:\/v[34])?$/.test(specifier)) return 'zod';
  return specifier === 'valibot' ? 'valibot' : undefined;
}

/** The schema of a shape; `typed` tells that types can be written. Lines but the first are indented by `depth`. */
export function schemaOf(
  { id }: SchemaLibrary,
  name: string,
  shape: Shape,
  typed: boolean,
  depth = '',
): string {
  const inner = (each: Shape, deeper = depth): string =>
    schemaOf({ id } as SchemaLibrary, name, each, typed, deeper);
  const isZod = id === 'zod';
  switch (shape.kind) {
    case 'file':
      return isZod ? `${name}.instanceof(File)` : `${name}.instance(File)`;
    case 'oneOf': {
      const values = shape.values.map((value) => `'${value.replace(/['\\]/g, '\\$&')}'`);
      if (values.length === 1) return `${name}.literal(${values.join()})`;
      return `${name}.${isZod ? 'enum' : 'picklist'}([${values.join(', ')}])`;
    }
    case 'array':
      return `${name}.array(${inner(shape.of)})`;
    case 'record':
      return `${name}.record(${name}.string(), ${inner(shape.of)})`;
    case 'optional':
    case 'nullable':
      return isZod ? `${inner(shape.of)}.${shape.kind}()` : `${name}.${shape.kind}(${inner(shape.of)})`;
    case 'typed':
      if (!typed) return `${name}.any()`;
      return isZod ? `${name}.custom<${shape.type}>()` : `${name}.custom<${shape.type}>(() => true)`;
    case 'object': {
      const fields = shape.fields.map(({ name: key, shape: of }) => {
        const written = /^[A-Za-z_$][\w$]*$/.test(key) ? key : `'${key}'`;
        return `${depth}  ${written}: ${inner(of, `${depth}  `)},\n`;
      });
      return `${name}.object({\n${fields.join('')}${depth}})`;
    }
    default:
      return `${name}.${shape.kind}()`;
  }
}

/** True where some part of the shape is not known: the schema lets anything through there. */
export function hasGaps(shape: Shape): boolean {
  switch (shape.kind) {
    case 'any':
    case 'typed':
      return true;
    case 'object':
      return shape.fields.some((field) => hasGaps(field.shape));
    case 'array':
    case 'record':
    case 'optional':
    case 'nullable':
      return hasGaps(shape.of);
    default:
      return false;
  }
}

/** False where a schema of that object would let everything through. */
export function saysSomething(shape: Shape): boolean {
  if (shape.kind === 'optional' || shape.kind === 'nullable') return saysSomething(shape.of);
  return shape.kind === 'object'
    ? shape.fields.some((field) => saysSomething(field.shape))
    : shape.kind !== 'any' && shape.kind !== 'typed';
}
