import { wrap } from '@/lib/wrap';
export const GET = wrap(async () => new Response());
export const DELETE = GET;
