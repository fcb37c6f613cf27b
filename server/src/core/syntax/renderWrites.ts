/** Finds what a component does while it renders that only actions and route handlers may: writing cookies, revalidating. */
import {
  isAwaitExpression,
  isCallExpression,
  isIdentifier,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isVariableDeclaration,
  type Node,
} from './ast';
import { exportedFunction } from './exportedFunctions';
import { isFunctionNode } from './functions';
import { type ParsedFile } from './parse';
import { referencesIn } from './references';
import { type TextRange } from '../text/textRange';

/** One imported name. */
interface ImportedName {
  readonly local: string;
  readonly imported: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** One such call. */
export interface RenderWrite {
  /** `cookies().set`, `revalidatePath`. */
  readonly label: string;
  readonly range: TextRange;
}

/** https://nextjs.org/docs/app/api-reference/functions/revalidatePath, …/revalidateTag, …/updateTag, …/refresh */
export const REVALIDATING: ReadonlySet<string> = new Set([
  'revalidatePath',
  'revalidateTag',
  'updateTag',
  'refresh',
  'expirePath',
  'expireTag',
]);

/** The calls of the file's default component itself; functions within it run when they are called. */
export function renderWrites(file: ParsedFile, imports: readonly ImportedName[]): readonly RenderWrite[] {
  const component = exportedFunction(file, 'default')?.node;
  if (!component) return [];
  const known = new Map(
    imports.flatMap(({ local, imported, specifier, typeOnly }) =>
      !typeOnly &&
      ((specifier === 'next/cache' && REVALIDATING.has(imported)) ||
        (specifier === 'next/headers' && imported === 'cookies'))
        ? [[local, imported] as const]
        : [],
    ),
  );
  const stores = new Set<string>();
  const found: RenderWrite[] = [];
  for (const { name, node, scope, ancestors } of referencesIn(component)) {
    const imported = scope ? undefined : known.get(name);
    if (ancestors.some((one) => one !== component && isFunctionNode(one))) continue;
    if (imported === 'cookies') {
      const holder = holderOf([...ancestors, node]);
      const parent = holder.at(-2);
      if (parent && isVariableDeclaration(parent) && isIdentifier(parent.name)) stores.add(parent.name.text);
      add(file, found, holder, 'cookies()');
    } else if (imported !== undefined) {
      const call = ancestors.at(-1);
      if (call && isCallExpression(call) && call.expression === node)
        found.push({ label: imported, range: { start: node.getStart(file.tree), end: node.end } });
    } else if (stores.has(name)) add(file, found, [...ancestors, node], 'cookies()');
  }
  return found;
}

/** Up to what the call yields: `cookies` → `(await cookies())`. */
function holderOf(path: readonly Node[]): readonly Node[] {
  let outer = path;
  for (;;) {
    const parent = outer.at(-2);
    const isPart =
      parent !== undefined &&
      (isParenthesizedExpression(parent) ||
        isAwaitExpression(parent) ||
        (isCallExpression(parent) && parent.expression === outer.at(-1)));
    if (!isPart) return outer;
    outer = outer.slice(0, -1);
  }
}

/** `store.set(…)` and `store.delete(…)`. */
function add(file: ParsedFile, found: RenderWrite[], path: readonly Node[], label: string): void {
  const access = path.at(-2);
  const call = path.at(-3);
  if (!access || !isPropertyAccessExpression(access) || access.expression !== path.at(-1)) return;
  if (!call || !isCallExpression(call) || call.expression !== access) return;
  const method = access.name.text;
  if (method !== 'set' && method !== 'delete') return;
  found.push({
    label: `${label}.${method}`,
    range: { start: access.getStart(file.tree), end: access.end },
  });
}
