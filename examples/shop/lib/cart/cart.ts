import 'server-only';

import { randomUUID } from 'node:crypto';
import { cookies } from 'next/headers';
import { store, type CartLine } from '@/lib/store';

const CART_COOKIE = 'shop_cart';

/** What is in the visitor's cart. */
export async function readCart(): Promise<readonly CartLine[]> {
  const id = (await cookies()).get(CART_COOKIE)?.value;
  return (id && store.carts.get(id)?.lines) || [];
}

/** Puts a quantity of a product in the visitor's cart; 0 takes it out. */
export async function setLine(slug: string, quantity: number): Promise<void> {
  const others = (await readCart()).filter((line) => line.slug !== slug);
  await writeCart(quantity > 0 ? [...others, { slug, quantity }] : others);
}

export async function emptyCart(): Promise<void> {
  await writeCart([]);
}

/** Forgets the carts that nobody touched since a time (milliseconds since the epoch), and says how many. */
export async function expireCarts(before: number): Promise<number> {
  const stale = [...store.carts].filter(([, cart]) => cart.updated < before);
  for (const [id] of stale) store.carts.delete(id);
  return stale.length;
}

async function writeCart(lines: readonly CartLine[]): Promise<void> {
  const jar = await cookies();
  const id = jar.get(CART_COOKIE)?.value ?? randomUUID();
  store.carts.set(id, { lines, updated: Date.now() });
  jar.set(CART_COOKIE, id, { httpOnly: true, sameSite: 'lax', maxAge: 60 * 60 * 24 * 30 });
}
