import { problem, withAdmin } from '@/lib/api';
import { createProduct, findProduct, listProducts, productInput } from '@/lib/catalog';

export async function GET() {
  return Response.json(await listProducts());
}

export const POST = withAdmin(async (request) => {
  const product = productInput.safeParse(await request.json());
  if (!product.success) return problem(400, 'Not a product.');
  if (await findProduct(product.data.slug)) return problem(409, 'There is one already.');

  await createProduct(product.data);
  return Response.json(product.data, { status: 201 });
});
