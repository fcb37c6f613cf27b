export const GET = () => new Response('ts');
