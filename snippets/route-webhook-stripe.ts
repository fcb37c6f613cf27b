// title: Webhook of Stripe, its signature verified over the raw body
// in: route
// methods: POST
// needs: stripe
// path: app/api/webhooks/stripe/route.ts

import Stripe from 'stripe';

export async function POST(request: Request) {
  const key = process.env.STRIPE_SECRET_KEY;
  const secret = process.env.STRIPE_WEBHOOK_SECRET;
  if (!key || !secret) {
    return new Response('Not configured', { status: 500 });
  }

  const body = await request.text();
  let event: Stripe.Event;
  try {
    const signature = request.headers.get('stripe-signature') ?? '';
    event = await new Stripe(key).webhooks.constructEventAsync(body, signature, secret);
  } catch {
    return new Response('Invalid signature', { status: 400 });
  }

  switch (event.type) {
    case 'checkout.session.completed':
      /* $0 */
      break;
  }
  return Response.json({ received: true });
}
