// title: Leads visitors without a session cookie to the sign-in page
// in: proxy
// path: proxy.ts
// default login: sign-in

import { type NextRequest, NextResponse } from 'next/server';

/** A shortcut for visitors, not a guard: a cookie may be forged, and every page, handler and action checks its own caller. */
// #if next16
export function proxy(request: NextRequest) {
  // #else
export function middleware(request: NextRequest) {
  // #endif
  if (request.cookies.has('$session$')) return NextResponse.next();
  const url = new URL('/$login$', request.url);
  url.searchParams.set('next', request.nextUrl.pathname);
  return NextResponse.redirect(url);
}

export const config = { matcher: ['/$dashboard$/:path*'] };
