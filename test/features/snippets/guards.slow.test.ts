/** Every library's documented guard passes the real type checker against the library itself, in a handler and in an action. */
import assert from 'node:assert/strict';
import { type GuardIdiom } from '../../../server/src/core/features/guardIdiom/guardIdiom';
import {
  LIBRARY_IDIOMS,
  type LibraryIdiom,
  PLACEHOLDER,
} from '../../../server/src/core/features/guardIdiom/libraryTable';
import { SECRET_IDIOMS } from '../../../server/src/core/features/guardIdiom/secretTable';
import { snippetCases } from './cases';
import { AUTH_MODULES, compile, installPackages } from './typecheck';

/** Of older majors than those that are installed. */
const OLDER = new Set(['next-safe-action-7', 'authjs-4', 'clerk-4', 'auth0-3']);

function idiomOf({ kind, label, imports, statements, javascript, condition }: LibraryIdiom): GuardIdiom {
  return {
    ...PLACEHOLDER,
    source: 'library',
    kind,
    label,
    imports: imports.map(({ imported, specifier }) => ({
      imported,
      local: imported,
      specifier,
      path: undefined,
    })),
    statements,
    ...(javascript && { javascript }),
    condition,
    usesRequest: statements.some((code) => code.includes('\u0001')),
  };
}

describe("the libraries' guards", () => {
  before(installPackages);

  for (const javascript of [false, true]) {
    it(`type-check in ${javascript ? 'JavaScript' : 'TypeScript'}`, () => {
      const cases = [...LIBRARY_IDIOMS, ...SECRET_IDIOMS]
        // A builder's guard is its client's own.
        .filter(({ form, id }) => form === 'check' && !OLDER.has(id))
        // To a checker of JavaScript, this session has no fields until a type says so.
        .filter(({ id }) => !javascript || id !== 'iron-session')
        .flatMap((library) => {
          const only =
            library.place === 'route' ? /^route-collection$/ : /^(?:route-collection|action-transition)$/;
          return snippetCases({ idiom: idiomOf(library), only });
        })
        .filter((each) => each.javascript === javascript && each.facts.has('next16'))
        .filter(({ facts }) => !facts.has('valibot') && !facts.has('zod'));
      assert.ok(cases.length >= 20);
      const modules = Object.assign({}, ...Object.values(AUTH_MODULES)) as Readonly<Record<string, string>>;
      assert.deepEqual(compile(`guards-${javascript ? 'js' : 'ts'}`, cases, modules), []);
    });
  }
});
