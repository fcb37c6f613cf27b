import type { MetadataRoute } from 'next';
import { listProducts } from '@/lib/catalog';
import { SHOP_URL } from '@/lib/site';

export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const products = await listProducts();
  return [{ url: SHOP_URL }, ...products.map(({ slug }) => ({ url: `${SHOP_URL}/products/${slug}` }))];
}
