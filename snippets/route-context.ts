// title: One item, its parameters typed by its URL
// in: route
// methods: GET
// needs: param routeContext
// path: app/api/items/[id]/route.ts

import { $findItem$ } from '@/lib/$items$';

export async function GET(_request: Request, { params }: RouteContext<'ROUTE'>) {
  guard();

  const { PARAM } = await params;
  const $item$ = await $findItem$(PARAM);
  return $item$ ? Response.json($item$) : Response.json({ error: 'Not found' }, { status: 404 });
}
