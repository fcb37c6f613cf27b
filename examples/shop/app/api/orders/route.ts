import { z } from 'zod';
import { problem, withUser } from '@/lib/api';
import { emptyCart, readCart } from '@/lib/cart/cart';
import { createOrder, listOrdersOf } from '@/lib/orders';

const orderInput = z.object({ address: z.string().trim().min(5) });

export const GET = withUser(async (_request, user) => Response.json(await listOrdersOf(user.id)));

export const POST = withUser(async (request, user) => {
  const input = orderInput.safeParse(await request.json());
  const lines = await readCart();
  if (!input.success || lines.length === 0)
    return problem(400, 'An order needs an address and a filled cart.');

  const order = await createOrder(user.id, input.data.address, lines);
  await emptyCart();
  return Response.json(order, { status: 201 });
});
