/** No export without an importer: what nothing uses is removed, and a function that only its own file uses is not exported. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');
/** Their exports are read by a bundler or by VS Code, or written by a generator. */
const ENTRIES = /^(?:client\/src\/(?:node|browser)\/\w*[mM]ain|server\/src\/(?:node|browser)\/\w*Main)\.ts$/;

interface Module {
  /** Values, and types that their own file does not mention: those that it mentions may be part of what is imported. */
  readonly exports: ReadonlySet<string>;
  /** Names by the module that they come from, as a path without an extension; `*` for all. */
  readonly imports: readonly (readonly [from: string, name: string])[];
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .filter(({ parentPath }) => !/node_modules|\/oracle\/apps|\/projects/.test(parentPath))
    .map((entry) => join(entry.parentPath, entry.name));
}

function read(file: string): Module {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const exports = new Set<string>();
  const imports: (readonly [string, string])[] = [];
  const from = (node: ts.Expression | undefined): string =>
    node && ts.isStringLiteral(node) ? join(dirname(file), node.text).replace(/\.m?ts$/, '') : '';
  const visit = (node: ts.Node): void => {
    if (ts.isImportTypeNode(node)) {
      const { argument, qualifier } = node;
      const literal = ts.isLiteralTypeNode(argument) ? argument.literal : undefined;
      imports.push([
        from(literal as ts.Expression),
        qualifier && ts.isIdentifier(qualifier) ? qualifier.text : '*',
      ]);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      imports.push([from(node.arguments[0]), '*']);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  for (const node of tree.statements) {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      const names = bindings && ts.isNamedImports(bindings) ? bindings.elements : undefined;
      for (const name of names?.map((one) => (one.propertyName ?? one.name).text) ?? ['*'])
        imports.push([from(node.moduleSpecifier), name]);
    } else if (ts.isExportDeclaration(node)) {
      const names =
        node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : [];
      for (const { name, propertyName } of names) {
        if (node.moduleSpecifier) imports.push([from(node.moduleSpecifier), (propertyName ?? name).text]);
        // The parser's vocabulary is handed on as a whole.
        if (!isOf(node, 'typescript')) exports.add(name.text);
      }
    } else if (
      ts.canHaveModifiers(node) &&
      ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    ) {
      const isType = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
      const declared = ts.isVariableStatement(node)
        ? node.declarationList.declarations
        : [node as ts.NamedDeclaration];
      for (const { name } of declared) {
        if (!name || !ts.isIdentifier(name)) continue;
        if (!isType || tree.text.split(new RegExp(`\\b${name.text}\\b`)).length < 3) exports.add(name.text);
      }
    }
  }
  return { exports, imports };
}

function isOf({ moduleSpecifier }: ts.ExportDeclaration, name: string): boolean {
  return (
    moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === name
  );
}

describe('exports', () => {
  it('are imported somewhere', () => {
    const own = ['server/src', 'client/src'].flatMap(filesIn);
    const modules = new Map(
      [...own, ...['test', 'scripts'].flatMap(filesIn)].map((file) => [file, read(file)]),
    );
    const used = new Set([...modules.values()].flatMap(({ imports }) => imports.map((one) => one.join('#'))));
    const dead = own.flatMap((file) => {
      const module = file.replace(/\.ts$/, '');
      const path = relative(root, file);
      if (ENTRIES.test(path) || used.has(`${module}#*`)) return [];
      return [...(modules.get(file)?.exports ?? [])]
        .filter((name) => !used.has(`${module}#${name}`))
        .map((name) => `${path}: ${name}`);
    });
    assert.deepEqual(dead, []);
  });
});
