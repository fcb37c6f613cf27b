// title: Webhook sent through Svix, its signature verified over the raw body
// in: route
// methods: POST
// needs: svix
// path: app/api/webhooks/svix/route.ts
// default variable: SVIX_WEBHOOK_SECRET

import { Webhook } from 'svix';

export async function POST(request: Request) {
  const secret = process.env.$variable$;
  if (!secret) {
    return new Response('Not configured', { status: 500 });
  }

  const body = await request.text();
  let event: unknown;
  try {
    event = new Webhook(secret).verify(body, {
      'svix-id': request.headers.get('svix-id') ?? '',
      'svix-timestamp': request.headers.get('svix-timestamp') ?? '',
      'svix-signature': request.headers.get('svix-signature') ?? '',
    });
  } catch {
    return new Response('Invalid signature', { status: 400 });
  }

  console.log(event);
  /* $0 */
  return new Response(null, { status: 204 });
}
