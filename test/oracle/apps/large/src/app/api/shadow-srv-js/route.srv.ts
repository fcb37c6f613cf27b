export const GET = () => new Response('srv');
