/** Finds every file that names an action, and what would have to change there if a request took the action's place. */
import { type AssistContext } from '../../core/assist/assist';
import { type Caller } from '../../core/program/actionCallers';
import { isTestFile } from '../../core/program/testFiles';
import { type FilePath } from '../../core/text/filePath';

/** A file that imports the action. */
export interface ActionImport {
  readonly path: FilePath;
  readonly local: string;
  /** Its uses there, as far as they are calls or values. */
  readonly callers: readonly Caller[];
}

/** All of them. */
export interface ActionReferences {
  readonly imports: readonly ActionImport[];
  /** Tests that import it. */
  readonly tests: readonly FilePath[];
  /** Modules that import the action's file at all. */
  readonly importers: ReadonlySet<FilePath>;
}

/** The references; a message where one can't be followed. */
export function actionReferences(
  ctx: AssistContext,
  path: FilePath,
  name: string,
  callers: readonly Caller[],
): ActionReferences | string {
  const program = ctx.program();
  const { project } = program;
  const imports: ActionImport[] = [];
  const tests: FilePath[] = [];
  const seen = new Set<string>();
  const pending: { readonly module: FilePath; readonly exported: string }[] = [
    { module: path, exported: name },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { module, exported } = next;
    if (seen.has(`${module}#${exported}`)) continue;
    seen.add(`${module}#${exported}`);
    const leadsHere = (from: FilePath, specifier: string): boolean => {
      const target = project.resolve(from, specifier);
      return target.kind === 'file' && target.path === module;
    };
    for (const from of new Set((program.importers().get(module) ?? []).map((importer) => importer.path))) {
      const link = program.linkFactsOf(from);
      if (!link) return `${from} can't be read`;
      for (const fact of link.imports) {
        if (!leadsHere(from, fact.specifier)) continue;
        if (fact.imported === '*') {
          if (callers.some((caller) => caller.path === from) && !isTestFile(from))
            return 'A namespace import stands for the whole module';
        } else if (fact.imported === exported) {
          if (isTestFile(from)) tests.push(from);
          else
            imports.push({
              path: from,
              local: fact.local,
              callers: callers.filter((caller) => caller.path === from),
            });
        }
      }
      for (const { value } of link.exports) {
        const passes =
          (value.kind === 'reexport' || value.kind === 'import') &&
          leadsHere(from, value.specifier) &&
          (value.imported === exported || value.imported === '*');
        if (passes) return 'Another module exports it again';
      }
      if (exported !== 'default' && link.starExports.some((star) => leadsHere(from, star.specifier)))
        pending.push({ module: from, exported });
    }
  }
  const known = new Set(imports.map((found) => found.path));
  const unknown = callers.find((caller) => !known.has(caller.path));
  if (unknown) return unknown.path === path ? 'Its own file uses it' : 'One of its uses cannot be followed';
  const importers = new Set((program.importers().get(path) ?? []).map((importer) => importer.path));
  return { imports, tests, importers };
}
