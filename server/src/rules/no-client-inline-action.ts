/** Reports `'use server'` functions inside client components: the build rejects them. */
import { defineRule } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: 'no-client-inline-action',
    summary: "A client component cannot define a function with `'use server'`.",
    why:
      "The code of a `'use client'` file is sent to the browser, so no function in it can stay on the server. " +
      'The compiler rejects it with "It is not allowed to define inline "use server" annotated Server Actions in Client ' +
      'Components."',
    group: 'server-actions',
    severity: 'error',
    since: '0.1.0',
    fix: 'none',
    fixNote:
      '[`move-inline-action`](../codeActions.md#move-inline-action) moves the function into a file of actions beside the component, what it captures as bound arguments. It is not offered where something captured is no plain data.',
    references: [
      {
        title: 'Using Server Functions in a Client Component',
        url: 'https://nextjs.org/docs/app/api-reference/directives/use-server#using-server-functions-in-a-client-component',
      },
    ],
    examples: {
      bad: [
        `//- app/form.tsx
'use client';
export function Form() {
  async function save() {
              // ^^^^ error no-client-inline-action: \`save\` cannot be a server action: this file is a client component
    'use server';
  }
  return <form action={save} />;
}
`,
      ],
      good: [
        `//- app/form.tsx
'use client';
import { save } from './actions';
export const Form = () => <form action={save} />;
//- app/actions.ts
'use server';
export async function save() {}
`,
      ],
    },
    whenNotToUse: 'Never: the build fails on what this rule reports.',
  },

  *check(ctx) {
    const { directive, inlineActions } = ctx.file.link;
    if (directive !== 'use client') return;
    for (const { index, name } of inlineActions) {
      const isNamed = name !== 'anonymous' && !name.startsWith('jsx:');
      yield {
        message: `${isNamed ? `\`${name}\`` : 'This function'} cannot be a server action: this file is a client component`,
        range: ctx.file.ranges[`inline:${index}`] ?? { start: 0, end: 0 },
        help: "Export it from a file with 'use server' at its top, or pass it down from a Server Component.",
      };
    }
  },
});
