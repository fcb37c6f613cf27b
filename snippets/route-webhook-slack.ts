// title: Requests of Slack, their signature verified over the raw body and their age limited
// in: route
// methods: POST
// path: app/api/slack/route.ts

import { createHmac, timingSafeEqual } from 'node:crypto';

const MAX_AGE_SECONDS = 300;

function isSigned(body: string, headers: Headers): boolean {
  const secret = process.env.SLACK_SIGNING_SECRET;
  const timestamp = headers.get('x-slack-request-timestamp');
  const signature = headers.get('x-slack-signature');
  if (!secret || !timestamp || !signature) return false;
  // An old request that is sent again is no request of Slack's.
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= MAX_AGE_SECONDS)) return false;
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const expected = Buffer.from(`v0=${hash}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export async function POST(request: Request) {
  const body = await request.text();
  if (!isSigned(body, request.headers)) {
    return new Response('Invalid signature', { status: 401 });
  }

  const event = JSON.parse(body);
  if (event.type === 'url_verification') {
    return Response.json({ challenge: event.challenge });
  }

  /* $0 */
  return new Response(null, { status: 200 });
}
