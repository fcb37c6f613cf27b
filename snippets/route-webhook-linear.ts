// title: Webhook of Linear, its signature verified over the raw body and its age limited
// in: route
// methods: POST
// path: app/api/webhooks/linear/route.ts

import { createHmac, timingSafeEqual } from 'node:crypto';

const MAX_AGE_MILLISECONDS = 60_000;

function isSigned(body: string, signature: string | null): boolean {
  const secret = process.env.LINEAR_WEBHOOK_SECRET;
  if (!secret || !signature) return false;
  const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export async function POST(request: Request) {
  const body = await request.text();
  if (!isSigned(body, request.headers.get('linear-signature'))) {
    return new Response('Invalid signature', { status: 401 });
  }

  const event = JSON.parse(body);
  // An old event that is sent again is no event of Linear's.
  if (!(Math.abs(Date.now() - event.webhookTimestamp) <= MAX_AGE_MILLISECONDS)) {
    return new Response('Too old', { status: 401 });
  }

  if (event.type === '$Issue$') {
    console.log(event.action, event.data.id);
    /* $0 */
  }
  return new Response(null, { status: 200 });
}
