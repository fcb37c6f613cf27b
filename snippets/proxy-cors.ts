// title: CORS for a group of routes, preflight included
// in: proxy
// path: proxy.ts
// default origin: https://app.example.com

import { type NextRequest, NextResponse } from 'next/server';

const ORIGINS = new Set(['$origin$']);

// #if next16
export function proxy(request: NextRequest) {
  // #else
export function middleware(request: NextRequest) {
  // #endif
  const preflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
  const response = preflight ? new NextResponse(null, { status: 204 }) : NextResponse.next();
  response.headers.append('Vary', 'Origin');
  const origin = request.headers.get('origin');
  if (origin !== null && ORIGINS.has(origin)) {
    response.headers.set('Access-Control-Allow-Origin', origin);
    if (preflight) {
      response.headers.set('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE, OPTIONS');
      response.headers.set('Access-Control-Allow-Headers', 'Content-Type, Authorization');
      response.headers.set('Access-Control-Max-Age', '86400');
    }
  }
  return response;
}

export const config = { matcher: ['/api/$public$/:path*'] };
