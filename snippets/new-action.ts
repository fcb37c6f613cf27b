// title: What the command "New server action…" writes
// in: command
// path: app/things/actions.ts

'use server';

// #if zod
import { z } from 'zod';
// #elif valibot
import * as v from 'valibot';
// #endif

// #if zod
const $input$ = z.object({ $name$: z.string().trim().min(1).max(200) });

// #elif valibot
const $input$ = v.object({ $name$: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)) });

// #endif
// #if builder && safeAction
export const ACTION = BUILDER($input$, async ({ parsedInput }) => {
  console.log(parsedInput.$name$);
});
// #elif builder
export const ACTION = BUILDER($input$, async ({ input }) => {
  console.log(input.$name$);
});
// #else
export async function ACTION(formData: FormData) {
  guard();

  // #if zod
  const parsed = $input$.safeParse(Object.fromEntries(formData));
  if (!parsed.success) {
    throw new Error('Invalid input');
  }

  console.log(parsed.data.$name$);
  // #elif valibot
  const parsed = v.safeParse($input$, Object.fromEntries(formData));
  if (!parsed.success) {
    throw new Error('Invalid input');
  }

  console.log(parsed.output.$name$);
  // #else
  const $name$ = formData.get('$name$');
  if (typeof $name$ !== 'string' || $name$.trim() === '') {
    throw new Error('Invalid input');
  }

  console.log($name$);
  // #endif
}
// #endif
