// title: Webhook of Paddle, its signature verified over the raw body and its age limited
// in: route
// methods: POST
// path: app/api/webhooks/paddle/route.ts

import { createHmac, timingSafeEqual } from 'node:crypto';

const MAX_AGE_SECONDS = 300;

function isSigned(body: string, header: string | null): boolean {
  const secret = process.env.PADDLE_WEBHOOK_SECRET;
  const [, timestamp, signature] = /^ts=(\d+);h1=([\da-f]+)/.exec(header ?? '') ?? [];
  if (!secret || !timestamp || !signature) return false;
  // An old event that is sent again is no event of Paddle's.
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= MAX_AGE_SECONDS)) return false;
  const expected = Buffer.from(createHmac('sha256', secret).update(`${timestamp}:${body}`).digest('hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export async function POST(request: Request) {
  const body = await request.text();
  if (!isSigned(body, request.headers.get('paddle-signature'))) {
    return new Response('Invalid signature', { status: 401 });
  }

  const event = JSON.parse(body);
  switch (event.event_type) {
    case '$transaction.completed$':
      console.log(event.data.id);
      /* $0 */
      break;
  }
  return new Response(null, { status: 200 });
}
