export const POST = () => new Response('tsx');
