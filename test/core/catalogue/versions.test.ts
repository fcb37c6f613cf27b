/** Entries that speak for some versions of a package count by what the app asks for, and all of them where nothing tells. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { entriesFor } from '../../../server/src/core/catalogue/versions';
import { type CatalogueEntry } from '../../../server/src/core/catalogue/entry';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

function entry(id: string, versions?: string): CatalogueEntry {
  return {
    id,
    category: 'authentication',
    packages: ['guard', 'guard-core'],
    imports: ['guard'],
    rules: [],
    source: 'https://example.com',
    ...(versions !== undefined && { versions }),
  };
}

const ENTRIES = [entry('any'), entry('old', '<2.0.0-0'), entry('new', '>=2.0.0-0'), entry('odd', 'no range')];

function left(versions: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return entriesFor(ENTRIES, (name) => versions[name] ?? []).map(({ id }) => id);
}

describe('entries for versions', () => {
  it('are those whose range meets a version or a range that is asked for', () => {
    assert.deepEqual(left({ guard: ['1.9.0'] }), ['any', 'old', 'odd']);
    assert.deepEqual(left({ guard: ['^2.1.0'] }), ['any', 'new', 'odd']);
    assert.deepEqual(left({ guard: ['2.0.0-beta.3'] }), ['any', 'new', 'odd']);
    assert.deepEqual(left({ guard: ['2.1.0-beta.1'] }), ['any', 'new', 'odd']);
    assert.deepEqual(left({ 'guard-core': ['1.0.0'] }), ['any', 'old', 'odd']);
  });

  it('are all where the range leaves it open, or nothing is known', () => {
    assert.equal(left({ guard: ['>=1'] }).length, 4);
    assert.equal(left({ guard: ['1.0.0', '2.0.0'] }).length, 4);
    assert.equal(
      entriesFor(ENTRIES, () => []),
      ENTRIES,
    );
  });
});

const ROUTE = `import { getKindeServerSession } from '@kinde-oss/kinde-auth-nextjs/server';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function POST() {
  const { isAuthenticated } = getKindeServerSession();
  if (!isAuthenticated()) return new Response(null, { status: 401 });
  await prisma.post.create({ data: {} });
  return new Response();
}
`;

/** The verdicts of all endpoints; `isAuthenticated()` without `await` is a guard up to version 1. */
function verdicts(files: string): readonly string[] {
  const { endpoints } = engineOver(parseFixture(files).files).snapshot().report(FIXTURE_ROOT);
  return endpoints.map(({ guard }) => guard.verdict);
}

function app(range: string, more = ''): string {
  return `//- package.json
{ "name": "web", "dependencies": { "next": "16.0.0", "@kinde-oss/kinde-auth-nextjs": "${range}" } }
//- app/api/x/route.ts
${ROUTE}${more}`;
}

describe('an app’s version of a library', () => {
  it('is what its package.json asks for', () => {
    assert.deepEqual(verdicts(app('^1.8.0')), ['guarded']);
    assert.deepEqual(verdicts(app('~2.1')), ['partial']);
    assert.deepEqual(verdicts(app('npm:@kinde-oss/kinde-auth-nextjs@1.8.25')), ['guarded']);
  });

  it('is what its lockfile has, before that', () => {
    const lock = `//- package-lock.json
{
  "lockfileVersion": 3,
  "packages": {
    "node_modules/@kinde-oss/kinde-auth-nextjs": {
      "version": "1.8.25"
    }
  }
}
`;
    assert.deepEqual(verdicts(app('*', lock)), ['guarded']);
    assert.deepEqual(verdicts(app('latest', lock)), ['guarded']);
  });

  it('is not known from a tag, from `*` or from nothing: the current one counts', () => {
    assert.deepEqual(verdicts(app('latest')), ['partial']);
    assert.deepEqual(verdicts(app('*')), ['partial']);
    const without = app('*').replace(', "@kinde-oss/kinde-auth-nextjs": "*"', '');
    assert.deepEqual(verdicts(without), ['partial']);
  });

  it('is what a catalog says', () => {
    const catalog = `//- pnpm-workspace.yaml
catalog:
  '@kinde-oss/kinde-auth-nextjs': ^1.8.0
`;
    assert.deepEqual(verdicts(app('catalog:', catalog)), ['guarded']);
    assert.deepEqual(verdicts(app('catalog:')), ['partial']);
  });

  it('is its own, whatever its neighbor asks for', () => {
    const of = (name: string, range: string): string => `//- ${name}/package.json
{ "name": "${name}", "dependencies": { "next": "16.0.0", "@kinde-oss/kinde-auth-nextjs": "${range}" } }
//- ${name}/app/api/x/route.ts
${ROUTE}`;
    assert.deepEqual(verdicts(of('admin', '^1.0.0') + of('web', '^2.0.0')), ['guarded', 'partial']);
  });

  it('is that of the packages of the workspace where it asks for none', () => {
    const guard = (name: string, range: string): string => `//- packages/${name}/package.json
{ "name": "${name}", "dependencies": { "@kinde-oss/kinde-auth-nextjs": "${range}" } }
`;
    const web = `//- web/package.json
{ "name": "web", "dependencies": { "next": "16.0.0" } }
//- web/app/api/x/route.ts
${ROUTE}`;
    assert.deepEqual(verdicts(guard('auth', '^1.0.0') + web), ['guarded']);
    assert.deepEqual(verdicts(guard('auth', '^2.0.0') + web), ['partial']);
    assert.deepEqual(verdicts(guard('auth', '^1.0.0') + guard('more', 'latest') + web), ['partial']);
  });
});
