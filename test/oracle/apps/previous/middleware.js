import { NextResponse } from 'next/server';
import { fromMiddleware } from '~/middlewareActions';
export function middleware() {
  void fromMiddleware;
  return NextResponse.next();
}
export const config = { matcher: '/api/items/:path*' };
