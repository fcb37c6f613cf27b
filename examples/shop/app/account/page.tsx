import type { Metadata } from 'next';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { clearWishlist, updateProfile } from '@/lib/account/actions';
import { keepCartForLater } from '@/lib/cart/actions';
import { listOrdersOf } from '@/lib/orders';
import { endSession, getSession, requireUser } from '@/lib/session';
import { formatPrice } from '@/lib/site';
import { updateUser } from '@/lib/users';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const user = await requireUser();
  const orders = await listOrdersOf(user.id);

  async function setNewsletter(formData: FormData) {
    'use server';
    await updateUser(user.id, { newsletter: formData.has('newsletter') });
    refresh();
  }

  async function signOut() {
    'use server';
    const session = await getSession();
    if (session) await keepCartForLater(session.userId);
    await endSession();
    redirect('/');
  }

  return (
    <>
      <h1>Hello, {user.name}</h1>
      <h2>Orders</h2>
      {orders.length === 0 && <p>No orders yet.</p>}
      <ul className="rows">
        {orders.map((order) => (
          <li key={order.id}>
            <span>
              {order.id} · {order.status} · {formatPrice(order.total)}
            </span>
            <a href={`/api/orders/${order.id}/invoice`}>Invoice</a>
          </li>
        ))}
      </ul>

      <h2>Profile</h2>
      <form action={updateProfile} className="stack">
        <label>
          Name
          <input name="name" defaultValue={user.name} required />
        </label>
        <label>
          Address
          <textarea name="address" rows={2} defaultValue={user.address} />
        </label>
        <button>Save profile</button>
      </form>
      <form action={setNewsletter}>
        <label className="check">
          <input type="checkbox" name="newsletter" defaultChecked={user.newsletter} /> Send me the newsletter
        </label>
        <button className="quiet">Save</button>
      </form>

      <h2>Wishlist</h2>
      <p>{user.wishlist.size > 0 ? [...user.wishlist].join(', ') : 'Nothing saved yet.'}</p>
      <form action={clearWishlist}>
        <button className="quiet">Clear the wishlist</button>
      </form>
      <form action={signOut}>
        <button className="quiet">Sign out</button>
      </form>
    </>
  );
}
