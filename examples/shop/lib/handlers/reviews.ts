import 'server-only';

import type { NextRequest } from 'next/server';
import { problem, withUser } from '@/lib/api';
import { createReview, listReviews, reviewInput } from '@/lib/catalog';

export async function GET(request: NextRequest) {
  const product = request.nextUrl.searchParams.get('product');
  if (!product) return problem(400, 'Name a product.');
  return Response.json(await listReviews(product));
}

export const POST = withUser(async (request, user) => {
  const review = reviewInput.safeParse(await request.json());
  if (!review.success) return problem(400, 'A review needs a product, a rating and a text.');
  return Response.json(await createReview({ ...review.data, author: user.name }), { status: 201 });
});
