import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { problem } from '@/lib/api';
import { setOrderStatus } from '@/lib/orders';

const paymentEvent = z.object({ type: z.enum(['payment.succeeded', 'payment.refunded']), order: z.string() });

/** Whether the payment provider signed these bytes. */
function isSigned(body: string, signature: string | null): boolean {
  const secret = process.env.PAYMENTS_WEBHOOK_SECRET;
  if (!secret || !signature) return false;

  const expected = createHmac('sha256', secret).update(body).digest();
  const received = Buffer.from(signature, 'hex');
  return expected.length === received.length && timingSafeEqual(expected, received);
}

export async function POST(request: Request) {
  const body = await request.text();
  if (!isSigned(body, request.headers.get('x-payments-signature'))) return problem(401, 'Wrong signature.');

  const event = paymentEvent.safeParse(JSON.parse(body));
  if (!event.success) return problem(400, 'Not a payment event.');

  await setOrderStatus(event.data.order, event.data.type === 'payment.succeeded' ? 'paid' : 'refunded');
  return new Response(null, { status: 204 });
}
