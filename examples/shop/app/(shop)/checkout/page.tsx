import type { Metadata } from 'next';
import { readCart } from '@/lib/cart/cart';
import { totalOf } from '@/lib/orders';
import { requireUser } from '@/lib/session';
import { formatPrice } from '@/lib/site';
import placeOrder from './place-order';

export const metadata: Metadata = { title: 'Checkout' };

export default async function CheckoutPage() {
  const user = await requireUser();
  const total = await totalOf(await readCart());

  return (
    <>
      <h1>Checkout</h1>
      <form action={placeOrder} className="stack">
        <label>
          Ship to
          <textarea name="address" rows={2} defaultValue={user.address} required />
        </label>
        <p className="price">Total {formatPrice(total)}</p>
        <button>Place order</button>
      </form>
    </>
  );
}
