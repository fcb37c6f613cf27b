import './globals.css';

import type { Metadata } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { readCart } from '@/lib/cart/cart';
import { getUser } from '@/lib/session';
import { SHOP_NAME, SHOP_URL } from '@/lib/site';

export const metadata: Metadata = {
  metadataBase: new URL(SHOP_URL),
  title: { default: SHOP_NAME, template: `%s · ${SHOP_NAME}` },
  description: 'A few well-made things for the desk and the kitchen.',
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [user, lines] = await Promise.all([getUser(), readCart()]);
  const count = lines.reduce((sum, line) => sum + line.quantity, 0);

  return (
    <html lang="en">
      <body>
        <header className="site-header">
          <Link href="/" className="brand">
            {SHOP_NAME}
          </Link>
          <nav>
            {user?.role === 'admin' && <Link href="/admin">Admin</Link>}
            <Link href={user ? '/account' : '/sign-in'}>{user ? user.name : 'Sign in'}</Link>
            <Link href="/cart">Cart ({count})</Link>
          </nav>
        </header>
        <main>{children}</main>
      </body>
    </html>
  );
}
