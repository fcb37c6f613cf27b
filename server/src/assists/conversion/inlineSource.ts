/** Reads an inline action and the forms of its own file for a conversion, and plans how its declaration leaves the component. */
import { type AssistContext } from '../../core/assist/assist';
import { edited } from '../../core/edit/draft';
import { removals } from '../../core/edit/removal';
import { actionWords } from '../../core/program/actionWords';
import { type Endpoint } from '../../core/program/program';
import { type ParsedFile } from '../../core/syntax/parse';
import { freeNames } from '../../core/syntax/references';
import { boundAtTopLevel } from '../../core/syntax/topLevelNames';
import { hasTemplate, inlineActionOf, proposedActionName } from '../moving/inlineAction';
import { type ActionUser, isFormAttribute, placesOf } from './actionCalls';
import { type ActionSource, isDeclared, isMovable, isPlain } from './actionSource';
import { capturedSegments } from './capturedSegments';
import { declarationOf } from './moduleNames';
import { type MovePlan } from './movedCode';

/** An inline action as an exported one is read, with the forms that receive it. */
export interface InlineSource {
  readonly action: ActionSource;
  readonly user: ActionUser;
  /** What a title says of it. */
  readonly described: string;
}

/** The inline action, where it has a name, captures nothing that a form can't send, and only forms receive it; a message otherwise. */
export function inlineSource(ctx: AssistContext, endpoint: Endpoint): InlineSource | string {
  const { directive, exports } = ctx.file.link;
  if (directive !== undefined) return 'No inline action belongs into its file';
  const found = inlineActionOf(ctx, endpoint);
  if (!found) return 'It can not leave its component for certain';
  const { node, name: local } = found;
  if (!isPlain(node) || !isMovable(node)) return 'It is not one plain function';
  const file = ctx.syntax();
  // The lines of a template can't be moved to another depth.
  if (hasTemplate(file, node)) return 'It has a text of several lines';
  if (exports.some((fact) => (fact.local ?? fact.name) === local)) return 'Its file exports it';
  const statement = found.statement ?? node;
  const isOwn = file.tree.statements.some((own) => own === statement);
  if (local !== undefined && !isOwn && boundAtTopLevel(file).includes(local))
    return 'Its file has something else of its name';
  // In a prop the function itself is what the form receives.
  const uses = placesOf(file, local === undefined ? [node] : found.uses.map((use) => use.node));
  if (!uses.every(isFormAttribute)) return 'Something else than a form uses it';
  const captures = capturedSegments(ctx, endpoint, found, () => withoutAction(file, statement), uses);
  if (typeof captures === 'string') return captures;
  const called = proposedActionName(file, found).replace(/(?<=\w)Action$/, '');
  return {
    action: {
      endpoint,
      file,
      node,
      statement,
      local,
      captures,
      ...(local === undefined && { called }),
    },
    user: {
      path: ctx.path,
      // A prop has no name that could be imported.
      local: local ?? '',
      file,
      kind: 'form',
      uses,
      readsResult: false,
      hasState: false,
    },
    described: actionWords(endpoint.name),
  };
}

/** The file as it is without the action. */
function withoutAction(file: ParsedFile, statement: ActionSource['statement']): ParsedFile {
  if (isDeclared(statement)) return edited(file, removals(file, [statement]));
  const range = { start: statement.getStart(file.tree), end: statement.end };
  return edited(file, [{ range, text: 'undefined' }]);
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
  const after = freeNames(withoutAction(file, statement).tree.statements);
  const isGone = (local: string): boolean => before.has(local) && !after.has(local);
  // The edits of the form take it out of a prop.
  const edits = removals(file, isDeclared(statement) ? [statement] : [], isGone);
  return { moved: [], imported, edits, isEmpty: false };
}
