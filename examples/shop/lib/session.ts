import 'server-only';

import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import {
  openSession,
  sealSession,
  SESSION_COOKIE,
  SESSION_SECONDS,
  type Session,
} from '@/lib/session-cookie';
import type { User } from '@/lib/store';
import { findUser } from '@/lib/users';

/** The visitor's verified session, or null. */
export const getSession = cache(async (): Promise<Session | null> => {
  const cookie = (await cookies()).get(SESSION_COOKIE);
  return cookie ? openSession(cookie.value) : null;
});

/** The signed-in user, or null. */
export async function getUser(): Promise<User | null> {
  const session = await getSession();
  return session ? findUser(session.userId) : null;
}

/** The signed-in user; anyone else goes to the sign-in page. */
export async function requireUser(): Promise<User> {
  const user = await getUser();
  if (!user) redirect('/sign-in');
  return user;
}

/** The signed-in administrator; to anyone else the page does not exist. */
export async function requireAdmin(): Promise<User> {
  const user = await requireUser();
  if (user.role !== 'admin') notFound();
  return user;
}

export async function startSession(userId: string): Promise<void> {
  const expires = Date.now() + SESSION_SECONDS * 1000;
  (await cookies()).set(SESSION_COOKIE, sealSession({ userId, expires }), {
    httpOnly: true,
    sameSite: 'lax',
    secure: process.env.NODE_ENV === 'production',
    maxAge: SESSION_SECONDS,
  });
}

export async function endSession(): Promise<void> {
  (await cookies()).delete(SESSION_COOKIE);
}
