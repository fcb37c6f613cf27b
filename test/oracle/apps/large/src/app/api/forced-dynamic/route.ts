export const dynamic = 'force-dynamic';
export const revalidate = 60;
export const GET = () => new Response('dynamic');
