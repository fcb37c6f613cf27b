// title: Cached answer, made anew from time to time
// in: route
// methods: GET
// path: app/api/products/route.ts
// default source: https://api.example.com/products

// #if cacheComponents
import { cacheLife, cacheTag } from 'next/cache';

async function $readProducts$(): Promise<unknown> {
  'use cache';
  cacheLife('hours');
  cacheTag('$products$');
  const response = await fetch('$source$');
  if (!response.ok) throw new Error(`The source answered ${response.status}`);
  return response.json();
}
// #else
/** Seconds. Reading the request, or a handler for a method that writes, would make the answer dynamic. */
export const revalidate = 3600;

async function $readProducts$(): Promise<unknown> {
  const response = await fetch('$source$');
  if (!response.ok) throw new Error(`The source answered ${response.status}`);
  return response.json();
}
// #endif

export async function GET() {
  return Response.json(await $readProducts$());
}
