// title: Collection: list and create, guarded and validated
// in: route
// methods: GET POST
// path: app/api/items/route.ts

// #if zod
import { z } from 'zod';
// #elif valibot
import * as v from 'valibot';
// #endif
import { $createItem$, $listItems$ } from '@/lib/$items$';

// #if !next15
export const dynamic = 'force-dynamic';

// #endif
// #if zod
const $itemInput$ = z.object({ $name$: z.string().trim().min(1).max(200) });
// #elif valibot
const $itemInput$ = v.object({ $name$: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)) });
// #else
interface $ItemInput$ {
  readonly $name$: string;
}

function $parseItem$(value: unknown): $ItemInput$ | undefined {
  if (typeof value !== 'object' || value === null || !('$name$' in value)) return undefined;
  const { $name$ } = value;
  return typeof $name$ === 'string' && $name$.trim() !== '' ? { $name$: $name$.trim() } : undefined;
}
// #endif

export async function GET() {
  guard();

  return Response.json(await $listItems$());
}

export async function POST(request: Request) {
  guard();

  const body: unknown = await request.json().catch(() => null);
  // #if zod
  const input = $itemInput$.safeParse(body);
  if (!input.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  const created = await $createItem$(input.data);
  // #elif valibot
  const input = v.safeParse($itemInput$, body);
  if (!input.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  const created = await $createItem$(input.output);
  // #else
  const input = $parseItem$(body);
  if (!input) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  const created = await $createItem$(input);
  // #endif
  return Response.json(created, { status: 201 });
}
