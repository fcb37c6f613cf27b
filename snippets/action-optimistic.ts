// title: Action whose result is shown before it is there (useOptimistic)
// in: action
// path: app/messages/actions.ts

'use server';

import { revalidatePath } from 'next/cache';
import { $createMessage$ } from '@/lib/$messages$';

export async function $sendMessage$(formData: FormData) {
  guard();

  const text = formData.get('text');
  if (typeof text !== 'string' || text.trim() === '' || text.length > 2000) {
    throw new Error('Invalid message');
  }

  await $createMessage$(text.trim());
  revalidatePath('/$messages$');
}
