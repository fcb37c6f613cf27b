/** Runs an action that an event handler calls in a transition, so that the page stays usable and can show that it waits. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { changesBetween, edited } from '../core/edit/draft';
import { prependStatements } from '../core/edit/bodyStart';
import { planImports } from '../core/edit/imports';
import { indentAt, indented } from '../core/edit/indentation';
import {
  type ArrowFunction,
  isArrowFunction,
  isAwaitExpression,
  isBlock,
  isCallExpression,
  isIdentifier,
  isJsxAttribute,
  isVoidExpression,
  type Node,
} from '../core/syntax/ast';
import { dottedName, type FunctionNode } from '../core/syntax/functions';
import { allIdentifiers, referencesIn } from '../core/syntax/references';
import { detectFileStyle } from '../core/text/fileStyle';
import { type TextEdit } from '../core/text/textEdit';
import { rangesTouch } from '../core/text/textRange';
import { componentAt, disabling, importedActions } from './clientActions';

export const assist = defineAssist({
  meta: {
    id: 'use-transition',
    summary:
      'Calls a server action of an event handler in a transition, and disables the button while it is pending.',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/actions.ts
'use server';
export async function like(id: string) {}
//- app/like.tsx
'use client';
import { like } from './actions';

export function Like({ id }: { id: string }) {
  return <button onCli$0ck={() => like(id)}>Like</button>;
}
`,
        after: `//- app/actions.ts
'use server';
export async function like(id: string) {}
//- app/like.tsx
'use client';
import { like } from './actions';
import { useTransition } from 'react';

export function Like({ id }: { id: string }) {
  const [isPending, startTransition] = useTransition();
  return <button onClick={() => startTransition(async () => { await like(id); })} disabled={isPending}>Like</button>;
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const { handler, attribute, action, index } of handlersOf(ctx)) {
      const { tree } = ctx.syntax();
      const range = { start: attribute.getStart(tree), end: handler.body.getStart(tree) };
      if (rangesTouch(range, ctx.range)) {
        yield { target: `handler:${index}`, title: `Call \`${action}\` in a transition` };
      }
    }
  },

  resolve(ctx, target) {
    const found = handlersOf(ctx).find(({ index }) => `handler:${index}` === target);
    if (!found) return undefined;
    const { handler, attribute, component, disabled } = found;
    const file = ctx.syntax();
    const style = detectFileStyle(ctx.text);
    const end = style.semicolons ? ';' : '';
    const { eol, indent: step } = style;
    const indent = indentAt(ctx.text, attribute.getStart(file.tree));
    const inner = `${eol}${indent}${step}`;
    const code = handler.body.getText(file.tree);
    const isWaiting = isAwaitExpression(handler.body);
    const statement = isVoidExpression(handler.body) ? handler.body.expression.getText(file.tree) : code;
    const block = isBlock(handler.body)
      ? indented(code, step)
      : `{${inner}${step}${isWaiting ? '' : 'await '}${indented(statement, step)}${end}${inner}}`;
    const parameters = ctx.text.slice(
      handler.getStart(file.tree),
      handler.equalsGreaterThanToken.getStart(file.tree),
    );
    const head = parameters.replace(/^async\s+/, '').trim();
    const line = ctx.text.slice(
      ctx.text.lastIndexOf('\n', attribute.getStart(file.tree)) + 1,
      attribute.getStart(file.tree),
    );
    const text =
      line.trim() === '' || isBlock(handler.body)
        ? `${head} =>${inner}startTransition(async () => ${block})${eol}${indent}`
        : `${head} => startTransition(async () => { ${isWaiting ? '' : 'await '}${statement}${end} })`;
    const edits: TextEdit[] = [{ range: { start: handler.getStart(file.tree), end: handler.end }, text }];
    edits.push(disabled);
    const hook = `const [isPending, startTransition] = useTransition()${end}`;
    edits.push(...(prependStatements(file, component, [hook], style) ?? []));
    edits.push(...planImports(file, [{ specifier: 'react', name: 'useTransition' }], style).edits);
    return { edits: new Map([[ctx.path, changesBetween(ctx.text, edited(file, edits).text)]]) };
  },
});

const OWN_STATE = /\bset(?:Is)?(?:Loading|Pending|Submitting|Saving|Busy|Processing|Deleting|Updating)\w*\(/;

interface Handler {
  readonly handler: ArrowFunction;
  readonly attribute: Node;
  /** What shows that the transition is pending. */
  readonly disabled: TextEdit;
  readonly component: FunctionNode;
  readonly action: string;
  readonly index: number;
}

/** Event handlers written in JSX that call an action directly, in components without a transition of their own. */
function handlersOf(ctx: AssistContext): readonly Handler[] {
  const actions = importedActions(ctx);
  if (actions.size === 0 || !/\bon[A-Z]\w*=/.test(ctx.text)) return [];
  const { tree } = ctx.syntax();
  const found = new Map<Node, Handler>();
  for (const { name, node, scope, ancestors } of referencesIn(tree)) {
    if (!actions.has(name) || scope !== tree) continue;
    const call = ancestors.at(-1);
    if (!call || !isCallExpression(call) || call.expression !== node) continue;
    if (
      ancestors.some((one) => isCallExpression(one) && /transition/i.test(dottedName(one.expression) ?? ''))
    )
      continue;
    const at = ancestors.findIndex(
      (one) => isJsxAttribute(one) && isIdentifier(one.name) && /^on[A-Z]/.test(one.name.text),
    );
    const attribute = ancestors[at];
    const handler = ancestors[at + 2];
    const component = componentAt(ancestors.slice(0, at));
    if (at < 0 || !attribute || !handler || !isArrowFunction(handler) || !component || found.has(handler))
      continue;
    // The call must be the handler's own, not one of a callback inside of it.
    if (ancestors.slice(at + 3).some(isArrowFunction)) continue;
    const before = ancestors.at(-2);
    const isOnly = handler.body === call || before === handler.body;
    // A handler that does more must wait for the action, and must not tell itself that it is pending.
    const waits = isBlock(handler.body) && before !== undefined && isAwaitExpression(before);
    if (waits && OWN_STATE.test(handler.body.getText(tree))) continue;
    const names = allIdentifiers(component);
    if (
      (!isOnly && !waits) ||
      names.has('startTransition') ||
      names.has('isPending') ||
      names.has('useTransition')
    )
      continue;
    // Who is pending where nothing shows it? And a component may wait for what its own callback gives back.
    const element = ancestors[at - 2];
    const disabled = element && disabling(ctx.syntax(), element, 'isPending');
    if (!disabled) continue;
    found.set(handler, {
      handler,
      attribute,
      disabled,
      component,
      action: name,
      index: found.size,
    });
  }
  return [...found.values()];
}
