// title: Action with a bound argument, which is input as well
// in: action
// path: app/items/actions.ts

'use server';

import { revalidatePath } from 'next/cache';
import { $renameItem$ } from '@/lib/$items$';

export async function $rename$($id$: string, formData: FormData) {
  guard();

  // `bind` sends its arguments with the form, where anybody can change them.
  const $name$ = formData.get('$name$');
  if (typeof $id$ !== 'string' || typeof $name$ !== 'string' || $name$.trim() === '') {
    throw new Error('Invalid input');
  }

  await $renameItem$($id$, $name$.trim());
  revalidatePath('/$items$');
}
