'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { updateProduct } from '@/lib/catalog';
import { setOrderStatus } from '@/lib/orders';
import { getUser, requireAdmin } from '@/lib/session';

const priceInput = z.object({ slug: z.string(), price: z.coerce.number().int().positive() });

export async function setPrice(formData: FormData) {
  await requireAdmin();
  const { slug, price } = priceInput.parse(Object.fromEntries(formData));
  await updateProduct(slug, { price });
  refresh();
}

async function refund(formData: FormData) {
  const user = await getUser();
  if (user?.role !== 'admin') throw new Error('Only administrators refund orders.');

  await setOrderStatus(String(formData.get('id')), 'refunded');
  refresh();
}

export { refund as refundOrder };
