/** The scan sees what a parser sees, on inputs that are hard to read without one. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ScannedImport, scanModule } from '../../../server/src/core/facts/moduleScan';
import { parsedImports } from './importOracle';

const ROOT = join(__dirname, '../../..');

/** An expected edge; what is not given is the plain case. */
function edge(
  specifier: string,
  names: readonly string[] = [],
  more: Partial<ScannedImport> = {},
): ScannedImport {
  return { specifier, names, reexport: false, typeOnly: false, dynamic: false, ...more };
}

function asLatin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|tsx|mts|mjs|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules'));
}

describe('scanModule: imports', () => {
  const cases: readonly (readonly [title: string, text: string, expected: readonly ScannedImport[]])[] = [
    ['a default import', `import a from 'x'`, [edge('x', ['default'])]],
    ['a namespace import', `import * as a from 'x'`, [edge('x', ['*'])]],
    ['an import for its effects', `import 'x';import "y"`, [edge('x'), edge('y')]],
    [
      'named imports by their exported name',
      `import a, { b, c as d, default as e, 'f g' as h, } from "x"`,
      [edge('x', ['default', 'b', 'c', 'default', 'f g'])],
    ],
    ['a default beside a namespace', `import a, * as b from 'x'`, [edge('x', ['default', '*'])]],
    ['an empty clause as an edge at run time', `import {} from 'x'`, [edge('x')]],
    [
      'import type in each of its forms',
      `import type A from 'a'\nimport type { B } from 'b'\nimport type * as C from 'c'`,
      [
        edge('a', ['default'], { typeOnly: true }),
        edge('b', ['B'], { typeOnly: true }),
        edge('c', ['*'], { typeOnly: true }),
      ],
    ],
    [
      'a clause whose every binding is a type',
      `import { type A, type B as C } from 'x'\nimport { type A, b } from 'y'\nimport c, { type A } from 'z'`,
      [edge('x', ['A', 'B'], { typeOnly: true }), edge('y', ['A', 'b']), edge('z', ['default', 'A'])],
    ],
    [
      'type and from as names',
      [
        `import type from 'a'`,
        `import type, { b } from 'b'`,
        `import type from from 'c'`,
        `import from from 'd'`,
        `import { type } from 'e'`,
        `import { type as as } from 'f'`,
        `import { type as } from 'g'`,
        `import { type as as as } from 'h'`,
        `import { from, as, import as i } from 'i'`,
        `import type, * as t from 'j'`,
      ].join('\n'),
      [
        edge('a', ['default']),
        edge('b', ['default', 'b']),
        edge('c', ['default'], { typeOnly: true }),
        edge('d', ['default']),
        edge('e', ['type']),
        edge('f', ['type']),
        edge('g', ['as'], { typeOnly: true }),
        edge('h', ['as'], { typeOnly: true }),
        edge('i', ['from', 'as', 'import']),
        edge('j', ['default', '*']),
      ],
    ],
    [
      're-exports',
      `export * from 'a'\nexport * as b from 'b'\nexport { c, d as e, default } from 'c'\nexport * as 'x y' from 'd'`,
      [
        edge('a', ['*'], { reexport: true }),
        edge('b', ['*'], { reexport: true }),
        edge('c', ['c', 'd', 'default'], { reexport: true }),
        edge('d', ['*'], { reexport: true }),
      ],
    ],
    [
      're-exports of types',
      `export type { A } from 'a'\nexport type * from 'b'\nexport { type C } from 'c'`,
      ['a', 'b', 'c'].map((name) =>
        edge(name, [name === 'b' ? '*' : name.toUpperCase()], { reexport: true, typeOnly: true }),
      ),
    ],
    [
      'no module in local exports',
      `const from = 'x', type = 1\nexport { from }\nexport { from as y, type };'x'\nexport default from\nexport type T = 'x'\nexport type { T as U }\n'x'`,
      [],
    ],
    [
      'dynamic imports and require',
      `const a = await import('a'); lazy(() => import(\n/* webpackChunkName: "b" */ "b"));\nimport('c', { with: { type: 'json' } })\nconst d = require('d').d, e = [...require('e')]; import(\`f\`)`,
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => edge(name, [], { dynamic: true })),
    ],
    [
      'no dynamic import of what is no literal or another function',
      `import('a' + b); import(\`a\${b}\`); require(a); loader.require('a'); this.#require('a'); $require('a'); require.resolve('a'); import.meta.url; requires('a')`,
      [],
    ],
    [
      'imports with attributes and phases',
      `import a from './a.json' with { type: 'json' }\nimport defer * as b from 'b'\nimport defer from 'c'\nimport.defer('d')`,
      [
        edge('./a.json', ['default']),
        edge('b', ['*']),
        edge('c', ['default']),
        edge('d', [], { dynamic: true }),
      ],
    ],
    [
      'import equals',
      `import a = require('a')\nimport type b = require('b')\nexport import c = require("c")\nimport d = A.B`,
      [
        edge('a', [], { dynamic: true }),
        edge('b', [], { dynamic: true, typeOnly: true }),
        edge('c', [], { dynamic: true }),
      ],
    ],
    [
      'several statements on one line',
      `import a from"a";import{b}from'b';export*from"c";function f(){}import d from"d"`,
      [
        edge('a', ['default']),
        edge('b', ['b']),
        edge('c', ['*'], { reexport: true }),
        edge('d', ['default']),
      ],
    ],
    [
      'comments inside and before a clause',
      `/* x */ import /* { from 'no' */ a // 'no'\n , { /* b, */ c /* as */ as d } // from 'no'\n from /* 'no' */ 'x' // import no from 'no'`,
      [edge('x', ['default', 'c'])],
    ],
    [
      'every kind of line break and blank',
      `a\rimport\tb\vfrom\f'b'\r\nimport\u00a0c\u3000from\u2003'c'\u2028import {\u00a0d\ufeff} from 'd'`,
      [edge('b', ['default']), edge('c', ['default']), edge('d', ['d'])],
    ],
    ['escapes in a specifier', `import '\\u002e/a\\x2fb\\\nc\\u{64}'`, [edge('./a/bcd')]],
    ['escapes in a name', `import { \\u{61}b as c, d\\u0065 } from 'x'`, [edge('x', ['ab', 'de'])]],
    [
      'names and specifiers outside ASCII',
      `import é, { ünï as b, 名 } from './ä/日本語'\nimport('./ö')`,
      [edge('./ä/日本語', ['default', 'ünï', '名']), edge('./ö', [], { dynamic: true })],
    ],
    ['a specifier outside ASCII', `import './ä/日本語'`, [edge('./ä/日本語')]],
    ['a specifier that goes on in the next line', `import './a\\\r\n/b'`, [edge('./a/b')]],
    ['a byte order mark and a shebang', `\ufeffimport 'a'\n`, [edge('a')]],
    ['an import behind a shebang', `#!/usr/bin/env node\nimport 'a'\n`, [edge('a')]],
    [
      'imports inside declared modules',
      `declare module 'm' { import a from 'a'; export { b } from 'b' }\nnamespace N {import c = require('c')}`,
      [edge('a', ['default']), edge('b', ['b'], { reexport: true }), edge('c', [], { dynamic: true })],
    ],
    [
      'nothing in words that only look alike',
      `const reimport = 1, importer = { import: 'x', export: 'y', 'import': 'z' }, important = "import"\nobj.import('x')\nexports.a = 'from'\nxrequire('x')\nimporté('x')`,
      [],
    ],
    ['nothing in lines of comments', `// import a from 'a'\n//import('x\n/**\n * import b from 'b'\n */`, []],
  ];
  for (const [title, text, expected] of cases) {
    it(`reads ${title}`, () => {
      assert.deepEqual(scanModule(text).imports, expected);
    });
    it(`reads ${title} from bytes taken for latin1`, () => {
      assert.deepEqual(scanModule(asLatin1(text)).imports, expected);
    });
    it(`agrees with the parser on ${title}`, () => {
      const found = scanModule(text).imports.map((scanned) => JSON.stringify(scanned));
      const missed = parsedImports('/case.ts', text).filter(
        (parsed) => !found.includes(JSON.stringify(parsed)),
      );
      assert.deepEqual(missed, []);
    });
  }

  it('goes on behind a statement that is half typed', () => {
    assert.deepEqual(scanModule(`import { a b } from 'x'`).imports, [edge('x', ['a'])]);
    assert.deepEqual(scanModule(`import { a\nimport b from 'b'`).imports, [edge('b', ['default'])]);
    assert.deepEqual(scanModule(`import a from 'a\nimport b from 'b'`).imports, [edge('b', ['default'])]);
    assert.deepEqual(scanModule(`import\nexport * from\nimport('b')`).imports, [
      edge('b', [], { dynamic: true }),
    ]);
  });

  it('takes import types for types where nothing else is possible', () => {
    const scan = scanModule(`let a: import('a').A; let b: typeof import('b'); import('c').then(use)`);
    assert.deepEqual(scan.imports, [
      edge('a', [], { dynamic: true, typeOnly: true }),
      edge('b', [], { dynamic: true, typeOnly: true }),
      edge('c', [], { dynamic: true }),
    ]);
  });

  it('lists what stands in a template literal or a block comment, in doubt', () => {
    const scan = scanModule("write(`\nimport a from 'a'\n`)\n/*\nimport 'b'\n*/");
    assert.deepEqual(scan.imports, [edge('a', ['default']), edge('b')]);
  });

  it('reads a specifier of latin1 text that is not UTF-8 as it is', () => {
    assert.deepEqual(scanModule(`import './\u00e4'`).imports, [edge('./\u00e4')]);
  });
});

describe('scanModule: this repository', () => {
  const files = ['server/src', 'client/src', 'test', 'scripts'].flatMap(sources);

  it('finds every import that a full parse finds, alike', function () {
    this.timeout(60_000);
    assert.ok(files.length > 20);
    for (const path of files) {
      const text = readFileSync(path, 'utf8');
      const found = scanModule(text).imports.map((scanned) => JSON.stringify(scanned));
      const missed = parsedImports(path, text).filter((parsed) => !found.includes(JSON.stringify(parsed)));
      assert.deepEqual(missed, [], path);
    }
  });

  it('reads the same from bytes taken for latin1', () => {
    for (const path of files) {
      const bytes = readFileSync(path);
      assert.deepEqual(scanModule(bytes.toString('latin1')), scanModule(bytes.toString('utf8')), path);
    }
  });
});

describe('scanModule: directives', () => {
  const cases: readonly (readonly [text: string, expected: string | undefined])[] = [
    [`'use client'`, 'client'],
    [`"use server";`, 'server'],
    [`'use cache'\nexport {}`, 'cache'],
    [`'use cache: private'`, 'cache'],
    [`'use cache:private'`, undefined],
    [`'use  server'`, undefined],
    [`\ufeff#!/usr/bin/env node\r\n// c\n/* 'use client' */ 'use server'`, 'server'],
    [`'use strict'; "anything else"\n'use client'\n'use server'`, 'client'],
    [`'use\\u0020server'`, 'server'],
    [`'\\u0075se\\x20server'`, 'server'],
    ['`use server`', undefined],
    [`('use server')`, undefined],
    [`import 'x'\n'use server'`, undefined],
    [`'use server'.length`, undefined],
    [`'use server'\n+ 'x'`, undefined],
    [`'use server'\n(x)`, undefined],
    ["'use server'\n`x`", undefined],
    [`'use server' as string`, undefined],
    [`'use server'\nas\nx`, 'server'],
    [`'use server'\nin x`, undefined],
    [`'use server'\n++x`, 'server'],
    [`'use server'\n!x`, 'server'],
    [`'use server'\n!= x`, undefined],
    [`'use server' // why\nexport async function f() {}`, 'server'],
    [`'use server' /* why\n*/ export {}`, 'server'],
    [`'use server`, undefined],
    [`"use server'`, undefined],
    [`function f() { 'use server' }`, undefined],
    ['', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${expected ?? 'none'} from ${JSON.stringify(text)}`, () => {
      assert.equal(scanModule(text).directive, expected);
      assert.equal(scanModule(asLatin1(text)).directive, expected);
    });
  }

  it('sees that a text mentions use server, its blank escaped or not', () => {
    for (const blank of [' ', '\\u0020', '\\u{20}', '\\x20', '\\40']) {
      assert.equal(
        scanModule(`const f = async () => { 'use${blank}server' }`).mentionsUseServer,
        true,
        blank,
      );
    }
    assert.equal(scanModule(`'\\u0075se server'`).mentionsUseServer, true);
    assert.equal(scanModule(`'use client'; const server = use`).mentionsUseServer, false);
  });
});

// The time limit of a test is the assertion here: work that grows with the square of the text would take minutes.
describe('scanModule: hostile texts', () => {
  const MANY = 100_000;
  const texts: readonly (readonly [title: string, text: string])[] = [
    ['a million quotes', `'"\``.repeat(4 * MANY)],
    ['quotes behind keywords', `;import'`.repeat(MANY / 2)],
    ['escaped quotes behind keywords', `;import '\\'`.repeat(MANY / 4)],
    ['one long minified line', `var a=1;import("x");export{a};b.require('c');`.repeat(MANY)],
    ['unterminated templates', 'import(`'.repeat(MANY / 4)],
    ['templates with substitutions', 'import(`${'.repeat(MANY / 4)],
    ['unterminated comments', `\nimport/*`.repeat(MANY / 4)],
    ['lists inside one comment', `${`\nimport{/*`.repeat(MANY / 8)}*/${'a,'.repeat(MANY)}`],
    ['line comments without an end', `import//`.repeat(MANY / 4)],
    ['nothing but the word import', `import `.repeat(MANY / 2)],
    ['lists of the word import', `import{${'import,'.repeat(MANY / 2)}`],
    ['lists that begin on every line', `\nimport {a,`.repeat(MANY / 4)],
    ['types without an end', `\nimport {type as as as,`.repeat(MANY / 8)],
    ['white space before keywords', `${' '.repeat(MANY)}import`.repeat(4)],
    ['one identifier', `import ${'a'.repeat(4 * MANY)}`],
    ['strings without an end in the prologue', `'a'\n`.repeat(MANY)],
    ['characters above ASCII', `\u00a0import é\n`.repeat(MANY / 8)],
  ];
  for (const [title, text] of texts) {
    it(`are read in linear time: ${title}`, function () {
      this.timeout(20_000);
      assert.ok(Array.isArray(scanModule(text).imports));
      assert.deepEqual(scanModule(`import 'first'\n${text}`).imports[0], edge('first'));
    });
  }
});
