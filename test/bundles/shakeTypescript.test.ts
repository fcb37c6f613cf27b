// Proves that the parser in our bundles is TypeScript's own: the shaken copy gives the same trees as the full library.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { build, type Metafile } from 'esbuild';
import ts from 'typescript';
import { importNamespace, shakeTypescript, toShakable } from '../../scripts/shakeTypescript.mjs';
import { parse, parserDifference, type Parser, type ParserInput } from './parserDifference';
import { parser as full } from './shakenParser';

const root = path.resolve(__dirname, '../..');
const library = createRequire(__filename).resolve('typescript');
const { ParseAll, ParseNone } = ts.JSDocParsingMode;

describe('the shaken TypeScript', function () {
  this.timeout(300_000);

  let folder: string;
  let code: string;
  let metafile: Metafile;
  let shaken: Parser;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'shaken-typescript-'));
    const outfile = path.join(folder, 'parser.js');
    const result = await build({
      entryPoints: [path.join(__dirname, 'shakenParser.ts')],
      outfile,
      bundle: true,
      minify: true,
      metafile: true,
      // For a browser esbuild would stop at a builtin; for Node it lists it as an external import, which a test looks for.
      platform: 'node',
      format: 'iife',
      globalName: 'bundle',
      logLevel: 'silent',
      plugins: [shakeTypescript()],
    });
    metafile = result.metafile;
    code = await readFile(outfile, 'utf8');
    // An empty context has no `require`, `process` or `console`: whatever the bundle wants from Node fails here.
    const bundle: unknown = vm.runInNewContext(`${code};bundle`, {});
    // The entry's type is what the bundle exports.
    shaken = (bundle as { readonly parser: Parser }).parser;
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('is smaller than 450 kB', () => {
    const { outputs } = metafile;
    const [output, ...others] = Object.values(outputs);
    assert.deepEqual(others, []);
    assert.ok(output !== undefined && output.bytes < 450_000, `${output?.bytes} bytes`);
  });

  it("carries TypeScript's license notice", () => {
    assert.ok(code.includes('Copyright (c) Microsoft Corporation'));
  });

  it('imports nothing, no Node builtin least of all', () => {
    const imports = [...Object.values(metafile.inputs), ...Object.values(metafile.outputs)].flatMap((file) =>
      file.imports.filter((imported) => 'external' in imported && imported.external === true),
    );
    assert.deepEqual(imports, []);
  });

  it('has the same enumerations and tokens', () => {
    for (const name of ['SyntaxKind', 'NodeFlags', 'ModifierFlags', 'ScriptKind', 'ScriptTarget'] as const) {
      assert.deepEqual({ ...shaken[name] }, { ...full[name] }, name);
    }
    for (const name of ['LanguageVariant', 'JSDocParsingMode'] as const) {
      assert.deepEqual({ ...shaken[name] }, { ...full[name] }, name);
    }
    assert.equal(shaken.version, ts.version);
    for (let kind = ts.SyntaxKind.FirstToken; kind <= ts.SyntaxKind.LastToken; kind++) {
      assert.equal(shaken.tokenToString(kind), full.tokenToString(kind));
    }
  });

  it('scans the same tokens and comments', () => {
    for (const { name, text } of ownFiles()) {
      assert.deepEqual(tokensOf(shaken, text), tokensOf(full, text), name);
    }
  });

  it('answers the same about nodes', () => {
    for (const input of ownFiles()) {
      assert.deepEqual(nodeAnswers(shaken, input), nodeAnswers(full, input), input.name);
    }
  });

  it('parses our own files the same, whole and cut off', () => {
    const files = ownFiles();
    assert.ok(files.length > 50);
    assertSameTrees(files.flatMap((file) => [file, ...cutOff(file)]));
  });

  it('parses our own files the same with JSDoc', () => {
    assertSameTrees(ownFiles().map((file) => ({ ...file, jsDocParsingMode: ParseAll })));
  });

  it("parses TypeScript's own declaration files the same", () => {
    const files = declarationFiles();
    assert.ok(files.length > 100);
    assertSameTrees(files);
  });

  function assertSameTrees(inputs: readonly ParserInput[]): void {
    for (const input of inputs) {
      const difference = parserDifference(full, shaken, input);
      assert.equal(difference, undefined, `${input.name}, ${input.text.length} characters: ${difference}`);
    }
  }
});

describe('shakeTypescript', function () {
  this.timeout(60_000);

  const buildText = (contents: string) =>
    build({
      stdin: { contents, resolveDir: root, loader: 'ts' },
      bundle: true,
      write: false,
      logLevel: 'silent',
      plugins: [shakeTypescript()],
    });

  it('refuses a name that the shaken form lacks', async () => {
    await assert.rejects(
      buildText(`import * as ts from 'typescript'; console.log(ts.sys.args);`),
      /Import "sys" will always be undefined/,
    );
    await assert.rejects(
      buildText(`import { createLanguageService } from 'typescript'; createLanguageService();`),
      /No matching export in .* for import "createLanguageService"/,
    );
  });

  it('refuses a require of typescript', async () => {
    await assert.rejects(
      buildText(`require('typescript').version;`),
      /Import 'typescript' by an import statement/,
    );
  });

  it('refuses a version that nobody compared', () => {
    assert.throws(() => toShakable('', '6.1.0'), /its version is 6\.1\.0.*package\.json pins/);
  });

  it('refuses a library of another build', () => {
    const text = readFileSync(library, 'utf8');
    assert.throws(() => toShakable('export const version = 1;', ts.version), /it is not one function/);
    assert.throws(
      () => toShakable(text.replace('\n// src/compiler/core.ts\n', '$&startTracing();\n'), ts.version),
      /it runs `startTracing\(\);` when it is loaded \(in src\/compiler\/core\.ts\)/,
    );
    assert.throws(
      () => toShakable(text.replaceAll('getServicesObjectAllocator', 'getOtherAllocator'), ts.version),
      /getServicesObjectAllocator is missing/,
    );
  });

  it('rewrites default imports of typescript only', () => {
    const cases = [
      [`import ts from 'typescript';`, `import * as ts from 'typescript';`],
      [
        `import ts, { type Node } from "typescript";`,
        `import * as ts from "typescript"; import { type Node } from "typescript";`,
      ],
      [`import * as ts from 'typescript';`, `import * as ts from 'typescript';`],
      [`import type ts from 'typescript';`, `import type ts from 'typescript';`],
      [`import { isIdentifier } from 'typescript';`, `import { isIdentifier } from 'typescript';`],
      [`import tslint from 'typescript-eslint';`, `import tslint from 'typescript-eslint';`],
      [
        `'use strict';\nimport compiler\n  from 'typescript';`,
        `'use strict';\nimport * as compiler\n  from 'typescript';`,
      ],
    ] as const;
    for (const [before, after] of cases) assert.equal(importNamespace(before), after);
  });
});

/** Our own files, as text to parse without JSDoc. */
function ownFiles(): ParserInput[] {
  return [...filesBelow(root)]
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file))
    .map((file) => ({
      name: path.relative(root, file),
      text: readFileSync(file, 'utf8'),
      jsDocParsingMode: ParseNone,
    }));
}

function declarationFiles(): ParserInput[] {
  const folder = path.dirname(library);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.d.ts'))
    .map((name) => ({
      name,
      text: readFileSync(path.join(folder, name), 'utf8'),
      jsDocParsingMode: ParseNone,
    }));
}

/** The beginnings of a file as they exist while it is typed: ends inside words, strings, types and elements. */
function cutOff(file: ParserInput): ParserInput[] {
  return [0.13, 0.29, 0.5, 0.71, 0.87, 1].map((share) => ({
    ...file,
    text: file.text.slice(0, Math.max(0, Math.floor(file.text.length * share) - 2)),
  }));
}

/** Hidden, installed and built files are not ours. */
function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === 'dist') continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(file);
    else if (entry.isFile()) yield file;
  }
}

function tokensOf(parser: Parser, text: string): string[] {
  const scanner = parser.createScanner(parser.ScriptTarget.Latest, false, parser.LanguageVariant.JSX, text);
  const tokens: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const start = scanner.getTokenStart();
    const comments = [
      parser.getLeadingCommentRanges(text, start),
      parser.getTrailingCommentRanges(text, start),
    ];
    tokens.push(`${kind} ${start} ${scanner.getTokenValue()} ${JSON.stringify(comments)}`);
  }
  return tokens;
}

function nodeAnswers(parser: Parser, input: ParserInput): string[] {
  const file = parse(parser, { ...input, jsDocParsingMode: ParseAll });
  const answers: string[] = [];
  const visit = (node: ts.Node): void => {
    const first = node.getText(file).charCodeAt(0);
    answers.push(
      [
        node.kind,
        parser.isArrowFunction(node),
        parser.isCallExpression(node),
        parser.isFunctionLike(node),
        parser.isIdentifier(node) && node.text,
        parser.isStringLiteralLike(node) && node.text,
        parser.isIdentifierStart(first, parser.ScriptTarget.Latest),
        parser.isIdentifierPart(first, parser.ScriptTarget.Latest),
        parser.canHaveModifiers(node) && parser.getModifiers(node)?.map((modifier) => modifier.kind),
        parser.canHaveDecorators(node) && parser.getDecorators(node)?.length,
        parser.getJSDocTags(node).map((tag) => tag.tagName.text),
        JSON.stringify(parser.getLineAndCharacterOfPosition(file, node.pos)),
        node.getChildCount(file),
      ].join(' '),
    );
    parser.forEachChild(node, visit);
  };
  visit(file);
  return answers;
}
