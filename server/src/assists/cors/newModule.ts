/** Chooses where a new shared module of an app would stand: in the folder where the app keeps such modules. */
import { type AssistContext } from '../../core/assist/assist';
import { type FilePath, folderOf, isWithin, joinPath } from '../../core/text/filePath';

const FOLDERS: readonly string[] = ['lib', 'libs', 'utils', 'util', 'server', 'helpers', 'shared'];

/** The free path for a module `name` of the app that the file belongs to; undefined without an app folder. */
export function newModulePath(
  ctx: Pick<AssistContext, 'path' | 'program' | 'textOf'>,
  name: string,
  extension: string,
): FilePath | undefined {
  const program = ctx.program();
  const app = program.project.appOf(ctx.path);
  if (!app?.appDir) return undefined;
  const base = folderOf(app.appDir);
  const used = usedFolders(ctx, base);
  const folder = FOLDERS.find((candidate) => used.has(candidate)) ?? 'lib';
  for (const stem of [name, `${name}Headers`, `route-${name}`]) {
    const path = joinPath(base, `${folder}/${stem}.${extension}`);
    const taken = ['ts', 'tsx', 'js', 'jsx'].some(
      (each) => ctx.textOf(joinPath(base, `${folder}/${stem}.${each}`)) !== undefined,
    );
    if (!taken) return path;
  }
  return undefined;
}

/** Which of the usual folders the app's own routes and actions import from, or have beside them. */
function usedFolders({ program }: Pick<AssistContext, 'program'>, base: FilePath): ReadonlySet<string> {
  const { project, endpoints, linkFactsOf } = program();
  const used = new Set<string>();
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
    if (!isWithin(path, base)) continue;
    for (const { specifier } of linkFactsOf(path)?.imports ?? []) {
      const target = project.resolve(path, specifier);
      if (target.kind !== 'file' || !isWithin(target.path, base)) continue;
      const [folder = ''] = target.path.slice(base === '/' ? 1 : base.length + 1).split('/');
      if (FOLDERS.includes(folder)) used.add(folder);
    }
  }
  return used;
}
