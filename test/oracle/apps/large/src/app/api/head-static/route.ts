export const dynamic = 'force-static';
export const GET = () => new Response('static');
export const HEAD = () => new Response();
