/** Works out what moves out of a `'use server'` file together, and rewrites the file and those who import from it. */
import { type AssistContext } from '../../core/assist/assist';
import { changesBetween, edited } from '../../core/edit/draft';
import { removals, statementRange, unusedImportRemovals } from '../../core/edit/removal';
import { specifierFor } from '../../core/edit/specifier';
import {
  isClassDeclaration,
  isExportDeclaration,
  isFunctionDeclaration,
  isImportDeclaration,
  isInterfaceDeclaration,
  isNamespaceImport,
  isStringLiteral,
  isTypeAliasDeclaration,
  isVariableStatement,
  type ImportDeclaration,
  type Statement,
  SyntaxKind,
} from '../../core/syntax/ast';
import { exportedFunction } from '../../core/syntax/exportedFunctions';
import { hasModifier } from '../../core/syntax/functions';
import { parseFile, type ParsedFile } from '../../core/syntax/parse';
import { referencesIn } from '../../core/syntax/references';
import { declaredNames, importsOf } from '../../core/syntax/topLevelNames';
import { ancestorsOf } from '../../core/program/importers';
import { baseName, type FilePath, folderOf, isWithin } from '../../core/text/filePath';
import { detectFileStyle } from '../../core/text/fileStyle';
import { type SourceChange, type TextEdit } from '../../core/text/textEdit';
import { needsOf, wantedBy, withCode, withImports } from './moveCode';

/** What moves, by module-level statements. */
export interface Split {
  /** Functions for the server alone, or values for whoever wants them. */
  readonly kind: 'functions' | 'values';
  readonly names: readonly string[];
  /** In source order: the functions, and what only they or they too need of the module. */
  readonly statements: readonly Statement[];
  /** Names of those that the rest of the file needs as well. */
  readonly shared: ReadonlySet<string>;
}

/**
 * What has to move with the exported functions `names`, or with the exported values where `kind` says so: those may be
 * wanted in the browser as well. Undefined where they can't leave the file alone.
 */
export function splitOf(
  ctx: AssistContext,
  names: readonly string[],
  kind: Split['kind'] = 'functions',
): Split | undefined {
  const file = ctx.syntax();
  const moving = new Set<Statement>();
  for (const name of names) {
    const found = kind === 'functions' ? functionNamed(file, name) : valueNamed(file, name);
    if (!found || !isPlainExport(found)) return undefined;
    moving.add(found);
  }
  for (let size = -1; size !== moving.size;) {
    size = moving.size;
    for (const statement of needsOf(file, [...moving]).own.values()) {
      const isExported = hasModifier(statement, SyntaxKind.ExportKeyword);
      // Types can be imported from where they are; an action that is needed would make the two modules need each other.
      if (isExported && isType(statement)) continue;
      if (isExported) return undefined;
      moving.add(statement);
    }
  }
  const statements = file.tree.statements.filter((statement) => moving.has(statement));
  const rest = file.tree.statements.filter(
    (statement) => !moving.has(statement) && !isImportDeclaration(statement),
  );
  const declared = new Set(statements.flatMap(declaredNames));
  const mentions = rest
    .flatMap((statement) => referencesIn(statement))
    .filter(({ scope, name }) => !scope && declared.has(name));
  // What is imported can't be assigned.
  if (mentions.some(({ written }) => written)) return undefined;
  const shared = new Set(mentions.map(({ name }) => name));
  if (rest.every((statement) => !holdsExport(statement))) return undefined;
  if (!importersOf(ctx, names) || (kind === 'functions' && isUsedByPagesRouter(ctx))) return undefined;
  return { kind, names, statements, shared };
}

function functionNamed(file: ParsedFile, name: string): Statement | undefined {
  const found = exportedFunction(file, name);
  return found?.name?.text === name ? found.statement : undefined;
}

function valueNamed({ tree }: ParsedFile, name: string): Statement | undefined {
  return tree.statements.find(
    (statement) => holdsExport(statement) && declaredNames(statement).includes(name),
  );
}

/** `server-only` is rejected there: https://nextjs.org/docs/app/getting-started/server-and-client-components#preventing-environment-poisoning */
function isUsedByPagesRouter(ctx: AssistContext): boolean {
  const { project, importers } = ctx.program();
  return [...ancestorsOf(importers(), ctx.path)].some((path) => {
    const pagesDir = project.appOf(path)?.pagesDir;
    return pagesDir !== undefined && isWithin(path, pagesDir);
  });
}

function holdsExport(statement: Statement): boolean {
  return hasModifier(statement, SyntaxKind.ExportKeyword) || isExportDeclaration(statement);
}

function isType(statement: Statement): boolean {
  return isInterfaceDeclaration(statement) || isTypeAliasDeclaration(statement);
}

/** `export async function f` or `export const f = …` with nothing beside it. */
function isPlainExport(statement: Statement): boolean {
  if (!hasModifier(statement, SyntaxKind.ExportKeyword) || hasModifier(statement, SyntaxKind.DefaultKeyword))
    return false;
  if (isVariableStatement(statement)) return statement.declarationList.declarations.length === 1;
  return isFunctionDeclaration(statement) || isClassDeclaration(statement);
}

interface ImporterFile {
  readonly file: ParsedFile;
  readonly declarations: readonly ImportDeclaration[];
}

/** The files that import the names, each by name; undefined where one takes them in a way that can't be followed. */
function importersOf(ctx: AssistContext, names: readonly string[]): readonly ImporterFile[] | undefined {
  const { project, importers } = ctx.program();
  const found: ImporterFile[] = [];
  const paths = new Set((importers().get(ctx.path) ?? []).map(({ path }) => path));
  for (const path of [...paths].sort()) {
    const file = ctx.syntaxOf(path);
    if (!file) return undefined;
    const leadsHere = (node: { readonly moduleSpecifier?: unknown }): boolean => {
      const specifier = node.moduleSpecifier as Statement | undefined;
      if (!specifier || !isStringLiteral(specifier)) return false;
      const target = project.resolve(path, specifier.text);
      return target.kind === 'file' && target.path === ctx.path;
    };
    if (file.tree.statements.some((node) => isExportDeclaration(node) && leadsHere(node))) return undefined;
    const declarations = file.tree.statements.filter(isImportDeclaration).filter(leadsHere);
    const isWhole = declarations.some(({ importClause }) => {
      const bindings = importClause?.namedBindings;
      return bindings !== undefined && isNamespaceImport(bindings);
    });
    // What imports on demand, or all of it, may use any name.
    if (declarations.length === 0 || isWhole) return undefined;
    const locals = importsOf(file).filter(({ specifier }) =>
      declarations.some(
        ({ moduleSpecifier }) => isStringLiteral(moduleSpecifier) && moduleSpecifier.text === specifier,
      ),
    );
    if (locals.some(({ imported }) => names.includes(imported))) found.push({ file, declarations });
  }
  return found;
}

/** The change that puts the split's statements into the new module `path`. */
export function splitChange(ctx: AssistContext, split: Split, path: FilePath): SourceChange | undefined {
  const { project } = ctx.program();
  const file = ctx.syntax();
  const style = detectFileStyle(ctx.text);
  const end = style.semicolons ? ';' : '';
  const moved = new Set(split.statements.flatMap(declaredNames));
  const needs = needsOf(file, split.statements);
  const types = [...needs.own.keys()].map((local) => ({
    local,
    name: local,
    specifier: specifierFor(project, path, ctx.path, []),
    typeOnly: true,
  }));
  // Next.js rejects the module in the browser's graph: https://nextjs.org/docs/app/getting-started/server-and-client-components#preventing-environment-poisoning
  const marker = `import ${style.quote}server-only${style.quote}${end}${style.eol}`;
  const opening = parseFile(path, split.kind === 'functions' ? marker : '');
  const wanted = [...wantedBy(project, ctx.path, path, needs.imports, []), ...types];
  const module = withImports(opening, wanted, style);
  const code = split.statements.map((statement) => codeOf(file, statement, split.shared)).join('');
  if (!module) return undefined;
  const edits = new Map<FilePath, readonly TextEdit[]>();
  const rest = edited(file, removals(file, split.statements));
  const back = [...split.shared].map((name) => ({
    specifier: specifierFor(project, ctx.path, path, []),
    name,
    ...(isTypeName(split.statements, name) && { typeOnly: true }),
  }));
  const imported = withImports(rest, back, style);
  if (!imported) return undefined;
  const candidates = new Set(needs.imports.map(({ local }) => local));
  const own = edited(imported, unusedImportRemovals(imported, candidates));
  edits.set(ctx.path, changesBetween(ctx.text, own.text));
  for (const importer of importersOf(ctx, split.names) ?? []) {
    const changed = redirected(ctx, importer, moved, path);
    if (!changed) return undefined;
    edits.set(importer.file.path, changesBetween(importer.file.text, changed.text));
  }
  return { edits, newFiles: new Map([[path, withCode(module, code, style).text]]) };
}

function isTypeName(statements: readonly Statement[], name: string): boolean {
  return statements.some((statement) => isType(statement) && declaredNames(statement).includes(name));
}

/** A statement as the new module has it, with the blank line before it; what both modules need is exported. */
function codeOf(file: ParsedFile, statement: Statement, shared: ReadonlySet<string>): string {
  const { start, end } = statementRange(file, statement);
  const own = statement.getStart(file.tree);
  const isShared = declaredNames(statement).some((name) => shared.has(name));
  const word = isShared && !hasModifier(statement, SyntaxKind.ExportKeyword) ? 'export ' : '';
  const blank = /\n[ \t]*\r?\n$/.test(file.text.slice(0, start)) || start === 0 ? '\n' : '';
  return `${blank}${file.text.slice(start, own)}${word}${file.text.slice(own, end)}`;
}

/** An importer that takes the moved names from the new module. */
function redirected(
  ctx: AssistContext,
  { file, declarations }: ImporterFile,
  moved: ReadonlySet<string>,
  path: FilePath,
): ParsedFile | undefined {
  const { project } = ctx.program();
  const style = detectFileStyle(file.text);
  const specifiers = new Set(
    declarations.map(({ moduleSpecifier }) => (isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '')),
  );
  const taken = importsOf(file).filter(
    ({ imported, specifier }) => specifiers.has(specifier) && moved.has(imported),
  );
  const locals = new Set(taken.map(({ local }) => local));
  const existing = importsOf(file).map(({ specifier }) => specifier);
  const [first = ''] = specifiers;
  const specifier =
    folderOf(path) === folderOf(ctx.path)
      ? first.replace(/[^/]*$/, baseName(path).replace(/\.[cm]?[jt]sx?$/, ''))
      : specifierFor(project, file.path, path, existing);
  const wanted = taken.map(({ local, imported, typeOnly }) => ({
    specifier,
    name: imported,
    local,
    ...(typeOnly && { typeOnly }),
  }));
  // An import of nothing else only changes where it comes from.
  const [only, ...others] = declarations;
  const all = importsOf(file).filter((one) => one.specifier === first);
  if (only && others.length === 0 && all.length === taken.length) {
    const { moduleSpecifier } = only;
    const range = { start: moduleSpecifier.getStart(file.tree) + 1, end: moduleSpecifier.end - 1 };
    return edited(file, [{ range, text: specifier }]);
  }
  const without = edited(
    file,
    removals(file, [], (local) => locals.has(local)),
  );
  return withImports(without, wanted, style);
}
