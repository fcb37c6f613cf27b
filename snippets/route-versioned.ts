// title: Versioned API, the version asked for in the Accept header
// in: route
// methods: GET
// path: app/api/items/route.ts

import { $listItems$ } from '@/lib/$items$';

/** Asked for by `Accept: application/vnd.$app$.v2+json`; the last one without that. */
const VERSIONS = ['1', '2'];

function versionOf(request: Request): string | undefined {
  const accept = request.headers.get('accept') ?? '';
  const asked = /application\/vnd\.$app$\.v(\d+)\+json/.exec(accept)?.[1];
  return asked === undefined ? VERSIONS.at(-1) : VERSIONS.find((version) => version === asked);
}

export async function GET(request: Request) {
  guard();

  const version = versionOf(request);
  if (version === undefined) {
    return Response.json({ error: `Versions: ${VERSIONS.join(', ')}` }, { status: 406 });
  }

  const $items$ = await $listItems$();
  const body = version === '1' ? $items$ : { $items$, total: $items$.length };
  return Response.json(body, {
    headers: { 'Content-Type': `application/vnd.$app$.v${version}+json`, Vary: 'Accept' },
  });
}
