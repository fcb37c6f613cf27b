export const revalidate = 0;
export const GET = () => new Response('dynamic');
