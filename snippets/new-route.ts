// title: What the command "New route handler…" writes
// in: command
// path: app/api/things/route.ts

// #if body && zod
import { z } from 'zod';
// #elif body && valibot
import * as v from 'valibot';
// #endif

// #if GET && !next15 && !param
export const dynamic = 'force-dynamic';

// #endif
// #if body && zod
const input = z.object({ $name$: z.string().trim().min(1).max(200) });

// #elif body && valibot
const input = v.object({ $name$: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)) });

// #endif
// #if param && next15
interface Context {
  readonly params: Promise<{ readonly PARAM: string }>;
}

// #elif param
interface Context {
  readonly params: { readonly PARAM: string };
}

// #endif
// #if GET && param
export async function GET(_request: Request, { params }: Context) {
  guard();

  // #if next15
  const { PARAM } = await params;
  // #else
  const { PARAM } = params;
  // #endif
  return Response.json({ PARAM });
}

// #elif GET
export async function GET() {
  guard();

  return Response.json({});
}

// #endif
// #if HEAD && param
export async function HEAD(_request: Request, _context: Context) {
  guard();

  return new Response(null, { status: 204 });
}

// #elif HEAD
export async function HEAD() {
  guard();

  return new Response(null, { status: 204 });
}

// #endif
// #if POST && param
export async function POST(request: Request, { params }: Context) {
  guard();

  // #if next15
  const { PARAM } = await params;
  // #else
  const { PARAM } = params;
  // #endif
  const body: unknown = await request.json().catch(() => null);
  // #if zod
  const parsed = input.safeParse(body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({ PARAM, ...parsed.data }, { status: 201 });
  // #elif valibot
  const parsed = v.safeParse(input, body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({ PARAM, ...parsed.output }, { status: 201 });
  // #else
  if (typeof body !== 'object' || body === null) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({ PARAM }, { status: 201 });
  // #endif
}

// #elif POST
export async function POST(request: Request) {
  guard();

  const body: unknown = await request.json().catch(() => null);
  // #if zod
  const parsed = input.safeParse(body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json(parsed.data, { status: 201 });
  // #elif valibot
  const parsed = v.safeParse(input, body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json(parsed.output, { status: 201 });
  // #else
  if (typeof body !== 'object' || body === null) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({}, { status: 201 });
  // #endif
}

// #endif
// #if PUT && param
export async function PUT(request: Request, { params }: Context) {
  guard();

  // #if next15
  const { PARAM } = await params;
  // #else
  const { PARAM } = params;
  // #endif
  const body: unknown = await request.json().catch(() => null);
  // #if zod
  const parsed = input.safeParse(body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({ PARAM, ...parsed.data });
  // #elif valibot
  const parsed = v.safeParse(input, body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({ PARAM, ...parsed.output });
  // #else
  if (typeof body !== 'object' || body === null) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({ PARAM });
  // #endif
}

// #elif PUT
export async function PUT(request: Request) {
  guard();

  const body: unknown = await request.json().catch(() => null);
  // #if zod
  const parsed = input.safeParse(body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json(parsed.data);
  // #elif valibot
  const parsed = v.safeParse(input, body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json(parsed.output);
  // #else
  if (typeof body !== 'object' || body === null) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({});
  // #endif
}

// #endif
// #if PATCH && param
export async function PATCH(request: Request, { params }: Context) {
  guard();

  // #if next15
  const { PARAM } = await params;
  // #else
  const { PARAM } = params;
  // #endif
  const body: unknown = await request.json().catch(() => null);
  // #if zod
  const parsed = input.safeParse(body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({ PARAM, ...parsed.data });
  // #elif valibot
  const parsed = v.safeParse(input, body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({ PARAM, ...parsed.output });
  // #else
  if (typeof body !== 'object' || body === null) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({ PARAM });
  // #endif
}

// #elif PATCH
export async function PATCH(request: Request) {
  guard();

  const body: unknown = await request.json().catch(() => null);
  // #if zod
  const parsed = input.safeParse(body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json(parsed.data);
  // #elif valibot
  const parsed = v.safeParse(input, body);
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json(parsed.output);
  // #else
  if (typeof body !== 'object' || body === null) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  return Response.json({});
  // #endif
}

// #endif
// #if DELETE && param
export async function DELETE(_request: Request, { params }: Context) {
  guard();

  // #if next15
  const { PARAM } = await params;
  // #else
  const { PARAM } = params;
  // #endif
  console.log(PARAM);
  return new Response(null, { status: 204 });
}

// #elif DELETE
export async function DELETE() {
  guard();

  return new Response(null, { status: 204 });
}

// #endif
// #if OPTIONS
export async function OPTIONS() {
  return new Response(null, { status: 204 });
}
// #endif
