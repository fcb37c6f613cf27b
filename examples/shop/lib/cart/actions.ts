'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { emptyCart, readCart, setLine } from '@/lib/cart/cart';
import { findProduct } from '@/lib/catalog';
import { setWished } from '@/lib/users';

const lineInput = z.object({ slug: z.string(), quantity: z.coerce.number().int().min(0).max(20) });

export async function addToCart(formData: FormData) {
  const slug = String(formData.get('slug'));
  if (!(await findProduct(slug))) return;

  const inCart = (await readCart()).find((line) => line.slug === slug);
  await setLine(slug, (inCart?.quantity ?? 0) + 1);
  refresh();
}

export const changeQuantity = async (formData: FormData) => {
  const { slug, quantity } = lineInput.parse(Object.fromEntries(formData));
  await setLine(slug, quantity);
  refresh();
};

export async function clearCart() {
  await emptyCart();
  refresh();
}

/** Not offered by any page yet. */
export async function addGiftWrap(slug: string) {
  await setLine(`${slug}-gift-wrap`, 1);
}

/** Called when someone signs out: what is in the cart goes on the wishlist. */
export async function keepCartForLater(userId: string) {
  for (const { slug } of await readCart()) await setWished(userId, slug, true);
  await emptyCart();
}
