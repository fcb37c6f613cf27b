// title: Action that a button starts, with its argument checked (useTransition)
// in: action
// path: app/items/actions.ts
// reject: return { ok: false };

'use server';

import { revalidatePath } from 'next/cache';
import { $deleteItem$ } from '@/lib/$items$';

export async function $removeItem$($id$: string): Promise<{ readonly ok: boolean }> {
  guard();

  // The type is a wish: whoever calls sends what they like.
  if (typeof $id$ !== 'string' || $id$ === '') {
    return { ok: false };
  }

  await $deleteItem$($id$);
  revalidatePath('/$items$');
  return { ok: true };
}
