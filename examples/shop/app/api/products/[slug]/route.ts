import { problem, rejectUnlessAdmin, withAdmin } from '@/lib/api';
import { deleteProduct, findProduct, productInput, updateProduct } from '@/lib/catalog';

interface Params {
  slug: string;
}

export async function GET(_request: Request, { params }: { params: Promise<Params> }) {
  const product = await findProduct((await params).slug);
  return product ? Response.json(product) : problem(404, 'No such product.');
}

export const PATCH = withAdmin<Params>(async (request, _user, { params }) => {
  const changes = productInput.partial().safeParse(await request.json());
  if (!changes.success) return problem(400, 'Not a change to a product.');

  const product = await updateProduct((await params).slug, changes.data);
  return product ? Response.json(product) : problem(404, 'No such product.');
});

export async function DELETE(_request: Request, { params }: { params: Promise<Params> }) {
  // The import script deletes products without signing in on a developer's machine.
  if (process.env.NODE_ENV === 'production') {
    const rejection = await rejectUnlessAdmin();
    if (rejection) return rejection;
  }

  await deleteProduct((await params).slug);
  return new Response(null, { status: 204 });
}
