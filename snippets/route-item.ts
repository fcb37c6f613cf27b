// title: One item: read, change and delete, guarded and validated
// in: route
// methods: GET PATCH DELETE
// needs: param
// path: app/api/items/[id]/route.ts

// #if zod
import { z } from 'zod';
// #elif valibot
import * as v from 'valibot';
// #endif
import { $deleteItem$, $findItem$, $updateItem$ } from '@/lib/$items$';

// #if zod
const $itemChange$ = z.object({ $name$: z.string().trim().min(1).max(200) });
// #elif valibot
const $itemChange$ = v.object({ $name$: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)) });
// #else
interface $ItemChange$ {
  readonly $name$: string;
}

function $parseChange$(value: unknown): $ItemChange$ | undefined {
  if (typeof value !== 'object' || value === null || !('$name$' in value)) return undefined;
  const { $name$ } = value;
  return typeof $name$ === 'string' && $name$.trim() !== '' ? { $name$: $name$.trim() } : undefined;
}
// #endif

// #if next15
interface Context {
  readonly params: Promise<{ readonly PARAM: string }>;
}
// #else
interface Context {
  readonly params: { readonly PARAM: string };
}
// #endif

export async function GET(_request: Request, { params }: Context) {
  guard();

  // #if next15
  const { PARAM } = await params;
  // #else
  const { PARAM } = params;
  // #endif
  const $item$ = await $findItem$(PARAM);
  return $item$ ? Response.json($item$) : Response.json({ error: 'Not found' }, { status: 404 });
}

export async function PATCH(request: Request, { params }: Context) {
  guard();

  // #if next15
  const { PARAM } = await params;
  // #else
  const { PARAM } = params;
  // #endif
  const body: unknown = await request.json().catch(() => null);
  // #if zod
  const change = $itemChange$.safeParse(body);
  if (!change.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  const $item$ = await $updateItem$(PARAM, change.data);
  // #elif valibot
  const change = v.safeParse($itemChange$, body);
  if (!change.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  const $item$ = await $updateItem$(PARAM, change.output);
  // #else
  const change = $parseChange$(body);
  if (!change) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  const $item$ = await $updateItem$(PARAM, change);
  // #endif
  return $item$ ? Response.json($item$) : Response.json({ error: 'Not found' }, { status: 404 });
}

export async function DELETE(_request: Request, { params }: Context) {
  guard();

  // #if next15
  const { PARAM } = await params;
  // #else
  const { PARAM } = params;
  // #endif
  await $deleteItem$(PARAM);
  return new Response(null, { status: 204 });
}
