import 'server-only';

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { store, type Product, type Review } from '@/lib/store';

export const productInput = z.object({
  slug: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  description: z.string(),
  price: z.number().int().positive(),
  stock: z.number().int().nonnegative(),
  hue: z.number().int().min(0).max(360),
});

export const reviewInput = z.object({
  product: z.string(),
  rating: z.coerce.number().int().min(1).max(5),
  text: z.string().trim().min(3).max(500),
});

export async function listProducts(): Promise<Product[]> {
  return [...store.products.values()];
}

export async function findProduct(slug: string): Promise<Product | null> {
  return store.products.get(slug) ?? null;
}

export async function createProduct(product: Product): Promise<void> {
  store.products.set(product.slug, product);
}

/** The product after the change, or null if there is none. */
export async function updateProduct(slug: string, changes: Partial<Product>): Promise<Product | null> {
  const product = store.products.get(slug);
  if (!product) return null;

  const updated = { ...product, ...changes, slug };
  store.products.set(slug, updated);
  return updated;
}

export async function deleteProduct(slug: string): Promise<void> {
  store.products.delete(slug);
}

export async function listReviews(product: string): Promise<Review[]> {
  return [...store.reviews.values()].filter((review) => review.product === product);
}

export async function createReview(review: Omit<Review, 'id' | 'reports'>): Promise<Review> {
  const created = { ...review, id: randomUUID(), reports: 0 };
  store.reviews.set(created.id, created);
  return created;
}

export async function countReport(id: string): Promise<void> {
  const review = store.reviews.get(id);
  if (review) store.reviews.set(id, { ...review, reports: review.reports + 1 });
}

export async function deleteReview(id: string): Promise<void> {
  store.reviews.delete(id);
}
