/** Which folders are apps, and what is read of them. */
import { deepEqual, equal } from 'node:assert/strict';
import { type StaticValue } from '../../../server/src/core/facts/staticValue';
import { type App } from '../../../server/src/core/project/project';
import { relativePath } from '../../../server/src/core/text/filePath';
import { at, literal, object, projectOf, ROOT } from './projectFixture';

function appsOf(source: string): readonly string[] {
  return projectOf(source).apps.map((app) => relativePath(ROOT, app.root) || '.');
}

function onlyApp(source: string, config?: StaticValue): App {
  const project = projectOf(source, config && { 'next.config.ts': config });
  const [app] = project.apps;
  if (!app || project.apps.length !== 1) throw new Error(`expected one app, found ${project.apps.length}`);
  return app;
}

const DEPENDS = '{ "dependencies": { "next": "16.4.6" } }';

describe('apps of a workspace', () => {
  it('a folder with a next.config and an app folder is an app, also without a package.json', () => {
    deepEqual(appsOf('//- next.config.mjs\n//- app/page.tsx\n'), ['.']);
  });

  it('a package that depends on next in any field is an app', () => {
    for (const field of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
      deepEqual(
        appsOf(`//- package.json\n{ "${field}": { "next": "15" } }\n//- pages/index.tsx\n`),
        ['.'],
        field,
      );
    }
  });

  it('a package that depends on next and has no routes is none', () => {
    deepEqual(appsOf(`//- package.json\n${DEPENDS}\n//- src/button.tsx\n`), []);
  });

  it('a package without next is none', () => {
    deepEqual(appsOf('//- package.json\n{ "dependencies": { "nuxt": "3" } }\n//- app/page.tsx\n'), []);
  });

  it('a monorepo has several apps, sorted by folder', () => {
    deepEqual(
      appsOf(`//- package.json
{ "workspaces": ["apps/*"] }
//- apps/web/package.json
${DEPENDS}
//- apps/web/src/app/page.tsx
//- apps/docs/next.config.ts
//- apps/docs/pages/index.tsx
//- packages/ui/package.json
{ "peerDependencies": { "next": "*" } }
//- packages/ui/src/button.tsx
`),
      ['apps/docs', 'apps/web'],
    );
  });

  it('a folder inside the app folder of another app is none', () => {
    deepEqual(
      appsOf(
        `//- next.config.js\n//- app/page.tsx\n//- app/templates/next.config.js\n//- app/templates/app/page.tsx\n`,
      ),
      ['.'],
    );
  });

  it('a folder beside the app folder of another app is one', () => {
    deepEqual(
      appsOf(`//- next.config.js\n//- app/page.tsx\n//- demo/next.config.js\n//- demo/app/page.tsx\n`),
      ['.', 'demo'],
    );
  });

  it('packages below node_modules are no apps', () => {
    deepEqual(appsOf(`//- node_modules/x/next.config.js\n//- node_modules/x/app/page.tsx\n`), []);
  });

  it('the app folder at the root wins over the one in src', () => {
    const app = onlyApp('//- next.config.js\n//- app/page.tsx\n//- src/app/page.tsx\n');
    equal(app.appDir, at('app'));
  });

  it('folders in src are found', () => {
    const app = onlyApp('//- next.config.js\n//- src/app/page.tsx\n//- src/pages/api/x.ts\n');
    deepEqual([app.appDir, app.pagesDir], [at('src/app'), at('src/pages')]);
  });

  it('a file belongs to the nearest app around it', () => {
    const project = projectOf(
      `//- next.config.js\n//- app/page.tsx\n//- demo/next.config.js\n//- demo/app/page.tsx\n`,
    );
    equal(project.appOf(at('demo/lib/db.ts'))?.root, at('demo'));
    equal(project.appOf(at('lib/db.ts'))?.root, ROOT);
  });

  it('a file outside every app belongs to none', () => {
    equal(projectOf('//- web/next.config.js\n//- web/app/page.tsx\n').appOf(at('lib/db.ts')), undefined);
  });
});

describe('configuration of an app', () => {
  const SOURCE = '//- next.config.ts\n//- app/page.tsx\n';

  it('a missing configuration file means the defaults', () => {
    const app = onlyApp(`//- package.json\n${DEPENDS}\n//- app/page.tsx\n`);
    deepEqual(
      [app.configPath, app.basePath, app.pageExtensions, app.cacheComponents],
      [undefined, '', ['tsx', 'ts', 'jsx', 'js'], false],
    );
    deepEqual(app.config, object({}));
  });

  it('an unreadable configuration leaves cacheComponents unknown', () => {
    const app = onlyApp(SOURCE);
    deepEqual([app.config, app.cacheComponents, app.basePath], [{ kind: 'unknown' }, 'unknown', '']);
  });

  it('plain values are read', () => {
    const app = onlyApp(
      SOURCE,
      object({
        basePath: literal('/shop'),
        pageExtensions: { kind: 'array', items: [literal('page.tsx'), literal('.ts')] },
        cacheComponents: literal(true),
      }),
    );
    deepEqual([app.basePath, app.pageExtensions, app.cacheComponents], ['/shop', ['page.tsx', 'ts'], true]);
  });

  it('a key that an open object lacks is unknown, one that a closed object lacks is absent', () => {
    equal(onlyApp(SOURCE, object({}, true)).cacheComponents, 'unknown');
    equal(onlyApp(SOURCE, object({})).cacheComponents, false);
    equal(onlyApp(SOURCE, object({ cacheComponents: { kind: 'unknown' } })).cacheComponents, 'unknown');
  });

  it('the names that cacheComponents had before 16 are read', () => {
    equal(
      onlyApp(SOURCE, object({ experimental: object({ dynamicIO: literal(true) }) })).cacheComponents,
      true,
    );
  });

  it('page extensions that can be read only in part are left at the default', () => {
    const items: readonly StaticValue[] = [literal('mdx'), { kind: 'unknown' }];
    const app = onlyApp(SOURCE, object({ pageExtensions: { kind: 'array', items } }));
    deepEqual(app.pageExtensions, ['tsx', 'ts', 'jsx', 'js']);
  });

  it('of several configuration files the one that Next.js takes counts', () => {
    const app = onlyApp('//- next.config.ts\n//- next.config.mjs\n//- app/page.tsx\n');
    equal(app.configPath, at('next.config.mjs'));
  });

  it('an app without a configuration takes that of a folder above, as Next.js does', () => {
    const app = onlyApp(`//- next.config.js\n//- web/package.json\n${DEPENDS}\n//- web/app/page.tsx\n`);
    equal(app.configPath, at('next.config.js'));
  });
});

describe('bundler of an app', () => {
  function bundler(version: string, scripts: Readonly<Record<string, string>> = {}): App['bundler'] {
    const manifest = JSON.stringify({ dependencies: { next: version }, scripts });
    return onlyApp(`//- package.json\n${manifest}\n//- app/page.tsx\n`).bundler;
  }

  it('is Turbopack since 16 and webpack before', () => {
    deepEqual(
      [bundler('16.0.0'), bundler('^17.1.0'), bundler('15.5.9')],
      ['turbopack', 'turbopack', 'webpack'],
    );
  });

  it('is what the build script asks for', () => {
    equal(bundler('16.0.0', { build: 'prisma generate && next build --webpack' }), 'webpack');
    equal(bundler('15.5.0', { build: 'next build --turbopack' }), 'turbopack');
    equal(bundler('15.5.0', { build: 'next build --turbo && echo done' }), 'turbopack');
  });

  it('is not decided by the flags of the development server or of another command', () => {
    equal(bundler('15.5.0', { dev: 'next dev --turbopack', build: 'next build && x --turbo' }), 'webpack');
  });

  it('is decided by the script named build before others', () => {
    equal(bundler('16.0.0', { analyze: 'next build --webpack', build: 'next build' }), 'turbopack');
  });

  it('is unknown where the version is', () => {
    equal(bundler('latest'), 'unknown');
    equal(bundler('latest', { build: 'next build --webpack' }), 'webpack');
  });
});
