/** Where an app's Next.js version is read. */
import { deepEqual } from 'node:assert/strict';
import { projectOf } from './projectFixture';

/** The version and its source of the only app, which lies in `apps/web` and asks for `range`. */
function versionOf(range: string, rest: string): readonly [string | undefined, string] {
  const project = projectOf(`//- apps/web/package.json
{ "name": "web", "dependencies": { "next": "${range}" } }
//- apps/web/app/page.tsx
${rest}`);
  const [app] = project.apps;
  if (!app) throw new Error('no app');
  return [app.next, app.nextSource];
}

const PNPM_9 = `//- pnpm-lock.yaml
lockfileVersion: '9.0'

catalogs:
  default:
    next:
      specifier: ^14.0.0
      version: 14.2.5

importers:

  .:
    devDependencies:
      next:
        specifier: ^13.0.0
        version: 13.5.6(react@18.2.0)

  apps/web:
    dependencies:
      next-auth:
        specifier: ^4.0.0
        version: 4.24.7(next@15.1.2(react@19.0.0))
      next:
        specifier: 'catalog:'
        version: 15.1.2(@babel/core@7.26.0)(react@19.0.0)

  apps/web-two:
    dependencies:
      next:
        specifier: ^12.0.0
        version: 12.0.0

packages:

  next@15.1.2:
    resolution: {integrity: sha512-x}
`;

describe('version of Next.js', () => {
  it('is the installed one before all others', () => {
    deepEqual(
      versionOf('^15.0.0', `${PNPM_9}//- node_modules/next/package.json\n{ "version": "16.4.6" }\n`),
      ['16.4.6', 'installed'],
    );
  });

  it('is the one that a workspace package called next has', () => {
    deepEqual(
      versionOf(
        'workspace:*',
        '//- packages/next/package.json\n{ "name": "next", "version": "16.5.0-canary.3" }\n',
      ),
      ['16.5.0-canary.3', 'installed'],
    );
  });

  it('is read from pnpm-lock.yaml 9 under the importer', () => {
    deepEqual(versionOf('catalog:', PNPM_9), ['15.1.2', 'lockfile']);
  });

  it('is read from pnpm-lock.yaml 6, with and without importers', () => {
    const entry =
      'dependencies:\n  next:\n    specifier: ^13.4.0\n    version: 13.4.19(react@18.2.0)\n\npackages:\n';
    deepEqual(versionOf('^13.4.0', `//- apps/web/pnpm-lock.yaml\nlockfileVersion: '6.0'\n\n${entry}`), [
      '13.4.19',
      'lockfile',
    ]);
    const nested = entry.slice(0, entry.indexOf('\n\n')).replace(/^/gm, '    ');
    deepEqual(
      versionOf(
        '^13.4.0',
        `//- pnpm-lock.yaml\nlockfileVersion: '6.0'\n\nimporters:\n\n  apps/web:\n${nested}\n\npackages:\n`,
      ),
      ['13.4.19', 'lockfile'],
    );
  });

  it('is read from pnpm-lock.yaml 5, past its specifiers', () => {
    const lock = `//- pnpm-lock.yaml
lockfileVersion: 5.4

importers:

  apps/web:
    specifiers:
      next: 12.0.0
    dependencies:
      next: 12.3.4_biqbaboplfbrettd7655fr4n2y

packages:

  /next/12.3.4_biqbaboplfbrettd7655fr4n2y:
`;
    deepEqual(versionOf('12.0.0', lock), ['12.3.4', 'lockfile']);
    deepEqual(versionOf('12.0.0', lock.replaceAll('\n', '\r\n')), ['12.3.4', 'lockfile']);
  });

  it('is not taken from the overrides of a lockfile', () => {
    const lock =
      '//- apps/web/pnpm-lock.yaml\noverrides:\n  next: 1.2.3\n\ndependencies:\n  next: 12.3.4\n\npackages:\n';
    deepEqual(versionOf('12', lock), ['12.3.4', 'lockfile']);
  });

  it('is read from package-lock.json 3, the copy nearest to the app first', () => {
    const lock = (extra: string): string => `//- package-lock.json
{
  "lockfileVersion": 3,
  "packages": {
    "node_modules/next": {
      "version": "14.1.0",
      "resolved": "https://registry.npmjs.org/next/-/next-14.1.0.tgz"
    }${extra}
  }
}
`;
    deepEqual(versionOf('^14.0.0', lock('')), ['14.1.0', 'lockfile']);
    const nearer = ',\n    "apps/web/node_modules/next": {\n      "version": "14.2.0-canary.1"\n    }';
    deepEqual(versionOf('^14.0.0', lock(nearer)), ['14.2.0-canary.1', 'lockfile']);
  });

  it('is read from package-lock.json 1', () => {
    const lock = `//- apps/web/package-lock.json
{
  "lockfileVersion": 1,
  "dependencies": {
    "next-auth": {
      "version": "4.0.0"
    },
    "next": {
      "version": "13.4.12"
    }
  }
}
`;
    deepEqual(versionOf('^13.0.0', lock), ['13.4.12', 'lockfile']);
  });

  it('is read from yarn.lock 1 by the range asked for', () => {
    const lock = `//- yarn.lock
# yarn lockfile v1

next-auth@^4.0.0:
  version "4.24.7"

next@^14.0.0:
  version "14.2.5"
  resolved "https://registry.yarnpkg.com/next/-/next-14.2.5.tgz"

next@15.0.0, next@^15.0.0:
  version "15.0.3"
`;
    deepEqual(versionOf('^15.0.0', lock), ['15.0.3', 'lockfile']);
    deepEqual(versionOf('^14.0.0', lock), ['14.2.5', 'lockfile']);
  });

  it('is read from the yarn.lock of later yarns', () => {
    const lock = `//- yarn.lock
__metadata:
  version: 8

"next@npm:^15.0.0, next@npm:^15.1.0":
  version: 15.3.9
  resolution: "next@npm:15.3.9"

"next@npm:13.5.6":
  version: 13.5.6
`;
    deepEqual(versionOf('^15.1.0', lock), ['15.3.9', 'lockfile']);
  });

  it('stays open where a yarn.lock holds several versions and none for the range', () => {
    const lock = '//- yarn.lock\nnext@1:\n  version "1.0.0"\n\nnext@2:\n  version "2.0.0"\n';
    deepEqual(versionOf('latest', lock), [undefined, 'none']);
  });

  it('is read from bun.lock, the copy of the app first', () => {
    const lock = `//- bun.lock
{
  "lockfileVersion": 1,
  "packages": {
    "next": ["next@16.2.1", "", { "dependencies": {} }, "sha512-x"],

    "web/next": ["next@15.5.0", "", {}, "sha512-y"],
  }
}
`;
    deepEqual(versionOf('^16.0.0', lock), ['15.5.0', 'lockfile']);
    deepEqual(versionOf('^16.0.0', lock.replace('web/next', 'docs/next')), ['16.2.1', 'lockfile']);
  });

  it('is else the lower bound of the range', () => {
    deepEqual(versionOf('^15.2.0', ''), ['15.2.0', 'range']);
    deepEqual(versionOf('13.x || >=14', ''), ['13.0.0', 'range']);
    deepEqual(versionOf('npm:next@15.0.0-canary.2', ''), ['15.0.0-canary.2', 'range']);
  });

  it('is unknown for tags, wildcards and folders', () => {
    for (const range of ['latest', 'canary', '*', 'link:../next', 'github:vercel/next.js']) {
      deepEqual(versionOf(range, ''), [undefined, 'none'], range);
    }
  });

  it('is read from the catalogs of pnpm, yarn and bun', () => {
    deepEqual(
      versionOf(
        'catalog:',
        '//- pnpm-workspace.yaml\npackages:\n  - apps/*\n# one\ncatalog:\n# two\n  react: 19.0.0\n  "next": "^15.4.1" # three\n',
      ),
      ['15.4.1', 'range'],
    );
    deepEqual(versionOf('catalog:old', '//- pnpm-workspace.yaml\ncatalogs:\n  old:\n    next: 14.0.0\n'), [
      '14.0.0',
      'range',
    ]);
    deepEqual(versionOf('catalog:', '//- .yarnrc.yml\ncatalog:\n  next: ~15.4.2\n'), ['15.4.2', 'range']);
    deepEqual(
      versionOf('catalog:', '//- package.json\n{ "workspaces": { "catalog": { "next": "15.4.3" } } }\n'),
      ['15.4.3', 'range'],
    );
  });

  it('is that of the package above, where the app has no package.json', () => {
    const [app] = projectOf(`//- package.json
{ "devDependencies": { "next": "16.0.1" } }
//- apps/web/next.config.js
//- apps/web/app/page.tsx
`).apps;
    deepEqual([app?.next, app?.nextSource], ['16.0.1', 'range']);
  });
});
