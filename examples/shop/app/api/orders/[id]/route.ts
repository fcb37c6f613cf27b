import { problem } from '@/lib/api';
import { findOrder } from '@/lib/orders';
import { getUser } from '@/lib/session';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const user = await getUser();
  if (!user) return problem(401, 'Sign in first.');

  const order = await findOrder((await params).id);
  if (order?.userId !== user.id) return problem(404, 'No such order.');
  return Response.json(order);
}
