// title: Webhook of Lemon Squeezy, its signature verified over the raw body
// in: route
// methods: POST
// path: app/api/webhooks/lemonsqueezy/route.ts

import { createHmac, timingSafeEqual } from 'node:crypto';

function isSigned(body: string, signature: string | null): boolean {
  const secret = process.env.LEMONSQUEEZY_WEBHOOK_SECRET;
  if (!secret || !signature) return false;
  const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export async function POST(request: Request) {
  const body = await request.text();
  if (!isSigned(body, request.headers.get('x-signature'))) {
    return new Response('Invalid signature', { status: 401 });
  }

  const { meta, data } = JSON.parse(body);
  switch (meta.event_name) {
    case '$order_created$':
      console.log(data.id);
      /* $0 */
      break;
  }
  return new Response(null, { status: 200 });
}
