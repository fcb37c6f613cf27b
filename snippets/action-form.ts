// title: Action of a form, with a state that says how it went (useActionState)
// in: action
// path: app/items/actions.ts
// reject: return { ok: false, message: 'Sign in first.' };

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
export interface FormState {
  readonly ok: boolean;
  readonly message: string;
}

export async function $saveItem$(_state: FormState, formData: FormData): Promise<FormState> {
  guard();

  // #if zod
  const input = $itemInput$.safeParse(Object.fromEntries(formData));
  if (!input.success) {
    return { ok: false, message: 'Check what you entered.' };
  }

  await $createItem$(input.data);
  // #elif valibot
  const input = v.safeParse($itemInput$, Object.fromEntries(formData));
  if (!input.success) {
    return { ok: false, message: 'Check what you entered.' };
  }

  await $createItem$(input.output);
  // #else
  const $name$ = formData.get('$name$');
  if (typeof $name$ !== 'string' || $name$.trim() === '') {
    return { ok: false, message: 'Check what you entered.' };
  }

  await $createItem$({ $name$: $name$.trim() });
  // #endif
  revalidatePath('/$items$');
  return { ok: true, message: 'Saved.' };
}
