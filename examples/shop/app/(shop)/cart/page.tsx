import type { Metadata } from 'next';
import Link from 'next/link';
import { changeQuantity, clearCart } from '@/lib/cart/actions';
import { readCart } from '@/lib/cart/cart';
import { totalOf } from '@/lib/orders';
import { formatPrice } from '@/lib/site';

export const metadata: Metadata = { title: 'Cart' };

export default async function CartPage() {
  const lines = await readCart();
  if (lines.length === 0) return <h1>Your cart is empty</h1>;

  return (
    <>
      <h1>Cart</h1>
      <ul className="rows">
        {lines.map(({ slug, quantity }) => (
          <li key={slug}>
            <Link href={`/products/${slug}`}>{slug}</Link>
            <form action={changeQuantity}>
              <input type="hidden" name="slug" value={slug} />
              <input
                type="number"
                name="quantity"
                aria-label="Quantity"
                min={0}
                max={20}
                defaultValue={quantity}
              />
              <button className="quiet">Update</button>
            </form>
          </li>
        ))}
      </ul>
      <p className="price">Total {formatPrice(await totalOf(lines))}</p>
      <Link href="/checkout" className="button">
        Check out
      </Link>
      <form action={clearCart}>
        <button className="quiet">Empty the cart</button>
      </form>
    </>
  );
}
