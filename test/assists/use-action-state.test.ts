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
  it('needs no state in an action without parameters, and no pending flag without a button', () => {
    checkAssist(
      ID,
      files('const save = async () => {};', '\n  return <form acti$0on={save}><p /></form>;\n'),
      files(
        'const save = async () => {};',
        '\n  const [, formAction] = useActionState(save, null);\n  return <form action={formAction}><p /></form>;\n',
        "import { useActionState } from 'react';\n",
      ),
    );
  });

  it('keeps out where the action has other callers, or takes something else', () => {
    const form = ' return <form acti$0on={save}><p /></form>; ';
    checkNoAssist(
      ID,
      `${files('async function save(data) {}', form)}//- app/page.jsx
import { save } from './actions';
export default function Page() { return <form action={save} />; }
`,
    );
    checkNoAssist(ID, files('async function save(id, data) {}', form));
    checkNoAssist(ID, files('async function save({ id }) {}', ' return <div acti$0on={save}><p /></div>; '));
  });
});
