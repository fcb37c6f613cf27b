/** How one file would name another: by the alias that leads there, by package, else relatively. */
import assert from 'node:assert/strict';
import { specifierFor } from '../../../server/src/core/edit/specifier';
import { filePath } from '../../../server/src/core/text/filePath';
import { engineOver } from '../../support/engine';
import { parseFixture } from '../../support/fixture';

const FILES = `
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }
//- next.config.ts
export default {};
//- src/lib/auth.ts
export const auth = 1;
//- src/lib/index.ts
export const lib = 1;
//- src/app/api/posts/route.ts
export function GET() {}
//- src/app/actions.ts
'use server';
`;

function check(from: string, target: string, existing: readonly string[], expected: string): void {
  const { files } = parseFixture(FILES);
  const { project } = engineOver(files).snapshot().program();
  assert.equal(specifierFor(project, filePath(`/w/${from}`), filePath(`/w/${target}`), existing), expected);
}

describe('module specifiers', () => {
  it('use the alias that leads there where the file uses it, or the way up is long', () => {
    check('src/app/api/posts/route.ts', 'src/lib/auth.ts', [], '@/lib/auth');
    check('src/app/actions.ts', 'src/lib/auth.ts', ['@/lib/other'], '@/lib/auth');
    check('src/app/actions.ts', 'src/lib/auth.ts', ['react'], '../lib/auth');
  });

  it('repeat what the file has', () => {
    check('src/app/actions.ts', 'src/lib/auth.ts', ['../lib/auth.js', '../lib/auth'], '../lib/auth.js');
  });

  it('leave an index out, and name a neighbor with ./', () => {
    check('src/app/actions.ts', 'src/lib/index.ts', [], '../lib');
    check('src/lib/auth.ts', 'src/lib/index.ts', [], './index');
    check('src/app/actions.ts', 'src/app/data.ts', ['@/lib/auth'], './data');
  });

  it('name a file beside one that the file names already as it names that one', () => {
    check('src/app/api/posts/route.ts', 'src/lib/cors.ts', ['lodash', '@/lib/auth'], '@/lib/cors');
    check('src/app/actions.ts', 'src/lib/cors.ts', ['../lib/auth'], '../lib/cors');
  });

  it('name a file that is yet to be written by the alias of its folder', () => {
    check('src/app/api/posts/route.ts', 'src/app/api/cors.ts', ['@/lib/auth'], '@/app/api/cors');
    check('src/app/api/new/route.ts', 'src/data/notes.ts', ['@/lib/auth'], '@/data/notes');
    check('src/app/api/new/route.ts', 'src/data/notes.ts', ['@/none'], '../../../data/notes');
  });
});
