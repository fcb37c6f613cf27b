// title: Webhook of GitHub, its signature verified over the raw body
// in: route
// methods: POST
// path: app/api/webhooks/github/route.ts

import { createHmac, timingSafeEqual } from 'node:crypto';

function isSigned(body: string, signature: string | null): boolean {
  const secret = process.env.GITHUB_WEBHOOK_SECRET;
  if (!secret || !signature) return false;
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export async function POST(request: Request) {
  const body = await request.text();
  if (!isSigned(body, request.headers.get('x-hub-signature-256'))) {
    return new Response('Invalid signature', { status: 401 });
  }

  const payload = JSON.parse(body);
  switch (request.headers.get('x-github-event')) {
    case '$push$':
      console.log(payload.repository.full_name);
      /* $0 */
      break;
  }
  return new Response(null, { status: 204 });
}
