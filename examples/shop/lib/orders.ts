import 'server-only';

import { findProduct } from '@/lib/catalog';
import { store, type CartLine, type Order } from '@/lib/store';

/** What the lines cost, in cents. */
export async function totalOf(lines: readonly CartLine[]): Promise<number> {
  let total = 0;
  for (const { slug, quantity } of lines) {
    const product = await findProduct(slug);
    total += (product?.price ?? 0) * quantity;
  }
  return total;
}

export async function findOrder(id: string): Promise<Order | null> {
  return store.orders.get(id) ?? null;
}

export async function listOrders(): Promise<Order[]> {
  return [...store.orders.values()];
}

export async function listOrdersOf(userId: string): Promise<Order[]> {
  return [...store.orders.values()].filter((order) => order.userId === userId);
}

export async function createOrder(
  userId: string,
  address: string,
  lines: readonly CartLine[],
): Promise<Order> {
  const id = String(1001 + store.orders.size);
  const order: Order = { id, userId, address, lines, total: await totalOf(lines), status: 'placed' };
  store.orders.set(id, order);
  return order;
}

export async function setOrderStatus(id: string, status: Order['status']): Promise<void> {
  const order = store.orders.get(id);
  if (order) store.orders.set(id, { ...order, status });
}
