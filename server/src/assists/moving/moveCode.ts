/** What code needs of its module, and how it gets that in another one: shared by the assists that move functions between files. */
import { type WantedImport, planImports } from '../../core/edit/imports';
import { edited } from '../../core/edit/draft';
import { relativeSpecifier, specifierFor } from '../../core/edit/specifier';
import { type Project } from '../../core/project/project';
import {
  isImportDeclaration,
  isNamedImports,
  isNamespaceImport,
  isStringLiteral,
  isVariableStatement,
  type Node,
  type Statement,
} from '../../core/syntax/ast';
import { boundNames } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { referencesIn } from '../../core/syntax/references';
import { type FilePath, folderOf, joinPath } from '../../core/text/filePath';
import { type FileStyle } from '../../core/text/fileStyle';

/** A name that an import of the module brings. */
export interface ImportNeed {
  readonly local: string;
  /** The export's name; `default`, or `*` for the namespace. */
  readonly name: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** What a piece of code mentions of the module around it. */
export interface Needs {
  readonly imports: readonly ImportNeed[];
  /** The module's own declarations by name. */
  readonly own: ReadonlyMap<string, Statement>;
}

/** What the nodes mention of their module; their own declarations are left out. */
export function needsOf({ tree }: ParsedFile, nodes: readonly Node[]): Needs {
  const mentioned = new Set(
    nodes.flatMap((node) => referencesIn(node).flatMap(({ name, scope }) => (scope ? [] : [name]))),
  );
  const own = new Map<string, Statement>();
  for (const statement of tree.statements) {
    if (nodes.includes(statement)) continue;
    for (const name of declaredNames(statement)) if (mentioned.has(name)) own.set(name, statement);
  }
  return { imports: importsOf({ tree }).filter(({ local }) => mentioned.has(local)), own };
}

/** The names that a module-level statement declares, types included. */
export function declaredNames(statement: Statement): readonly string[] {
  if (isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      boundNames(name).map(({ text }) => text),
    );
  }
  if (isImportDeclaration(statement) || !('name' in statement)) return [];
  // Declarations with a name have an identifier or a string there.
  const name = statement.name as { readonly text?: string } | undefined;
  return name?.text === undefined ? [] : [name.text];
}

/** Every name that the module imports. */
export function importsOf({ tree }: Pick<ParsedFile, 'tree'>): readonly ImportNeed[] {
  return tree.statements.filter(isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
    if (!importClause || !isStringLiteral(moduleSpecifier)) return [];
    const specifier = moduleSpecifier.text;
    const allTypes = importClause.isTypeOnly;
    const bindings = importClause.namedBindings;
    const found: ImportNeed[] = [];
    if (importClause.name) {
      found.push({ local: importClause.name.text, name: 'default', specifier, typeOnly: allTypes });
    }
    if (bindings && isNamespaceImport(bindings)) {
      found.push({ local: bindings.name.text, name: '*', specifier, typeOnly: allTypes });
    }
    for (const element of bindings && isNamedImports(bindings) ? bindings.elements : []) {
      found.push({
        local: element.name.text,
        name: (element.propertyName ?? element.name).text,
        specifier,
        typeOnly: allTypes || element.isTypeOnly,
      });
    }
    return found;
  });
}

/** The same imports as another module would write them. */
export function wantedBy(
  project: Project,
  from: FilePath,
  to: FilePath,
  needs: readonly ImportNeed[],
  existing: readonly string[],
): readonly WantedImport[] {
  return needs.map(({ local, name, specifier, typeOnly }) => ({
    specifier: translated(project, from, to, specifier, existing),
    name,
    local,
    ...(typeOnly && { typeOnly }),
  }));
}

function translated(
  project: Project,
  from: FilePath,
  to: FilePath,
  specifier: string,
  existing: readonly string[],
): string {
  if (!/^\.\.?(?:\/|$)/.test(specifier) || folderOf(from) === folderOf(to)) return specifier;
  const target = project.resolve(from, specifier);
  if (target.kind === 'file') return specifierFor(project, to, target.path, existing);
  return relativeSpecifier(to, joinPath(folderOf(from), specifier));
}

/** The draft with the imports; undefined where it already calls something else by one of the names. */
export function withImports(
  draft: ParsedFile,
  wanted: readonly WantedImport[],
  style: FileStyle,
): ParsedFile | undefined {
  if (wanted.length === 0) return draft;
  const { edits, locals } = planImports(draft, wanted, style);
  if (locals.some((local, index) => local !== (wanted[index]?.local ?? wanted[index]?.name)))
    return undefined;
  return edited(draft, edits);
}

/** The draft with code behind its end, set off by a blank line. */
export function withCode(draft: ParsedFile, code: string, { eol }: FileStyle): ParsedFile {
  const { text } = draft;
  const kept = text.trimEnd();
  const gap = kept === '' ? '' : `${eol}${eol}`;
  const added = `${gap}${code.trim()}${eol}`;
  return edited(draft, [{ range: { start: kept.length, end: text.length }, text: added }]);
}
