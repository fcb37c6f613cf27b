/** The rule against functions with 'use server' in client components, and in files that are none by themselves. */
import { checkRule } from '../support/check';

describe('no-client-inline-action', () => {
  it('reports named functions and those without a name', () => {
    checkRule(`
//- app/form.tsx
'use client';
export const Form = () => {
  const save = async () => { 'use server'; };
     // ^^^^ error no-client-inline-action: \`save\` cannot be a server action
  return <form action={save} />;
};
//- app/button.tsx
'use client';
export const Button = () => <form action={async () => { 'use server'; }} />;
                                       // ^^^^^^^^^^^ error no-client-inline-action: This function
`);
  });

  it('says nothing of server components', () => {
    checkRule(`
//- app/page.tsx
export default function Page() {
  async function save() { 'use server'; }
  return <form action={save} />;
}
`);
  });
});
