// title: Webhook with an HMAC signature over the raw body
// in: route
// methods: POST
// path: app/api/webhooks/events/route.ts
// default variable: WEBHOOK_SECRET
// default header: x-signature

import { createHmac, timingSafeEqual } from 'node:crypto';

function isSigned(body: string, signature: string | null): boolean {
  const secret = process.env.$variable$;
  if (!secret || !signature) return false;
  const expected = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export async function POST(request: Request) {
  // The signature is over the body as it was sent: parsing comes after.
  const body = await request.text();
  if (!isSigned(body, request.headers.get('$header$'))) {
    return new Response('Invalid signature', { status: 401 });
  }

  const event = JSON.parse(body);
  console.log(event.type);
  /* $0 */
  return new Response(null, { status: 204 });
}
