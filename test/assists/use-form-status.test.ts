/** Submit buttons that learn from their form: in its file where that is a client component, else in one of their own. */
import { checkAssist, checkNoAssist, checkRefusal, checkTitles } from '../support/checkAssist';

const ID = 'use-form-status';
const ACTIONS = `//- app/actions.ts
'use server';
export async function save(formData) {}
`;

describe('use-form-status', () => {
  it('stays in the file of a client component, in its style', () => {
    checkAssist(
      ID,
      `${ACTIONS}//- app/form.jsx
"use client"
import { save } from "./actions"
import { Button } from "@/components/button"

export const Form = () => (
  <form
    act$0ion={save}
  >
    <Button
      type="submit"
      variant="ghost"
    >
      Save
    </Button>
  </form>
)
`,
      `//- app/form.jsx
"use client"
import { save } from "./actions"
import { Button } from "@/components/button"
import { useFormStatus } from "react-dom"

export const Form = () => (
  <form
    action={save}
  >
    <SubmitButton
      variant="ghost"
    >
      Save
    </SubmitButton>
  </form>
)

function SubmitButton(props) {
  const { pending } = useFormStatus()
  return <Button {...props} type="submit" disabled={pending} />
}
`,
    );
  });

  it('brings the component along that is the button', () => {
    checkAssist(
      ID,
      `${ACTIONS}//- components/button.tsx
export const Button = (props: { type?: 'submit' }) => <button {...props} />;
//- app/(site)/Form.tsx
import { Button } from '../../components/button';

export const Form = ({ save }: { save: () => Promise<void> }) => <form ac$0tion={save}><Button type="submit" /></form>;
`,
      `//- app/(site)/Form.tsx
import { SubmitButton } from './SubmitButton';

export const Form = ({ save }: { save: () => Promise<void> }) => <form action={save}><SubmitButton /></form>;

//- app/(site)/SubmitButton.tsx
'use client';

import type { ComponentProps } from 'react';
import { useFormStatus } from 'react-dom';
import { Button } from '../../components/button';

export function SubmitButton(props: ComponentProps<typeof Button>) {
  const { pending } = useFormStatus();
  return <Button {...props} type="submit" disabled={pending} />;
}
`,
    );
  });

  it('takes the button of that kind that the app has', () => {
    const source = (button: string, imports = ''): string => `${ACTIONS}//- components/submit-button.tsx
'use client';
import { useFormStatus } from 'react-dom';
export function SubmitButton(props: React.ComponentProps<'button'>) {
  return <button {...props} disabled={useFormStatus().pending} />;
}
//- app/page.tsx
import { save } from './actions';
${imports}
export default () => <form action$0={save}>${button}</form>;
`;
    checkTitles(ID, source('<button>Go</button>'), [
      'Use `SubmitButton`, which is disabled while the form is pending',
    ]);
    checkAssist(
      ID,
      source('<button>Go</button>'),
      source(
        '<SubmitButton>Go</SubmitButton>',
        "import { SubmitButton } from '../components/submit-button';\n",
      ).replace('$0', ''),
    );
  });

  it('keeps out where the button says itself when it is disabled, where there are two, and of URLs', () => {
    for (const [form, button] of [
      ['act$0ion={save}', '<button disabled={busy}>Go</button>'],
      ['act$0ion={save}', '<button {...rest}>Go</button>'],
      ['act$0ion={save}', '<button>Go</button><button>Stop</button>'],
      ['act$0ion={save}', '<button formAction={save}>Go</button>'],
      ['act$0ion="/search"', '<button>Go</button>'],
    ] as const)
      checkNoAssist(
        ID,
        `${ACTIONS}//- app/page.tsx
import { save } from './actions';
export default ({ busy, rest }) => <form ${form}>${button}</form>;
`,
      );
    checkNoAssist(
      ID,
      `${ACTIONS}//- app/page.tsx
'use client';
import { useActionState } from 'react';
import { save } from './actions';
export default function Page() {
  const [state, formAction, isPending] = useActionState(save, null);
  return <form act$0ion={formAction}><button>Go</button>{isPending && '…'}</form>;
}
`,
    );
    checkNoAssist(
      ID,
      `//- package.json
{ "dependencies": { "next": "14.2.0" } }
${ACTIONS}//- app/page.tsx
import { save } from './actions';
export default () => <form act$0ion={save}><button>Go</button></form>;
`,
    );
  });

  it('refuses a file that is there', () => {
    checkRefusal(
      ID,
      `${ACTIONS}//- app/button.tsx
export {};
//- app/page.tsx
import { save } from './actions';
export default () => <form act$0ion={save}><button>Go</button></form>;
`,
      /is there already/,
      { input: { file: 'button.tsx' } },
    );
  });
});
