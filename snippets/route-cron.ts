// title: Scheduled job, called with a secret
// in: route
// methods: GET
// path: app/api/cron/route.ts

import { createHash, timingSafeEqual } from 'node:crypto';

function isScheduler(request: Request): boolean {
  const secret = process.env.CRON_SECRET;
  // Without this test, `Bearer undefined` would do.
  if (!secret) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const given = request.headers.get('authorization') ?? '';
  return timingSafeEqual(digest(given), digest(`Bearer ${secret}`));
}

export async function GET(request: Request) {
  if (!isScheduler(request)) {
    return new Response('Unauthorized', { status: 401 });
  }

  /* $0 */
  return Response.json({ done: true });
}
