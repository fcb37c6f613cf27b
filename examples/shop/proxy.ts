import { NextResponse, type NextRequest } from 'next/server';
import { SESSION_COOKIE } from '@/lib/session-cookie';

/** Sends visitors without a session cookie to the sign-in page; pages and actions verify the session itself. */
export function proxy(request: NextRequest) {
  if (request.cookies.has(SESSION_COOKIE)) return NextResponse.next();

  const signIn = new URL('/sign-in', request.url);
  return NextResponse.redirect(signIn);
}

export const config = {
  matcher: ['/account/:path*', '/admin/:path*', '/checkout'],
};
