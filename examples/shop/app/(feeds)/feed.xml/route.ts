import { listProducts } from '@/lib/catalog';
import { SHOP_NAME, SHOP_URL } from '@/lib/site';

export const revalidate = 3600;

export async function GET() {
  const items = (await listProducts()).map(
    ({ slug, name }) => `<item><title>${name}</title><link>${SHOP_URL}/products/${slug}</link></item>`,
  );
  return new Response(
    `<?xml version="1.0"?><rss version="2.0"><channel><title>${SHOP_NAME}</title>${items.join('')}</channel></rss>`,
    { headers: { 'Content-Type': 'application/rss+xml' } },
  );
}
