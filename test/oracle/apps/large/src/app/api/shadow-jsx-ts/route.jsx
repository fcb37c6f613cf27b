export const GET = () => new Response('jsx');
