// title: Webhook of Shopify, its signature verified over the raw body
// in: route
// methods: POST
// path: app/api/webhooks/shopify/route.ts

import { createHmac, timingSafeEqual } from 'node:crypto';

function isSigned(body: string, signature: string | null): boolean {
  const secret = process.env.SHOPIFY_API_SECRET;
  if (!secret || !signature) return false;
  const expected = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export async function POST(request: Request) {
  const body = await request.text();
  if (!isSigned(body, request.headers.get('x-shopify-hmac-sha256'))) {
    return new Response('Invalid signature', { status: 401 });
  }

  const payload = JSON.parse(body);
  switch (request.headers.get('x-shopify-topic')) {
    case 'orders/create':
      console.log(payload.id);
      /* $0 */
      break;
  }
  return new Response(null, { status: 200 });
}
