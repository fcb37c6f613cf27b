import type { MetadataRoute } from 'next';
import { SHOP_URL } from '@/lib/site';

export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: '*', disallow: ['/account', '/admin', '/api'] },
    sitemap: `${SHOP_URL}/sitemap.xml`,
  };
}
