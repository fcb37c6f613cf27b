// title: Webhook of Clerk, its signature verified
// in: route
// methods: POST
// needs: clerk
// path: app/api/webhooks/clerk/route.ts

import { verifyWebhook } from '@clerk/nextjs/webhooks';
import type { NextRequest } from 'next/server';

export async function POST(request: NextRequest) {
  let event;
  try {
    // Reads the raw body, and CLERK_WEBHOOK_SIGNING_SECRET: it throws where that is not set.
    event = await verifyWebhook(request);
  } catch {
    return new Response('Invalid signature', { status: 400 });
  }

  switch (event.type) {
    case 'user.created':
      /* $0 */
      break;
  }
  return new Response(null, { status: 204 });
}
