import type { Metadata } from 'next';
import { listProducts } from '@/lib/catalog';
import { listOrders } from '@/lib/orders';
import { requireAdmin } from '@/lib/session';
import { formatPrice } from '@/lib/site';
import { refundOrder, setPrice } from './actions';
import { fulfillment, Inventory } from './inventory';

export const metadata: Metadata = { title: 'Admin' };

export default async function AdminPage() {
  await requireAdmin();
  const [products, orders] = await Promise.all([listProducts(), listOrders()]);

  return (
    <>
      <h1>Products</h1>
      <ul className="rows">
        {products.map(({ slug, name, price, stock }) => (
          <li key={slug}>
            <span>
              {name} · {stock} in stock
            </span>
            <form action={setPrice}>
              <input type="hidden" name="slug" value={slug} />
              <input type="number" name="price" aria-label="Price in cents" min={1} defaultValue={price} />
              <button className="quiet">Set price</button>
            </form>
            <form action={Inventory.restock}>
              <input type="hidden" name="slug" value={slug} />
              <button className="quiet">Restock</button>
            </form>
          </li>
        ))}
      </ul>

      <h1>Orders</h1>
      <ul className="rows">
        {orders.map(({ id, status, total }) => (
          <li key={id}>
            <span>
              {id} · {status} · {formatPrice(total)}
            </span>
            <form action={fulfillment.ship}>
              <input type="hidden" name="id" value={id} />
              <button className="quiet">Ship</button>
            </form>
            <form action={refundOrder}>
              <input type="hidden" name="id" value={id} />
              <button className="quiet">Refund</button>
            </form>
          </li>
        ))}
      </ul>
    </>
  );
}
