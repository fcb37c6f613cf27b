import { problem } from '@/lib/api';
import { expireCarts } from '@/lib/cart/cart';

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** Called every night by the scheduler. */
export async function GET(request: Request) {
  const secret = process.env.CRON_SECRET;
  if (!secret || request.headers.get('authorization') !== `Bearer ${secret}`)
    return problem(401, 'Not the scheduler.');

  return Response.json({ expired: await expireCarts(Date.now() - WEEK) });
}
