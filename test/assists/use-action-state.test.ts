/** Which forms `use-action-state` wraps, and what it leaves alone. */
import { checkAssist, checkNoAssist } from '../support/checkAssist';

const ID = 'use-action-state';

const files = (action: string, form: string, imports = ''): string => `//- app/actions.js
'use server';
export ${action}
//- app/form.jsx
'use client';
import { save } from './actions';
${imports}
export function Form() {${form}}
`;

describe('use-action-state', () => {
  it('needs no state in an action without parameters, and joins what disables the button already', () => {
    const form = (action: string, disabled: string): string =>
      `  return <form action={${action}}><button disabled={${disabled}}>Save</button></form>;\n`;
    checkAssist(
      ID,
      files('const save = async () => {};', `\n${form('save', '!open').replace('action=', 'acti$0on=')}`),
      files(
        'const save = async () => {};',
        `\n  const [, formAction, isPending] = useActionState(save, null);\n${form('formAction', '!open || isPending')}`,
        "import { useActionState } from 'react';\n",
      ),
    );
  });

  it('keeps out where no button shows that the action is pending', () => {
    const form = (inside: string): string => ` return <form acti$0on={save}>${inside}</form>; `;
    for (const inside of [
      '<p />',
      '<CheckoutButton />',
      '<button disabled={a ? b : c} />',
      '<Button {...all} />',
    ])
      checkNoAssist(ID, files('async function save(data) {}', form(inside)));
  });

  it('keeps out where the action has other callers, or takes something else', () => {
    const form = ' return <form acti$0on={save}><button /></form>; ';
    checkNoAssist(
      ID,
      `${files('async function save(data) {}', form)}//- app/page.jsx
import { save } from './actions';
export default function Page() { return <form action={save} />; }
`,
    );
    checkNoAssist(ID, files('async function save(id, data) {}', form));
    checkNoAssist(
      ID,
      files('async function save({ id }) {}', ' return <div acti$0on={save}><button /></div>; '),
    );
  });
});
