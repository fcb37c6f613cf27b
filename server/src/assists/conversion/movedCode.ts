/** Decides what of a file goes with a function that leaves it: helpers that nothing else uses, and the imports of all of that. */
import {
  isExportAssignment,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  type Node,
  type Statement,
  SyntaxKind,
} from '../../core/syntax/ast';
import { directivePrologue, hasModifier } from '../../core/syntax/functions';
import { freeNames } from '../../core/syntax/references';
import { removals } from '../../core/edit/removal';
import { type ParsedFile } from '../../core/syntax/parse';
import { declaredNames } from '../../core/syntax/topLevelNames';
import { insertion, type TextEdit } from '../../core/text/textEdit';
import { declarationOf, isTypeStatement } from './moduleNames';

/** What happens to the file's declarations. */
export interface MovePlan {
  /** Declarations that go along, in source order. */
  readonly moved: readonly Statement[];
  /** Names that stay, and that the moved code has to import from the file. */
  readonly imported: ReadonlySet<string>;
  /** The edits of the file: what leaves is removed, types that are shared become exports. */
  readonly edits: readonly TextEdit[];
  /** Nothing is left but directives. */
  readonly isEmpty: boolean;
}

/** Plans the move of `leaving` (a top-level statement; undefined where only its helpers go), whose code in its new place will use `names`; a message where something must stay and can't be shared. */
export function planMove(
  file: ParsedFile,
  leaving: Node | undefined,
  leavingName: string | undefined,
  names: Iterable<string>,
): MovePlan | string {
  const directives = new Set<Node>();
  for (const statement of file.tree.statements) {
    if (directivePrologue([statement]).length === 0) break;
    directives.add(statement);
  }
  const own = file.tree.statements.filter(
    (statement) =>
      !isImportDeclaration(statement) &&
      !isExportDeclaration(statement) &&
      !directives.has(statement) &&
      !isDefaultOf(statement, leavingName),
  );
  const closure = reach(file, names);
  if ([...closure].some((statement) => statement === leaving)) return 'It calls itself';
  const staying = own.filter((statement) => statement !== leaving && !closure.has(statement));
  const exported = [...closure].filter((statement) =>
    declaredNames(statement).some((name) => declarationOf(file, name)?.exported),
  );
  const kept = new Set(
    [...exported, ...reach(file, freeNames([...staying, ...exported]).keys())].filter((statement) =>
      closure.has(statement),
    ),
  );
  const imported = new Set<string>();
  const needed = new Set([
    ...names,
    ...freeNames([...closure].filter((statement) => !kept.has(statement))).keys(),
  ]);
  const edits: TextEdit[] = [];
  for (const statement of kept) {
    for (const name of declaredNames(statement)) {
      if (!needed.has(name)) continue;
      const isExported = declarationOf(file, name)?.exported === true;
      if (!isTypeStatement(statement) && !isExported)
        return `\`${name}\` is used by what stays in the file too`;
      imported.add(name);
      if (!isExported) edits.push(insertion(statement.getStart(file.tree), 'export '));
    }
  }
  const moved = own.filter((statement) => closure.has(statement) && !kept.has(statement));
  const gone = leaving ? [leaving, ...moved] : moved;
  const left = own.filter((statement) => !gone.includes(statement));
  const used = freeNames(left);
  const stillUsed = (name: string): boolean => used.has(name) || isReexported(file, name);
  const before = freeNames(gone);
  const exports = exportsWithout(file, leavingName);
  const isGone = (local: string): boolean => before.has(local) && !stillUsed(local);
  edits.push(...removals(file, [...gone, ...exports.gone], isGone), ...exports.edits);
  return {
    moved,
    imported,
    edits,
    isEmpty: left.length === 0 && !hasOtherExports(file, leavingName),
  };
}

/** The file's declarations that code with these names uses, and those that they use. */
function reach(file: ParsedFile, names: Iterable<string>): ReadonlySet<Statement> {
  const found = new Set<Statement>();
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const declared = declarationOf(file, name);
    if (!declared || found.has(declared.statement)) continue;
    found.add(declared.statement);
    pending.push(...freeNames([declared.statement]).keys());
  }
  return found;
}

function exportElements(file: ParsedFile): readonly {
  readonly statement: Statement;
  readonly local: string;
  readonly node: Node;
  readonly all: readonly Node[];
}[] {
  return file.tree.statements.flatMap((statement) => {
    if (!isExportDeclaration(statement) || statement.moduleSpecifier) return [];
    const clause = statement.exportClause;
    if (!clause || clause.kind !== SyntaxKind.NamedExports) return [];
    return clause.elements.map((element) => ({
      statement,
      local: (element.propertyName ?? element.name).text,
      node: element,
      all: [...clause.elements],
    }));
  });
}

function isReexported(file: ParsedFile, name: string): boolean {
  return exportElements(file).some(({ local }) => local === name);
}

function hasOtherExports(file: ParsedFile, leavingName: string | undefined): boolean {
  return file.tree.statements.some(
    (statement) =>
      isExportDeclaration(statement) &&
      (statement.moduleSpecifier !== undefined ||
        exportElements(file).some(
          (element) => element.statement === statement && element.local !== leavingName,
        )),
  );
}

/** `export { a, leaving }` loses the name, `export default leaving` and `export { leaving }` go. */
function exportsWithout(
  file: ParsedFile,
  name: string | undefined,
): { readonly gone: readonly Statement[]; readonly edits: readonly TextEdit[] } {
  const edits: TextEdit[] = [];
  const gone = file.tree.statements.filter((statement) => isDefaultOf(statement, name));
  for (const { statement, local, node, all } of exportElements(file)) {
    if (local !== name) continue;
    if (all.length === 1) gone.push(statement);
    else {
      const rest = all.filter((other) => other !== node).map((other) => other.getText(file.tree));
      const first = all[0];
      const last = all.at(-1);
      if (first && last)
        edits.push({ range: { start: first.getStart(file.tree), end: last.end }, text: rest.join(', ') });
    }
  }
  return { gone, edits };
}

/** `export default name`, nothing else. */
function isDefaultOf(statement: Statement, name: string | undefined): boolean {
  return (
    name !== undefined &&
    isExportAssignment(statement) &&
    isIdentifier(statement.expression) &&
    statement.expression.text === name
  );
}

/** A declaration's code without its `export`. */
export function unexported(statement: Statement, code: string): string {
  return hasModifier(statement, SyntaxKind.ExportKeyword)
    ? code.replace(/^((?:\/\*[^]*?\*\/|\/\/[^\n]*\n|\s)*)export\s+/, '$1')
    : code;
}
