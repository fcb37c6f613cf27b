export const POST = () => new Response('ts');
