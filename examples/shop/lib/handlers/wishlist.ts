import 'server-only';

import type { NextRequest } from 'next/server';
import { problem } from '@/lib/api';
import { findProduct } from '@/lib/catalog';
import { getUser } from '@/lib/session';
import { setWished } from '@/lib/users';

/** Makes the handlers of the wishlist: PUT and DELETE take `?product=<slug>`. */
export function createWishlistHandlers() {
  const change = (wished: boolean) => async (request: NextRequest) => {
    const user = await getUser();
    if (!user) return problem(401, 'Sign in first.');

    const product = await findProduct(request.nextUrl.searchParams.get('product') ?? '');
    if (!product) return problem(404, 'No such product.');

    await setWished(user.id, product.slug, wished);
    return new Response(null, { status: 204 });
  };

  const GET = async () => {
    const user = await getUser();
    if (!user) return problem(401, 'Sign in first.');
    return Response.json([...user.wishlist]);
  };

  return { GET, PUT: change(true), DELETE: change(false) };
}
