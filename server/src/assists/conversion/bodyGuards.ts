/** The guards of an action's body: the `if` that is its own, and whether another's statements can stand in it. */
import { type AssistContext } from '../../core/assist/assist';
import { isIdentifier, type Node, type Statement } from '../../core/syntax/ast';
import { isIfStatement } from '../../core/syntax/code';
import { walk } from '../../core/syntax/walk';
import { type PlannedParameters } from './actionParameters';
import { type ActionSource, functionId } from './actionSource';
import { sameShorthand } from './bodyText';
import { type InlinedGuard } from './guardInline';

/** What the action itself does for anonymous callers, and the status that a handler answers instead. */
export interface OwnGuard {
  readonly node: Node;
  readonly status: 401 | 403;
}

/** The site is in the action, or in a function within it. */
export function isOwnSite(
  ctx: AssistContext,
  action: ActionSource,
  { path, fn }: { readonly path: string; readonly fn: string },
): boolean {
  const own = functionId(ctx, action);
  return path === ctx.path && (fn === own || fn.startsWith(`${own}>`));
}

/** The `if` by which the action itself turns anonymous callers away. */
export function ownGuard(ctx: AssistContext, action: ActionSource): OwnGuard | undefined {
  const { guard } = ctx.assessmentOf(action.endpoint);
  const { at } = guard;
  if (!at || !isOwnSite(ctx, action, at)) return undefined;
  const range = ctx.rangeOf(at.path, `at:${at.fn}:${at.place}`);
  if (!range) return undefined;
  let found: OwnGuard | undefined;
  const { file, node } = action;
  walk(node, ({ node: inner }) => {
    if (!isIfStatement(inner) || inner.getStart(file.tree) !== range.start) return;
    const condition = inner.expression.getText(file.tree);
    // `user?.role !== 'admin'` turns users away as well as visitors.
    found = {
      node: inner.thenStatement,
      status: /[!=]==? *['"]|\.includes\(|\.has\(/.test(condition) ? 403 : 401,
    };
  });
  return found;
}

/** The guard's statements would declare a name that the rest of the body uses. */
export function hidesNames(
  action: ActionSource,
  parameters: PlannedParameters,
  {
    statement,
    binding,
    inlined: { declares, result },
  }: {
    readonly statement: Statement;
    readonly binding: string | undefined;
    readonly inlined: Pick<InlinedGuard, 'declares' | 'result'>;
  },
): boolean {
  const { node } = action;
  const names = new Set<string>(parameters.parameters.flatMap(({ binds }) => binds));
  walk(node, ({ node: inner }) => {
    const inside = statement.pos <= inner.pos && inner.end <= statement.end;
    if (isIdentifier(inner) && !inside) names.add(inner.text);
  });
  return [...declares].some(
    (name) =>
      names.has(name) && !(name === result && name === binding) && !sameShorthand(result, binding, name),
  );
}
