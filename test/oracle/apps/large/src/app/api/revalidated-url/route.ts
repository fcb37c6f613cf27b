export const revalidate = 60;
export const GET = (request: Request) => new Response(request.url);
