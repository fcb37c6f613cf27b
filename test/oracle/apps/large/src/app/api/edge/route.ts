export const runtime = 'edge';
export const GET = () => new Response();
export const POST = () => new Response();
