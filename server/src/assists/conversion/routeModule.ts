/** Puts a route file and its request function together: handler, what moved along, and the imports of all of it. */
import { type AssistContext } from '../../core/assist/assist';
import { planImports, type WantedImport } from '../../core/edit/imports';
import { statementText } from '../../core/edit/removal';
import { relativeSpecifier, specifierFor, translatedSpecifier } from '../../core/edit/specifier';
import { usualSpecifier } from '../../core/features/guardIdiom/idiomSource';
import { type Statement } from '../../core/syntax/ast';
import { freeNames } from '../../core/syntax/references';
import { parseFile, type ParsedFile } from '../../core/syntax/parse';
import { restyle } from '../../core/syntax/restyle';
import { declaredNames, importsOf } from '../../core/syntax/topLevelNames';
import { type FilePath } from '../../core/text/filePath';
import { detectFileStyle } from '../../core/text/fileStyle';
import { type NameOrigin } from './guardInline';
import { isTypeStatement } from './moduleNames';
import { type MovePlan, unexported } from './movedCode';

/** What a new module is made of. */
export interface ModuleParts {
  readonly path: FilePath;
  /** The file whose code moves. */
  readonly from: ParsedFile;
  /** The module's own function, in the style of `from`. */
  readonly code: string;
  /** Declarations that go with it. */
  readonly moved: readonly Statement[];
  /** They are exported, for another new module. */
  readonly exportsMoved: boolean;
  /** Names that are imported from `from`. */
  readonly kept: MovePlan['imported'];
  /** Names that come from neither `from` nor its imports. */
  readonly origins: ReadonlyMap<string, NameOrigin>;
  /** Types that another new module exports. */
  readonly sibling: { readonly path: FilePath; readonly names: ReadonlySet<string> } | undefined;
}

/** The module's text; a message where a name can't be had in its place. */
export function moduleText(ctx: AssistContext, parts: ModuleParts): string | { readonly text: string } {
  const { path, from, code, moved } = parts;
  const style = detectFileStyle(from.text);
  const { eol } = style;
  const declarations = moved.map((statement) => {
    const plain = unexported(statement, statementText(from, statement));
    return parts.exportsMoved ? plain.replace(/^((?:\/\*[^]*?\*\/|\/\/[^\n]*\n|\s)*)/, '$1export ') : plain;
  });
  const body = [...declarations, code].join(`${eol}${eol}`);
  const parsed = parseFile(path, body);
  const own = new Set(parsed.tree.statements.flatMap(declaredNames));
  const imports = importsOf(from);
  const { project } = ctx.program();
  const usual = usualSpecifier(ctx.idiomSource(), from.path);
  const aliases = [
    ...imports.map(({ specifier }) => specifier),
    ...(usual === undefined ? [] : [usual]),
  ].filter((specifier) => !specifier.startsWith('.'));
  const wanted: (WantedImport & { readonly order: number })[] = [];
  for (const [name, use] of freeNames(parsed.tree.statements)) {
    if (own.has(name)) continue;
    const typeOnly = use === 'type';
    if (parts.sibling?.names.has(name)) {
      const specifier = relativeSpecifier(path, parts.sibling.path);
      wanted.push({ specifier, name, typeOnly: true, order: imports.length + 1 });
      continue;
    }
    if (parts.kept.has(name)) {
      const specifier = specifierFor(project, path, from.path, aliases);
      wanted.push({ specifier, name, typeOnly, order: imports.length });
      continue;
    }
    const index = imports.findIndex(({ local }) => local === name);
    const found = imports[index];
    const origin =
      parts.origins.get(name) ??
      (found && {
        file: from,
        specifier: found.specifier,
        imported: found.imported,
        typeOnly: found.typeOnly,
      });
    if (!origin) continue;
    const specifier = specifierIn(ctx, path, origin, aliases);
    if (specifier === undefined) return `\`${name}\` can not be imported there`;
    wanted.push({
      specifier,
      name: origin.imported,
      local: name,
      typeOnly: typeOnly || found?.typeOnly === true,
      // Packages come first nearly everywhere.
      order:
        index >= 0 ? index : specifier.startsWith('.') || isAlias(ctx, path, specifier) ? imports.length : -1,
    });
  }
  wanted.sort((a, b) => a.order - b.order);
  const empty = parseFile(path, '');
  const plan = planImports(empty, wanted, style);
  const header = plan.edits.map(({ text }) => text).join('');
  return { text: `${header}${header === '' ? '' : eol}${body}${eol}` };
}

function specifierIn(
  ctx: AssistContext,
  path: FilePath,
  { file, specifier }: NameOrigin,
  aliases: readonly string[],
): string | undefined {
  const { project } = ctx.program();
  return specifier === undefined
    ? specifierFor(project, path, file.path, aliases)
    : translatedSpecifier(project, file.path, path, specifier, aliases);
}

function isAlias(ctx: AssistContext, path: FilePath, specifier: string): boolean {
  return ctx.program().project.resolve(path, specifier).kind === 'file';
}

/** A function of the house's style in the style of a file. */
export function styledFunction(path: FilePath, code: string, from: ParsedFile): string {
  return restyle(path, `${code}\n`, detectFileStyle(from.text)).trimEnd();
}

/** The moved declarations that are types which `names` lead to, and the others. */
export function splitTypes(
  moved: readonly Statement[],
  names: Iterable<string>,
): { readonly types: readonly Statement[]; readonly others: readonly Statement[] } {
  const types = new Set<Statement>();
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const wanted = name;
    const statement = moved.find((candidate) => declaredNames(candidate).includes(wanted));
    if (!statement || types.has(statement) || !isTypeStatement(statement)) continue;
    types.add(statement);
    pending.push(...freeNames([statement]).keys());
  }
  return {
    types: moved.filter((statement) => types.has(statement)),
    others: moved.filter((statement) => !types.has(statement)),
  };
}
