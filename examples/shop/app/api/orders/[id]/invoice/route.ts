import { problem } from '@/lib/api';
import { formatPrice } from '@/lib/site';
import { findOrder } from '@/lib/orders';

/** Linked from the account page, as a text file to print. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const order = await findOrder((await params).id);
  if (!order) return problem(404, 'No such order.');

  const lines = order.lines.map((line) => `${line.quantity} x ${line.slug}`);
  const text = [`Invoice ${order.id}`, order.address, ...lines, `Total ${formatPrice(order.total)}`].join(
    '\n',
  );
  return new Response(text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
