// title: Action that answers at once, and works on after it
// in: action
// needs: next15
// path: app/items/actions.ts

'use server';

import { after } from 'next/server';
import { $createMessage$ } from '@/lib/$messages$';

export async function $recordMessage$(formData: FormData): Promise<void> {
  guard();

  const $text$ = formData.get('$text$');
  if (typeof $text$ !== 'string' || $text$.trim() === '') return;

  // The page goes on when this runs: what fails here has to be logged here.
  after(async () => {
    try {
      await $createMessage$($text$);
    } catch (error) {
      console.error(error);
    }
  });
}
