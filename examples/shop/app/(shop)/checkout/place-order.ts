'use server';

import { redirect } from 'next/navigation';
import { emptyCart, readCart } from '@/lib/cart/cart';
import { createOrder } from '@/lib/orders';
import { requireUser } from '@/lib/session';

export default async function placeOrder(formData: FormData) {
  const user = await requireUser();
  const lines = await readCart();
  const address = String(formData.get('address') ?? '').trim();
  if (lines.length === 0 || !address) redirect('/cart');

  await createOrder(user.id, address, lines);
  await emptyCart();
  redirect('/account');
}
