import { findProduct } from '@/lib/catalog';

/** Draws the pictures of the shop: /images/products/<slug>.svg */
export async function GET(_request: Request, { params }: { params: Promise<{ path: string[] }> }) {
  const [folder, file] = (await params).path;
  const product = folder === 'products' && file ? await findProduct(file.replace(/\.svg$/, '')) : null;
  if (!product) return new Response('No such picture', { status: 404 });

  return new Response(draw(product.name.charAt(0), product.hue), {
    headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=86400' },
  });
}

function draw(letter: string, hue: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240">
  <rect width="320" height="240" fill="hsl(${hue} 38% 88%)"/>
  <circle cx="160" cy="120" r="72" fill="hsl(${hue} 42% 62%)"/>
  <text x="160" y="146" text-anchor="middle" font-family="Georgia, serif" font-size="76" fill="#fff">${letter}</text>
</svg>`;
}
