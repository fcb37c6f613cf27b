/** What code needs of its module, and how it gets that in another one: shared by the assists that move functions between files. */
import { type WantedImport, planImports } from '../../core/edit/imports';
import { edited } from '../../core/edit/draft';
import { translatedSpecifier } from '../../core/edit/specifier';
import { type Project } from '../../core/project/project';
import { type Node, type Statement } from '../../core/syntax/ast';
import { type ParsedFile } from '../../core/syntax/parse';
import { referencesIn } from '../../core/syntax/references';
import { declaredNames, importsOf, type NameImport } from '../../core/syntax/topLevelNames';
import { type FilePath } from '../../core/text/filePath';
import { type FileStyle } from '../../core/text/fileStyle';

/** What a piece of code mentions of the module around it. */
export interface Needs {
  readonly imports: readonly NameImport[];
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

/** The same imports as another module would write them. */
export function wantedBy(
  project: Project,
  from: FilePath,
  to: FilePath,
  needs: readonly NameImport[],
  existing: readonly string[],
): readonly WantedImport[] {
  return needs.map(({ local, imported, specifier, typeOnly }) => ({
    specifier: translatedSpecifier(project, from, to, specifier, existing) ?? specifier,
    name: imported,
    local,
    ...(typeOnly && { typeOnly }),
  }));
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
