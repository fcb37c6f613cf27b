export const POST = () => new Response('js');
