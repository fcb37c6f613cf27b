import { fromSitemap } from '@/actions/sitemapOnly';
export default function sitemap() {
  void fromSitemap;
  return [];
}
