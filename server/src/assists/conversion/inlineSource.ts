/** Reads an inline action and the forms of its own file for a conversion, and plans how its declaration leaves the component. */
import { type AssistContext } from '../../core/assist/assist';
import { edited } from '../../core/edit/draft';
import { removals } from '../../core/edit/removal';
import { type Endpoint } from '../../core/program/program';
import { freeNames } from '../../core/syntax/references';
import { boundAtTopLevel } from '../../core/syntax/topLevelNames';
import { hasTemplate, inlineActionOf } from '../moving/inlineAction';
import { type ActionUser, isFormAttribute, placesOf } from './actionCalls';
import { type ActionSource, isMovable, isPlain } from './actionSource';
import { capturedSegments } from './capturedSegments';
import { declarationOf } from './moduleNames';
import { type MovePlan } from './movedCode';

/** An inline action as an exported one is read, with the forms that receive it. */
export interface InlineSource {
  readonly action: ActionSource;
  readonly user: ActionUser;
}

/** The inline action, where it has a name, captures nothing that a form can't send, and only forms receive it; a message otherwise. */
export function inlineSource(ctx: AssistContext, endpoint: Endpoint): InlineSource | string {
  const { directive, exports } = ctx.file.link;
  if (directive !== undefined) return 'No inline action belongs into its file';
  const found = inlineActionOf(ctx, endpoint);
  if (!found) return 'It can not leave its component for certain';
  const { node, statement, name: local } = found;
  if (!statement || local === undefined) return 'It has no name';
  if (!isPlain(node) || !isMovable(node)) return 'It is not one plain function';
  const file = ctx.syntax();
  // The lines of a template can't be moved to another depth.
  if (hasTemplate(file, node)) return 'It has a text of several lines';
  if (exports.some((fact) => (fact.local ?? fact.name) === local)) return 'Its file exports it';
  const isOwn = file.tree.statements.includes(statement);
  if (!isOwn && boundAtTopLevel(file).includes(local)) return 'Its file has something else of its name';
  const uses = placesOf(
    file,
    found.uses.map((use) => use.node),
  );
  if (!uses.every(isFormAttribute)) return 'Something else than a form uses it';
  const captures = capturedSegments(ctx, endpoint, found, statement, uses);
  if (typeof captures === 'string') return captures;
  return {
    action: { endpoint, file, node, statement, local, captures },
    user: { path: ctx.path, local, file, kind: 'form', uses, readsResult: false, hasState: false },
  };
}

/** Plans how the action leaves its file, when its code uses `names` in its new place; a message where one of them can't be had there. */
export function planInlineMove(
  { file, node, statement }: ActionSource,
  names: Iterable<string>,
): MovePlan | string {
  const imported = new Set<string>();
  for (const name of names) {
    const declared = declarationOf(file, name);
    if (declared?.exported === false) return `\`${name}\` is not exported by its file`;
    if (declared) imported.add(name);
  }
  const before = freeNames([node]);
  const after = freeNames(edited(file, removals(file, [statement])).tree.statements);
  const edits = removals(file, [statement], (local) => before.has(local) && !after.has(local));
  return { moved: [], imported, edits, isEmpty: false };
}
