import 'server-only';

import { refresh } from 'next/cache';
import { findProduct, updateProduct } from '@/lib/catalog';
import { setOrderStatus } from '@/lib/orders';
import { requireAdmin } from '@/lib/session';

const CRATE = 12;

export class Inventory {
  static async restock(formData: FormData) {
    'use server';
    await requireAdmin();
    const product = await findProduct(String(formData.get('slug')));
    if (product) await updateProduct(product.slug, { stock: product.stock + CRATE });
    refresh();
  }
}

export const fulfillment = {
  async ship(formData: FormData) {
    'use server';
    await setOrderStatus(String(formData.get('id')), 'shipped');
    refresh();
  },
};
