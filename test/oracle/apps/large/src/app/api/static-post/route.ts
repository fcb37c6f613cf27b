export const dynamic = 'force-static';
export const GET = () => new Response('not static');
export const POST = () => new Response();
