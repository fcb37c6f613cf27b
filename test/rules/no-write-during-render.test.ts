/** The rule against writes while a page renders, and against alarms about reads and about functions that run later. */
import { checkRule } from '../support/check';

describe('no-write-during-render', () => {
  it('reports revalidating, and cookies by whatever name', () => {
    checkRule(`
//- app/posts/layout.tsx
import { revalidatePath as again } from 'next/cache';
import { cookies } from 'next/headers';
const Layout = async ({ children }) => {
  const jar = await cookies();
  if (!jar.get('seen')) jar.delete('old');
                     // ^^^^^^^^^^ error no-write-during-render: \`cookies().delete\` cannot be called while a page renders
  again('/');
//^^^^^ error no-write-during-render: \`revalidatePath\` cannot be called
  return children;
};
export default Layout;
`);
  });

  it('passes over reads, functions within the component, client components, and other files', () => {
    checkRule(`
//- app/page.tsx
import { revalidatePath } from 'next/cache';
import { cookies } from 'next/headers';
export default async function Page() {
  const jar = await cookies();
  const copy = new Map([['a', jar.get('a')]]);
  copy.set('b', jar.get('b'));
  const later = () => revalidatePath('/');
  async function save() {
    'use server';
    (await cookies()).set('a', '1');
    revalidatePath('/');
  }
  return <form action={save}>{String(later)}</form>;
}
//- app/helper.tsx
import { revalidatePath } from 'next/cache';
export default function helper() { revalidatePath('/'); }
`);
  });

  it('sees pages that have nothing but the write', () => {
    checkRule(`
//- app/a/page.tsx
import { revalidatePath } from 'next/cache';
export default function Page() {
  revalidatePath('/');
//^^^^^^^^^^^^^^ error no-write-during-render: \`revalidatePath\`
}
//- app/b/layout.tsx
import { cookies } from 'next/headers';
export default async function Layout() {
  (await cookies()).delete('a');
//^^^^^^^^^^^^^^^^^^^^^^^^ error no-write-during-render: \`cookies().delete\`
}
//- package.json
{ "dependencies": { "next": "14.2.0" } }
`);
  });
});
