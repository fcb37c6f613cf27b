/** Puts `useActionState` between a form and its action: the form learns whether it is pending, and what came back. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { changesBetween, edited } from '../core/edit/draft';
import { prependStatements } from '../core/edit/bodyStart';
import { planImports } from '../core/edit/imports';
import { type Endpoint } from '../core/program/program';
import { isJsxAttribute, isJsxExpression, type Node } from '../core/syntax/ast';
import { isJsxElement } from '../core/syntax/code';
import { exportedFunction } from '../core/syntax/exportedFunctions';
import { type FunctionNode } from '../core/syntax/functions';
import { allIdentifiers, type Reference, referencesIn } from '../core/syntax/references';
import { type FilePath } from '../core/text/filePath';
import { detectFileStyle } from '../core/text/fileStyle';
import { insertion, type TextEdit } from '../core/text/textEdit';
import { rangesTouch } from '../core/text/textRange';
import { componentAt, disabling, importedActions, submitButton } from './clientActions';

export const assist = defineAssist({
  meta: {
    id: 'use-action-state',
    summary:
      'Wraps the action of a form with `useActionState`, adapts the action, and disables the submit button while it is pending.',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/actions.ts
'use server';
export async function save(formData: FormData) {
  return { title: String(formData.get('title')) };
}
//- app/form.tsx
'use client';
import { save } from './actions';

export function Form() {
  return (
    <form acti$0on={save}>
      <input name="title" />
      <button type="submit">Save</button>
    </form>
  );
}
`,
        after: `//- app/actions.ts
'use server';
export async function save(_previous: unknown, formData: FormData) {
  return { title: String(formData.get('title')) };
}
//- app/form.tsx
'use client';
import { save } from './actions';
import { useActionState } from 'react';

export function Form() {
  const [, formAction, isPending] = useActionState(save, null);
  return (
    <form action={formAction}>
      <input name="title" />
      <button type="submit" disabled={isPending}>Save</button>
    </form>
  );
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const { reference, attribute } of formsOf(ctx)) {
      const { tree } = ctx.syntax();
      if (!rangesTouch({ start: attribute.getStart(tree), end: attribute.end }, ctx.range)) continue;
      yield {
        target: `form:${reference.name}`,
        title: `Wrap \`${reference.name}\` with \`useActionState\`, and give it the previous state`,
      };
    }
  },

  resolve(ctx, target) {
    const found = formsOf(ctx).find(({ reference }) => `form:${reference.name}` === target);
    if (!found) return undefined;
    const { reference, disabled, component, action } = found;
    const file = ctx.syntax();
    const style = detectFileStyle(ctx.text);
    const end = style.semicolons ? ';' : '';
    const hook = `const [, formAction, isPending] = useActionState(${reference.name}, null)${end}`;
    const { node } = reference;
    const own: TextEdit[] = [
      { range: { start: node.getStart(file.tree), end: node.end }, text: 'formAction' },
      disabled,
      ...(prependStatements(file, component, [hook], style) ?? []),
      ...planImports(file, [{ specifier: 'react', name: 'useActionState' }], style).edits,
    ];
    const edits = new Map<FilePath, readonly TextEdit[]>([
      [ctx.path, changesBetween(ctx.text, edited(file, own).text)],
    ]);
    const server = ctx.syntaxOf(action.path);
    const [first] = server ? (exportedFunction(server, action.name)?.node.parameters ?? []) : [];
    if (server && first) {
      const type = /\.[cm]?tsx?$/.test(action.path) ? ': unknown' : '';
      edits.set(action.path, [insertion(first.getStart(server.tree), `_previous${type}, `)]);
    }
    return { edits };
  },
});

interface FormUse {
  readonly reference: Reference;
  readonly attribute: Node;
  /** What shows that the action is pending. */
  readonly disabled: TextEdit;
  readonly component: FunctionNode;
  readonly action: Endpoint;
}

/** `<form action={save}>` where `save` is used nowhere else: its other callers would not send a state. */
function formsOf(ctx: AssistContext): readonly FormUse[] {
  const actions = importedActions(ctx);
  if (actions.size === 0 || !ctx.text.includes('action={')) return [];
  const { tree } = ctx.syntax();
  const all = referencesIn(tree);
  return [...actions].flatMap(([local, action]): readonly FormUse[] => {
    const [reference, ...others] = all.filter(({ name, scope }) => name === local && scope === tree);
    if (!reference || others.length > 0 || ctx.callersOf(action).length !== 1) return [];
    const { ancestors } = reference;
    const [form, , , attribute, expression] = ancestors.slice(-5);
    if (!expression || !isJsxExpression(expression) || !attribute || !isJsxAttribute(attribute)) return [];
    if (attribute.name.getText(tree) !== 'action' || !form || !isJsxElement(form)) return [];
    if (form.openingElement.tagName.getText(tree) !== 'form') return [];
    const component = componentAt(ancestors);
    if (!component || !takesForm(ctx, action)) return [];
    const names = allIdentifiers(component);
    const isTaken = ['formAction', 'isPending', 'useActionState'].some((name) => names.has(name));
    // Without a button that shows it, the form would gain nothing.
    const button = submitButton(ctx.syntax(), form);
    const disabled = button && disabling(ctx.syntax(), button, 'isPending');
    return isTaken || !disabled ? [] : [{ reference, attribute, disabled, component, action }];
  });
}

/** An action that is written out, with at most the form's data as its parameter. */
function takesForm(ctx: AssistContext, { path, name }: Endpoint): boolean {
  const file = ctx.syntaxOf(path);
  const found = file && exportedFunction(file, name);
  if (!found || found.variable?.type || found.node.parameters.length > 1) return false;
  const [parameter] = found.node.parameters;
  return !parameter?.dotDotDotToken && (!parameter?.type || parameter.type.getText(file.tree) === 'FormData');
}
