// title: File download, named as it was stored
// in: route
// methods: GET
// path: app/api/files/[id]/route.ts

import { $findFile$ } from '@/lib/$files$';

// #if param
// #if next15
interface Context {
  readonly params: Promise<{ readonly PARAM: string }>;
}
// #else
interface Context {
  readonly params: { readonly PARAM: string };
}
// #endif

export async function GET(_request: Request, { params }: Context) {
  guard();

  // #if next15
  const { PARAM } = await params;
  // #else
  const { PARAM } = params;
  // #endif
  const file = await $findFile$(PARAM);
  // #else
export async function GET(request: Request) {
  guard();

  const id = new URL(request.url).searchParams.get('id');
  const file = id === null ? undefined : await $findFile$(id);
  // #endif
  if (!file) {
    return new Response('Not found', { status: 404 });
  }

  return new Response(file.content, {
    headers: {
      'Content-Type': file.type,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
