import { createHmac, timingSafeEqual } from 'node:crypto';

export const SESSION_COOKIE = 'shop_session';
export const SESSION_SECONDS = 60 * 60 * 24 * 7;

export interface Session {
  readonly userId: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

function sign(payload: string): string {
  const secret = process.env.SESSION_SECRET;
  if (!secret) throw new Error('SESSION_SECRET is not set. Copy .env.example to .env.');
  return createHmac('sha256', secret).update(payload).digest('base64url');
}

/** The cookie's value: who, until when, and a signature over both. */
export function sealSession(session: Session): string {
  const payload = `${session.userId}.${session.expires}`;
  return `${payload}.${sign(payload)}`;
}

/** The session in a cookie's value, or null if it was tampered with or has expired. */
export function openSession(value: string): Session | null {
  const [userId, expires, signature] = value.split('.');
  if (!userId || !expires || !signature) return null;

  const expected = Buffer.from(sign(`${userId}.${expires}`));
  const received = Buffer.from(signature);
  if (expected.length !== received.length || !timingSafeEqual(expected, received)) return null;

  return Number(expires) > Date.now() ? { userId, expires: Number(expires) } : null;
}
