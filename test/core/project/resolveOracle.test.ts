/** TypeScript's own resolver over the same files is the oracle of ours. */
import { deepEqual, ok } from 'node:assert/strict';
import * as ts from 'typescript';
import { type Project } from '../../../server/src/core/project/project';
import { filePath, folderOf } from '../../../server/src/core/text/filePath';
import { projectOf, ROOT } from './projectFixture';

const PARTS = ['a', 'b', 'lib', 'ui', 'user.server'];

// Only extensions that TypeScript and the bundlers both add, and no declaration file beside code.
const EXTENSIONS = ['.ts', '.tsx', '.js', '/index.ts', '/index.tsx'];

const CONFIGS: Readonly<Record<string, string>> = {
  'no configuration': '',
  'paths beside the files': `//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"], "~lib": ["./lib"], "@/ui/*": ["./gone/*", "./lib/*"] } } }
`,
  'baseUrl and paths': `//- tsconfig.json
{ "compilerOptions": { "baseUrl": "src", "paths": { "@/*": ["*", "../*"], "ui": ["a/b"], "*.server": ["b/*"] } } }
`,
  'baseUrl alone': `//- tsconfig.json
{ "compilerOptions": { "baseUrl": "." } }
`,
  'an extends chain with comments': `//- tsconfig.json
{ /* one */ "extends": ["./config/first.json", "./config/second"], }
//- config/first.json
{ "compilerOptions": { "paths": { "@/*": ["../a/*"] }, "baseUrl": "../lib" } }
//- config/second.json
{ "extends": "./third.json", "compilerOptions": { "paths": { "@/*": ["../src/*", "\${configDir}/*"] } } }
//- config/third.json
{ "compilerOptions": { "baseUrl": "../src" } }
`,
  'a nested configuration': `//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- src/tsconfig.json
{ "extends": "../tsconfig.json" }
`,
  'package imports': `//- package.json
{ "imports": {
  "#a": "./a.ts", "#lib/*": "./lib/*.ts", "#js/*": { "import": "./src/*.js" }, "#lib/ui/*": { "node": null, "default": "./ui/*.tsx" },
  "#list": ["./gone.ts", "./lib/a.ts"]
} }
//- tsconfig.json
{ "compilerOptions": { "paths": { "#lib/b": ["./src/b"] } } }
`,
};

/** Numbers that look random and are the same in every run: a linear congruential generator, with Knuth's constants. */
function numbers(seed: number): (below: number) => number {
  let state = BigInt(seed) + 1n;
  return (below) => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 33n) % below;
  };
}

function generateFiles(random: (below: number) => number): readonly string[] {
  const files = new Set<string>();
  while (files.size < 40) {
    const depth = random(4);
    const folders = Array.from({ length: depth }, () => (random(3) === 0 ? 'src' : pick(PARTS, random)));
    const folder = folders.map((name) => `${name}/`).join('');
    // TypeScript adds no `.json` and no `.mts`, so no other file shares their names.
    const rare = ['data.json', 'module.mts', 'declared.d.ts'];
    files.add(
      folder + (random(6) === 0 ? pick(rare, random) : pick(PARTS, random) + pick(EXTENSIONS, random)),
    );
  }
  return [...files];
}

function generateSpecifier(random: (below: number) => number): string {
  const path = Array.from({ length: 1 + random(3) }, () => pick(PARTS, random)).join('/');
  const last = pick(['data.json', 'module.mjs', 'module.mts', 'declared', 'declared.js'], random);
  const prefix = pick(
    ['./', '../', './../', '../../', '@/', '@/ui/', '~', '', '#', '#lib/', '#js/', '#lib/ui/', 'src/'],
    random,
  );
  const suffix = pick(
    ['', '', '', '.js', '.jsx', '/', ...(prefix.startsWith('.') ? ['/.', '/..'] : [])],
    random,
  );
  const special = ['.', '..', './', '#list', 'ui', '~lib', `${prefix}${last}`, `${prefix}${path}/${last}`];
  return random(4) === 0 ? pick(special, random) : prefix + path + suffix;
}

function pick(items: readonly string[], random: (below: number) => number): string {
  return items[random(items.length)] ?? '';
}

/** TypeScript's resolution over a fixture, with the options of the nearest tsconfig.json as its own reader gives them. */
function oracleOf(
  files: ReadonlyMap<string, string>,
): (from: string, specifier: string) => string | undefined {
  const folders = new Set([...files.keys()].flatMap((path) => parents(path)));
  const host = {
    fileExists: (path: string) => files.has(path),
    readFile: (path: string) => files.get(path),
    directoryExists: (path: string) => folders.has(path.replace(/\/$/, '')),
    readDirectory: () => [],
    useCaseSensitiveFileNames: true,
  };
  const known = new Map<string, ts.CompilerOptions>();
  const readOptions = (folder: string): ts.CompilerOptions => {
    const config = [folder, ...parents(folder)].find((parent) => files.has(`${parent}/tsconfig.json`));
    const base = { moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext };
    const path = `${config}/tsconfig.json`;
    const own =
      config === undefined
        ? {}
        : ts.parseJsonConfigFileContent(
            ts.parseConfigFileTextToJson(path, files.get(path) ?? '').config,
            host,
            config,
            undefined,
            path,
          ).options;
    return { ...own, ...base, allowJs: true, resolveJsonModule: true };
  };
  const optionsOf = (folder: string): ts.CompilerOptions => {
    const options = known.get(folder) ?? readOptions(folder);
    known.set(folder, options);
    return options;
  };
  return (from, specifier) =>
    ts.resolveModuleName(specifier, from, optionsOf(folderOf(filePath(from))), host).resolvedModule
      ?.resolvedFileName;
}

function parents(path: string): readonly string[] {
  const parts = path.split('/').slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`);
}

function ours(project: Project, from: string, specifier: string): string | undefined {
  const resolution = project.resolve(filePath(from), specifier);
  return resolution.kind === 'file' ? resolution.path : undefined;
}

describe('resolution beside TypeScript', () => {
  for (const [title, config] of Object.entries(CONFIGS)) {
    it(`finds the same files with ${title}`, () => {
      const differences: string[] = [];
      let found = 0;
      for (let seed = 0; seed < 10; seed++) {
        const random = numbers(seed);
        const paths = generateFiles(random);
        const source = config + paths.map((path) => `//- ${path}\n`).join('');
        const texts = new Map(
          source
            .split(/^\/\/- /m)
            .slice(1)
            .map((part) => {
              const [path = '', ...lines] = part.split('\n');
              return [`${ROOT}/${path}`, lines.join('\n')] as const;
            }),
        );
        const project = projectOf(source);
        const oracle = oracleOf(texts);
        for (let i = 0; i < 250; i++) {
          const from = `${ROOT}/${pick(paths, random)}`;
          const specifier = generateSpecifier(random);
          const expected = oracle(from, specifier);
          const actual = ours(project, from, specifier);
          if (expected !== undefined) found++;
          if (actual !== expected)
            differences.push(`${seed}: ${specifier} from ${from}: ${actual}, not ${expected}`);
        }
      }
      deepEqual(differences, []);
      // A comparison that never finds anything would prove nothing.
      ok(found > 100, `only ${found} found`);
    });
  }
});
