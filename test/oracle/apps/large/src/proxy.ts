import { NextResponse } from 'next/server';
import { fromProxy } from '@/actions/proxyOnly';
export default function proxy() {
  void fromProxy();
  return NextResponse.next();
}
export const config = { matcher: '/proxied/:path*' };
