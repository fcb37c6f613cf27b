// title: Webhook of Resend, its signature verified over the raw body
// in: route
// methods: POST
// needs: resend
// path: app/api/webhooks/resend/route.ts

import { Resend } from 'resend';

export async function POST(request: Request) {
  const key = process.env.RESEND_API_KEY;
  const secret = process.env.RESEND_WEBHOOK_SECRET;
  if (!key || !secret) {
    return new Response('Not configured', { status: 500 });
  }

  const body = await request.text();
  let event;
  try {
    event = new Resend(key).webhooks.verify({
      payload: body,
      headers: {
        id: request.headers.get('svix-id') ?? '',
        timestamp: request.headers.get('svix-timestamp') ?? '',
        signature: request.headers.get('svix-signature') ?? '',
      },
      webhookSecret: secret,
    });
  } catch {
    return new Response('Invalid signature', { status: 400 });
  }

  switch (event.type) {
    case 'email.bounced':
      /* $0 */
      break;
  }
  return new Response(null, { status: 204 });
}
