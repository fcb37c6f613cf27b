// title: Action of the app's action client, guarded and validated by it
// in: action
// needs: builder
// path: app/items/actions.ts

'use server';

import { revalidatePath } from 'next/cache';
// #if zod
import { z } from 'zod';
// #elif valibot
import * as v from 'valibot';
// #endif
import { $createItem$ } from '@/lib/$items$';

// #if zod
const $itemInput$ = z.object({ $name$: z.string().trim().min(1).max(200) });
// #elif valibot
const $itemInput$ = v.object({ $name$: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)) });
// #endif

// #if safeAction
export const $saveItem$ = BUILDER($itemInput$, async ({ parsedInput }) => {
  await $createItem$(parsedInput);
  revalidatePath('/$items$');
  return { ok: true };
});
// #else
export const $saveItem$ = BUILDER($itemInput$, async ({ input }) => {
  await $createItem$(input);
  revalidatePath('/$items$');
  return { ok: true };
});
// #endif
