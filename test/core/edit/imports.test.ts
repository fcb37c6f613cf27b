/** Imports are merged into what a file has, in its own style. */
import assert from 'node:assert/strict';
import { planImports, type WantedImport } from '../../../server/src/core/edit/imports';
import { parseFile } from '../../../server/src/core/syntax/parse';
import { filePath } from '../../../server/src/core/text/filePath';
import { detectFileStyle } from '../../../server/src/core/text/fileStyle';
import { applyEdits } from '../../../server/src/core/text/textEdit';

function check(
  before: string,
  wanted: readonly WantedImport[],
  after: string,
  locals?: readonly string[],
): void {
  const file = parseFile(filePath('/w/x.ts'), before);
  const plan = planImports(file, wanted, detectFileStyle(before));
  assert.equal(applyEdits(before, plan.edits), after);
  if (locals) assert.deepEqual(plan.locals, locals);
}

const AUTH: WantedImport = { specifier: '@/auth', name: 'auth' };

describe('planned imports', () => {
  it('join the declaration of their module, on one line or several', () => {
    check("import { a } from '@/auth';\na();\n", [AUTH], "import { a, auth } from '@/auth';\na();\n");
    check(
      "import {\n  a,\n  b,\n} from '@/auth';\na();\n",
      [AUTH],
      "import {\n  a,\n  b,\n  auth,\n} from '@/auth';\na();\n",
    );
    check("import a from '@/auth';\na();\n", [AUTH], "import a, { auth } from '@/auth';\na();\n");
    check("import {} from '@/auth';\n", [AUTH], "import { auth } from '@/auth';\n");
  });

  it('are not repeated, and tell what the file calls them', () => {
    check(
      "import { auth as who } from '@/auth';\nwho();\n",
      [AUTH],
      "import { auth as who } from '@/auth';\nwho();\n",
      ['who'],
    );
    check("import * as auth from 'x';\n", [{ specifier: 'x', name: '*' }], "import * as auth from 'x';\n", [
      'auth',
    ]);
  });

  it('leave a type-only declaration to types', () => {
    check(
      "import type { Session } from '@/auth';\n",
      [AUTH, { specifier: '@/auth', name: 'User', typeOnly: true }],
      "import type { Session, User } from '@/auth';\nimport { auth } from '@/auth';\n",
    );
    check(
      "import { auth } from '@/auth';\n",
      [{ specifier: '@/auth', name: 'User', typeOnly: true }],
      "import { auth, type User } from '@/auth';\n",
    );
  });

  it('stand with the packages where a file keeps those before its own modules', () => {
    const zod: WantedImport = { specifier: 'zod', name: 'z' };
    const sorted = "import 'server-only';\nimport a from 'a'; // a\n\nimport b from '@/b';\nimport './c';\n";
    check(sorted, [zod], sorted.replace('// a\n', "// a\nimport { z } from 'zod';\n"));
    check(sorted, [AUTH], `${sorted}import { auth } from '@/auth';\n`);
    check(
      sorted,
      [AUTH, zod],
      `${sorted.replace('// a\n', "// a\nimport { z } from 'zod';\n")}import { auth } from '@/auth';\n`,
    );
    const mixed = "import a from 'a';\nimport b from '@/b';\nimport d from 'd';\nimport c from './c';\n";
    check(mixed, [zod], `${mixed}import { z } from 'zod';\n`);
    check("import c from './c';\n", [zod], "import c from './c';\nimport { z } from 'zod';\n");
  });

  it('make a value of what was imported as a type alone', () => {
    const wish = { specifier: 'zod', name: 'z' };
    check("import { type z } from 'zod';\n", [wish], "import { z } from 'zod';\n", ['z']);
    check("import type { z } from 'zod';\n", [wish, wish], "import { z } from 'zod';\n", ['z', 'z']);
    check(
      "import { ZodError, type z as s } from 'zod';\n",
      [wish],
      "import { ZodError, z as s } from 'zod';\n",
      ['s'],
    );
  });

  it('get another name where theirs is taken', () => {
    check('const auth = 1;\n', [AUTH], "import { auth as auth2 } from '@/auth';\n\nconst auth = 1;\n", [
      'auth2',
    ]);
  });

  it('stand behind directives and the last import, in the quotes and with the semicolons of the file', () => {
    check(
      '"use server"\n\nexport async function f() {}\n',
      [AUTH],
      '"use server"\n\nimport { auth } from "@/auth"\n\nexport async function f() {}\n',
    );
    check(
      '"use server"\nexport async function f() {}\n',
      [AUTH],
      '"use server"\n\nimport { auth } from "@/auth"\n\nexport async function f() {}\n',
    );
    check(
      "import a from 'a'; // why\r\na();\r\n",
      [AUTH],
      "import a from 'a'; // why\r\nimport { auth } from '@/auth';\r\na();\r\n",
    );
    check("import a from 'a';", [AUTH], "import a from 'a';\nimport { auth } from '@/auth';");
    check('', [AUTH], "import { auth } from '@/auth';\n");
  });

  it('are planned once where they are wanted twice', () => {
    const once = "import { a, auth } from '@/auth';\n";
    check("import { a } from '@/auth';\n", [AUTH, AUTH], once, ['auth', 'auth']);
    check('', [AUTH, AUTH], "import { auth } from '@/auth';\n", ['auth', 'auth']);
  });

  it('share one declaration where they come from one new module', () => {
    check(
      "import a from 'a';\n",
      [
        AUTH,
        { specifier: '@/auth', name: 'default', local: 'authConfig' },
        { specifier: 'z', name: '*', local: 'z' },
      ],
      "import a from 'a';\nimport authConfig, { auth } from '@/auth';\nimport * as z from 'z';\n",
    );
  });
});
