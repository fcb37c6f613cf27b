/** Assesses an endpoint of a catalogue fixture with the built-in catalogue alone: no project, no program, no cache. */
import { extractBehavior } from '../../../server/src/core/behavior/extractBehavior';
import { builtInEntries } from '../../../server/src/core/catalogue/builtInEntries';
import { type Catalogue, createCatalogue } from '../../../server/src/core/catalogue/catalogue';
import { entriesFor } from '../../../server/src/core/catalogue/versions';
import { type Assessment, assess } from '../../../server/src/core/guards/assess';
import { createMemory } from '../../../server/src/core/guards/memory';
import { parseFile } from '../../../server/src/core/syntax/parse';
import { filePath, type FilePath } from '../../../server/src/core/text/filePath';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

/** The endpoint that `name` exports from the fixture's first file. */
export function assessFixture(
  source: string,
  name: string,
  versions: Readonly<Record<string, string>> = {},
): Assessment {
  const catalogue = catalogueFor(versions);
  const { files } = parseFixture(source);
  const behaviors = new Map(
    [...files].map(([path, text]) => [path, extractBehavior(parseFile(path, text)).behavior]),
  );
  const [path] = files.keys();
  if (path === undefined) throw new Error('The fixture has no file.');
  const isRoute = /\/route\.tsx?$/.test(path);
  return assess(
    {
      catalogue,
      behaviorOf: (file) => behaviors.get(file),
      resolve: (_from, specifier) => {
        const found = resolveLocal(specifier, files);
        if (found) return { kind: 'file', path: found };
        return /^[.@]?\//.test(specifier)
          ? { kind: 'unknown' }
          : { kind: 'package', name: specifier, subpath: '' };
      },
      projectModules: new Set(),
    },
    createMemory(),
    {
      path,
      kind: isRoute ? 'route' : 'action',
      name,
      inline: undefined,
      framework: false,
      method: isRoute ? name : undefined,
      url: isRoute ? '/api/x' : undefined,
    },
  );
}

const everything = createCatalogue(builtInEntries);

function catalogueFor(versions: Readonly<Record<string, string>>): Catalogue {
  const entries = entriesFor(builtInEntries, (name) =>
    versions[name] === undefined ? [] : [versions[name]],
  );
  return entries === builtInEntries ? everything : createCatalogue(entries);
}

/** `@/x` is `x.ts` at the root; fixtures need no more. */
function resolveLocal(specifier: string, files: ReadonlyMap<FilePath, string>): FilePath | undefined {
  if (!specifier.startsWith('@/')) return undefined;
  const path = filePath(`${FIXTURE_ROOT}/${specifier.slice(2)}.ts`);
  return files.has(path) ? path : undefined;
}
