/** Where module specifiers lead, over a file list alone. */
import { deepEqual, equal } from 'node:assert/strict';
import { at, literal, object, projectOf, resolved } from './projectFixture';

/** Each specifier with where it leads from `from`. */
function leads(source: string, from: string, expected: Readonly<Record<string, string>>): void {
  const project = projectOf(source);
  const actual = Object.keys(expected).map((specifier) => [specifier, resolved(project, from, specifier)]);
  deepEqual(Object.fromEntries(actual), expected);
}

const files = (...paths: readonly string[]): string => paths.map((path) => `//- ${path}\n`).join('');

describe('relative specifiers', () => {
  it('find files by an added extension, TypeScript before JavaScript', () => {
    leads(files('a/x.ts', 'a/x.tsx', 'a/x.js', 'a/y.jsx', 'a/z.mjs', 'a/d.json'), 'a/from.ts', {
      './x': 'a/x.ts',
      './y': 'a/y.jsx',
      './z': 'a/z.mjs',
      './d': 'a/d.json',
      '../a/x': 'a/x.ts',
      './../a/./x': 'a/x.ts',
    });
  });

  it('find files as they are', () => {
    leads(files('a/x.ts', 'a/x.tsx', 'a/d.json', 'a/post.mdx'), 'a/from.ts', {
      './x.tsx': 'a/x.tsx',
      './d.json': 'a/d.json',
      './post.mdx': 'a/post.mdx',
      './post.mdx?raw': 'a/post.mdx',
    });
  });

  it('with an output extension find the source', () => {
    leads(files('a/x.ts', 'a/y.tsx', 'a/z.mts', 'a/w.cts', 'a/own.js'), 'a/from.ts', {
      './x.js': 'a/x.ts',
      './y.jsx': 'a/y.tsx',
      './z.mjs': 'a/z.mts',
      './w.cjs': 'a/w.cts',
      './own.js': 'a/own.js',
    });
  });

  it('take a dot in a name for a part of it', () => {
    leads(files('a/user.server.ts'), 'a/from.ts', { './user.server': 'a/user.server.ts' });
  });

  it('find the index of a folder, and a file before it', () => {
    leads(files('a/index.tsx', 'a/lib/index.ts', 'a/lib.ts', 'a/lib/x.ts', 'a/only/index.js'), 'a/lib/x.ts', {
      '.': 'a/lib/index.ts',
      './': 'a/lib/index.ts',
      '..': 'a/index.tsx',
      '../lib': 'a/lib.ts',
      '../lib/': 'a/lib/index.ts',
      '../only': 'a/only/index.js',
    });
  });

  it('find a declaration file only where there is no code', () => {
    leads(files('a/x.d.ts', 'a/x.js', 'a/types.d.ts'), 'a/from.ts', {
      './x': 'a/x.js',
      './types': 'a/types.d.ts',
    });
  });

  it('into a folder with a package.json follow its main', () => {
    const source =
      '//- lib/package.json\n{ "main": "./source.js", "exports": "./other.js" }\n' + files('lib/source.ts');
    leads(source, 'a/from.ts', { '../lib': 'lib/source.ts' });
  });

  it('that lead nowhere are unknown', () => {
    leads(files('a/x.ts'), 'a/from.ts', { './y': 'unknown', '../../../z': 'unknown', './x/y': 'unknown' });
  });
});

describe('bare specifiers', () => {
  it('name a package and a subpath', () => {
    leads(files('a/x.ts'), 'a/x.ts', {
      react: 'package react',
      'next/server': 'package next /server',
      '@acme/ui/button': 'package @acme/ui /button',
      'node:fs/promises': 'package node:fs /promises',
      '@/x': 'package @/x',
    });
  });

  it('that are addresses are unknown', () => {
    leads(files('a/x.ts'), 'a/x.ts', { 'https://esm.sh/x': 'unknown', 'data:text/javascript,': 'unknown' });
  });
});

describe('tsconfig paths', () => {
  it('are relative to the file that has them, through extends', () => {
    leads(
      `//- web/tsconfig.json
{ "extends": "../config/base" /* no extension */, }
//- config/base.json
{ "compilerOptions": { "paths": { "@lib/*": ["../lib/*"] } } }
${files('lib/db.ts')}`,
      'web/app/page.tsx',
      { '@lib/db': 'lib/db.ts' },
    );
  });

  it('are relative to baseUrl where there is one', () => {
    leads(
      `//- tsconfig.json
{ "compilerOptions": { "baseUrl": "./src", "paths": { "~/*": ["./*"], "db": ["lib/db"] } } }
${files('src/lib/db.ts')}`,
      'src/app/page.tsx',
      { '~/lib/db': 'src/lib/db.ts', db: 'src/lib/db.ts', 'lib/db': 'src/lib/db.ts', react: 'package react' },
    );
  });

  it('match exactly first, then by the longest prefix, and try their targets in order', () => {
    leads(
      `//- tsconfig.json
{ "compilerOptions": { "paths": {
  "*": ["./any/*"], "@/*": ["./none/*", "./src/*"], "@/ui/*": ["./ui/*"], "@/ui/button": ["./special"], "@/*.gen": ["./gen/*"]
} } }
${files('src/a.ts', 'ui/a.ts', 'ui/button.ts', 'special.ts', 'any/z.ts', 'src/b.gen.ts')}`,
      'app/page.tsx',
      {
        '@/a': 'src/a.ts',
        '@/ui/a': 'ui/a.ts',
        '@/ui/button': 'special.ts',
        z: 'any/z.ts',
        '@/b.gen': 'src/b.gen.ts',
      },
    );
  });

  it('of the nearest configuration count before those further out', () => {
    const config = (target: string): string =>
      JSON.stringify({ compilerOptions: { paths: { '@/*': [`./${target}/*`] } } });
    leads(
      `//- tsconfig.json\n${config('outer')}\n//- web/tsconfig.json\n${config('inner')}\n` +
        files('outer/a.ts', 'outer/b.ts', 'web/inner/a.ts'),
      'web/page.tsx',
      { '@/a': 'web/inner/a.ts', '@/b': 'outer/b.ts' },
    );
  });

  it('survive what a checkout lacks and what people leave half-typed', () => {
    leads(
      `//- tsconfig.json
{
  // comment
  "extends": ["@tsconfig/strictest/tsconfig.json", "./gone.json", "./base.json"],
  "references": [{ "path": "./other" }],
//- base.json
{ "extends": "./tsconfig.json", "compilerOptions": { "paths": { "@/*": ["./src/*"], }, } }
${files('src/a.ts')}`,
      'app/page.tsx',
      { '@/a': 'src/a.ts' },
    );
  });

  it('of the later of several bases win', () => {
    const base = (target: string): string =>
      `{ "compilerOptions": { "paths": { "@/*": ["./${target}/*"] } } }`;
    leads(
      `//- tsconfig.json\n{ "extends": ["./one.json", "./two.json"] }\n//- one.json\n${base('one')}\n//- two.json\n${base('two')}\n` +
        files('one/a.ts', 'two/a.ts'),
      'app/page.tsx',
      { '@/a': 'two/a.ts' },
    );
  });

  it('are found through the packages of the workspace', () => {
    leads(
      `//- tooling/ts/package.json
{ "name": "@repo/tsconfig" }
//- tooling/ts/nextjs.json
{ "extends": "./base", "compilerOptions": { "paths": { "@/*": ["\${configDir}/src/*"] } } }
//- web/tsconfig.json
{ "extends": "@repo/tsconfig/nextjs" }
${files('web/src/a.ts', 'tooling/ts/src/a.ts')}`,
      'web/app/page.tsx',
      { '@/a': 'web/src/a.ts' },
    );
  });

  it('are read from a jsconfig.json', () => {
    leads(
      `//- jsconfig.json\n{ "compilerOptions": { "baseUrl": "." } }\n${files('lib/db.js')}`,
      'pages/index.js',
      { 'lib/db': 'lib/db.js' },
    );
  });

  it('that lead to a declaration file leave the package itself', () => {
    leads(
      `//- tsconfig.json\n{ "compilerOptions": { "paths": { "legacy": ["./types/legacy.d.ts"] } } }\n${files('types/legacy.d.ts')}`,
      'app/page.tsx',
      { legacy: 'package legacy' },
    );
  });

  it('are read from the file that the configuration of Next.js chooses', () => {
    const project = projectOf(
      `//- next.config.ts
//- app/page.tsx
//- tsconfig.json
{}
//- tsconfig.build.json
{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }
//- src/a.ts
`,
      { 'next.config.ts': object({ typescript: object({ tsconfigPath: literal('tsconfig.build.json') }) }) },
    );
    equal(resolved(project, 'app/page.tsx', '@/a'), 'src/a.ts');
  });
});

/** A workspace whose app `web` depends on package `@repo/ui` with the given fields and files. */
function withUi(fields: object, ...paths: readonly string[]): string {
  return `//- web/package.json
{ "name": "web", "dependencies": { "@repo/ui": "workspace:*" } }
//- packages/ui/package.json
${JSON.stringify({ name: '@repo/ui', ...fields })}
${files(...paths)}`;
}

describe('packages of the workspace', () => {
  it('are entered by main, module or types, and by index without them', () => {
    const entry = { '@repo/ui': 'packages/ui/lib/main.ts' };
    leads(withUi({ main: 'lib/main.ts' }, 'packages/ui/lib/main.ts'), 'web/a.ts', entry);
    leads(withUi({ module: './lib/main.js' }, 'packages/ui/lib/main.ts'), 'web/a.ts', entry);
    leads(withUi({ types: './lib/main.ts' }, 'packages/ui/lib/main.ts'), 'web/a.ts', entry);
    leads(withUi({}, 'packages/ui/index.ts'), 'web/a.ts', { '@repo/ui': 'packages/ui/index.ts' });
  });

  it('are entered by exports: exact keys, patterns, conditions', () => {
    leads(
      withUi(
        {
          exports: {
            '.': { types: './types.ts', import: './entry.ts', default: './other.ts' },
            './*': './src/*.tsx',
            './forms/*': { 'react-server': './src/forms/*/server.ts', default: './src/forms/*/client.ts' },
            './*/style': ['./gone/*.ts', './src/*.style.ts'],
          },
        },
        'packages/ui/types.ts',
        'packages/ui/entry.ts',
        'packages/ui/other.ts',
        'packages/ui/src/button.tsx',
        'packages/ui/src/forms/login/server.ts',
        'packages/ui/src/forms/login/client.ts',
        'packages/ui/src/button.style.ts',
      ),
      'web/a.ts',
      {
        '@repo/ui': 'packages/ui/entry.ts',
        '@repo/ui/button': 'packages/ui/src/button.tsx',
        '@repo/ui/forms/login': 'packages/ui/src/forms/login/server.ts',
        '@repo/ui/button/style': 'packages/ui/src/button.style.ts',
      },
    );
  });

  it('whose exports are conditions without subpaths are entered by them', () => {
    leads(withUi({ exports: { import: './a.ts' } }, 'packages/ui/a.ts'), 'web/a.ts', {
      '@repo/ui': 'packages/ui/a.ts',
    });
  });

  it('that are not built are entered by their source', () => {
    for (const [target, source] of [
      ['./dist/index.js', 'src/index.ts'],
      ['./dist/esm/button.mjs', 'src/button.tsx'],
      ['./build/index.cjs', 'index.ts'],
      ['./lib/src/index.d.ts', 'src/index.ts'],
    ]) {
      leads(withUi({ exports: { '.': { import: target } } }, `packages/ui/${source}`), 'web/a.ts', {
        '@repo/ui': `packages/ui/${source}`,
      });
    }
  });

  it('that are not built are entered by deep paths into their output', () => {
    leads(withUi({}, 'packages/ui/src/button.tsx'), 'web/a.ts', {
      '@repo/ui/dist/button': 'packages/ui/src/button.tsx',
    });
  });

  it('that are not built follow outDir and rootDir of their tsconfig', () => {
    const source = withUi({ exports: { './*': './generated/*.js' } }, 'packages/ui/code/a.ts');
    const config =
      '//- packages/ui/tsconfig.json\n{ "compilerOptions": { "outDir": "generated", "rootDir": "code" } }\n';
    leads(source + config, 'web/a.ts', { '@repo/ui/a': 'packages/ui/code/a.ts' });
  });

  it('fall back to the source that another condition names', () => {
    leads(
      withUi(
        { exports: { '.': { '@repo/source': './code.ts', import: './out/x.js' } } },
        'packages/ui/code.ts',
      ),
      'web/a.ts',
      { '@repo/ui': 'packages/ui/code.ts' },
    );
  });

  it('are entered by deep paths', () => {
    leads(withUi({ main: './index.ts' }, 'packages/ui/index.ts', 'packages/ui/src/x/index.ts'), 'web/a.ts', {
      '@repo/ui/src/x': 'packages/ui/src/x/index.ts',
    });
  });

  it('that hold no such file are unknown', () => {
    leads(withUi({ main: './index.ts' }), 'web/a.ts', { '@repo/ui': 'unknown', '@repo/ui/x': 'unknown' });
  });

  it('reach themselves by name', () => {
    leads(withUi({ exports: { './x': './src/x.ts' } }, 'packages/ui/src/x.ts'), 'packages/ui/src/y.ts', {
      '@repo/ui/x': 'packages/ui/src/x.ts',
    });
  });

  it('of one name are told apart by nearness', () => {
    leads(
      `//- a/web/package.json
{ "name": "web" }
//- a/ui/package.json
{ "name": "ui" }
//- b/ui/package.json
{ "name": "ui" }
${files('a/ui/index.ts', 'b/ui/index.ts')}`,
      'a/web/x.ts',
      { ui: 'a/ui/index.ts' },
    );
  });

  it('around the importing file are not meant by their name', () => {
    leads(
      `//- package.json
{ "name": "acme" }
//- web/package.json
{ "name": "web", "dependencies": { "acme": "^3.0.0" } }
${files('index.ts')}`,
      'web/x.ts',
      { acme: 'package acme' },
    );
  });

  it('around the importing file are meant where they are linked', () => {
    leads(
      `//- package.json
{ "name": "acme" }
//- demo/package.json
{ "name": "demo", "dependencies": { "acme": "link:.." } }
${files('index.ts')}`,
      'demo/x.ts',
      { acme: 'index.ts' },
    );
  });

  it('of another version than the one asked for are not meant', () => {
    const source = (range: string): string => `//- ui/package.json
{ "name": "ui", "version": "2.0.0" }
//- web/package.json
{ "dependencies": { "ui": "${range}" } }
${files('ui/index.ts')}`;
    leads(source('^1.0.0'), 'web/x.ts', { ui: 'package ui' });
    leads(source('npm:other@2'), 'web/x.ts', { ui: 'package ui' });
    leads(source('^2.0.0'), 'web/x.ts', { ui: 'ui/index.ts', 'ui/gone': 'package ui /gone' });
    leads(source('*'), 'web/x.ts', { ui: 'ui/index.ts', 'ui/gone': 'unknown' });
  });

  it('tell which one a file belongs to', () => {
    const project = projectOf(withUi({}, 'packages/ui/src/x.ts'));
    deepEqual(
      ['packages/ui/src/x.ts', 'web/a.ts', 'x.ts'].map((path) => project.packageOf(at(path))?.name),
      ['@repo/ui', 'web', undefined],
    );
  });
});

describe('package imports', () => {
  it('lead to files by keys, patterns and conditions', () => {
    leads(
      `//- package.json
{ "imports": {
  "#db": "./src/db.ts", "#lib/*": "./src/*.js", "#env": { "types": "./env.d.ts", "default": "./env.ts" },
  "#built/*": "./dist/*.js", "#dep": "lodash/fp", "#none": "./gone.ts"
} }
${files('src/db.ts', 'src/a.ts', 'env.ts', 'env.d.ts')}`,
      'app/page.tsx',
      {
        '#db': 'src/db.ts',
        '#lib/a': 'src/a.ts',
        '#env': 'env.ts',
        '#built/a': 'src/a.ts',
        '#dep': 'package lodash /fp',
        '#none': 'unknown',
        '#other': 'unknown',
      },
    );
  });

  it('are those of the package around a nested tsconfig', () => {
    leads(
      `//- package.json
{ "imports": { "#x": "./x.ts" } }
//- src/tsconfig.json
{}
${files('x.ts')}`,
      'src/page.tsx',
      { '#x': 'x.ts' },
    );
  });

  it('come after tsconfig paths', () => {
    leads(
      `//- package.json
{ "imports": { "#x": "./b.ts" } }
//- tsconfig.json
{ "compilerOptions": { "paths": { "#x": ["./a.ts"] } } }
${files('a.ts', 'b.ts')}`,
      'app/page.tsx',
      { '#x': 'a.ts' },
    );
  });
});

describe('answers', () => {
  it('do not depend on who asked before', () => {
    const project = projectOf(files('a/x.ts', 'b/x.ts', 'a/one.ts', 'b/one.ts'));
    deepEqual(
      [
        resolved(project, 'a/one.ts', './x'),
        resolved(project, 'b/one.ts', './x'),
        resolved(project, 'a/two.ts', './x'),
      ],
      ['a/x.ts', 'b/x.ts', 'a/x.ts'],
    );
  });
});
