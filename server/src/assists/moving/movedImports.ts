/** Rewrites the imports of files that move, and of those who import them. */
import { type AssistContext } from '../../core/assist/assist';
import { relativeSpecifier, specifierFor } from '../../core/edit/specifier';
import { isExportDeclaration, isImportDeclaration, isStringLiteral } from '../../core/syntax/ast';
import { type FilePath, folderOf, joinPath } from '../../core/text/filePath';
import { type TextEdit } from '../../core/text/textEdit';

/** The edits per file (by its old path) when files go from one path to another; files without any are left out. */
export function movedImports(
  ctx: AssistContext,
  moved: ReadonlyMap<FilePath, FilePath>,
): ReadonlyMap<FilePath, readonly TextEdit[]> {
  const importers = ctx.program().importers();
  const touched = new Set(moved.keys());
  for (const path of moved.keys())
    for (const importer of importers.get(path) ?? []) touched.add(importer.path);
  const found = new Map<FilePath, readonly TextEdit[]>();
  for (const path of touched) {
    const edits = importEdits(ctx, path, moved);
    if (edits.length > 0) found.set(path, edits);
  }
  return found;
}

/** The specifiers of a file that lead elsewhere once the files have moved. */
function importEdits(
  ctx: AssistContext,
  path: FilePath,
  moved: ReadonlyMap<FilePath, FilePath>,
): readonly TextEdit[] {
  const { project } = ctx.program();
  const file = /\.[cm]?[jt]sx?$/.test(path) ? ctx.syntaxOf(path) : undefined;
  if (!file) return [];
  const own = moved.get(path) ?? path;
  const edits: TextEdit[] = [];
  const existing: string[] = [];
  for (const statement of file.tree.statements) {
    if (!isImportDeclaration(statement) && !isExportDeclaration(statement)) continue;
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !isStringLiteral(moduleSpecifier)) continue;
    const { text } = moduleSpecifier;
    const found = project.resolve(path, text);
    const isRelative = text.startsWith('.');
    if (found.kind !== 'file' && !(isRelative && own !== path)) continue;
    const target = found.kind === 'file' ? found : { path: joinPath(folderOf(path), text) };
    const goal = moved.get(target.path) ?? target.path;
    const isStill = goal === target.path && (!isRelative || own === path);
    if (isStill) continue;
    const written = isRelative ? relativeSpecifier(own, goal) : specifierFor(project, own, goal, existing);
    if (written === text) continue;
    const range = { start: moduleSpecifier.getStart(file.tree) + 1, end: moduleSpecifier.end - 1 };
    edits.push({ range, text: written });
  }
  return edits;
}
