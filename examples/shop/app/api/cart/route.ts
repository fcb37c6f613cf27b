import { z } from 'zod';
import { problem } from '@/lib/api';
import { readCart, setLine } from '@/lib/cart/cart';
import { findProduct } from '@/lib/catalog';

const lineInput = z.object({ slug: z.string(), quantity: z.number().int().min(0).max(20) });

async function showCart() {
  return Response.json(await readCart());
}

async function changeCart(request: Request) {
  const line = lineInput.safeParse(await request.json());
  if (!line.success) return problem(400, 'A line needs a product and a quantity.');
  if (!(await findProduct(line.data.slug))) return problem(404, 'No such product.');

  await setLine(line.data.slug, line.data.quantity);
  return Response.json(await readCart());
}

export { showCart as GET, changeCart as POST };
