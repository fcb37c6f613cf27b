// title: Answers for the scripts of named other sites (CORS), preflight included
// in: route
// methods: GET OPTIONS
// path: app/api/public/route.ts
// default origin: https://app.example.com

const ORIGINS = new Set(['$origin$']);

function corsHeaders(request: Request): Headers {
  // Caches must not give one origin's answer to another.
  const headers = new Headers({ Vary: 'Origin' });
  const origin = request.headers.get('origin');
  if (origin !== null && ORIGINS.has(origin)) headers.set('Access-Control-Allow-Origin', origin);
  return headers;
}

export async function GET(request: Request) {
  const headers = corsHeaders(request);
  return Response.json({ /* $0 */ }, { headers });
}

export async function OPTIONS(request: Request) {
  const headers = corsHeaders(request);
  headers.set('Access-Control-Allow-Methods', 'GET, OPTIONS');
  headers.set('Access-Control-Allow-Headers', 'Content-Type, Authorization');
  headers.set('Access-Control-Max-Age', '86400');
  return new Response(null, { status: 204, headers });
}
